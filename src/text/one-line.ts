/** What a person wrote, on one line and without spaces around it: a cell of a ledger holds no line break. */
export function oneLine(text = ''): string {
  return text.replace(/\s+/g, ' ').trim();
}
