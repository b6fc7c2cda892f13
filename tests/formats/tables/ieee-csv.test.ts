import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ieeeCsv } from '../../../src/formats/tables/ieee-csv.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline } from '../reading.ts';

const HEADER = '"Document Title",Authors,"Publication Title","Publication Year","Start Page","PDF Link"';
const ADDRESS = 'https://ieeexplore.ieee.org/search/searchresult.jsp?queryText=slm,"small models"';

describe('ieeeCsv', () => {
  it.each([
    ['of the present', HEADER],
    ['with the address of the search', `${ADDRESS}\n${HEADER}`],
    ['with that address in quotes', `"http://ieeexplore.ieee.org/search?q=a"\n${HEADER}`],
    ['from a spreadsheet', HEADER.replaceAll(',', ';')],
  ])('knows a table %s', (_, text) => expect(ieeeCsv.sniff(`${text}\n`)).toBe(0));

  it.each([
    ['the Computer Society', '"Title","Authors","Affiliations","Abstract","Publication","Category","DOI"'],
    ['Scopus', 'Authors,Title,Year,Source title,EID'],
    ['addresses', 'https://a.org/\nhttps://b.org/'],
    ['nothing', ''],
  ])('does not know a table of %s', (_, text) => expect(ieeeCsv.sniff(`${text}\n`)).toBe(-1));

  it('reads every field of a record', () => {
    const cells = {
      'Document Title': 'Distilling small models',
      Authors: 'B. Mayer; R. Weinreich',
      'Author Affiliations': 'Uni Linz; Uni Linz',
      'Publication Title': '2024 Conference on Models',
      'Date Added To Xplore': '5 May 2024',
      'Publication Year': '2024',
      Volume: '12',
      Issue: '3',
      'Start Page': '101',
      'End Page': '110',
      Abstract: 'We distil.',
      ISSN: '1234-5678;8765-4321',
      ISBNs: 'Electronic:978-1-6654-0000-1;Print on Demand(PoD):978-1-6654-0000-2',
      DOI: '10.1109/x.2024.1',
      'PDF Link': 'https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=8058222',
      'Author Keywords': 'distillation;SLM',
      'IEEE Terms': 'Training',
      'INSPEC Controlled Terms': 'learning',
      'INSPEC Non-Controlled Terms': 'teachers',
      Mesh_Terms: 'Humans',
      'Article Citation Count': '7',
      'Online Date': '',
      Publisher: 'IEEE',
      'Document Identifier': 'IEEE Conferences',
    };
    const line = (values: readonly string[]) => `${values.map((value) => `"${value}"`).join(',')}\n`;
    expect(fieldsOf(ieeeCsv, line(Object.keys(cells)) + line(Object.values(cells)))).toEqual({
      type: ['IEEE Conferences'],
      title: 'Distilling small models',
      authors: { order: 'given-first', names: ['B. Mayer', ' R. Weinreich'] },
      year: '2024',
      venue: '2024 Conference on Models',
      volume: '12',
      issue: '3',
      pages: '101-110',
      doi: ['10.1109/x.2024.1'],
      abstract: 'We distil.',
      keywords: ['distillation', 'SLM', 'Training', 'learning', 'teachers', 'Humans'],
      issn: ['1234-5678', '8765-4321'],
      isbn: ['Electronic:978-1-6654-0000-1', 'Print on Demand(PoD):978-1-6654-0000-2'],
      publisher: 'IEEE',
      url: 'https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=8058222',
      ids: { ieee: '8058222' },
      timesCited: '7',
      extra: { 'Author Affiliations': 'Uni Linz; Uni Linz', 'Date Added To Xplore': '5 May 2024' },
    });
  });

  it.each([
    ['Publication Year', '2024'],
    ['Publication_Year', '2024'],
  ])('reads the year of the column %s', (name, year) => {
    const text = `Document Title,Authors,Publication Title,${name}\nOne,A. B,J,2024\n`;
    expect(fieldsOf(ieeeCsv, text)).toMatchObject({ title: 'One', year });
  });

  const rows =
    '\n"One","A. B","J",2024,1,\n"Two","A. B","J\n"Three, or\nmore","A. B","J",2024,1,\n"Four","A. B","J",2024,1,\n';

  it('rejects a broken row alone', () => {
    expect(outline(ieeeCsv, HEADER + rows)).toEqual(['1@2 One', '2@3 unreadable', '3@4 Three, or\nmore', '4@6 Four']);
  });

  it('counts the line of the address', () => {
    expect(outline(ieeeCsv, `${ADDRESS}\n${HEADER}${rows}`)).toEqual([
      '0@1 not-a-record',
      '1@3 One',
      '2@4 unreadable',
      '3@5 Three, or\nmore',
      '4@7 Four',
    ]);
  });

  it('reads anything', () => {
    fc.assert(
      fc.property(
        mutationsOf(`${ADDRESS}\n${HEADER}${rows}`, ['"', ',', '\n', ';', 'arnumber=', 'http://']),
        (text) => {
          ieeeCsv.sniff(text);
          expectWellFormed([...ieeeCsv.parse(text)], text);
        },
      ),
      { numRuns: 300 },
    );
  });
});
