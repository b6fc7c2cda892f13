import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file as a whole: beside its place first, then renamed. */
function writeWhole(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.litscreen-tmp`;
  writeFileSync(beside, content, { flush: true });
  renameSync(beside, path);
}

/**
 * Writes a derived file, unless it holds the same already.
 * @returns whether it changed.
 */
export function writeOutput(path: string, content: string): boolean {
  if (existsSync(path) && readFileSync(path, 'utf8') === content) return false;
  writeWhole(path, content);
  return true;
}

/**
 * Writes a sheet. Another one that stands in its place may hold a person's work, and is kept beside it.
 * @returns where that is kept.
 */
export function writeFileKeeping(path: string, content: string): string | undefined {
  const isOther = existsSync(path) && readFileSync(path, 'utf8') !== content;
  let kept = `${path}.bak`;
  for (let n = 2; isOther && existsSync(kept); n++) kept = `${path}.bak${n}`;
  if (isOther) renameSync(path, kept);
  writeWhole(path, content);
  return isOther ? kept : undefined;
}
