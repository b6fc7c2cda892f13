import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { usageError } from '../model/errors.ts';
import type { Context } from './context.ts';
import { refuseReviewFile } from './open.ts';

/**
 * Where a file that is named on the command line shall be written.
 * @throws LitscreenError of kind `usage` where a folder or a file of the review stands there.
 */
export function outputPath(context: Context, root: string, named: string): string {
  const path = resolve(context.folder, named);
  refuseReviewFile(root, path);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw usageError(`${named} is a folder`, 'name a file in it');
  return path;
}

/** Writes a file as a whole or not at all; false where it holds the same already. */
export function writeOutput(path: string, content: string | Uint8Array): boolean {
  if (isDevice(path)) return writeToDevice(path, content);
  if (holds(path, content)) return false;
  renameSync(writeBeside(path, content), path);
  return true;
}

/** The same where another file in its place may hold a person's work, and is kept beside it: gives the name of that. */
export function writeOutputKeeping(path: string, content: string | Uint8Array): string | undefined {
  if (isDevice(path)) {
    writeToDevice(path, content);
    return undefined;
  }
  const isOther = existsSync(path) && !holds(path, content);
  let kept = `${path}.bak`;
  for (let n = 2; isOther && existsSync(kept); n++) kept = `${path}.bak${n}`;
  const beside = writeBeside(path, content);
  if (isOther) renameSync(path, kept);
  renameSync(beside, path);
  return isOther ? kept : undefined;
}

/** A pipe or a device takes what is written to it: it must not be replaced, and to read it may never end. */
function isDevice(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === false;
}

/** Whoever reads a pipe may stop early: that is no error. */
function writeToDevice(path: string, content: string | Uint8Array): true {
  try {
    writeFileSync(path, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
  return true;
}

function holds(path: string, content: string | Uint8Array): boolean {
  return existsSync(path) && readFileSync(path).equals(Buffer.from(content));
}

function writeBeside(path: string, content: string | Uint8Array): string {
  const beside = join(dirname(path), `.${basename(path)}.litscreen-tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, content, { flush: true });
    return beside;
  } catch (error) {
    rmSync(beside, { force: true });
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}
