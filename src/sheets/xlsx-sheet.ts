import { toSheetCell } from '../text/spreadsheet-safe.ts';

/**
 * A sheet for a spreadsheet program as a workbook. Texts that would be taken for formulas are guarded as in CSV, for the
 * sheet may be saved as one.
 *
 * @param date what the workbook is dated: the same rows make the same bytes.
 */
export async function writeXlsxSheet(
  name: string,
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  date: Date,
): Promise<Uint8Array> {
  // The library takes a while to load, and few sheets are workbooks.
  const { writeXlsx } = await import('hucre');
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? toSheetCell(cell) : cell)));
  return writeXlsx({
    sheets: [{ name, rows: [[...header], ...cells] }],
    properties: { created: date, modified: date },
  });
}
