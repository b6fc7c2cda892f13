import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareFlows } from '../../src/flow/compare.ts';
import { countFlow } from '../../src/flow/count.ts';
import { deriveState } from '../../src/flow/derive.ts';
import type { Flow, FlowColumn } from '../../src/flow/model.ts';
import { proveFlow } from '../../src/flow/prove.ts';
import { facts, vote } from './facts.ts';

const sum = (reasons: FlowColumn['excludedReports']) => reasons.reduce((total, reason) => total + reason.n, 0);
const ids = fc
  .tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 5 }))
  .map(([search, n]) => `${search}-${n}`);
const votes = fc.array(
  fc
    .tuple(fc.constantFrom('MP', 'ML'), ids, fc.constantFrom('include', 'exclude', 'maybe'))
    .map(([person, report, said]) => vote(person, report, said, said === 'exclude' ? 'off' : '')),
  { maxLength: 60 },
);

/** A search by citations, before or after the databases in the order of records. */
const citation = fc.constantFrom('a', 'c');

it('every flow adds up, whatever was found, linked and decided', () => {
  const links = fc.array(fc.tuple(ids, ids), { maxLength: 8 });
  const retrieved = fc.uniqueArray(ids, { maxLength: 10 });
  const more = fc.record({
    removed: fc.uniqueArray(ids, { maxLength: 4 }),
    manual: fc.array(fc.tuple(ids, fc.constantFrom('remove', 'keep')), { maxLength: 6 }),
    studies: fc.array(fc.tuple(ids, ids), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(links, votes, votes, retrieved, citation, more, (joined, titles, texts, got, other, rest) => {
      const state = deriveState(
        facts({
          records: { a: 5, b: 5, c: 5 },
          kinds: { [other]: 'citation' },
          unreadable: { b: ['b!6'] },
          links: joined,
          votes: titles,
          fullText: texts,
          retrieved: got,
          ...rest,
        }),
      );
      const flow = countFlow(state, '0');
      expect(proveFlow(flow, state)).toEqual([]);
      for (const column of ['databases', 'other'] as const) {
        const {
          identified,
          duplicates,
          automation,
          otherRemoved,
          screened,
          excluded,
          sought,
          notRetrieved,
          assessed,
          included,
          excludedReports,
          awaiting,
        } = flow.json[column];
        expect(screened).toBe(identified - duplicates - automation - otherRemoved);
        expect(sought).toBeLessThanOrEqual(screened - excluded);
        expect(assessed).toBeLessThanOrEqual(sought - notRetrieved);
        expect(included + sum(excludedReports) + awaiting).toBeLessThanOrEqual(assessed);
        if (flow.json.provisional) continue;
        expect([sought, assessed]).toEqual([screened - excluded, sought - notRetrieved]);
        expect(assessed).toBe(included + sum(excludedReports) + awaiting);
      }
      expect(flow.json.included.studies).toBeLessThanOrEqual(flow.json.included.reports);
      expect(flow.json.included.studies === 0).toBe(flow.json.included.reports === 0);
      expect(flow.json.databases.identified + flow.json.other.identified).toBe(16);
      expect(compareFlows(flow.json, countFlow(state, '0').json)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('two flows differ in just the boxes whose sets differ, parents included', () => {
  const decided = fc.record({
    links: fc.array(fc.tuple(ids, ids), { maxLength: 4 }),
    titles: votes,
    texts: votes,
    removed: fc.uniqueArray(ids, { maxLength: 3 }),
    studies: fc.array(fc.tuple(ids, ids), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(decided, decided, fc.uniqueArray(ids), citation, (before, after, retrieved, other) => {
      const [one, two] = [before, after].map(({ titles, texts, ...rest }) => {
        const review = { records: { a: 5, b: 5, c: 5 }, kinds: { [other]: 'citation' } as const };
        return countFlow(deriveState(facts({ ...review, ...rest, votes: titles, fullText: texts, retrieved })), '0');
      }) as [Flow, Flow];
      const idsOf = (flow: Flow, path: string) => flow.boxes.get(path)?.ids ?? [];
      const differing = [...one.boxes.keys()]
        .map((path) => ({
          path,
          removed: idsOf(one, path).filter((id) => !idsOf(two, path).includes(id)),
          added: idsOf(two, path).filter((id) => !idsOf(one, path).includes(id)),
        }))
        .filter(({ added, removed }) => added.length + removed.length > 0);
      const found = compareFlows(one.json, two.json);
      expect(found.map(({ path }) => path)).toEqual(differing.map(({ path }) => path).sort());
      for (const { path, added, removed } of differing) {
        const change = found.find((item) => item.path === path);
        expect([path, new Set(change?.added), new Set(change?.removed)]).toEqual([
          path,
          new Set(added),
          new Set(removed),
        ]);
      }
    }),
    { numRuns: 300 },
  );
});

it('a number that somebody changed by hand is seen, though its ids are those of today', () => {
  const { json } = countFlow(deriveState(facts({ records: { a: 3 } })), '0');
  const edited = { ...json, databases: { ...json.databases, screened: 2 } };
  expect(compareFlows(edited, json)).toEqual([{ path: 'databases.screened', from: 2, to: 3, added: [], removed: [] }]);
});
