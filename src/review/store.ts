import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inputError, LitscreenError } from '../model/errors.ts';
import { LEDGER_COLUMNS, type LedgerKind, type LedgerLine } from '../model/ledgers.ts';
import { csvLine } from '../text/csv.ts';
import { chunksOf } from './files.ts';
import { flushFolder, naming, writeAll, writeFlushed } from './flushed.ts';
import { noteAppended, readLedger, type LedgerFile } from './ledger-file.ts';
import { isCode, withLock } from './lock.ts';
import type { TornLine } from './parse-ledger.ts';
import { ledgerFile, STATE_FOLDER, type LedgerPlace } from './paths.ts';

/** A file to be written, by its path in the review folder. */
export interface FileWrite {
  readonly path: string;
  /**
   * Whole; or in parts where it is large, which are asked for once; or made when the files before it have been written,
   * of which it may tell the SHA-256. Undefined: there is nothing to write.
   */
  readonly content: string | Uint8Array | Iterable<string | Uint8Array> | LateContent;
}

type LateContent = (sha256Of: (path: string) => string) => string | undefined;

/** The commit of an apply: from when it stands, every file is written beside its place, and is renamed to it. */
const JOURNAL = join(STATE_FOLDER, 'apply.json');
/** What an apply is about to write beside; without a journal it is discarded. */
const INTENT = `${JOURNAL}.tmp`;

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
    const isAsItWas = ({ path, content }: FileWrite) =>
      isWhole(content) && naming(path, () => holds(join(root, path), content));
    const pending = writes.filter((write) => !isAsItWas(write));
    if (pending.length === 0) return [];
    const besides = new Map(pending.map(({ path }) => [path, join(dirname(path), `.${basename(path)}.litscreen-tmp`)]));
    const renames = [...besides].map(([to, from]): Rename => ({ from, to }));
    const hashes = new Map<string, string>();
    const changed: string[] = [];
    try {
      naming(INTENT, () => writeFlushed(join(root, INTENT), JSON.stringify(renames)));
      for (const { path, content } of pending) {
        const made = typeof content === 'function' ? content((earlier) => hashes.get(earlier) ?? '') : content;
        if (made === undefined || (typeof content === 'function' && holds(join(root, path), made as string))) continue;
        const beside = join(root, besides.get(path) ?? '');
        hashes.set(
          path,
          naming(path, () => writeFlushed(beside, made)),
        );
        if (!isWhole(made) && holdSame(beside, join(root, path))) rmSync(beside);
        else changed.push(path);
      }
      if (changed.length > 0) flushFolders(root, renames);
    } catch (error) {
      discardApply(root);
      throw error;
    }
    if (changed.length === 0) {
      discardApply(root);
      return [];
    }
    renameSync(join(root, INTENT), join(root, JOURNAL));
    flushFolder(join(root, STATE_FOLDER));
    finishApply(root);
    return changed;
  });
}

function isWhole(content: FileWrite['content']): content is string | Uint8Array {
  return typeof content === 'string' || content instanceof Uint8Array;
}

/**
 * Finishes what a killed process had written completely; does nothing where there is nothing to finish. What was not
 * written completely does no harm, and waits for the next apply to be discarded.
 */
export function recoverApply(root: string): void {
  if (existsSync(join(root, JOURNAL))) withLock(root, 'apply', () => finishApply(root));
}

function finishApply(root: string): void {
  if (existsSync(join(root, JOURNAL))) {
    const renames = readRenames(root, JOURNAL);
    if (!renames) {
      const hint = 'delete it, and run the last command that wrote something again';
      throw inputError('what an interrupted command left cannot be read', { file: JOURNAL }, hint);
    }
    for (const { from, to } of renames) {
      if (existsSync(join(root, from))) renameSync(join(root, from), join(root, to));
    }
    flushFolders(root, renames);
    unlinkSync(join(root, JOURNAL));
  }
  discardApply(root);
}

/** Takes away what was written beside and never committed. An intent that is cut off was left before anything else. */
function discardApply(root: string): void {
  for (const { from } of readRenames(root, INTENT) ?? []) rmSync(join(root, from), { force: true });
  rmSync(join(root, INTENT), { force: true });
}

