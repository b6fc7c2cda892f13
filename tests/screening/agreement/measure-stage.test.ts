import { describe, expect, it } from 'vitest';
import { landisKoch } from '../../../src/screening/agreement/landis-koch.ts';
import { measureStage, roundsIn } from '../../../src/screening/agreement/measure-stage.ts';
import type { Protocol } from '../../../src/model/protocol.ts';
import { heldBack, type StageOutcome } from '../../../src/screening/outcomes.ts';
import { outcome, protocolWith, ruling, votes } from '../lines.ts';

const STAGE = 'title-abstract';
const THREE = { reviewers: ['A', 'B', 'C'], adjudicators: ['D'] };

/** The outcomes of reports whose votes are given in shorthand, each in a round, cast in their order. */
function screened(
  protocol: Protocol,
  ...reports: readonly (readonly [text: string, round?: string])[]
): StageOutcome[] {
  const outcomes = reports.map(([text, round = 'all'], index) => {
    const later = new Date(Date.UTC(2025, 3, 1) + index * 3_600_000).toISOString().slice(0, 14);
    const lines = votes(text).map((line) => ({ ...line, round, at: later + line.at.slice(14) }));
    return { ...outcome(lines, { protocol }), report: `s-${index + 1}` };
  });
  const held = heldBack(outcomes, protocol, STAGE);
  return outcomes.map((item) => held.find(({ report }) => report === item.report) ?? item);
}

const measured = (protocol: Protocol, outcomes: readonly StageOutcome[], round?: string) =>
  measureStage(outcomes, protocol.stages[STAGE], round);
const times = (n: number, text: string, round?: string) =>
  Array.from({ length: n }, () => (round === undefined ? ([text] as const) : ([text, round] as const)));

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

describe('pilot rounds', () => {
  const protocol = protocolWith();
  const outcomes = screened(
    protocol,
    ['A:i B:x', 'pilot-1'],
    ['A:i B:i', 'pilot-2'],
    ['A:x B:x'],
    ['A:i B:i'],
    ['A:i'],
  );

  it('are left out of the agreement of the stage, which says how many reports that are', () => {
    const all = measured(protocol, outcomes);
    expect(all).toMatchObject({ round: null, reports: 2, leftOut: { pilot: 2, withheld: 0 } });
    expect(all.pairs[0]).toMatchObject({ n: 2, observed: 1 });
    expect(all.pilots).toMatchObject([
      { round: 'pilot-1', reports: 1, pairs: [{ n: 1, percent: { value: 0 } }] },
      { round: 'pilot-2', reports: 1, pairs: [{ n: 1, percent: { value: 1 } }] },
    ]);
    expect(all.consensus.map(({ reviewer, n }) => [reviewer, n])).toEqual([['A', 2], ['B', 2]]); // prettier-ignore
  });

  it('stand alone where one is asked for', () => {
    const one = measured(protocol, outcomes, 'pilot-1');
    expect(one).toMatchObject({ round: 'pilot-1', reports: 1, leftOut: { pilot: 0 }, pairs: [{ n: 1 }], pilots: [] });
    expect(roundsIn(outcomes)).toEqual(['all', 'pilot-1', 'pilot-2']);
  });

  it('take a report with them on which one first vote of several is of a pilot', () => {
    const lines = votes('A:i B:x').map((line) => ({ ...line, round: line.person === 'A' ? 'pilot-1' : 'all' }));
    const mixed = outcome(lines);
    expect(measured(protocol, [mixed])).toMatchObject({ reports: 0, leftOut: { pilot: 1 } });
  });
});

describe('conflicts that are told when the round is complete', () => {
  const protocol = protocolWith({ conflicts: 'when-round-complete' });

  it('keep all of the agreement back: that on the rest would be full agreement', () => {
    const outcomes = screened(protocol, ['A:i B:x'], ['A:i B:i'], ['A:i']);
    const held = measured(protocol, outcomes);
    expect(held).toMatchObject({ reports: 0, leftOut: { withheld: 2 }, pairs: [{ n: 0, kappa: null }] });
    expect(held.consensus.map(({ n }) => n)).toEqual([0, 0]);
  });

  it('keep it back even where there is none yet: what changes later would tell of the first one', () => {
    expect(measured(protocol, screened(protocol, ['A:i B:i'], [''])).leftOut.withheld).toBe(1);
  });

  it('tell it when all votes are in', () => {
    expect(measured(protocol, screened(protocol, ['A:i B:x'], ['A:i B:i']))).toMatchObject({ reports: 2, leftOut: { withheld: 0 } }); // prettier-ignore
  });
});

