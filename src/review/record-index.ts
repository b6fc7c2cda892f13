import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { recordId } from '../model/ids.ts';
import { indexFile, recordsFile } from './paths.ts';

/** Where the records of a search stand in its file, and what can be known of each without reading it. */
export interface RecordIndex {
  readonly search: string;
  /** Of the file as it was when it was read: `fingerprintOf`. */
  readonly fingerprint: Uint8Array;
  /** Of the whole file, in hexadecimal. */
  readonly sha256: string;
  /** Of each record, in the order of the file: its first byte, its number in the search, its line, its facts. */
  readonly offsets: Float64Array;
  readonly numbers: Uint32Array;
  readonly lines: Uint32Array;
  readonly facts: Uint16Array;
}

/** What an order of screening asks of a record. */
export interface RecordFacts {
  readonly id: string;
  /** 0 where the record states none, or none between 1 and 32767. */
  readonly year: number;
  readonly hasAbstract: boolean;
}

const MAX_YEAR = 0x7fff;
const HAS_ABSTRACT = 0x8000;

/** A record's facts as the index keeps them: the year, and a bit for the abstract. */
export function packFacts(year: number | undefined, hasAbstract: boolean): number {
  const known = year !== undefined && Number.isInteger(year) && year > 0 && year <= MAX_YEAR ? year : 0;
  return known | (hasAbstract ? HAS_ABSTRACT : 0);
}

/** The same as one reads them. */
export function unpackFacts(id: string, packed: number): RecordFacts {
  return { id, year: packed & MAX_YEAR, hasAbstract: (packed & HAS_ABSTRACT) !== 0 };
}

/** The ids of the records, in the order of the file. */
export function idsOf({ search, numbers }: RecordIndex): string[] {
  const ids: string[] = [];
  for (const n of numbers) ids.push(recordId(search, n));
  return ids;
}

/**
 * Tells a file from what it was and may become, in microseconds: by its size, the times of its last change, and its
 * first and last 4 KiB. What that cannot catch is a change in place, of the same size, in the middle, whose time was set
 * back, on a disk that keeps no time of its own for that (FAT: elsewhere nobody can set back the `ctime`); or within the
 * one tick of the clock in which the file was read. Then the id that a record carries, and `check`, which always reads,
 * are what is left.
 */
export function fingerprintOf(handle: number): Uint8Array {
  const { size, mtimeNs, ctimeNs } = fstatSync(handle, { bigint: true });
  const hash = createHash('sha256').update(`${size} ${mtimeNs} ${ctimeNs} `);
  const end = Buffer.alloc(ENDS);
  hash.update(end.subarray(0, readSync(handle, end, 0, ENDS, 0)));
  hash.update(end.subarray(0, readSync(handle, end, 0, ENDS, Math.max(0, Number(size) - ENDS))));
  return hash.digest();
}

const ENDS = 4096;

/** Whether an index is of the file that stands open there. */
export function fits({ fingerprint }: RecordIndex, handle: number): boolean {
  return Buffer.compare(fingerprint, fingerprintOf(handle)) === 0;
}

/**
 * The index of a search as it was kept, where it is whole and fits the file as it is now. It is worth nothing by itself:
 * it may be missing, old, cut off or not ours.
 */
export function readIndex(root: string, search: string): RecordIndex | undefined {
  let handle: number | undefined;
  try {
    const index = decodeIndex(search, readFileSync(join(root, indexFile(search))));
    if (!index) return undefined;
    handle = openSync(join(root, recordsFile(search)), 'r');
    const isWithin = (index.offsets.at(-1) ?? -1) < fstatSync(handle).size;
    return isWithin && fits(index, handle) ? index : undefined;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Keeps an index for the next command, where the disk allows it. It is not flushed: what a crash cuts off is no index. */
export function writeIndex(root: string, index: RecordIndex): void {
  const path = join(root, indexFile(index.search));
  const beside = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, encodeIndex(index));
    renameSync(beside, path);
  } catch {
    // A review that may only be read, or a full disk: the next command reads the records again.
    dropFile(beside);
  }
}

