import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inPlainOrder, inReadingOrder, isPlainOrder, type QueueOrder } from '../../src/screening/queue.ts';

const STAGE = 'title-abstract';

it('a plain order, which asks nothing of reports, is the order that knows all of them', () => {
  const orders = fc.record({
    order: fc.constantFrom('random' as const, 'ingested' as const),
    sameOrder: fc.boolean(),
    withoutAbstract: fc.constant('in-order' as const),
  });
  fc.assert(
    fc.property(orders, fc.nat(), fc.nat({ max: 300 }), (order, seed, count) => {
      const ids = Array.from({ length: count }, (_, index) => `s-${index + 1}`);
      const facts = ids.map((report, place) => ({ report, hasAbstract: place % 3 > 0, search: place % 2, place }));
      const list = inPlainOrder(ids, order, seed, STAGE, 'A');
      expect(list).toEqual(inReadingOrder(facts, order, seed, STAGE, 'A'));
      expect([...list].sort()).toEqual([...ids].sort());
    }),
  );
});

it('is the same for all people, or another for each, as the protocol says', () => {
  const ids = Array.from({ length: 50 }, (_, index) => `s-${index + 1}`);
  const random = (sameOrder: boolean): QueueOrder => ({ order: 'random', sameOrder, withoutAbstract: 'in-order' });
  const of = (person: string, sameOrder: boolean, seed = 1) =>
    inPlainOrder(ids, random(sameOrder), seed, STAGE, person).join(' ');
  expect(of('A', true)).toBe(of('B', true));
  expect(of('A', false)).not.toBe(of('B', false));
  expect(of('A', true, 2)).not.toBe(of('A', true));
});

it.each([
  ['random', 'in-order', true],
  ['ingested', 'in-order', true],
  ['newest', 'in-order', false],
  ['search', 'in-order', false],
  ['random', 'last', false],
] as const)('%s, those without an abstract %s: plain %s', (order, withoutAbstract, isPlain) => {
  expect(isPlainOrder({ order, sameOrder: true, withoutAbstract })).toBe(isPlain);
});

it('puts the newest first, those of no year last, and those without an abstract after all, where that is asked for', () => {
  const facts = [
    { report: 's-1', year: 2020, hasAbstract: true, search: 0, place: 0 },
    { report: 's-2', hasAbstract: true, search: 0, place: 1 },
    { report: 's-3', year: 2024, hasAbstract: false, search: 0, place: 2 },
    { report: 's-4', year: 2024, hasAbstract: true, search: 0, place: 3 },
  ];
  const by = (order: 'newest' | 'oldest', withoutAbstract: 'in-order' | 'last') =>
    inReadingOrder(facts, { order, sameOrder: true, withoutAbstract }, 1, STAGE, 'A');
  expect(by('newest', 'in-order')).toEqual(['s-3', 's-4', 's-1', 's-2']);
  expect(by('newest', 'last')).toEqual(['s-4', 's-1', 's-2', 's-3']);
  expect(by('oldest', 'in-order')).toEqual(['s-1', 's-3', 's-4', 's-2']);
});
