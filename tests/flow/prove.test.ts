import { describe, expect, it } from 'vitest';
import { countFlow } from '../../src/flow/count.ts';
import { deriveState } from '../../src/flow/derive.ts';
import type { Flow } from '../../src/flow/model.ts';
import { proveFlow } from '../../src/flow/prove.ts';
import { facts, vote } from './facts.ts';

const state = deriveState(
  facts({
    records: { a: 4, b: 3, c: 3 },
    kinds: { c: 'citation' },
    unreadable: { a: ['a!9'] },
    links: [
      ['b-1', 'a-1'],
      ['c-1', 'a-2'],
      ['c-3', 'c-2'],
    ],
    votes: ['MP', 'ML'].flatMap((person) => [
      vote(person, 'a-1', 'include'),
      vote(person, 'a-2', 'exclude', 'off'),
      vote(person, 'c-2', 'include'),
    ]),
    retrieved: ['a-1'],
  }),
);

/** The flow with the ids of one box changed. */
function tampered(path: string, change: (ids: string[]) => string[]): Flow {
  const flow = countFlow(state, '0');
  const box = flow.boxes.get(path);
  if (!box) throw new Error(`no box ${path}`);
  return { ...flow, boxes: new Map([...flow.boxes, [path, { ...box, ids: change([...box.ids]) }]]) };
}

describe('proveFlow', () => {
  it('finds nothing in a flow as it is counted', () => {
    expect(proveFlow(countFlow(state, '0'), state)).toEqual([]);
  });

  it.each([
    ['a record lost', 'databases.sources.a', (ids: string[]) => ids.slice(1), 'databases.identified'],
    ['a record counted twice', 'databases.duplicates', (ids: string[]) => [...ids, 'a-1'], 'databases.identified'],
    ['a report in no place', 'databases.excluded', () => [], 'databases.screened'],
    ['a report in two places', 'databases.notRetrieved', () => ['a-1'], 'databases.sought'],
    ['a stranger', 'other.included', () => ['z-1'], 'other.assessed'],
    ['a report of the other column', 'other.included', () => ['a-1'], 'other.assessed'],
    ['a reason without its exclusion', 'databases.excludedReasons.off', () => ['a-3'], 'databases.excluded'],
    ['an included report left out of the sum', 'included.reports', () => ['a-9'], 'included.reports'],
  ])('finds %s', (_, path, change, broken) => {
    const findings = proveFlow(tampered(path, change), state);
    expect(findings.map((finding) => finding.message.split(':')[0])).toContain(broken);
    expect(findings.every((finding) => finding.level === 'error' && finding.ids.length > 0)).toBe(true);
  });
});

describe('countFlow', () => {
  const { json } = countFlow(state, '0');

  it('counts records in identification and reports from screening on', () => {
    expect(json.databases).toMatchObject({
      identified: 8,
      duplicates: 1,
      otherRemoved: 1,
      screened: 6,
      excluded: 1,
      sought: 1,
      assessed: 1,
      included: 0,
    });
    expect(json.ids?.['databases.otherRemoved']).toEqual(['a!9']);
  });

  it('gives a report found both ways to the databases', () => {
    expect(json.other).toMatchObject({ identified: 3, duplicates: 2, screened: 1, sought: 1 });
    expect(json.ids?.['other.duplicates']).toEqual(['c-1', 'c-3']);
  });

  it('lists what is open', () => {
    expect(json.provisional).toBe(true);
    expect(json.pending).toMatchObject({
      'title-abstract': { votes: 4, conflicts: 0 },
      retrieval: 1,
      'full-text': { votes: 1, conflicts: 0 },
    });
  });

  it('lists ids for leaves only, and each number is the size of its set', () => {
    const flow = countFlow(state, '0');
    for (const [path, ids] of Object.entries(json.ids ?? {}))
      expect([path, flow.boxes.get(path)?.isLeaf, flow.boxes.get(path)?.ids]).toEqual([path, true, ids]);
    expect(Object.keys(json.ids ?? {})).not.toContain('databases.screened');
  });
});
