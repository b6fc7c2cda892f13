import type { NullTest } from './chance-corrected.ts';
import { at, sum, type Table } from './contingency.ts';
import { jackknifeError, TINY, UNDEFINED, withError, type Estimate } from './intervals.ts';

/** Units that were judged alike: how many they are, and how many raters put each of them in each category. */
export interface Units {
  readonly counts: readonly number[];
  readonly times: number;
}

/** Groups units that were judged alike, so that a hundred thousand of them cost no more than their kinds. */
export function groupUnits(units: Iterable<readonly number[]>): Units[] {
  const groups = new Map<string, { counts: readonly number[]; times: number }>();
  for (const counts of units) {
    const key = counts.join(' ');
    const group = groups.get(key);
    if (group) group.times++;
    else groups.set(key, { counts, times: 1 });
  }
  return [...groups.values()];
}

/** A table of two raters as units of two judgements. */
export function unitsOfTable(table: Table): Units[] {
  return table.flatMap((row, i) =>
    row
      .map((times, j) => ({ counts: row.map((_, k) => (k === i ? 1 : 0) + (k === j ? 1 : 0)), times }))
      .filter(({ times }) => times > 0),
  );
}

/**
 * How much two categories differ, which need not lie on a scale.
 * @param totals how often each category was given, over all units.
 */
export type Difference = (a: number, b: number, totals: readonly number[]) => number;

/** Any two categories differ equally. */
export const nominal: Difference = (a, b) => (a === b ? 0 : 1);

/** Categories in an order: they differ by how many judgements lie between them. */
export const ordinal: Difference = (a, b, totals) => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return (sum(totals.slice(low, high + 1)) - (at(totals, a) + at(totals, b)) / 2) ** 2;
};

/**
 * Krippendorff's alpha, for any number of raters of whom some may be missing: 1 − D_o / D_e, from the coincidences of
 * judgements within units (Krippendorff 2004, "Reliability in content analysis: some common misconceptions and
 * recommendations", Human Communication Research 30:411–433; 2011, "Computing Krippendorff's alpha-reliability"). Units
 * with fewer than two judgements do not count. Not defined where only one category was given. The standard error is by
 * the jackknife over units.
 */
export function krippendorffAlpha(groups: readonly Units[], difference: Difference = nominal): Estimate {
  const paired = groups.filter(({ counts }) => sum(counts) >= 2);
  const total = coincidencesOf(paired);
  const value = alphaOf(total, difference);
  if (value === null) return UNDEFINED;
  const without = paired.map(({ counts, times }) => {
    const one = coincidencesOf([{ counts, times: 1 }]);
    const left = total.map((row, i) => row.map((n, j) => n - at(one[i], j)));
    return { times, value: alphaOf(left, difference) };
  });
  return withError(value, jackknifeError(without));
}

/** How often two categories were given to one unit: each unit counts as many as it has judgements. */
function coincidencesOf(groups: readonly Units[]): number[][] {
  const size = groups[0]?.counts.length ?? 0;
  const found = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  for (const { counts, times } of groups) {
    const others = sum(counts) - 1;
    found.forEach((row, i) => {
      for (let j = 0; j < size; j++) {
        row[j] = at(row, j) + (times * at(counts, i) * (at(counts, j) - (i === j ? 1 : 0))) / others;
      }
    });
  }
  return found;
}

function alphaOf(coincidences: Table, difference: Difference): number | null {
  const totals = coincidences.map(sum);
  const n = sum(totals);
  let [observed, expected] = [0, 0];
  coincidences.forEach((row, i) =>
    row.forEach((count, j) => {
      const differs = difference(i, j, totals);
      observed += count * differs;
      expected += at(totals, i) * at(totals, j) * differs;
    }),
  );
  // Relative to n², for differences of ordered categories are themselves counts.
  return n <= 1 || expected < TINY * n * n ? null : 1 - ((n - 1) * observed) / expected;
}

/** Fleiss' kappa with what it is made of. */
export interface FleissKappa extends Estimate {
  readonly observed: number | null;
  readonly expected: number | null;
  readonly test: NullTest;
}

/**
 * Fleiss' kappa, for units that were all judged by the same number of raters, not always the same ones (Fleiss 1971,
 * "Measuring nominal scale agreement among many raters", Psychological Bulletin 76:378–382). The test of kappa = 0 is that
 * of Fleiss, Nee and Landis (1979), Psychological Bulletin 86:974–977; the interval is by the jackknife over units.
 */
export function fleissKappa(groups: readonly Units[]): FleissKappa {
  const none = { ...UNDEFINED, observed: null, expected: null, test: { se0: null, z: null } };
  const raters = sum(groups[0]?.counts ?? []);
  const units = sum(groups.map(({ times }) => times));
  if (raters < 2 || units === 0 || groups.some(({ counts }) => sum(counts) !== raters)) return none;
  const agreements = sum(groups.map(({ counts, times }) => times * agreeingPairs(counts)));
  const totals = (groups[0]?.counts ?? []).map((_, k) => sum(groups.map(({ counts, times }) => times * at(counts, k))));
  const { observed, expected, value } = fleissOf(agreements, totals, units, raters);
  if (value === null) return { ...none, observed, expected };
  const without = groups.map(({ counts, times }) => {
    const left = totals.map((total, k) => total - at(counts, k));
    return { times, value: fleissOf(agreements - agreeingPairs(counts), left, units - 1, raters).value };
  });
  const se0 = fleissError(totals, units, raters);
  return { ...withError(value, jackknifeError(without)), observed, expected, test: { se0, z: value / se0 } };
}

/** The share of pairs of raters who agree on a unit. */
function agreeingPairs(counts: readonly number[]): number {
  const raters = sum(counts);
  return sum(counts.map((count) => count * (count - 1))) / (raters * (raters - 1));
}

function fleissOf(agreements: number, totals: readonly number[], units: number, raters: number) {
  if (units === 0) return { observed: null, expected: null, value: null };
  const observed = agreements / units;
  const expected = sum(totals.map((total) => (total / (units * raters)) ** 2));
  const value = 1 - expected < TINY ? null : (observed - expected) / (1 - expected);
  return { observed, expected, value };
}

/** The standard error where the true kappa is 0. At least two categories were given, so it is not 0. */
function fleissError(totals: readonly number[], units: number, raters: number): number {
  const shares = totals.map((total) => total / (units * raters));
  const spread = sum(shares.map((p) => p * (1 - p)));
  const skew = sum(shares.map((p) => p * (1 - p) * (1 - 2 * p)));
  return Math.sqrt((2 * (spread ** 2 - skew)) / (units * raters * (raters - 1))) / spread;
}
