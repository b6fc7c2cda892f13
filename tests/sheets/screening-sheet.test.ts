import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BibRecord } from '../../src/model/record.ts';
import { ProtocolSchema } from '../../src/model/protocol.ts';
import { readScreeningSheet, writeScreeningCsv, type SheetRow } from '../../src/sheets/screening-sheet.ts';
import { hostileText } from '../text/hostile.ts';

const record = (n: number, more: Partial<BibRecord> = {}): BibRecord => ({
  id: `s-${n}`,
  title: `Title ${n}`,
  year: 2024,
  source: { file: 'x', entry: n, line: n },
  ...more,
});
const row = (n: number, more: Partial<SheetRow> = {}): SheetRow => ({
  record: record(n),
  authors: 'Doe J',
  vote: '',
  reason: '',
  note: '',
  labels: [],
  ...more,
});
const PROTOCOL = ProtocolSchema.parse({
  schemaVersion: 1,
  title: 'T',
  reviewers: [{ id: 'R1', name: 'R' }],
  criteria: { include: [{ id: 'cats', label: 'about cats' }], exclude: [{ id: 'off', label: 'off topic' }] },
  stages: { 'title-abstract': { reviewers: ['R1'] }, 'full-text': { reviewers: ['R1'] } },
});
const PURPOSE = { protocol: PROTOCOL, stage: 'title-abstract', person: 'A' } as const;
const writeScreeningSheet = (rows: readonly SheetRow[]) => writeScreeningCsv(rows, PURPOSE);
const read = (text: string) => readScreeningSheet(text, 'sheet.csv');
/** A sheet as a spreadsheet saves it, in a country where the comma is part of numbers. */
const saved = (sheet: string, delimiter: string) =>
  stringify(parse(sheet, { bom: true }), { delimiter, record_delimiter: 'windows' });

describe('writeScreeningSheet', () => {
  it('writes a header and a row a report, with the mark that spreadsheets need for accents', () => {
    const text = writeScreeningSheet([row(1, { vote: 'exclude', reason: 'off', note: 'a, "b"', authors: 'Müller A' })]);
    expect(text.startsWith('\ufeffreport,vote,reason,note,labels,title,')).toBe(true);
    expect(parse(text, { bom: true, columns: true })).toEqual([
      {
        report: 's-1',
        vote: 'exclude',
        reason: 'off',
        note: 'a, "b"',
        reviewer: 'A',
        labels: '',
        title: 'Title 1',
        authors: 'Müller A',
        year: '2024',
        venue: '',
        doi: '',
        abstract: '',
      },
    ]);
  });

  it('writes no cell that a spreadsheet would calculate', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom('=', '+', '-', '@', '\t', "'=", ''), (tail, head) => {
        const text = head + tail;
        const sheet = writeScreeningSheet([
          row(1, { record: record(1, { title: text, venue: text, abstract: text }), authors: text, note: text }),
        ]);
        for (const cell of parse(sheet, { bom: true }).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});

describe('readScreeningSheet', () => {
  const filled = (text: string) =>
    read(text).rows.map(({ report, vote, reason, note }) => [report, vote, reason, note].join('|'));

  it.each([
    ['a comma', 'report,vote,reason,note\ns-1,include,,x\n'],
    ['a semicolon', 'report;vote;reason;note\r\ns-1;include;;x\r\n'],
    ['a tab', 'report\tvote\treason\tnote\ns-1\tinclude\t\tx\n'],
    ['quotes around every cell', '"report";"vote";"reason";"note"\n"s-1";"include";"";"x"\n'],
    ['a byte order mark', '\ufeffreport,vote,reason,note\ns-1,include,,x\n'],
    ['columns moved and added', 'title,note,vote,report,mine,reason\nT,x,include,s-1,y,\n'],
    ['spaces and capitals', 'report , Vote ,REASON,Note\n s-1 ,Include,, x \n'],
    ['no column for reasons', 'report,vote,note\ns-1,include,x\n'],
    ['a row that ends early', 'report,vote,note,reason\ns-1,include,x\n'],
    ['rows left blank', 'report,vote,reason,note\n,,,\ns-1,include,,x\n\n'],
  ])('reads a sheet with %s', (_, text) => {
    expect(read(text).problems).toEqual([]);
    expect(filled(text)).toEqual(['s-1|include||x']);
  });

  it('keeps votes without a report, and reports without a vote: somebody must be told', () => {
    expect(filled('report,vote,reason\ns-1,,off\n,include,\n')).toEqual(['s-1||off|', '|include||']);
  });

  it('makes one line of a note', () => {
    expect(filled('report,vote,note\ns-1,include,"one\ntwo\r\n\tthree"\n')).toEqual(['s-1|include||one two three']);
  });

  it('numbers rows as a spreadsheet does, and lines as an editor does', () => {
    const sheet = 'report,vote,note\ns-1,include,"one\ntwo"\n,,\ns-2,exclude,\n';
    expect(read(sheet).rows.map(({ row, line }) => [row, line])).toEqual([
      [2, 2],
      [4, 5],
    ]);
    expect(read('report,vote\n\ns-1,include\n').rows).toMatchObject([{ row: 3, line: 3, report: 's-1' }]);
    expect(read('sep=;\nReport;Vote\ns-1;include\n').rows).toMatchObject([{ row: 3, line: 3, report: 's-1' }]);
  });

  it.each([
    ['no column report', 'id,vote\ns-1,include\n', 1, 'report'],
    ['no column vote', 'report,decision\ns-1,include\n', 1, 'vote'],
    ['neither', 'a,b\n1,2\n', 1, 'report, vote'],
    ['nothing', '', 1, 'empty'],
    ['broken quotes', 'report,vote,note\ns-1,include,x\ns-2,"exclude"d,\n', 3, 'CSV'],
  ])('says where a sheet has %s', (_, text, line, message) => {
    const { rows, problems } = read(text);
    expect(rows).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.where).toEqual({ file: 'sheet.csv', line });
    expect(problems[0]?.message).toContain(message);
  });

  it('takes back what was written, formulas, quotes and line breaks included, as whatever it was saved', () => {
    const cell = fc.oneof(
      hostileText,
      fc
        .tuple(fc.constantFrom('=', '+', '-', '@', "'=", "''-", "'", '"', ';', ','), hostileText)
        .map((two) => two.join('')),
    );
    // As a ledger holds them: on one line, and without half of a surrogate pair, which no file can hold.
    const note = cell.map((text) => Buffer.from(text).toString().replace(/\s+/g, ' ').trim());
    const rows = fc.array(
      fc.record({
        vote: fc.constantFrom('', 'include', 'exclude', 'maybe'),
        reason: fc.constantFrom('', 'off', 'no-data'),
        note,
        shown: cell,
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t'), (items, delimiter) => {
        const sheet = writeScreeningSheet(
          items.map(({ vote, reason, note: said, shown }, index) =>
            row(index + 1, {
              record: record(index + 1, { title: shown, abstract: shown }),
              authors: shown,
              vote,
              reason,
              note: said,
            }),
          ),
        );
        const expected = {
          rows: items.map(({ vote, reason, note: said }, index) => {
            return { report: `s-${index + 1}`, vote, reason, note: said };
          }),
          problems: [],
        };
        for (const text of [sheet, saved(sheet, delimiter)]) {
          const { rows, problems } = read(text);
          expect({
            rows: rows.map(({ report, vote, reason, note }) => ({ report, vote, reason, note })),
            problems,
          }).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});
