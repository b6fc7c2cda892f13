import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import wrapAnsi from 'wrap-ansi';
import { padEnd, padStart, truncate, width, wrap } from '../../src/text/width.ts';

const word = fc.string({
  unit: fc.oneof(fc.constantFrom('日', '語', 'é', 'e\u0301', '👩‍🔬', '😀', '-'), fc.constantFrom(...'abcxyz')),
  minLength: 1,
  maxLength: 14,
});
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));

it.each([
  ['abc', 3],
  ['日本', 4],
  ['e\u0301', 1],
  ['👩‍🔬', 2],
  ['', 0],
])('%s takes %i columns', (shown, columns) => expect(width(shown)).toBe(columns));

describe('truncate', () => {
  it.each([
    ['small models', 12, 'small models'],
    ['small models', 11, 'small mode…'],
    ['small models', 7, 'small…'],
    ['small models', 1, '…'],
    ['日本語', 6, '日本語'],
    // A wide character that only half fits is left out.
    ['日本語', 4, '日…'],
    ['👩‍🔬👩‍🔬', 3, '👩‍🔬…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ])('%s to %i', (shown, columns, expected) => expect(truncate(shown, columns)).toBe(expected));

  it('never takes more columns than there are', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (shown, columns) => {
        const cut = truncate(shown, columns);
        expect(width(cut)).toBeLessThanOrEqual(columns);
        expect(cut === shown || shown.startsWith(cut.slice(0, -1))).toBe(true);
        if (width(shown) <= columns) expect(cut).toBe(shown);
      }),
    );
  });
});

it.each([
  ['ab', 4, 'ab  ', '  ab'],
  ['日本', 5, '日本 ', ' 日本'],
  ['abcd', 3, 'abcd', 'abcd'],
])('pads %s to %i', (shown, columns, end, start) => {
  expect([padEnd(shown, columns), padStart(shown, columns)]).toEqual([end, start]);
});

describe('wrap', () => {
  it.each([
    ['small language models', 14, ['small language', 'models']],
    ['small language models', 13, ['small', 'language', 'models']],
    ['abcdefgh ij', 3, ['abc', 'def', 'gh', 'ij']],
    ['日本語', 4, ['日本', '語']],
    ['', 10, ['']],
  ])('%s to %i', (shown, columns, lines) => expect(wrap(shown, columns)).toEqual(lines));

  it('breaks a character that is wider than the line', () => {
    expect(wrap('\u1100'.repeat(5), 4)).toEqual(['\u1100\u1100', '\u1100\u1100', '\u1100']);
  });

  it('keeps every character, in lines that fit', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (shown, columns) => {
        const lines = wrap(shown, columns);
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(shown.replaceAll(' ', '').normalize('NFC'));
      }),
    );
  });
});

describe('plain text, for which no library is loaded', () => {
  const PLAIN = 'abcxyz,.()-/éßœĲ“”’–—·…─│█▏←↓©¿ 研究の、한국ア！（';

  it('takes the columns that the library says, whatever the character', () => {
    for (let code = 0; code < 0x10000; code++) {
      const character = String.fromCodePoint(code);
      if (character === '\x1b') continue;
      expect([code, width(character)]).toEqual([code, stringWidth(character)]);
      expect([code, width(`a${character}b`)]).toEqual([code, stringWidth(`a${character}b`)]);
    }
    expect(width('\x1b[1;4mné\x1b[0m')).toBe(2);
  });

  it('is wrapped line for line as the library does it', () => {
    const plain = fc.array(
      fc.oneof(fc.string({ unit: fc.constantFrom(...PLAIN), maxLength: 24 }), fc.constantFrom('', ' ')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(plain, fc.integer({ min: 1, max: 12 }), (words, columns) => {
        const shown = words.join(' ');
        expect(wrap(shown, columns)).toEqual(wrapAnsi(shown, columns, { hard: true, trim: true }).split('\n'));
      }),
      { numRuns: 3000 },
    );
  });
});
