import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VoteLine } from '../../src/model/ledgers.ts';
import { replayVotes } from '../../src/screening/replay-votes.ts';
import { routeOf } from '../../src/screening/routes.ts';
import { readVotes, type ReportVotes } from '../../src/screening/votes.ts';
import { at, protocolWith, votes } from './lines.ts';

const RULES = protocolWith().stages['title-abstract'];
const OF_THREE = protocolWith({ reviewers: ['A', 'B', 'C'], adjudicators: ['D'] }).stages['title-abstract'];

const said = (map: ReadonlyMap<string, { vote: string }>) =>
  [...map]
    .sort()
    .map(([person, line]) => `${person}=${line.vote}`)
    .join(' ');

describe('readVotes', () => {
  it.each([
    // lines, present, first, complete now, complete once, in conflict once
    ['', '', '', false, false, false],
    ['A:i', 'A=include', 'A=include', false, false, false],
    ['A:i B:i', 'A=include B=include', 'A=include B=include', true, true, false],
    ['A:i B:x', 'A=include B=exclude', 'A=include B=exclude', true, true, true],
    // changed before the other had voted: the latest is the first vote
    ['A:i A:x B:x', 'A=exclude B=exclude', 'A=exclude B=exclude', true, true, false],
    // from another clone, that did not know of the other's vote: it was cast blindly all the same
    ['A:i B:x A:x', 'A=exclude B=exclude', 'A=exclude B=exclude', true, true, false],
    // revised after all were in: counts for the outcome, not for agreement
    ['A:i B:x A!:x', 'A=exclude B=exclude', 'A=include B=exclude', true, true, true],
    ['A:i B:i A!:x', 'A=exclude B=include', 'A=include B=include', true, true, true],
    // withdrawn before all were in: undone
    ['A:i A-', '', '', false, false, false],
    ['A:i A- B:x', 'B=exclude', 'B=exclude', false, false, false],
    ['A:i A- B:x A:x', 'A=exclude B=exclude', 'A=exclude B=exclude', true, true, false],
    // withdrawn after all were in: the report waits again, but what was is not forgotten
    ['A:i B:x A-', 'B=exclude', 'B=exclude', false, true, true],
    ['A:i B:x A- A!:x', 'A=exclude B=exclude', 'A=include B=exclude', true, true, true],
    ['A:i B:x A!:x A- A!:x', 'A=exclude B=exclude', 'A=include B=exclude', true, true, true],
  ])('%s', (lines, present, first, isComplete, wasComplete, wasInConflict) => {
    const read = readVotes(votes(lines), RULES);
    expect([said(read.present), said(read.first)]).toEqual([present, first]);
    expect(read).toMatchObject({ isComplete, wasComplete, wasInConflict });
  });

  describe('under clocks that differ', () => {
    /** The same lines, with the clock of a person so many minutes behind. */
    const skewed = (text: string, person: string, minutes: number) =>
      votes(text)
        .map((line) =>
          line.person === person
            ? { ...line, at: new Date(Date.parse(line.at) - minutes * 60_000).toISOString() }
            : line,
        )
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    it.each([
      'A:i B:x B!:i',
      'A:i B:x A!:x',
      'A:i B:i B!:x',
      'A:i B:x B- B!:i',
      'A:i B:x A!:x B!:i',
      'A:i B:i A!:x B!:x A!:i',
      'B:i B:x A:i B!:i',
    ])('%s: the same outcome and first votes', (text) => {
      const { present, first, wasComplete, wasInConflict } = readVotes(votes(text), RULES);
      for (const person of ['A', 'B']) {
        const read = readVotes(skewed(text, person, 60), RULES);
        expect([said(read.present), said(read.first)]).toEqual([said(present), said(first)]);
        expect(read).toMatchObject({ wasComplete, wasInConflict });
      }
    });

    it('nobody takes a seat by revising', () => {
      const read = readVotes(skewed('A:i B:x C!:i', 'C', 60), OF_THREE);
      expect([read.asked.join(' '), read.wasInConflict]).toEqual(['A B', true]);
    });
  });

  it.each([
    ['A:x:off B:x:type', true, true],
    ['A:x:off B:x', false, false],
    ['A:x B:x', false, false],
    ['A:i B:x:off', true, false],
    ['A:i B:x:off A!:x:type', true, false],
  ])('where people rule on reasons, %s: in conflict %s, only on the reason %s', (lines, inConflict, onlyReasons) => {
    const read = readVotes(votes(lines), { ...RULES, reasons: 'ruling' });
    expect([read.wasInConflict, read.onlyReasonsDiffer]).toEqual([inConflict, onlyReasons]);
  });

  it.each([
    ['include', 'A:m B:i', false],
    ['include', 'A:m B:m', false],
    ['include', 'A:m B:x', true],
    ['conflict', 'A:m B:i', true],
    ['conflict', 'A:m B:m', true],
    ['conflict', 'A:m B:x', true],
  ] as const)('maybe: %s, %s', (maybe, lines, wasInConflict) => {
    expect(readVotes(votes(lines), { ...RULES, maybe }).wasInConflict).toBe(wasInConflict);
  });

  describe('on the parts of a merged report', () => {
    it.each([
      ['A@s-1:i A@s-2:i B:i', 'A=include B=include', true, false],
      ['A@s-1:i A@s-2:x B:i', 'B=include', false, false],
      // Without the merge each part was agreed on; the merge makes no conflict between people.
      ['A@s-1:i B@s-1:i A@s-2:x B@s-2:x', '', false, false],
      // A part that was in conflict is so no more where one of the two votes again on the whole.
      ['A@s-1:i B@s-1:x A@s-2:x', 'B=exclude', false, false],
      ['A@s-1:i B@s-1:x A@s-2:x A@s-1:x A@s-2:x', 'A=exclude B=exclude', true, false],
      // Different people voted on the parts: on the whole they differ.
      ['A@s-1:i B@s-2:x', 'A=include B=exclude', true, true],
      // Voted again on the merged report, on each part.
      ['A@s-1:i B@s-1:i A@s-2:x A@s-1:i A@s-2:i', 'A=include B=include', true, false],
      ['A@s-1:i B@s-1:i A@s-2:x A@s-1:x A@s-2:x', 'A=exclude B=include', true, true],
      // One part withdrawn, the other stands.
      ['A@s-1:i A@s-2:x A@s-2- B:i', 'A=include B=include', true, false],
    ])('%s', (lines, present, isComplete, wasInConflict) => {
      const read = readVotes(votes(lines), RULES);
      expect(said(read.present)).toBe(present);
      expect(read).toMatchObject({ isComplete, wasInConflict });
    });

    it('takes the earliest of equal votes', () => {
      const lines = votes('A@s-2:i A@s-1:i');
      const read = readVotes(lines, RULES);
      expect(read.present.get('A')).toBe(lines[0]);
      expect(read.first.get('A')).toBe(lines[0]);
    });

    it('stays in conflict where one decision revises each part in turn', () => {
      const read = readVotes(votes('A@s-1:i A@s-2:i B:x A@s-1!:x A@s-2!:x'), RULES);
      expect(said(read.present)).toBe('A=exclude B=exclude');
      expect(said(read.first)).toBe('A=include B=exclude');
      expect(read).toMatchObject({ isComplete: true, wasComplete: true, wasInConflict: true });
    });
  });

  it('knows a vote that was taken back blindly for one that nobody had to know of', () => {
    const blindly = (text: string) =>
      votes(text).map((line) => (line.event === 'withdraw' ? { ...line, labels: 'blind' } : line));
    // As from two clones: B had voted by then, but A did not know.
    const withdrawn = readVotes(blindly('A:i B:x A-'), RULES);
    expect([said(withdrawn.first), withdrawn.wasComplete, withdrawn.wasInConflict]).toEqual([
      'B=exclude',
      false,
      false,
    ]);
    const again = readVotes(blindly('A:i B:x A- A:x'), RULES);
    expect([said(again.first), again.isComplete, again.wasInConflict]).toEqual(['A=exclude B=exclude', true, false]);
  });

  it('makes no conflict of what was said of two records before they were one report', () => {
    const read = readVotes(votes('A@s-1:i B@s-2:x A@s-2:x B@s-1:i A@s-1!:i A@s-2!:i B@s-1!:i B@s-2!:i'), RULES);
    expect([said(read.present), read.isComplete, read.wasInConflict]).toEqual(['A=include B=include', true, false]);
  });

  it('keeps a conflict that was seen on a merged report', () => {
    const read = readVotes(votes('A@s-1:i B@s-2:x A@s-1!:x'), RULES);
    expect([said(read.present), read.wasInConflict]).toEqual(['A=exclude B=exclude', true]);
  });

  describe('with more reviewers than votes', () => {
    it('who was ruled on keeps the seat, whatever comes to light later', () => {
      const lines = votes('A:i C:i B:x');
      expect(readVotes(lines, OF_THREE).asked).toEqual(['A', 'C']);
      expect(readVotes(lines, OF_THREE, { settled: new Set(['A', 'B']) }).asked).toEqual(['A', 'B']);
      expect(readVotes(votes('A:i C:i B:x B!:i'), OF_THREE).asked).toEqual(['B', 'A']);
      // A had gone before the seats were taken.
      expect(new Set(readVotes(votes('A:i A- C:i B:x B!:i'), OF_THREE).asked)).toEqual(new Set(['B', 'C']));
    });

    it.each([
      ['', '', 2, false],
      ['C:i', 'C', 1, false],
      ['C:i B:x', 'C B', 0, true],
      // the third vote is kept, and does not count
      ['C:i B:i A:x', 'C B', 0, true],
      // taken back while seats are open: the seat is free for another
      ['A:i A- B:i C:i', 'B C', 0, true],
      ['A:i A- B:i C:i A:x', 'B C', 0, true],
      // taken back when all were in: nobody is exchanged
      ['A:i B:x A- C:x', 'A B', 0, false],
      // two records of one report hold one seat
      ['A@s-1:i A@s-2:i A@s-1- B:i', 'A B', 0, true],
    ])('%s', (lines, asked, openSeats, isComplete) => {
      const read = readVotes(votes(lines), OF_THREE);
      expect(read.asked.join(' ')).toBe(asked);
      expect(read).toMatchObject({ openSeats, isComplete });
      expect([...read.present.keys()].every((person) => read.asked.includes(person))).toBe(true);
    });

    it('knows everyone whose vote stands, asked for or not', () => {
      expect([...readVotes(votes('A:i B:i C:x'), OF_THREE).voters.keys()]).toEqual(['A', 'B', 'C']);
      expect([...readVotes(votes('A:i A- B:i'), OF_THREE).voters.keys()]).toEqual(['B']);
    });
  });
});

