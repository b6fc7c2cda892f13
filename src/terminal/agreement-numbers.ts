import type { Estimate } from '../screening/agreement/intervals.ts';
import { padEnd, padStart, width } from '../text/width.ts';

/** How a number is written: a coefficient with three decimals, a share as a percentage with one. */
export type Unit = 'coefficient' | 'percent';

/** A number, never `-0.000`. */
export function number(value: number, unit: Unit = 'coefficient'): string {
  const text = unit === 'percent' ? (100 * value).toFixed(1) : value.toFixed(3);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

/** `91.8 %`. */
export function percent(value: number): string {
  return `${number(value, 'percent')} %`;
}

/** Whether an estimate has an interval to show: one without width says that nothing varied, not that it is certain. */
export function hasInterval({ se, ci }: Estimate): boolean {
  return ci !== null && se !== null && se > 0;
}

/** A value and its interval, in columns: ` 0.760   0.678 to 0.842`; words where there is none. */
export function estimateCell(estimate: Estimate, unit: Unit = 'coefficient'): string {
  const { value, ci } = estimate;
  if (value === null) return 'not defined';
  const shown = padStart(unit === 'percent' ? percent(value) : number(value), 6);
  // Of a share it is Wilson's, which has a width even where all are alike.
  if (ci === null || (unit === 'coefficient' && !hasInterval(estimate))) return `${shown}  no interval`;
  const [low, high] = [ci[0], ci[1]].map((bound) => number(bound, unit));
  return `${shown}  ${padStart(low ?? '', 6)} to ${high ?? ''}`;
}

/** The same in a sentence: `0.760 (0.678 to 0.842)`. */
export function estimateWords(estimate: Estimate): string {
  const { value, ci } = estimate;
  if (value === null) return 'not defined';
  return ci === null || !hasInterval(estimate)
    ? number(value)
    : `${number(value)} (${ci.map((bound) => number(bound)).join(' to ')})`;
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
