import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIdRanges, writeIdRanges } from '../../src/model/id-ranges.ts';
import type { VoteLine } from '../../src/model/ledgers.ts';
import { RoundsSchema, type Round } from '../../src/model/rounds.ts';
import type { StageOutcome } from '../../src/screening/outcomes.ts';
import { outcomeOf } from '../../src/screening/outcomes.ts';
import { planHandover, planPilot, planSplit, type StageToPlan } from '../../src/screening/plan-rounds.ts';
import { assignmentsOf } from '../../src/screening/rounds.ts';
import { linesOn, validResolutions, validVotes } from '../../src/screening/validate.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { at, protocolWith, reportsOf, votes } from './lines.ts';

const STAGE = 'title-abstract';

/** Where the stage stands on four reports by these rounds and votes. */
function stage(protocol: Protocol, rounds: readonly Round[], cast: readonly VoteLine[] | string = ''): StageToPlan {
  const reports = reportsOf();
  const lines = typeof cast === 'string' ? votes(cast) : cast;
  const assignments = assignmentsOf(rounds, protocol, STAGE);
  const valid = validVotes(lines, protocol, STAGE, reports);
  const rulings = validResolutions([], protocol, STAGE, reports);
  const outcomes = reports.all.map((report) =>
    outcomeOf(report.id, linesOn(report, valid, rulings, assignments), protocol, STAGE),
  );
  return { stage: STAGE, protocol, rounds, outcomes: new Map(outcomes.map((item) => [item.report, item])) };
}
const on = (plan: StageToPlan, report = 's-1'): StageOutcome => {
  const found = plan.outcomes.get(report);
  if (!found) throw new Error(report);
  return found;
};
const round = (name: string, minute: number, groups: Round['groups'], more: Partial<Round> = {}): Round => ({
  name,
  protocol: 1,
  seed: 1,
  at: at(minute),
  groups,
  ...more,
});
const AB = { people: ['A', 'B'], reports: 's-1..2' };

describe('rounds', () => {
  it('say who reads a report, and no others are asked', () => {
    const protocol = protocolWith({ reviewers: ['A', 'B', 'C'], adjudicators: [] });
    const plan = stage(protocol, [round('split-1', 0, [AB])]);
    expect(on(plan).votes).toMatchObject({ asked: ['A', 'B'], openSeats: 0 });
    expect(on(plan)).toMatchObject({ round: 'split-1', isAssigned: true });
    expect(on(plan, 's-3')).toMatchObject({ round: 'all', isAssigned: false });
  });

  it('do not exchange who has voted, whatever a merge brings', () => {
    const protocol = protocolWith({ reviewers: ['A', 'B', 'C'], adjudicators: [] });
    const handover = round('handover-1', 1, [{ people: ['A', 'C'], reports: 's-1..2' }], { from: 'B' });
    const rounds = [round('split-1', 0, [AB]), handover];
    expect(on(stage(protocol, rounds)).votes.asked).toEqual(['A', 'C']);
    expect(on(stage(protocol, rounds, 'A:i')).votes.asked).toEqual(['A', 'C']);
    expect(on(stage(protocol, rounds, 'A:i B:i'))).toMatchObject({ outcome: 'included', round: 'split-1' });
  });

  it('ask for fewer votes where people have left and nobody can take their seats', () => {
    const pilot = round('pilot-1', 0, [{ people: ['A', 'B', 'C'], reports: 's-1' }]);
    const without = protocolWith({ reviewers: ['A', 'B'], adjudicators: [] });
    expect(on(stage(without, [pilot], 'A:i B:i')).outcome).toBe('included');
    const others = protocolWith({ reviewers: ['A', 'B', 'D'], adjudicators: [] });
    expect(on(stage(others, [pilot], 'A:i B:i')).votes).toMatchObject({ asked: ['A', 'B'], openSeats: 1 });
  });

  it('of a pilot are over with its criteria, and so is who took its reports over', () => {
    const amended: Protocol = {
      ...protocolWith({ reviewers: ['A', 'B', 'D'], adjudicators: [] }),
      protocol: 2,
      amendments: [{ protocol: 2, date: '2025-03-02', by: 'A', why: 'x', affects: ['title-abstract:pilot'] }],
    };
    const pilot = round('pilot-1', 0, [{ people: ['A', 'B', 'D'], reports: 's-1' }]);
    const handover = round('handover-1', 1, [{ people: ['A', 'B'], reports: 's-1' }], { from: 'D' });
    expect(on(stage(amended, [pilot, handover]))).toMatchObject({ round: 'all', isAssigned: false });
    const before = { ...amended, protocol: 1, amendments: [] };
    expect(on(stage(before, [pilot, handover]))).toMatchObject({ round: 'pilot-1', isAssigned: true });
  });

  it('that name somebody twice, or have no name of a round, are refused', () => {
    const bad = [round('split-1', 0, [{ people: ['A', 'A'], reports: 's-1' }]), { ...round('x', 0, [AB]) }];
    expect(bad.map((item) => RoundsSchema.safeParse([item]).success)).toEqual([false, false]);
  });
});

