import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deal, shuffled } from '../../src/screening/deal.ts';

const ids = (n: number) => Array.from({ length: n }, (_, at) => `s-${at + 1}`);
const spread = (counts: Iterable<number>) => {
  const all = [...counts];
  return Math.max(...all) - Math.min(...all);
};

describe('deal', () => {
  it('gives each report its readers once, and loads that differ by one at most', () => {
    const settings = fc.record({
      reports: fc.integer({ min: 1, max: 120 }),
      people: fc.integer({ min: 2, max: 7 }),
      votes: fc.integer({ min: 1, max: 3 }),
      overlap: fc.constantFrom(0, 0.1, 0.5, 1),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(settings, ({ reports, people, votes, overlap, seed }) => {
        const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].slice(0, people);
        const few = Math.min(votes, people);
        const many = Math.min(people, few + 1);
        const groups = deal(ids(reports), names, { votes: few, overlap, overlapVotes: many }, seed);
        const dealt = groups.flatMap((group) => group.reports);
        expect([...dealt].sort()).toEqual(ids(reports).sort());
        const inSample = groups.filter((group) => group.people.length === many && many > few);
        expect(inSample.flatMap((group) => group.reports)).toHaveLength(
          many > few ? Math.ceil(overlap * reports - 1e-9) : 0,
        );
        for (const group of groups) {
          expect([few, many]).toContain(group.people.length);
          expect(group.people).toEqual(names.filter((name) => group.people.includes(name)));
        }
        const loads = names.map(
          (name) => groups.filter((group) => group.people.includes(name)).flatMap((group) => group.reports).length,
        );
        expect(spread(loads)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('lets no pair meet much more often than another', () => {
    const groups = deal(ids(600), ['A', 'B', 'C', 'D', 'E'], { votes: 2, overlap: 0, overlapVotes: 5 }, 3);
    expect(groups).toHaveLength(10);
    expect(spread(groups.map((group) => group.reports.length))).toBeLessThanOrEqual(6);
  });

  it('depends on the seed and on nothing else, and lets who had less catch up', () => {
    const rules = { votes: 1, overlap: 0, overlapVotes: 2 };
    const once = deal(ids(50), ['A', 'B'], rules, 1);
    expect(deal([...ids(50)].reverse(), ['A', 'B'], rules, 1)).toEqual(once);
    expect(deal(ids(50), ['A', 'B'], rules, 2)).not.toEqual(once);
    const later = deal(ids(30), ['A', 'B'], rules, 1, new Map([['A', 20]]));
    expect(later.map(({ people, reports }) => [people[0], reports.length])).toEqual([
      ['A', 5],
      ['B', 25],
    ]);
  });
});

it('a shuffle keeps its order when other things join', () => {
  const few = shuffled(ids(20), 'seed', (id) => id);
  const many = shuffled(ids(40), 'seed', (id) => id);
  expect(many.filter((id) => few.includes(id))).toEqual(few);
});
