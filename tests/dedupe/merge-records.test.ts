import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from '../../src/dedupe/merge-records.ts';
import type { BibRecord } from '../../src/model/record.ts';

const source = { file: 'a.csv', entry: 1, line: 2 };
const record = (id: string, fields: Partial<BibRecord>): BibRecord => ({ id, ...fields, source });

describe('mergeRecords', () => {
  it('takes what a report is from the paper, where its correction is counted as a duplicate', () => {
    const { record: merged, origins } = mergeRecords([
      record('a-1', {
        title: 'Erratum: A study of owls (Journal of Owls (2023) 3 (1-12))',
        year: 2024,
        venue: 'Journal of Owls',
        volume: '4',
        issue: '2',
        pages: '40',
      }),
      record('a-2', { title: 'A study of owls', year: 2023, venue: 'J Owls', volume: '3', pages: '1-12' }),
    ]);
    expect(merged).toMatchObject({ id: 'a-1', title: 'A study of owls', year: 2023, volume: '3', pages: '1-12' });
    expect(merged.issue).toBeUndefined();
    expect(origins.get('pages')).toEqual(['a-2']);
  });

  it('takes each field from the record that says it best, and tells which', () => {
    const { record: merged, origins } = mergeRecords([
      record('a-1', {
        title: 'A STUDY OF SMALL MODELS',
        authors: [{ family: 'M?ller', given: 'A' }],
        year: 2023,
        abstract: 'Models are small ...',
        keywords: ['Small models'],
        doi: '10.1/x',
      }),
      record('b-7', {
        title: 'A study of small models',
        authors: [
          { family: 'Müller', given: 'Anna' },
          { family: 'Roy', given: 'B.' },
        ],
        year: 2024,
        venue: 'J Test',
        volume: '3',
        pages: '1-9',
        abstract: 'Models are small, and the best of them are smaller.',
        keywords: ['small  models', 'edge'],
      }),
    ]);
    expect(merged).toMatchObject({
      id: 'a-1',
      title: 'A study of small models',
      authors: [{ family: 'Müller' }, { family: 'Roy' }],
      year: 2024,
      volume: '3',
      pages: '1-9',
      doi: '10.1/x',
      abstract: 'Models are small, and the best of them are smaller.',
      keywords: ['Small models', 'edge'],
    });
    expect(origins.get('title')).toEqual(['b-7']);
    expect(origins.get('doi')).toEqual(['a-1']);
    expect(origins.get('keywords')).toEqual(['a-1', 'b-7']);
  });

  it('never joins the volume of one source to the pages of another place', () => {
    const { record: merged } = mergeRecords([
      record('a-1', { title: 'T', year: 2009, volume: '9', pages: '1223-1229' }),
      record('b-1', { title: 'T', year: 2010, volume: '10', issue: '4' }),
    ]);
    expect(merged).toMatchObject({ year: 2009, volume: '9', pages: '1223-1229' });
    expect(merged.issue).toBeUndefined();
  });

  it('prefers a title without notes of a database, and a venue that is not shouted', () => {
    const { record: merged } = mergeRecords([
      record('a-1', { title: 'Eculizumab.[Erratum appears in Blood 2009;3:4]', venue: 'NATURE', volume: '1' }),
      record('b-1', { title: 'Eculizumab', venue: 'Nature' }),
    ]);
    expect(merged).toMatchObject({ title: 'Eculizumab', venue: 'Nature', volume: '1' });
  });

  it('is gone from its sources when it is gone from all', () => {
    const gone = record('a-1', { title: 'T', absentSince: '2024-01-01' });
    expect(mergeRecords([gone, record('b-1', { title: 'T' })]).record.absentSince).toBeUndefined();
    expect(mergeRecords([gone]).record.absentSince).toBe('2024-01-01');
  });

  it('makes nothing up: each value is of a record that it names, and the records stay as they were', () => {
    const text = fc.option(fc.string(), { nil: undefined });
    const fields = fc.record({
      title: text,
      year: fc.option(fc.integer({ min: 1900, max: 2030 }), { nil: undefined }),
      venue: text,
      volume: text,
      pages: text,
      doi: text,
      abstract: text,
    });
    fc.assert(
      fc.property(fc.array(fields, { minLength: 1, maxLength: 5 }), (items) => {
        const records = items.map((item, index) =>
          record(`a-${index + 1}`, JSON.parse(JSON.stringify(item)) as object),
        );
        const before = structuredClone(records);
        const { record: merged, origins } = mergeRecords(records);
        expect(records).toEqual(before);
        for (const field of ['title', 'year', 'venue', 'volume', 'pages', 'doi', 'abstract'] as const) {
          const from = origins.get(field)?.map((id) => records.find((item) => item.id === id)?.[field]);
          if (merged[field] === undefined) expect(from).toBeUndefined();
          else expect(from).toEqual([merged[field]]);
        }
        expect(mergeRecords([merged]).record).toEqual(merged);
      }),
    );
  });
});
