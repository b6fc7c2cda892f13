import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LEDGER_COLUMNS, type LedgerLine } from '../model/ledgers.ts';
import { csvLine } from '../text/csv.ts';
import { isCode, withLock } from './lock.ts';
import { parseLedger } from './parse-ledger.ts';
import { ledgerFile, STATE_FOLDER, type LedgerPlace } from './paths.ts';

/** A file to be written, by its path in the review folder. */
export interface FileWrite {
  readonly path: string;
  /** Whole, or in parts where it is large. */
  readonly content: string | Uint8Array | Iterable<string>;
}

const JOURNAL = join(STATE_FOLDER, 'apply.json');

interface Rename {
  readonly from: string;
  readonly to: string;
}

/**
 * Writes several files as one: beside their places and flushed first, then renamed in order, the commit mark last.
 * What a killed process leaves is finished by the next one once everything was written, and discarded before.
 * Files that hold the same bytes already are left alone.
 *
 * @returns the paths that changed.
 */
export function applyWrites(root: string, writes: readonly FileWrite[]): string[] {
  return withLock(root, 'apply', () => {
    finishApply(root);
    const changed = writes.filter((write) => !holdsAlready(join(root, write.path), write.content));
    if (changed.length === 0) return [];
    const renames = changed.map((write): Rename => {
      const from = join(dirname(write.path), `.${basename(write.path)}.litscreen-tmp`);
      writeFlushed(join(root, from), write.content);
      return { from, to: write.path };
    });
    writeFlushed(join(root, `${JOURNAL}.tmp`), JSON.stringify(renames));
    renameSync(join(root, `${JOURNAL}.tmp`), join(root, JOURNAL));
    finishApply(root);
    return changed.map((write) => write.path);
  });
}

/** Finishes what a killed process had written completely; does nothing where there is nothing to finish. */
export function recoverApply(root: string): void {
  if (existsSync(join(root, JOURNAL))) withLock(root, 'apply', () => finishApply(root));
}

function finishApply(root: string): void {
  let renames: Rename[];
  try {
    renames = JSON.parse(readFileSync(join(root, JOURNAL), 'utf8')) as Rename[];
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  for (const { from, to } of renames) {
    if (existsSync(join(root, from))) renameSync(join(root, from), join(root, to));
  }
  for (const folder of new Set(renames.map(({ to }) => dirname(join(root, to))))) flushFolder(folder);
  unlinkSync(join(root, JOURNAL));
}

function holdsAlready(path: string, content: FileWrite['content']): boolean {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
  try {
    for (const part of partsOf(content)) {
      const present = Buffer.alloc(part.length);
      if (readSync(handle, present, 0, part.length, null) !== part.length || !present.equals(part)) return false;
    }
    return readSync(handle, Buffer.alloc(1), 0, 1, null) === 0;
  } finally {
    closeSync(handle);
  }
}

/** The bytes of a content, in parts of a size worth one write. */
function* partsOf(content: FileWrite['content']): Generator<Buffer> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    yield Buffer.from(content);
    return;
  }
  let text = '';
  for (const part of content) {
    text += part;
    if (text.length < PART) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

const PART = 1 << 20;

function writeFlushed(path: string, content: FileWrite['content']): void {
  mkdirSync(dirname(path), { recursive: true });
  const handle = openSync(path, 'w');
  try {
    for (const part of partsOf(content)) writeAll(handle, part);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
}

/** A rename is on disk only when its folder is; some systems cannot flush a folder, and need not. */
function flushFolder(path: string): void {
  try {
    const handle = openSync(path, 'r');
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    if (!isCode(error, 'EISDIR') && !isCode(error, 'EPERM') && !isCode(error, 'EINVAL')) throw error;
  }
}

type NewLine<Place extends LedgerPlace> = Omit<LedgerLine<Place['kind']>, 'person' | 'where'>;

/**
 * Appends lines to a person's ledger: one write, flushed. What the lines are is decided under the lock, from the
 * person's own lines, so that two processes of one person never write the same moment twice.
 *
 * A last line that was torn is moved to `.litscreen/torn/` first.
 *
 * @returns the lines that were written.
 */
export function appendToLedger<Place extends LedgerPlace>(
  root: string,
  place: Place,
  person: string,
  make: (own: readonly LedgerLine<Place['kind']>[]) => readonly NewLine<Place>[],
): readonly NewLine<Place>[] {
  const path = ledgerFile(place, person);
  return withLock(root, path, () => {
    const kind: Place['kind'] = place.kind;
    const columns: readonly string[] = LEDGER_COLUMNS[kind];
    const text = readIfThere(join(root, path));
    const parsed = parseLedger(kind, text, path, person);
    const lines = make(parsed.lines);
    if (lines.length === 0) return lines;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    const handle = openSync(join(root, path), 'a+');
    try {
      const isTorn = parsed.torn.some((torn) => torn.line === text.split('\n').length);
      const kept = isTorn ? moveTornEnd(root, handle, text, path) : text;
      const start = kept === '' ? `${columns.join(',')}\n` : kept.endsWith('\n') ? '' : '\n';
      const body = lines.map((line) =>
        csvLine(columns.map((column) => (line as Record<string, string>)[column] ?? '')),
      );
      appendOrUndo(handle, Buffer.byteLength(kept), `${start}${body.join('\n')}\n`);
      return lines;
    } finally {
      closeSync(handle);
    }
  });
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return '';
    throw error;
  }
}

/** Moves an unfinished last line away; what the file holds then. */
function moveTornEnd(root: string, handle: number, text: string, path: string): string {
  const kept = text.slice(0, text.lastIndexOf('\n') + 1);
  const name = `${path.replaceAll('/', '-')}-${Buffer.byteLength(kept)}.txt`;
  writeFlushed(join(root, STATE_FOLDER, 'torn', name), text.slice(kept.length));
  ftruncateSync(handle, Buffer.byteLength(kept));
  return kept;
}

function appendOrUndo(handle: number, size: number, text: string): void {
  try {
    writeAll(handle, Buffer.from(text));
    fsyncSync(handle);
  } catch (error) {
    // A full disk may have taken a part: half a line is worse than none.
    ftruncateSync(handle, size);
    throw error;
  }
}
