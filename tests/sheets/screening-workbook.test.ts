import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workbookTables } from '../../src/formats/bytes/workbook.ts';
import { ProtocolSchema, type Protocol } from '../../src/model/protocol.ts';
import type { BibRecord } from '../../src/model/record.ts';
import { readScreeningSheet, writeScreeningWorkbook, type SheetRow } from '../../src/sheets/screening-sheet.ts';
import { hostileText } from '../text/hostile.ts';

const DATE = new Date('2025-03-01T10:00:00.000Z');
const protocolWith = (more: object): Protocol =>
  ProtocolSchema.parse({
    schemaVersion: 1,
    title: 'T',
    reviewers: [{ id: 'R1', name: 'R' }],
    criteria: {
      include: [{ id: 'cats', label: 'about cats' }],
      exclude: Array.from({ length: 40 }, (_, n) => ({ id: `reason-number-${n}`, label: `=label ${n}` })),
    },
    stages: {
      'title-abstract': { reviewers: ['R1'], votes: 1 },
      'full-text': { reviewers: ['R1'], votes: 1 },
    },
    ...more,
  });
const row = (n: number, record: Partial<BibRecord> = {}, said: Partial<SheetRow> = {}): SheetRow => ({
  record: {
    id: `s-${n}`,
    title: `Title ${n}`,
    venue: 'V',
    doi: '10.1/x',
    source: { file: 'x', entry: n, line: n },
    ...record,
  },
  authors: 'Doe J',
  vote: '',
  reason: '',
  note: '',
  labels: [],
  ...said,
});
const write = (rows: readonly SheetRow[], more: object = {}) =>
  writeScreeningWorkbook(rows, { protocol: protocolWith(more), stage: 'title-abstract', person: 'A' }, DATE);
const partsOf = (bytes: Uint8Array) =>
  Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, part]) => [name, Buffer.from(part).toString('utf8')]),
  );
const tablesOf = (bytes: Uint8Array) => workbookTables(bytes, 'x.xlsx');
const headerOf = async (bytes: Uint8Array) => (await tablesOf(bytes))[0]?.csv.split('\n')[0];

describe('writeScreeningWorkbook', () => {
  it('offers lists, freezes the header, wraps and marks, as the file itself says', async () => {
    const bytes = await write([row(1), row(2, {}, { vote: 'include' }), row(3)]);
    const parts = partsOf(bytes);
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet).toMatch(/<pane ySplit="1"[^>]*state="frozen"/);
    expect(sheet).toMatch(/<dataValidation type="list" sqref="B2:B4"[^>]*><formula1>"include,exclude,maybe"</);
    // Forty ids are more than a list in a cell may hold.
    expect(sheet).toMatch(/<dataValidation type="list" sqref="C2:C4"[^>]*><formula1>criteria!\$A\$11:\$A\$50</);
    expect(sheet).toMatch(/<conditionalFormatting sqref="A2:L4">.*\$B2&lt;&gt;""/);
    expect(parts['xl/styles.xml']).toMatch(/wrapText="true"/);
    const styleOf = (cell: string) => new RegExp(`<c r="${cell}"[^>]* s="(\\d+)"`).exec(sheet)?.[1];
    expect(styleOf('A3')).not.toBe(styleOf('A2'));
    expect([styleOf('A4'), styleOf('K3'), styleOf('C3')]).toEqual([styleOf('A2'), styleOf('A3'), styleOf('A3')]);
    const criteria = (await tablesOf(bytes))[1]?.csv.split('\n') ?? [];
    expect(criteria[10]).toBe("reason-number-0,'=label 0");
    expect(criteria[49]).toBe("reason-number-39,'=label 39");
  });

  it('is dated as it is told, and the same each time', async () => {
    const [one, two] = [await write([row(1)]), await write([row(1)])];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
    expect(partsOf(one)['docProps/core.xml']).toMatch(/2025-03-01T10:00:00Z.*2025-03-01T10:00:00Z/);
  });

  it('hides what the protocol hides, and with the venue the DOI, which leads there', async () => {
    const shown = 'report,vote,reason,note,labels,title';
    expect(await headerOf(await write([row(1)]))).toBe(`${shown},authors,year,venue,doi,abstract,reviewer`);
    expect(await headerOf(await write([row(1)], { hide: ['authors'] }))).toBe(
      `${shown},year,venue,doi,abstract,reviewer`,
    );
    expect(await headerOf(await write([row(1)], { hide: ['venue'] }))).toBe(`${shown},authors,year,abstract,reviewer`);
  });

  it('is a sheet without a row, and without a reason', async () => {
    const parts = partsOf(await write([]));
    expect(parts['xl/worksheets/sheet1.xml']).not.toContain('dataValidation');
  });

  it('cuts an abstract that is longer than a cell, and refuses to cut a note', async () => {
    const long = `${'a'.repeat(32_765)}\u{1f600}b`;
    const csv = (await tablesOf(await write([row(1, { abstract: long })])))[0]?.csv ?? '';
    expect(csv.split('\n')[1]?.split(',').at(-2)).toBe(`${'a'.repeat(32_765)}…`);
    await expect(async () => write([row(1, {}, { note: long })])).rejects.toThrow('longer than a cell');
  });

  it('says what is more than a workbook may hold', async () => {
    const one = row(1);
    await expect(write(Array.from({ length: 200_000 }, () => one))).rejects.toThrow('200,000 rows');
  });

  it('comes back as it was written, with what looks like a formula or an escape', { timeout: 60_000 }, async () => {
    const cell = fc.oneof(
      hostileText,
      fc
        .tuple(
          fc.constantFrom('=', '+', '-', '@', "'=", "''-", "'", '_x0041_', '_x005F_', '#N', '1', 'TRUE '),
          hostileText,
        )
        .map((two) => two.join('')),
    );
    const note = cell.map((text) => Buffer.from(text.replace(/[\ufffe\uffff\u0000]/g, '')).toString());
    const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
    const rows = fc.array(fc.record({ note: note.map(oneLine), shown: cell }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, async (items) => {
        const bytes = await write(
          items.map((item, index) => row(index + 1, { title: item.shown }, { note: item.note, labels: ['a', 'b-2'] })),
        );
        const read = readScreeningSheet((await tablesOf(bytes))[0]?.csv ?? '', 'x');
        expect(read.problems).toEqual([]);
        expect(read.rows.map((item) => [item.row, item.report, item.note, item.labels])).toEqual(
          items.map((item, index) => [index + 2, `s-${index + 1}`, item.note, ['a', 'b-2']]),
        );
      }),
      { numRuns: 60 },
    );
  });
});
