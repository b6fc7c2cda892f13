import { graphemesOf } from './graphemes.ts';

/**
 * Words in lines no wider than the room. A word is kept whole, with the spaces in it, where it fits in a line of its
 * own; else it is broken between characters as people see them.
 *
 * @param room the width of the first line, and that of the others.
 * @param width the width of a text, in the unit of the room; no single code point is wider than the room.
 */
export function wrapWords(
  words: readonly string[],
  room: { readonly first: number; readonly others: number },
  width: (text: string) => number,
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (width(longer) <= (lines.length === 0 ? room.first : room.others)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, Math.min(room.first, room.others), width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

function breakWord(word: string, room: number, width: (text: string) => number): string[] {
  if (width(word) <= room) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const part of partsOf(word, room, width)) {
    const next = width(part);
    if (piece !== '' && used + next > room) {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += part;
    used += next;
  }
  return [...pieces, piece];
}

/** Graphemes; one that is wider than the room (a chain of joined signs has no limit) in its code points. */
function partsOf(word: string, room: number, width: (text: string) => number): string[] {
  const graphemes = graphemesOf(word);
  return graphemes.flatMap((grapheme) => (width(grapheme) <= room ? [grapheme] : [...grapheme]));
}
