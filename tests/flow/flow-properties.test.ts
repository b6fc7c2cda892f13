import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareFlows } from '../../src/flow/compare.ts';
import { countFlow } from '../../src/flow/count.ts';
import { deriveState } from '../../src/flow/derive.ts';
import type { FlowColumn } from '../../src/flow/model.ts';
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

it('every flow adds up, whatever was found, linked and decided', () => {
  const links = fc.array(fc.tuple(ids, ids), { maxLength: 8 });
  const retrieved = fc.uniqueArray(ids, { maxLength: 10 });
  fc.assert(
    fc.property(links, votes, votes, retrieved, (joined, titles, texts, got) => {
      const state = deriveState(
        facts({
          records: { a: 5, b: 5, c: 5 },
          kinds: { c: 'citation' },
          unreadable: { b: ['b!6'] },
          links: joined,
          votes: titles,
          fullText: texts,
          retrieved: got,
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
      expect(flow.json.databases.identified + flow.json.other.identified).toBe(16);
      expect(compareFlows(flow.json, countFlow(state, '0').json)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
