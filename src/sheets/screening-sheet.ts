import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Problem } from '../model/errors.ts';
import type { BibRecord } from '../model/record.ts';
import { fromSheetCell, toSheetCell } from '../text/spreadsheet-safe.ts';

const COLUMNS = ['report', 'vote', 'reason', 'note', 'title', 'authors', 'year', 'venue', 'doi', 'abstract'] as const;

/** A row of a screening sheet: the report, and what the person has said of it so far. */
export interface SheetRow {
  readonly record: BibRecord;
  readonly authors: string;
  readonly vote: string;
  readonly reason: string;
  readonly note: string;
}

/**
 * A sheet to fill in: `vote`, `reason` and `note` are the person's, the rest is there to be read. CSV with a byte order
 * mark, which spreadsheets need to read accents; cells that they would take for formulas are guarded.
 */
export function writeScreeningSheet(rows: readonly SheetRow[]): string {
  const cells = rows.map(({ record, authors, vote, reason, note }) =>
    [record.id, vote, reason, note, record.title, authors, record.year, record.venue, record.doi, record.abstract].map(
      (cell) => toSheetCell(cell === undefined ? '' : String(cell)),
    ),
  );
  return stringify([[...COLUMNS], ...cells], { bom: true, record_delimiter: 'windows' });
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
  // Spreadsheets tell each other the delimiter in a first line, and show it as the first row.
  const hasDelimiterLine = /^\ufeff?sep=.\r?\n/i.test(text);
  const body = hasDelimiterLine ? text.replace(/^[^\n]*\n/, '') : text;
  const head = body.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? '';
  const delimiter =
    [',', ';', '\t'].find((char) => head.split(char).some((cell) => /^"?report"?$/i.test(cell.trim()))) ?? ',';
  const above = hasDelimiterLine ? 1 : 0;
  let parsed: { record: string[]; info: { lines: number } }[];
  try {
    parsed = parse(body, { bom: true, delimiter, relaxColumnCount: true, info: true }) as unknown as typeof parsed;
  } catch (error) {
    const line = (error instanceof Error && 'lines' in error ? Number(error.lines) : 1) + above;
    const hint = 'see if a double quote is left open in it, and save it as CSV again';
    return { rows: [], problems: [{ message: 'the sheet is no CSV from here on', where: { file, line }, hint }] };
  }
  const table = parsed.map(({ record }) => record);
  if (table.length === 0) {
    const hint = 'make a fresh sheet with  litscreen screen --sheet <file>';
    return { rows: [], problems: [{ message: 'the sheet is empty', where: { file, line: 1 }, hint }] };
  }
  const header = (table[0] ?? []).map((cell) => cell.trim().toLowerCase());
  const missing = ['report', 'vote'].filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const hint = 'make a fresh sheet with  litscreen screen --sheet <file>';
    return {
      rows: [],
      problems: [{ message: `the sheet has no column ${missing.join(', ')}`, where: { file, line: 1 }, hint }],
    };
  }
  const cell = (row: readonly string[], column: string) => fromSheetCell(row[header.indexOf(column)] ?? '').trim();
  const rows = table.slice(1).map((row, index) => ({
    row: index + 2 + above,
    // A row ends where its last cell does; it begins behind the one before it.
    line: (parsed[index]?.info.lines ?? 1) + 1 + above,
    report: cell(row, 'report'),
    vote: cell(row, 'vote').toLowerCase(),
    reason: cell(row, 'reason'),
    note: cell(row, 'note').replace(/\s+/g, ' '),
  }));
  const isFilled = (row: FilledRow) => [row.report, row.vote, row.reason, row.note].some((text) => text !== '');
  return { rows: rows.filter(isFilled), problems: [] };
}
