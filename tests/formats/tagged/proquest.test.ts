import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proquest } from '../../../src/formats/tagged/proquest.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline, soupOf } from '../reading.ts';

const RULE = '_'.repeat(60);
const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const document = (number: number, title: string) => text(RULE, '', `Document ${number} of 2`, '', `Title: ${title}`);

describe('proquest', () => {
  it.each([
    ['its report', `${RULE}\n\nReport Information from ProQuest\n`, 0],
    ['its first document', 'x\nDocument 1 of 2\n', 2],
  ])('is known by %s', (_, head, at) => expect(proquest.sniff(head)).toBe(at));

  it.each([`${RULE}\nReport\n`, 'see Document 1 of 2\n', ''])('is not known by %j', (head) =>
    expect(proquest.sniff(head)).toBe(-1),
  );

  it('reads the fields of a document', () => {
    expect(
      fieldsOf(
        proquest,
        text(
          'Document 1 of 1',
          '',
          'Distilling small models',
          '',
          'Author: Smith, John',
          '',
          'Abstract: We distil.',
          'Results: well.',
          '',
          'Subject: Models; Cost',
          '',
          'Title: Distilling small models',
          '',
          'Publication year: 2014',
          '',
          'Degree date: 2014',
          '',
          'ISBN: 9781303000000',
          '',
          'University/institution: University of Models',
          '',
          'Language: English',
          '',
          'Document type: Dissertation/Thesis',
          '',
          'ProQuest document ID: 1234567890',
        ),
      ),
    ).toMatchObject({
      type: ['Dissertation/Thesis'],
      title: 'Distilling small models',
      authors: { names: ['Smith, John'] },
      year: '2014',
      venue: 'University of Models',
      abstract: 'We distil. Results: well.',
      keywords: ['Models', ' Cost'],
      isbn: ['9781303000000'],
      language: 'English',
      ids: { accession: '1234567890' },
    });
  });

  it.each([
    ['Smith, John', ['Smith, John']],
    ['Smith, John; Doe, Anna', ['Smith, John', ' Doe, Anna']],
    ['Smith, John, Doe, Anna', ['Smith, John', 'Doe, Anna']],
  ])('reads the authors %s', (written, names) =>
    expect(fieldsOf(proquest, text('Document 1 of 1', 'Title: One', `Author: ${written}`)).authors?.names).toEqual(
      names,
    ),
  );

  it.each([
    ['documents', document(1, 'One') + document(2, 'Two'), ['1@3 One', '2@8 Two']],
    ['a report', text('Report', RULE) + document(1, 'One'), ['0@1 not-a-record', '1@5 One']],
    ['a footer', document(1, 'One') + text(RULE, 'Contact us'), ['1@3 One', '1@7 not-a-record']],
    ['nothing', '', []],
  ])('reads and counts a file with %s', (_, content, expected) => {
    expect(outline(proquest, content)).toEqual(expected);
    const counter = proquest.counter();
    counter.add(content);
    expect(counter.total()).toBe(expected.filter((item) => !item.endsWith('not-a-record')).length);
  });

  it('reads anything, and a good document behind it', () => {
    const pieces = ['\n', `${RULE}\n`, 'Document 3 of 9\n', 'Title: ', 'Author: ', ', ', ';', 'x'];
    fc.assert(
      fc.property(fc.oneof(mutationsOf(document(1, 'One') + document(2, 'Two'), pieces), soupOf(pieces)), (broken) => {
        const content = `${broken}\n${document(9, 'Good one')}`;
        expectWellFormed([...proquest.parse(content)], content);
        expect(outline(proquest, content).at(-1)).toMatch(/ Good one$/);
      }),
      { numRuns: 300 },
    );
  });

  it('does not hang on a long line of authors', () => {
    const content = text('Document 1 of 1', 'Title: One', `Author: ${'a'.repeat(300_000)}`);
    expect(fieldsOf(proquest, content).authors?.names).toHaveLength(1);
  });
});
