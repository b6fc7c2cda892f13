import { describe, expect, it } from 'vitest';
import {
  cohenKappa,
  kappaTest,
  linearWeights,
  quadraticWeights,
} from '../../../src/screening/agreement/chance-corrected.ts';
import { at, sum, tabulate } from '../../../src/screening/agreement/contingency.ts';
import { wilson } from '../../../src/screening/agreement/intervals.ts';
import {
  fleissKappa,
  groupUnits,
  krippendorffAlpha,
  nominal,
  ordinal,
  type Difference,
} from '../../../src/screening/agreement/many-raters.ts';
import { twoRaters } from '../../../src/screening/agreement/two-raters.ts';

/**
 * Tables with published or independently computed values: the example of SAS PROC FREQ (also in the tests of
 * statsmodels), Wikipedia's tables on Cohen's kappa, PMC7222679, Gwet's paradox, and one like a screening.
 */
const ORACLES = [
  {
    name: 'SAS',
    table: [[0, 4, 1], [0, 8, 0], [0, 1, 5]],
    n: 19, observed: 0.684211, expected: 0.387812, kappa: 0.484163, se: 0.138014, ci: [0.213661, 0.754665],
    se0: 0.148398, z: 3.262591, pabak: 0.526316, ac1: 0.555988, ac1Se: 0.158846, alpha: 0.467626,
  },
  {
    name: 'Wikipedia 1',
    table: [[20, 5], [10, 15]],
    n: 50, observed: 0.7, expected: 0.5, kappa: 0.4, se: 0.126996, ci: [0.151092, 0.648908],
    se0: 0.138564, z: 2.886751, pabak: 0.4, ac1: 0.405941, ac1Se: 0.130152, alpha: 0.4,
  },
  {
    name: 'Wikipedia 2',
    table: [[45, 15], [25, 15]],
    n: 100, observed: 0.6, expected: 0.54, kappa: 0.130435, se: 0.098662, ci: [-0.062938, 0.323808],
    se0: 0.097608, z: 1.336306, pabak: 0.2, ac1: 0.266055, alpha: 0.125275,
  },
  {
    name: 'Wikipedia 3',
    table: [[25, 35], [5, 35]],
    n: 100, observed: 0.6, expected: 0.46, kappa: 0.259259, se: 0.07716, ci: [0.108029, 0.41049],
    se0: 0.083148, z: 3.118048, pabak: 0.2, ac1: 0.207921, alpha: 0.19596,
  },
  {
    name: 'PMC7222679',
    table: [[130, 56], [9, 5]],
    n: 200, observed: 0.675, expected: 0.6677, kappa: 0.021968, se: 0.052083, ci: [-0.080113, 0.124049],
    se0: 0.049994, z: 0.439415, pabak: 0.35, ac1: 0.532584, alpha: -0.064,
  },
  {
    name: 'Gwet',
    table: [[118, 5], [2, 0]],
    n: 125, observed: 0.944, expected: 0.94528, kappa: -0.023392, se: 0.012287, ci: [-0.047473, 0.00069],
    se0: 0.080381, z: -0.291013, pabak: 0.888, ac1: 0.940776, ac1Se: 0.022965, alpha: -0.024691,
  },
  {
    name: 'screening',
    table: [[40, 20], [30, 910]],
    n: 1000, observed: 0.95, expected: 0.8784, kappa: 0.588816, se: 0.052681, ci: [0.485563, 0.692069],
    se0: 0.031516, z: 18.683274, pabak: 0.9, ac1: 0.943082, ac1Se: 0.008231, alpha: 0.588852,
  },
] as const; // prettier-ignore

/** Six digits after the point, as the oracles are written. */
const near = (value: number | null | undefined, wanted: number) =>
  expect(Math.abs((value ?? NaN) - wanted), `${value} for ${wanted}`).toBeLessThanOrEqual(0.5000001e-6);

