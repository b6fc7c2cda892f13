import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, foldText } from '../../src/text/fold.ts';
import { hostileText } from './hostile.ts';

describe('foldText', () => {
  it.each([
    ['case, accents, quotes and dashes', 'Naïve “BERT”–based', 'naive bert based'],
    ['accents written apart', 'Nai\u0308ve', 'naive'],
    ['hyphens of all kinds', 'state-of-the‐art', 'state of the art'],
    ['apostrophes of all kinds', "don't don’t don`t", 'dont dont dont'],
    ['ligatures and widths', 'ﬁne-ｔｕｎｉｎｇ', 'fine tuning'],
    ['letters that are no accents', 'Straße Øst Łódź Þór', 'strasse ost lodz thor'],
    ['markup and subscripts', 'CO<sub>2</sub> and CO₂', 'co2 and co2'],
    ['entities', 'R&amp;D &ndash; na&iuml;ve', 'r d naive'],
    ['the case of Turkish, in no locale', 'İstanbul', 'istanbul'],
    ['other scripts', 'Αθήνα Москва', 'athina moskva'],
    ['nothing but signs', '— … !', ''],
  ])('folds %s', (_, text, expected) => expect(foldText(text)).toBe(expected));

  it.each([
    ['scripts without spaces', '深度学习', '强化学习'],
    ['digits', 'Part 1', 'Part 2'],
  ])('keeps apart what %s tell apart', (_, a, b) => expect(foldText(a)).not.toBe(foldText(b)));

  it('is done once, and leaves words of letters and digits', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const folded = foldText(text);
        expect(folded).toMatch(/^(?:[a-z0-9]+(?: [a-z0-9]+)*)?$/);
        expect(foldText(folded)).toBe(folded);
      }),
      { numRuns: 1000 },
    );
  });
});

it.each([
  ['van der Meer', 'Vandermeer'],
  ["O'Brien", 'O’Brien'],
  ['D’Souza', 'DSouza'],
  ['Müller', 'MULLER'],
  ['García-López', 'Garcia Lopez'],
])('foldName takes %s and %s for one surname', (a, b) => {
  expect(foldName(a)).toBe(foldName(b));
  expect(foldName(a)).not.toBe('');
});
