import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enw } from '../../../src/formats/tagged/enw.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline, soupOf } from '../reading.ts';

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const one = (...lines: string[]) => fieldsOf(enw, text('%0 Journal Article', ...lines));
const record = (title: string) => text('%0 Journal Article', `%T ${title}`);

describe('enw', () => {
  it.each([
    ['its type', '%0 Book\n%A Smith, J\n', 0],
    ['a title above the type', '%T One\n%0 Book\n', 0],
    ['an author', '\n%A Smith, J\n', 1],
  ])('is known by %s', (_, head, at) => expect(enw.sniff(head)).toBe(at));

  it.each([
    ['BibTeX with comments', '% A comment\n@article{a, title={One}}\n'],
    ['a type alone', '%0 Book\n'],
    ['nothing', ''],
  ])('is not known by %s', (_, head) => expect(enw.sniff(head)).toBe(-1));

  it('reads every field of a paper, as ACM writes it', () => {
    expect(
      fieldsOf(
        enw,
        text(
          '%0 Conference Paper',
          '%T Distilling small models',
          '%@ 9781450300001',
          '%U https://doi.org/10.1145/1.2',
          '%X We distil.',
          'More of it.',
          '%B Proceedings of Models',
          '%I Press',
          '%A Smith, John',
          '%A Doe, Anna B.',
          '%D 2024',
          '%P 101–110',
          '%K distillation, SLM',
          '%C New York',
          '%R 10.1145/1.2',
          '%M EJ389705',
        ),
      ),
    ).toEqual({
      type: ['Conference Paper'],
      title: 'Distilling small models',
      authors: { order: 'family-first', names: ['Smith, John', 'Doe, Anna B.'] },
      year: '2024',
      venue: 'Proceedings of Models',
      pages: '101–110',
      doi: ['10.1145/1.2', 'https://doi.org/10.1145/1.2', 'https://doi.org/10.1145/1.2'],
      abstract: 'We distil. More of it.',
      keywords: ['distillation, SLM'],
      issn: ['9781450300001'],
      isbn: ['9781450300001'],
      publisher: 'Press',
      url: 'https://doi.org/10.1145/1.2',
      ids: { eric: 'EJ389705' },
      extra: { C: 'New York' },
    });
  });

  it.each<[string, string[], unknown]>([
    ['venue', ['%J Journal', '%B Series'], 'Journal'],
    ['year', ['%8 2021-09-01'], '2021-09-01'],
    ['keywords', ['%K a', 'b c', 'd'], ['a', 'b c', 'd']],
    ['keywords', ['%K a; b'], ['a', ' b']],
    ['doi', ['%M doi:10.1/x', '%O Artn s'], []],
    ['doi', ['%M doi:10.1000/x'], ['doi:10.1000/x']],
    ['ids', ['%M doi:10.1000/x'], undefined],
    ['ids', ['%M 63-7578'], { accession: '63-7578' }],
    ['abstract', ['%X'], undefined],
  ])('finds the %s in %j', (name, lines, expected) =>
    expect(one('%T One', ...lines)[name as 'venue']).toEqual(expected),
  );

  it.each([
    ['types alone between them', record('One') + record('Two'), ['1@1 One', '2@3 Two']],
    ['empty lines', `%T One\n%A A, B\n\n%T Two\n`, ['1@1 One', '2@4 Two']],
    ['titles above the types', '%T One\n%0 Book\n\n%T Two\n%0 Book\n', ['1@1 One', '2@4 Two']],
    ['an empty line in an abstract', '%0 Book\n%T One\n%X a\n\nb\n', ['1@1 One']],
    ['text above', `EndNote\n${record('One')}`, ['0@1 not-a-record', '1@2 One']],
    ['empty lines above', `\n\n${record('One')}`, ['1@3 One']],
    ['nothing', '', []],
  ])('reads and counts a file with %s', (_, content, expected) => {
    expect(outline(enw, content)).toEqual(expected);
    for (const pieces of [[content], content.split(/(?<=\n)/)]) {
      const counter = enw.counter();
      for (const piece of pieces) counter.add(piece);
      expect(counter.total()).toBe(expected.filter((item) => !item.startsWith('0@')).length);
    }
  });

  const SAMPLE = '%0 Book\n%T One\n%A A, B\n%X a\nb\n\n%T Two\n%0 Book\n%K x\n';
  const PIECES = ['\n', '%0 Book\n', '%T ', '%', '\n\n', ' ', 'x', '%X\n'];

  it('reads anything, and a good record behind it', () => {
    fc.assert(
      fc.property(fc.oneof(mutationsOf(SAMPLE, PIECES), soupOf(PIECES)), (broken) => {
        const content = `${broken}\n\n${record('Good one')}`;
        enw.sniff(content);
        expectWellFormed([...enw.parse(content)], content);
        expect(outline(enw, content).at(-1)).toMatch(/ Good one$/);
      }),
      { numRuns: 300 },
    );
  });

  it('counts in a text of many empty lines in a time that grows with its length', () => {
    const counter = enw.counter();
    counter.add('\n'.repeat(500_000));
    expect(counter.total()).toBe(0);
  });
});
