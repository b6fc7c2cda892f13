/**
 * A cell that a spreadsheet would take for a formula gets a leading `'`; so does one that already begins with `'`
 * before such a character, so that the way back is exact (OWASP, CSV injection).
 */
export function toSheetCell(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The exact inverse of `toSheetCell`. */
export function fromSheetCell(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
