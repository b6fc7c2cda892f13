import { crc32 } from 'node:zlib';
import { inputError, type LitscreenError } from '../../model/errors.ts';

/** Packed bytes are handed on in small steps, so that a bomb is seen before it has grown. */
const STEP = 1 << 14;

/** Bytes in steps that may be kept. */
export function* inSteps(parts: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const part of parts) for (let at = 0; at < part.length; at += STEP) yield part.slice(at, at + STEP);
}

/** Exports shrink to a tenth; what grows by more than this, once it is large, was made to fill a memory or a disk. */
const MOST_GROWTH = 200;
const LARGE = 50 << 20;

/** @throws LitscreenError of kind `input` where so many bytes grow to more than any export does. */
export function refuseBomb(packed: number, unpacked: number, file: string): void {
  if (unpacked <= LARGE || unpacked <= MOST_GROWTH * packed) return;
  throw inputError(
    `this archive grows by more than ${MOST_GROWTH} times, as no export does`,
    { file },
    'do not trust it; unpack an archive that you know yourself, and ingest the file in it',
  );
}

/** The checksum and the length of what was unpacked, as archives state them. */
export class Checksum {
  value = 0;
  length = 0;

  add(part: Uint8Array): void {
    this.value = crc32(part, this.value);
    this.length += part.length;
  }
}

/** An archive that is not as it was made. `why` ends the sentence. */
export function damagedArchive(why: string, file: string): LitscreenError {
  return inputError(`this archive is damaged: ${why}`, { file }, 'download it again, or export the search again');
}

/** What went wrong when bytes were unpacked: errors of ours stay what they are. */
export function unpackingError(error: unknown, file: string): unknown {
  const isOfInflate = error instanceof Error && 'code' in error && typeof error.code === 'number';
  return isOfInflate ? damagedArchive(error.message, file) : error;
}
