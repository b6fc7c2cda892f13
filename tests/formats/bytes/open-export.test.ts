import { gzipSync, strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openExport } from '../../../src/formats/bytes/open-export.ts';
import { LitscreenError } from '../../../src/model/errors.ts';

const RIS = 'TY  - JOUR\nTI  - Größe\nER  - \n';
const open = (bytes: Uint8Array, named?: string) => openExport(() => inParts(bytes), 'x.zip', named);

/** In parts of which each is valid only until the next one is asked for. */
function* inParts(bytes: Uint8Array): Generator<Uint8Array> {
  const buffer = new Uint8Array(1000);
  for (let at = 0; at < bytes.length; at += buffer.length) {
    const part = bytes.subarray(at, at + buffer.length);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}

async function told(bytes: Uint8Array) {
  const opened = await open(bytes);
  return opened.map(({ member, container, encoding, text }) => [member, container, encoding, [...text()].join('')]);
}

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    for (const { text } of await open(bytes)) for (const piece of text()) void piece;
  } catch (error) {
    if (error instanceof LitscreenError && error.kind === 'input')
      return error.problems.map(({ message, hint }) => `${message}; ${hint}`).join();
    throw error;
  }
  throw new Error('it was opened');
}

/** A workbook of one sheet: rows of texts. */
function workbook(
  rows: readonly (readonly string[])[],
  change: (parts: Record<string, string>) => void = () => undefined,
): Uint8Array {
  const cells = (row: readonly string[]) =>
    row.map((text) => `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`).join('');
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml':
      '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="records" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.map((row) => `<row>${cells(row)}</row>`).join('')}</sheetData></worksheet>`,
  };
  change(parts);
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

describe('openExport', () => {
  it('opens what is packed, each time from the beginning', async () => {
    const gz = gzipSync(strToU8(RIS));
    expect(await told(gz)).toEqual([[undefined, 'gzip', 'UTF-8', RIS]]);
    const [text] = await open(gz);
    expect([...(text?.text() ?? [])]).toEqual([...(text?.text() ?? [])]);
    const zip: Zippable = {
      'b/articles.csv': strToU8('a,b\n1,2\n'),
      'a.ris': strToU8(RIS),
      '__MACOSX/._a.ris': strToU8('x'),
      '.hidden': strToU8('x'),
      'paper.pdf': strToU8('%PDF'),
    };
    expect(await told(zipSync(zip))).toEqual([
      ['a.ris', 'zip', 'UTF-8', RIS],
      ['b/articles.csv', 'zip', 'UTF-8', 'a,b\n1,2\n'],
    ]);
  });

  it('reads a workbook as a table, a line a row', async () => {
    const rows = [
      ['Title', 'Year'],
      ['One, “two”\nthree', '2024'],
      ['=cmd', ''],
    ];
    expect(await told(workbook(rows))).toEqual([
      [undefined, 'XLSX', 'UTF-8', 'Title,Year\n"One, “two” three",2024\n=cmd,\n'],
    ]);
  });

  it.each([
    ['a gzip bomb', gzipSync(new Uint8Array(80 << 20).fill(32)), /grows by more than/],
    ['a zip bomb', zipSync({ 'a.csv': new Uint8Array(80 << 20) }), /grows by more than/],
    [
      'too many files',
      zipSync(Object.fromEntries(Array.from({ length: 2500 }, (_, n) => [`${n}.ris`, strToU8('x')]))),
      /more than 2000 files/,
    ],
    ['a torn gzip file', gzipSync(strToU8(RIS.repeat(50))).slice(0, -30), /damaged/],
    [
      'a workbook that declares entities',
      workbook([['Title', 'Year']], (parts) => {
        parts['xl/worksheets/sheet1.xml'] = (parts['xl/worksheets/sheet1.xml'] ?? '').replace(
          '?>',
          '?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        );
      }),
      /declares entities/,
    ],
    [
      'a workbook that is none',
      workbook([['Title']], (parts) => {
        parts['xl/workbook.xml'] = '<workbook';
      }),
      /cannot be read/,
    ],
  ])('refuses %s', async (_, bytes, reason) => expect(await refusal(bytes)).toMatch(reason));

  it('takes names in an archive for names alone', async () => {
    const zip = zipSync({ '../../etc/passwd.csv': strToU8('a,b\n'), '/root/x.csv': strToU8('a,b\n') });
    expect((await told(zip)).map(([member]) => member)).toEqual(['../../etc/passwd.csv', '/root/x.csv']);
  });

  it('believes a person about the encoding', async () => {
    const [text] = await open(Uint8Array.from(Buffer.from('M\xfcller', 'latin1')), 'windows-1250');
    expect([text?.encoding, [...(text?.text() ?? [])]]).toEqual(['Windows-1250', ['Müller']]);
  });
});
