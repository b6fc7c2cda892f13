import { inputError } from '../../model/errors.ts';
import { headOf, startsWith, type ByteSource } from './byte-source.ts';
import { findEncoding, type FoundEncoding } from './encoding.ts';

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

/**
 * The text of a file that a person names, whatever encoding a program gave it.
 * @throws LitscreenError of kind `input` where the bytes are a known binary file, or no text.
 */
export function decodeText(bytes: Uint8Array, file: string, wanted: WantedFile): DecodedText {
  const source = () => [bytes];
  const encoding = encodingOf(source, file, wanted);
  return { text: [...decodePieces(source, encoding.label)].join(''), encoding: encoding.name };
}

/** @throws LitscreenError of kind `input` where the bytes are a known binary file, or no text. */
export function encodingOf(source: ByteSource, file: string, wanted: WantedFile, named?: string): FoundEncoding {
  const found = encodingOrKind(source, named);
  if (typeof found !== 'string') return found;
  throw inputError(`this is ${found}, not ${wanted.name}`, { file }, wanted.hint);
}

/** The encoding of a text; of a file that is none, what it is: `a PDF`, `a binary file`. */
export function encodingOrKind(source: ByteSource, named?: string): FoundEncoding | string {
  const head = headOf(source, 16);
  const known = SIGNATURES.find(([, signature]) => startsWith(head, signature))?.[0];
  return known ?? findEncoding(source, named) ?? 'a binary file';
}

const SIGNATURES: readonly [string, readonly number[]][] = [
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a ZIP archive or an Office document', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel or Word document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
];

/** A piece that holds no line end may grow so long before it is given out without one. */
const LONGEST_PIECE = 1 << 22;
/** Files that were joined keep their byte order marks. */
const JOINED_MARK = /^\ufeff/gm;

/** The text in pieces that end with a line (see `ExportText`), its line ends LF. */
export function* decodePieces(source: ByteSource, label: string): Generator<string> {
  const decoder = new TextDecoder(label);
  let rest = '';
  for (const part of source()) {
    rest = withLineFeeds(rest + decoder.decode(part, { stream: true }));
    // A CR at the end may be half of a line end.
    const end = rest.lastIndexOf('\n') + 1 || (rest.length > LONGEST_PIECE ? rest.length - 1 : 0);
    if (end === 0) continue;
    yield rest.slice(0, end);
    rest = rest.slice(end);
  }
  rest = withLineFeeds(rest + decoder.decode()).replace(/\r$/, '\n');
  if (rest !== '') yield rest;
}

function withLineFeeds(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n|\r(?!$)/g, '\n') : text;
  return lines.includes('\ufeff') ? lines.replace(JOINED_MARK, '') : lines;
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
