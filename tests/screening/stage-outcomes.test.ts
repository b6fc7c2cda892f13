import { expect, it } from 'vitest';
import { StageOutcomes } from '../../src/screening/stage-outcomes.ts';
import { outcome, protocolWith, votes } from './lines.ts';

const report = (id: string) => ({ id, records: [id] });
const reports = ['s-1', 's-2', 's-3'].map(report);
const asked: string[] = [];
const outcomes = new StageOutcomes(
  {
    reports,
    find: (id) => reports.find((item) => item.id === id),
    linesOn: ({ id }) => {
      asked.push(id);
      return { votes: id === 's-2' ? votes('A@s-2:i B@s-2:i') : [], resolutions: [] };
    },
  },
  protocolWith(),
  'title-abstract',
);

it('derives nothing that nobody asked for', () => {
  expect([outcomes.size, outcomes.has('s-3'), outcomes.has('s-4')]).toEqual([3, true, false]);
  expect([...outcomes.keys()]).toEqual(['s-1', 's-2', 's-3']);
  expect(asked).toEqual([]);
});

it('says of every report that has reached the stage where it stands, in their order', () => {
  expect([...outcomes.values()].map((item) => [item.report, item.outcome])).toEqual([
    ['s-1', 'pending'],
    ['s-2', 'included'],
    ['s-3', 'pending'],
  ]);
  expect([...outcomes]).toEqual([...outcomes.values()].map((item) => [item.report, item]));
  const seen: unknown[] = [];
  outcomes.forEach((item, id) => seen.push([id, item]));
  expect(seen).toEqual([...outcomes]);
  expect([...outcomes.written()].map((item) => item.report)).toEqual(['s-2']);
});

it('says it of one report, always the same, and nothing of one that is not there', () => {
  expect(outcomes.get('s-2')).toBe(outcomes.get('s-2'));
  expect(outcomes.get('s-3')).toEqual({ ...outcome(''), report: 's-3' });
  expect(outcomes.get('s-4')).toBeUndefined();
});

it('does not tell conflicts of a round that is open, where the protocol says so', () => {
  const protocol = protocolWith({ conflicts: 'when-round-complete' });
  const linesOn = ({ id }: { id: string }) => ({ votes: id === 's-2' ? votes('A:i B:x') : [], resolutions: [] });
  const reached = (all: typeof reports) => ({
    reports: all,
    find: (id: string) => all.find((one) => one.id === id),
    linesOn,
  });
  const held = new StageOutcomes(reached(reports), protocol, 'title-abstract');
  expect(held.get('s-2')).toMatchObject({ outcome: 'conflict', isTold: false });
  const complete = new StageOutcomes(reached(reports.slice(1, 2)), protocol, 'title-abstract');
  expect(complete.get('s-2')).toMatchObject({ outcome: 'conflict', isTold: true });
});
