import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromSheetCell, toSheetCell } from '../../src/text/spreadsheet-safe.ts';
import { hostileText } from './hostile.ts';

it.each([
  ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ["'=1", "''=1"],
  ['a=1', 'a=1'],
  ["'tis", "'tis"],
  ["'", "'"],
  ['', ''],
])('%j stands in a sheet as %j', (text, cell) => expect(toSheetCell(text)).toBe(cell));

it.each(["'tis", "'", 'a', '=1', ''])('takes nothing from %j, which nobody guarded', (cell) => {
  expect(fromSheetCell(cell)).toBe(cell);
});

it('comes back exactly, and never as a formula', () => {
  const quoted = fc.tuple(fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r') }), hostileText);
  fc.assert(
    fc.property(
      fc.oneof(
        hostileText,
        quoted.map(([head, tail]) => head + tail),
      ),
      (text) => {
        expect(toSheetCell(text)).not.toMatch(/^[=+\-@\t\r]/);
        expect(fromSheetCell(toSheetCell(text))).toBe(text);
      },
    ),
    { numRuns: 1000 },
  );
});
