import { Inflate } from 'fflate';
import { inputError } from '../../model/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { Checksum, damagedArchive, inSteps, refuseBomb, unpackingError } from './inflate.ts';

/** A file in a zip archive. */
export interface Member {
  /** Its path there as a name: relative, without anything that leads elsewhere, and no two alike. */
  readonly name: string;
  /** Unpacked as they are asked for. */
  readonly bytes: ByteSource;
}

/** What the archive's directory says of a file (PKWARE's APPNOTE, 4.3.12). */
interface Listed {
  readonly path: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its local header stands. */
  readonly at: number;
}

const MOST_MEMBERS = 2000;
const MOST_UNPACKED = 2 ** 31;
const STORED = 0;
const DEFLATED = 8;

/**
 * The files of a zip archive in the order of their names, without its folders.
 * Sizes that the archive states are bounded here, and held to when a file is unpacked.
 *
 * @throws LitscreenError of kind `input` where the archive is damaged or has a password, or would grow beyond all measure.
 */
export function membersOf(archive: Uint8Array, file: string): Member[] {
  const view = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  const listed = directoryOf(view, file);
  const unpacked = listed.reduce((sum, item) => sum + item.unpacked, 0);
  if (unpacked > MOST_UNPACKED) throw tooMuch(`more than ${MOST_UNPACKED >>> 20} MB`, file);
  refuseBomb(archive.length, unpacked, file);
  const wanted = listed.filter(({ path }) => !/[/\\]$/.test(path));
  if (wanted.some(({ isEncrypted }) => isEncrypted)) {
    throw inputError('this archive has a password', { file }, 'unpack it, and ingest the exports in it');
  }
  const names = safeNames(wanted.map(({ path }) => path));
  return wanted
    .map((item, index): Member => {
      const name = names[index] ?? '';
      return { name, bytes: () => unpack(view, item, `${file}!${name}`) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Its length without the comment. */
const END_LENGTH = 22;

function directoryOf(view: Buffer, file: string): Listed[] {
  const end = view.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end === -1 || end + END_LENGTH > view.length) throw damagedArchive('its end is missing', file);
  const listed: Listed[] = [];
  try {
    const { count, start } = endRecord(view, end);
    if (count > MOST_MEMBERS) throw tooMuch(`more than ${MOST_MEMBERS} files`, file);
    let at = start;
    for (let index = 0; index < count; index++) {
      if (view.readUInt32LE(at) !== 0x02014b50) throw new RangeError();
      const lengths = [28, 30, 32].map((offset) => view.readUInt16LE(at + offset));
      const [name = 0, extra = 0, comment = 0] = lengths;
      listed.push(listedAt(view, at, name, extra));
      at += 46 + name + extra + comment;
    }
  } catch (error) {
    if (error instanceof RangeError) throw damagedArchive('the list of its files is no such list', file);
    throw error;
  }
  const isOverlapping = [...listed]
    .sort((a, b) => a.at - b.at)
    .some((item, index, all) => index > 0 && (all[index - 1]?.at ?? 0) + (all[index - 1]?.packed ?? 0) >= item.at);
  // Files that share their bytes are how a small archive comes to hold a great deal.
  if (isOverlapping) throw damagedArchive('files in it overlap', file);
  return listed;
}

const IN_ZIP64 = 0xffffffff;

function endRecord(view: Buffer, end: number): { count: number; start: number } {
  const count = view.readUInt16LE(end + 10);
  const start = view.readUInt32LE(end + 16);
  const locator = end - 20;
  if ((count !== 0xffff && start !== IN_ZIP64) || locator < 0 || view.readUInt32LE(locator) !== 0x07064b50) {
    return { count, start };
  }
  const record = Number(view.readBigUInt64LE(locator + 8));
  if (record + 56 > view.length) return { count, start };
  return { count: Number(view.readBigUInt64LE(record + 32)), start: Number(view.readBigUInt64LE(record + 48)) };
}

function listedAt(view: Buffer, at: number, nameLength: number, extraLength: number): Listed {
  const name = view.subarray(at + 46, at + 46 + nameLength);
  const large = zip64Values(view.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
  // What does not fit stands there, in this order.
  const [unpacked = 0, packed = 0, local = 0] = [24, 20, 42].map((offset) => {
    const value = view.readUInt32LE(at + offset);
    return value === IN_ZIP64 ? (large.shift() ?? value) : value;
  });
  return {
    path: new TextDecoder().decode(name),
    isEncrypted: (view.readUInt16LE(at + 8) & 1) === 1,
    method: view.readUInt16LE(at + 10),
    checksum: view.readUInt32LE(at + 16),
    packed,
    unpacked,
    at: local,
  };
}

function zip64Values(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const values = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return Array.from({ length: Math.min(3, values.length >> 3) }, (_, index) =>
      Number(values.readBigUInt64LE(index * 8)),
    );
  }
  return [];
}

function* unpack(view: Buffer, listed: Listed, place: string): Generator<Uint8Array> {
  const { at, packed, method } = listed;
  if (at + 30 > view.length || view.readUInt32LE(at) !== 0x04034b50)
    throw damagedArchive('a file in it is missing', place);
  const start = at + 30 + view.readUInt16LE(at + 26) + view.readUInt16LE(at + 28);
  if (start + packed > view.length) throw damagedArchive('a file in it was cut off', place);
  if (method !== STORED && method !== DEFLATED) {
    throw inputError(`this file is packed in an unusual way (method ${method})`, { file: place }, 'unpack it yourself');
  }
  const bytes = view.subarray(start, start + packed);
  const checksum = new Checksum();
  for (const part of method === STORED ? inSteps([bytes]) : inflated(bytes, place)) {
    checksum.add(part);
    if (checksum.length > listed.unpacked) break;
    yield part;
  }
  if (checksum.length === listed.unpacked && checksum.value === listed.checksum) return;
  throw damagedArchive('a file in it is not what the archive says of it', place);
}

function* inflated(bytes: Uint8Array, file: string): Generator<Uint8Array> {
  const unpacked: Uint8Array[] = [];
  const inflate = new Inflate((part) => unpacked.push(part));
  try {
    for (const step of inSteps([bytes])) {
      inflate.push(step);
      yield* unpacked.splice(0);
    }
    inflate.push(new Uint8Array(0), true);
  } catch (error) {
    throw unpackingError(error, file);
  }
  yield* unpacked;
}

const LONGEST_NAME = 120;

/** Paths as names: no root, no drive, no way up, nothing that moves a cursor, not too long, and no two alike. */
function safeNames(paths: readonly string[]): string[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const parts = path
      .replace(/[\p{C}:*?"<>|]/gu, '_')
      .split(/[/\\]/)
      .filter((part) => part !== '' && part !== '.' && part !== '..');
    const whole = parts.join('/') || '_';
    const safe = whole.length > LONGEST_NAME ? `_${whole.slice(-LONGEST_NAME)}` : whole;
    let name = safe;
    for (let copy = 2; taken.has(name); copy++) name = safe.replace(/(?=\.[^./]*$)|$/, ` (${copy})`);
    taken.add(name);
    return name;
  });
}

function tooMuch(what: string, file: string): Error {
  return inputError(`this archive holds ${what}`, { file }, 'unpack it yourself, and ingest the exports in it');
}
