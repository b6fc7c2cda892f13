import { describe, expect, it } from 'vitest';
import { toComparable } from '../../src/dedupe/comparable.ts';
import { decide } from '../../src/dedupe/decide.ts';
import type { BibRecord } from '../../src/model/record.ts';

const base: BibRecord = {
  id: 'a-1',
  title: 'Distilling reasoning into small language models',
  authors: [
    { family: 'Müller', given: 'Anna' },
    { family: 'van der Meer', given: 'P.' },
  ],
  year: 2024,
  venue: 'Journal of Models',
  volume: '12',
  pages: '101-110',
  source: { file: 'a', entry: 1, line: 1 },
};
const verdict = (a: Partial<BibRecord>, b: Partial<BibRecord>) => {
  const result = decide(toComparable({ ...base, ...a }), toComparable({ ...base, id: 'b-1', ...b }));
  return result.kind === 'linked' ? result.rule : result.kind;
};
const without = { doi: undefined, volume: undefined, pages: undefined } as unknown as Partial<BibRecord>;

describe('decide', () => {
  it.each([
    ['equal DOIs and titles', { doi: '10.1/x' }, { doi: '10.1/x' }, 'doi'],
    [
      'equal DOIs, one subtitle cut off',
      { doi: '10.1/x' },
      { doi: '10.1/x', title: `${base.title}: a study of teachers` },
      'doi',
    ],
    [
      'equal DOIs, one title missing',
      { doi: '10.1/x' },
      { doi: '10.1/x', title: undefined as unknown as string },
      'doi',
    ],
    [
      'equal DOIs, other titles, one place',
      { doi: '10.1/x' },
      { doi: '10.1/x', title: 'Kleine Sprachmodelle lernen zu schließen' },
      'doi',
    ],
    [
      'equal DOIs, other titles',
      { ...without, doi: '10.1/x' },
      { ...without, doi: '10.1/x', title: 'Small machines that think' },
      'uncertain',
    ],
    [
      'equal DOIs, other titles and authors: one DOI is wrong',
      { ...without, doi: '10.1/x' },
      { ...without, doi: '10.1/x', title: 'Something else entirely', authors: [{ family: 'Smith' }] },
      'distinct',
    ],
    [
      'equal DOIs, Part I and Part II',
      { doi: '10.1/x', title: `${base.title}, Part I` },
      { doi: '10.1/x', title: `${base.title}, Part II` },
      'uncertain',
    ],
    [
      'case, accents, punctuation and markup',
      { title: 'DISTILLING REASONING INTO <i>SMALL</i> LANGUAGE-MODELS' },
      { authors: [{ family: 'MULLER', given: 'A' }] },
      'title',
    ],
    ['neighbouring years', {}, { ...without, year: 2023 }, 'title'],
    ['years two apart', {}, { ...without, year: 2022 }, 'uncertain'],
    ['no year on one side', {}, { ...without, year: undefined as unknown as number }, 'title'],
    [
      'other first author, most surnames shared',
      {},
      { ...without, authors: [{ family: 'van der Meer' }, { family: 'Muller' }] },
      'title',
    ],
    ['other authors', {}, { ...without, authors: [{ family: 'Smith' }] }, 'distinct'],
    ['other authors at the same place', {}, { authors: [{ family: 'Smith' }] }, 'uncertain'],
    ['one author in common, at another place', {}, { ...without, authors: [{ family: 'van der Meer' }] }, 'uncertain'],
    [
      'one author in common, and different DOIs',
      { doi: '10.1/x' },
      { doi: '10.1/y', authors: [{ family: 'van der Meer' }] },
      'distinct',
    ],
    [
      'a paper of a conference, and a year later in a journal',
      {},
      { ...without, year: 2023, venue: 'Workshop on Small Things' },
      'related',
    ],
    ['the same venue, abbreviated, a year later', {}, { ...without, year: 2025, venue: 'J. Models' }, 'title'],
    ['different DOIs, all else equal', { doi: '10.1/x' }, { doi: '10.1/y' }, 'place'],
    ['different DOIs, no place', { ...without, doi: '10.1/x' }, { ...without, doi: '10.1/y' }, 'uncertain'],
    ['different DOIs, near titles', { doi: '10.1/x' }, { doi: '10.1/y', title: `${base.title}s` }, 'distinct'],
    ['a preprint and its article', { ...without, type: 'preprint' as const, venue: 'arXiv' }, {}, 'related'],
    ['another volume and page', {}, { volume: '3', pages: '7-9' }, 'related'],
    ['a typo', without, { ...without, title: 'Distiling reasoning into small language models' }, 'title'],
    ['an abbreviation', without, { ...without, title: 'Distilling reasoning into SLMs' }, 'title'],
    [
      'an abbreviation, and no other author to hold it',
      { ...without, authors: [{ family: 'Doe' }] },
      { ...without, authors: [{ family: 'Doe' }], title: 'Distilling reasoning into SLMs' },
      'uncertain',
    ],
    [
      'a number written out',
      { ...without, title: 'Three lessons from small models in triage' },
      { ...without, title: '3 lessons from small models in triage' },
      'title',
    ],
    [
      'other numbers',
      { ...without, title: 'Results of the shared task 2023 on models' },
      { ...without, title: 'Results of the shared task 2024 on models' },
      'distinct',
    ],
    ['a correction', without, { ...without, title: `Correction: ${base.title}` }, 'related'],
    ['a reply', without, { ...without, title: `${base.title}: Reply` }, 'related'],
    [
      'editorials in other issues',
      { title: 'Editorial', pages: '1-2' },
      { title: 'Editorial', volume: '13', pages: '3-4' },
      'distinct',
    ],
    ['the same editorial', { title: 'Editorial' }, { title: 'Editorial' }, 'title'],
  ])('%s', (_, a, b, expected) => {
    expect(verdict(a, b)).toBe(expected);
    expect(verdict(b, a)).toBe(expected);
  });
});
