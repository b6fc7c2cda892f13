import { describe, expect, it } from 'vitest';
import { endnoteXml } from '../../../src/formats/xml/endnote-xml.ts';
import { pubmedXml } from '../../../src/formats/xml/pubmed-xml.ts';
import { fieldsOf, outline } from '../reading.ts';

const record = (title: string, rest = '') =>
  `<record>\n<ref-type name="Journal Article">17</ref-type><titles><title><style face="normal">${title}</style></title></titles>${rest}</record>\n`;
const document = (...records: string[]) =>
  `<?xml version="1.0"?>\n<xml><records>\n${records.join('')}</records></xml>\n`;

describe('XML exports', () => {
  it('give one record after the other, with the line of each', () => {
    expect(outline(endnoteXml, document(record('One'), record('Two')))).toEqual(['1@3 One', '2@5 Two']);
  });

  it('lose the broken record alone', () => {
    const broken = [
      '<record><titles><title>Torn</titles></title></record>\n',
      '<record><titles><title>Open</title>\n',
      '<record><titles a=b><title>Odd</title></titles></record>\n',
    ];
    for (const text of broken) {
      const told = outline(endnoteXml, document(record('One'), text, record('Two')));
      expect([told[0], told.at(-1)?.replace(/^.* /, '')]).toEqual(['1@3 One', 'Two']);
      expect(told.some((item) => item.includes('unreadable'))).toBe(true);
    }
  });

  it('take an ampersand or a less-than sign alone for text', () => {
    const text = document(record('A & B; p < 0.05'), record('<![CDATA[C & D]]>'), record('E'));
    expect(outline(endnoteXml, text)).toEqual(['1@3 A & B; p < 0.05', '2@5 C & D', '3@7 E']);
  });

  it('expand no entity that the document declares, and fetch nothing', () => {
    const bomb =
      '<?xml version="1.0"?>\n<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>\n' +
      `<xml><records>${record('One &b; &c; &lt;i&gt; &amp;')}</records></xml>`;
    expect(fieldsOf(endnoteXml, bomb).title).toBe('One &b; &c; <i> &');
  });

  it('bound what one record may hold', () => {
    const deep = record('Deep', `${'<a>'.repeat(500)}x${'</a>'.repeat(500)}`);
    const long = record('Long', `<abstract>${'x'.repeat(10_000_000)}</abstract>`);
    expect(outline(endnoteXml, document(deep, record('One'), long, record('Two')))).toEqual([
      '1@3 unreadable',
      '2@5 One',
      '3@7 unreadable',
      '4@9 Two',
    ]);
  });

  it('are counted on one line as on many, however they are cut', () => {
    const text = document(...Array.from({ length: 300 }, (_, n) => record(`Number ${n}`))).replaceAll('\n', '');
    for (const size of [7, 100, 1e6]) {
      const counter = endnoteXml.counter();
      for (let at = 0; at < text.length; at += size) counter.add(text.slice(at, at + size));
      expect(counter.total()).toBe(300);
    }
  });
});

describe('PubMed XML', () => {
  it('keeps the headings of an abstract, mixed text, bodies and numbers', () => {
    const text = `<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>12345</PMID><Article>
<Journal><ISSN>1234-5678</ISSN><JournalIssue><Volume>1</Volume><PubDate><Year>2024</Year><Month>May</Month><Day>7</Day></PubDate></JournalIssue><Title>Journal</Title></Journal>
<ArticleTitle>CO<sub>2</sub> in <i>Mus</i>.</ArticleTitle><Abstract><AbstractText Label="AIMS">To see.</AbstractText><AbstractText Label="METHODS">We saw.</AbstractText></Abstract>
<AuthorList><Author><LastName>de Vries</LastName><ForeName>Jan</ForeName></Author><Author><CollectiveName>The Group</CollectiveName></Author></AuthorList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/x</ArticleId><ArticleId IdType="pmc">PMC1</ArticleId></ArticleIdList></PubmedData></PubmedArticle></PubmedArticleSet>`;
    expect(fieldsOf(pubmedXml, text)).toMatchObject({
      title: 'CO2 in Mus.',
      abstract: 'AIMS: To see. METHODS: We saw.',
      authors: { names: [{ family: 'de Vries', given: 'Jan' }, { literal: 'The Group' }] },
      year: '2024',
      date: '2024 May 7',
      doi: ['10.1000/x'],
      ids: { pmid: '12345', pmcid: 'PMC1' },
    });
  });
});
