import { spawn } from 'node:child_process';

const BIN = new URL('../../bin/litscreen.js', import.meta.url).pathname;
const PRELOAD = new URL('./die-at-write.mjs', import.meta.url).href;

export interface Ended {
  /** null where it was killed. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

interface How {
  /** Kills it so many milliseconds after its start, if it has not ended by itself. */
  readonly after?: number;
  /** It kills itself before so manieth a change of the disk. */
  readonly atWrite?: number;
  /** A file that takes the number of its changes of the disk. */
  readonly countTo?: string;
}

/** Starts the real executable in a folder, and waits for its end, whatever that is. */
export function startIn(folder: string, args: readonly string[], how: How = {}): Promise<Ended> {
  const preload = how.atWrite === undefined && how.countTo === undefined ? [] : ['--import', PRELOAD];
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...(how.atWrite !== undefined && { DIE_AT: String(how.atWrite) }),
    ...(how.countTo !== undefined && { COUNT_TO: how.countTo }),
  };
  const started = performance.now();
  const child = spawn(process.execPath, [...preload, BIN, ...args], { cwd: folder, env });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said.stderr += data.toString()));
  const timer = how.after === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), how.after);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, ...said, ms: performance.now() - started });
    });
  });
}

/** Does a job for each item, two at a time. */
export async function twoAtATime<T>(
  items: readonly T[],
  job: (item: T, worker: 0 | 1) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const worker = async (name: 0 | 1) => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await job(item, name);
  };
  await Promise.all([worker(0), worker(1)]);
}
