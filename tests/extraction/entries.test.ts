import { describe, expect, it } from 'vitest';
import { readEntries, unitsOf } from '../../src/extraction/entries.ts';
import { entryLines, planImport } from '../../src/extraction/plan-entries.ts';
import { readStudies } from '../../src/extraction/studies.ts';
import { summarise } from '../../src/extraction/summary.ts';
import { FormSchema } from '../../src/model/form.ts';
import type { EntryLine } from '../../src/model/ledgers.ts';
import { at, reportsOf } from '../screening/lines.ts';

const FORM = FormSchema.parse({
  schemaVersion: 1,
  items: [
    { id: 'size', label: 'Size', type: 'number', required: true },
    { id: 'kind', label: 'Kind', type: 'many-of', options: ['a', 'b', 'c'] },
    { id: 'open', label: 'Open', type: 'boolean' },
  ],
});
const PEOPLE = new Set(['A', 'B']);
const REPORTS = reportsOf();
const STUDIES = readStudies([], PEOPLE, REPORTS);
const UNITS = unitsOf('report', ['s-1', 's-2', 's-3'], REPORTS, STUDIES);

/** `A:s-1:size=7`; a minute apart. */
function lines(text: string): EntryLine[] {
  return text
    .split(' ')
    .filter((item) => item !== '')
    .map((said, index) => {
      const match = /^(\w):(s-\d):([\w-]+)=(.*)$/.exec(said);
      if (!match) throw new Error(`no entry: ${said}`);
      const [, person = '', unit = '', item = '', value = ''] = match;
      const where = { file: `extraction/entries/${person}.csv`, line: index + 2 };
      return { unit, item, position: '1', value, quote: '', page: '', form: '1', at: at(index + 1), person, where };
    });
}

const read = (text: string, units = UNITS, reports = REPORTS) => readEntries(lines(text), FORM, units, PEOPLE, reports);

describe('readEntries', () => {
  it.each([
    ['A:s-1:size=7', '7'],
    ['A:s-1:size=7 A:s-1:size=8', '8'],
    ['A:s-1:size=7 A:s-1:size=', undefined],
    ['A:s-1:size=7 B:s-1:size=7', '7'],
    ['A:s-1:size=7 B:s-1:size=8', undefined],
    ['A:s-1:size=7 B:s-1:size=8 B:s-1:size=', '7'],
  ])('"%s": %s', (text, value) => {
    const { cells, findings } = read(text);
    expect(cells.get('s-1')?.get('size')?.value).toBe(value);
    const differs = text === 'A:s-1:size=7 B:s-1:size=8';
    expect(findings.map(({ code }) => code)).toEqual(differs ? ['entries-differ'] : []);
  });

  it.each([
    ['X:s-1:size=7', 'unknown-person'],
    ['A:s-9:size=7', 'unknown-report'],
    ['A:s-1:weight=7', 'unknown-item'],
    ['A:s-1:size=7B', 'entry-invalid'],
    ['A:s-1:size=7.0', 'entry-invalid'],
    ['A:s-4:size=7', 'entry-not-included'],
  ])('"%s" does not count: %s', (text, code) => {
    const { cells, findings } = read(text);
    expect(cells.size).toBe(0);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
  });

  it('reads an entry on the unit to which its record belongs now', () => {
    const merged = reportsOf('s-1', 's-2');
    const units = unitsOf('report', ['s-1'], merged, readStudies([], PEOPLE, merged));
    expect(read('A:s-2:size=7', units, merged).cells.get('s-1')?.get('size')?.value).toBe('7');
  });

  it('leaves a cell open where one person said different things of two records that became one unit', () => {
    const merged = reportsOf('s-1', 's-2');
    const units = unitsOf('report', ['s-1'], merged, readStudies([], PEOPLE, merged));
    const said = lines('A:s-1:size=7 A:s-2:size=8');
    const { cells, findings } = readEntries(said, FORM, units, PEOPLE, merged);
    expect([cells.get('s-1')?.get('size')?.value, findings.map(({ code }) => code)]).toEqual([
      undefined,
      ['entries-differ'],
    ]);
    const item = FORM.items[0];
    if (!item) throw new Error('no item');
    const input = { unit: 's-1', item, value: '9', quote: '', page: '' };
    const more = entryLines([input], said, FORM, units, new Date(at(9))).map((line) => {
      return { ...line, person: 'A', where: { file: '' } };
    });
    expect(more.map((line) => line.unit)).toEqual(['s-1', 's-2']);
    expect(
      readEntries([...said, ...more], FORM, units, PEOPLE, merged)
        .cells.get('s-1')
        ?.get('size')?.value,
    ).toBe('9');
  });

  it('does not look at what a later line took the place of', () => {
    expect(read('A:s-1:size=7B A:s-1:size=7').findings).toEqual([]);
    expect(read('A:s-1:weight=7 A:s-1:weight=').findings).toEqual([]);
  });

  it('has a study for a unit where the form says so', () => {
    const joined = {
      report: 's-3',
      study: 's-2',
      action: 'join',
      note: '',
      at: at(1),
      person: 'A',
      where: { file: '' },
    };
    const studies = readStudies([joined], PEOPLE, REPORTS);
    const units = unitsOf('study', ['s-1', 's-3'], REPORTS, studies);
    expect(units.all).toEqual(['s-1', 's-3']);
    expect([units.of('s-2'), units.of('s-3'), units.of('s-4')]).toEqual(['s-3', 's-3', undefined]);
  });
});