describe('planning', () => {
  const protocol = protocolWith({ reviewers: ['A', 'B'], adjudicators: [], split: { overlap: 0 } });

  it('makes each round later than all others, whatever the clock says', () => {
    const plan = stage(protocol, [round('split-1', 500, [AB])]);
    const next = planPilot(plan, 1, new Date(at(0)));
    expect(next.at > at(500)).toBe(true);
    expect(next.name).toBe('pilot-1');
  });

  it('deals out what nobody has, and hands over what is owed', () => {
    const first = planSplit(stage(protocol, []), new Date(at(1)));
    expect(first?.groups).toEqual([{ people: ['A', 'B'], reports: 's-1..4' }]);
    expect(planSplit(stage(protocol, first ? [first] : []), new Date(at(2)))).toBeUndefined();
    const wider = protocolWith({ reviewers: ['A', 'B', 'C'], adjudicators: [], split: { overlap: 0 } });
    const handed = planHandover(stage(wider, first ? [first] : [], 'B:i'), 'B', ['C'], new Date(at(3)));
    expect(handed?.groups).toEqual([{ people: ['A', 'C'], reports: 's-2..4' }]);
  });

  it('lets one of many readers leave without another in that place', () => {
    const all = protocolWith({ reviewers: ['A', 'B', 'C'], adjudicators: [], split: { overlap: 1 } });
    const sample = round('split-1', 0, [{ people: ['A', 'B', 'C'], reports: 's-1..4' }]);
    const handed = planHandover(stage(all, [sample]), 'C', ['A'], new Date(at(1)));
    expect(handed?.groups).toEqual([{ people: ['A', 'B'], reports: 's-1..4' }]);
  });
});

describe('liberal-accelerated screening', () => {
  const rules = { reviewers: ['A', 'B', 'C'], adjudicators: [], rule: 'liberal-accelerated' as const };
  const protocol = protocolWith(rules);

  it.each([
    ['', 'pending'],
    ['A:i', 'included'],
    ['A:x', 'pending'],
    ['A:x B:x', 'excluded'],
    ['A:x B:i', 'included'],
    ['A:i A!:x', 'pending'],
    // Who votes after an include that was corrected knew of it, and is seated all the same.
    ['A:i A!:x B!:x', 'excluded'],
  ])('after "%s" a report is %s', (cast, expected) => {
    expect(on(stage(protocol, [], cast)).outcome).toBe(expected);
  });

  it('spares nobody their reading in a pilot, nor in the sample by which agreement is known', () => {
    const pilot = round('pilot-1', 0, [{ people: ['A', 'B', 'C'], reports: 's-1' }]);
    expect(on(stage(protocol, [pilot], 'A:i')).outcome).toBe('pending');
    expect(on(stage(protocol, [pilot], 'A:i B:x C:i')).outcome).toBe('conflict');
    const sample = round('split-1', 0, [{ people: ['A', 'B', 'C'], reports: 's-1' }]);
    expect(on(stage(protocol, [sample], 'A:i')).outcome).toBe('pending');
  });
});

it('a vote that is due again and a new one were never in together', () => {
  const protocol: Protocol = {
    ...protocolWith(),
    protocol: 2,
    amendments: [{ protocol: 2, date: '2025-03-02', by: 'A', why: 'x', affects: ['title-abstract'] }],
  };
  const [a, b] = votes('A:i B:x');
  const mixed = stage(protocol, [], [a as VoteLine, { ...(b as VoteLine), protocol: '2' }]);
  expect(on(mixed).votes).toMatchObject({ isComplete: false, wasComplete: false, mayBeKnown: false });
  const both = stage(protocol, [], votes('A:i B:x'));
  expect(on(both).votes).toMatchObject({ isComplete: false, wasComplete: true });
});

it('ranges of ids are read as they were written', () => {
  const ids = fc.uniqueArray(
    fc.tuple(fc.constantFrom('s', 'web-of', 'b_1'), fc.integer({ min: 1, max: 60 })).map(([s, n]) => `${s}-${n}`),
  );
  fc.assert(
    fc.property(ids, (some) => {
      expect(readIdRanges(writeIdRanges(some)).sort()).toEqual([...some].sort());
    }),
  );
  expect(readIdRanges('s-1..99999999999 t-1..5').length).toBeLessThan(5_000_000);
  expect(readIdRanges('what ever s-0 s-3..2')).toEqual([]);
});
