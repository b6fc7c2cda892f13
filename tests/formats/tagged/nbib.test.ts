import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nbib } from '../../../src/formats/tagged/nbib.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline, soupOf } from '../reading.ts';

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const one = (...lines: string[]) => fieldsOf(nbib, text('PMID- 1', ...lines));
const record = (pmid: number, title: string) => text(`PMID- ${pmid}`, `TI  - ${title}`, '');

describe('nbib', () => {
  it.each([
    ['PubMed', 'PMID- 33355555\nOWN - NLM\n', 0],
    ['an empty line above', '\nPMID- 1\n', 1],
    ['ERIC', 'OWN - ERIC\nTI  - One\n', 0],
    ['PubMed Central', 'PMC - PMC6055010\nPMID- 1\n', 0],
  ])('is known by %s', (_, head, at) => expect(nbib.sniff(head)).toBe(at));

  it.each([
    ['RIS', 'TY  - JOUR\nTI  - One\nPMID  - x\n'],
    ['Web of Science', 'PT J\nAU Smith, J\nPM 1\n'],
    ['prose', 'see PMID- 1\n'],
    ['nothing', ''],
  ])('is not known by %s', (_, head) => expect(nbib.sniff(head)).toBe(-1));

  it('reads every field of a record', () => {
    const written = text(
      'PMID- 33355555',
      'OWN - NLM',
      'STAT- MEDLINE',
      'IS  - 1234-5678 (Electronic)',
      'VI  - 12',
      'IP  - 3',
      'DP  - 2024 May 21',
      'TI  - [Distilling small',
      '      models].',
      'PG  - 101-10',
      'LID - 10.1000/xyz [doi]',
      'AB  - BACKGROUND: We distil.',
      '      METHODS: Slowly.',
      'CI  - Copyright (c) 2024.',
      'FAU - Smith, John A',
      'AU  - Smith JA',
      'AD  - Uni A.',
      'CN  - Models Consortium',
      'LA  - eng',
      'LA  - ger',
      'PT  - Journal Article',
      'PT  - Review',
      'TT  - Kleine Modelle.',
      'JT  - Journal of Models',
      'TA  - J Models',
      'MH  - *Models/economics/*methods',
      'OT  - distillation',
      'PMC - PMC123',
      'AID - S0021 [pii]',
      'AID - 10.1000/xyz [doi]',
      'SO  - J Models. 2024 May 21;12(3):101-10. doi: 10.1000/xyz.',
    );
    expect(fieldsOf(nbib, written)).toEqual({
      type: ['Review', 'Journal Article', 'Review'],
      title: '[Distilling small models].',
      authors: { order: 'family-first', names: ['Smith, John A', { literal: 'Models Consortium' }] },
      year: '2024 May 21',
      date: '2024 May 21',
      venue: 'Journal of Models',
      volume: '12',
      issue: '3',
      pages: '101-10',
      doi: ['10.1000/xyz [doi]', '10.1000/xyz [doi]', 'J Models. 2024 May 21;12(3):101-10. doi: 10.1000/xyz.'],
      abstract: 'BACKGROUND: We distil. METHODS: Slowly.',
      keywords: ['distillation', 'Models/economics/methods'],
      issn: ['1234-5678 (Electronic)'],
      isbn: [],
      language: 'eng',
      ids: { pmid: '33355555', pmcid: 'PMC123' },
      extra: {
        OWN: 'NLM',
        STAT: 'MEDLINE',
        CI: 'Copyright (c) 2024.',
        AD: 'Uni A.',
        LA: 'ger',
        TT: 'Kleine Modelle.',
        TA: 'J Models',
        // Numbers of the publisher are not unique: `207` is one.
        AID: 'S0021 [pii]',
        SO: 'J Models. 2024 May 21;12(3):101-10. doi: 10.1000/xyz.',
      },
    });
  });

  it.each([
    ['short names where there are no others', ['AU  - Smith JA', 'AU  - Doe B'], ['Smith JA', 'Doe B']],
    [
      'the short name of one who has no other',
      ['FAU - Smith, John A', 'AU  - Smith JA', 'AU  - Doe B', 'FAU - van Loo, Cy', 'AU  - van Loo C'],
      ['Smith, John A', 'Doe B', 'van Loo, Cy'],
    ],
    ['a body alone', ['CN  - Models Consortium'], [{ literal: 'Models Consortium' }]],
    ['nobody', [], []],
  ])('takes %s for the authors', (_, lines, names) => expect(one('TI  - One', ...lines).authors?.names).toEqual(names));

  it.each([
    ['title', ['BTI - Book', 'CTI - Series'], 'Book'],
    ['venue', ['TI  - Chapter', 'BTI - Book'], 'Book'],
    ['venue', ['TI  - One', 'TA  - J Models'], 'J Models'],
    ['articleNumber', ['LID - 18'], '18'],
    ['articleNumber', ['LID - e12345'], 'e12345'],
    ['articleNumber', ['LID - S0021 [pii]'], undefined],
    ['articleNumber', ['LID - 1042 [pii]', 'SO  - Ann Psych. 2021;4(1):1042. Epub 2021 Dec 27.'], '1042'],
    ['articleNumber', ['PG  - 50', 'SO  - Ann Psych. 2021;4(1):50.'], undefined],
    ['abstract', ['AB  - ', 'OAB - Publisher: Abstract available from the publisher.'], undefined],
    ['abstract', ['OAB - Text of another.'], 'Text of another.'],
    ['year', ['DEP - 20240521'], '20240521'],
  ] as const)('finds the %s in %j', (name, lines, expected) => expect(one(...lines)[name]).toBe(expected));

  it('reads ERIC, whose tags have a value each on one line', () => {
    const fields = fieldsOf(
      nbib,
      text(
        'OWN - ERIC',
        'TI  - Paper title',
        'AU  - Smith, Tom',
        'SO  - v9 Article 10 2019',
        'AID - http://dx.doi.org/10.1000/123456789',
        'OID - EJ1131633',
        'LID - http://eric.ed.gov/?id=EJ1131633',
        'ISSN - ISSN-1234-4567',
        'PT  - Reports - Research',
        'PT  - Journal Articles',
      ),
    );
    expect(fields).toMatchObject({
      type: ['Journal Articles', 'Reports - Research', 'Journal Articles', 'Reports - Research', 'Journal Articles'],
      articleNumber: '10',
      doi: ['http://dx.doi.org/10.1000/123456789', 'v9 Article 10 2019'],
      url: 'http://eric.ed.gov/?id=EJ1131633',
      ids: { eric: 'EJ1131633' },
      issn: ['ISSN-1234-4567'],
    });
  });

  it.each([
    ['records parted by empty lines', record(1, 'One') + record(2, 'Two'), ['1@1 One', '2@4 Two']],
    ['no empty lines', 'PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n', ['1@1 One', '2@3 Two']],
    ['an empty line in an abstract', 'PMID- 1\nTI  - One\nAB  - a\n\n      b\n', ['1@1 One']],
    ['PMC before PMID', 'PMC - PMC1\nPMID- 1\nTI  - One\n\nPMC - PMC2\nPMID- 2\nTI  - Two\n', ['1@1 One', '2@5 Two']],
    ['text above', `42 results\n${record(1, 'One')}`, ['0@1 not-a-record', '1@2 One']],
    ['nothing', '', []],
  ])('reads a file with %s', (_, content, expected) => expect(outline(nbib, content)).toEqual(expected));

  it('keeps a broken line out of a number', () => {
    expect(one('SO  invalid line', 'TI  - One')).toMatchObject({
      ids: { pmid: '1' },
      extra: { untagged: 'SO  invalid line' },
    });
  });

  it('counts records by their numbers or owners', () => {
    const counter = nbib.counter();
    for (const piece of [record(1, 'One'), record(2, 'Two'), 'OWN - ERIC\nTI  - x\n']) counter.add(piece);
    expect(counter.total()).toBe(2);
  });

  const SAMPLE = text(
    'PMID- 1',
    'TI  - One',
    '      more',
    'AU  - A B',
    '',
    'PMID- 2',
    'TI  - Two',
    'LID - 10.1/x [doi]',
    '',
  );
  const PIECES = ['\n', 'PMID- 3\n', 'TI  - ', '\n      ', 'AU  -', ' ', 'OWN - NLM\n', 'x', '-'];

  it('reads anything, and a good record behind it', () => {
    fc.assert(
      fc.property(fc.oneof(mutationsOf(SAMPLE, PIECES), soupOf(PIECES)), (broken) => {
        const content = `${broken}\n\n${record(9, 'Good one')}`;
        nbib.sniff(content);
        expectWellFormed([...nbib.parse(content)], content);
        expect(outline(nbib, content).at(-1)).toMatch(/ Good one$/);
      }),
      { numRuns: 300 },
    );
  });
});
