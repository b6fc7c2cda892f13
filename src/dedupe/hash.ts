/** Where FNV-1a begins (Fowler, Noll, Vo; RFC 9923). */
export const FNV_BASIS = 0x811c9dc5;

/** FNV-1a over the units of a text that are no spaces: words parted otherwise are one key. */
export function hashed(from: number, text: string, start = 0, end = text.length): number {
  let value = from;
  const stop = Math.min(end, text.length);
  for (let at = start; at < stop; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== 0x20) value = Math.imul(value ^ unit, 0x01000193);
  }
  return Math.imul(value ^ 0x1f, 0x01000193);
}

/** A key and a number as one key. */
export function joined(key: number, number: number): number {
  return Math.imul(Math.imul(key ^ number, 0x01000193) ^ (number >>> 16), 0x01000193);
}

/** Mixed once more, so that like keys lie apart: 32 bits. */
export function mixed(key: number): number {
  const value = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
