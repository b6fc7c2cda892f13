import { at, sharesOf, square, sum, sumCells, type Shares, type Table, type Weights } from './contingency.ts';
import { deltaError, TINY, UNDEFINED, withError, type Estimate } from './intervals.ts';

/** What a coefficient expects by chance, and how that changes with each cell's share. */
interface Chance {
  readonly expected: number;
  readonly gradient: Table;
}

/** A chance-corrected coefficient with the two shares that it is made of. */
export interface ChanceCorrected extends Estimate {
  /** The (weighted) share of units on which both agree. */
  readonly observed: number | null;
  readonly expected: number | null;
}

/** Only the same is the same. */
export function identity(size: number): Weights {
  return square(size, (i, j) => (i === j ? 1 : 0));
}

/** Disagreement grows with the distance of the categories (Cicchetti and Allison 1971, American Journal of EEG Technology 11:101–109). */
export function linearWeights(size: number): Weights {
  return square(size, (i, j) => 1 - Math.abs(i - j) / Math.max(1, size - 1));
}

/** Disagreement grows with the square of it (Fleiss and Cohen 1973, Educational and Psychological Measurement 33:613–619). */
export function quadraticWeights(size: number): Weights {
  return square(size, (i, j) => 1 - ((i - j) / Math.max(1, size - 1)) ** 2);
}

/**
 * Cohen's kappa: chance is the product of both raters' own shares (Cohen 1960, "A coefficient of agreement for nominal
 * scales", Educational and Psychological Measurement 20:37–46; weighted: Cohen 1968, Psychological Bulletin 70:213–220).
 * Its standard error is that of Fleiss, Cohen and Everitt (1969), "Large sample standard errors of kappa and weighted
 * kappa", Psychological Bulletin 72:323–327. Not defined where chance alone explains all agreement.
 */
export function cohenKappa(table: Table, weights: Weights = identity(table.length)): ChanceCorrected {
  return corrected(table, weights, (shares) => {
    const means = meanWeights(shares, weights);
    return {
      expected: means.expected,
      gradient: square(shares.size, (i, j) => at(means.rows, i) + at(means.columns, j)),
    };
  });
}

/**
 * Scott's pi: chance is that of one common distribution, the mean of both raters' shares (Scott 1955, "Reliability of
 * content analysis: the case of nominal scale coding", Public Opinion Quarterly 19:321–325).
 */
export function scottPi(table: Table): ChanceCorrected {
  return corrected(table, identity(table.length), (shares) => {
    const mean = meanShares(shares);
    return {
      expected: sum(mean.map((share) => share ** 2)),
      gradient: square(shares.size, (i, j) => at(mean, i) + at(mean, j)),
    };
  });
}

/**
 * Gwet's AC1, in which chance is at most 1 / K: it stays near the observed agreement where one category is rare (Gwet
 * 2008, "Computing inter-rater reliability and its variance in the presence of high agreement", British Journal of
 * Mathematical and Statistical Psychology 61:29–48).
 */
export function gwetAc1(table: Table): ChanceCorrected {
  return corrected(table, identity(table.length), (shares) => {
    const mean = meanShares(shares);
    const others = Math.max(1, shares.size - 1);
    return {
      expected: sum(mean.map((share) => share * (1 - share))) / others,
      gradient: square(shares.size, (i, j) => (1 - at(mean, i) - at(mean, j)) / others),
    };
  });
}

/**
 * The prevalence- and bias-adjusted kappa: chance is 1 / K, as if all categories were equally common (Byrt, Bishop and
 * Carlin 1993, "Bias, prevalence and kappa", Journal of Clinical Epidemiology 46:423–429; for more than two categories it
 * is the S of Bennett, Alpert and Goldstein 1954, Public Opinion Quarterly 18:303–308).
 */
export function pabak(table: Table): ChanceCorrected {
  return corrected(table, identity(table.length), ({ size }) => ({
    expected: 1 / size,
    gradient: square(size, () => 0),
  }));
}

/** How far kappa is from what it would be by chance. */
export interface NullTest {
  /** The standard error where the true kappa is 0. */
  readonly se0: number | null;
  readonly z: number | null;
}

/** The test of kappa = 0 of Fleiss, Cohen and Everitt (1969), which SAS and R's irr print. */
export function kappaTest(table: Table, weights: Weights = identity(table.length)): NullTest {
  const { value } = cohenKappa(table, weights);
  const shares = sharesOf(table);
  if (value === null || !shares) return { se0: null, z: null };
  const means = meanWeights(shares, weights);
  const { expected } = means;
  const spread = sumCells(
    square(shares.size, (i, j) => at(shares.rows, i) * at(shares.columns, j)),
    (chance, i, j) => chance * (at(weights[i], j) - at(means.rows, i) - at(means.columns, j)) ** 2,
  );
  const se0 = Math.sqrt(Math.max(0, spread - expected ** 2) / shares.n) / (1 - expected);
  // Where one rater said one thing throughout there is no spread to test against.
  return se0 < TINY ? { se0: null, z: null } : { se0, z: value / se0 };
}

/** For each category of the one rater, the weight that is expected from how the other judges. */
function meanWeights({ size, rows, columns }: Shares, weights: Weights) {
  const indices = Array.from({ length: size }, (_, index) => index);
  const byRow = indices.map((i) => sum(indices.map((j) => at(columns, j) * at(weights[i], j))));
  const byColumn = indices.map((j) => sum(indices.map((i) => at(rows, i) * at(weights[i], j))));
  return { rows: byRow, columns: byColumn, expected: sum(indices.map((i) => at(rows, i) * at(byRow, i))) };
}

function meanShares({ rows, columns }: Shares): number[] {
  return rows.map((share, index) => (share + at(columns, index)) / 2);
}

/**
 * (p_o − p_e) / (1 − p_e), with its standard error by the delta method. For Cohen's kappa that is exactly the error of
 * Fleiss, Cohen and Everitt; for AC1 it is Gwet's, over n.
 */
function corrected(table: Table, weights: Weights, chance: (shares: Shares) => Chance): ChanceCorrected {
  const shares = sharesOf(table);
  if (!shares) return { ...UNDEFINED, observed: null, expected: null };
  // From the counts, so that full agreement is 1 exactly.
  const observed = sumCells(table, (count, i, j) => count * at(weights[i], j)) / shares.n;
  const { expected, gradient } = chance(shares);
  if (1 - expected < TINY) return { ...UNDEFINED, observed, expected };
  const value = (observed - expected) / (1 - expected);
  const slopes = square(shares.size, (i, j) => (at(weights[i], j) - (1 - value) * at(gradient[i], j)) / (1 - expected));
  return { observed, expected, ...withError(value, deltaError(shares, slopes)) };
}
