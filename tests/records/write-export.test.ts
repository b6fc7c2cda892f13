import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS, sniffFormat } from '../../src/formats/registry.ts';
import type { Writer } from '../../src/formats/writers/writer.ts';
import { RECORD_TYPES, type BibRecord } from '../../src/model/record.ts';
import { inOrder, toRecord } from '../../src/records/canonical.ts';
import { writeExport, WRITERS } from '../../src/records/write-export.ts';
import { cleanText } from '../../src/text/clean.ts';

const source = { file: 'x', entry: 1, line: 1 };
const SMITH: BibRecord = {
  id: 'scopus-17',
  type: 'article',
  title: 'Small & large: 50 % of {models} in_use, $5 <each>',
  authors: [
    { family: 'Smith', given: 'Jane A.' },
    { family: 'van der Meer', given: 'P.' },
    { literal: 'The SLM Group' },
  ],
  year: 2024,
  date: '2024-05-21',
  venue: 'Journal of Tests',
  volume: '12',
  issue: '3',
  pages: '123-129',
  doi: '10.1000/abc_d(1)',
  abstract: 'BACKGROUND: text – with “quotes”. ER - is a tag, @article{x, is none.',
  keywords: ['small language models', 'edge; cloud'],
  issn: ['1234-5678'],
  language: 'English',
  url: 'https://example.org/a?b=1&c=2',
  ids: { eid: '2-s2.0-1', pmid: '123456' },
  references: ['Doe J., A title, (2020)', 'Poe E.'],
  timesCited: 7,
  extra: { Affiliations: ['A', 'B'], CODEN: 'X' },
  source,
};

function readBack(writer: Writer, records: readonly BibRecord[]): unknown[] {
  const text = [...writeExport(writer, records)].join('');
  const format = FORMATS.find((item) => item.id === writer.reads);
  return [...(format?.parse(text) ?? [])].map((item) => (item.ok ? withoutPlace(toRecord(item, 'x')) : item));
}

/** What a record says, without what only its review knows. */
function withoutPlace(record: Omit<BibRecord, 'id'> | undefined): unknown {
  return { ...record, source: undefined, id: undefined };
}

/** Several programs read files of one kind. */
const goldenOf = ({ id, extension }: (typeof WRITERS)[number]) =>
  ['rayyan', 'covidence', 'asreview'].includes(id) ? `export-${id}.${extension}` : `export.${extension}`;

describe.each(WRITERS.map((writer) => [writer.id, writer] as const))('%s', (_, writer) => {
  it('reads back equal, and is found by its content', () => {
    expect(readBack(writer, [SMITH])).toEqual([withoutPlace(SMITH)]);
    expect(sniffFormat([...writeExport(writer, [SMITH])].join(''))?.id).toBe(writer.reads);
  });

  it('is what other programs expect', async () => {
    const text = [...writeExport(writer, [SMITH, { id: 'ieee-2', type: 'thesis', title: '=cmd|x', source }])].join('');
    await expect(text).toMatchFileSnapshot(`golden/${goldenOf(writer)}`);
  });

  it('reads any records back equal', () => {
    const hostile = [
      'ER  - ',
      '@article{',
      '}',
      '{',
      '\\',
      '"',
      "'",
      '%',
      ']]>',
      '<i>',
      '&amp;',
      ';',
      ' and ',
      'TY  - JOUR',
      '=1',
      '\u2028',
    ];
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(...hostile, 'Ä', '日本', '😀'),
    );
    const text = fc
      .array(piece, { minLength: 1, maxLength: 5 })
      .map((parts) => cleanText(parts.join('')))
      .filter((value) => value !== '');
    const author = fc.oneof(
      fc.record({ family: text, given: text }),
      fc.record({ family: text }),
      fc.record({ literal: text }),
    );
    const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 1, maxLength: 3 });
    const key = fc.constantFrom('eid', 'pmid', 'pmcid', 'ut', 'arxiv', 'accession', 'x y');
    const record = fc
      .record(
        {
          type: fc.constantFrom(...RECORD_TYPES),
          authors: some(author),
          year: fc.integer({ min: 1500, max: 2099 }),
          date: fc.constantFrom('2024-05', '2024-05-21', '1999-12-31'),
          venue: text,
          volume: text,
          issue: text,
          pages: fc.oneof(text, fc.constantFrom('1-9', 'e12', '12-19-20')),
          articleNumber: text,
          doi: fc.constantFrom('10.1000/x', '10.1016/s0140-6736(05)71034-1', '10.1000/a<b>{c}_d'),
          abstract: text,
          keywords: some(text),
          issn: fc.constant(['1234-567X', '0000-0001']),
          isbn: fc.constant(['9783161484100']),
          language: text,
          publisher: text,
          url: text,
          ids: fc.dictionary(key, text, { minKeys: 1 }),
          references: some(text),
          timesCited: fc.nat({ max: 1e6 }),
          extra: fc.dictionary(
            fc.constantFrom('A', 'b c', 'U5', 'N1'),
            fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 3 })),
            { minKeys: 1 },
          ),
        },
        { requiredKeys: [] },
      )
      .chain((fields) =>
        text.map((title) => inOrder<BibRecord>({ ...fields, title, id: 's-1', source } as unknown as BibRecord)),
      );
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
        expect(readBack(writer, records)).toEqual(records.map(withoutPlace));
      }),
      { numRuns: 500 },
    );
  });
});
