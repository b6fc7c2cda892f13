/** One CSV cell after RFC 4180, on one line: line breaks become a space, quotes are doubled where needed. */
export function csvCell(value: string): string {
  const line = value.replace(/\r\n|[\r\n]/g, ' ');
  return /[",]|^\s|\s$/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
}

/** One CSV line without its line end. */
export function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

/**
 * The cells of one CSV record; undefined where the quoting is broken or a quoted cell is still open at the end.
 * Strict, because a half-written line must never be taken for a whole one.
 */
export function splitCsvRecord(text: string): string[] | undefined {
  if (!text.includes('"')) return text.split(',');
  const cells: string[] = [];
  let position = 0;
  for (;;) {
    if (text[position] === '"') {
      const end = closingQuote(text, position + 1);
      if (end === -1) return undefined;
      cells.push(text.slice(position + 1, end).replaceAll('""', '"'));
      position = end + 1;
    } else {
      const comma = text.indexOf(',', position);
      const end = comma === -1 ? text.length : comma;
      const cell = text.slice(position, end);
      if (cell.includes('"')) return undefined;
      cells.push(cell);
      position = end;
    }
    if (position === text.length) return cells;
    if (text[position] !== ',') return undefined;
    position++;
  }
}

function closingQuote(text: string, from: number): number {
  for (let position = text.indexOf('"', from); position !== -1; position = text.indexOf('"', position + 1)) {
    if (text[position + 1] !== '"') return position;
    position++;
  }
  return -1;
}
