import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allInRecordOrder, placesInOrder } from '../../src/dedupe/reports.ts';

it('finds where ids stand among all, whatever numbers are missing', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 12 });
  const searches = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'a-b', 'b', 'toString', 'x1'),
      date: fc.option(fc.constantFrom('2024-01-01', '2025-01-01'), { nil: undefined }),
      numbers: fc.oneof(
        numbers.map((some) => some.sort((a, b) => a - b)),
        fc.integer({ min: 0, max: 12 }).map((count) => Array.from({ length: count }, (_, index) => index + 1)),
      ),
    }),
    { selector: ({ id }) => id },
  );
  const asked = fc.constantFrom(
    'a-1',
    'a-01',
    'a-0',
    'a--1',
    'a-1e0',
    'a-1.5',
    'a-',
    'a',
    '',
    'c-1',
    'a-b-2',
    'length-1',
  );
  fc.assert(
    fc.property(searches, fc.array(asked), (some, others) => {
      const recordIds = new Map(some.map(({ id, numbers: own }) => [id, own.map((n) => `${id}-${n}`)]));
      const ordered = allInRecordOrder(recordIds, some);
      const placeOf = placesInOrder(ordered, recordIds, some);
      for (const id of [...ordered, ...others]) {
        const place = ordered.indexOf(id);
        expect([id, placeOf(id)]).toEqual([id, place === -1 ? undefined : place]);
      }
    }),
  );
});
