import { Gunzip } from 'fflate';
import type { ByteSource } from './byte-source.ts';
import { Checksum, damagedArchive, inSteps, refuseBomb, unpackingError } from './inflate.ts';

/** The last bytes of each member: the checksum and the length of what it holds. */
const TRAILER = 8;

/**
 * The bytes of a gzip file of one or more members, unpacked as they are asked for.
 * @throws LitscreenError of kind `input` where the file is damaged or cut off, or grows beyond all measure.
 */
export function* gunzipped(source: ByteSource, file: string): Generator<Uint8Array> {
  const unpacked: Uint8Array[] = [];
  let checksum = new Checksum();
  const gunzip = new Gunzip((part) => {
    checksum.add(part);
    unpacked.push(part);
  });
  // Told of every member but the first.
  gunzip.onmember = () => (checksum = new Checksum());
  let packed = 0;
  let total = 0;
  let end = Buffer.alloc(0);
  try {
    for (const step of inSteps(source())) {
      gunzip.push(step);
      packed += step.length;
      total += unpacked.reduce((sum, part) => sum + part.length, 0);
      refuseBomb(packed, total, file);
      end = Buffer.concat([end, step]).subarray(-TRAILER);
      yield* unpacked.splice(0);
    }
    gunzip.push(new Uint8Array(0), true);
  } catch (error) {
    throw unpackingError(error, file);
  }
  yield* unpacked;
  // The library takes a file that was cut off for one that has ended.
  const isWhole =
    end.length === TRAILER &&
    end.readUInt32LE(0) === checksum.value &&
    end.readUInt32LE(4) === checksum.length % 2 ** 32;
  if (!isWhole) throw damagedArchive('it was cut off, or changed on its way', file);
}
