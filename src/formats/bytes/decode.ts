import { inputError } from '../../model/errors.ts';

export interface DecodedText {
  /** With line ends of LF, whatever the file has: CRLF, or the CR alone of old programs. */
  readonly text: string;
  /** As shown to a person: `UTF-8`, `UTF-8 with BOM`, `UTF-16LE`, … */
  readonly encoding: string;
}

/** What a person was asked for, and how to come by it. */
export interface WantedFile {
  readonly name: string;
  readonly hint: string;
}

const EXPORT: WantedFile = {
  name: 'an export of a database',
  hint: 'export the search as RIS, BibTeX, CSV or tagged text, and ingest that file',
};

/**
 * The text of an export, or of another file that a person names. UTF-8, with or without a byte order mark, and UTF-16 with one, as Web of Science writes it.
 * @throws LitscreenError of kind `input` where the bytes are a known binary file, or no valid text.
 */
export function decodeText(bytes: Uint8Array, file: string, wanted = EXPORT): DecodedText {
  const binary = binaryKind(bytes);
  if (binary) {
    if (binary === UNMARKED) throw inputError(`this is ${binary}`, { file }, AS_UTF8);
    throw inputError(`this is ${binary}, not ${wanted.name}`, { file }, wanted.hint);
  }
  if (startsWith(bytes, [0xef, 0xbb, 0xbf]))
    return { text: decodeAs('utf-8', bytes, file), encoding: 'UTF-8 with BOM' };
  if (startsWith(bytes, [0xff, 0xfe])) return { text: decodeAs('utf-16le', bytes, file), encoding: 'UTF-16LE' };
  if (startsWith(bytes, [0xfe, 0xff])) return { text: decodeAs('utf-16be', bytes, file), encoding: 'UTF-16BE' };
  return { text: decodeAs('utf-8', bytes, file), encoding: 'UTF-8' };
}

const AS_UTF8 = 'save it as UTF-8 (or choose UTF-8 when exporting), and run the command again';
const UNMARKED = 'UTF-16 text without its byte order mark';

/** Files that were joined keep their byte order marks. */
const JOINED_MARK = /^\ufeff/gm;

function decodeAs(encoding: string, bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n').replace(JOINED_MARK, '');
  } catch {
    const line = encoding === 'utf-8' ? lineOfInvalidByte(bytes) : undefined;
    const where = { file, ...(line !== undefined && { line }) };
    throw inputError(`this is not valid ${encoding.toUpperCase()} text`, where, AS_UTF8);
  }
}

/** The line of the first bytes that are no UTF-8; undefined where all are. */
export function lineOfInvalidByte(bytes: Uint8Array): number | undefined {
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
  return undefined;
}

const HEAD = 4096;

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
  if (isUtf16 || !bytes.subarray(0, HEAD).includes(0)) return undefined;
  return isUnmarkedUtf16(bytes.subarray(0, HEAD)) ? UNMARKED : 'a binary file';
}

/** Latin letters in UTF-16 have a zero beside each: all zeros stand at odd places, or all at even ones. */
function isUnmarkedUtf16(head: Uint8Array): boolean {
  const zeros = [0, 0];
  head.forEach((byte, position) => {
    if (byte === 0) zeros[position % 2] = (zeros[position % 2] ?? 0) + 1;
  });
  return Math.min(...zeros) === 0 && Math.max(...zeros) * 4 > head.length;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
