import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wosTab } from '../../../src/formats/tables/wos-tab.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline } from '../reading.ts';

const HEADER = ['PT', 'AU', 'AF', 'TI', 'SO', 'PY', 'UT'];
const line = (...cells: string[]) => `${cells.join('\t')}\n`;
/** A row as Web of Science writes it, with one tab more than the header has. */
const row = (title: string) => line('J', 'Smith, J', 'Smith, John', title, 'Journal', '2024', 'WOS:1', '');
const table = (...rows: string[]) => line(...HEADER) + rows.join('');

describe('wosTab', () => {
  it.each([
    ['of the present', line(...HEADER)],
    ['with other columns', line('PT', 'AU', 'BA', 'SO', 'UT', '')],
    ['without accession numbers', line('PT', 'AU', 'TI', 'SO')],
  ])('knows a table %s', (_, head) => expect(wosTab.sniff(head + row('One'))).toBe(0));

  it.each([
    ['tagged text', 'PT J\nAU Smith, J\nTI One\n'],
    ['a table of other names', line('Publication Type', 'Authors', 'Article Title')],
    ['a table without titles', line('PT', 'AU', 'SO', 'PY')],
    ['commas', 'PT,AU,TI,UT\n'],
    ['nothing', ''],
  ])('does not know %s', (_, head) => expect(wosTab.sniff(head)).toBe(-1));

  it('reads every field of a record', () => {
    const cells = {
      PT: 'J',
      AU: 'Smith, J; Doe, AB',
      AF: 'Smith, John; Doe, Anna B.',
      CA: 'Models Consortium',
      TI: 'Distilling "small" models',
      SO: 'JOURNAL OF MODELS',
      DT: 'Article',
      DE: 'distillation; SLM',
      AB: '"We" distil; and more.',
      CR: 'Hinton G, 2015, ARXIV; Brown T, 2020, NEURIPS',
      TC: '7',
      SN: '1234-5678',
      PY: '2024',
      BP: '101',
      EP: '110',
      DI: '10.1000/xyz',
      UT: 'WOS:000514379300001',
      FX: 'Thanks',
      OA: '',
    };
    expect(fieldsOf(wosTab, line(...Object.keys(cells)) + line(...Object.values(cells), ''))).toMatchObject({
      type: ['Article', 'J'],
      title: 'Distilling "small" models',
      authors: { order: 'family-first', names: ['Smith, John', 'Doe, Anna B.', { literal: 'Models Consortium' }] },
      year: '2024',
      venue: 'JOURNAL OF MODELS',
      pages: '101-110',
      doi: ['10.1000/xyz'],
      abstract: '"We" distil; and more.',
      keywords: ['distillation', ' SLM'],
      issn: ['1234-5678'],
      ids: { ut: 'WOS:000514379300001' },
      references: ['Hinton G, 2015, ARXIV', 'Brown T, 2020, NEURIPS'],
      timesCited: '7',
      extra: { FX: 'Thanks' },
    });
  });

  it.each([
    ['a quote', '"One" more'],
    ['a quote that is never closed', '"One'],
    ['commas', 'One, two'],
  ])('takes %s in a cell as it is', (_, title) => {
    expect(outline(wosTab, table(row(title), row('Two')))).toEqual([`1@2 ${title}`, '2@3 Two']);
  });

  it.each([
    ['with its tab at the end', row('One')],
    ['without it', row('One').replace(/\t\n$/, '\n')],
    ['without its last cell, which is empty', line('J', 'Smith, J', '', 'One', 'Journal', '2024')],
    ['with more tabs at the end', row('One').replace('\n', '\t\t\n')],
    ['without a line end', row('One').trimEnd()],
  ])('reads a row %s', (_, content) => expect(outline(wosTab, table(content))).toEqual(['1@2 One']));

  it.each([
    ['too few cells', line('J', 'Smith, J', '', 'One')],
    ['too many cells', line(...row('One').trim().split('\t'), '', 'more')],
    ['a line break in a cell', row('One\nmore')],
  ])('rejects a row with %s alone', (_, broken) => {
    const content = table(row('Zero'), broken, row('Two'), '\n', row('Three'));
    const bad = broken.split('\n').length - 1;
    const rejects = Array.from({ length: bad }, (__, index) => `${2 + index}@${3 + index} unreadable`);
    expect(outline(wosTab, content)).toEqual([
      '1@2 Zero',
      ...rejects,
      `${2 + bad}@${3 + bad} Two`,
      `${3 + bad}@${5 + bad} Three`,
    ]);
  });

  it('says why a row is no record', () => {
    const broken = line('J', 'Smith, J');
    expect([...wosTab.parse(table(broken))]).toEqual([
      {
        ok: false,
        entry: 1,
        line: 2,
        kind: 'unreadable',
        reason: '2 cells where the header has 7',
        text: broken.trimEnd(),
      },
    ]);
  });

  it('rejects a row that the end of the file has torn off', () => {
    expect(outline(wosTab, table(row('One'), 'J\tSmith'))).toEqual(['1@2 One', '2@3 unreadable']);
  });

  describe('of which a spreadsheet has saved a copy', () => {
    const resaved = (title: string) =>
      row(title).replaceAll(/[^\t\n]*[,"][^\t\n]*/g, (cell) => `"${cell.replaceAll('"', '""')}"`);

    it.each([
      ['a name', 'One'],
      ['a comma', 'One, two'],
      ['quotes', '"One" more'],
    ])('reads %s without the quotes that it has set', (_, title) => {
      const content = table(resaved('Zero'), resaved(title), resaved('Two'));
      expect(outline(wosTab, content)).toEqual(['1@2 Zero', `2@3 ${title}`, '3@4 Two']);
      expect(fieldsOf(wosTab, table(resaved(title))).authors?.names).toEqual(['Smith, John']);
    });

    it('rejects a broken row alone', () => {
      const content = table(resaved('One'), 'J\t"Smith, J\n', resaved('Two'));
      expect(outline(wosTab, content)).toEqual(['1@2 One', '2@3 unreadable', '3@4 Two']);
    });
  });

  it('reads anything, and always a good row behind broken ones', () => {
    const pieces = ['\t', '\n', '"', '""', ', ', '\t"a, b"\t', 'PT', ' '];
    fc.assert(
      fc.property(mutationsOf(row('One') + row('"Two"') + row('Three'), pieces), (broken) => {
        const content = table(broken, '\n', row('Good one'));
        const items = [...wosTab.parse(content)];
        expectWellFormed(items, content);
        expect(items.at(-1)).toMatchObject({
          ok: true,
          line: content.split('\n').length - 1,
          fields: { title: 'Good one' },
        });
      }),
      { numRuns: 500 },
    );
  });

  it('reads any beginning', () => {
    fc.assert(
      fc.property(mutationsOf(table(row('One')), ['\t', '\n', '"', 'PT', 'AU', ' ']), (content) => {
        wosTab.sniff(content);
        expectWellFormed([...wosTab.parse(content)], content);
      }),
      { numRuns: 300 },
    );
  });
});
