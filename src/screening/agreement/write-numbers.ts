import type { Estimate } from './intervals.ts';
import type { Measures } from './two-raters.ts';

/** How a number is written: a coefficient with three decimals, a share as a percentage with one. */
export type Unit = 'coefficient' | 'percent';

/** The statistics in the order in which they are read: what happened, what chance leaves of it, what makes it low. */
export const STATISTICS: readonly (readonly [key: keyof Measures, name: string, unit: Unit])[] = [
  ['percent', 'agreement', 'percent'],
  ['kappa', "Cohen's kappa", 'coefficient'],
  ['kappaLinear', 'kappa, linear weights', 'coefficient'],
  ['kappaQuadratic', 'kappa, squared weights', 'coefficient'],
  ['pabak', 'PABAK', 'coefficient'],
  ['ac1', "Gwet's AC1", 'coefficient'],
  ['pi', "Scott's pi", 'coefficient'],
  ['alpha', "Krippendorff's alpha", 'coefficient'],
  ['positive', 'positive agreement', 'coefficient'],
  ['negative', 'negative agreement', 'coefficient'],
  ['prevalence', 'prevalence index', 'coefficient'],
  ['bias', 'bias index', 'coefficient'],
];

/** A number, never `-0.000`. */
export function writeNumber(value: number, unit: Unit = 'coefficient'): string {
  const text = unit === 'percent' ? (100 * value).toFixed(1) : value.toFixed(3);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

/** `91.8 %`. */
export function writePercent(value: number): string {
  return `${writeNumber(value, 'percent')} %`;
}

/**
 * The interval to show. One without width says that nothing varied, not that the value is certain, and is none. That of a
 * share is Wilson's, which has a width even where all are alike.
 */
export function shownInterval({ se, ci }: Estimate, unit: Unit = 'coefficient'): readonly [number, number] | null {
  return unit === 'percent' || (se !== null && se > 0) ? ci : null;
}

/** `0.760 (0.678 to 0.842)`. */
export function writeEstimate(estimate: Estimate, unit: Unit = 'coefficient'): string {
  if (estimate.value === null) return 'not defined';
  const value = unit === 'percent' ? writePercent(estimate.value) : writeNumber(estimate.value);
  const ci = shownInterval(estimate, unit);
  return ci === null ? value : `${value} (${ci.map((bound) => writeNumber(bound, unit)).join(' to ')})`;
}
