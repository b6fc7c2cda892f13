import { at, sharesOf, square, type Table } from './contingency.ts';
import { deltaError, UNDEFINED, withError, type Estimate } from './intervals.ts';

/**
 * The agreement on one category: of the times that somebody said it, the share in which the other said so too. Of the
 * category in favour it is positive, of that against negative agreement (Cicchetti and Feinstein 1990, "High agreement
 * but low kappa: II. Resolving the paradoxes", Journal of Clinical Epidemiology 43:551–558). Not defined where nobody
 * said it.
 */
export function specificAgreement(table: Table, category: number): Estimate {
  const shares = sharesOf(table);
  const said = at(shares?.rows, category) + at(shares?.columns, category);
  if (!shares || said === 0) return UNDEFINED;
  const value = (2 * at(shares.cells[category], category)) / said;
  const slopes = square(shares.size, (i, j) => {
    const [first, second] = [i === category ? 1 : 0, j === category ? 1 : 0];
    return (2 * first * second - value * (first + second)) / said;
  });
  return withError(value, deltaError(shares, slopes));
}

/**
 * By how much more often both said the last of two categories than both said the first, as a share of all: far from 0,
 * kappa is low (Byrt and others 1993). Defined for two categories.
 */
export function prevalenceIndex(table: Table): Estimate {
  return contrast(table, (i, j) => (i === 1 && j === 1 ? 1 : i === 0 && j === 0 ? -1 : 0));
}

/** By how much more often the first rater than the second said the last of two categories (Byrt and others 1993). */
export function biasIndex(table: Table): Estimate {
  return contrast(table, (i, j) => i - j);
}

function contrast(table: Table, sign: (row: number, column: number) => number): Estimate {
  const shares = sharesOf(table);
  if (!shares || shares.size !== 2) return UNDEFINED;
  const signs = square(2, sign);
  let value = 0;
  shares.cells.forEach((row, i) => row.forEach((share, j) => (value += share * at(signs[i], j))));
  return withError(value, deltaError(shares, signs));
}
