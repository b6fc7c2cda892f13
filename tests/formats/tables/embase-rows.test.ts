import { describe, expect, it } from 'vitest';
import { embaseRows } from '../../../src/formats/tables/embase-rows.ts';
import { fieldsOf, outline } from '../reading.ts';

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');

describe('embaseRows', () => {
  it('reads cells that go on over some lines', () => {
    const content = text(
      '"TITLE","One',
      'title"',
      '"AUTHOR NAMES","Smith J."',
      '"ABSTRACT","A ""first"" line',
      'RESULTS: x',
      'a last"',
      '"DOI","10.1000/a"',
    );
    expect(fieldsOf(embaseRows, content)).toMatchObject({
      title: 'One title',
      abstract: 'A "first" line RESULTS: x a last',
      doi: ['10.1000/a'],
      extra: undefined,
    });
  });

  it('begins a record with every title, closed or not', () => {
    const content = text(
      '"TITLE","One"',
      '"DOI","10.1000/a"',
      '',
      '"TITLE","Two',
      'goes on"',
      '"TITLE","Three',
      '"DOI","10.1000/c"',
      '"TITLE","Four"',
    );
    expect(outline(embaseRows, content)).toEqual(['1@1 One', '2@4 Two goes on', '3@6 Three', '4@8 Four']);
  });
});
