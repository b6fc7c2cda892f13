import type { CellStyle, DataValidation, WriteSheet } from 'hucre';
import { usageError } from '../model/errors.ts';
import { toSheetCell } from '../text/spreadsheet-safe.ts';
import { groupThousands } from '../text/thousands.ts';

/** A sheet of a workbook. */
export interface XlsxSheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** How wide each column is, in characters; text in these columns is wrapped. */
  readonly widths?: readonly number[];
  /** The values that a column offers: themselves, or the cells in which they stand. */
  readonly choices?: ReadonlyMap<number, Choices>;
  /** The column in which a value marks its row, now or when it is filled in. */
  readonly marking?: number;
}

export type Choices = { readonly values: readonly string[] } | { readonly from: string };

/** Excel takes a million rows. What is written here shall be read back, and a workbook is held in memory. */
const MOST_ROWS = 200_000;
const MOST_TEXT = 2e8;
/** Excel's own limit. */
export const LONGEST_CELL = 32_767;

/**
 * Sheets for a spreadsheet program as a workbook, each under a header that stays in sight. Texts that would be taken for
 * formulas are guarded as in CSV, for the sheet may be saved as one; one that is longer than a cell may be is cut.
 *
 * @param date what the workbook is dated: the same rows make the same bytes.
 * @throws LitscreenError of kind `usage` where a sheet is too large to be read back as a workbook.
 */
export async function writeXlsxSheets(sheets: readonly XlsxSheet[], date: Date): Promise<Uint8Array> {
  for (const { rows } of sheets) {
    let text = 0;
    for (const row of rows) for (const cell of row) text += String(cell).length;
    if (rows.length < MOST_ROWS && text <= MOST_TEXT) continue;
    throw usageError(
      `${groupThousands(rows.length)} rows with ${groupThousands(text)} characters are more than a workbook here may hold`,
      'name a .csv file instead',
    );
  }
  // The library takes a while to load, and few sheets are workbooks.
  const { writeXlsx } = await import('hucre');
  return writeXlsx({ sheets: sheets.map(toWriteSheet), properties: { created: date, modified: date } });
}

function toWriteSheet({ name, header, rows, widths, choices, marking }: XlsxSheet): WriteSheet {
  const last = rows.length + 1;
  const range = `A2:${letterOf(header.length - 1)}${last}`;
  const marked = marking === undefined || rows.length === 0 ? undefined : letterOf(marking);
  return {
    name,
    rows: [[...header], ...rows.map((row) => row.map(cellOf))],
    cells: new Map([...headerCells(header), ...(marking === undefined ? [] : markedCells(rows, marking))]),
    freezePane: { rows: 1 },
    ...(widths && { columns: widths.map((width) => ({ width, style: TEXT })) }),
    ...(choices && rows.length > 0 && { dataValidations: [...choices].map((item) => validation(...item, last)) }),
    ...(marked !== undefined && {
      conditionalRules: [{ type: 'expression', priority: 1, formula: `$${marked}2<>""`, range, style: MARKED }],
    }),
  };
}

const TEXT: CellStyle = { alignment: { vertical: 'top', wrapText: true } };
const HEADER: CellStyle = { ...TEXT, font: { bold: true } };
const GREEN = { rgb: 'E2EFDA' };
const MARKED: CellStyle = { ...TEXT, fill: { type: 'pattern', pattern: 'solid', fgColor: GREEN, bgColor: GREEN } };

function headerCells(header: readonly string[]): [string, { style: CellStyle }][] {
  return header.map((_, column) => [`0,${column}`, { style: HEADER }]);
}

/** What is marked when the sheet is written stays so whatever is filled in. */
function markedCells(rows: XlsxSheet['rows'], marking: number): [string, { style: CellStyle }][] {
  return rows.flatMap((row, index) =>
    row[marking] === '' ? [] : row.map((_, column): [string, { style: CellStyle }] => [`${index + 1},${column}`, MARK]),
  );
}

const MARK = { style: MARKED };

function validation(column: number, choices: Choices, last: number): DataValidation {
  const letter = letterOf(column);
  return {
    type: 'list',
    range: `${letter}2:${letter}${last}`,
    allowBlank: true,
    showErrorMessage: true,
    errorTitle: 'not one of the list',
    errorMessage: 'Choose from the list, or leave the cell empty.',
    // A list in the cell itself ends at 255 characters, beyond which Excel calls the file damaged.
    ...('from' in choices ? { formula1: choices.from } : { values: [...choices.values] }),
  };
}

function letterOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letterOf(Math.floor(column / 26) - 1) + last;
}

function cellOf(cell: string | number): string | number | null {
  if (typeof cell === 'number') return cell;
  // An empty text is a cell all the same.
  return cell === '' ? null : escaped(cut(toSheetCell(cell)));
}

function cut(text: string): string {
  if (text.length <= LONGEST_CELL) return text;
  return `${text.slice(0, LONGEST_CELL - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** `_x0041_` in a cell is an A to those who read it (ECMA-376, ST_Xstring); these two signs are none in XML. */
function escaped(text: string): string {
  return text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_').replace(/[\ufffe\uffff]/g, '\ufffd');
}
