import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refworksTagged } from '../../../src/formats/tagged/refworks-tagged.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline, soupOf } from '../reading.ts';

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const record = (title: string) => text('RT Journal Article', `T1 ${title}`, '');

describe('refworksTagged', () => {
  it.each([
    ['a reference', 'RT Journal\nT1 One\n', 0],
    ['a legend above', 'RT=Reference Type\nRT Journal\nSR Print(0)\n', 18],
  ])('is known by %s', (_, head, at) => expect(refworksTagged.sniff(head)).toBe(at));

  it.each(['RT Journal\n', 'RT @someone T1 x\n', 'ART Journal\nT1 One\n', ''])('is not known by %j', (head) =>
    expect(refworksTagged.sniff(head)).toBe(-1),
  );

  it('knows a line of an abstract from a reference', () => {
    const content = text(
      'RT Journal Article',
      'T1 One',
      'AB We did',
      'RT PCR was used',
      'YR 2020',
      'AB x',
      'RT Book, Whole',
      'T1 Two',
    );
    expect(outline(refworksTagged, content)).toEqual(['1@1 One', '2@7 Two']);
  });

  it('reads every field of a reference', () => {
    expect(
      fieldsOf(
        refworksTagged,
        text(
          'RT Journal Article',
          'SR Electronic(1)',
          'ID 1220',
          'A1 Smith,John',
          'A1 Doe,Anna B.',
          'T1 Distilling small models',
          'JF Journal of Models',
          'JO J Models',
          'YR 2024',
          'FD May 21',
          'VO 12',
          'IS 3',
          'SP 101',
          'OP 110',
          'K1 distillation',
          'K1 SLM; cost',
          'AB We distil.',
          'NO doi: 10.1000/xyz',
          'SN 1234-5678',
          'AN EJ389705',
          'LA English(30)',
          'LK https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7999968',
          'PMID 33355555',
          'CR Hinton 2015',
          'U12 mine',
        ),
      ),
    ).toEqual({
      type: ['Journal Article'],
      title: 'Distilling small models',
      authors: { order: 'family-first', names: ['Smith,John', 'Doe,Anna B.'] },
      year: '2024',
      date: 'May 21',
      venue: 'Journal of Models',
      volume: '12',
      issue: '3',
      pages: '101-110',
      doi: ['doi: 10.1000/xyz'],
      abstract: 'We distil.',
      keywords: ['distillation', 'SLM', ' cost'],
      issn: ['1234-5678'],
      isbn: ['1234-5678'],
      language: 'English',
      publisher: undefined,
      url: 'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7999968',
      references: ['Hinton 2015'],
      ids: { pmcid: 'PMC7999968', pmid: '33355555', eric: 'EJ389705' },
      extra: { SR: 'Electronic(1)', ID: '1220', JO: 'J Models', NO: 'doi: 10.1000/xyz', U12: 'mine' },
    });
  });

  it('takes an unknown language for none', () => {
    expect(fieldsOf(refworksTagged, 'RT Book\nT1 One\nOL Unknown(0)\n').language).toBeUndefined();
  });

  it.each([
    ['references', record('One') + record('Two'), ['1@1 One', '2@4 Two']],
    ['no empty lines', 'RT Book\nT1 One\nRT Book\nT1 Two\n', ['1@1 One', '2@3 Two']],
    ['a legend', `Tag legend\nRT=Reference Type\n\n${record('One')}`, ['0@1 not-a-record', '1@4 One']],
    ['a legend alone', 'Tag legend\n', ['0@1 not-a-record']],
    ['nothing', '', []],
  ])('reads and counts a file with %s', (_, content, expected) => {
    expect(outline(refworksTagged, content)).toEqual(expected);
    const counter = refworksTagged.counter();
    counter.add(content);
    expect(counter.total()).toBe(expected.filter((item) => !item.startsWith('0@')).length);
  });

  it('reads anything, and a good reference behind it', () => {
    const pieces = ['\n', 'RT Book\n', 'T1 ', 'A1', ' ', 'x', 'PMID 1\n'];
    fc.assert(
      fc.property(fc.oneof(mutationsOf(record('One') + record('Two'), pieces), soupOf(pieces)), (broken) => {
        const content = `${broken}\n${record('Good one')}`;
        expectWellFormed([...refworksTagged.parse(content)], content);
        expect(outline(refworksTagged, content).at(-1)).toMatch(/ Good one$/);
      }),
      { numRuns: 300 },
    );
  });
});
