import type stringWidth from 'string-width';
import type wrapAnsi from 'wrap-ansi';
import { graphemesOf } from './graphemes.ts';
import { loadLate } from './load-late.ts';
import { wrapWords } from './wrap-measured.ts';

/**
 * Text in which each character takes one column: Latin, Greek and Cyrillic letters, the signs of formulas, punctuation,
 * what lines and bars are drawn with; or two: Chinese, Japanese and Korean, with their punctuation. Most text is such, and
 * what knows all others takes as long to load as the page.
 */
const PLAIN =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0388-\u0482\u2010-\u2027\u2030-\u203a\u2070-\u209c\u2190-\u2193\u2200-\u22ff\u2500-\u259f\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff60]*$/;
/** Those of plain text that take two columns. */
const isWide = (unit: number) => unit > 0x3000;
/** How a terminal is told to colour what follows. */
const STYLE = /\x1b\[[\d;]*m/g;

const loaded: { width?: typeof stringWidth; wrap?: typeof wrapAnsi } = {};

/** The columns that a text takes on a terminal. */
export function width(text: string): number {
  const shown = text.includes('\x1b') ? text.replace(STYLE, '') : text;
  if (PLAIN.test(shown)) return plainWidth(shown);
  loaded.width ??= (loadLate('string-width') as { default: typeof stringWidth }).default;
  return loaded.width(shown);
}

function plainWidth(text: string): number {
  let columns = text.length;
  for (let at = 0; at < text.length; at++) if (isWide(text.charCodeAt(at))) columns++;
  return columns;
}

/** Loads what measures text of all scripts, at a moment when nobody waits. */
export function loadWidths(): void {
  width('😀');
  wrap('😀', 2);
}

/** The text cut to so many columns, with an ellipsis where something is cut. */
export function truncate(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let cut = '';
  let used = 0;
  for (const character of PLAIN.test(text) ? text : graphemesOf(text)) {
    const next = width(character);
    if (used + next > columns - 1) break;
    cut += character;
    used += next;
  }
  return `${cut.trimEnd()}…`;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text;
}

/** The text in lines of at most so many columns; words that are longer are broken. */
export function wrap(text: string, columns: number): string[] {
  if (PLAIN.test(text)) return wrapPlain(text, Math.max(1, columns));
  loaded.wrap ??= (loadLate('wrap-ansi') as { default: typeof wrapAnsi }).default;
  const lines = loaded.wrap(text, columns, { hard: true, trim: true }).split('\n');
  // It keeps a character whole that is wider than a line, as a chain of Korean letters may be.
  const room = { first: columns, others: columns };
  return lines.flatMap((line) => (width(line) <= columns ? [line] : wrapWords([line], room, width)));
}

/** The same for plain text, line for line as `wrap-ansi` has it. */
function wrapPlain(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const endLine = () => {
    lines.push(line.replace(/ +$/, ''));
    line = '';
    used = 0;
  };
  for (const word of text.split(' ')) {
    if (line !== '') {
      line += ' ';
      used++;
    }
    const length = plainWidth(word);
    const isLong = length > columns;
    // A long word begins where it is broken fewest times.
    const isBetterBelow =
      Math.floor((length - 1) / columns) < 1 + Math.floor((length - (columns - used) - 1) / columns);
    if (line !== '' && word !== '' && (isLong ? isBetterBelow : used + length > columns)) endLine();
    if (!isLong) {
      line += word;
      used += length;
      continue;
    }
    for (const character of word) {
      const next = plainWidth(character);
      if (used > 0 && used + next > columns) endLine();
      line += character;
      used += next;
    }
  }
  endLine();
  return lines;
}
