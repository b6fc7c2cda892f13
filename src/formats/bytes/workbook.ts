import { inputError } from '../../model/errors.ts';
import { csvLine } from '../../text/csv.ts';

/**
 * The sheets of a workbook that hold a table, each as CSV with a line for every row, so that tables are read in one way
 * only. Line breaks in cells become spaces.
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
  return text.replace(/[\r\n]+/g, ' ');
}
