import { describe, expect, it } from 'vitest';
import { mayAdjudicate, settlesOf } from '../../src/screening/resolutions.ts';
import { readVotes } from '../../src/screening/votes.ts';
import { at, outcome, protocolWith, ruling, votes } from './lines.ts';

const SETTLES = 'A=include|B=exclude';
const CONFLICT = 'A:i B:x';

describe('readResolutions', () => {
  const resolve = (resolutions: Parameters<typeof ruling>[], lines = CONFLICT, protocol = protocolWith()) =>
    outcome(lines, { protocol, resolutions: resolutions.map((args) => ruling(...args)) });

  it('takes an adjudication by one line', () => {
    expect(resolve([['C', 'adjudication', 'include', SETTLES]]).outcome).toBe('included');
    expect(resolve([['C', 'adjudication', 'exclude', SETTLES, { reason: 'off' }]])).toMatchObject({
      outcome: 'excluded',
      reason: 'off',
    });
  });

  it('takes a discussion when each voter has an equal line; one alone is a proposal', () => {
    const alone = resolve([['A', 'discussion', 'exclude', SETTLES]]);
    expect(alone.outcome).toBe('conflict');
    expect(alone.resolutions.proposed.map((line) => line.person)).toEqual(['A']);
    const both = resolve([
      ['A', 'discussion', 'exclude', SETTLES],
      ['B', 'discussion', 'exclude', SETTLES],
    ]);
    expect(both.outcome).toBe('excluded');
    expect(both.resolutions).toMatchObject({ proposed: [], inForce: { method: 'discussion' } });
  });

  it.each([
    ['decision', 'include', ''],
    ['reason', 'exclude', 'type'],
  ])('holds no discussion in which the voters differ in their %s', (_, decision, reason) => {
    const { outcome: name, resolutions } = resolve([
      ['A', 'discussion', 'exclude', SETTLES, { reason: 'off' }],
      ['B', 'discussion', decision, SETTLES, { reason }],
    ]);
    expect([name, resolutions.proposed.length]).toEqual(['conflict', 2]);
  });

  it('is stale once the present votes are others, and counts again when they are back', () => {
    const line: Parameters<typeof ruling> = ['C', 'adjudication', 'include', SETTLES];
    const stale = resolve([line], 'A:i B:x B!:x:off');
    expect(stale.outcome).toBe('conflict');
    expect(stale.resolutions.stale).toHaveLength(1);
    expect(resolve([line], 'A:i B:x B!:i').outcome).toBe('conflict');
    expect(resolve([line], 'A:i B:x B!:i B!:x').outcome).toBe('included');
  });

  it('settles votes that were revised to agree', () => {
    const revised = 'A:i B:x A!:x';
    expect(resolve([], revised).outcome).toBe('conflict');
    expect(resolve([['C', 'adjudication', 'exclude', 'A=exclude|B=exclude']], revised).outcome).toBe('excluded');
  });

  it('counts the latest line of a person', () => {
    const lines: Parameters<typeof ruling>[] = [
      ['C', 'adjudication', 'include', SETTLES, { at: at(101) }],
      ['C', 'adjudication', 'exclude', SETTLES, { at: at(102) }],
    ];
    expect(resolve(lines).outcome).toBe('excluded');
  });

  it('holds neither of two rulings that contradict each other', () => {
    const two = resolve([
      ['C', 'adjudication', 'include', SETTLES],
      ['D', 'adjudication', 'exclude', SETTLES],
    ]);
    expect([two.outcome, two.resolutions.contradicting.length]).toEqual(['conflict', 2]);
    const agreed = resolve([
      ['C', 'adjudication', 'include', SETTLES],
      ['D', 'adjudication', 'include', SETTLES],
    ]);
    expect(agreed.outcome).toBe('included');
    const withDiscussion = resolve([
      ['A', 'discussion', 'exclude', SETTLES],
      ['B', 'discussion', 'exclude', SETTLES],
      ['C', 'adjudication', 'include', SETTLES],
    ]);
    expect(withDiscussion.outcome).toBe('conflict');
  });

  it('does not let one side of a discussion contradict an adjudication', () => {
    const lines: Parameters<typeof ruling>[] = [
      ['A', 'discussion', 'exclude', SETTLES],
      ['C', 'adjudication', 'include', SETTLES],
    ];
    expect(resolve(lines).outcome).toBe('included');
  });

  it('has no effect on votes that agree', () => {
    expect(resolve([['C', 'adjudication', 'exclude', 'A=include|B=include']], 'A:i B:i').outcome).toBe('included');
  });

  describe('people who both review and adjudicate', () => {
    const overlap = protocolWith({ reviewers: ['A', 'B', 'C'], adjudicators: ['A', 'C'] });

    it('rule on what they did not vote on', () => {
      expect(resolve([['C', 'adjudication', 'include', SETTLES]], CONFLICT, overlap).outcome).toBe('included');
    });

    it.each([
      ['A', CONFLICT, 'voted'],
      ['C', `${CONFLICT} C:i`, 'voted, though nobody asked for it'],
    ])('%s does not after %s: %s', (person, lines) => {
      const { outcome: name, resolutions } = resolve([[person, 'adjudication', 'include', SETTLES]], lines, overlap);
      expect(name).toBe('conflict');
      expect(resolutions.notAllowed.map((line) => line.person)).toEqual([person]);
      expect(resolutions.inForce).toBeUndefined();
    });

    it('keep their line of a discussion where they may not adjudicate', () => {
      const lines: Parameters<typeof ruling>[] = [
        ['B', 'discussion', 'exclude', SETTLES],
        ['A', 'discussion', 'exclude', SETTLES, { at: at(101) }],
        ['A', 'adjudication', 'include', SETTLES, { at: at(102) }],
      ];
      expect(resolve(lines, CONFLICT, overlap).outcome).toBe('excluded');
    });

    it('may rule after a vote that they took back before it mattered', () => {
      const rules = overlap.stages['title-abstract'];
      expect(mayAdjudicate('C', readVotes(votes('C:i C- A:i B:x'), rules), rules)).toBe(true);
      expect(mayAdjudicate('A', readVotes(votes('C:i C- A:i B:x'), rules), rules)).toBe(false);
      expect(mayAdjudicate('B', readVotes(votes('C:i A:x'), rules), rules)).toBe(false);
    });
  });

  it('does not take part in a discussion between others', () => {
    const protocol = protocolWith({ reviewers: ['A', 'B', 'C'], adjudicators: ['D'] });
    const { resolutions } = resolve([['C', 'discussion', 'include', SETTLES]], CONFLICT, protocol);
    expect(resolutions).toMatchObject({ proposed: [], contradicting: [] });
    expect(resolutions.notAllowed).toHaveLength(1);
  });
});

it.each([
  ['B:x A:i', 'A=include|B=exclude'],
  ['A:x:off B:m', 'A=exclude:off|B=maybe'],
  ['A:i', 'A=include'],
])('settlesOf(%s) is %s', (lines, expected) => {
  expect(settlesOf(readVotes(votes(lines), protocolWith().stages['title-abstract']).present)).toBe(expected);
});
