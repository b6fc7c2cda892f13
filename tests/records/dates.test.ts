import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate, parseYear } from '../../src/records/dates.ts';

it.each([
  ['2024', 2024],
  ['(2019)', 2019],
  ['c2019a', 2019],
  ['May 21, 2024', 2024],
  ['2023/2024', 2023],
  ['2024-05-21', 2024],
  ['Start date: 20170812', 2017],
  ['20171', undefined],
  ['20179912', undefined],
  ['1500', 1500],
  ['1499', undefined],
  ['2100', undefined],
  // A year is a number of its own, no piece of a longer one.
  ['20191', undefined],
  ['12024', undefined],
  ['in press', undefined],
  ['', undefined],
  [undefined, undefined],
])('parseYear(%j) is %j', (text, expected) => expect(parseYear(text)).toBe(expected));

describe('parseDate', () => {
  it.each([
    ['2024-05-21', '2024-05-21'],
    ['2024/5/1', '2024-05-01'],
    ['2024-05', '2024-05'],
    ['2024-5', '2024-05'],
    ['2024-05-21T10:00:00Z', '2024-05-21'],
    // RIS leaves out what is not known, but not the slashes.
    ['2024/05/21/', '2024-05-21'],
    ['2024/05/21/Spring', '2024-05-21'],
    ['2024/05//', '2024-05'],
    ['2024///', undefined],
    ['2024/05/00', '2024-05'],
    ['2024-00-00', undefined],
    ['2024-13-01', undefined],
    ['2023-02-29', '2023-02'],
    ['2024-02-29', '2024-02-29'],
    ['2024', undefined],
    ['21 May 2024', '2024-05-21'],
    ['21 May. 2024', '2024-05-21'],
    ['May 21, 2024', '2024-05-21'],
    ['May 5th, 2024', '2024-05-05'],
    ['2024 May 21', '2024-05-21'],
    ['May 2024', '2024-05'],
    ['Sept. 2021', '2021-09'],
    // Of a meeting of several days the month is certain, the day is not.
    ['20-24 Sept 2021', '2021-09'],
    ['1 – 6 June 2021', '2021-06'],
    ['JUN 30-JUL 4 2021', '2021-06'],
    ['28 May - 2 June 2023', '2023-05'],
    ['31 Dec. 2023-3 Jan. 2024', '2023-12'],
    ['Marseille 12 June 2019', '2019-06-12'],
    ['21-May-2024', '2024-05-21'],
    ['2024 Jan-Feb', undefined],
    ['Spring 2024', undefined],
    ['Decisions of 2024', undefined],
    ['1st Quarter 2022', undefined],
    // Day and month cannot be told apart.
    ['05/06/2024', undefined],
    ['in press', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j', (text, expected) => expect(parseDate(text, undefined)).toBe(expected));

  it.each([
    ['MAY 21', 2024, '2024-05-21'],
    ['DEC', 2024, '2024-12'],
    ['MAY-JUN', 2024, undefined],
    ['SPR', 2024, undefined],
    ['MAY 21', undefined, undefined],
    // The year that the text states itself counts.
    ['MAY 2023', 2024, '2023-05'],
  ])('%s with the year %j is %j', (text, year, expected) => expect(parseDate(text, year)).toBe(expected));

  it('reads what it writes, and nothing else comes out of it', () => {
    const date = fc
      .date({ min: new Date('1500-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((value) => value.toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, fc.constantFrom(7, 10), (text, length) => {
        expect(parseDate(text.slice(0, length), undefined)).toBe(text.slice(0, length));
      }),
    );
    const word = fc.constantFrom('2024', '5', '31', '99', 'May', 'Dec.', 'JUN', '-', '/', ',', '–', '0');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.constantFrom(' ', ''), (words, space) => {
        const read = parseDate(words.join(space), 2023);
        expect(read ?? '2024-05').toMatch(/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/);
      }),
      { numRuns: 1000 },
    );
  });
});
