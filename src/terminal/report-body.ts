import type { BibRecord } from '../model/record.ts';
import { shortName } from '../records/authors.ts';
import { terminalSafe } from '../text/terminal-safe.ts';
import type { FindTerms, TermSpan } from '../text/terms.ts';
import { truncate, width, wrap } from '../text/width.ts';
import type { Styles } from './styles.ts';

/** What a protocol keeps from reviewers: then who wrote a report, or where it appeared, decides nothing. */
export type Hidden = ReadonlySet<'authors' | 'venue'>;

/** Authors on a line are at most this many; the rest are counted. */
const SHOWN_AUTHORS = 8;
/** An abstract is rarely longer; what is, is a book, and would make every key slow. */
const MOST_TEXT = 30_000;

/**
 * A report as a person reads it to decide, in lines of at most so many columns: title, authors, where it appeared,
 * abstract; terms are marked. Safe to print, whatever the record brings along.
 */
export function reportBody(
  record: BibRecord,
  columns: number,
  find: FindTerms,
  styles: Styles,
  hidden: Hidden,
): string[] {
  const title = marked(record.title ?? '(no title)', columns, find, styles).map(styles.title);
  const abstract = marked(record.abstract ?? '(no abstract)', columns, find, styles);
  const keywords = record.keywords?.join('; ') ?? '';
  return [
    ...title,
    '',
    ...(hidden.has('authors') ? [] : plainLines(authorsOf(record), columns)),
    ...placeLines(record, columns, hidden).map(styles.quiet),
    '',
    ...abstract,
    ...(keywords === '' ? [] : ['', ...marked(`Keywords: ${keywords}`, columns, find, styles)]),
  ];
}

function authorsOf({ authors = [] }: BibRecord): string {
  const more = authors.length > SHOWN_AUTHORS ? ` and ${authors.length - SHOWN_AUTHORS} more` : '';
  return authors.slice(0, SHOWN_AUTHORS).map(shortName).join(', ') + more;
}

/** Where it appeared, and its id: on one line where there is room. A DOI tells the venue. */
function placeLines(record: BibRecord, columns: number, hidden: Hidden): string[] {
  const year = record.year === undefined ? undefined : `(${record.year})`;
  const venue = [record.venue, record.volume, year, record.pages ?? record.articleNumber];
  const place = hidden.has('venue') ? (year ?? '') : venue.filter((part) => part !== undefined).join(' ');
  const doi = record.doi === undefined || hidden.has('venue') ? '' : `doi ${record.doi}`;
  const right = terminalSafe([doi, record.id].filter((part) => part !== '').join('   '));
  const left = terminalSafe(place);
  const gap = columns - width(left) - width(right);
  if (gap >= 3) return [`${left}${' '.repeat(gap)}${right}`];
  return [...plainLines(place, columns), ...plainLines(right, columns)];
}

function plainLines(text: string, columns: number): string[] {
  return text === '' ? [] : wrap(terminalSafe(text), columns);
}

/** A text in lines, its terms marked. A term that is broken over two lines is marked on both. */
function marked(text: string, columns: number, find: FindTerms, styles: Styles): string[] {
  const safe = terminalSafe(text.slice(0, MOST_TEXT)).normalize('NFC');
  const spans = find(safe);
  if (styles.markWidth === 0) return styledLines(safe, wrap(safe, columns), spans, styles);
  // Marks that take columns are part of the text that is wrapped.
  return wrap(styled(safe, 0, safe.length, spans, styles), columns);
}

function styledLines(text: string, lines: readonly string[], spans: readonly TermSpan[], styles: Styles): string[] {
  let from = 0;
  return lines.map((line) => {
    const at = text.indexOf(line, from);
    // Wrapping takes spaces away and nothing else; should it do more, a line without marks is right all the same.
    if (at < 0) return line;
    from = at + line.length;
    return styled(text, at, from, spans, styles);
  });
}

function styled(text: string, from: number, to: number, spans: readonly TermSpan[], styles: Styles): string {
  let out = '';
  let at = from;
  for (const { start, end, kind } of spans) {
    if (end <= at || start >= to) continue;
    const begin = Math.max(start, at);
    const stop = Math.min(end, to);
    out += text.slice(at, begin) + styles[kind](text.slice(begin, stop));
    at = stop;
  }
  return out + text.slice(at, to);
}

/** A line that says one thing at the left and another at the right; the left one is cut where both do not fit. */
export function betweenEdges(left: string, right: string, columns: number): string {
  const room = columns - width(right) - 1;
  if (room < 1) return truncate(right, columns);
  const cut = truncate(left, room);
  return `${cut}${' '.repeat(Math.max(1, columns - width(cut) - width(right)))}${right}`;
}
