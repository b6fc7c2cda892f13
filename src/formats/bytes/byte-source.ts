/** A file's bytes in parts, from the first one each time it is called. A part is valid only until the next is asked for. */
export type ByteSource = () => Iterable<Uint8Array>;

/** The first bytes of a file, as many as there are. */
export function headOf(source: ByteSource, length: number): Uint8Array {
  const head = new Uint8Array(length);
  let filled = 0;
  for (const part of source()) {
    const taken = part.subarray(0, length - filled);
    head.set(taken, filled);
    filled += taken.length;
    if (filled === length) break;
  }
  return head.subarray(0, filled);
}

/** All bytes of a file; undefined where there are more than so many. */
export function bytesOf(source: ByteSource, most: number): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const part of source()) {
    length += part.length;
    if (length > most) return undefined;
    parts.push(part.slice());
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
