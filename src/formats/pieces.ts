import { inputError, type LitscreenError } from '../model/errors.ts';

/**
 * The decoded text of an export, whole or in pieces as it is read from a disk. Line ends are LF. A piece ends with a
 * line, unless it is the last one or the line is longer than a piece may be.
 */
export type ExportText = string | Iterable<string>;

/** The pieces of a text; a whole one is one piece. */
export function piecesOf(text: ExportText): Iterable<string> {
  return typeof text === 'string' ? [text] : text;
}

/** No line of an export that is made of lines is longer; one that is has another format, or is an attack. */
export const LONGEST_LINE = 1 << 24;

/**
 * The lines of a text in order, without their ends; behind a last line end there is one more, empty line.
 * @throws LitscreenError of kind `input` at a line of more than `LONGEST_LINE` characters.
 */
export function* linesOf(text: ExportText): Generator<string> {
  let line = 0;
  let begun = '';
  for (const piece of piecesOf(text)) {
    let start = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', start)) {
      line++;
      yield begun === '' ? piece.slice(start, end) : begun + piece.slice(start, end);
      begun = '';
      start = end + 1;
    }
    begun += piece.slice(start);
    if (begun.length > LONGEST_LINE) throw tooLong('this line', line + 1);
  }
  yield begun;
}

/** More than this is not read into memory at once. */
const LONGEST_TEXT = 1 << 28;

/**
 * The text as one string, for a format in which an entry may refer to any other one.
 * @throws LitscreenError of kind `input` where it has more than `LONGEST_TEXT` characters.
 */
export function wholeText(text: ExportText): string {
  if (typeof text === 'string') return text;
  const pieces: string[] = [];
  let length = 0;
  for (const piece of text) {
    pieces.push(piece);
    length += piece.length;
    if (length > LONGEST_TEXT) throw tooLong('the file', 1);
  }
  return pieces.join('');
}

/** An error that does not know the file: who named it says it. */
function tooLong(what: string, line: number): LitscreenError {
  const hint = 'see that it is an export, and export the search in several parts';
  return inputError(`${what} is longer than litscreen reads at once`, { file: 'the export', line }, hint);
}
