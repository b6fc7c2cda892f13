import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareIds, compareText, sortedIds } from '../../src/text/order.ts';

const sortedBy = (compare: (a: string, b: string) => number, items: string) => items.split(' ').sort(compare).join(' ');

it.each([
  // By code units and in no locale: capitals first, accents last.
  ['a B ä Z b', 'B Z a b ä'],
  ['10 9 1', '1 10 9'],
])('compareText: %s', (items, expected) => expect(sortedBy(compareText, items)).toBe(expected));

it.each([
  ['s-10 s-9 s-1', 's-1 s-9 s-10'],
  ['b-1 a-10 a-2', 'a-2 a-10 b-1'],
  ['s-2 s s-1', 's s-1 s-2'],
  ['wos-2024-1 wos-10', 'wos-10 wos-2024-1'],
  ['s!10 s!9 s-1', 's!9 s!10 s-1'],
  ['a-1-x a-1', 'a-1 a-1-x'],
  ['s-01 s-1 s-001', 's-001 s-01 s-1'],
  // Beyond what a number holds exactly, the text decides.
  ['s-9007199254740993 s-9007199254740992', 's-9007199254740992 s-9007199254740993'],
])('compareIds: %s', (items, expected) => expect(sortedBy(compareIds, items)).toBe(expected));

it('compareIds is a total order', () => {
  const number = fc.oneof(
    fc.nat(120).map(String),
    fc.constantFrom('01', '001', '9007199254740992', '9007199254740993', '9'.repeat(320), '8'.repeat(320)),
  );
  const text = fc.constantFrom('a', 'a-', 'b-', 'a-1-', '');
  const id = fc.oneof(
    fc.tuple(text, number).map((parts) => parts.join('')),
    text,
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(id, id, id, (a, b, c) => {
      const sign = (x: string, y: string) => Math.sign(compareIds(x, y));
      expect(sign(a, b) + sign(b, a)).toBe(0);
      expect(sign(a, b) === 0).toBe(a === b);
      if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 2000 },
  );
});

it('sortedIds names each id once', () => {
  expect(sortedIds(new Set(['s-10', 's-2']))).toEqual(['s-2', 's-10']);
  expect(sortedIds(['s-10', 's-2', 's-10'])).toEqual(['s-2', 's-10']);
});
