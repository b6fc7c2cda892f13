import {
  cohenKappa,
  gwetAc1,
  kappaTest,
  linearWeights,
  pabak,
  quadraticWeights,
  scottPi,
  type NullTest,
} from './chance-corrected.ts';
import { at, sum, type Table } from './contingency.ts';
import { wilson, type Estimate } from './intervals.ts';
import { landisKoch } from './landis-koch.ts';
import { krippendorffAlpha, unitsOfTable } from './many-raters.ts';
import { biasIndex, prevalenceIndex, specificAgreement } from './specific.ts';

/** Every statistic of two raters, each in one shape. */
export interface Measures {
  /** The share of units on which both said the same, with the interval of Wilson. */
  readonly percent: Estimate;
  readonly kappa: Estimate;
  /** Kappa that counts a maybe as half a disagreement: for more than two categories, which are in order. */
  readonly kappaLinear?: Estimate;
  /** The same with a quarter. */
  readonly kappaQuadratic?: Estimate;
  readonly pabak: Estimate;
  readonly ac1: Estimate;
  readonly pi: Estimate;
  readonly alpha: Estimate;
  /** On the last category, which is that in favour, and on the first. */
  readonly positive: Estimate;
  readonly negative: Estimate;
  readonly prevalence: Estimate;
  readonly bias: Estimate;
}

/** How far two raters agreed: a table, and what follows from it. Values that are not defined are null. */
export interface TwoRaters {
  readonly categories: readonly string[];
  /** Counts: rows the first rater's categories, columns the second's. */
  readonly table: Table;
  readonly n: number;
  readonly observed: number | null;
  /** The share on which Cohen's kappa expects both to agree by chance. */
  readonly expected: number | null;
  /** Cohen's kappa, its standard error and its 95 % interval: the same as in `measures`. */
  readonly kappa: number | null;
  readonly se: number | null;
  readonly ci: readonly [number, number] | null;
  readonly pabak: number | null;
  /** Landis and Koch's word for kappa. */
  readonly word: string | null;
  /** The test of kappa = 0. */
  readonly test: NullTest;
  readonly measures: Measures;
}

/** Measures the agreement of two raters from their table, whose categories go from the least to the most in favour. */
export function twoRaters(table: Table, categories: readonly string[]): TwoRaters {
  const n = sum(table.flat());
  const cohen = cohenKappa(table);
  const { value, se, ci, observed, expected } = cohen;
  const measures = measure(table, n);
  return {
    categories,
    table,
    n,
    observed,
    expected,
    kappa: value,
    se,
    ci,
    pabak: measures.pabak.value,
    word: value === null ? null : landisKoch(value),
    test: kappaTest(table),
    measures,
  };
}

function measure(table: Table, n: number): Measures {
  const size = table.length;
  const agreed = sum(table.map((row, index) => at(row, index)));
  return {
    percent: wilson(agreed, n),
    kappa: estimate(cohenKappa(table)),
    ...(size > 2 && {
      kappaLinear: estimate(cohenKappa(table, linearWeights(size))),
      kappaQuadratic: estimate(cohenKappa(table, quadraticWeights(size))),
    }),
    pabak: estimate(pabak(table)),
    ac1: estimate(gwetAc1(table)),
    pi: estimate(scottPi(table)),
    alpha: krippendorffAlpha(unitsOfTable(table)),
    positive: specificAgreement(table, size - 1),
    negative: specificAgreement(table, 0),
    prevalence: prevalenceIndex(table),
    bias: biasIndex(table),
  };
}

function estimate({ value, se, ci }: Estimate): Estimate {
  return { value, se, ci };
}
