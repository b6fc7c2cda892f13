import { parse } from 'csv-parse/sync';
import { rejected, type ParsedEntry, type RawFields } from './entry.ts';

/** A row of a table by column name; an absent or blank cell is undefined. */
export type Row = (column: string) => string | undefined;

/** The cells of the first line of a CSV file, trimmed. */
export function csvHeader(head: string): string[] {
  const line = head.replace(/^[\r\n]+/, '').split(/\r?\n/, 1)[0] ?? '';
  return line.split(',').map((cell) => unquote(cell.trim()).trim());
}

function unquote(cell: string): string {
  return cell.replace(/^"(.*)"$/, '$1');
}

/**
 * Reads a CSV export row by row. A row with too few or too many cells, or with a quote that is never closed, is
 * rejected, and reading goes on at the next line on which a whole row begins.
 */
export function* parseCsvRows(
  text: string,
  toFields: (row: Row, columns: readonly string[]) => RawFields,
): Generator<ParsedEntry> {
  const [header, ...rows] = readRows(text);
  if (!header) return;
  const columns = header.cells.map((name) => name.trim());
  const position = new Map(columns.map((name, index) => [name, index]));
  let entry = 0;
  for (const row of rows) {
    entry++;
    if (row.broken !== undefined) {
      yield rejected(entry, row.line, 'unreadable', row.broken, row.raw);
      continue;
    }
    const cell: Row = (column) => {
      const value = row.cells[position.get(column) ?? -1];
      return value === undefined || value.trim() === '' ? undefined : value;
    };
    yield { ok: true, entry, line: row.line, fields: toFields(cell, columns) };
  }
}

interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
  readonly raw: string;
  readonly broken?: string;
}

function readRows(text: string): TableRow[] {
  const rows: TableRow[] = [];
  const width = { cells: 0 };
  let start = 0;
  let line = 1;
  while (start < text.length) {
    const stop = readUntilBroken(text.slice(start), line, width, rows);
    if (!stop) break;
    const broken = start + stop.offset;
    const resume = nextWholeRow(text, broken, width.cells);
    const raw = text.slice(broken, resume);
    rows.push({ cells: [], line: stop.line, raw, broken: stop.reason });
    line = stop.line + countLines(raw);
    start = resume;
  }
  return rows;
}

interface Stop {
  readonly offset: number;
  readonly line: number;
  readonly reason: string;
}

interface CsvRecord {
  readonly record: string[];
  readonly raw: string;
}

class RowIsBroken extends Error {}

/** Reads rows until one does not fit the header; says where that one begins. */
function readUntilBroken(
  text: string,
  firstLine: number,
  width: { cells: number },
  rows: TableRow[],
): Stop | undefined {
  let offset = 0;
  let line = firstLine;
  const onRecord = ({ record, raw }: CsvRecord): null => {
    const isBlank = record.length === 1 && record[0]?.trim() === '';
    if (!isBlank) {
      width.cells ||= record.length;
      const surplus = record.slice(width.cells).some((cell) => cell.trim() !== '');
      if (record.length < width.cells || surplus) {
        throw new RowIsBroken(`${record.length} cells where the header has ${width.cells}`);
      }
      // A row begins after the blank lines that the reader has put before it.
      const blank = /^[\r\n]*/.exec(raw)?.[0] ?? '';
      rows.push({ cells: record, line: line + countLines(blank), raw });
    }
    offset += raw.length;
    line += countLines(raw);
    return null;
  };
  try {
    parse(text, {
      relaxColumnCount: true,
      relaxQuotes: true,
      raw: true,
      recordDelimiter: ['\r\n', '\n'],
      onRecord: (record: unknown) => onRecord(record as CsvRecord),
    });
    return undefined;
  } catch (error) {
    if (error instanceof RowIsBroken) return { offset, line, reason: error.message };
    return { offset, line, reason: 'a quoted cell is never closed' };
  }
}

/** How many lines after a broken row are tried as the beginning of the next. */
const RESYNC_LINES = 200;

function nextWholeRow(text: string, from: number, width: number): number {
  let position = text.indexOf('\n', from) + 1;
  for (let tried = 0; position > 0 && position < text.length && tried < RESYNC_LINES; tried++) {
    if (beginsWholeRow(text, position, width)) return position;
    position = text.indexOf('\n', position) + 1;
  }
  return position > 0 ? position : text.length;
}

function beginsWholeRow(text: string, position: number, width: number): boolean {
  // One row is far shorter than this; a quote still open at its end is no whole row.
  const window = text.slice(position, position + 200_000);
  let fits = false;
  try {
    parse(window, {
      relaxColumnCount: true,
      relaxQuotes: true,
      recordDelimiter: ['\r\n', '\n'],
      onRecord: (record: unknown) => {
        fits = (record as string[]).length === width;
        throw new RowIsBroken();
      },
    });
  } catch {
    return fits;
  }
  return fits;
}

function countLines(raw: string): number {
  let lines = 0;
  for (let position = raw.indexOf('\n'); position !== -1; position = raw.indexOf('\n', position + 1)) lines++;
  return lines;
}
