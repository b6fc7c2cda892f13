import { describe, expect, it } from 'vitest';
import { FORMATS, sniffFormat } from '../../../src/formats/registry.ts';
import { toRecord } from '../../../src/records/canonical.ts';

/** The record of a table with one row, and the format that was found for it. */
function recordOf(header: string, row: string): object {
  const text = `${header}\n${row}\n`;
  const format = sniffFormat(text);
  const items = [...(format?.parse(text) ?? [])];
  const [item] = items;
  const record = item?.ok ? toRecord(item, '') : undefined;
  const counter = format?.counter();
  counter?.add(text);
  expect([items.length, counter?.total()]).toEqual([1, 1]);
  return { format: format?.id, ...record };
}

describe('a table', () => {
  it.each<[format: string, header: string, row: string, record: object]>([
    [
      'wos-table',
      'Publication Type,Authors,Author Full Names,Article Title,Source Title,Document Type,Publication Date,Publication Year,DOI,UT (Unique WOS ID),"Times Cited, WoS Core"',
      'J,"Doe, J","Doe, Jane",One,J TESTS,Review,MAY 21,2024,10.1000/x,WOS:1,7',
      {
        type: 'review',
        authors: [{ family: 'Doe', given: 'Jane' }],
        date: '2024-05-21',
        ids: { ut: 'WOS:1' },
        timesCited: 7,
      },
    ],
    [
      'embase-csv',
      'Title,Author Names,Source,Emtree Drug Index Terms,PUI,Medline PMID,Full Text Link',
      'One,"Doe J., Roe A.B.","Endoscopy (2014) 3:2 (15-16) Article Number: 77. Date of Publication: 25 Aug 2014",aspirin,L12,123456,http://a.org?id=doi:10.1000%2Fx',
      {
        authors: [
          { family: 'Doe', given: 'J.' },
          { family: 'Roe', given: 'A.B.' },
        ],
        year: 2014,
        date: '2014-08-25',
        doi: '10.1000/x',
        venue: 'Endoscopy',
        volume: '3',
        issue: '2',
        pages: '15-16',
        articleNumber: '77',
        keywords: ['aspirin'],
        ids: { embase: 'L12', pmid: '123456' },
      },
    ],
    [
      'cochrane-csv',
      'CENTRAL ID,Author(s),Title,Source,Year,PubMed ID,Embase ID,Cochrane Review Group Code',
      'CN-00000001,"Doe, J; Roe, A",One,Trials,2011,PUBMED 21314913,EMBASE 643589775,Skin',
      { venue: 'Trials', year: 2011, ids: { cochrane: 'CN-00000001', pmid: '21314913', embase: 'L643589775' } },
    ],
    [
      'ebsco-csv',
      'Article Title,Author,Journal Title,ISSN,Publication Date,Volume,Subjects,DOI,PLink',
      'One,"Doe, Jane",Journal,12345678,20240501,3,"A; B",10.1000/x,https://a.org',
      { venue: 'Journal', issn: ['1234-5678'], year: 2024, keywords: ['A', 'B'], url: 'https://a.org' },
    ],
    [
      'pubmed-csv',
      'PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI',
      '123456,One.,"Doe J, Roe AB.","J Tests. 2020 Feb;63(2):103-9. doi: 10.1000/x.",Doe J,J Tests,2020,2020/02/01,PMC1,,10.1000/x',
      {
        authors: [
          { family: 'Doe', given: 'J' },
          { family: 'Roe', given: 'AB' },
        ],
        venue: 'J Tests',
        volume: '63',
        issue: '2',
        pages: '103-109',
        ids: { pmid: '123456', pmcid: 'PMC1' },
      },
    ],
    [
      'springer-csv',
      'Item Title,Publication Title,Book Series Title,Journal Volume,Journal Issue,Item DOI,Authors,Publication Year,URL,Content Type',
      'One,Tests,,3,2,10.1007/x,Andy SmithTom M. Weber,2024,http://link.springer.com/x,Article',
      {
        authors: [
          { family: 'Smith', given: 'Andy' },
          { family: 'Weber', given: 'Tom M.' },
        ],
        doi: '10.1007/x',
        volume: '3',
      },
    ],
    [
      'zotero-csv',
      'Key,Item Type,Publication Year,Author,Title,Publication Title,DOI,Manual Tags,Extra,Abstract Note',
      'ABCD1234,journalArticle,2024,"Doe, Jane; Roe, Al",One,Journal,10.1000/x,"a; b","PMID: 123456\nPMCID: PMC1",Text',
      {
        type: 'article',
        abstract: 'Text',
        keywords: ['a', 'b'],
        ids: { zotero: 'ABCD1234', pmid: '123456', pmcid: 'PMC1' },
      },
    ],
    [
      'publish-or-perish-csv',
      'Cites,Authors,Title,Year,Source,Publisher,ArticleURL,GSRank,Type',
      '12,"J Doe, AB Roe",One,2024,Tests,Press,https://a.org,1,PDF',
      {
        authors: [
          { family: 'Doe', given: 'J' },
          { family: 'Roe', given: 'AB' },
        ],
        timesCited: 12,
        venue: 'Tests',
      },
    ],
    [
      'openalex-csv',
      'id,doi,display_name,publication_year,primary_location.source.display_name,authorships.author.display_name,biblio.volume,biblio.first_page,biblio.last_page,ids.pmid',
      'https://openalex.org/W1,https://doi.org/10.1000/X,One,2024,Journal,Jane Doe|Al Roe,3,1,9,https://pubmed.ncbi.nlm.nih.gov/123456',
      {
        title: 'One',
        doi: '10.1000/x',
        authors: [
          { family: 'Doe', given: 'Jane' },
          { family: 'Roe', given: 'Al' },
        ],
        pages: '1-9',
      },
    ],
    [
      'lens-csv',
      'Lens ID,Title,Date Published,Publication Year,Source Title,Author/s,Start Page,End Page,PMID,DOI,References,Citing Works Count',
      '000-1,One,2024-05-07,2024,Journal,Jane Doe; Al Roe,1,12,123456,10.1000/x,000-2; 000-3,4',
      {
        date: '2024-05-07',
        pages: '1-12',
        ids: { lens: '000-1', pmid: '123456' },
        references: ['000-2', '000-3'],
        timesCited: 4,
      },
    ],
    [
      'dimensions-csv',
      'Publication ID,DOI,Title,Source title,PubYear,Publication Date,Authors,Times cited,Dimensions URL',
      'pub.1,10.1000/x,One,Journal,2024,2024-05-07,"Doe, Jane; Roe, Al",4,https://a.org',
      { year: 2024, date: '2024-05-07', ids: { dimensions: 'pub.1' }, timesCited: 4, venue: 'Journal' },
    ],
    [
      'refworks-table',
      'Reference Type,"Authors, Primary",Title Primary,Periodical Full,Pub Year,Volume,Start Page,Other Pages,ISSN/ISBN,Links',
      '"Journal Article","Doe,Jane;WHO,null",One,Journal,2024,3,1,9,1234-5678,https://pubmed.ncbi.nlm.nih.gov/123456/',
      {
        authors: [{ family: 'Doe', given: 'Jane' }, { literal: 'WHO' }],
        pages: '1-9',
        issn: ['1234-5678'],
        ids: { pmid: '123456' },
      },
    ],
    [
      'rayyan-csv',
      'key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,abstract,notes,pubmed_id',
      'rayyan-1,One,2024,5,7,Journal,1234-5678,3,2,1-9,"Doe, J. and Roe, A.",https://a.org     U2  - L1,Text,"RAYYAN-INCLUSION: {""A""=>""Included""}",123456',
      {
        date: '2024-05-07',
        url: 'https://a.org',
        authors: [
          { family: 'Doe', given: 'J.' },
          { family: 'Roe', given: 'A.' },
        ],
        ids: { rayyan: 'rayyan-1', pmid: '123456' },
        extra: { U2: 'L1', notes: 'RAYYAN-INCLUSION: {"A"=>"Included"}' },
      },
    ],
    [
      'covidence-csv',
      'Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,DOI,Ref,Covidence #,Notes',
      'One,"Doe, J.; Roe, A.",Text,2024,5,Journal,3,2,1-9,10.1000/x,12,#34,Exclude: Dull',
      { date: '2024-05', ids: { covidence: '#34' }, abstract: 'Text' },
    ],
    [
      'eppi-table',
      'ID,ShortTitle,Title,Year,Month,Authors,Journal,DOI,Abstract',
      '77,Doe (2024),One,2024,May,Doe J; Roe A,Journal,10.1000/x,Text',
      { year: 2024, ids: { eppi: '77' } },
    ],
    [
      'abstrackr-csv',
      '(internal) id,(source) id,pubmed id,keywords,abstract,title,journal,authors,tags,consensus',
      '1,2,0,a,Text,One,Journal,"Doe, J. and Roe, A.",,1',
      { abstract: 'Text', venue: 'Journal' },
    ],
    [
      'acm-csv',
      'type,id,author,editor,advisor,title,pages,year,booktitle,journal,acmid,doi',
      'article,1,"Jane Doe and Al Roe",,,One,1--9,2024,,Journal,99,10.1145/x',
      { venue: 'Journal', pages: '1-9', ids: { acm: '99' } },
    ],
    [
      'ieee-csdl-csv',
      'Title,Authors,Affiliations,Publication,Category,Year,DOI,Abstract',
      'One,"J. Doe, A. Roe",Uni,Computer,Conference,2024,10.1109/x,Text',
      { type: 'conference-paper', venue: 'Computer' },
    ],
  ])('of %s is known by its header, and read', (format, header, row, record) => {
    expect(recordOf(header, row)).toMatchObject({ format, title: /One\.?/.exec(row)?.[0] ?? '', ...record });
  });

  it('has each format of a maker tried here', () => {
    // The others have tests of their own.
    const own = ['litscreen-csv', 'embase-rows', 'scopus-csv', 'ieee-csv', 'wos-tab', 'csv'];
    const tables = FORMATS.filter((format) => /-csv$|-table$|^csv$|-rows$|-tab$/.test(format.id)).map(({ id }) => id);
    expect(tables.filter((id) => !own.includes(id))).toHaveLength(18);
  });
});
