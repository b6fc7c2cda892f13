import { rejected, type ParsedEntry, type RawFields } from '../entry.ts';
import type { ExportText } from '../pieces.ts';
import { TextWindow } from '../text-window.ts';
import { roleOf } from './roles.ts';

/** A row of a table by column name; an absent or blank cell is undefined. */
export type Row = (column: string) => string | undefined;

/** Comma; or what spreadsheets put in its place when they save an export again. */
const DELIMITERS: readonly string[] = [',', ';', '\t'];

/** No cell of an export is longer; a quote that is still open after so many characters was never closed. */
const LONGEST_CELL = 1_000_000;
/** The same in a file in which so many quotes are never closed that looking further for each would take long. */
const SHORT_CELL = 20_000;
/** No row is longer. */
const LONGEST_ROW = 1 << 21;
/** So much is mostly enough: what is in view costs memory, and more so until it is collected. */
const NEAR = 1 << 17;

/** The column names of a table whose beginning this is. */
export function csvHeader(head: string): string[] {
  return distinctNames(headerOf(head).columns);
}

interface Header {
  readonly columns: string[];
  readonly delimiter: string;
  /** The rows above it, by where each begins. */
  readonly above: readonly number[];
  readonly start: number;
  /** Where the first row after it begins. */
  readonly end: number;
}

/** How many rows are looked through for the header. */
const ROWS_ABOVE = 20;
/** Spreadsheets tell each other the delimiter in a first line. */
const SPREADSHEET_MARK = /^\s*sep=.\n/;

/**
 * The row that names the columns. Vendors write notices and the search itself above it: the header is the first row that
 * has at least half as many cells as rows mostly have. The delimiter is the one with which it names most fields; where the
 * names tell nothing, the one that parts most rows into as many cells: lists in cells have separators too, but not as many
 * in each row.
 */
function headerOf(text: string, delimiters = DELIMITERS): Header {
  const start = SPREADSHEET_MARK.exec(text.slice(0, 200))?.[0].length ?? 0;
  const headers = delimiters.map((delimiter) => {
    const rows = firstRows(text, start, delimiter);
    const counts = rows.map((row) => row.filled).sort((a, b) => a - b);
    const usual = counts[counts.length >> 1] ?? 0;
    const index = Math.max(
      0,
      rows.findIndex((row) => 2 * row.filled >= usual),
    );
    const header: Header = {
      columns: rows[index]?.cells.map((name) => name.trim()) ?? [],
      delimiter,
      above: rows.slice(0, index).map((row) => row.start),
      start: rows[index]?.start ?? start,
      end: rows[index]?.end ?? text.length,
    };
    const alike = rows.filter((row) => Math.abs(row.cells.length - header.columns.length) <= 1).length;
    const share = alike / Math.max(1, rows.length);
    return {
      header,
      known: new Set(header.columns.flatMap((name) => roleOf(name) ?? [])).size,
      score: ((header.columns.length - 1) * share ** 4) / (1 + index),
    };
  });
  return headers.reduce((best, other) => {
    const isSure = Math.max(best.known, other.known) > 1 && best.known !== other.known;
    return (isSure ? other.known > best.known : other.score > best.score) ? other : best;
  }).header;
}

/** The names of the columns, each once: what stands in a second column of one name is not told as the first's. */
function distinctNames(names: readonly string[]): string[] {
  const times = new Map<string, number>();
  const last = names.findLastIndex((name) => name !== '');
  return names.map((written, index) => {
    // The unnamed first column of a table holds the numbers of its rows; behind the last one there is nothing.
    const name = written === '' && index > 0 && index < last ? `column ${index + 1}` : written;
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return time === 1 || name === '' ? name : `${name} (${time})`;
  });
}

function firstRows(text: string, from: number, delimiter: string) {
  const rows: { start: number; end: number; cells: readonly string[]; filled: number }[] = [];
  for (let at = from; at < text.length && rows.length < ROWS_ABOVE;) {
    const row = scanRow(text, at, { delimiter, patience: text.length });
    if (!row) break;
    const filled = row.cells.filter((cell) => !isBlankCell(cell)).length;
    if (filled > 0) rows.push({ start: at, end: row.end, cells: row.cells, filled });
    at = row.end;
  }
  return rows;
}

