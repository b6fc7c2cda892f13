import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isCode } from './lock.ts';

type Content = string | Uint8Array | Iterable<string | Uint8Array>;

/** The bytes of a content, in parts of a size worth one write. A part is valid until the next one is asked for. */
function* partsOf(content: Content): Generator<Uint8Array> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    yield Buffer.from(content);
    return;
  }
  // One buffer for all parts: of gigabytes, new ones would pile up before they are collected.
  const buffer = Buffer.alloc(PART);
  let used = 0;
  for (const part of content) {
    // A UTF-16 unit takes three bytes at the most.
    const needed = typeof part === 'string' ? 3 * part.length : PART;
    if (used > 0 && used + needed > PART) {
      yield buffer.subarray(0, used);
      used = 0;
    }
    if (typeof part !== 'string') yield part;
    else if (needed > PART) yield Buffer.from(part);
    else used += buffer.write(part, used);
  }
  if (used > 0) yield buffer.subarray(0, used);
}

const PART = 1 << 20;

/** Writes a file, and its folder where it has none, to the disk itself. @returns the SHA-256 of what was written. */
export function writeFlushed(path: string, content: Content): string {
  mkdirSync(dirname(path), { recursive: true });
  const handle = openSync(path, 'w');
  const hash = createHash('sha256');
  try {
    for (const part of partsOf(content)) {
      hash.update(part);
      writeAll(handle, part);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

/** Writes all of the bytes: a write may take a part of them. */
export function writeAll(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
}

/** A rename is on disk only when its folder is; some systems cannot flush a folder, and need not. */
export function flushFolder(path: string): void {
  try {
    const handle = openSync(path, 'r');
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    if (!isCode(error, 'EISDIR') && !isCode(error, 'EPERM') && !isCode(error, 'EINVAL')) throw error;
  }
}

/** An error of the system tells the file of the review on which it happened: of a write it does not know. */
export function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) Object.assign(error, { path });
    throw error;
  }
}
