const DECODER = new TextDecoder('windows-1252');

/** The letter of a byte in Windows-1252. */
export function fromWindows1252(byte: number): string {
  // As a stream: Node 20 takes a whole text in this encoding for Latin-1.
  return DECODER.decode(Uint8Array.of(byte), { stream: true });
}
