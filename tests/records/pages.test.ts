import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisePages, startPage } from '../../src/records/pages.ts';

describe('normalisePages', () => {
  it.each([
    ['123-129', '123-129'],
    ['123–129', '123-129'],
    ['123--129', '123-129'],
    ['123 − 129', '123-129'],
    ['pp. 123–9', '123-129'],
    ['pp 123-29', '123-129'],
    ['p. 5', '5'],
    ['P. 5', '5'],
    ['pages 3-9', '3-9'],
    ['Page 12', '12'],
    ['pp123-129', '123-129'],
    ['p123', '123'],
    ['P12-P15', 'P12-P15'],
    ['pp. A12-A15', 'A12-A15'],
    ['p. W5', 'W5'],
    ['123-', '123'],
    ['12. ', '12'],
    // These are no pages but numbers that begin like the word.
    ['PA1234', 'PA1234'],
    ['P1-P5', 'P1-P5'],
    ['Paper 12', 'Paper 12'],
    ['123-129.', '123-129'],
    ['128-35', '128-135'],
    ['123-123', '123'],
    // Without its prefix an end would name another page.
    ['S12-S19', 'S12-S19'],
    ['S12-9', 'S12-19'],
    ['e12', 'e12'],
    ['e1-e10', 'e1-e10'],
    ['1-6', '1-6'],
    ['e2024012', 'e2024012'],
    ['1-6, 8-10', '1-6, 8-10'],
    ['101:1-101:9', '101:1-101:9'],
    ['xii-xx', 'xii-xx'],
    ['12,34', '12,34'],
    // What a spreadsheet has made of 3-12 says nothing certain: it stays.
    ['Mar-12', 'Mar-12'],
    ['12-Mar', '12-Mar'],
    ['Article 45', 'Article 45'],
  ])('%s is %s', (text, expected) => expect(normalisePages(text)).toBe(expected));

  it.each([undefined, '', ' ', '-', '--', '–', '?', 'n/a', 'N/A', 'NA-NA', 'na', 'null', 'undefined'])(
    'finds no page in %j',
    (text) => expect(normalisePages(text)).toBeUndefined(),
  );

  it('is done once, and keeps the numbers of a range', () => {
    const number = fc.integer({ min: 1, max: 99_999 });
    const dash = fc.constantFrom('-', '–', '--', ' - ', '—', '−', '‐');
    const around = fc.constantFrom(['', ''], ['pp. ', ''], ['p.', ''], ['Pp ', '.'], ['', ','], [' ', '']);
    fc.assert(
      fc.property(number, number, dash, around, (start, length, sign, [before = '', after = '']) => {
        const [from, to] = [String(start), String(start + length)];
        const full = `${from}-${to}`;
        expect(normalisePages(`${before}${from}${sign}${to}${after}`)).toBe(full);
        // Printed short: the digits that both share are left out.
        const shared = from.length === to.length ? [...to].findIndex((digit, index) => digit !== from[index]) : 0;
        expect(normalisePages(`${before}${from}${sign}${to.slice(shared)}${after}`)).toBe(full);
        expect(normalisePages(full)).toBe(full);
      }),
    );
  });
});

it.each([
  ['123-129', '123'],
  ['S12-S19', 's12'],
  ['e12', 'e12'],
  ['1-6, 8-10', '1'],
  ['7, 9', '7'],
  ['7; 9', '7'],
  ['-129', undefined],
  ['', undefined],
  [undefined, undefined],
])('startPage(%j) is %j', (pages, expected) => expect(startPage(pages)).toBe(expected));
