/** The size of a terminal in characters. */
export interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** A page that fills the terminal, and gives back what stood there when it is closed. */
export interface FullScreen {
  readonly size: Size;
  /** Shows lines from the top; rows that are as they were are not written again. Each fits the width. */
  paint(lines: readonly string[]): void;
  /** Gives the terminal back for a while, as ctrl-z asks, and takes it again when the process goes on. */
  suspend(): void;
  close(): void;
}

const ENTER = '\u001b[?1049h\u001b[?2004h\u001b[?25l\u001b[2J';
const LEAVE = '\u001b[?2004l\u001b[?25h\u001b[?1049l';
/** Where a terminal does not tell its size. */
const FALLBACK: Size = { rows: 24, columns: 80 };

/**
 * Takes the terminal's other screen. Whatever ends the process gives it back: a terminal without a cursor, on a page that
 * nobody can leave, is worse than any error.
 *
 * @param onResize called when the terminal has another size, to paint anew.
 */
export function openFullScreen(output: NodeJS.WriteStream, onResize: () => void): FullScreen {
  let shown: readonly string[] = [];
  let isOpen = true;
  const write = (text: string) => output.write(text);
  const repaint = () => {
    shown = [];
    write('\u001b[2J');
    onResize();
  };
  const onContinue = () => {
    process.stdin.setRawMode(true);
    write(ENTER);
    repaint();
  };
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    output.off('resize', repaint);
    process.off('exit', close);
    process.off('SIGCONT', onContinue);
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.stdin.setRawMode(false);
    write(LEAVE);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    close();
    process.kill(process.pid, signal);
  };
  output.on('resize', repaint);
  process.on('exit', close);
  process.on('SIGCONT', onContinue);
  for (const signal of SIGNALS) process.once(signal, onSignal);
  write(ENTER);
  return {
    get size() {
      return { rows: output.rows || FALLBACK.rows, columns: output.columns || FALLBACK.columns };
    },
    paint(lines) {
      const { rows } = this.size;
      let text = '';
      for (let row = 0; row < rows; row++) {
        const line = lines[row] ?? '';
        // The end of the line is cleared first: what fills the whole width would lose its last character.
        if (line !== shown[row]) text += `\u001b[${row + 1};1H\u001b[K${line}\u001b[0m`;
      }
      shown = Array.from({ length: rows }, (_, row) => lines[row] ?? '');
      if (text !== '') write(text);
    },
    suspend() {
      process.stdin.setRawMode(false);
      write(LEAVE);
      process.kill(process.pid, 'SIGTSTP');
    },
    close,
  };
}

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
