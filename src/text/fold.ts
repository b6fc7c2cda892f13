import type anyAscii from 'any-ascii';
import { loadLate } from './load-late.ts';
import { stripMarkup } from './markup.ts';

/** Half a megabyte that most commands never ask for: loaded with the first text beyond ASCII. */
let toAscii: typeof anyAscii | undefined;

/**
 * Text as matching sees it: accents and scripts folded to ASCII, lower case, only letters and digits, words parted by
 * single spaces. `"Naïve “BERT”–based"` becomes `naive bert based`.
 */
export function foldText(text: string): string {
  // Most names are one plain word.
  if (PLAIN_WORD.test(text)) return text.toLowerCase();
  const plain = stripMarkup(text);
  // Most text is ASCII already, and folding the rest costs several times as much as all else.
  return (ASCII.test(plain) ? plain : asciiOf(parted(plain.normalize('NFKC'))))
    .toLowerCase()
    .replace(/['`´]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function asciiOf(text: string): string {
  toAscii ??= (loadLate('any-ascii') as { default: typeof anyAscii }).default;
  return toAscii(text);
}

/** Scripts without spaces: each sign is a word, so that one that differs is another word and no slip in a long one. */
function parted(text: string): string {
  return text.replace(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u{20000}-\u{2fa1f}]/gu, ' $& ');
}

const PLAIN_WORD = /^[A-Za-z0-9]+$/;
const ASCII = /^[\x00-\x7f]*$/;

/** A surname as matching sees it: folded, without spaces, so that "van der Meer" and "Vandermeer" agree. */
export function foldName(name: string): string {
  return foldText(name).replaceAll(' ', '');
}
