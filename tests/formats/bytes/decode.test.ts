import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/formats/bytes/decode.ts';
import { LitscreenError, type Problem } from '../../../src/model/errors.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const utf16 = (text: string, order: 'LE' | 'BE', mark = '\ufeff') => {
  const buffer = Buffer.from(mark + text, 'utf16le');
  return Uint8Array.from(order === 'LE' ? buffer : buffer.swap16());
};
const withMark = (text: string) => utf8(`\ufeff${text}`);

function failure(data: Uint8Array): Problem | undefined {
  try {
    decodeText(data, 'export.csv');
  } catch (error) {
    if (error instanceof LitscreenError && error.kind === 'input') return error.problems[0];
    throw error;
  }
  throw new Error('it was decoded');
}

describe('decodeText', () => {
  const text = 'TI Müller, 日本 – 😀\nER';

  it.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with BOM', withMark(text)],
    ['UTF-16LE', utf16(text, 'LE')],
    ['UTF-16BE', utf16(text, 'BE')],
  ])('reads %s', (encoding, data) => expect(decodeText(data, 'x')).toEqual({ text, encoding }));

  it.each([
    ['CRLF', 'a\r\n\r\nb\r\n', 'a\n\nb\n'],
    ['the CR alone of old programs', 'a\r\rb\r', 'a\n\nb\n'],
    ['a mixture', 'a\r\nb\nc\rd', 'a\nb\nc\nd'],
    ['marks of files that were joined', '\ufeffa\r\n\ufeffb\r\n', 'a\nb\n'],
    ['no line end', 'a', 'a'],
    ['nothing', '', ''],
  ])('makes LF of %s', (_, written, expected) => {
    expect(decodeText(utf8(written), 'x').text).toBe(expected);
    expect(decodeText(utf16(written, 'LE'), 'x').text).toBe(expected);
  });

  it('leaves what only looks like a line end to some programs', () => {
    expect(decodeText(utf8('a\u2028b\u0085c\vd'), 'x').text).toBe('a\u2028b\u0085c\vd');
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
      message: expect.stringContaining(`this is ${kind}`) as string,
      where: { file: 'export.csv' },
      hint: expect.stringContaining('RIS') as string,
    });
  });

  it.each(['LE', 'BE'] as const)('knows UTF-16%s without its mark, and says what to do', (order) => {
    expect(failure(utf16('TY  - JOUR\nTI  - Müller, 日本', order, ''))).toMatchObject({
      message: 'this is UTF-16 text without its byte order mark',
      hint: expect.stringContaining('UTF-8') as string,
    });
  });

  it('says what was asked for, where that is no export', () => {
    const sheet = { name: 'a sheet', hint: 'save it as CSV' };
    expect(() => decodeText(bytes(0x50, 0x4b, 0x03, 0x04), 'x', sheet)).toThrow(/Office document, not a sheet/);
  });

  it.each([
    ['in the first line', latin1('M\xfcller'), 1],
    ['below', latin1('a\nb\n\nM\xfcller\nc'), 4],
    ['behind CRLF', latin1('a\r\nb\r\nM\xfcller\r\n'), 3],
    ['after text that is valid', Uint8Array.from([...utf8('ü\nü\n'), ...latin1('\xfc')]), 3],
    ['in a character that the end has cut', utf8('a\nü').slice(0, -1), 2],
    ['in a quote as Windows writes it', latin1('a\n\x93b\x94'), 2],
  ])('tells the line of bytes that are no UTF-8 %s', (_, data, line) => {
    expect(failure(data)).toEqual({
      message: expect.stringContaining('UTF-8') as string,
      where: { file: 'export.csv', line },
      hint: expect.stringContaining('UTF-8') as string,
    });
  });

  it.each([
    ['half a character', utf16('ab', 'LE').slice(0, -1)],
    ['half a surrogate pair', utf16('a\ud83d', 'LE')],
  ])('refuses UTF-16 that ends in %s', (_, data) => expect(failure(data)?.message).toContain('UTF-16LE'));

  it('reads any text back, whatever the encoding', () => {
    const written = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0') && !value.startsWith('%PDF'));
    fc.assert(
      fc.property(written, (value) => {
        const expected = value.replaceAll(/\r\n?/g, '\n');
        for (const data of [withMark(value), utf16(value, 'LE'), utf16(value, 'BE')]) {
          expect(decodeText(data, 'x').text).toBe(expected);
        }
      }),
    );
  });
});
