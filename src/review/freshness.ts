import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './files.ts';
import { STATE_FOLDER } from './paths.ts';

/**
 * Whether a derived table is that of today. Comparing takes as long as deriving it, so that it agrees is noted, and
 * found again, for as long as nothing that it depends on changes.
 *
 * @param table its name, such as `dedupe`.
 * @param depends all that it is derived from, or the hashes of it, and the table itself.
 * @param agrees derives it anew and compares.
 */
export function isFresh(root: string, table: string, depends: unknown, agrees: () => boolean): boolean {
  if (isNoted(root, table, depends)) return true;
  if (!agrees()) return false;
  noteFresh(root, table, depends);
  return true;
}

/** Whether it is noted that a derived table is that of today: where it is not, nothing is known. */
export function isNoted(root: string, table: string, depends: unknown): boolean {
  return noteIn(root, table) === keyOf(depends);
}

/** Notes that a derived table is that of today: it was just derived. */
export function noteFresh(root: string, table: string, depends: unknown): void {
  try {
    mkdirSync(join(root, STATE_FOLDER), { recursive: true });
    writeFileSync(noteFile(root, table), keyOf(depends));
  } catch {
    // A review that may only be read is compared anew each time.
  }
}

function noteIn(root: string, table: string): string | undefined {
  try {
    return readFileSync(noteFile(root, table), 'utf8');
  } catch {
    return undefined;
  }
}

const noteFile = (root: string, table: string) => join(root, STATE_FOLDER, `${table}-is-fresh`);
const keyOf = (depends: unknown) => sha256(JSON.stringify(depends));
