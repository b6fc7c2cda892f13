import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvHeader, parseCsvRows } from '../../../src/formats/tables/csv-table.ts';
import { expectWellFormed, mutationsOf, soupOf } from '../reading.ts';

const HEADER = 'Title,Authors,Year,Note';
const parse = (text: string) => [
  ...parseCsvRows(text, (row, columns) => ({ title: columns.map((column) => row(column) ?? '').join('|') })),
];
/** Every row on one line: `2@3 a|b|c|d`, or what became of it. */
const outline = (text: string) =>
  parse(text).map((item) => `${item.entry}@${item.line} ${item.ok ? item.fields.title : item.kind}`);
const table = (...rows: string[]) => [HEADER, ...rows].map((row) => `${row}\n`).join('');

describe('csvHeader', () => {
  it.each([
    ['commas', 'a,b,c\n1,2,3\n'],
    ['semicolons', 'a;b;c\n1;2;3\n'],
    ['tabs', 'a\tb\tc\n1\t2\t3\n'],
    ['quotes', '"a","b","c"\n'],
    ['spaces', ' a ,"b" , c\n'],
    ['a line for spreadsheets', 'sep=;\na;b;c\n'],
    ['blank lines before it', '\n\na,b,c\n'],
    ['blank lines around the line for spreadsheets', '\nsep=;\n\na;b;c\n'],
    ['no row', 'a,b,c'],
  ])('finds the columns of a table with %s', (_, text) => expect(csvHeader(text)).toEqual(['a', 'b', 'c']));

  it.each([
    ['long lists in a row', `Title,Authors,DOI\nOne,${'Doe;'.repeat(60)},10.1000/a\n`, ['Title', 'Authors', 'DOI']],
    ['long lists, and names that tell nothing', `a,b,c\n1,2,3\n1,${'x;'.repeat(60)},3\n4,5,6\n`, ['a', 'b', 'c']],
    ['names that come again', 'Title,Tags,Tags\n', ['Title', 'Tags', 'Tags (2)']],
    ['a name left out', ',Title,,Year\n', ['', 'Title', 'column 3', 'Year']],
  ])('finds the columns of a table with %s', (_, text, columns) => expect(csvHeader(text)).toEqual(columns));

  it.each([
    ['a delimiter of another kind in a name', '"a;x","b;y","c"', ['a;x', 'b;y', 'c']],
    ['a quote in a name', '"a ""x""",b', ['a "x"', 'b']],
    ['a name broken over lines', '"a\nx",b', ['a\nx', 'b']],
    ['a last empty column', 'a,b,\n', ['a', 'b', '']],
    ['one column', 'a\n', ['a']],
    ['nothing', '', []],
  ])('reads %s', (_, text, expected) => expect(csvHeader(text)).toEqual(expected));
});

