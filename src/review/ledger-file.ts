import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readFileSync, statSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { LEDGER_COLUMNS, type LedgerKind } from '../model/ledgers.ts';
import { isCode } from './lock.ts';
import { parseLedger, type ParsedLedger } from './parse-ledger.ts';
import { ledgerFile, type LedgerPlace } from './paths.ts';

/** A person's ledger as it is on disk. */
export interface LedgerFile<Kind extends LedgerKind> extends ParsedLedger<Kind> {
  /** What it is known by for as long as nobody writes to it; undefined where it is not there. */
  readonly version: string | undefined;
  readonly size: number;
  /** Whether its last line is ended. */
  readonly isEnded: boolean;
  /** How many lines it has, those included that are empty or do not count. */
  readonly physicalLines: number;
  readonly isUtf8: boolean;
}

/**
 * What this process has read or written last, by path: a sitting appends to a ledger of many thousand lines for each key
 * that is pressed, and asks each time what others have written. A file is parsed again when its size, its times or its
 * place on the disk differ from those when it was read.
 */
const known = new Map<string, LedgerFile<LedgerKind>>();

/**
 * Reads a person's ledger, which may be missing; parses it only where it has changed.
 * @throws an error of the system where it is a folder.
 */
export function readLedger<Place extends LedgerPlace>(
  root: string,
  place: Place,
  person: string,
): LedgerFile<Place['kind']> {
  const kind: Place['kind'] = place.kind;
  const file = ledgerFile(place, person);
  const path = join(root, file);
  const before = known.get(path);
  if (before && before.version === versionAt(path)) return before;
  const { bytes, version } = readWhole(path);
  const text = bytes.toString('utf8');
  const read: LedgerFile<Place['kind']> = {
    ...parseLedger(kind, text, file, person),
    version,
    size: bytes.length,
    isEnded: text.endsWith('\n'),
    physicalLines: countLineEnds(bytes),
    isUtf8: isUtf8(bytes),
  };
  if (version === undefined) known.delete(path);
  else known.set(path, read);
  return read;
}

const LINE_END = 0x0a;

function countLineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_END); at !== -1; at = bytes.indexOf(LINE_END, at + 1)) count++;
  return count;
}

/**
 * Notes what was appended to a ledger that was read before, so that it need not be parsed again.
 * @param handle of the file after it was written to. A file that has become what was not expected is parsed again.
 */
export function noteAppended<Place extends LedgerPlace>(
  root: string,
  place: Place,
  person: string,
  before: LedgerFile<Place['kind']>,
  appended: { readonly text: string; readonly handle: number },
): void {
  const kind: Place['kind'] = place.kind;
  const file = ledgerFile(place, person);
  const path = join(root, file);
  known.delete(path);
  const isClean = before.torn.length + before.problems.length === 0 && before.isUtf8;
  const stat = fstatSync(appended.handle, { bigint: true });
  const size = before.size + Buffer.byteLength(appended.text);
  if (before.version === undefined || !isClean || size !== Number(stat.size)) return;
  const own = parseLedger(kind, `${LEDGER_COLUMNS[kind].join(',')}\n${appended.text}`, file, person);
  const count = appended.text.split('\n').length - 1;
  if (own.torn.length + own.problems.length > 0 || own.lines.length !== count) return;
  // The header of its own is line 1 of what was appended.
  const moved = own.lines.map((line) => {
    const inAppended = line.where.line ?? 1;
    return { ...line, where: { file, line: before.physicalLines + inAppended - 1 } };
  });
  const lines = inserted(before.lines, moved);
  if (!lines) return;
  const after: LedgerFile<Place['kind']> = {
    ...before,
    lines,
    version: versionOf(stat),
    size,
    physicalLines: before.physicalLines + count,
  };
  known.set(path, after);
}

/** Lines in the order of `at` with others among them; undefined where two have one time, and their bytes have to tell. */
function inserted<Line extends { readonly at: string }>(
  lines: readonly Line[],
  others: readonly Line[],
): readonly Line[] | undefined {
  const all = lines.slice();
  for (const line of others) {
    // Mostly the last one: a clock goes back by a little, if at all.
    const place = all.findLastIndex((earlier) => earlier.at <= line.at) + 1;
    if (all[place - 1]?.at === line.at) return undefined;
    all.splice(place, 0, line);
  }
  return all;
}

/** What the ledger at a path is known by now; undefined where there is none. */
export function versionAt(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && versionOf(stat);
}

function versionOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return `${size} ${mtimeNs} ${ctimeNs} ${ino}`;
}

function readWhole(path: string): { readonly bytes: Buffer; readonly version: string | undefined } {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return { bytes: Buffer.alloc(0), version: undefined };
    throw error;
  }
  try {
    const before = versionOf(fstatSync(handle, { bigint: true }));
    const bytes = readFileSync(handle);
    const isSame = before === versionOf(fstatSync(handle, { bigint: true }));
    return { bytes, version: isSame ? before : undefined };
  } finally {
    closeSync(handle);
  }
}
