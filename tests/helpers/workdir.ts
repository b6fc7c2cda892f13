import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const BIN = new URL('../../bin/litscreen.js', import.meta.url).pathname;

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Workdir {
  readonly path: string;
  write(file: string, content: string | Uint8Array): void;
  read(file: string): string;
  /** Runs the real executable in the folder, with nothing of this process's environment but PATH. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Run;
  /** Starts it beside others, and waits for its end; it must succeed. */
  start(args: readonly string[]): Promise<void>;
  /** The same for a command that must succeed: what it printed. */
  ok(args: readonly string[]): string;
  /** What a command printed as JSON, whatever its exit status. */
  json(args: readonly string[]): unknown;
}

/** A folder for one test, removed when the test ends: empty, or a copy of another one. */
export function workdir(from?: string): Workdir {
  const path = mkdtempSync(join(tmpdir(), 'litscreen-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  if (from !== undefined) cpSync(from, path, { recursive: true });
  return workdirAt(path);
}

/** The same for a folder whose life is the caller's: of all tests of a file, or on a disk of its own. */
export function workdirAt(path: string): Workdir {
  mkdirSync(path, { recursive: true });
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Run => {
    const result = spawnSync(process.execPath, [BIN, ...args], {
      cwd: path,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...env },
    });
    return { status: result.status ?? -1, stdout: result.stdout, stderr: result.stderr };
  };
  return {
    path,
    write(file, content) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), content);
    },
    read: (file) => readFileSync(join(path, file), 'utf8'),
    run,
    start: (args) =>
      new Promise((resolve, reject) => {
        const options = { cwd: path, env: { PATH: process.env['PATH'] ?? '' }, stdio: 'ignore' } as const;
        spawn(process.execPath, [BIN, ...args], options).on('exit', (status) =>
          status === 0 ? resolve() : reject(new Error(`litscreen ${args.join(' ')} ended with ${status}`)),
        );
      }),
    ok(args) {
      const { status, stdout, stderr } = run(args);
      if (status !== 0) throw new Error(`litscreen ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
      return stdout;
    },
    json: (args) => JSON.parse(run(args).stdout) as unknown,
  };
}
