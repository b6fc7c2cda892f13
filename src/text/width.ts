import { createRequire } from 'node:module';
import type stringWidth from 'string-width';
import type wrapAnsi from 'wrap-ansi';

/**
 * Text in which each character takes one column: Latin, Greek and Cyrillic letters, the signs of formulas, punctuation,
 * what lines and bars are drawn with. Most text is such, and what knows all others takes as long to load as the page.
 */
const PLAIN =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0388-\u0482\u2010-\u2027\u2030-\u203a\u2070-\u209c\u2190-\u2193\u2200-\u22ff\u2500-\u259f]*$/;
/** How a terminal is told to colour what follows. */
const STYLE = /\x1b\[[\d;]*m/g;

const load = createRequire(import.meta.url);
const loaded: { width?: typeof stringWidth; wrap?: typeof wrapAnsi } = {};

/** The columns that a text takes on a terminal. */
export function width(text: string): number {
  const shown = text.includes('\x1b') ? text.replace(STYLE, '') : text;
  if (PLAIN.test(shown)) return shown.length;
  loaded.width ??= (load('string-width') as { default: typeof stringWidth }).default;
  return loaded.width(shown);
}

/** Loads what measures text of all scripts, at a moment when nobody waits. */
export function loadWidths(): void {
  width('日');
  wrap('日', 2);
}

/** The text cut to so many columns, with an ellipsis where something is cut. */
export function truncate(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  if (PLAIN.test(text)) return `${text.slice(0, Math.max(0, columns - 1)).trimEnd()}…`;
  let cut = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    const next = width(segment);
    if (used + next > columns - 1) break;
    cut += segment;
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
  loaded.wrap ??= (load('wrap-ansi') as { default: typeof wrapAnsi }).default;
  return loaded.wrap(text, columns, { hard: true, trim: true }).split('\n');
}

/** The same for plain text, line for line as `wrap-ansi` has it. */
function wrapPlain(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '') line += ' ';
    let rest = word;
    const isLong = word.length > columns;
    // A long word begins where it is broken fewest times.
    const isBetterBelow =
      Math.floor((word.length - 1) / columns) < 1 + Math.floor((word.length - (columns - line.length) - 1) / columns);
    if (line !== '' && word !== '' && (isLong ? isBetterBelow : line.length + word.length > columns)) {
      lines.push(line);
      line = '';
    }
    while (isLong && line.length + rest.length > columns) {
      lines.push(line + rest.slice(0, columns - line.length));
      rest = rest.slice(columns - line.length);
      line = '';
    }
    line += rest;
  }
  return [...lines, line].map((item) => item.replace(/ +$/, ''));
}
