import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine, splitCsvRecord } from '../../src/text/csv.ts';
import { hostileText } from './hostile.ts';

const cells = fc.array(hostileText, { minLength: 1, maxLength: 6 });
const onOneLine = (cell: string) => cell.replace(/\r\n|[\r\n]/g, ' ');

it.each([
  ['', ''],
  ['plain', 'plain'],
  ['a b', 'a b'],
  ['a,b', '"a,b"'],
  ['say "no"', '"say ""no"""'],
  // Programs that trim cells must leave these as they are.
  [' a', '" a"'],
  ['a\t', '"a\t"'],
  ['a\r\nb\nc\rd', 'a b c d'],
  ['a\n', '"a "'],
])('csvCell(%j) is %j', (value, expected) => expect(csvCell(value)).toBe(expected));

describe('splitCsvRecord', () => {
  it.each([
    ['', ['']],
    [',', ['', '']],
    ['a,b', ['a', 'b']],
    ['a,', ['a', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['""', ['']],
    ['""""', ['"']],
    ['"a""b","c"', ['a"b', 'c']],
    ['"a\nb",c', ['a\nb', 'c']],
    [" a ,'b'", [' a ', "'b'"]],
  ])('%j', (text, expected) => expect(splitCsvRecord(text)).toEqual(expected));

  it.each([
    ['an open cell', '"a'],
    ['an open cell that ends in an escaped quote', '"a""'],
    ['an open last cell', 'a,"b,c'],
    ['text after a closing quote', '"a"b,c'],
    ['a space after a closing quote', '"a" ,b'],
    ['a quote inside of a bare cell', 'a"b,c'],
    ['a quote after a space', 'a, "b"'],
  ])('refuses %s', (_, text) => expect(splitCsvRecord(text)).toBeUndefined());

  it('reads back every line that csvLine writes', () => {
    fc.assert(
      fc.property(cells, (values) => {
        const line = csvLine(values);
        expect(line).not.toMatch(/[\r\n]/);
        expect(splitCsvRecord(line)).toEqual(values.map(onOneLine));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with another reader of RFC 4180 on them', () => {
    fc.assert(
      fc.property(cells, (values) => {
        // As bytes: half a surrogate pair has none.
        const line = Buffer.from(csvLine(['x', ...values])).toString();
        expect(parse(line)).toEqual([splitCsvRecord(line)]);
      }),
    );
  });
});