describe('parseCsvRows', () => {
  it.each([
    ['bare cells', 'a,b,1,x'],
    ['quoted cells', '"a","b","1","x"'],
    ['a mixture', 'a,"b",1,"x"'],
    ['spaces behind a quoted cell', '"a" ,"b"  ,1,"x" '],
    ['empty cells behind the last column', 'a,b,1,x,,'],
    ['cells of spaces behind the last column', 'a,b,1,x, ,""'],
  ])('reads %s', (_, row) => expect(outline(table(row, 'c,d,2,y'))).toEqual(['1@2 a|b|1|x', '2@3 c|d|2|y']));

  it.each([
    ['a comma', '"a,b",,1,', 'a,b||1|'],
    ['doubled quotes', '"a ""b""",,1,', 'a "b"||1|'],
    ['nothing but quotes', '"""""",x,1,', '""|x|1|'],
    ['a quote in a bare cell', '5" disk,,1,', '5" disk||1|'],
    ['quotes that are not doubled', '"the "best" way",x,1,', 'the "best" way|x|1|'],
    ['an empty quoted cell', '"",x,1,""', '|x|1|'],
    ['spaces at its ends', ' a ,x,1,', ' a |x|1|'],
    ['a cell of spaces, which is empty', '"  ",x,1,\t', '|x|1|'],
    ['a separator of Unicode', 'a\u2028b,x,1,', 'a\u2028b|x|1|'],
  ])('reads %s in a cell', (_, row, expected) => {
    expect(outline(table(row, 'c,d,2,y'))).toEqual([`1@2 ${expected}`, '2@3 c|d|2|y']);
  });

  it.each([
    ['in the first cell', '"a\nb",x,1,', 'a\nb|x|1|'],
    ['in the last cell', 'a,x,1,"one\n\ntwo"', 'a|x|1|one\n\ntwo'],
    ['and quotes', '"a\n""b"",\nc",x,1,', 'a\n"b",\nc|x|1|'],
    ['and commas', '"a,\nb,c,d,e",x,1,', 'a,\nb,c,d,e|x|1|'],
    ['and a whole row', '"a\nc,d,3,z\nb",x,1,', 'a\nc,d,3,z\nb|x|1|'],
  ])('reads a cell with line breaks %s, and knows the line behind it', (_, row, expected) => {
    const next = 2 + row.split('\n').length;
    expect(outline(table(row, 'c,d,2,y'))).toEqual([`1@2 ${expected}`, `2@${next} c|d|2|y`]);
  });

  it.each([
    ['semicolons', `${HEADER}\na,b,1,"x;y"\n`.replaceAll(',', ';')],
    ['tabs', `${HEADER}\na,b,1,"x;y"\n`.replaceAll(',', '\t')],
    ['semicolons, and a line for spreadsheets', `sep=;\n${HEADER}\na,b,1,"x;y"\n`.replaceAll(',', ';')],
  ])('reads a table that a spreadsheet has saved with %s', (name, text) => {
    expect(outline(text)).toEqual([`1@${name.includes('line') ? 3 : 2} a|b|1|x;y`]);
  });

  it.each([
    ['no row', '', []],
    ['a header without a line end', HEADER, []],
    ['no last line end', `${HEADER}\na,b,1,x`, ['1@2 a|b|1|x']],
    ['blank rows', table('', 'a,b,1,x', ',,,', ' ', '"",,,""', 'c,d,2,y', ''), ['1@3 a|b|1|x', '2@7 c|d|2|y']],
    ['blank lines before the header', `\n\n${table('a,b,1,x')}`, ['1@4 a|b|1|x']],
  ])('reads a table with %s', (_, text, expected) => expect(outline(text)).toEqual(expected));

  it('finds a cell by its column, whatever the order', () => {
    const [item] = parseCsvRows('B,A,C\n2,1,\n', (row) => ({
      title: `${row('A')} ${row('B')} ${row('C')} ${row('D')}`,
    }));
    expect(item?.ok && item.fields.title).toBe('1 2 undefined undefined');
  });

  describe('tells a line below the table', () => {
    it.each([
      ['alone', 'Export of 2 records'],
      ['quoted', '"Export of 2 records"'],
      ['padded with empty cells', 'Export of 2 records,,,'],
      ['not in the first column', ',,,© 2024'],
    ])('%s', (_, footer) => {
      expect(outline(table('a,b,1,x', '', footer, 'c,d,2,y'))).toEqual([
        '1@2 a|b|1|x',
        '1@4 not-a-record',
        '2@5 c|d|2|y',
      ]);
    });

    it('but not one that the end of the file has torn off', () => {
      expect(outline(`${table('a,b,1,x')}Export of`)).toEqual(['1@2 a|b|1|x', '2@3 unreadable']);
    });
  });

  describe('rejects a row alone', () => {
    it.each([
      ['with too few cells', 'a,b', 1],
      ['with too many cells', 'a,b,1,x,more', 1],
      ['with a comma that is not quoted', 'a, or not,b,1,x', 1],
      ['with a quote never closed in the first cell', '"a,b,1,x', 1],
      ['with a quote never closed in a middle cell', 'a,"b,1,x', 1],
      ['with a quote never closed in the last cell', 'a,b,1,"x', 1],
      ['with an empty quote in the last cell', 'a,b,1,"', 1],
      ['with text behind a quoted cell', 'a,"b" c,1,"x', 1],
      ['with a line break that is not quoted', 'a,b\nb,1,x', 2],
      ['with a cell over lines that is never closed', 'a,b,1,"x\ny\nz', 3],
    ])('%s', (_, broken, lines) => {
      const behind = [`"c",d,2,"y"`, 'e,f,3,z'];
      const first = parse(table('0,0,0,0', broken, ...behind));
      const bad = first.filter((item) => !item.ok);
      const good = first.filter((item) => item.ok).map((item) => `${item.line} ${item.fields.title}`);
      expect(good).toEqual(['2 0|0|0|0', `${3 + lines} c|d|2|y`, `${4 + lines} e|f|3|z`]);
      expect(bad[0]).toMatchObject({ entry: 2, line: 3, kind: 'unreadable' });
      expectWellFormed(first, table('0,0,0,0', broken, ...behind));
    });

    it.each([
      ['a,b', '2 cells where the header has 4'],
      ['a,b,1,x,more', '5 cells where the header has 4'],
      ['a,b,1,"x', 'a quoted cell is never closed'],
    ])('%j, and says why', (row, reason) => {
      expect(parse(table(row))).toEqual([{ ok: false, entry: 1, line: 2, kind: 'unreadable', reason, text: row }]);
    });

    it.each([
      ['in a cell', `${HEADER}\na,b,1,x\nc,d`, ['1@2 a|b|1|x', '2@3 unreadable']],
      ['in a quoted cell', `${HEADER}\na,b,1,x\nc,"d`, ['1@2 a|b|1|x', '2@3 unreadable']],
      ['in a cell over lines', `${HEADER}\na,b,1,x\nc,"d\ne`, ['1@2 a|b|1|x', '2@3 unreadable']],
    ])('that the end of the file has torn off %s', (_, text, expected) => {
      expect(outline(text).slice(0, 2)).toEqual(expected);
    });

    it('and gives back the rows up to the next quote', () => {
      const text = table('a,"b,1,x', 'c,d,2,y', 'e,"f",3,z', 'g,h,4,w');
      expect(outline(text)).toEqual(['1@2 unreadable', '2@3 c|d|2|y', '3@4 e|f|3|z', '4@5 g|h|4|w']);
    });

    it('and gives back whole rows from one with too many cells over lines', () => {
      const text = table('a,"b,1,x', 'c,d,2,y', 'e,f",3,z,more', 'g,h,4,w');
      expect(outline(text)).toEqual(['1@2 unreadable', '2@3 c|d|2|y', '3@4 unreadable', '4@5 g|h|4|w']);
    });

    it('and keeps no more of it than a person needs to see', () => {
      const [item] = parse(table(`a,"${'x'.repeat(10_000)}`));
      expect(item?.ok === false && item.text.length).toBe(2000);
    });
  });

  it('reads back any table that a library writes', () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'a",;\n\t \'|=-', '""', '","', '"\n', '\u2028', 'ü') }),
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\r', '')),
    );
    const row = fc.tuple(cell, cell, cell);
    const settings = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t'),
      quoted: fc.boolean(),
      eof: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), settings, (rows, options) => {
        const cells = rows.map((values, index) => [`row ${index}`, ...values, 'end']);
        const text = stringify([['id', 'a', 'b', 'c', 'last'], ...cells], options);
        const read = [
          ...parseCsvRows(text, (at) => ({ keywords: ['id', 'a', 'b', 'c', 'last'].map((name) => at(name) ?? '') })),
        ];
        expect(read.map((item) => (item.ok ? item.fields.keywords : item.reason))).toEqual(
          cells.map((values) => values.map((value) => (value.trim() === '' ? '' : value))),
        );
        let line = 2;
        read.forEach((item, index) => {
          expect(item).toMatchObject({ entry: index + 1, line });
          line += stringify([cells[index] ?? []], options)
            .replace(/\n$/, '')
            .split('\n').length;
        });
      }),
      { numRuns: 500 },
    );
  });

  const SAMPLE = table('a,b,1,x', '"c, ""d""","e\nf",2,"y"', 'g,h,3,', '"i","j","4","z"', 'Export of 4 records');
  const PIECES = ['"', '""', ',', '\n', '","', '"\n"', ';', '\t', ' ', '",', ',"', 'x'];

  it('reads anything', () => {
    const text = fc.oneof(mutationsOf(SAMPLE, PIECES), soupOf([...PIECES, HEADER, 'sep=;']));
    fc.assert(
      fc.property(text, (value) => expectWellFormed(parse(value), value)),
      { numRuns: 1000 },
    );
  });

  it('always reads a good row behind broken ones', () => {
    fc.assert(
      fc.property(mutationsOf(SAMPLE.slice(HEADER.length + 1), PIECES), (broken) => {
        const text = `${HEADER}\n${broken}\n"Good one","Doe","2024","end"\n`;
        expect(outline(text).at(-1)).toMatch(
          new RegExp(`@${text.split('\n').length - 1} Good one\\|Doe\\|2024\\|end$`),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['never closed', (n: number) => `row ${n},"b,1,x\n`],
    ['with too few cells', (n: number) => `row ${n},b\n`],
    ['broken over many lines', (n: number) => `row ${n},"b\n\n\n,1,x\n`],
    ['never closed, in the first cell', (n: number) => `"row ${n},b,1,x\n`],
  ])('does not hang on 3,000 rows %s', { timeout: 60_000 }, (_, row) => {
    const rows = Array.from({ length: 3000 }, (__, index) => row(index + 1)).join('');
    const items = parse(`${HEADER}\n${rows}Good,Doe,2024,end\n`);
    expect(items[0]).toMatchObject({ ok: false, entry: 1, line: 2 });
    expect(items.at(-1)).toMatchObject({ ok: true, fields: { title: 'Good|Doe|2024|end' } });
  });
});

describe('rows that are broken side by side', () => {
  it('are as many rejections', () => {
    const text = table('A,"One,J,1', 'B,Two', 'C,"Three,J,3', 'D,Four,J,4');
    expect(outline(text)).toEqual(['1@2 unreadable', '2@4 unreadable', '3@5 D|Four|J|4']);
    expect(outline(table(...Array.from({ length: 3000 }, () => 'a,"b,1,x'), 'c,d,2,y'))).toHaveLength(3001);
    expect(outline(table(...Array.from({ length: 3000 }, () => '"a","b","1"')))).toHaveLength(3000);
  });

  it('do not make reading slow, however their quotes are doubled', () => {
    // Where each quote was looked for to the end of the file, this took minutes.
    const rows = Array.from({ length: 20_000 }, (_, index) => `""row ${index}"",b,1,x`);
    expect(outline(table(...rows, 'c,d,2,y')).at(-1)).toMatch(/c\|d\|2\|y$/);
  });
});

it('passes over the header of a second table behind the first', () => {
  expect(outline(table('a,b,1,x', HEADER, 'c,d,2,y'))).toEqual(['1@2 a|b|1|x', '1@3 not-a-record', '2@4 c|d|2|y']);
});

describe('a table that comes in pieces', () => {
  const inPieces = (text: string) => text.split(/(?<=\n)/);
  const read = (text: string | string[]) => [...parseCsvRows(text, (row) => ({ title: row('a'), year: row('b') }))];

  it('reads long rows wherever the view of the text ends', { timeout: 120_000 }, () => {
    const size = fc.oneof(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 130_900, max: 131_200 }),
      fc.integer({ min: 262_000, max: 394_000 }),
    );
    const cell = fc.tuple(size, fc.constantFrom('', '"', '\n', ',')).map(([length, sign]) => {
      const text = `${'x'.repeat(length >> 1)}${sign}${'y'.repeat(length >> 1)}`;
      return { text, written: `"${text.replaceAll('"', '""')}"` };
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 8, size: 'max' }), (cells) => {
        const text = table(...cells.map(({ written }, index) => `${index},"a",2024,${written}`));
        const pieces = text.match(/[^]{1,65536}/g) ?? [];
        const titles = [
          ...parseCsvRows(pieces, (row, columns) => ({ title: columns.map((column) => row(column) ?? '').join('|') })),
        ].map((item) => item.ok && item.fields.title);
        const blankless = (said: string) => (said.trim() === '' ? '' : said);
        expect(titles).toEqual(cells.map((one, index) => `${index}|a|2024|${blankless(one.text)}`));
      }),
      { numRuns: 60 },
    );
  });

  it('reads the same as a whole one', () => {
    const sample = 'a,b\n"x ""y""\nz",1\n1,2\nnot, closed,"here\n4,5\n"torn\n6,7\n';
    fc.assert(
      fc.property(mutationsOf(sample, ['"', ',', '\n', '""', '"\n']), (text) => {
        expect(read(inPieces(text))).toEqual(read(text));
      }),
    );
  });

  it('holds only a part of it, and goes on behind a line that never ends', () => {
    const long = 'x'.repeat(3_000_000);
    const rows = ['a,b\n', 'One,1\n', ...Array.from({ length: 12 }, () => long), '\n', '"Two",2\n'];
    expect(read(rows).map((item) => `${item.line} ${item.ok ? item.fields.title : item.kind}`)).toEqual([
      '2 One',
      '3 unreadable',
      '4 Two',
    ]);
  });
});
