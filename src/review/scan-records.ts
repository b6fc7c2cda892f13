import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../model/errors.ts';
import { parseRecordId } from '../model/ids.ts';
import { NumberList } from '../model/number-list.ts';
import { recordsFile } from './paths.ts';
import { fingerprintOf, isSorted, packFacts, type RecordIndex } from './record-index.ts';
import { FROM_GIT, leadingId } from './record-line.ts';

/** What one pass over a file of records finds. */
export interface ScannedRecords {
  /** The ids of the lines in which nothing is wrong, in the order of the file, and the facts of each. */
  readonly ids: readonly string[];
  readonly facts: readonly number[];
  readonly problems: readonly Problem[];
  /** Of the whole file. */
  readonly sha256: string;
  /** Undefined where something is wrong with the file, its ids are out of order, or it changed under the pass. */
  readonly index: RecordIndex | undefined;
}

/**
 * Reads a search's records once, and of each no more than its id, its year, and whether it has an abstract.
 * @throws an error of the system where the file is missing or a folder.
 */
export function scanRecords(root: string, search: string): ScannedRecords {
  const file = recordsFile(search);
  const handle = openSync(join(root, file), 'r');
  try {
    const before = fingerprintOf(handle);
    const hash = createHash('sha256');
    const ids: string[] = [];
    const facts: number[] = [];
    const offsets = new NumberList(Float64Array);
    const lines = new NumberList();
    const numbers = new NumberList(Float64Array);
    const problems: Problem[] = [];
    const seen = new Set<string>();
    for (const { text, start, line } of bytesOfLines(handle, hash)) {
      const id = leadingId(text);
      const own = id === undefined ? undefined : parseRecordId(id);
      const problem = (message: string) => problems.push({ message, where: { file, line }, hint: FROM_GIT });
      if (id === undefined || !text.endsWith('}')) problem('this line is no record');
      else if (own?.search !== search) problem(`${id} is no id of ${search}`);
      else if (seen.has(id)) problem(`${id} stands here twice`);
      else {
        ids.push(id);
        facts.push(factsIn(text));
        offsets.push(start);
        lines.push(line);
        numbers.push(own.n);
      }
      if (id !== undefined) seen.add(id);
    }
    const sha256 = hash.digest('hex');
    const after = fingerprintOf(handle);
    const isSame = Buffer.compare(before, after) === 0;
    const isIndexed =
      problems.length === 0 && isSame && isSorted(numbers.copy()) && (numbers.at(-1) ?? 0) <= MAX_NUMBER;
    const index = isIndexed && {
      search,
      fingerprint: after,
      sha256,
      offsets: Float64Array.from(offsets.copy()),
      numbers: Uint32Array.from(numbers.copy()),
      lines: Uint32Array.from(lines.copy()),
      facts: Uint16Array.from(facts),
    };
    return { ids, facts, problems, sha256, index: index || undefined };
  } finally {
    closeSync(handle);
  }
}

/** The index keeps the numbers of records in 32 bits. */
const MAX_NUMBER = 2 ** 32 - 1;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const READ_AT_ONCE = 1 << 20;

/**
 * The lines of a file that are not empty, each byte as one character: the keys of a record are ASCII, and texts are not
 * looked at.
 */
function* bytesOfLines(handle: number, hash: Hash): Generator<{ text: string; start: number; line: number }> {
  let buffer = Buffer.allocUnsafe(2 * READ_AT_ONCE);
  let [held, line, start] = [0, 0, 0];
  for (;;) {
    if (buffer.length - held < READ_AT_ONCE) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
    const read = readSync(handle, buffer, held, READ_AT_ONCE, null);
    hash.update(buffer.subarray(held, held + read));
    const end = held + read;
    let from = 0;
    // What is held has no line end; after the last byte of the file stands one, so to say.
    for (let searched = held; from < end; searched = from) {
      const feed = buffer.indexOf(LINE_FEED, searched);
      const isEnded = feed !== -1 && feed < end;
      if (!isEnded && read > 0) break;
      const until = isEnded ? feed : end;
      const isReturned = until > from && buffer[until - 1] === CARRIAGE_RETURN;
      const text = buffer.toString('latin1', from, isReturned ? until - 1 : until);
      line++;
      if (text !== '') yield { text, start: start + from, line };
      from = until + 1;
    }
    if (read === 0) return;
    buffer.copyWithin(0, from, end);
    held = end - from;
    start += from;
  }
}

/**
 * The year of a record, and whether it has an abstract, from its line as litscreen writes it: inside a text a quotation
 * mark stands behind a backslash, so that a comma before one always ends a value. Where that does not tell, the line is parsed.
 */
function factsIn(text: string): number {
  const year = YEAR.exec(text)?.[1];
  const abstract = text.indexOf(ABSTRACT);
  const isOwn = abstract !== -1 && text.lastIndexOf(',"extra":', abstract) === -1;
  if (year !== undefined && isOwn) return packFacts(Number(year), text[abstract + ABSTRACT.length] !== '"');
  try {
    const record = JSON.parse(text) as { readonly year?: unknown; readonly abstract?: unknown } | null;
    const stated = typeof record?.year === 'number' ? record.year : undefined;
    return packFacts(stated, typeof record?.abstract === 'string' && record.abstract !== '');
  } catch {
    return 0;
  }
}

/** Nothing else in a record is a bare number under that name: what we do not know of a source is text. */
const YEAR = /,"year":(\d+),/;
const ABSTRACT = ',"abstract":"';
