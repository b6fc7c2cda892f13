import { describe, expect, it } from 'vitest';
import { agreementOf, cohenKappa, landisKoch } from '../../src/screening/agreement.ts';
import { outcome, protocolWith } from './lines.ts';

describe('cohenKappa', () => {
  // The first table: SAS and statsmodels; 2 to 4: Wikipedia; 5: PMC7222679; 6: Gwet's paradox; 7: as in screening.
  it.each([
    [
      [
        [0, 4, 1],
        [0, 8, 0],
        [0, 1, 5],
      ],
      19,
      0.684211,
      0.387812,
      0.484163,
      0.138014,
      0.213661,
      0.754665,
      0.526316,
    ],
    [
      [
        [20, 5],
        [10, 15],
      ],
      50,
      0.7,
      0.5,
      0.4,
      0.126996,
      0.151092,
      0.648908,
      0.4,
    ],
    [
      [
        [45, 15],
        [25, 15],
      ],
      100,
      0.6,
      0.54,
      0.130435,
      0.098662,
      -0.062938,
      0.323808,
      0.2,
    ],
    [
      [
        [25, 35],
        [5, 35],
      ],
      100,
      0.6,
      0.46,
      0.259259,
      0.07716,
      0.108029,
      0.41049,
      0.2,
    ],
    [
      [
        [130, 56],
        [9, 5],
      ],
      200,
      0.675,
      0.6677,
      0.021968,
      0.052083,
      -0.080113,
      0.124049,
      0.35,
    ],
    [
      [
        [118, 5],
        [2, 0],
      ],
      125,
      0.944,
      0.94528,
      -0.023392,
      0.012287,
      -0.047473,
      0.00069,
      0.888,
    ],
    [
      [
        [40, 20],
        [30, 910],
      ],
      1000,
      0.95,
      0.8784,
      0.588816,
      0.052681,
      0.485563,
      0.692069,
      0.9,
    ],
  ])('%j', (table, n, observed, expected, kappa, se, low, high, pabak) => {
    const got = cohenKappa(table);
    expect(got.n).toBe(n);
    const values = [got.observed, got.expected, got.kappa, got.se, got.ci?.[0], got.ci?.[1], got.pabak];
    const wanted = [observed, expected, kappa, se, low, high, pabak];
    values.forEach((value, index) => expect(value).toBeCloseTo(wanted[index] ?? NaN, 5));
  });

  it('is the same from the side of the other rater', () => {
    const table = [[45, 15], [25, 15]]; // prettier-ignore
    const turned = [[45, 25], [15, 15]]; // prettier-ignore
    const [a, b] = [cohenKappa(table), cohenKappa(turned)];
    expect(a.kappa).toBeCloseTo(b.kappa ?? NaN, 12);
    expect(a.se).toBeCloseTo(b.se ?? NaN, 12);
  });

  it('is 1 with no error where both always agree and use both categories', () => {
    expect(cohenKappa([[3, 0], [0, 7]])).toMatchObject({ observed: 1, kappa: 1, se: 0, ci: [1, 1], pabak: 1 }); // prettier-ignore
  });

  it('is undefined, not 1 or 0, where chance explains all agreement', () => {
    expect(cohenKappa([[9, 0], [0, 0]])).toEqual({ n: 9, observed: 1, expected: 1, kappa: null, se: null, ci: null, pabak: 1 }); // prettier-ignore
  });

  it('is undefined on nothing', () => {
    expect(cohenKappa([[0, 0], [0, 0]])).toEqual({ n: 0, observed: null, expected: null, kappa: null, se: null, ci: null, pabak: null }); // prettier-ignore
  });
});

describe('agreementOf', () => {
  const pairOf = (lines: readonly string[], protocol = protocolWith()) =>
    agreementOf(
      lines.map((text) => outcome(text, { protocol })),
      protocol.stages['title-abstract'],
    )[0];

  it('counts rows by the first reviewer, columns by the second', () => {
    const pair = pairOf(['A:x B:x', 'A:x B:i', 'A:x B:i', 'B:i A:i']);
    expect(pair).toMatchObject({ reviewers: ['A', 'B'], categories: ['exclude', 'include'], n: 4 });
    expect(pair?.table).toEqual([[1, 2], [0, 1]]); // prettier-ignore
  });

  it('is on first votes: a revision does not change it, a vote changed blindly does', () => {
    expect(pairOf(['A:i B:x A!:x'])?.table).toEqual([[0, 0], [1, 0]]); // prettier-ignore
    expect(pairOf(['A:i A:x B:x'])?.table).toEqual([[1, 0], [0, 0]]); // prettier-ignore
    expect(pairOf(['A:i A- A:x B:x'])?.table).toEqual([[1, 0], [0, 0]]); // prettier-ignore
  });

  it('keeps the first vote of one who withdrew it after all were in, and revised', () => {
    expect(pairOf(['A:i B:x A- A!:x'])?.table).toEqual([[0, 0], [1, 0]]); // prettier-ignore
  });

  it('leaves out reports whose votes were never all in', () => {
    expect(pairOf(['A:i', 'B:x', 'A:i A- B:x', ''])?.n).toBe(0);
    const three = protocolWith({ reviewers: ['A', 'B', 'C'], adjudicators: ['D'], votes: 3 });
    expect(pairOf(['A:i B:x', 'A:i B:x C:i'], three)?.n).toBe(1);
  });

  it('keeps a report whose votes were in before one of them was withdrawn and cast anew', () => {
    expect(pairOf(['A:i B:i A- A!:i'])?.n).toBe(1);
  });

  it('has maybe as a category of its own, and routed as what it does', () => {
    const lines = ['A:m B:i', 'A:x B:m', 'A:x B:x'];
    const pair = pairOf(lines);
    expect(pair?.categories).toEqual(['exclude', 'maybe', 'include']);
    expect(pair?.table).toEqual([[1, 1, 0], [0, 0, 1], [0, 0, 0]]); // prettier-ignore
    expect(pair?.routed).toMatchObject({ categories: ['stop', 'pass'], table: [[1, 1], [0, 1]] }); // prettier-ignore
    const asConflict = pairOf(lines, protocolWith({ maybe: 'conflict' }));
    expect(asConflict?.routed.categories).toEqual(['stop', 'unsure', 'pass']);
    expect(asConflict?.routed.table).toEqual([[1, 1, 0], [0, 0, 1], [0, 0, 0]]); // prettier-ignore
  });

  it('has a row for each pair where more people vote than votes are asked for', () => {
    const protocol = protocolWith({ reviewers: ['A', 'B', 'C'], adjudicators: ['D'] });
    const outcomes = ['A:i B:i', 'C:x B:x', 'A:x C:i'].map((text) => outcome(text, { protocol }));
    const pairs = agreementOf(outcomes, protocol.stages['title-abstract']);
    expect(pairs.map((pair) => [...pair.reviewers, pair.n])).toEqual([['A', 'B', 1], ['A', 'C', 1], ['B', 'C', 1]]); // prettier-ignore
  });
});

it.each([
  [-0.01, 'poor'],
  [0, 'slight'],
  [0.2, 'slight'],
  [0.21, 'fair'],
  [0.4, 'fair'],
  [0.6, 'moderate'],
  [0.8, 'substantial'],
  [0.81, 'almost perfect'],
  [1, 'almost perfect'],
])('landisKoch(%d) is %s', (kappa, words) => expect(landisKoch(kappa)).toBe(words));
