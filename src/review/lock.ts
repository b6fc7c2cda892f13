import { mkdirSync, openSync, closeSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { LitscreenError } from '../model/errors.ts';
import { STATE_FOLDER } from './paths.ts';

interface Holder {
  readonly host: string;
  readonly pid: number;
}

/** How long a command waits for another one to let go. */
const PATIENCE_MS = 10_000;
/** A lock from another machine (a shared drive) is stale after this; one of this machine when its process is gone. */
const STALE_MS = 10 * 60_000;
/** The same of one that names nobody: signing takes no time. */
const UNSIGNED_MS = 2_000;

/**
 * Runs `work` while holding the lock of that name. A lock is held for one append or one apply, never while a person
 * thinks.
 * @param patience how long to wait for another process, in milliseconds.
 * @throws LitscreenError of kind `input` where another process does not let go.
 */
export function withLock<T>(root: string, name: string, work: () => T, patience = PATIENCE_MS): T {
  const file = join(root, STATE_FOLDER, 'locks', `${name.replace(/[^A-Za-z0-9_-]/g, '_')}.lock`);
  mkdirSync(dirname(file), { recursive: true });
  acquire(file, patience);
  try {
    return work();
  } finally {
    // Somebody may have cleaned the folder meanwhile, or taken the lock for a stale one: the work is done all the same.
    const holder = holderOf(file);
    if (holder?.pid === process.pid && holder.host === hostname()) rmSync(file, { force: true });
  }
}

function acquire(file: string, patience: number): void {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      const handle = openSync(file, 'wx');
      sign(file, handle);
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    if (isStale(file) && breakLock(file)) continue;
    if (Date.now() > deadline) throw new LitscreenError('input', heldBy(file));
    pause(5 + (process.pid % 20));
  }
}

function sign(file: string, handle: number): void {
  try {
    writeSync(handle, JSON.stringify({ host: hostname(), pid: process.pid } satisfies Holder));
  } catch (error) {
    // On a full disk: a lock that names nobody would hold up the next command.
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

function heldBy(file: string) {
  const holder = holderOf(file);
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return {
    message: `the review is being written to by ${who}`,
    hint: `try again; if nothing runs there any more, delete ${file}`,
  };
}

function isStale(file: string): boolean {
  const holder = holderOf(file);
  // A lock without a holder is being written this very moment, or its writer died doing so.
  if (!holder) return isOlder(file, UNSIGNED_MS);
  // A lock with our own number was left by another process before us: in a container they often share it.
  if (holder.host === hostname()) return holder.pid === process.pid || !isAlive(holder.pid);
  return isOlder(file, STALE_MS);
}

/**
 * Takes a stale lock away; false where another process is about to. One at a time: who looked first and removes last
 * could else remove the lock of one who has taken it meanwhile.
 */
function breakLock(file: string): boolean {
  const guard = `${file}.breaking`;
  try {
    closeSync(openSync(guard, 'wx'));
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    if (isOlder(guard, UNSIGNED_MS)) rmSync(guard, { force: true });
    return false;
  }
  try {
    if (isStale(file)) rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

function isOlder(file: string, milliseconds: number): boolean {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && Date.now() - made > milliseconds;
}

function holderOf(file: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof holder.host === 'string' && typeof holder.pid === 'number'
      ? { host: holder.host, pid: holder.pid }
      : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
