import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Problem } from '../model/errors.ts';
import { fromSheetCell, toSheetCell } from '../text/spreadsheet-safe.ts';

/**
 * A sheet for a spreadsheet program: CSV with a byte order mark, which such programs need to read accents; texts that they
 * would take for formulas are guarded, numbers are not.
 */
export function writeCsvSheet(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? toSheetCell(cell) : cell)));
  return stringify([[...header], ...cells], { bom: true, record_delimiter: 'windows' });
}

/** A row of a sheet and its cells by column. `row` is counted as a spreadsheet does, `line` as an editor does. */
export interface CsvSheetRow {
  readonly row: number;
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/**
 * Reads a filled-in sheet. Columns are found by name in any case, so that others may be added or moved; the delimiter is
 * that of the header. Rows in which no known column is filled are left out.
 *
 * @param known the columns that are looked for. @param required those of them that must be there.
 */
export function readCsvSheet(
  text: string,
  file: string,
  known: readonly string[],
  required: readonly string[],
  hint: string,
): {
  readonly rows: readonly CsvSheetRow[];
  readonly problems: readonly Problem[];
  /** Columns that hold something and are none of those that are looked for. */
  readonly unknown: readonly string[];
} {
  // Spreadsheets tell each other the delimiter in a first line, and show it as the first row.
  const hasDelimiterLine = /^\ufeff?sep=.\r?\n/i.test(text);
  const body = hasDelimiterLine ? text.replace(/^[^\n]*\n/, '') : text;
  const head = body.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? '';
  const isRequired = (cell: string) => cell.trim().replaceAll('"', '').toLowerCase() === required[0]?.toLowerCase();
  const delimiter = [',', ';', '\t'].find((char) => head.split(char).some(isRequired)) ?? ',';
  const above = hasDelimiterLine ? 1 : 0;
  let parsed: { record: string[]; info: { lines: number } }[];
  try {
    parsed = parse(body, { bom: true, delimiter, relaxColumnCount: true, info: true }) as unknown as typeof parsed;
  } catch (error) {
    const line = (error instanceof Error && 'lines' in error ? Number(error.lines) : 1) + above;
    const mend = 'see if a double quote is left open in it, and save it as CSV again';
    return {
      rows: [],
      unknown: [],
      problems: [{ message: 'the sheet is no CSV from here on', where: { file, line }, hint: mend }],
    };
  }
  const table = parsed.map(({ record }) => record);
  const header = (table[0] ?? []).map((cell) => cell.trim().toLowerCase());
  const problem = (message: string) => ({
    rows: [],
    unknown: [],
    problems: [{ message, where: { file, line: 1 }, hint }],
  });
  if (table.length === 0) return problem('the sheet is empty');
  const missing = required.filter((column) => !header.includes(column.toLowerCase()));
  if (missing.length > 0) return problem(`the sheet has no column ${missing.join(', ')}`);
  const twice = known.find((column) => header.filter((name) => name === column.toLowerCase()).length > 1);
  if (twice !== undefined) return problem(`the sheet has two columns ${twice}`);
  const columns = known.filter((column) => header.includes(column.toLowerCase()));
  const rows = table.slice(1).map((row, index) => ({
    row: index + 2 + above,
    // A row ends where its last cell does; it begins behind the one before it.
    line: (parsed[index]?.info.lines ?? 1) + 1 + above,
    cells: new Map(
      columns.map((column) => [column, fromSheetCell(row[header.indexOf(column.toLowerCase())] ?? '').trim()]),
    ),
  }));
  // A comma that was typed into a cell without quotes shifts those that follow.
  const overfull = table.slice(1).flatMap((row, index): Problem[] => {
    if (row.slice(header.length).every((cell) => cell.trim() === '')) return [];
    const message = `row ${index + 2 + above}: ${row.length} cells where the header has ${header.length}`;
    const mend = 'put cells that hold the delimiter in double quotes';
    return [{ message, where: { file, line: rows[index]?.line ?? 1 }, hint: mend }];
  });
  const isFilled = (column: number) => table.slice(1).some((row) => (row[column] ?? '').trim() !== '');
  const looked = new Set(known.map((column) => column.toLowerCase()));
  const unknown = (table[0] ?? []).filter((_, column) => !looked.has(header[column] ?? '') && isFilled(column));
  const filled = rows.filter(({ cells }) => [...cells.values()].some((cell) => cell !== ''));
  return { rows: filled, problems: overfull, unknown };
}
