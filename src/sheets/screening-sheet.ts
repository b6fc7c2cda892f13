import { usageError, type Problem } from '../model/errors.ts';
import { reasonsAt, type Protocol, type Stage } from '../model/protocol.ts';
import type { BibRecord } from '../model/record.ts';
import { readCsvSheet, writeCsvSheet } from './csv-sheet.ts';
import { LONGEST_CELL, writeXlsxSheets, type XlsxSheet } from './xlsx-sheet.ts';

const FILLED = ['report', 'vote', 'reason', 'note', 'labels'] as const;
/** `reviewer` says whose sheet it is: it is taken back as that person’s alone. */
const SHOWN = ['title', 'authors', 'year', 'venue', 'doi', 'abstract', 'reviewer'] as const;
type Column = (typeof FILLED)[number] | (typeof SHOWN)[number];

/** How wide a column is in a workbook, in characters. */
const WIDTHS: Readonly<Record<Column, number>> = {
  report: 14,
  vote: 10,
  reason: 18,
  note: 28,
  labels: 14,
  title: 44,
  authors: 26,
  year: 7,
  venue: 26,
  doi: 22,
  abstract: 100,
  reviewer: 10,
};

/** A row of a screening sheet: the report, and what the person has said of it so far. */
export interface SheetRow {
  readonly record: BibRecord;
  readonly authors: string;
  readonly vote: string;
  readonly reason: string;
  readonly note: string;
  readonly labels: readonly string[];
}

/** What a sheet is for: its reasons and criteria, and what its reader shall not see. */
export interface SheetPurpose {
  readonly protocol: Protocol;
  readonly stage: Stage;
  /** Whose sheet it is. */
  readonly person: string;
}

/** What the protocol hides; a DOI leads to the venue, and often names it. */
const HIDES: Readonly<Record<Protocol['hide'][number], readonly Column[]>> = {
  authors: ['authors'],
  venue: ['venue', 'doi'],
};

function columnsOf({ hide }: Protocol): Column[] {
  const hidden = new Set(hide.flatMap((what) => HIDES[what]));
  return [...FILLED, ...SHOWN].filter((column) => !hidden.has(column));
}

function cellsOf({ record, labels, ...said }: SheetRow, reviewer: string, columns: readonly Column[]): string[] {
  const { title = '', year, venue = '', doi = '', abstract = '' } = record;
  const cells: Record<Column, string> = {
    ...said,
    report: record.id,
    labels: labels.join('; '),
    title,
    year: year === undefined ? '' : String(year),
    venue,
    doi,
    abstract,
    reviewer,
  };
  return columns.map((column) => cells[column]);
}

/** A sheet to fill in, as CSV: the columns up to `labels` are the person's, the rest is there to be read. */
export function writeScreeningCsv(rows: readonly SheetRow[], { protocol, person }: SheetPurpose): string {
  const columns = columnsOf(protocol);
  return writeCsvSheet(
    columns,
    rows.map((row) => cellsOf(row, person, columns)),
  );
}

/**
 * The same as a workbook: votes and reasons are chosen from lists, rows with a vote are marked, and the criteria stand on
 * a second sheet.
 *
 * @param date what the workbook is dated.
 * @throws LitscreenError of kind `usage` where a workbook cannot hold what there is.
 */
export function writeScreeningWorkbook(
  rows: readonly SheetRow[],
  purpose: SheetPurpose,
  date: Date,
): Promise<Uint8Array> {
  const long = rows.find((row) => row.note.length >= LONGEST_CELL);
  if (long) {
    const message = `the note on ${long.record.id} is longer than a cell of a workbook may be`;
    throw usageError(message, 'name a .csv file instead');
  }
  const columns = columnsOf(purpose.protocol);
  const { sheet: criteria, reasons } = criteriaSheet(purpose);
  const sheet: XlsxSheet = {
    name: 'screening',
    header: columns,
    rows: rows.map((row) => cellsOf(row, purpose.person, columns)),
    widths: columns.map((column) => WIDTHS[column]),
    choices: new Map([
      [columns.indexOf('vote'), { values: ['include', 'exclude', 'maybe'] }],
      ...(reasons === undefined ? [] : [[columns.indexOf('reason'), { from: reasons }] as const]),
    ]),
    marking: columns.indexOf('vote'),
  };
  return writeXlsxSheets([sheet, criteria], date);
}

/** The criteria and how to fill in the sheet; and the cells in which the reasons stand, for a list to choose from. */
function criteriaSheet({ protocol, stage }: SheetPurpose): { sheet: XlsxSheet; reasons: string | undefined } {
  const reasons = reasonsAt(protocol, stage);
  const optional = stage === 'full-text' ? 'each exclusion has one' : 'may be left out';
  const above = [
    ['vote', 'include, exclude or maybe; leave it empty for later'],
    ['reason', `why it is excluded: an id of those below; ${optional}`],
    ['note', 'anything, kept with the vote'],
    ['labels', 'words of your own, parted by ";": letters, digits, "-" and "_"'],
    ['', ''],
    ['include', 'what a report must be to go on'],
    ...protocol.criteria.include.map(({ id, label }) => [id, label]),
    ['', ''],
    ['exclude', 'the reasons, by their ids'],
  ];
  const rows = [...above, ...reasons.map(({ id, label }) => [id, label])];
  const first = above.length + 2;
  return {
    sheet: { name: 'criteria', header: ['column', `how to fill it in (${stage})`], rows, widths: [22, 100] },
    reasons: reasons.length === 0 ? undefined : `criteria!$A$${first}:$A$${first + reasons.length - 1}`,
  };
}

/** What a filled-in sheet says of one report. `row` is counted as a spreadsheet does, `line` as an editor does. */
export interface FilledRow {
  readonly row: number;
  readonly line: number;
  readonly report: string;
  readonly vote: string;
  readonly reason: string;
  readonly note: string;
  readonly labels: readonly string[];
  /** As the sheet shows it; empty where it does not. */
  readonly title: string;
  /** Whose sheet it is; empty where it does not say so. */
  readonly reviewer: string;
}

/** Reads a filled-in sheet; columns are found by name, so that others may be added or moved. */
export function readScreeningSheet(
  text: string,
  file: string,
): { readonly rows: readonly FilledRow[]; readonly problems: readonly Problem[] } {
  const hint = 'make a fresh sheet with  litscreen screen --sheet <file>';
  const { rows, problems } = readCsvSheet(text, file, [...FILLED, 'title', 'reviewer'], ['report', 'vote'], hint);
  const filled = rows.map(({ row, line, cells }) => ({
    row,
    line,
    report: cells.get('report') ?? '',
    vote: (cells.get('vote') ?? '').toLowerCase(),
    reason: cells.get('reason') ?? '',
    note: (cells.get('note') ?? '').replace(/\s+/g, ' '),
    labels: (cells.get('labels') ?? '').split(';').flatMap((label) => label.trim() || []),
    title: cells.get('title') ?? '',
    reviewer: cells.get('reviewer') ?? '',
  }));
  return { rows: filled, problems };
}
