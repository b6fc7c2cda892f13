import { Gunzip, Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import { inputError, type LitscreenError } from '../../model/errors.ts';
import type { ByteSource } from './byte-source.ts';

/** A file in an archive. */
export interface Member {
  /** Its path there, as the archive writes it: never used as a path. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What all files of one archive may come to: they are held in memory. */
const MOST_UNPACKED = 1 << 29;
const MOST_MEMBERS = 2000;
/** Exports shrink to a tenth; what grows by more than this, once it is large, was made to fill a memory. */
const MOST_GROWTH = 200;
const LARGE = 50 << 20;

/**
 * The bytes of a gzip file, unpacked as they are asked for.
 * @throws LitscreenError of kind `input` where the archive is damaged, or grows beyond all measure.
 */
export function* gunzipped(source: ByteSource, file: string): Generator<Uint8Array> {
  const out: Uint8Array[] = [];
  const gunzip = new Gunzip((part) => out.push(part));
  const size = new Growth(file);
  let isEnded = false;
  try {
    for (const part of source()) {
      // Small steps, so that a bomb is seen before it has grown.
      for (let at = 0; at < part.length; at += STEP) {
        const step = part.slice(at, at + STEP);
        gunzip.push(step);
        yield* size.counted(out.splice(0), step.length);
      }
    }
    gunzip.push(new Uint8Array(0), true);
    isEnded = true;
    yield* size.counted(out.splice(0), 0);
  } catch (error) {
    throw isEnded ? error : damaged(error, file);
  }
}

const STEP = 1 << 14;

class Growth {
  readonly #file: string;
  #in = 0;
  #out = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add(packed: number, unpacked: number): void {
    this.#in += packed;
    this.#out += unpacked;
    if (this.#out > LARGE && this.#out > MOST_GROWTH * this.#in) throw bomb(this.#file);
  }

  get total(): number {
    return this.#out;
  }

  *counted(parts: readonly Uint8Array[], packed: number): Generator<Uint8Array> {
    this.add(packed, 0);
    for (const part of parts) {
      this.add(0, part.length);
      yield part;
    }
  }
}

/**
 * The files of a zip archive that are wanted, in the order of their names.
 *
 * @param isWanted told of each name; what is not wanted is not unpacked.
 * @throws LitscreenError of kind `input` where the archive is damaged, encrypted, or grows beyond all measure.
 */
export function unzipped(source: ByteSource, file: string, isWanted: (name: string) => boolean): Member[] {
  const members = new Map<string, Uint8Array[]>();
  const size = new Growth(file);
  let seen = 0;
  const unzip = new Unzip((member) => {
    seen++;
    if (seen > MOST_MEMBERS) throw tooMuch(file, `more than ${MOST_MEMBERS} files`);
    if (!member.name.endsWith('/') && isWanted(member.name)) unpack(member, members, size, file);
  });
  unzip.register(UnzipInflate);
  try {
    for (const part of source()) {
      for (let at = 0; at < part.length; at += STEP) {
        const step = part.slice(at, at + STEP);
        size.add(step.length, 0);
        unzip.push(step);
      }
    }
    unzip.push(new Uint8Array(0), true);
  } catch (error) {
    throw damaged(error, file);
  }
  return [...members]
    .map(([name, parts]): Member => ({ name, bytes: Buffer.concat(parts) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function unpack(member: UnzipFile, members: Map<string, Uint8Array[]>, size: Growth, file: string): void {
  const parts: Uint8Array[] = [];
  members.set(member.name, parts);
  member.ondata = (error, part) => {
    if (error) throw damaged(error, file);
    size.add(0, part.length);
    if (size.total > MOST_UNPACKED) throw tooMuch(file, `more than ${MOST_UNPACKED >> 20} MB`);
    parts.push(part);
  };
  member.start();
}

function bomb(file: string): LitscreenError {
  return inputError(
    `this archive grows by more than ${MOST_GROWTH} times, as no export does`,
    { file },
    'do not trust it; unpack an archive that you know yourself, and ingest the file in it',
  );
}

function tooMuch(file: string, what: string): LitscreenError {
  return inputError(`this archive holds ${what}`, { file }, 'unpack it yourself, and ingest the exports in it');
}

function damaged(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const hint = 'download it again; if it has a password, unpack it yourself and ingest the file in it';
  return inputError(`this archive is damaged (${error.message})`, { file }, hint);
}
