import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecordId } from '../model/ids.ts';
import type { NumberedLine } from './lines.ts';
import { recordsFile } from './paths.ts';
import { dropIndex, fits, readIndex, writeIndex, type RecordIndex } from './record-index.ts';
import { leadingId } from './record-line.ts';
import { scanRecords, type ScannedRecords } from './scan-records.ts';

/** Of so many records one is read by its place at the most: to read the whole file is faster then. */
const ONE_IN = 8;

/** The files of records of a review, with what is known of where their records stand. */
export class RecordFiles {
  readonly #root: string;
  /** By search; as they were when they were read: whether they fit still is asked each time. */
  readonly #indexes = new Map<string, RecordIndex>();

  constructor(root: string) {
    this.#root = root;
  }

  /** An index that fits the file as it is now, where one is kept. */
  index(search: string): RecordIndex | undefined {
    const known = this.#indexes.get(search);
    if (known && this.#fits(known)) return known;
    const kept = readIndex(this.#root, search);
    if (kept) this.#indexes.set(search, kept);
    // A file that changes during a sitting is read once, and not for every record that is shown.
    else if (known) return this.scan(search).index;
    return kept;
  }

  /**
   * Reads a search's records once, and keeps the index.
   * @throws an error of the system where the file is missing or a folder.
   */
  scan(search: string): ScannedRecords {
    const scanned = scanRecords(this.#root, search);
    if (scanned.index) {
      this.#indexes.set(search, scanned.index);
      writeIndex(this.#root, scanned.index);
    } else {
      this.#indexes.delete(search);
    }
    return scanned;
  }

  /**
   * The lines of those records of a search that are wanted, in the order of the file, each read at its place.
   * @returns whether that was possible. Where it was not, for there is no index, or too much is wanted, or a line is
   * not what the index says, then what has come until then is right, and not all.
   */
  *linesAt(search: string, wanted: ReadonlySet<string>): Generator<NumberedLine, boolean> {
    const index = this.index(search);
    if (!index) return false;
    const places = placesOf(index, wanted);
    if (places.length * ONE_IN > index.numbers.length) return false;
    if (places.length === 0) return true;
    let handle: number | undefined;
    try {
      handle = openSync(join(this.#root, recordsFile(search)), 'r');
      if (!fits(index, handle)) return false;
      for (const place of places) {
        const text = textAt(handle, index, place);
        const id = text === undefined ? undefined : parseRecordId(leadingId(text) ?? '');
        if (text === undefined || id?.search !== search || id.n !== index.numbers[place]) {
          this.#indexes.delete(search);
          dropIndex(this.#root, search);
          return false;
        }
        yield { text, line: index.lines[place] ?? 0 };
      }
      return true;
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
  }

  #fits(index: RecordIndex): boolean {
    let handle: number | undefined;
    try {
      handle = openSync(join(this.#root, recordsFile(index.search)), 'r');
      return fits(index, handle);
    } catch {
      return false;
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
  }
}

/** The places of those records that are wanted, in the order of the file. */
function placesOf(index: RecordIndex, wanted: ReadonlySet<string>): number[] {
  const { numbers, search } = index;
  const own = [...wanted].flatMap((id) => {
    const parts = parseRecordId(id);
    return parts?.search === search ? [parts.n] : [];
  });
  return own
    .map((n) => halving(numbers, n))
    .filter((at) => at !== -1)
    .sort((a, b) => a - b);
}

/** Where a number stands among those of an index, which are in their order; -1 where it does not. */
function halving(numbers: Uint32Array, wanted: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === wanted ? low : -1;
}

/** The line that begins at a record's place; undefined where no line begins there. */
function textAt(handle: number, { offsets }: RecordIndex, place: number): string | undefined {
  // With the byte before it, which ends another line.
  const offset = offsets[place] ?? 0;
  const start = Math.max(0, offset - 1);
  let bytes = Buffer.allocUnsafe(LINE_LENGTH);
  let [length, end] = [0, -1];
  for (let read = -1; end === -1 && read !== 0;) {
    if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length)]);
    read = readSync(handle, bytes, length, bytes.length - length, start + length);
    end = bytes.subarray(0, length + read).indexOf('\n', Math.max(length, offset - start));
    length += read;
  }
  if (offset > start && bytes[0] !== LINE_FEED) return undefined;
  const text = bytes.toString('utf8', offset - start, end === -1 ? length : end);
  return text.replace(/\r$/, '');
}

const LINE_FEED = 0x0a;
/** What most records fit into. */
const LINE_LENGTH = 1 << 13;
