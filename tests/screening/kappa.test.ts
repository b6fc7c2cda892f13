import { describe, expect, it } from 'vitest';
import { cohenKappa } from '../../src/screening/agreement.ts';

/**
 * Tables with published or independently computed values: the example of SAS PROC FREQ (also in the tests of
 * statsmodels), Wikipedia's tables on Cohen's kappa, PMC7222679, Gwet's paradox, and one like a screening.
 */
const ORACLES = [
  {
    name: 'SAS',
    table: [
      [0, 4, 1],
      [0, 8, 0],
      [0, 1, 5],
    ],
    n: 19,
    observed: 0.684211,
    expected: 0.387812,
    kappa: 0.484163,
    se: 0.138014,
    ci: [0.213661, 0.754665],
    pabak: 0.526316,
  },
  {
    name: 'Wikipedia 1',
    table: [
      [20, 5],
      [10, 15],
    ],
    n: 50,
    observed: 0.7,
    expected: 0.5,
    kappa: 0.4,
    se: 0.126996,
    ci: [0.151092, 0.648908],
    pabak: 0.4,
  },
  {
    name: 'Wikipedia 2',
    table: [
      [45, 15],
      [25, 15],
    ],
    n: 100,
    observed: 0.6,
    expected: 0.54,
    kappa: 0.130435,
    se: 0.098662,
    ci: [-0.062938, 0.323808],
    pabak: 0.2,
  },
  {
    name: 'Wikipedia 3',
    table: [
      [25, 35],
      [5, 35],
    ],
    n: 100,
    observed: 0.6,
    expected: 0.46,
    kappa: 0.259259,
    se: 0.07716,
    ci: [0.108029, 0.41049],
    pabak: 0.2,
  },
  {
    name: 'PMC7222679',
    table: [
      [130, 56],
      [9, 5],
    ],
    n: 200,
    observed: 0.675,
    expected: 0.6677,
    kappa: 0.021968,
    se: 0.052083,
    ci: [-0.080113, 0.124049],
    pabak: 0.35,
  },
  {
    name: 'Gwet',
    table: [
      [118, 5],
      [2, 0],
    ],
    n: 125,
    observed: 0.944,
    expected: 0.94528,
    kappa: -0.023392,
    se: 0.012287,
    ci: [-0.047473, 0.00069],
    pabak: 0.888,
  },
  {
    name: 'screening',
    table: [
      [40, 20],
      [30, 910],
    ],
    n: 1000,
    observed: 0.95,
    expected: 0.8784,
    kappa: 0.588816,
    se: 0.052681,
    ci: [0.485563, 0.692069],
    pabak: 0.9,
  },
];

describe('cohenKappa', () => {
  it.each(ORACLES)('$name', ({ table, n, ci, ...values }) => {
    const result = cohenKappa(table);
    expect(result.n).toBe(n);
    for (const [key, value] of Object.entries(values)) {
      if (key !== 'name') expect([key, result[key as 'kappa']]).toEqual([key, expect.closeTo(value as number, 5)]);
    }
    expect(result.ci).toEqual(ci.map((bound) => expect.closeTo(bound, 5) as number));
  });

  it.each([
    [
      'both said one thing throughout',
      [
        [12, 0],
        [0, 0],
      ],
      12,
    ],
    [
      'nothing was voted on',
      [
        [0, 0],
        [0, 0],
      ],
      0,
    ],
  ])('is not defined where %s', (_, table, n) => {
    expect(cohenKappa(table)).toMatchObject({ n, kappa: null, se: null, ci: null });
  });
});
