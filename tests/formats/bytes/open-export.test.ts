import fc from 'fast-check';
import { gzipSync, strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { openExport, type OpenedText } from '../../../src/formats/bytes/open-export.ts';
import { LitscreenError } from '../../../src/model/errors.ts';

const RIS = 'TY  - JOUR\nTI  - Größe\nER  - \n';
const ris = strToU8(RIS);
const PDF = strToU8('%PDF-1.7\n');

/** A file as it is read: in parts of so many bytes, each in the same memory as the one before. */
function inParts(data: Uint8Array, size: number) {
  return function* () {
    const buffer = new Uint8Array(size);
    for (let at = 0; at < data.length; at += size) {
      const part = data.subarray(at, at + size);
      buffer.set(part);
      yield buffer.subarray(0, part.length);
    }
  };
}

const open = (data: Uint8Array, size = 1 << 16) => openExport(inParts(data, size), 'export');
const textOf = (opened: OpenedText | undefined) => [...(opened?.text() ?? [])].join('');

/** What is told of a file that cannot be read to its end: what is wrong, where, and what to do. */
async function failure(data: Uint8Array): Promise<{ message: string; file: string | undefined; hint: string }> {
  try {
    for (const opened of await open(data)) textOf(opened);
  } catch (error) {
    if (!(error instanceof LitscreenError) || error.kind !== 'input') throw error;
    const [problem] = error.problems;
    return { message: error.message, file: problem?.where?.file, hint: problem?.hint ?? '' };
  }
  throw new Error('it was read');
}

describe('a file that is not packed', () => {
  it('is one text, which is read as often as is asked', async () => {
    const [opened, ...others] = await open(ris, 3);
    expect(others).toEqual([]);
    expect(opened).toMatchObject({ encoding: 'UTF-8' });
    expect(opened?.container).toBeUndefined();
    expect([textOf(opened), textOf(opened)]).toEqual([RIS, RIS]);
  });

  it('is read in the encoding that a person knows', async () => {
    const data = Uint8Array.from(Buffer.from('M\xfcller', 'latin1'));
    const [opened] = await openExport(inParts(data, 3), 'export', 'windows-1250');
    expect([opened?.encoding, textOf(opened)]).toEqual(['Windows-1250', 'Müller']);
  });

  it('is cut into pieces where a line has no end', async () => {
    const line = 'x'.repeat(10_000_000);
    const [opened] = await open(strToU8(line));
    const pieces = [...(opened?.text() ?? [])];
    expect(pieces.join('')).toBe(line);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(5_000_000);
  });
});

describe('gzip', () => {
  it.each([1, 7, 1 << 16])('is unpacked, in parts of %d bytes', async (size) => {
    const [opened] = await open(gzipSync(ris), size);
    expect(opened).toMatchObject({ container: 'gzip', encoding: 'UTF-8' });
    expect([textOf(opened), textOf(opened)]).toEqual([RIS, RIS]);
  });

  it.each([1, 1 << 16])('may have several members, in parts of %d bytes', async (size) => {
    const [opened] = await open(Buffer.concat([gzipSync(ris), gzipSync(ris), gzipSync(ris)]), size);
    expect(textOf(opened)).toBe(RIS.repeat(3));
  });

  it('that was cut off anywhere is told', async () => {
    const whole = gzipSync(strToU8(Array.from({ length: 2000 }, (_, n) => `TI  - ${n * 7919}\n`).join('')));
    const cuts = fc.integer({ min: 20, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(cuts, async (length) => {
        expect((await failure(whole.subarray(0, length))).message).toMatch(/^this archive is damaged/);
      }),
    );
  });

  it('with a byte that was changed is told', async () => {
    const changed = gzipSync(ris);
    changed[changed.length - 6] = (changed.at(-6) ?? 0) ^ 1;
    expect(await failure(changed)).toMatchObject({ message: expect.stringContaining('changed on its way') as string });
  });

  it('that was made to fill a memory is stopped', async () => {
    const bomb = gzipSync(new Uint8Array(80 << 20).fill(0x61));
    expect((await failure(bomb)).message).toMatch(/grows by more than 200 times/);
  });

  it('of another archive is refused', async () => {
    expect((await failure(gzipSync(zipSync({ 'a.ris': ris })))).message).toMatch(/^this is a ZIP archive/);
  });
});

describe('zip', () => {
  it.each([1, 1 << 16])('gives its files in the order of their names, in parts of %d bytes', async (size) => {
    const data = zipSync({ 'b.ris': ris, 'a.txt': [ris, { level: 0 }], 'folder/': new Uint8Array(0) });
    const opened = await open(data, size);
    expect(opened.map(({ member, container }) => [member, container])).toEqual([
      ['a.txt', 'zip'],
      ['b.ris', 'zip'],
    ]);
    expect(opened.map(textOf)).toEqual([RIS, RIS]);
  });

  it('gives what is no text without one, so that it can be told; not what a system hides', async () => {
    const data = zipSync({
      'a.ris': ris,
      'paper.pdf': PDF,
      'notes.docx': zipSync({ x: ris }),
      'Thumbs.db': new Uint8Array(9),
      '__MACOSX/._a.ris': ris,
      '.DS_Store': ris,
    });
    const opened = await open(data);
    expect(opened.map((item) => [item.member, item.encoding, textOf(item)])).toEqual([
      ['Thumbs.db', 'a binary file', ''],
      ['a.ris', 'UTF-8', RIS],
      ['notes.docx', 'a ZIP archive or an Office document', ''],
      ['paper.pdf', 'a PDF', ''],
    ]);
  });

  it('may be empty', async () => expect(await open(zipSync({}))).toEqual([]));

  it('never leads elsewhere by its names', async () => {
    const paths = [
      '../../etc/a.ris',
      '/root/b.ris',
      'C:\\c.ris',
      '..\\d.ris',
      'e\0.ris',
      'f\u001b[2J\u202e.ris',
      `${'g'.repeat(400)}.ris`,
      '..',
    ];
    const members = (await open(zipSync(Object.fromEntries(paths.map((path) => [path, ris]))))).map(
      ({ member }) => member ?? '',
    );
    expect(members).toEqual(
      ['etc/a.ris', 'root/b.ris', 'C_/c.ris', 'd.ris', 'e_.ris', 'f_[2J_.ris', `_${'g'.repeat(116)}.ris`, '_'].sort(),
    );
  });

  it('keeps files that have one name when it is safe', async () => {
    const opened = await open(zipSync({ 'a.ris': ris, '../a.ris': ris, '/a.ris': ris, x: ris, '/x': ris }));
    expect(opened.map(({ member }) => member)).toEqual(['a (2).ris', 'a (3).ris', 'a.ris', 'x', 'x (2)']);
  });

  it.each<[string, Zippable]>([
    ['zip', { 'a.zip': zipSync({ 'a.ris': ris }) }],
    ['gzip', { 'a.ris.gz': gzipSync(ris) }],
    ['workbook', { 'a.ris': ris, 'a.xls': Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1) }],
  ])('with a %s in it is refused', async (_, files) => {
    const { message, hint } = await failure(zipSync(files));
    expect(message).toMatch(/^a\.\S+ in this archive is packed once more, or a workbook$/);
    expect(hint).toMatch(/unpack/);
  });

  it('that was cut off anywhere is told', async () => {
    const whole = zipSync({ 'a.ris': ris, 'b.ris': ris });
    for (let length = 4; length < whole.length; length++) {
      expect((await failure(whole.subarray(0, length))).message).toMatch(/damaged/);
    }
  });

  it('with any byte changed is read as it was, or told', async () => {
    const whole = zipSync({ 'a.ris': ris, 'b.ris': [ris, { level: 0 }] });
    for (let at = 4; at < whole.length; at++) {
      const changed = whole.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      try {
        for (const opened of await open(changed)) expect(['', RIS]).toContain(textOf(opened));
      } catch (error) {
        expect(error).toBeInstanceOf(LitscreenError);
      }
    }
  });

  const patched = (change: (directory: DataView) => void) => {
    const data = zipSync({ 'a.ris': ris });
    const at = Buffer.from(data).indexOf('PK\x01\x02', 0, 'latin1');
    change(new DataView(data.buffer, data.byteOffset + at));
    return data;
  };

  it.each([
    ['a password', patched((entry) => entry.setUint16(8, 1, true)), /has a password/],
    ['an unusual method', patched((entry) => entry.setUint16(10, 12, true)), /method 12/],
    ['a size that is too small', patched((entry) => entry.setUint32(24, 3, true)), /not what the archive says/],
    ['a size that is too large', patched((entry) => entry.setUint32(24, 3000, true)), /not what the archive says/],
    ['a size beyond all measure', patched((entry) => entry.setUint32(24, 2 ** 31 + 1, true)), /more than 2048 MB/],
    ['another checksum', patched((entry) => entry.setUint32(16, 1, true)), /not what the archive says/],
    ['a file that is not there', patched((entry) => entry.setUint32(42, 9999, true)), /missing/],
  ])('with %s is told', async (_, data, message) => expect((await failure(data)).message).toMatch(message));

  it('that was made to fill a memory is stopped before it is unpacked', async () => {
    const bomb = zipSync({ 'a.ris': new Uint8Array(60 << 20).fill(0x61) });
    expect((await failure(bomb)).message).toMatch(/grows by more than 200 times/);
    // One that lies about its size is stopped when it has reached it.
    const at = Buffer.from(bomb).indexOf('PK\x01\x02', 0, 'latin1');
    new DataView(bomb.buffer, bomb.byteOffset + at).setUint32(24, 1000, true);
    expect((await failure(bomb)).message).toMatch(/not what the archive says/);
  });

  it('whose files share their bytes is refused', async () => {
    const data = zipSync({ 'a.ris': ris, 'b.ris': ris });
    const view = new DataView(data.buffer, data.byteOffset);
    const second = Buffer.from(data).lastIndexOf('PK\x01\x02', undefined, 'latin1');
    view.setUint32(second + 42, 0, true);
    expect((await failure(data)).message).toMatch(/overlap/);
  });

  it('of very many files is refused', async () => {
    const files = Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`${n}.ris`, ris]));
    expect((await failure(zipSync(files))).message).toMatch(/more than 2000 files/);
  });

  it('and any bytes that begin like an archive are told, or read', async () => {
    const begin = fc.constantFrom([0x1f, 0x8b, 8, 0], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], [0xd0, 0xcf, 0x11, 0xe0]);
    await fc.assert(
      fc.asyncProperty(begin, fc.uint8Array({ maxLength: 400 }), async (first, rest) => {
        try {
          for (const opened of await open(Uint8Array.from([...first, ...rest]))) textOf(opened);
        } catch (error) {
          expect(error).toBeInstanceOf(LitscreenError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a workbook', () => {
  const rows = [
    ['Title', 'Year', 'Date', 'Number', 'Open'],
    ['On "size",\nand more', 2020, new Date(Date.UTC(2021, 1, 3)), 9781234567897, true],
    ['#N/A', 0.1, null, 1.5e15, false],
  ];
  const book = (sheets: Record<string, unknown[][]>) =>
    writeXlsx({ sheets: Object.entries(sheets).map(([name, sheet]) => ({ name, rows: sheet as never })) });
  const changed = async (part: string, change: (xml: string) => string) => {
    const parts = unzipSync(await book({ Records: rows }));
    return zipSync({ ...parts, [part]: strToU8(change(strFromU8(parts[part] ?? new Uint8Array(0)))) });
  };
  const SHEET = 'xl/worksheets/sheet1.xml';

  it('is read as CSV with a line for each row, its cells as a person sees them', async () => {
    const [opened, ...others] = await open(await book({ Records: rows, Empty: [] }), 100);
    expect(others).toEqual([]);
    expect(opened).toMatchObject({ container: 'XLSX', encoding: 'UTF-8' });
    expect(opened?.member).toBeUndefined();
    expect(textOf(opened)).toBe(
      'Title,Year,Date,Number,Open\n"On ""size"",\u2028and more",2020,2021-02-03,9781234567897,true\n,0.1,,1500000000000000,false\n',
    );
  });

  it('of several tables gives each', async () => {
    const opened = await open(await book({ One: rows, Two: rows }));
    expect(opened.map(({ member }) => member)).toEqual(['One', 'Two']);
  });

  it.each(['<!DOCTYPE x [<!ENTITY a "aaaa">]>', `${' '.repeat(70_000)}<!DOCTYPE x SYSTEM "file:///etc/passwd">`])(
    'that declares entities is refused, in any part',
    async (declaration) => {
      for (const part of ['_rels/.rels', 'xl/workbook.xml', 'xl/sharedStrings.xml', SHEET]) {
        const data = await changed(part, (xml) => xml.replace('?>', `?>${declaration}`));
        expect((await failure(data)).message).toBe(
          `${part} in this workbook declares entities, as no spreadsheet does`,
        );
      }
    },
  );

  it('with cells so far away that they fill a memory is refused', async () => {
    const far = Array.from({ length: 20_000 }, (_, n) => `<row r="${n + 9}"><c r="XFD${n + 9}"><v>1</v></c></row>`);
    const data = await changed(SHEET, (xml) => xml.replace('</sheetData>', `${far.join('')}</sheetData>`));
    expect((await failure(data)).message).toMatch(/spans \d+ rows and 16384 columns/);
  });

  it.each([
    ['cut off', (data: Uint8Array) => data.subarray(0, data.length - 40), /damaged/],
    ['of nothing', () => zipSync({ 'xl/workbook.xml': strToU8('<workbook/>') }), /cannot be read/],
    ['of another kind', () => zipSync({ '[Content_Types].xml': ris, 'word/document.xml': ris }), /Office document/],
    ['of the old kind, damaged', () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), /cannot be read/],
  ])('%s is told', async (_, change, message) => {
    expect((await failure(change(await book({ Records: rows })))).message).toMatch(message);
  });
});
