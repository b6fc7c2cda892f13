import type { Problem } from '../model/errors.ts';
import type { BibRecord } from '../model/record.ts';
import { readCsvSheet, writeCsvSheet } from './csv-sheet.ts';

const FILLED = ['report', 'vote', 'reason', 'note'] as const;
const COLUMNS = [...FILLED, 'title', 'authors', 'year', 'venue', 'doi', 'abstract'] as const;

/** A row of a screening sheet: the report, and what the person has said of it so far. */
export interface SheetRow {
  readonly record: BibRecord;
  readonly authors: string;
  readonly vote: string;
  readonly reason: string;
  readonly note: string;
}

/** A sheet to fill in: `vote`, `reason` and `note` are the person's, the rest is there to be read. */
export function writeScreeningSheet(rows: readonly SheetRow[]): string {
  const cells = rows.map(({ record, authors, vote, reason, note }) =>
    [record.id, vote, reason, note, record.title, authors, record.year, record.venue, record.doi, record.abstract].map(
      (cell) => (cell === undefined ? '' : String(cell)),
    ),
  );
  return writeCsvSheet(COLUMNS, cells);
}

/** What a filled-in sheet says of one report. `row` is counted as a spreadsheet does, `line` as an editor does. */
export interface FilledRow {
  readonly row: number;
  readonly line: number;
  readonly report: string;
  readonly vote: string;
  readonly reason: string;
  readonly note: string;
}

/** Reads a filled-in sheet; columns are found by name, so that others may be added or moved. */
export function readScreeningSheet(
  text: string,
  file: string,
): { readonly rows: readonly FilledRow[]; readonly problems: readonly Problem[] } {
  const hint = 'make a fresh sheet with  litscreen screen --sheet <file>';
  const { rows, problems } = readCsvSheet(text, file, FILLED, ['report', 'vote'], hint);
  const filled = rows.map(({ row, line, cells }) => ({
    row,
    line,
    report: cells.get('report') ?? '',
    vote: (cells.get('vote') ?? '').toLowerCase(),
    reason: cells.get('reason') ?? '',
    note: (cells.get('note') ?? '').replace(/\s+/g, ' '),
  }));
  return { rows: filled, problems };
}
