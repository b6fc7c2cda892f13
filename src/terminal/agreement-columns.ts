import type { Estimate } from '../screening/agreement/intervals.ts';
import { shownInterval, writeNumber, writePercent, type Unit } from '../screening/agreement/write-numbers.ts';
import { padEnd, padStart, width } from '../text/width.ts';

/** A value and its interval, in columns: ` 0.760   0.678 to 0.842`; words where there is none. */
export function estimateCell(estimate: Estimate, unit: Unit = 'coefficient'): string {
  const { value } = estimate;
  if (value === null) return 'not defined';
  const shown = padStart(unit === 'percent' ? writePercent(value) : writeNumber(value), 6);
  const ci = shownInterval(estimate, unit);
  if (ci === null) return `${shown}  no interval`;
  return `${shown}  ${padStart(writeNumber(ci[0], unit), 6)} to ${writeNumber(ci[1], unit)}`;
}

/** Rows in columns as wide as their widest cells, two spaces apart and indented: those of numbers are flush right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => (right.includes(column) ? padStart : padEnd)(cell, widths[column] ?? 0));
      return `  ${cells.join('  ')}`.trimEnd() + '\n';
    })
    .join('');
}