function readRenames(root: string, file: string): Rename[] | undefined {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')) as Rename[];
  } catch (error) {
    if (isCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function flushFolders(root: string, renames: readonly Rename[]): void {
  for (const folder of new Set(renames.map(({ to }) => dirname(join(root, to))))) flushFolder(folder);
}

function holds(path: string, content: string | Uint8Array): boolean {
  const bytes = Buffer.from(content);
  try {
    const present = statSync(path);
    if (present.isFile() && present.size !== bytes.length) return false;
    return readFileSync(path).equals(bytes);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Whether two files hold the same bytes; the second one may not be there. */
function holdSame(path: string, other: string): boolean {
  if (statSync(other, { throwIfNoEntry: false })?.size !== statSync(path).size) return false;
  const parts = chunksOf(other);
  for (const part of chunksOf(path)) {
    const next = parts.next();
    if (next.done || Buffer.compare(part, next.value) !== 0) return false;
  }
  return true;
}

type NewLine<Place extends LedgerPlace> = Omit<LedgerLine<Place['kind']>, 'person' | 'where'>;

/**
 * Appends lines to a person's ledger: one write, flushed. What the lines are is decided under the lock, from the
 * person's own lines, so that two processes of one person never write the same moment twice.
 *
 * A last line that was torn is moved to `.litscreen/torn/` first.
 *
 * @returns the lines that were written.
 * @throws LitscreenError of kind `input` where the ledger cannot be read as a whole: it is not written to.
 */
export function appendToLedger<Place extends LedgerPlace>(
  root: string,
  place: Place,
  person: string,
  make: (own: readonly LedgerLine<Place['kind']>[]) => readonly NewLine<Place>[],
): readonly NewLine<Place>[] {
  const path = ledgerFile(place, person);
  return withLock(root, path, () => {
    const columns: readonly string[] = LEDGER_COLUMNS[place.kind];
    const ledger = readLedger(root, place, person);
    if (ledger.problems.length > 0) throw new LitscreenError('input', ledger.problems);
    const lines = make(ledger.lines);
    if (lines.length === 0) return lines;
    const isNew = !existsSync(join(root, path));
    const handle = naming(path, () => openToAppend(join(root, path)));
    try {
      const header = columns.join(',');
      const { size, isHeaded, isEnded } = preparedToAppend(root, path, handle, ledger, header);
      const body = lines.map((line) =>
        csvLine(columns.map((column) => (line as Record<string, string>)[column] ?? '')),
      );
      const written = [...(isHeaded ? [] : [header]), ...body].map((line) => `${line}\n`).join('');
      const text = `${isEnded ? '' : '\n'}${written}`;
      naming(path, () => appendOrUndo(handle, size, text));
      if (!isHeaded) flushFolder(dirname(join(root, path)));
      noteAppended(root, place, person, ledger, { text, handle });
      return lines;
    } catch (error) {
      if (isNew) rmSync(join(root, path), { force: true });
      throw error;
    } finally {
      closeSync(handle);
    }
  });
}

const LINE_FEED = 0x0a;

function openToAppend(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, 'a');
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return Buffer.alloc(0);
    throw error;
  }
}

/** A ledger to whose end a line can be written. */
interface Prepared {
  readonly size: number;
  readonly isHeaded: boolean;
  readonly isEnded: boolean;
}

/** Moves an unfinished last line away. Of a ledger that is whole, what was read of it before is enough. */
function preparedToAppend(
  root: string,
  path: string,
  handle: number,
  ledger: LedgerFile<LedgerKind>,
  header: string,
): Prepared {
  const { version, size, isEnded, lines, torn } = ledger;
  if (version !== undefined && lines.length > 0 && torn.length === 0) return { size, isHeaded: true, isEnded };
  const kept = withoutTornEnd(root, handle, readIfThere(join(root, path)), torn);
  return {
    size: kept.length,
    isHeaded: kept.includes(header),
    isEnded: kept.length === 0 || kept.at(-1) === LINE_FEED,
  };
}

/** What the file holds once an unfinished last line has been moved away; in bytes, for it may end inside a character. */
function withoutTornEnd(root: string, handle: number, bytes: Buffer, torn: readonly TornLine[]): Buffer {
  const end = bytes.lastIndexOf(LINE_FEED) + 1;
  const lastLine = bytes.toString('latin1').split('\n').length;
  const last = torn.find(({ line, isTimed }) => line === lastLine && !isTimed);
  if (!last) return bytes;
  const tail = bytes.subarray(end);
  // Two writes may be torn at the same place, one after the other: the hash tells them apart.
  const hash = createHash('sha256').update(tail).digest('hex').slice(0, 8);
  writeFlushed(join(root, STATE_FOLDER, 'torn', `${last.file.replaceAll('/', '-')}-${end}-${hash}.txt`), tail);
  ftruncateSync(handle, end);
  return bytes.subarray(0, end);
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
