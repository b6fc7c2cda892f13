import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS, sniffFormat } from '../../src/formats/registry.ts';
import { expectWellFormed, soupOf } from './reading.ts';

const RIS = 'TY  - JOUR\nTI  - One\nER  - \n';
const BIB = '@article{k,\n  title = {One}\n}\n';
const WOS = 'FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nTI One\nER\n\nEF\n';
const TAB = 'PT\tAU\tTI\tUT\nJ\tSmith, J\tOne\tWOS:1\n';
const SCOPUS = 'Authors,Title,Source title,EID\nSmith J.,One,Journal,2-s2.0-1\n';
const IEEE = '"Document Title",Authors,"Publication Title"\n"One",J. Smith,Journal\n';

describe('sniffFormat', () => {
  it('has an id for each format, once', () => {
    const ids = FORMATS.map((format) => format.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[a-z][a-z-]+$/.test(id))).toBe(true);
  });

  it.each([
    ['ris', RIS],
    ['bibtex', BIB],
    ['wos-tagged', WOS],
    ['wos-tab', TAB],
    ['scopus-csv', SCOPUS],
    ['ieee-csv', IEEE],
    ['ris', `Provider: Ovid\n\n${RIS}`],
    ['bibtex', `% saved by me\n${BIB}`],
    ['wos-tagged', `\n${WOS}`],
    ['scopus-csv', `sep=;\n${SCOPUS.replaceAll(',', ';')}`],
    ['ieee-csv', `https://ieeexplore.ieee.org/search\n${IEEE}`],
  ])('finds %s', (id, text) => expect(sniffFormat(text)?.id).toBe(id));

  it.each([
    ['ris', 'an entry of BibTeX in an abstract', `TY  - JOUR\nAB  - see\n${BIB}TI  - One\nER  - \n`],
    ['bibtex', 'a reference of RIS in an abstract', `@article{k,\n abstract = {see\n${RIS}}\n}\n`],
    ['wos-tagged', 'both in an abstract', WOS.replace('TI One', `TI One\nAB\n${RIS}${BIB}`)],
    ['scopus-csv', 'both in an abstract', SCOPUS.replace('One', `"${RIS}${BIB}"`)],
    ['ieee-csv', 'both in an abstract', IEEE.replace('"One"', `"${RIS}${BIB.replaceAll('"', '')}"`)],
  ])('finds %s by what comes first, with %s', (id, _, text) => expect(sniffFormat(text)?.id).toBe(id));

  it.each([
    ['nbib', '\nPMID- 33355555\nOWN - NLM\nSTAT- MEDLINE\nTI  - One\nAU  - Smith J\nPT  - Journal Article\n'],
    ['enw', '%0 Journal Article\n%A Smith, J.\n%T One\n'],
    [
      'endnote-xml',
      '<?xml version="1.0"?>\n<xml><records><record><ref-type name="Journal Article">17</ref-type></record></records></xml>',
    ],
    ['json', '[{"type": "article", "title": "One", "doi": "10.1000/a"}]'],
    ['csl-json', '[{"type": "article-journal", "title": "One", "DOI": "10.1000/a"}]'],
    [
      'covidence-csv',
      'Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n',
    ],
    [
      'rayyan-csv',
      'key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,notes,doi\n',
    ],
    [
      'lens-csv',
      'Lens ID,Title,Date Published,Publication Year,Publication Type,Source Title,ISSNs,Publisher,Author/s,Abstract,DOI\n',
    ],
    [
      'dimensions-csv',
      '"About the data: Exported on May 21, 2024."\nRank,Publication ID,DOI,PMID,Title,Abstract,Source title,PubYear,Authors,Times cited\n',
    ],
    ['embase-csv', '"TITLE","AUTHOR NAMES","SOURCE TITLE","PUBLICATION YEAR"\n'],
    [
      'pubmed-csv',
      'PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n',
    ],
    ['zotero-csv', '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISBN","ISSN","DOI"\n'],
    [
      'publish-or-perish-csv',
      'Cites,Authors,Title,Year,Source,Publisher,ArticleURL,CitesURL,GSRank,QueryDate,Type,DOI\n',
    ],
    ['embase-rows', '"TITLE","One"\n"AUTHOR NAMES","Smith J., Doe A."\n'],
  ])('finds %s by what its maker writes', (id, text) => expect(sniffFormat(text)?.id).toBe(id));

  it.each([
    ['nothing', ''],
    ['prose', 'Dear all,\nplease find the export below.\nYours, me@x.org\n'],
    ['a style sheet', '@media (max-width: 600px) {\n  a { color: red }\n}\n'],
    ['a program', '@Component({\n  selector: "a",\n})\nexport class A {}\n'],
  ])('knows no format of %s', (_, text) => expect(sniffFormat(text)).toBeUndefined());

  it('looks at the beginning of a file only', () => {
    const notice = (length: number) =>
      'x'
        .repeat(79)
        .concat('\n')
        .repeat(length / 80);
    expect(sniffFormat(notice(16_000) + RIS)?.id).toBe('ris');
    expect(sniffFormat(notice(16_800) + RIS)).toBeUndefined();
  });

  it.each([RIS, BIB, WOS, TAB, SCOPUS, IEEE])('is of one mind with the format that reads %j', (text) => {
    const items = [...(sniffFormat(text)?.parse(text) ?? [])];
    expect(items).toMatchObject([{ ok: true, entry: 1, fields: { title: 'One' } }]);
  });

  it('takes any text, and so does every format', () => {
    const pieces = [RIS, BIB, WOS, TAB, SCOPUS, IEEE].flatMap((text) => [text, ...text.split('\n'), '\n']);
    fc.assert(
      fc.property(soupOf([...pieces, '"', '{', ',', '\t', '@', 'https://x\n']), (text) => {
        sniffFormat(text);
        for (const format of FORMATS) expectWellFormed([...format.parse(text)], text);
      }),
      { numRuns: 300 },
    );
  });
});
