import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberList } from '../../src/model/number-list.ts';

describe('NumberList', () => {
  it.each([
    ['four bytes', Int32Array, fc.integer()],
    ['eight bytes', Float64Array, fc.maxSafeInteger()],
  ])('holds numbers of %s as a list does', (_, kind, number) => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300, size: 'max' }), fc.nat(400), number, (numbers, index, other) => {
        const list = new NumberList(kind);
        expect(numbers.map((value) => list.push(value))).toEqual(numbers.map((__, place) => place));
        expect(list.length).toBe(numbers.length);
        expect([list.at(index), list.at(-1), list.at(-index - 1)]).toEqual([
          numbers[index],
          numbers.at(-1),
          numbers.at(-index - 1),
        ]);
        const copy = list.copy();
        expect([...copy]).toEqual(numbers);
        expect(list.equals(copy)).toBe(true);
        if (index >= numbers.length) return;
        list.set(index, other);
        expect(list.at(index)).toBe(other);
        expect(list.equals(copy)).toBe(numbers[index] === other);
        list.push(1);
        expect(list.equals(copy)).toBe(false);
      }),
    );
  });
});