/**
 * Reads a CSV export row by row, in one pass over its pieces. Blank rows are passed over, and a row with a single cell is
 * a footer. A row with too few or too many cells, or with a quote that is never closed, is rejected, and reading goes on
 * at the next line on which a whole row begins: what a broken quote has swallowed is given back. A library's reader says
 * neither where the broken row ends nor what stands behind it.
 *
 * @param known the delimiter, where the format has one only; the columns, where no row of the table names them.
 */
export function* parseCsvRows(
  source: ExportText,
  toFields: (row: Row, columns: readonly string[]) => RawFields,
  known: { readonly delimiter?: string; readonly columns?: readonly string[] } = {},
): Generator<ParsedEntry> {
  const window = new TextWindow(source);
  window.ensure(0, LONGEST_ROW);
  const delimiters = known.delimiter === undefined ? DELIMITERS : [known.delimiter];
  const header = headerOf(window.text, delimiters);
  const { delimiter, start: headerStart } = header;
  const written = known.columns ?? header.columns;
  const columns = distinctNames(written);
  const above = known.columns ? [] : header.above;
  const end = known.columns ? 0 : header.end;
  for (const [index, from] of above.entries()) {
    const notice = window.text.slice(from, above[index + 1] ?? headerStart).trim();
    yield rejected(0, 1 + countLines(window.text, 0, from), 'not-a-record', 'a line above the table', notice);
  }
  const position = new Map(columns.map((name, index) => [name, index]));
  const table: Table = { delimiter, width: columns.length, patience: FIRST_PATIENCE };
  let entry = 0;
  let line = 1 + countLines(window.text, 0, end);
  for (let start = window.ensure(end, NEAR); start < window.text.length;) {
    const { patience } = table;
    let row = scanRow(window.text, start, table);
    // With more of the text in view, a row that reaches to the end of the view may be another one.
    if (!window.isWhole && (!row || row.end >= window.text.length)) {
      start = window.ensure(start, LONGEST_ROW);
      table.patience = patience;
      row = scanRow(window.text, start, table);
    }
    const isBlank = row?.cells.every(isBlankCell) ?? false;
    const wrong = isBlank ? undefined : whatIsWrong(row, table.width);
    const length = row && row.end - start;
    // Where a row is broken, its lines and the rows that may begin on them have to be in view.
    if (wrong !== undefined) start = window.ensure(start, 2 * LONGEST_ROW);
    const { text } = window;
    const ownEnd = length === undefined ? undefined : start + length;
    const next = ownEnd !== undefined && wrong === undefined ? ownEnd : nextWholeRow(text, start, ownEnd, table);
    const notice = row && noticeIn(row, written);
    if (notice !== undefined) {
      yield rejected(entry, line, 'not-a-record', notice, text.slice(start, next).trimEnd());
    } else if (!isBlank) {
      entry++;
      if (row && wrong === undefined) {
        const cell: Row = (column) => {
          const value = row.cells[position.get(column) ?? -1];
          return value === undefined || isBlankCell(value) ? undefined : value;
        };
        yield { ok: true, entry, line, fields: toFields(cell, columns) };
      } else yield rejected(entry, line, 'unreadable', wrong ?? '', text.slice(start, next).trimEnd());
    }
    line += countLines(text, start, next);
    table.patience += PASSES * (next - start);
    start = window.ensure(next, NEAR);
    if (text[next - 1] === '\n' || next < text.length) continue;
    // The view ended within a line that has no end: the rest of it is no row of its own.
    while (start < window.text.length) {
      const lineBreak = window.text.indexOf('\n', start);
      if (lineBreak !== -1) line++;
      start = window.ensure(lineBreak === -1 ? window.text.length : lineBreak + 1, NEAR);
      if (lineBreak !== -1) break;
    }
  }
}

/** How often a text may be looked through for quotes that close, before patience runs out. */
const PASSES = 20;
const FIRST_PATIENCE = PASSES * LONGEST_CELL;

interface Table {
  readonly delimiter: string;
  readonly width: number;
  /** How many characters more may be looked through in vain. */
  patience: number;
}

function isBlankCell(cell: string): boolean {
  const first = cell.charCodeAt(0);
  return first > 0x20 && first < 0x7f ? false : cell.trim() === '';
}

/**
 * What a row is that is no record: one cell alone, such as "Export of 20 records" (but a last line without an end has
 * been torn off); or the header again, where files were joined.
 */
function noticeIn({ cells, isEnded }: ScannedRow, columns: readonly string[]): string | undefined {
  const filled = cells.filter((cell) => !isBlankCell(cell)).length;
  const isAlone = columns.length > 2 && filled === 1 && (cells.length === 1 ? isEnded : cells.length >= columns.length);
  if (isAlone) return 'a line below the table';
  return filled > 1 && columns.every((name, index) => name === cells[index]?.trim()) ? 'the header again' : undefined;
}

