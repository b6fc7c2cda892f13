import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapWords } from '../../src/text/wrap-measured.ts';
import { hostileText } from './hostile.ts';

const codePoints = (text: string) => [...text].length;
const wrap = (words: readonly string[], first: number, others = first) =>
  wrapWords(words, { first, others }, codePoints);

describe('wrapWords', () => {
  it.each([
    ['what fits', ['one', 'two'], 7, ['one two']],
    ['what does not', ['one', 'two', 'three'], 8, ['one two', 'three']],
    ['a word with spaces in it', ['of', 'reasons', '(n = 5)'], 9, ['of', 'reasons', '(n = 5)']],
    ['a long word', ['a', 'abcdefghij', 'b'], 4, ['a', 'abcd', 'efgh', 'ij b']],
    ['accents, which stay with their letters', ['e\u0301e\u0301e\u0301'], 3, ['e\u0301', 'e\u0301', 'e\u0301']],
    [
      'a chain of joined signs, which has no limit',
      ['\u1100'.repeat(5)],
      2,
      ['\u1100\u1100', '\u1100\u1100', '\u1100'],
    ],
    ['nothing', [], 3, []],
  ])('wraps %s', (_, words, room, expected) => expect(wrap(words, room)).toEqual(expected));

  it('gives the first line a room of its own', () => {
    expect(wrap(['aa', 'bb', 'cc', 'dd'], 8, 5)).toEqual(['aa bb cc', 'dd']);
    expect(wrap(['aa', 'bb', 'cc', 'dd'], 2, 5)).toEqual(['aa', 'bb cc', 'dd']);
  });

  it('loses nothing, and no line is too wide', () => {
    fc.assert(
      fc.property(
        fc.array(hostileText),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (words, a, b) => {
          const lines = wrap(words, a, b);
          expect(lines.join('').replaceAll(' ', '')).toBe(words.join('').replaceAll(' ', ''));
          lines.forEach((line, index) => expect(codePoints(line)).toBeLessThanOrEqual(index === 0 ? a : b));
        },
      ),
      { numRuns: 500 },
    );
  });
});
