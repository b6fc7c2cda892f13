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
  const file = join(root, STATE_FOLDER, `${table}-is-fresh`);
  const key = sha256(JSON.stringify(depends));
  if (noteIn(file) === key) return true;
  if (!agrees()) return false;
  try {
    mkdirSync(join(root, STATE_FOLDER), { recursive: true });
    writeFileSync(file, key);
  } catch {
    // A review that may only be read is compared anew each time.
  }
  return true;
}

function noteIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
