import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePieces, decodeText, lineOfInvalidByte } from '../../../src/formats/bytes/decode.ts';
import { findEncoding } from '../../../src/formats/bytes/encoding.ts';
import { LitscreenError, type Problem } from '../../../src/model/errors.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const utf16 = (text: string, order: 'LE' | 'BE', mark = '\ufeff') => {
  const buffer = Buffer.from(mark + text, 'utf16le');
  return Uint8Array.from(order === 'LE' ? buffer : buffer.swap16());
};
const withMark = (text: string) => utf8(`\ufeff${text}`);
const WANTED = { name: 'an export', hint: 'export it as RIS' };
const decoded = (data: Uint8Array) => decodeText(data, 'x', WANTED);

function failure(data: Uint8Array): Problem | undefined {
  try {
    decodeText(data, 'export.csv', WANTED);
  } catch (error) {
    if (error instanceof LitscreenError && error.kind === 'input') return error.problems[0];
    throw error;
  }
  throw new Error('it was decoded');
}

describe('decodeText', () => {
  const text = 'TI Müller, 日本 – 😀\nER';
  const german = 'Größenänderung, Straße, „Zitat“: Müller über Bäume\n'.repeat(3);

  it.each([
    ['UTF-8', text, utf8(text)],
    ['UTF-8 with BOM', text, withMark(text)],
    ['UTF-16LE', text, utf16(text, 'LE')],
    ['UTF-16BE', text, utf16(text, 'BE')],
    ['UTF-16LE', 'TY  - JOUR\nTI  - Müller', utf16('TY  - JOUR\nTI  - Müller', 'LE', '')],
    ['UTF-16BE', 'TY  - JOUR\nTI  - Müller', utf16('TY  - JOUR\nTI  - Müller', 'BE', '')],
    ['Windows-1252', 'a\nM\u00fcller “x” – €', latin1('a\nM\xfcller \x93x\x94 \x96 \x80')],
    ['Windows-1252', german, latin1(german.replaceAll('„', '\x84').replaceAll('“', '\x93'))],
  ])('reads %s', (encoding, expected, data) => expect(decoded(data)).toEqual({ text: expected, encoding }));

  it.each([
    ['CRLF', 'a\r\n\r\nb\r\n', 'a\n\nb\n'],
    ['the CR alone of old programs', 'a\r\rb\r', 'a\n\nb\n'],
    ['a mixture', 'a\r\nb\nc\rd', 'a\nb\nc\nd'],
    ['marks of files that were joined', '\ufeffa\r\n\ufeffb\r\n', 'a\nb\n'],
    ['no line end', 'a', 'a'],
    ['nothing', '', ''],
  ])('makes LF of %s', (_, written, expected) => {
    expect(decoded(utf8(written)).text).toBe(expected);
    expect(decoded(utf16(written, 'LE')).text).toBe(expected);
  });

  it('leaves what only looks like a line end to some programs', () => {
    expect(decoded(utf8('a\u2028b\u0085c\vd')).text).toBe('a\u2028b\u0085c\vd');
  });

  it.each([
    ['a PDF', utf8('%PDF-1.7\n%âãÏÓ')],
    ['a ZIP archive or an Office document', bytes(0x50, 0x4b, 0x03, 0x04, 0x14, 0x00)],
    ['an old Excel or Word document', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1)],
    ['a gzip archive', bytes(0x1f, 0x8b, 0x08)],
    ['a PNG picture', bytes(0x89, 0x50, 0x4e, 0x47)],
    ['a JPEG picture', bytes(0xff, 0xd8, 0xff, 0xe0)],
    ['a binary file', utf8('TY  - JOUR\0\0')],
    ['a binary file', bytes(1, 0, 2, 0, 0, 3, 0, 4, 0, 0)],
  ])('refuses %s', (kind, data) => {
    expect(failure(data)).toEqual({
      message: `this is ${kind}, not an export`,
      where: { file: 'export.csv' },
      hint: expect.stringContaining('RIS') as string,
    });
  });

  it('reads any text back, whatever the encoding, and however its bytes come', () => {
    const written = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0') && !value.startsWith('%PDF'));
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 5 }), (value, size) => {
        const expected = value.replaceAll(/\r\n?/g, '\n').replaceAll(/^\ufeff/gm, '');
        for (const data of [withMark(value), utf16(value, 'LE'), utf16(value, 'BE')]) {
          expect(decoded(data).text).toBe(expected);
          const parts = function* () {
            for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
          };
          const pieces = [...decodePieces(parts, findEncoding(() => [data])?.label ?? '')];
          expect(pieces.join('')).toBe(expected);
          for (const piece of pieces.slice(0, -1)) expect(piece.endsWith('\n')).toBe(true);
        }
      }),
    );
  });
});

describe('findEncoding', () => {
  const find = (data: Uint8Array, named?: string) => findEncoding(() => [data], named);

  it('takes text with a letter that was cut in it for what the rest is, and says where', () => {
    const letters = utf8('Müller über Bäume, Größe\n'.repeat(4));
    const cut = Uint8Array.from([...letters, 0xc3, 0x0a, ...letters]);
    expect(find(cut)).toEqual({ label: 'utf-8', name: 'UTF-8', damaged: { count: 1, line: 5 } });
  });

  it.each([
    ['windows-1251', 'Обучение малых языковых моделей на русском языке', 'Windows-1251'],
    ['windows-1252', 'Évaluation des modèles de langue à l’école', 'Windows-1252'],
  ])('knows %s', (label, text, name) => {
    const decoder = new TextDecoder(label);
    const table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
    const data = Uint8Array.from([...`TI  - ${`${text}. `.repeat(6)}\n`].map((letter) => table.get(letter) ?? 0x3f));
    expect(find(data)?.name).toBe(name);
  });

  it('believes a person', () => {
    expect(find(latin1('M\xfcller'), 'windows-1250')).toEqual({ label: 'windows-1250', name: 'Windows-1250' });
    expect(() => find(latin1('x'), 'klingon')).toThrow(LitscreenError);
  });
});

describe('lineOfInvalidByte', () => {
  it.each([
    ['in the first line', latin1('M\xfcller'), 1],
    ['below', latin1('a\nb\n\nM\xfcller\nc'), 4],
    ['behind CRLF', latin1('a\r\nb\r\nM\xfcller\r\n'), 3],
    ['after text that is valid', Uint8Array.from([...utf8('ü\nü\n'), ...latin1('\xfc')]), 3],
    ['in a character that the end has cut', utf8('a\nü').slice(0, -1), 2],
    ['nowhere', utf8('a\nü'), undefined],
  ])('tells the line of bytes that are no UTF-8 %s', (_, data, line) => expect(lineOfInvalidByte(data)).toBe(line));
});
