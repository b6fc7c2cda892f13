import type { BibRecord } from '../model/record.ts';
import { shortName } from '../records/authors.ts';
import { terminalSafe } from '../text/terminal-safe.ts';
import { truncate } from '../text/width.ts';

/** What tells a record from another, on one line: who, when, volume and pages, DOI; the venue last, which may be cut. */
export function citationLine(record: BibRecord, columns: number): string {
  const names = (record.authors ?? []).map(shortName);
  const authors = names.slice(0, 2).join(', ') + (names.length > 2 ? ` + ${names.length - 2}` : '');
  const year = record.year === undefined ? '' : `(${record.year})`;
  const place = [record.volume, record.pages ?? record.articleNumber].filter((part) => part !== undefined).join(', ');
  const doi = record.doi === undefined ? '' : `doi:${record.doi}`;
  const head = [authors, year, place].filter((part) => part !== '').join(' ');
  const parts = [head, doi, record.venue ?? ''].filter((part) => part !== '');
  return truncate(terminalSafe(parts.join(' · ')), columns);
}

/** Title and id of a report on one line. */
export function titleLine(record: BibRecord | undefined, columns: number): string {
  return truncate(terminalSafe(record?.title ?? record?.doi ?? '(no title)'), columns);
}

/** The lines of a table whose columns are as wide as their longest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
