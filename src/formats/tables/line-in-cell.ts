/** Where a line of a workbook's cell ends: a table as text has one line for a row, and this (Unicode) ends none there. */
export const LINE_IN_CELL = '\u2028';