function whatIsWrong(row: ScannedRow | undefined, width: number): string | undefined {
  if (!row) return 'a quoted cell is never closed';
  // Spreadsheets leave empty cells behind the last column.
  const surplus = row.cells.length > width && !row.cells.slice(width).every(isBlankCell);
  return row.cells.length < width || surplus ? `${row.cells.length} cells where the header has ${width}` : undefined;
}

interface ScannedRow {
  readonly cells: readonly string[];
  /** The first character after the row and its line end. */
  readonly end: number;
  /** Whether a line end stands behind it. */
  readonly isEnded: boolean;
}

const LINE_END = 0x0a;

/**
 * The row that begins here (RFC 4180); undefined where a quote is never closed, or the row is longer than any is. A
 * quote inside a quoted cell that is not doubled is text while it stands on the cell's first line; on a later one it
 * begins another row's cell, and the first was never closed.
 */
function scanRow(text: string, start: number, table: Pick<Table, 'delimiter' | 'patience'>): ScannedRow | undefined {
  const delimiter = table.delimiter.charCodeAt(0);
  const furthest = Math.min(text.length, start + LONGEST_ROW);
  const cells: string[] = [];
  for (let at = start; ;) {
    let end: number;
    if (text.charCodeAt(at) === 0x22) {
      const limit = Math.min(furthest, at + (table.patience > 0 ? LONGEST_CELL : SHORT_CELL));
      const close = closingQuote(text, at + 1, limit, delimiter);
      if (close === -1) {
        table.patience -= limit - at;
        return undefined;
      }
      const cell = text.slice(at + 1, close);
      cells.push(cell.includes('""') ? cell.replaceAll('""', '"') : cell);
      end = close + 1;
      while (text.charCodeAt(end) === 0x20) end++;
    } else {
      end = at;
      for (let code = text.charCodeAt(end); end < furthest && code !== delimiter && code !== LINE_END;) {
        code = text.charCodeAt(++end);
      }
      cells.push(text.slice(at, end));
    }
    if (end < text.length && text.charCodeAt(end) === delimiter) {
      at = end + 1;
      continue;
    }
    if (end >= furthest && furthest < text.length) return undefined;
    return { cells, end: Math.min(text.length, end + 1), isEnded: end < text.length };
  }
}

/** The quote that ends a cell: before a delimiter or a line end, spaces aside. -1 where there is none before the limit. */
function closingQuote(text: string, from: number, limit: number, delimiter: number): number {
  for (let at = text.indexOf('"', from); at !== -1 && at < limit; at = text.indexOf('"', at + 1)) {
    if (text.charCodeAt(at + 1) === 0x22) {
      at++;
      continue;
    }
    let after = at + 1;
    while (text.charCodeAt(after) === 0x20) after++;
    const next = text.charCodeAt(after);
    if (after >= text.length || next === delimiter || next === LINE_END) return at;
    const lineBreak = text.indexOf('\n', from);
    if (lineBreak !== -1 && lineBreak < at) return -1;
  }
  return -1;
}

/** How many lines of a row that is never closed are tried as the beginning of the next one. */
const RESYNC_LINES = 500;

/**
 * Where reading goes on after a broken row: at the first of its lines, but the first, on which a whole row begins, or
 * which at least looks like another broken one; else behind it.
 */
function nextWholeRow(text: string, start: number, end: number | undefined, table: Table): number {
  const limit = end ?? Math.min(text.length, start + LONGEST_ROW);
  const isQuoted = text[start] === '"';
  let at = nextLine(text, start);
  for (let tried = 0; at < limit && tried < RESYNC_LINES; tried++) {
    const row = scanRow(text, at, table);
    if (row && whatIsWrong(row, table.width) === undefined) return at;
    const next = nextLine(text, at);
    const delimiters = text.slice(at, next).split(table.delimiter).length - 1;
    if ((text[at] === '"') === isQuoted && delimiters >= table.width - 1 && table.width > 1) return at;
    at = next;
  }
  return end ?? (at < limit ? nextLine(text, start) : Math.max(limit, at));
}

function nextLine(text: string, from: number): number {
  const lineBreak = text.indexOf('\n', from);
  return lineBreak === -1 ? text.length : lineBreak + 1;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