describe('two raters', () => {
  it.each(ORACLES)('$name', (oracle) => {
    const result = twoRaters(oracle.table, oracle.table.map(String));
    const { measures } = result;
    expect(result.n).toBe(oracle.n);
    near(result.observed, oracle.observed);
    near(result.expected, oracle.expected);
    near(result.kappa, oracle.kappa);
    near(result.se, oracle.se);
    near(result.ci?.[0], oracle.ci[0]);
    near(result.ci?.[1], oracle.ci[1]);
    near(result.test.se0, oracle.se0);
    near(result.test.z, oracle.z);
    near(result.pabak, oracle.pabak);
    near(measures.ac1.value, oracle.ac1);
    if ('ac1Se' in oracle) near(measures.ac1.se, oracle.ac1Se);
    near(measures.alpha.value, oracle.alpha);
    expect(measures.kappa).toEqual({ value: result.kappa, se: result.se, ci: result.ci });
  });

  it('positive and negative agreement, prevalence: the screening table with the first category in favour', () => {
    const turned = [[910, 30], [20, 40]]; // prettier-ignore
    const { measures } = twoRaters(turned, ['exclude', 'include']);
    near(measures.positive.value, 0.615385);
    near(measures.negative.value, 0.973262);
    near(measures.prevalence.value, -0.87);
    // The second rater included ten more of a thousand than the first... who excluded 940.
    near(measures.bias.value, -0.01);
    // (b − c) / n with the variance of a difference of two shares of one multinomial.
    near(measures.bias.se, Math.sqrt((0.05 - 0.01 ** 2) / 1000));
  });

  it('weighted kappa: the SAS example, as SAS prints it to four digits', () => {
    const table = ORACLES[0].table;
    const linear = cohenKappa(table, linearWeights(3));
    const test = kappaTest(table, linearWeights(3));
    const got = [linear.value, linear.se, linear.ci?.[0], linear.ci?.[1], test.se0, test.z];
    expect(got.map((value) => value?.toFixed(4))).toEqual(['0.4701', '0.1457', '0.1845', '0.7558', '0.1426', '3.2971']);
    const quadratic = cohenKappa(table, quadraticWeights(3));
    const { se0 } = kappaTest(table, quadraticWeights(3));
    expect([quadratic.value, quadratic.se, se0].map((value) => value?.toFixed(4))).toEqual([
      '0.4502',
      '0.1922',
      '0.1879',
    ]);
  });

  it('the example of scikit-learn', () => {
    const first = ['neg', 'pos', 'neg', 'neutral', 'pos'];
    const second = ['neg', 'pos', 'neg', 'neutral', 'neg'];
    const table = tabulate(
      first.map((word, index) => [word, second[index] ?? ''] as const),
      ['neg', 'neutral', 'pos'],
    );
    near(cohenKappa(table).value, 0.6875);
  });

  it('the anxiety data of the R package irr, raters 2 and 3', () => {
    const second = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4];
    const third = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2];
    // irr leaves out 5, which neither gave.
    const table = tabulate(
      second.map((level, index) => [`${level}`, `${third[index]}`] as const),
      ['1', '2', '3', '4', '6'],
    );
    const printed = (value: number | null, test: { readonly z: number | null }) => [
      value?.toPrecision(7),
      test.z?.toPrecision(6),
    ];
    expect(printed(cohenKappa(table).value, kappaTest(table))).toEqual(['-0.006289308', '-0.0604067']);
    const linear = linearWeights(5);
    expect(printed(cohenKappa(table, linear).value, kappaTest(table, linear))).toEqual(['0.1459075', '1.28247']);
    const quadratic = quadraticWeights(5);
    expect(printed(cohenKappa(table, quadratic).value, kappaTest(table, quadratic))).toEqual(['0.2520325', '1.43745']);
  });

  it('the interval of Wilson: Newcombe 1998, Statistics in Medicine 17:857–872, table I', () => {
    const printed = (successes: number, n: number) => wilson(successes, n).ci?.map((bound) => bound.toFixed(4));
    expect(printed(81, 263)).toEqual(['0.2553', '0.3662']);
    expect(printed(15, 148)).toEqual(['0.0624', '0.1605']);
    expect(printed(0, 20)).toEqual(['0.0000', '0.1611']);
    expect(printed(1, 29)).toEqual(['0.0061', '0.1718']);
  });
});

describe('more raters', () => {
  const NONE = NaN;
  /** Krippendorff's reliability data: twelve units, four raters each. */
  const UNITS = [
    [1, 1, NONE, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [NONE, 5, 5, 5], [NONE, NONE, 1, 1], [NONE, NONE, 3, NONE],
  ]; // prettier-ignore
  const counted = UNITS.map((unit) => [1, 2, 3, 4, 5].map((value) => unit.filter((said) => said === value).length));
  const interval: Difference = (a, b) => (a - b) ** 2;
  const ratio: Difference = (a, b) => ((a - b) / (a + b + 2)) ** 2;

  it.each([
    ['nominal', nominal, 0.743421],
    ['ordinal', ordinal, 0.815388],
    ['interval', interval, 0.849107],
    ['ratio', ratio, 0.797403],
  ] as const)('Krippendorff’s alpha, %s', (_, difference, wanted) => {
    near(krippendorffAlpha(groupUnits(counted), difference).value, wanted);
  });

  it('Fleiss’ kappa: Wikipedia’s ten units of fourteen raters', () => {
    const table = [
      [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]; // prettier-ignore
    const { value, observed, expected } = fleissKappa(groupUnits(table));
    expect([value, observed, expected].map((share) => share?.toFixed(3))).toEqual(['0.210', '0.378', '0.213']);
  });

  it('Fleiss’ kappa: thirty patients, six psychiatrists (Fleiss 1971), as irr prints it', () => {
    const patients = `
      444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445
      333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555`;
    const counts = patients
      .trim()
      .split(/\s+/)
      .map((unit) => ['1', '2', '3', '4', '5'].map((digit) => unit.split(digit).length - 1));
    // The totals that Fleiss gives: a slip in the digits above would show.
    expect([0, 1, 2, 3, 4].map((k) => sum(counts.map((unit) => at(unit, k))))).toEqual([26, 26, 30, 55, 43]);
    const { value, test } = fleissKappa(groupUnits(counts));
    expect([value?.toPrecision(7), test.z?.toPrecision(7)]).toEqual(['0.4302445', '17.65183']);
  });
});
