import type { Author, BibRecord } from '../model/record.ts';
import { foldText } from '../text/fold.ts';
import { terminalSafe } from '../text/terminal-safe.ts';
import { padEnd, wrap } from '../text/width.ts';

/** How a word that differs is shown: in reverse where the terminal has colours, else between brackets. */
export type Mark = (text: string) => string;
export const IN_REVERSE: Mark = (text) => `\u001b[7m${text}\u001b[27m`;
export const IN_BRACKETS: Mark = (text) => `[${text}]`;

/** Two records stand beside each other on a terminal of at least so many columns. */
const BESIDE = 80;
const LABEL = 9;
const GAP = '   ';
/** A column is never narrower than this, however narrow the terminal is. */
const NARROWEST = 12;
/** Lines of an abstract that are shown: enough to tell two apart. */
const ABSTRACT_LINES = 4;
/** Names on a line are at most this many; the rest are counted. */
const SHOWN_AUTHORS = 8;
/** Words of a field that are compared and shown: what two texts cost is the product of their words. */
const MOST_WORDS = 300;
const ABSENT = '–';

/**
 * Two records as a person compares them, field by field, with the words marked in which they differ. Beside each other
 * where there is room, else one above the other. Fields that both lack are left out. Safe to print.
 *
 * @param columns the width of the terminal.
 */
export function recordPair(a: BibRecord, b: BibRecord, columns: number, mark: Mark): string[] {
  const isBeside = columns >= BESIDE;
  const room = columns - LABEL;
  const wide = Math.max(NARROWEST, isBeside ? Math.floor((room - GAP.length) / 2) : room);
  return FIELDS.flatMap(([label, read]) => {
    const [x, y] = [terminalSafe(read(a)), terminalSafe(read(b))];
    if (x === '' && y === '') return [];
    const texts = label === 'id' ? [x, y] : markDifferences(x, y, mark);
    const cells = texts.map((text) => cut(wrap(text, wide), label === 'abstract' ? ABSTRACT_LINES : Infinity));
    return isBeside
      ? labelled(label, cells, wide)
      : cells.flatMap((cell, at) => labelled(at ? '' : label, [cell], wide));
  });
}

const FIELDS: readonly (readonly [string, (record: BibRecord) => string])[] = [
  ['id', ({ id }) => id],
  ['title', ({ title }) => title ?? ''],
  ['authors', ({ authors }) => names(authors ?? [])],
  ['year', ({ year }) => (year === undefined ? '' : String(year))],
  ['venue', ({ venue }) => venue ?? ''],
  ['volume', ({ volume }) => volume ?? ''],
  ['issue', ({ issue }) => issue ?? ''],
  ['pages', ({ pages, articleNumber }) => pages ?? articleNumber ?? ''],
  ['doi', ({ doi }) => doi ?? ''],
  ['type', ({ type }) => type ?? ''],
  ['abstract', ({ abstract }) => abstract ?? ''],
];

function names(authors: readonly Author[]): string {
  const more = authors.length > SHOWN_AUTHORS ? ` and ${authors.length - SHOWN_AUTHORS} more` : '';
  const nameOf = (author: Author) =>
    'literal' in author ? author.literal : [author.family, author.given].filter(Boolean).join(' ');
  return authors.slice(0, SHOWN_AUTHORS).map(nameOf).join(', ') + more;
}

/** The two texts with the words marked that the other does not have there. Where one says nothing, nothing is marked. */
function markDifferences(a: string, b: string, mark: Mark): [string, string] {
  const [x, y] = [wordsOf(a), wordsOf(b)];
  if (x.length === 0 || y.length === 0) return [x.join(' ') || ABSENT, y.join(' ') || ABSENT];
  const [inX, inY] = inCommon(x.map(likeness), y.map(likeness));
  const marked = (words: readonly string[], common: ReadonlySet<number>) =>
    words.map((word, at) => (common.has(at) ? word : mark(word))).join(' ');
  return [marked(x, inX), marked(y, inY)];
}

function wordsOf(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.length > MOST_WORDS ? [...words.slice(0, MOST_WORDS), '…'] : words;
}

/** A word as it is compared: case, accents and the signs around it make no difference; a sign alone is itself. */
function likeness(word: string): string {
  return foldText(word) || word;
}

/** The places of the words that two texts have in common, in one order (a longest common subsequence). */
function inCommon(a: readonly string[], b: readonly string[]): [Set<number>, Set<number>] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const [inA, inB] = [new Set<number>(), new Set<number>()];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      inA.add(i++);
      inB.add(j++);
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return [inA, inB];
}

function cut(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), '…'];
}

/** Cells of several lines each, side by side, the label before the first line. */
function labelled(label: string, cells: readonly (readonly string[])[], wide: number): string[] {
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    (
      padEnd(line === 0 ? label : '', LABEL) + cells.map((lines) => padEnd(lines[line] ?? '', wide)).join(GAP)
    ).trimEnd(),
  );
}
