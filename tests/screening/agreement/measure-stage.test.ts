import { describe, expect, it } from 'vitest';
import { landisKoch } from '../../../src/screening/agreement/landis-koch.ts';
import { measureStage } from '../../../src/screening/agreement/measure-stage.ts';
import { outcome, protocolWith } from '../lines.ts';

describe('a pair of reviewers', () => {
  const pairOf = (lines: readonly string[], protocol = protocolWith()) =>
    measureStage(
      lines.map((text) => outcome(text, { protocol })),
      protocol.stages['title-abstract'],
    ).pairs[0];

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
    const { pairs } = measureStage(outcomes, protocol.stages['title-abstract']);
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
