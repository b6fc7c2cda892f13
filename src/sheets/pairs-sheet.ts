import type { Problem } from '../model/errors.ts';
import type { BibRecord } from '../model/record.ts';
import { readCsvSheet } from './csv-sheet.ts';

const FILLED = ['record_a', 'record_b', 'verdict', 'note'] as const;
const SHOWN = ['title', 'authors', 'year', 'venue', 'volume', 'issue', 'pages', 'type', 'doi'] as const;
const COLUMNS = [
  ...FILLED,
  'score',
  'why',
  ...SHOWN.map((field) => `${field}_a`),
  ...SHOWN.map((field) => `${field}_b`),
];

/** A pair that waits for a person, as a row of a sheet. */
export interface PairRow {
  readonly a: BibRecord;
  readonly b: BibRecord;
  /** Of an uncertain pair: how alike the two are. */
  readonly score?: number;
  readonly why: string;
}

/** The header of a sheet of uncertain pairs: `verdict` and `note` are the person's, the rest is there to be read. */
export const PAIR_COLUMNS: readonly string[] = COLUMNS;

/** The cells of a pair, in the order of `PAIR_COLUMNS`. */
export function pairCells({ a, b, score, why }: PairRow): (string | number)[] {
  const shown = (record: BibRecord) => {
    const authors = (record.authors ?? []).map((author) => ('literal' in author ? author.literal : author.family));
    const pages = record.pages ?? record.articleNumber;
    return SHOWN.map((field) =>
      field === 'authors' ? authors.join('; ') : field === 'pages' ? (pages ?? '') : String(record[field] ?? ''),
    );
  };
  return [a.id, b.id, '', '', score ?? '', why, ...shown(a), ...shown(b)];
}

/** What a filled-in sheet says of a pair. */
export interface FilledPair {
  readonly line: number;
  readonly row: number;
  readonly a: string;
  readonly b: string;
  readonly verdict: string;
  readonly note: string;
}

/** Reads a filled-in sheet; rows that say neither a verdict nor a note are left out. */
export function readPairsSheet(
  text: string,
  file: string,
): { readonly rows: readonly FilledPair[]; readonly problems: readonly Problem[] } {
  const hint = 'make a fresh sheet with  litscreen dedupe review --sheet <file>';
  const { rows, problems } = readCsvSheet(text, file, FILLED, ['record_a', 'record_b', 'verdict'], hint);
  const filled = rows.map(({ row, line, cells }) => ({
    row,
    line,
    a: cells.get('record_a') ?? '',
    b: cells.get('record_b') ?? '',
    verdict: (cells.get('verdict') ?? '').toLowerCase(),
    note: (cells.get('note') ?? '').replace(/\s+/g, ' '),
  }));
  return { rows: filled.filter(({ verdict, note }) => verdict !== '' || note !== ''), problems };
}
