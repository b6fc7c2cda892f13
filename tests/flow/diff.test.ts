import { expect, it } from 'vitest';
import { countFlow } from '../../src/flow/count.ts';
import { deriveState } from '../../src/flow/derive.ts';
import { diffFlows, type Standing } from '../../src/flow/diff.ts';
import type { ReviewFacts } from '../../src/flow/facts.ts';
import { tellDiffInMarkdown } from '../../src/flow/render/diff-markdown.ts';
import { tellDiff } from '../../src/flow/render/diff-text.ts';
import { facts, vote } from './facts.ts';

const standing = (review: ReviewFacts): Standing => {
  const state = deriveState(review);
  return { state, flow: countFlow(state, '0') };
};
const titles = (id: string) => `The title of ${id}`;

it('tells which boxes moved by which reports, and through whose decisions', () => {
  const first = [
    vote('MP', 'a-1', 'exclude', 'off'),
    vote('ML', 'a-1', 'exclude', 'off'),
    vote('MP', 'a-2', 'include'),
  ];
  const before = standing(facts({ records: { a: 3 }, votes: first }));
  const after = standing(facts({ records: { a: 3 }, votes: [...first, vote('ML', 'a-2', 'exclude', 'type')] }));
  const diff = diffFlows(before, after);
  expect(diff.changes.map(({ path, from, to }) => `${path} ${from} ${to}`)).toEqual([
    'pending.title-abstract.conflicts 0 1',
    'pending.title-abstract.votes 2 1',
  ]);
  expect(diff.moves).toMatchObject([
    {
      id: 'a-2',
      from: ['pending.title-abstract.votes'],
      to: ['pending.title-abstract.conflicts'],
      decisions: [{ text: 'title-abstract: ML exclude type', person: 'ML' }],
      gone: [],
      why: [],
    },
  ]);
  expect(tellDiff(diff, titles)).toContain('a-2  "The title of a-2"\n');
  expect(diffFlows(before, before)).toEqual({ changes: [], moves: [], settings: [] });
  expect(tellDiff(diffFlows(before, before), titles)).toBe('no box of the flow has moved\n');
});

it('does not tell how somebody voted while others are due', () => {
  const before = standing(facts({ records: { a: 1 } }));
  const cast = (said: string) => {
    const line = { ...vote('MP', 'a-1', said, said === 'exclude' ? 'off' : ''), at: '2025-01-05T00:00:00.000Z' };
    const where = { ...line.where, line: 1 };
    return diffFlows(before, standing(facts({ records: { a: 1 }, votes: [{ ...line, where }] })));
  };
  expect(cast('include')).toEqual(cast('exclude'));
});

it('tells where a record came from, what it was linked to, and what was taken back', () => {
  const one = [vote('MP', 'a-1', 'include'), vote('ML', 'a-1', 'include')];
  const before = standing(facts({ records: { a: 1 }, votes: one }));
  const found = diffFlows(before, standing(facts({ records: { a: 1, b: 2 }, votes: one, links: [['b-1', 'a-1']] })));
  const whyOf = (id: string) => found.moves.find((move) => move.id === id)?.why;
  expect(whyOf('b-1')).toEqual(['found by b (2025-01-01)', 'b-1 linked to a-1 by DOI']);
  expect(whyOf('b-2')).toEqual(['found by b (2025-01-01)']);

  const undone = diffFlows(before, standing(facts({ records: { a: 1 }, votes: one.slice(0, 1) })));
  expect(undone.moves.find((move) => move.id === 'a-1')?.gone.map((event) => event.text)).toEqual([
    'title-abstract: ML include',
  ]);
  expect(tellDiffInMarkdown(undone, titles)).toContain('taken away: title-abstract: ML include');
});

it('tells no decision on another record as news, when two become one report or one becomes two', () => {
  const votes = ['MP', 'ML'].map((person) => vote(person, 'a-1', 'include'));
  const apart = standing(facts({ records: { a: 1, b: 1 }, votes }));
  const together = standing(facts({ records: { a: 1, b: 1 }, votes, links: [['b-1', 'a-1']] }));
  for (const [before, after] of [
    [apart, together],
    [together, apart],
  ] as const) {
    const { moves } = diffFlows(before, after);
    expect(moves.map(({ id, decisions, gone }) => [id, decisions, gone])).toEqual([['b-1', [], []]]);
  }
});

it('says where no decision moved a report', () => {
  const before = standing(facts({ records: { a: 2 } }));
  const after = standing(facts({ records: { a: 2 }, removed: ['a-2'] }));
  const [move] = diffFlows(before, after).moves;
  expect(move?.why).toEqual(['removed by the limits: languages: ']);
});
