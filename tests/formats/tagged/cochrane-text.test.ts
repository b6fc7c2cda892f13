import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cochraneText } from '../../../src/formats/tagged/cochrane-text.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline, soupOf } from '../reading.ts';

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const record = (title: string) => text('Record #1 of 2', 'ID: CN-00000001', `TI: ${title}`, '');

describe('cochraneText', () => {
  it.each([
    ['a record', 'Record #1 of 20\nID: CN-1\n', 0],
    ['a blank line behind its beginning', 'Record #1 of 20\n\nID: CN-1\n', 0],
    ['a search above', 'Search: models\n\nRecord #1 of 20\nID: CN-1\n', 16],
  ])('is known by %s', (_, head, at) => expect(cochraneText.sniff(head)).toBe(at));

  it.each(['Record #1 of 20\n', 'A record #1 of 20\nID: x\n', 'Record #1 of 20\nTY  - JOUR\n', ''])(
    'is not known by %j',
    (head) => expect(cochraneText.sniff(head)).toBe(-1),
  );

  it('reads every field of a record', () => {
    expect(
      fieldsOf(
        cochraneText,
        text(
          'Record #1 of 1',
          'ID: CN-01234567',
          'AU: Doe J',
          'AU: van der Meer P',
          'TI: A trial of models',
          'SO: Journal of trials',
          'YR: 2019',
          'VL: 10',
          'NO: 2',
          'PG: 100-110',
          'PM: PUBMED 31234567',
          'XR: EMBASE 2001234567',
          'PT: Journal article; Randomized controlled trial',
          'KY: *Humans; Models',
          'DOI: 10.1000/x',
          'AB: We tried: it works.',
          'More of it.',
          'US: https://www.cochranelibrary.com/central/doi/10.1002/central/CN-01234567/full',
          'CC: Skin',
        ),
      ),
    ).toEqual({
      type: ['Journal article'],
      title: 'A trial of models',
      authors: { order: 'family-first', names: ['Doe J', 'van der Meer P'] },
      year: '2019',
      venue: 'Journal of trials',
      volume: '10',
      issue: '2',
      pages: '100-110',
      doi: ['10.1000/x'],
      abstract: 'We tried: it works. More of it.',
      keywords: ['*Humans', ' Models'],
      issn: [],
      url: 'https://www.cochranelibrary.com/central/doi/10.1002/central/CN-01234567/full',
      ids: { cochrane: 'CN-01234567', pmid: '31234567', embase: 'L2001234567' },
      extra: { CC: 'Skin' },
    });
  });

  it('keeps text above the records apart, and the lines of records', () => {
    expect(outline(cochraneText, `Search: x\n\n${record('One')}${record('Two')}`)).toEqual([
      '0@1 not-a-record',
      '1@3 One',
      '2@7 Two',
    ]);
  });

  it('reads anything, and a good record behind it', () => {
    const pieces = ['Record #1 of 2\n', 'TI: x\n', 'AB: ', ': ', '\n', 'ID: CN-1\n'];
    fc.assert(
      fc.property(fc.oneof(mutationsOf(record('One') + record('Two'), pieces), soupOf(pieces)), (broken) => {
        cochraneText.sniff(broken);
        const whole = `${broken}\n${record('Good')}`;
        const items = [...cochraneText.parse(whole)];
        expectWellFormed(items, whole);
        expect(outline(cochraneText, whole).at(-1)).toMatch(/ Good$/);
      }),
      { numRuns: 500 },
    );
  });
});
