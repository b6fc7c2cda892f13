import { inputError } from '../../model/errors.ts';
import { csvLine } from '../../text/csv.ts';
import { LINE_IN_CELL } from '../tables/line-in-cell.ts';
import type { Member } from './zip.ts';

/**
 * The sheets of a workbook that hold a table, each as CSV with a line for every row, so that tables are read in one way
 * only. Line breaks in cells become such as end no line of text.
 *
 * @param bytes an XLSX or XLS file.
 * @throws LitscreenError of kind `input` where it is no workbook, or is damaged or encrypted.
 */
export async function workbookTables(bytes: Uint8Array, file: string): Promise<{ name: string; csv: string }[]> {
  // The library takes a while to load, and few exports are workbooks.
  const { read } = await import('hucre');
  const workbook = await read(bytes, { maxRows: MOST_ROWS + 1 }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : 'unknown';
    throw inputError(`this workbook cannot be read (${why})`, { file }, 'save it as CSV, and ingest that file');
  });
  return workbook.sheets
    .filter((sheet) => sheet.rows.some((row) => row.filter((cell) => cellText(cell) !== '').length > 1))
    .map((sheet) => {
      if (sheet.rows.length > MOST_ROWS) {
        const hint = 'export it as CSV, or in several parts';
        throw inputError(`the sheet ${sheet.name} has more than ${MOST_ROWS} rows`, { file }, hint);
      }
      const csv = sheet.rows.map((row) => `${csvLine(row.map(cellText))}\n`).join('');
      return { name: sheet.name, csv };
    });
}

/** Excel's own limit for a sheet is a million; so many with abstracts fill a memory. */
const MOST_ROWS = 200_000;

function cellText(cell: unknown): string {
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell === 'string')
    return /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)$/.test(cell) ? '' : oneLine(cell);
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return '';
}

/** A day as a day: a workbook knows no day without a time. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  return date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace(/\.000Z$/, 'Z');
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]\s*/g, LINE_IN_CELL);
}

/** What the parts of a workbook may come to: all are held in memory. */
const MOST_UNPACKED = 1 << 28;
/** A workbook declares no entities of its own; one that does would have them expanded, or fetched from elsewhere. */
const ENTITIES = /<!(?:DOCTYPE|ENTITY)/i;
/** The place of a cell, such as `AB12`. */
const CELL = /<[^<>]*\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']/gi;
/** A row is laid out up to its last cell, so a few far cells fill a memory. */
const MOST_CELLS = 2e7;
/** As much of a part as may begin one of the above. */
const OVERLAP = 256;

/**
 * Looks at the parts of an XLSX file before they are read.
 * @throws LitscreenError of kind `input` where they are too large, or made to fill a memory.
 */
export function refuseHostileParts(parts: readonly Member[], file: string): void {
  let unpacked = 0;
  for (const { name, bytes } of parts) {
    let before = '';
    let columns = 0;
    let rows = 0;
    for (const piece of bytes()) {
      unpacked += piece.length;
      if (unpacked > MOST_UNPACKED) {
        const hint = 'save it as CSV, and ingest that file';
        throw inputError(`this workbook holds more than ${MOST_UNPACKED >> 20} MB`, { file }, hint);
      }
      // Every other byte is zero where it is UTF-16.
      const text = before + Buffer.from(piece).toString('latin1').replaceAll('\0', '');
      if (ENTITIES.test(text)) {
        throw inputError(`${name} in this workbook declares entities, as no spreadsheet does`, { file }, DISTRUST);
      }
      for (const [, column = '', row] of text.matchAll(CELL)) {
        columns = Math.max(columns, columnNumber(column));
        rows = Math.max(rows, Number(row));
      }
      if (columns * rows > MOST_CELLS) {
        const hint = 'keep the rows and columns of the export, save it as CSV, and ingest that file';
        throw inputError(`a sheet of this workbook spans ${rows} rows and ${columns} columns`, { file }, hint);
      }
      before = text.slice(-OVERLAP);
    }
  }
}

function columnNumber(letters: string): number {
  return [...letters.toUpperCase()].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

const DISTRUST = 'do not trust it; if you know who made it, save it as CSV, and ingest that file';
