import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanOrAbsent, cleanText } from '../../src/text/clean.ts';
import { hostileText } from './hostile.ts';

describe('cleanText', () => {
  it.each([
    ['composes accents', 'Mu\u0308ller', 'Müller'],
    ['keeps what is compatible but not the same', 'CO₂ ﬁne ½', 'CO₂ ﬁne ½'],
    ['makes one line', 'one\r\ntwo\n\nthree\u2028four', 'one two three four'],
    ['parts words at tabs and spaces of other widths', 'a\tb\u00a0c\u2003d\u3000e', 'a b c d e'],
    ['trims', ' \u00a0a \n', 'a'],
    ['parts words at control characters', 'a\u0000b\u001b[31mc\u0085d', 'a b [31mc d'],
    ['removes marks of direction', '\u202eabc\u202c \u2067d\u2069\u200f', 'abc d'],
    ['removes what has no width, inside of words', 'sys\u200btem\u2060atic\ufeff', 'systematic'],
    ['keeps joiners, which words and emoji are spelt with', 'می\u200cخواهم 👩\u200d🔬', 'می\u200cخواهم 👩\u200d🔬'],
    ['shows half a character as missing', 'cut \ud83d', 'cut \ufffd'],
    ['keeps whole characters beyond the basic plane', '𝒳 😀', '𝒳 😀'],
  ])('%s', (_, text, expected) => expect(cleanText(text)).toBe(expected));

  it('says the same of what it takes for clean at once', () => {
    const letters = fc.constantFrom(...'ab  éÃÂâ€™“–…ïüßœ©®°¿½\u00a0\u00ad\u0301\u2028\u0083¼ø');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 12 }), (text) => {
        // A control character in front is never taken for clean, and gone in the end.
        expect(cleanText(text)).toBe(cleanText(`\u0001${text}`));
      }),
      { numRuns: 20_000 },
    );
    for (let code = 0x21; code < 0x2060; code++) {
      const text = `a${String.fromCharCode(code)}b`;
      expect(cleanText(text)).toBe(cleanText(`\u0001${text}`));
    }
  });

  it('leaves nothing to clean, whatever comes', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const clean = cleanText(text);
        expect(clean).not.toMatch(/\p{Cc}|\p{Surrogate}|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
        expect(clean).not.toMatch(/^\s|\s$|\s\s|[^\S ]/);
        expect(clean.normalize('NFC')).toBe(clean);
        expect(cleanText(clean)).toBe(clean);
      }),
      { numRuns: 1000 },
    );
  });
});

it.each([
  [undefined, undefined],
  ['', undefined],
  [' \u200b\n', undefined],
  [' a ', 'a'],
  ['0', '0'],
])('cleanOrAbsent(%j) is %j', (text, expected) => expect(cleanOrAbsent(text)).toBe(expected));

describe('clean text', () => {
  it('stays as it is', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(...'Ã©Âââ€™\u00a0\u200b\u0301e \u2009\ufeff\u0085'),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (value) => {
        expect(cleanText(cleanText(value))).toBe(cleanText(value));
      }),
      { numRuns: 3000 },
    );
  });
});
