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

  it.each([
    ['a comment', `<!-- a note\n${record('Torn')}`],
    ['a section of plain characters', '<record><titles><title><![CDATA[Torn</title></titles></record>\n'],
    ['a quote', '<record><titles a="b><title>Torn</title></titles></record>\n'],
    ['a tag', '<record><titles><title>Torn</title></titles\n</record\n'],
    ['an instruction', `<?note\n${record('Torn')}`],
  ])('lose no record behind %s that is never closed', (_, torn) => {
    const told = outline(endnoteXml, document(record('One'), torn, record('Two'), record('Three')));
    const titles = told.map((item) => item.replace(/^\S+ /, ''));
    expect(titles.filter((title) => !/Torn|unreadable/.test(title))).toEqual(['One', 'Two', 'Three']);
    expect(told.at(-1)).toMatch(/@\d+ Three$/);
  });

  it('tell the lines of records behind what is never closed', () => {
    const torn = '<record><titles a="b>\n<title>Torn</title></titles></record>\n';
    expect(outline(endnoteXml, document(record('One'), torn, record('Two'), record('Three')))).toEqual([
      '1@3 One',
      '2@5 unreadable',
      '3@7 Two',
      '4@9 Three',
    ]);
  });

  it('have no records in comments and plain characters that are closed', () => {
    const hidden = `<!-- ${record('Hidden')} -->\n`;
    const cdata = record('About <![CDATA[<record> tags]]>');
    expect(
      outline(endnoteXml, document(record('One'), hidden, cdata, record('Two'))).map((item) =>
        item.replace(/^\S+ /, ''),
      ),
    ).toEqual(['One', 'About <record> tags', 'Two']);
  });

  it('are read the same however the text is cut', () => {
    const text = document(
      record('One &amp; a < b'),
      '<record><titles a="b>',
      record('Two &#233;'),
      '<!-- x',
      record('Three'),
    );
    const whole = [...endnoteXml.parse(text)];
    for (const size of [1, 2, 3, 7, 50]) {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect([...endnoteXml.parse(pieces)]).toEqual(whole);
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
