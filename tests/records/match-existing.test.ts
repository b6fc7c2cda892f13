import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BibRecord } from '../../src/model/record.ts';
import type { NewRecord } from '../../src/records/canonical.ts';
import { matchExisting } from '../../src/records/match-existing.ts';

type Stated = Partial<Omit<NewRecord, 'source'>>;

const FILE = 'a.csv';
const entry = (stated: Stated, file = FILE): NewRecord => ({ ...stated, source: { file, entry: 1, line: 1 } });
const existing = (list: readonly Stated[], file = FILE): BibRecord[] =>
  list.map((stated, index) => ({ id: `s-${index + 1}`, ...entry(stated, file) }));
const matched = (entries: readonly Stated[], records: readonly BibRecord[]) => {
  const matches = matchExisting(
    entries.map((item) => entry(item)),
    records,
    FILE,
  );
  return entries.map((_, index) => matches.get(index)?.id ?? '-').join(' ');
};

const T = { title: 'On small models' };
const FULL: Stated = {
  ...T,
  authors: [{ family: 'van der Meer', given: 'P.' }],
  year: 2024,
  venue: 'Journal of Models',
  volume: '12',
  issue: '3',
  pages: '101-110',
};

describe('matchExisting', () => {
  it.each<[string, Stated, Stated, string]>([
    ['an accession number', { ids: { eid: '1' }, title: 'Changed' }, { ids: { eid: '1' }, ...T }, 's-1'],
    ['one of several accession numbers', { ids: { pmid: '2' } }, { ids: { eid: '1', pmid: '2' } }, 's-1'],
    ['a DOI and a title', { doi: '10.1/x', ...T }, { doi: '10.1/x', title: 'On Small <i>Models</i>' }, 's-1'],
    ['a DOI where the title was changed', { doi: '10.1/x', title: 'Corrected' }, { doi: '10.1/x', ...T }, 's-1'],
    ['a DOI added later', { ...FULL, doi: '10.1/x' }, FULL, 's-1'],
    ['a fingerprint', FULL, { ...FULL, title: 'On small models', abstract: 'other' }, 's-1'],
    ['other accents and spaces in it', { ...FULL, authors: [{ family: 'Vandermeer' }] }, FULL, 's-1'],
    ['another end of the pages', { ...FULL, pages: '101' }, FULL, 's-1'],
    ['another year', { ...FULL, year: 2023 }, FULL, '-'],
    ['another first author', { ...FULL, authors: [{ family: 'Roe' }] }, FULL, '-'],
    ['another issue', { ...FULL, issue: '4' }, FULL, '-'],
    ['another first page', { ...FULL, pages: '102-110' }, FULL, '-'],
    ['another article number', { ...T, articleNumber: 'e1' }, { ...T, articleNumber: 'e2' }, '-'],
    ['nothing but that both lack a title', { year: 2024 }, { year: 2024 }, '-'],
    // Two entries of one database are two, whatever they share.
    [
      'a DOI, against the accession numbers',
      { ids: { eid: '2' }, doi: '10.1/x', ...T },
      { ids: { eid: '1' }, doi: '10.1/x', ...T },
      '-',
    ],
    ['a fingerprint, against the accession numbers', { ...FULL, ids: { ut: '2' } }, { ...FULL, ids: { ut: '1' } }, '-'],
    ['the same number of another database', { ids: { eid: '1' } }, { ids: { pmid: '1' } }, '-'],
  ])('within a file, by %s', (_, now, before, expected) => {
    expect(matched([now], existing([before]))).toBe(expected);
  });

  it.each<[string, Stated, Stated, string]>([
    ['an accession number', { ids: { eid: '1' } }, { ids: { eid: '1' }, ...T }, 's-1'],
    ['a DOI and a title', { doi: '10.1/x', ...T }, { doi: '10.1/x', ...FULL }, 's-1'],
    ['a fingerprint', FULL, FULL, 's-1'],
    // Chapters of one book may share a DOI.
    ['a DOI alone', { doi: '10.1/x', title: 'Chapter 2' }, { doi: '10.1/x', title: 'Chapter 1' }, '-'],
  ])('with another file, by %s', (_, now, before, expected) => {
    expect(matched([now], existing([before], 'b.csv'))).toBe(expected);
  });

  it('pairs equal ones in their order, each once', () => {
    expect(matched([T, T, T], existing([T, T]))).toBe('s-1 s-2 -');
    expect(matched([T], existing([T, T]))).toBe('s-1');
  });

  it('prefers the stronger key to the order', () => {
    const before = existing([
      { ...T, doi: '10.1/x' },
      { ...T, doi: '10.1/x', ids: { eid: '2' } },
    ]);
    expect(
      matched(
        [
          { ...T, doi: '10.1/x', ids: { eid: '2' } },
          { ...T, doi: '10.1/x' },
        ],
        before,
      ),
    ).toBe('s-2 s-1');
  });

  it('prefers the earlier version of the file to another file', () => {
    const other: BibRecord = { id: 's-1', ...entry({ ...T, ids: { eid: '1' } }, 'b.csv') };
    const own: BibRecord = { id: 's-2', ...entry(T) };
    expect(matched([{ ...T, ids: { eid: '1' } }], [other, own])).toBe('s-2');
  });

  describe('of any records', () => {
    const stated: fc.Arbitrary<Stated> = fc
      .record({
        title: fc.constantFrom('On small models', 'On Small Models', 'Editorial', undefined),
        doi: fc.constantFrom('10.1/x', '10.1/y', undefined),
        year: fc.constantFrom(2023, 2024),
        ids: fc.option(fc.dictionary(fc.constantFrom('eid', 'pmid'), fc.constantFrom('1', '2', '3')), {
          nil: undefined,
        }),
      })
      .map((item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)));
    const list = fc.array(stated, { maxLength: 8 });
    const files = fc.array(fc.constantFrom(FILE, 'b.csv'), { minLength: 8, maxLength: 8 });
    const placed = (items: readonly Stated[], where: readonly string[]) =>
      items.map((item, index): BibRecord => ({ id: `s-${index + 1}`, ...entry(item, where[index]) }));

    it('takes each record once, and none whose accession number is another', () => {
      fc.assert(
        fc.property(list, list, files, (now, before, where) => {
          const entries = now.map((item) => entry(item));
          const matches = matchExisting(entries, placed(before, where), FILE);
          const ids = [...matches.values()].map((record) => record.id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const [index, record] of matches) {
            for (const key of ['eid', 'pmid']) {
              const pair = [entries[index]?.ids?.[key], record.ids?.[key]];
              expect(pair.includes(undefined) || pair[0] === pair[1]).toBe(true);
            }
          }
        }),
        { numRuns: 500 },
      );
    });

    it('finds in the same file the same records', () => {
      const found = list.map((items) => items.filter((item) => item.title !== undefined || item.doi !== undefined));
      fc.assert(
        fc.property(found, (items) => {
          const records = existing(items);
          expect(matched(items, records)).toBe(records.map((record) => record.id).join(' '));
        }),
        { numRuns: 500 },
      );
    });
  });
});
