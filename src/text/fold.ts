import anyAscii from 'any-ascii';
import { stripMarkup } from './markup.ts';

/**
 * Text as matching sees it: accents and scripts folded to ASCII, lower case, only letters and digits, words parted by
 * single spaces. `"Naïve “BERT”–based"` becomes `naive bert based`.
 */
export function foldText(text: string): string {
  const plain = stripMarkup(text);
  // Most text is ASCII already, and folding the rest costs several times as much as all else.
  return (ASCII.test(plain) ? plain : anyAscii(plain.normalize('NFKC')))
    .toLowerCase()
    .replace(/['`´]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

const ASCII = /^[\x00-\x7f]*$/;

/** A surname as matching sees it: folded, without spaces, so that "van der Meer" and "Vandermeer" agree. */
export function foldName(name: string): string {
  return foldText(name).replaceAll(' ', '');
}