it.each([
  ['include', 'include', 'pass'],
  ['exclude', 'include', 'stop'],
  ['maybe', 'include', 'pass'],
  ['maybe', 'conflict', 'unsure'],
] as const)('a vote %s where a maybe means %s: %s', (vote, maybe, route) => {
  expect(routeOf(vote, { maybe })).toBe(route);
});

/** Of those who voted, only who they are is read. */
const inSets = (votes: ReportVotes) => ({ ...votes, voters: new Set(votes.voters.keys()) });

it('votes that were cast once are read as they are replayed', () => {
  const line = fc.record({
    person: fc.constantFrom('A', 'B', 'C', 'E'),
    vote: fc.constantFrom('include', 'exclude', 'maybe', 'sealed'),
    reason: fc.constantFrom('', 'off', 'type'),
    record: fc.constantFrom('s-1', 's-1', 's-1', 's-2'),
    event: fc.constantFrom('vote', 'vote', 'vote', 'revise', 'withdraw'),
  });
  const rules = fc.record({
    reviewers: fc.constantFrom(['A', 'B'], ['A', 'B', 'E'], ['A']),
    votes: fc.constantFrom(1, 2),
    maybe: fc.constantFrom('include' as const, 'conflict' as const),
    reasons: fc.constantFrom('priority' as const, 'ruling' as const),
    rule: fc.constantFrom('agreement' as const, 'liberal-accelerated' as const),
  });
  const assigned = fc.option(fc.constantFrom(['A', 'B'], ['B'], ['A', 'X']), { nil: undefined });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), rules, assigned, (cast, some, people) => {
      const stage = protocolWith({ ...some, reviewers: [...some.reviewers] }).stages['title-abstract'];
      const lines = cast
        .filter(({ person }) => stage.reviewers.includes(person))
        .map(({ person, vote, reason, record, event }, minute) => ({
          ...(votes('A:i')[0] as VoteLine),
          person,
          event,
          vote: event === 'withdraw' ? '' : vote,
          reason: vote === 'exclude' && event !== 'withdraw' ? reason : '',
          report: record,
          at: at(minute),
        }));
      const known = people ? { assigned: people } : {};
      expect(inSets(readVotes(lines, stage, known))).toEqual(inSets(replayVotes(lines, stage, known)));
    }),
    { numRuns: 3000 },
  );
});
