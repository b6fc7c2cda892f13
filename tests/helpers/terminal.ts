import { spawn, type IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** Milliseconds. */
const DRAIN = 200;
const BIN = new URL('../../bin/litscreen.js', import.meta.url).pathname;

/** How a program in a terminal ended. */
export interface Ended {
  readonly exitCode: number;
  readonly signal: number | undefined;
}

/** The real executable in a real pseudo-terminal; what it writes is drawn by a terminal emulator, as a person sees it. */
export class Terminal {
  readonly #pty: IPty;
  readonly #emulator: InstanceType<typeof xterm.Terminal>;
  readonly ended: Promise<Ended>;
  #drawn: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(
    folder: string,
    args: readonly string[],
    {
      columns = 80,
      rows = 24,
      env = {},
      script = 'exec "$@"',
    }: {
      columns?: number;
      rows?: number;
      env?: Record<string, string>;
      /** What a shell does in the terminal, with the command as its arguments. */
      script?: string;
    } = {},
  ) {
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#pty = spawn('sh', ['-c', script, 'sh', process.execPath, BIN, ...args], {
      name: env['TERM'] ?? 'xterm-256color',
      cols: columns,
      rows,
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
    this.#pty.onData((data) => {
      this.#drawn = new Promise((resolve) => this.#emulator.write(data, resolve));
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        // What was written last may come after the end.
        setTimeout(() => {
          this.#isOver = true;
          void this.#drawn.then(() => resolve({ exitCode, signal }));
        }, DRAIN);
      });
    });
  }

  /** The lines on the screen, without the spaces at their ends. */
  get lines(): string[] {
    const { active } = this.#emulator.buffer;
    return Array.from({ length: this.#emulator.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /** Waits until the screen shows something; says what it shows where that takes too long. */
  async shows(what: string | RegExp, patience = 20_000): Promise<string> {
    const isThere = () => (typeof what === 'string' ? this.text.includes(what) : what.test(this.text));
    const end = performance.now() + patience;
    for (;;) {
      await this.#drawn;
      if (isThere()) return this.text;
      if (performance.now() > end || (this.#isOver && !isThere()))
        throw new Error(`the screen never showed ${String(what)}; it shows\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Types keys, in one write. */
  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: string): void {
    this.#pty.kill(signal);
  }
}

export const ENTER = '\r';
export const ESCAPE = '\u001b';
export const LEFT = '\u001b[D';
export const RIGHT = '\u001b[C';
export const DOWN = '\u001b[B';
export const END = '\u001b[F';
