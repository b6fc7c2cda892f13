import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/formats/registry.ts';
import { toRecord } from '../../src/records/canonical.ts';
import { expectWellFormed, soupOf } from './reading.ts';

/** The slow suite, `npm run fuzz`, asks for more. */
const RUNS = Number(process.env['LITSCREEN_FUZZ'] ?? 500);

/** What means something to some format: separators, beginnings and ends of records, of cells, of elements. */
const PIECES = [
  'TY  - JOUR\n',
  'TI  - One\n',
  'ER  - \n',
  'AB  - ',
  'PMID- 1\n',
  'OWN - NLM\n',
  'TI  - T\n      more\n',
  'PT J\n',
  'ER\n',
  'EF\n',
  'UT WOS:1\n',
  '%0 Journal Article\n',
  '%T One\n',
  '%A Doe, J.\n',
  'RT Journal\n',
  'T1 One\n',
  '<1>\n',
  'Title\n  One\n',
  'Document 1 of 2\n',
  '________________________\n',
  '@article{k,\n',
  'title = {One},\n',
  '@string{a = "b"}\n',
  '}\n',
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\n\n',
  '{',
  '[',
  ']',
  ':',
  '\\',
  '"title": ',
  '"id": "https://openalex.org/W1"',
  '"type": "article-journal"',
  '"itemType": "book"',
  '<record>',
  '</record>',
  '<titles><title>',
  '</title></titles>',
  '<PubmedArticle>',
  '</PubmedArticle>',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '&a;',
  '&amp;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<a b="',
  'PT\tTI\tUT\t\n',
  'J\tOne\tWOS:1\t\n',
  'Title,Authors,Year,DOI\n',
  'One,"Doe, J.",2024,10.1000/x\n',
  'Document Title,Authors,Publication Title\n',
  '"TITLE","One"\n"AUTHOR NAMES","Doe J."\n',
  '\ufffd',
  '\u0000',
  '\ud800',
  'é',
  '日',
  'One',
  '10.1000/x',
  '2024',
];

describe.each(FORMATS.map((format) => [format.id, format] as const))('%s', (_, format) => {
  it('gives records and rejections of any text, never an error, however it is cut', () => {
    fc.assert(
      fc.property(soupOf(PIECES), (text) => {
        const items = [...format.parse(text)];
        expectWellFormed(items, text);
        for (const item of items) if (item.ok) toRecord(item, 'x');
        const counter = format.counter();
        const pieces = text.split(/(?<=\n)/);
        for (const piece of pieces) counter.add(piece);
        expect(counter.total()).toBeGreaterThanOrEqual(0);
        format.sniff(text);
        expect([...format.parse(pieces)]).toEqual(items);
      }),
      { numRuns: RUNS },
    );
  });
});
