import { describe, expect, it } from 'vitest';
import { flatRecord } from '../../../src/formats/json/flat-record.ts';

const flat = (record: Record<string, unknown>) => {
  const { cells, rest } = flatRecord(record);
  return { cells: Object.fromEntries(cells), rest };
};

describe('flatRecord', () => {
  it('calls people and keywords by their names, and keeps what else is said of them', () => {
    const authors = [{ family: 'Lee', given: 'Ann' }, { last_name: 'Li' }, { literal: 'WHO' }, 'Doe, B'];
    expect(flat({ authors })).toEqual({ cells: { authors: 'Lee, Ann; Li; WHO; Doe, B;' }, rest: {} });
    const named = [{ name: 'Ann Lee', authorId: '7' }];
    expect(flat({ author: named })).toEqual({ cells: { author: 'Ann Lee;' }, rest: { author: JSON.stringify(named) } });
    expect(flat({ keywords: [{ label: 'a' }, { label: 'b' }] }).cells).toEqual({ keywords: 'a; b;' });
  });

  it('goes into a list that an object holds alone, as that of IEEE', () => {
    const authors = { authors: [{ full_name: 'Ann Lee' }, { full_name: 'Bo Li' }] };
    expect(flat({ authors })).toEqual({ cells: { authors: 'Ann Lee; Bo Li;' }, rest: {} });
  });

  it('lays what stands in a venue and among the ids beside the record’s own, which it never displaces', () => {
    const journal = { name: 'J Small', volume: 3, url: 'https://journal.example', doi: '10.1000/journal' };
    expect(flat({ journal, externalIds: { DOI: '10.1000/x', CorpusId: 9 } })).toEqual({
      cells: {
        journal: 'J Small',
        volume: '3',
        'journal.url': 'https://journal.example',
        'journal.doi': '10.1000/journal',
        DOI: '10.1000/x',
        CorpusId: '9',
      },
      rest: {},
    });
    expect(flat({ volume: '4', journal }).cells).toMatchObject({ volume: '4', 'journal.volume': '3' });
    expect(flat({ identifiers: [{ type: 'doi', id: '10.1000/y' }] }).cells).toEqual({ doi: '10.1000/y' });
  });

  it('leaves what could be another document’s as JSON', () => {
    const related = { doi: '10.1000/other', title: 'Another' };
    expect(flat({ title: 'One', related, references: [related] })).toEqual({
      cells: { title: 'One' },
      rest: { related: JSON.stringify(related), references: JSON.stringify([related]) },
    });
  });

  it('takes no word for what is empty', () => {
    expect(
      flat({ title: 'One', abstract: null, isOpen: false, isPeerReviewed: true, authors: [], journal: {} }),
    ).toEqual({
      cells: { title: 'One' },
      rest: { isPeerReviewed: 'true' },
    });
  });
});