describe('more than two reviewers', () => {
  it('are measured together, each pair on the reports that it shares', () => {
    const protocol = protocolWith(THREE);
    const { many, pairs } = measured(protocol, screened(protocol, ['A:i B:i'], ['A:x C:i'], ['B:x C:x'], ['B:x C:x']));
    expect(pairs.map(({ n }) => n)).toEqual([1, 1, 2]);
    expect(many).toMatchObject({ n: 4, fleiss: { n: 4, raters: 2 } });
    // Of eight votes three are include, and one report of four is disputed.
    expect(many?.alpha.value).toBeCloseTo(1 - (7 * 2) / (2 * 3 * 5), 12);
  });

  it('Fleiss is on the reports with the number of votes that most have, alpha on all', () => {
    const protocol = protocolWith({ ...THREE, votes: 3 });
    const two = protocolWith(THREE);
    const outcomes = [
      ...screened(protocol, ['A:i B:i C:m'], ['A:x B:x C:x'], ['A:i B:x C:x']),
      ...screened(two, ['A:i B:i'], ['B:x C:i']),
    ];
    expect(measured(protocol, outcomes).many).toMatchObject({
      categories: ['exclude', 'maybe', 'include'],
      n: 5,
      fleiss: { n: 3, raters: 3 },
      routed: { categories: ['stop', 'pass'], n: 5 },
    });
    expect(measured(protocol, outcomes).many?.alphaOrdinal?.value).not.toBeNull();
    expect(measured(protocolWith(), screened(protocolWith(), ['A:i B:i'])).many).toBeNull();
  });
});

describe('a reviewer against the outcome', () => {
  it('counts first votes, routed, on reports that are decided', () => {
    const protocol = protocolWith();
    const decided = outcome('A:x B:m', { resolutions: [ruling('C', 'adjudication', 'include', 'A=exclude|B=maybe')] });
    const revised = outcome('A:i B:x A!:x', { resolutions: [ruling('C', 'adjudication', 'exclude', 'A=exclude|B=exclude')] }); // prettier-ignore
    const outcomes = [
      decided,
      revised,
      ...screened(protocol, ...times(3, 'A:x B:x'), ['A:i B:i'], ['A:i B:x'], ['A:i']),
    ];
    const [a, b] = measured(protocol, outcomes).consensus;
    expect(a).toMatchObject({ reviewer: 'A', n: 6, truePositive: 1, missed: 1, falsePositive: 1, trueNegative: 3 });
    expect(b).toMatchObject({ reviewer: 'B', n: 6, truePositive: 2, missed: 0, falsePositive: 0, trueNegative: 4 });
    expect([a?.sensitivity.value, a?.specificity.value, a?.precision.value]).toEqual([0.5, 0.75, 0.5]);
    expect(b?.sensitivity.ci?.[1]).toBe(1);
  });

  it('leaves out a maybe that makes a conflict, and says how many; a rate of none is not defined', () => {
    const protocol = protocolWith({ maybe: 'conflict' });
    const settled = outcome('A:m B:x', { protocol, resolutions: [ruling('C', 'adjudication', 'exclude', 'A=maybe|B=exclude')] }); // prettier-ignore
    const [a] = measured(protocol, [settled]).consensus;
    expect(a).toMatchObject({ n: 0, unsure: 1, sensitivity: { value: null, ci: null }, specificity: { value: null } });
  });
});

describe('over time', () => {
  const protocol = protocolWith();

  it('needs fifty reports for two blocks, and has at most ten', () => {
    const blocks = (n: number) => measured(protocol, screened(protocol, ...times(n, 'A:i B:i'))).pairs[0]?.overTime;
    expect(blocks(49)).toEqual([]);
    expect(blocks(50)?.map(({ from, to, n }) => [from, to, n])).toEqual([[1, 25, 25], [26, 50, 25]]); // prettier-ignore
    expect(blocks(303)).toHaveLength(10);
    expect(blocks(303)?.at(-1)).toMatchObject({ to: 303, kappa: { value: null } });
  });

  it('is in the order in which the votes came, whatever that of the reports is', () => {
    const outcomes = screened(protocol, ...times(30, 'A:i B:x'), ...times(30, 'A:x B:x'));
    const forth = measured(protocol, outcomes).pairs[0]?.overTime;
    expect(forth?.map(({ percent }) => percent.value)).toEqual([0, 1]);
    expect(measured(protocol, [...outcomes].reverse()).pairs[0]?.overTime).toEqual(forth);
  });
});

it.each([
  [-0.01, 'poor'],
  [-1e-15, 'slight'],
  [0.4 + 1e-15, 'fair'],
  [0, 'slight'],
  [0.2, 'slight'],
  [0.21, 'fair'],
  [0.4, 'fair'],
  [0.6, 'moderate'],
  [0.8, 'substantial'],
  [0.81, 'almost perfect'],
  [1, 'almost perfect'],
])('landisKoch(%d) is %s', (kappa, words) => expect(landisKoch(kappa)).toBe(words));