describe('planImport', () => {
  const sheet = (...rows: Record<string, string>[]) =>
    rows.map((cells, index) => ({ row: index + 2, line: index + 2, cells: new Map(Object.entries(cells)) }));
  const plan = (rows: ReturnType<typeof sheet>, before = '', mayRevise = false) =>
    planImport(rows, 'a.csv', FORM, UNITS, read(before), 'A', mayRevise);
  const said = (rows: ReturnType<typeof sheet>, before = '', mayRevise = false) => {
    const { inputs, problems } = plan(rows, before, mayRevise);
    return [
      ...inputs.map(({ unit, item, value }) => `${unit}:${item.id}=${value}`),
      ...problems.map(({ message }) => message),
    ];
  };

  it('takes what is new, as ledgers write it', () => {
    expect(said(sheet({ report: 's-1', size: '7.0', kind: 'C; a', open: '' }))).toEqual(['s-1:size=7', 's-1:kind=a;c']);
    expect(said(sheet({ report: 's-1', size: '7.0' }), 'A:s-1:size=7 A:s-1:kind=a')).toEqual([]);
  });

  it('takes a change, or an emptied cell, only where it may revise', () => {
    const rows = sheet({ report: 's-1', size: '8', kind: '' });
    const before = 'A:s-1:size=7 A:s-1:kind=a;b';
    expect(said(rows, before)).toEqual([
      'row 2, size: "8", but you entered "7" before',
      'row 2, kind: the cell is empty, but you entered "a; b" before',
    ]);
    expect(said(rows, before, true)).toEqual(['s-1:size=8', 's-1:kind=']);
  });

  it('does not look at what others entered', () => {
    expect(said(sheet({ report: 's-1', size: '8' }), 'B:s-1:size=7')).toEqual(['s-1:size=8']);
  });

  it('names every bad cell by row and column', () => {
    const rows = sheet(
      { report: 's-1', size: '7B', kind: 'z' },
      { report: 's-4', size: '7' },
      { report: '', size: '7' },
      { report: 's-2', open: 'perhaps' },
      { report: 's-2', open: 'yes' },
      { report: 's-3', size: '', 'size:quote': 'seven' },
    );
    expect(said(rows)).toEqual([
      'row 2, size: "7B" is no number',
      'row 2, kind: "z" is no option',
      'row 3, report: "s-4" is no included report',
      'row 4, report: no id',
      'row 5, open: "perhaps" is neither yes nor no',
      'row 6, report: s-2 stands in row 5 too',
      'row 7, size: a quote or a page without a value',
    ]);
  });

  it('keeps the words and the page that a sheet has no columns for', () => {
    const before = lines('A:s-1:size=7').map((line) => ({ ...line, quote: 'seven', page: '3' }));
    const entries = readEntries(before, FORM, UNITS, PEOPLE, REPORTS);
    const row = sheet({ report: 's-1', size: '7' });
    expect(planImport(row, 'a.csv', FORM, UNITS, entries, 'A', false).inputs).toEqual([]);
    // Another value does not rest on the same words.
    const revised = sheet({ report: 's-1', size: '8' });
    expect(planImport(revised, 'a.csv', FORM, UNITS, entries, 'A', true).inputs).toMatchObject([
      { value: '8', quote: '', page: '' },
    ]);
    const broken = sheet({ report: 's-1', size: '7', 'size:quote': 'se\nven', 'size:page': '3' });
    expect(planImport(broken, 'a.csv', FORM, UNITS, entries, 'A', true).inputs).toMatchObject([{ quote: 'se ven' }]);
    const withPage = sheet({ report: 's-1', size: '7', 'size:page': '4' });
    expect(planImport(withPage, 'a.csv', FORM, UNITS, entries, 'A', false).inputs).toMatchObject([
      { value: '7', quote: 'seven', page: '4' },
    ]);
  });

  it('writes lines that are later than all of the person’s', () => {
    const own = lines('A:s-1:size=7');
    const { inputs } = plan(sheet({ report: 's-2', size: '1', open: 'no' }));
    const written = entryLines(inputs, own, FORM, UNITS, new Date(at(0)));
    expect(written.map(({ unit, item, value }) => [unit, item, value])).toEqual([
      ['s-2', 'size', '1'],
      ['s-2', 'open', 'no'],
    ]);
    expect(written.every((line) => line.at > (own[0]?.at ?? ''))).toBe(true);
  });
});

describe('summarise', () => {
  it('counts units, not options, and leaves open what people say differently', () => {
    const entries = read(
      'A:s-1:size=1.1 A:s-2:size=1.3 A:s-3:size=NR A:s-1:kind=a;b A:s-2:kind=b A:s-1:open=yes B:s-1:open=no',
    );
    const { units, complete, items } = summarise(FORM, UNITS, entries);
    expect([units, complete]).toEqual([3, 3]);
    expect(items).toMatchObject([
      { id: 'size', filled: 2, notReported: 1, missing: 0, numbers: { min: 1.1, median: 1.2, max: 1.3 } },
      { id: 'kind', filled: 2, missing: 1, options: [{ n: 1 }, { n: 2 }, { n: 0 }] },
      { id: 'open', filled: 0, differing: 1, missing: 2, options: [{ n: 0 }, { n: 0 }] },
    ]);
  });
});
