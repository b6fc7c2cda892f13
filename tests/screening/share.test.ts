import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { VoteLine } from '../../src/model/ledgers.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { isPilotRound, type Round } from '../../src/model/rounds.ts';
import { isDue } from '../../src/screening/due.ts';
import { assignmentsOf } from '../../src/screening/rounds.ts';
import { screenStage } from '../../src/screening/screen-stage.ts';
import { shareOf, type Share } from '../../src/screening/share.ts';
import type { StageOutcomes } from '../../src/screening/stage-outcomes.ts';
import { at, protocolWith, reportsOf, votes } from './lines.ts';

const STAGE = 'title-abstract';

/** Who was to read what, in rounds one after the other. */
type Groups = readonly (readonly [name: string, people: readonly string[], reports: string])[];

function stageOf(protocol: Protocol, lines: readonly VoteLine[], groups: Groups = [], merged: readonly string[] = []) {
  const reports = reportsOf(...merged);
  const rounds = groups.map(([name, people, ids], minute): Round => ({
    name,
    protocol: 1,
    seed: 1,
    at: at(minute),
    groups: [{ people: [...people], reports: ids }],
  }));
  const written = { votes: lines, resolutions: [], assignments: assignmentsOf(rounds, protocol, STAGE) };
  return screenStage(written, protocol, STAGE, reports, () => true).outcomes;
}

it('is what somebody has voted on, and owes a vote on', () => {
  const protocol = protocolWith();
  const outcomes = stageOf(protocol, votes('A:i B:x B@s-2:i A@s-3:x A@s-3- A@s-4:i A@s-4:x'));
  const { mine, own, round, waitsFor } = shareOf(outcomes, protocol, STAGE, 'A');
  expect(mine).toEqual(['s-1', 's-2', 's-3', 's-4']);
  expect([...own].map(([report, { vote }]) => [report, vote])).toEqual([
    ['s-1', 'include'],
    ['s-4', 'exclude'],
  ]);
  expect([round, waitsFor]).toEqual([undefined, undefined]);
});

it('is a pilot alone while votes of it are due, and then waits for the others', () => {
  const protocol = protocolWith();
  const pilot: Groups = [['pilot-1', ['A', 'B'], 's-2']];
  expect(shareOf(stageOf(protocol, [], pilot), protocol, STAGE, 'A')).toMatchObject({
    mine: ['s-2'],
    round: 'pilot-1',
  });
  const done = shareOf(stageOf(protocol, votes('A@s-2:i'), pilot), protocol, STAGE, 'A');
  expect(done).toMatchObject({ mine: ['s-1', 's-2', 's-3', 's-4'], waitsFor: 'pilot-1' });
  const both = shareOf(stageOf(protocol, votes('A@s-2:i B@s-2:i'), pilot), protocol, STAGE, 'A');
  expect(both.waitsFor).toBeUndefined();
});

/** The same as the outcomes say it. */
function fromOutcomes(outcomes: StageOutcomes, person: string, round?: string): Share {
  const all = [...outcomes.values()].filter((item) => round === undefined || item.round === round);
  const isPilot = ({ isAssigned, round: name }: (typeof all)[number]) => isAssigned && isPilotRound(name);
  const due = all.find((item) => isPilot(item) && isDue(item.votes, person));
  if (round === undefined && due) return fromOutcomes(outcomes, person, due.round);
  const mine = all.filter(({ votes: on }) => on.present.has(person) || isDue(on, person)).map(({ report }) => report);
  const own = all.flatMap(({ report, votes: on }) => {
    const line = on.present.get(person);
    return line ? [[report, line] as const] : [];
  });
  if (round !== undefined) return { mine, own: new Map(own), round };
  const waitsFor = all.find((item) => isPilot(item) && !item.votes.isCast)?.round;
  return { mine, own: new Map(own), waitsFor };
}

it('is read from the own lines as the outcomes say it', () => {
  const line = fc.record({
    person: fc.constantFrom('A', 'A', 'B', 'E'),
    vote: fc.constantFrom('include', 'exclude', 'maybe', 'sealed', ''),
    record: fc.constantFrom('s-1', 's-1', 's-2', 's-3'),
    event: fc.constantFrom('vote', 'vote', 'vote', 'revise', 'withdraw'),
    protocol: fc.constantFrom('1', '2', 'x'),
    isBlind: fc.boolean(),
  });
  const rules = fc.record({
    reviewers: fc.constantFrom(['A', 'B'], ['A', 'B', 'E'], ['A'], ['B', 'E']),
    votes: fc.constantFrom(1, 2, 3),
    maybe: fc.constantFrom('include' as const, 'conflict' as const),
    rule: fc.constantFrom('agreement' as const, 'liberal-accelerated' as const),
    conflicts: fc.constantFrom('when-both-voted' as const, 'when-round-complete' as const),
  });
  const group = fc.tuple(
    fc.constantFrom('split-1', 'pilot-1', 'pilot-2'),
    fc.constantFrom(['A', 'B'], ['B'], ['A', 'X'], ['A']),
    fc.constantFrom('s-1', 's-1..2', 's-2..3', 's-4'),
  );
  const affects = fc.constantFrom([], [`${STAGE}`], [`${STAGE}:excluded`], [`${STAGE}:pilot`]);
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 7 }),
      rules,
      fc.uniqueArray(group, { maxLength: 2, selector: ([name]) => name }),
      fc.option(affects, { nil: undefined }),
      fc.constantFrom([], ['s-1', 's-2']),
      (cast, some, groups, affected, merged) => {
        const plain = protocolWith({ ...some, reviewers: [...some.reviewers] });
        const amendments = affected ? [{ protocol: 2, date: '2025-01-01', rationale: 'so', affects: affected }] : [];
        const protocol = affected ? ({ ...plain, protocol: 2, amendments } as unknown as Protocol) : plain;
        const lines = cast.map(({ person, vote, record, event, protocol: under, isBlind }, minute) => ({
          ...(votes('A:i')[0] as VoteLine),
          person,
          event,
          vote: event === 'withdraw' ? '' : vote,
          labels: event === 'withdraw' && isBlind ? 'blind' : '',
          report: record,
          protocol: under,
          at: at(minute),
        }));
        for (const round of [undefined, 'all', 'pilot-1', 'split-1']) {
          // Each asks outcomes of its own: what one has derived must not help the other.
          const share = shareOf(stageOf(protocol, lines, groups, merged), protocol, STAGE, 'A', round);
          expect(share).toEqual(fromOutcomes(stageOf(protocol, lines, groups, merged), 'A', round));
        }
      },
    ),
    { numRuns: 3000 },
  );
});
