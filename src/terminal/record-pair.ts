import type { Author, BibRecord } from '../model/record.ts';
import { foldText } from '../text/fold.ts';
import { terminalSafe } from '../text/terminal-safe.ts';
import { padEnd, wrap } from '../text/width.ts';

/** How a part that differs is shown: in reverse where the terminal has colours, else between brackets. */
export type Mark = (text: string) => string;
export const IN_REVERSE: Mark = (text) => `\u001b[7m${text}\u001b[27m`;
export const IN_BRACKETS: Mark = (text) => `[${text}]`;

/** Two records stand beside each other where each has at least so many columns. */
const NARROWEST = 36;
const LABEL = 9;
/** Letters of an abstract that are shown: enough to tell two apart. */
const ABSTRACT = 400;

/**
 * Two records as a person compares them, field by field, with the words that only one of them has marked. Beside each
 * other where there is room, else one above the other. Safe to print.
 */
export function recordPair(a: BibRecord, b: BibRecord, columns: number, mark: Mark): string[] {
  const rows = FIELDS.flatMap(([label, read]) => {
    const [x, y] = [read(a), read(b)].map((text) => terminalSafe(text));
    return x === '' && y === ''
      ? []
      : [{ label, cells: markDifferences(x ?? '', y ?? '', label === 'id' ? (text) => text : mark) }];
  });
  const wide = Math.floor((columns - LABEL - 3) / 2);
  if (wide < NARROWEST) {
    return rows.flatMap(({ label, cells }) =>
      cells.flatMap((cell, side) => beside(side === 0 ? label : '', [wrap(cell, columns - LABEL)], columns - LABEL)),
    );
  }
  return rows.flatMap(({ label, cells }) =>
    beside(
      label,
      cells.map((cell) => wrap(cell, wide)),
      wide,
    ),
  );
}

const names = (authors: readonly Author[] | undefined) =>
  (authors ?? [])
    .map((author) => ('literal' in author ? author.literal : [author.family, author.given].filter(Boolean).join(' ')))
    .join(', ');

const FIELDS: readonly (readonly [string, (record: BibRecord) => string])[] = [
  ['id', ({ id }) => id],
  ['title', ({ title }) => title ?? ''],
  ['authors', ({ authors }) => names(authors)],
  ['year', ({ year }) => (year === undefined ? '' : String(year))],
  ['venue', ({ venue }) => venue ?? ''],
  ['volume', ({ volume, issue }) => [volume, issue && `(${issue})`].filter(Boolean).join(' ')],
  ['pages', ({ pages, articleNumber }) => pages ?? articleNumber ?? ''],
  ['doi', ({ doi }) => doi ?? ''],
  ['type', ({ type }) => type ?? ''],
  ['abstract', ({ abstract }) => (abstract ?? '').slice(0, ABSTRACT)],
];

/** The two texts with the words marked that the other does not have; case and accents make no difference. */
function markDifferences(a: string, b: string, mark: Mark): [string, string] {
  // Where one says nothing there is nothing to compare.
  if (a === '' || b === '') return [a, b];
  const foldedOf = (text: string) => new Set(text.split(/\s+/).map(foldText));
  const [inA, inB] = [foldedOf(a), foldedOf(b)];
  const marked = (text: string, other: ReadonlySet<string>) =>
    text
      .split(/\s+/)
      .map((word) => (other.has(foldText(word)) ? word : mark(word)))
      .join(' ');
  return [marked(a, inB), marked(b, inA)];
}

/** Cells of several lines each, side by side, the label before the first line. */
function beside(label: string, cells: readonly (readonly string[])[], wide: number): string[] {
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    (
      padEnd(line === 0 ? label : '', LABEL) + cells.map((lines) => padEnd(lines[line] ?? '', wide)).join('   ')
    ).trimEnd(),
  );
}
