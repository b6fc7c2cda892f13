import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LitscreenError } from '../../src/model/errors.ts';
import type { VoteLine } from '../../src/model/ledgers.ts';
import type { StageOutcome } from '../../src/screening/outcomes.ts';
import { isAsked, voteLines, type VoteInput } from '../../src/screening/plan-vote.ts';
import { at, outcome, protocolWith, reportOf, reportsOf } from './lines.ts';

const MERGE = 'merge or split';
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      person: fc.constantFrom('A', 'B', 'E'),
      record: fc.constantFrom('s-1', 's-2'),
      vote: fc.constantFrom('include', 'exclude', 'maybe', 'withdraw'),
      reason: fc.constantFrom('', 'off', 'type'),
    }),
  },
  { weight: 1, arbitrary: fc.constant(MERGE) },
);

/** What people say one after the other, each with a clock of their own, on two records that may be one report. */
const histories = fc.record({
  steps: fc.array(step, { maxLength: 14 }),
  people: fc.constantFrom(['A', 'B'], ['A', 'B', 'E']),
  maybe: fc.constantFrom('include' as const, 'conflict' as const),
  reasons: fc.constantFrom('priority' as const, 'ruling' as const),
  /** By how many minutes each clock is wrong. */
  clocks: fc.record({ A: fc.integer({ min: -90, max: 90 }), B: fc.integer({ min: -90, max: 90 }), E: fc.constant(0) }),
});

const firstVotes = ({ votes }: StageOutcome) =>
  [...votes.first].map(([person, line]) => `${person} ${line.vote} ${line.reason}`).sort();

it('no conflict ends without a ruling, and no first vote changes once all votes were in', () => {
  fc.assert(
    fc.property(histories, ({ steps, people, maybe, reasons, clocks }) => {
      const protocol = protocolWith({ reviewers: [...people], adjudicators: ['C'], maybe, reasons });
      const written: VoteLine[] = [];
      let reports = reportsOf();
      let inConflict = new Set<string>();
      let firsts = new Map<string, string[]>();
      const standing = (record: string) => {
        const lines = [...written].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.person < b.person ? -1 : 1));
        return outcome(lines, { protocol, reports, record });
      };
      for (const [minute, item] of steps.entries()) {
        if (item === MERGE) {
          reports = reports.all.length === 4 ? reportsOf('s-1', 's-2') : reportsOf();
          // What is told of a report begins anew with what it is.
          inConflict = new Set();
          firsts = new Map();
        } else if (typeof item !== 'string' && (people as readonly string[]).includes(item.person)) {
          const { person, record } = item;
          const report = reportOf(reports, record);
          const now = standing(record);
          if (!isAsked(now.votes, person)) continue;
          const reason = item.vote === 'exclude' ? item.reason : '';
          const input: VoteInput = { vote: item.vote, reason, note: '', labels: '' };
          const own = written.filter((line) => line.person === person);
          const clock = new Date(at(minute * 5 + clocks[person]));
          try {
            const lines = voteLines(report, now, own, input, clock, protocol);
            written.push(...lines.map((line) => ({ ...line, person, where: { file: 'x' } })));
          } catch (error) {
            // There was nothing to withdraw.
            if (!(error instanceof LitscreenError)) throw error;
          }
        }
        for (const { id } of reports.all) {
          const { outcome: name, votes, isTold } = standing(id);
          if (inConflict.has(id)) expect(name).not.toMatch(/included|excluded/);
          if (name === 'conflict') inConflict.add(id);
          expect(isTold).toBe(votes.isComplete);
          if (!votes.isComplete) continue;
          const first = firstVotes(standing(id));
          expect(first).toEqual(firsts.get(id) ?? first);
          firsts.set(id, first);
        }
      }
    }),
    { numRuns: 2000 },
  );
});
