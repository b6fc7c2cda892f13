import type { Problem } from '../model/errors.ts';
import type { BibRecord } from '../model/record.ts';
import { readCsvSheet, writeCsvSheet } from './csv-sheet.ts';

const FILLED = ['record_a', 'record_b', 'verdict', 'note'] as const;
const SHOWN = ['title', 'authors', 'year', 'venue', 'doi'] as const;
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
  readonly score: number;
  readonly why: string;
}

/** A sheet of uncertain pairs to fill in: `verdict` and `note` are the person's, the rest is there to be read. */
export function writePairsSheet(rows: readonly PairRow[]): string {
  const shown = ({ title, authors, year, venue, doi }: BibRecord) => {
    const names = (authors ?? []).map((author) => ('literal' in author ? author.literal : author.family)).join('; ');
    return [title ?? '', names, year === undefined ? '' : String(year), venue ?? '', doi ?? ''];
  };
  return writeCsvSheet(
    COLUMNS,
    rows.map(({ a, b, score, why }) => [a.id, b.id, '', '', score, why, ...shown(a), ...shown(b)]),
  );
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

/** Reads a filled-in sheet; rows without a verdict are left out. */
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
  return { rows: filled.filter(({ verdict }) => verdict !== ''), problems };
}
