import { describe, expect, it } from 'vitest';
import { countLines, countRows } from '../../../src/formats/tables/count-rows.ts';

function count(make: typeof countRows, ...pieces: string[]): number {
  const counter = make();
  for (const piece of pieces) counter.add(piece);
  return counter.total();
}

describe('countRows', () => {
  it.each([
    ['a,b\n1,2\n3,4\n', 2],
    ['a,b\n1,2\n3,4', 2],
    ['a,b\n"x\ny",2\n"3 ""quoted"" \n\n",4\n', 2],
    ['sep=,\na,b\n1,2\n', 1],
    ['"About the data: exported today"\na,b,c\n1,2,3\n', 2],
    ['a;b\n1;2\n', 1],
    ['a,b\n,\n\n1,5" screen\n', 1],
    ['a,b\n"never closed,2\n3,4\n', 1],
    ['a,b\n', 0],
    ['', 0],
  ])('%j has %i rows beside the header', (text, rows) => expect(count(countRows, text)).toBe(rows));

  it('counts the same however the text is cut', () => {
    const text = 'a,b\n"x ""y""\nz","q"\n1,2\n"",""\n" ",w\n';
    for (let at = 0; at <= text.length; at++) {
      expect(count(countRows, text.slice(0, at), text.slice(at))).toBe(count(countRows, text));
    }
    expect(count(countRows, ...text)).toBe(count(countRows, text));
  });
});

describe('countLines', () => {
  it('takes quotes as they are', () => expect(count(countLines, 'A\tB\n"x\ty\n', '\n"z\t\n')).toBe(2));
});
