import { sum, sumCells, type Shares, type Table } from './contingency.ts';

/** A statistic with its standard error and 95 % interval. What is not defined is null, never 0, 1 or NaN. */
export interface Estimate {
  readonly value: number | null;
  readonly se: number | null;
  /** Not cut at the bounds of the statistic: an interval that leaves them says that there is too little to go by. */
  readonly ci: readonly [number, number] | null;
}

export const UNDEFINED: Estimate = { value: null, se: null, ci: null };

/** The 97.5th percentile of the standard normal distribution. */
export const Z_95 = 1.959963984540054;

/** Below this a difference of shares is taken for none: they come from counts, with errors of floating point. */
export const TINY = 1e-12;

/** Below this a standard error is the rounding of one that is 0: that of a single report in a million is larger. */
const NO_ERROR = 1e-9;

/** A value with the interval that its standard error gives. Both are 0 where they differ from it by rounding only. */
export function withError(computed: number, error: number | null): Estimate {
  const value = Math.abs(computed) < TINY ? 0 : computed;
  const se = error !== null && error < NO_ERROR ? 0 : error;
  return { value, se, ci: se === null ? null : [value - Z_95 * se, value + Z_95 * se] };
}

/**
 * A share of n with the score interval of Wilson (1927), "Probable inference, the law of succession, and statistical
 * inference", Journal of the American Statistical Association 22:209–212, which is good near 0 and 1, and for few units.
 * The standard error is that of a binomial share.
 */
export function wilson(successes: number, n: number): Estimate {
  if (n === 0) return UNDEFINED;
  const p = successes / n;
  const z2 = Z_95 ** 2;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  // Of none or all the bound is exact; rounding must not put it beyond what a share can be.
  const low = successes === 0 ? 0 : centre - half;
  const high = successes === n ? 1 : centre + half;
  return { value: p, se: Math.sqrt((p * (1 - p)) / n), ci: [low, high] };
}

/**
 * The standard error of a function of multinomial shares by the delta method (Agresti 2013, "Categorical Data
 * Analysis", 16.1): var f = (Σ p g² − (Σ p g)²) / n, where g is the derivative of f by each share. One unit alone says
 * nothing about spread: null.
 */
export function deltaError({ n, cells }: Shares, gradient: Table): number | null {
  if (n < 2) return null;
  const g = (row: number, column: number) => gradient[row]?.[column] ?? 0;
  const mean = sumCells(cells, (share, i, j) => share * g(i, j));
  // Around the mean, for the difference of the two squares loses digits.
  const variance = sumCells(cells, (share, i, j) => share * (g(i, j) - mean) ** 2);
  return Math.sqrt(variance / n);
}

/**
 * The standard error of a statistic by leaving out one unit at a time (Efron and Stein 1981, "The jackknife estimate of
 * variance", Annals of Statistics 9:586–596). Equal units are left out once for all of them.
 *
 * @param without for each group of equal units, how many they are, and the statistic without one of them; null where it
 * is not defined, and then the error is not either.
 */
export function jackknifeError(
  without: readonly { readonly times: number; readonly value: number | null }[],
): number | null {
  const n = sum(without.map(({ times }) => times));
  if (n < 2) return null;
  const values: { readonly times: number; readonly value: number }[] = [];
  for (const { times, value } of without) {
    if (value === null) return null;
    values.push({ times, value });
  }
  const mean = sum(values.map(({ times, value }) => times * value)) / n;
  const spread = sum(values.map(({ times, value }) => times * (value - mean) ** 2));
  return Math.sqrt(((n - 1) / n) * spread);
}
