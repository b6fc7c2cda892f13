import { inputError } from '../model/errors.ts';

export interface DecodedText {
  /** With line ends of LF, whatever the file has: CRLF, or the CR alone of old programs. */
  readonly text: string;
  /** As shown to a person: `UTF-8`, `UTF-8 with BOM`, `UTF-16LE`, … */
  readonly encoding: string;
}

/**
 * The text of an export. UTF-8, with or without a byte order mark, and UTF-16 with one, as Web of Science writes it.
 * @throws LitscreenError of kind `input` where the bytes are a known binary file, or no valid text.
 */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  const binary = binaryKind(bytes);
  if (binary) {
    const hint = 'export the search as RIS, BibTeX, CSV or tagged text, and ingest that file';
    throw inputError(`this is ${binary}, not an export of a database`, { file }, hint);
  }
  if (startsWith(bytes, [0xef, 0xbb, 0xbf]))
    return { text: decodeAs('utf-8', bytes, file), encoding: 'UTF-8 with BOM' };
  if (startsWith(bytes, [0xff, 0xfe])) return { text: decodeAs('utf-16le', bytes, file), encoding: 'UTF-16LE' };
  if (startsWith(bytes, [0xfe, 0xff])) return { text: decodeAs('utf-16be', bytes, file), encoding: 'UTF-16BE' };
  return { text: decodeAs('utf-8', bytes, file), encoding: 'UTF-8' };
}

/** Files that were joined keep their byte order marks. */
const JOINED_MARK = /^\ufeff/gm;

function decodeAs(encoding: string, bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n').replace(JOINED_MARK, '');
  } catch {
    const line = encoding === 'utf-8' ? lineOfInvalidByte(bytes) : undefined;
    const hint = 'save it as UTF-8 (or choose UTF-8 when exporting), and ingest it again';
    throw inputError(
      `this is not valid ${encoding.toUpperCase()} text`,
      { file, ...(line !== undefined && { line }) },
      hint,
    );
  }
}

/** The line of the first bytes that are no UTF-8. */
function lineOfInvalidByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let start = 0;
  for (let position = 0; position <= bytes.length; position++) {
    if (position < bytes.length && bytes[position] !== 0x0a) continue;
    try {
      decoder.decode(bytes.subarray(start, position));
    } catch {
      return line;
    }
    start = position + 1;
    line++;
  }
  return line;
}

const SIGNATURES: readonly [string, readonly number[]][] = [
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a ZIP archive or an Office document', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel or Word document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
];

function binaryKind(bytes: Uint8Array): string | undefined {
  const known = SIGNATURES.find(([, signature]) => startsWith(bytes, signature));
  if (known) return known[0];
  const isUtf16 = startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);
  return !isUtf16 && bytes.subarray(0, 4096).includes(0) ? 'a binary file' : undefined;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