/** Takes an index away that has told something wrong. */
export function dropIndex(root: string, search: string): void {
  dropFile(join(root, indexFile(search)));
}

function dropFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing can be written here: then nothing is trusted here that does not fit either.
  }
}

/*
 * The file: a mark and a version; the number of records; the fingerprint and the SHA-256 of the records' file; a
 * checksum of all else; then the four columns, widest first, so that each begins where its numbers may. Numbers are in
 * the byte order of the machine: on another one the version reads as a wrong one.
 */
const MARK = 0x6c697473;
const VERSION = 1;
const [AT_COUNT, AT_FINGERPRINT, AT_SHA256, AT_CHECKSUM, HEADER] = [8, 16, 48, 80, 88] as const;
const BYTES_EACH = 8 + 4 + 4 + 2;

/** An index as the bytes of its file. */
export function encodeIndex(index: RecordIndex): Uint8Array {
  const count = index.numbers.length;
  const bytes = new Uint8Array(HEADER + BYTES_EACH * count);
  const words = new Uint32Array(bytes.buffer, 0, HEADER / 4);
  words.set([MARK, VERSION, count]);
  bytes.set(index.fingerprint, AT_FINGERPRINT);
  bytes.set(Buffer.from(index.sha256, 'hex'), AT_SHA256);
  const { offsets, numbers, lines, facts } = columnsOf(bytes.buffer, count);
  offsets.set(index.offsets);
  numbers.set(index.numbers);
  lines.set(index.lines);
  facts.set(index.facts);
  words[AT_CHECKSUM / 4] = checksumOf(bytes);
  return bytes;
}

/** The index that these bytes hold; undefined where they hold none, or one that contradicts itself. */
export function decodeIndex(search: string, read: Uint8Array): RecordIndex | undefined {
  if (read.length < HEADER) return undefined;
  // A copy begins where every kind of number may.
  const bytes = new Uint8Array(read);
  const words = new Uint32Array(bytes.buffer, 0, HEADER / 4);
  const count = words[AT_COUNT / 4] ?? 0;
  if (words[0] !== MARK || words[1] !== VERSION || bytes.length !== HEADER + BYTES_EACH * count) return undefined;
  if (words[AT_CHECKSUM / 4] !== checksumOf(bytes)) return undefined;
  const columns = columnsOf(bytes.buffer, count);
  if (!isAscending(columns.offsets) || !isSorted(columns.numbers)) return undefined;
  return {
    search,
    fingerprint: bytes.subarray(AT_FINGERPRINT, AT_SHA256),
    sha256: Buffer.from(bytes.subarray(AT_SHA256, AT_CHECKSUM)).toString('hex'),
    ...columns,
  };
}

function columnsOf(buffer: ArrayBuffer, count: number) {
  return {
    offsets: new Float64Array(buffer, HEADER, count),
    numbers: new Uint32Array(buffer, HEADER + 8 * count, count),
    lines: new Uint32Array(buffer, HEADER + 12 * count, count),
    facts: new Uint16Array(buffer, HEADER + 16 * count, count),
  };
}

function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(HEADER), crc32(bytes.subarray(0, AT_CHECKSUM)));
}

/** Whether offsets are whole numbers from 0 on, each larger than the one before. */
function isAscending(offsets: Float64Array): boolean {
  let last = -1;
  for (const offset of offsets) {
    if (!(offset > last) || !Number.isSafeInteger(offset)) return false;
    last = offset;
  }
  return true;
}

/** Whether the numbers of records, from 1 on, stand in their order, each once: one is found among them by halving. */
export function isSorted(numbers: ArrayLike<number>): boolean {
  if ((numbers[0] ?? 1) < 1) return false;
  for (let index = 1; index < numbers.length; index++) {
    if ((numbers[index] ?? 0) <= (numbers[index - 1] ?? 0)) return false;
  }
  return true;
}
