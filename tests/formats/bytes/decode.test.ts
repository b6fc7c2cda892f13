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

/** Text in an encoding of one byte or two: what a decoder makes of them, turned round. */
function encoded(text: string, label: string): Uint8Array {
  const table = new Map<string, number[]>();
  const learn = (...values: number[]) => {
    // As a stream: Node 20 takes a whole text in Windows-1252 for Latin-1.
    const letter = new TextDecoder(label).decode(Uint8Array.from(values), { stream: true });
    if ([...letter].length === 1 && !table.has(letter)) table.set(letter, values);
  };
  for (let byte = 0; byte < 256; byte++) learn(byte);
  if (!/windows|koi8/.test(label)) {
    for (let first = 0x81; first < 0xff; first++) for (let second = 0x40; second < 0xff; second++) learn(first, second);
  }
  return Uint8Array.from([...text].flatMap((letter) => table.get(letter) ?? 0x3f));
}

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
    const data = encoded(`TI  - ${`${text}. `.repeat(6)}\n`, label);
    expect(find(data)?.name).toBe(name);
  });

  const LANGUAGES: Readonly<Record<string, readonly [string, string, string]>> = {
    Russian: ['windows-1251', 'Windows-1251', 'Систематический обзор малых языковых моделей: методы и оценка'],
    'Russian of Unix': ['koi8-r', 'koi8-r', 'Систематический обзор малых языковых моделей: методы и оценка'],
    Greek: ['windows-1253', 'windows-1253', 'Συστηματική ανασκόπηση μικρών γλωσσικών μοντέλων'],
    Polish: ['windows-1250', 'Windows-1250', 'Przegląd małych modeli językowych: książka, żółć, święto i wyniki badań'],
    German: ['windows-1252', 'Windows-1252', 'Übersicht über kleine Sprachmodelle: Größe und Nutzen für Ärzte'],
    Portuguese: ['windows-1252', 'Windows-1252', 'REVISÃO SISTEMÁTICA: avaliação, educação e saúde'],
    Japanese: ['shift_jis', 'Shift_JIS', '日本における小規模言語モデルの評価に関する系統的レビュー'],
    Chinese: ['gbk', 'GB18030', '基于小型语言模型的系统综述研究：方法、评价与应用'],
    Korean: ['euc-kr', 'EUC-KR', '소규모 언어 모델의 체계적 문헌고찰: 방법, 평가 및 응용'],
  };

  it.each(Object.entries(LANGUAGES))('knows %s amid the English of an export', (_, [label, name, title]) => {
    const entry = `TY  - JOUR\nTI  - ${title}\nAB  - We describe a study of children. ${title}\nER  - \n\n`;
    expect(find(encoded(entry.repeat(3), label))?.name).toBe(name);
  });

  it.each(['Müller’s “naïve” – café', '25 °C ± 3 µm', 'x’', '…', '“”'])('takes a few signs for Western: %s', (text) => {
    expect(find(encoded(`TI  - A study of ${text}\n`, 'windows-1252'))?.name).toBe('Windows-1252');
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
