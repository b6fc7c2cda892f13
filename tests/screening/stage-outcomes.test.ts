import { expect, it } from 'vitest';
import { StageOutcomes } from '../../src/screening/stage-outcomes.ts';
import { outcome } from './lines.ts';

const report = (id: string) => ({ id, records: [id] });
const reached = ['s-1', 's-2', 's-3'].map(report);
const written = new Map([['s-2', { ...outcome('A:i B:i'), report: 's-2' }]]);
const find = (id: string) => reached.find((item) => item.id === id);
const outcomes = new StageOutcomes(reached, find, written, ({ id }) => ({ ...outcome(''), report: id }));

it('says of every report that has reached the stage where it stands, in their order', () => {
  expect(outcomes.size).toBe(3);
  expect([...outcomes.keys()]).toEqual(['s-1', 's-2', 's-3']);
  expect([...outcomes.values()].map((item) => [item.report, item.outcome])).toEqual([
    ['s-1', 'pending'],
    ['s-2', 'included'],
    ['s-3', 'pending'],
  ]);
  expect([...outcomes]).toEqual([...outcomes.values()].map((item) => [item.report, item]));
  const seen: unknown[] = [];
  outcomes.forEach((item, id) => seen.push([id, item]));
  expect(seen).toEqual([...outcomes]);
});

it('says it of one report, and nothing of one that is not there', () => {
  expect(outcomes.get('s-2')).toBe(written.get('s-2'));
  expect(outcomes.get('s-3')?.outcome).toBe('pending');
  expect([outcomes.has('s-3'), outcomes.has('s-4'), outcomes.get('s-4')]).toEqual([true, false, undefined]);
});
