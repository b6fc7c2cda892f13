import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scopusCsv } from '../../../src/formats/tables/scopus-csv.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline } from '../reading.ts';

/** A table of one row: the columns and cells given, behind those that show it to be of Scopus. */
function row(cells: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = { Title: 'One', 'Source title': 'Journal', ...cells };
  const line = (values: readonly string[]) =>
    `${values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`;
  return line(Object.keys(all)) + line(Object.values(all));
}
const fields = (cells: Readonly<Record<string, string>>) => fieldsOf(scopusCsv, row(cells));
const names = (cells: Readonly<Record<string, string>>) =>
  fields(cells).authors?.names.map((name) => (typeof name === 'string' ? name.trim() : name));

describe('scopusCsv', () => {
  it.each([
    ['the present columns', 'Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,EID'],
    ['those of older exports', 'Authors,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Cited by,DOI'],
    ['other names', 'Author Names,Titles,Publication Year,Source title,Cited by,EID'],
    ['another order', 'EID,Title,Source title,Authors'],
    ['quotes', '"Authors","Title","Source title","EID"'],
    ['semicolons of a spreadsheet', 'sep=;\nAuthors;Title;Source title;EID'],
  ])('knows a table with %s', (_, header) => expect(scopusCsv.sniff(`${header}\n`)).toBe(0));

  it.each([
    [
      'Covidence',
      'Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI',
    ],
    ['Rayyan', 'key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,abstract,doi'],
    ['Embase', 'Title,Author names,Source title,Publication year,Volume,Issue,First page,DOI,Abstract'],
    ['Dimensions', 'Rank,Publication ID,DOI,PMID,Title,Abstract,Source title,Authors,PubYear,Times cited'],
    ['PubMed', 'PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,DOI'],
    ['no table', 'Authors and a title of a Source title'],
    ['nothing', ''],
  ])('does not know a table of %s', (_, header) => expect(scopusCsv.sniff(`${header}\n`)).toBe(-1));

  it('reads every field of a record', () => {
    expect(
      fields({
        Authors: 'Smith J.; Doe A.B.',
        'Author full names': 'Smith, John (57193852372); Doe, Anna B. (7004212771)',
        'Author(s) ID': '57193852372; 7004212771',
        Title: 'Distilling, "small" models',
        Year: '2024',
        'Source title': 'Journal of Models',
        Volume: '12',
        Issue: '3',
        'Art. No.': 'e101',
        'Page start': '101',
        'Page end': '110',
        'Cited by': '7',
        DOI: '10.1000/xyz',
        Link: 'https://www.scopus.com/inward/record.uri?eid=2-s2.0-85012345678&doi=10.1000%2fxyz',
        Abstract: 'We distil.',
        'Author Keywords': 'distillation; SLM',
        'Index Keywords': 'Models; Teachers',
        References: 'Hinton G.; Dean J., Distilling the knowledge, (2015); Brown T., Few shots, (2020)',
        Publisher: 'Press',
        ISSN: '12345678; 87654321',
        ISBN: '978-3-16-148410-0',
        'PubMed ID': '33355555',
        'Language of Original Document': 'English',
        'Document Type': 'Conference paper',
        Source: 'Scopus',
        Sponsors: ' ',
      }),
    ).toEqual({
      type: ['Conference paper'],
      title: 'Distilling, "small" models',
      authors: { order: 'family-first', names: ['Smith, John', ' Doe, Anna B.'] },
      year: '2024',
      venue: 'Journal of Models',
      volume: '12',
      issue: '3',
      pages: '101-110',
      articleNumber: 'e101',
      doi: ['10.1000/xyz'],
      abstract: 'We distil.',
      keywords: ['distillation', ' SLM', 'Models', ' Teachers'],
      issn: ['12345678', ' 87654321'],
      isbn: ['978-3-16-148410-0'],
      language: 'English',
      publisher: 'Press',
      url: 'https://www.scopus.com/inward/record.uri?eid=2-s2.0-85012345678&doi=10.1000%2fxyz',
      ids: { eid: '2-s2.0-85012345678', pmid: '33355555' },
      references: ['Hinton G.; Dean J., Distilling the knowledge, (2015)', 'Brown T., Few shots, (2020)'],
      timesCited: '7',
      extra: { 'Author(s) ID': '57193852372; 7004212771', Source: 'Scopus' },
    });
  });

  it('reads the columns of exports that call them differently', () => {
    const text = 'Author Names,Titles,Publication Year,Source title,Cited by\n"Smith J.",One,2020,Venue,3\n';
    expect(fieldsOf(scopusCsv, text)).toMatchObject({ title: 'One', year: '2020', venue: 'Venue', timesCited: '3' });
  });

  it.each<[string, Record<string, string>, string[] | undefined]>([
    [
      'full names, without their numbers',
      { Authors: 'S.', 'Author full names': 'Li, Wei (1); de Wit, J. (23)' },
      ['Li, Wei', 'de Wit, J.'],
    ],
    ['one full name', { 'Author full names': 'Li, Wei (57193852372)' }, ['Li, Wei']],
    ['semicolons', { Authors: 'Smith J.; van der Meer A.B.' }, ['Smith J.', 'van der Meer A.B.']],
    ['one name', { Authors: 'Smith J.' }, ['Smith J.']],
    ['commas between names', { Authors: 'Smith J., Doe A.B., Li W.' }, ['Smith J.', 'Doe A.B.', 'Li W.']],
    [
      'commas before initials too',
      { Authors: 'Smith, J., Doe, A.B., Li, W.-X.' },
      ['Smith, J.', 'Doe, A.B.', 'Li, W.-X.'],
    ],
    ['commas and a suffix', { Authors: 'Smith, J., Jr., Doe, A.' }, ['Smith, J., Jr.', 'Doe, A.']],
    ['initials of two letters', { Authors: 'Petrov, Yu.A., Doe, A.' }, ['Petrov, Yu.A.', 'Doe, A.']],
    ['no authors', { Authors: '[No author name available]' }, undefined],
    [
      'no authors, as it is written now',
      { Authors: '[No author name available]', 'Author full names': '[No author name available]' },
      undefined,
    ],
    ['an empty cell', { Authors: '' }, undefined],
  ])('parts the authors of a list with %s', (_, cells, expected) => expect(names(cells)).toEqual(expected));

  it.each([
    ['both pages', { 'Page start': '1', 'Page end': '9' }, '1-9'],
    ['one page', { 'Page start': '1', 'Page end': '1' }, '1'],
    ['a first page', { 'Page start': '1', 'Page end': '' }, '1'],
    ['a last page', { 'Page start': '', 'Page end': '9' }, '9'],
    ['the range in the first cell', { 'Page start': '1-9', 'Page end': '9' }, '1-9'],
    ['a page with a hyphen', { 'Page start': 'S1-1', 'Page end': 'S1-9' }, 'S1-1-S1-9'],
    ['none', {}, undefined],
  ])('reads %s', (_, cells, expected) => expect(fields(cells).pages).toBe(expected));

  it.each([
    ['of its own', { EID: '2-s2.0-1', Link: 'https://x?eid=2-s2.0-2' }, { eid: '2-s2.0-1' }],
    ['of its link', { Link: 'https://x?partnerID=40&eid=2-s2.0-2&md5=9' }, { eid: '2-s2.0-2' }],
    ['of no column', { Link: 'https://x' }, undefined],
  ])('takes the accession number %s', (_, cells, expected) => expect(fields(cells).ids).toEqual(expected));

  it.each([
    [
      'in the newer grammar',
      'A A.; B B., T, (2001); C C., U, (2002); D',
      ['A A.; B B., T, (2001)', 'C C., U, (2002)', 'D'],
    ],
    [
      'in the older one',
      'A, A., T (2001) J, 1, p. 2; B, B., U (2002) K',
      ['A, A., T (2001) J, 1, p. 2', 'B, B., U (2002) K'],
    ],
    ['one alone', 'A A.; B B., T, (2001)', ['A A.; B B., T, (2001)']],
    ['without years', 'One; Two', ['One', 'Two']],
  ])('parts references %s', (_, References, expected) => expect(fields({ References }).references).toEqual(expected));

  it('rejects a broken row alone', () => {
    const text =
      'Authors,Title,Source title,EID\nA B.,One,J,1\nA B.,"Two,J,2\nA B.,"Th\nree",J,3\nA B.,Four\nA B.,Five,J,5\n';
    expect(outline(scopusCsv, text)).toEqual([
      '1@2 One',
      '2@3 unreadable',
      '3@4 Th\nree',
      '4@6 unreadable',
      '5@7 Five',
    ]);
  });

  it('reads anything', () => {
    const sample = row({
      Authors: 'Smith J.',
      References: 'A, T, (2001); B',
      Link: 'https://x?eid=2-s2.0-1',
      'Page start': '1',
    });
    fc.assert(
      fc.property(mutationsOf(sample, ['"', ',', '\n', ';', '(2001)', 'Jr.', ', A.', '\t']), (text) => {
        scopusCsv.sniff(text);
        expectWellFormed([...scopusCsv.parse(text)], text);
      }),
      { numRuns: 300 },
    );
  });
});
