import { describe, expect, it } from 'vitest';
import type { BibRecord } from '../../src/model/record.ts';
import { KnownReports } from '../../src/screening/known-reports.ts';

const source = { file: 'a.ris', entry: 1, line: 1 };
const RECORDS: readonly (readonly [BibRecord, string])[] = [
  [{ id: 'a-1', title: 'Small models', year: 2024, authors: [{ family: 'Doe' }], doi: '10.1000/a', source }, 'a-1'],
  [{ id: 'b-1', title: 'Small models', year: 2024, ids: { pmid: '123456' }, source }, 'a-1'],
  [{ id: 'a-2', title: 'Editorial', year: 2020, authors: [{ family: 'Roe' }], source }, 'a-2'],
  [{ id: 'a-3', title: 'Editorial', year: 2020, authors: [{ family: 'Poe' }], source }, 'a-3'],
  [{ id: 'a-4', title: 'Large models', year: 2021, source }, 'a-4'],
  [{ id: 'a-5', title: 'Undated', source }, 'a-5'],
  [{ id: 'a-6', doi: '10.1000/f', source }, 'a-6'],
];
const known = new KnownReports(RECORDS);

describe('the report that a record of another export is', () => {
  it.each<[string, Partial<BibRecord>, readonly string[], readonly string[]]>([
    ['by the id that litscreen gave it', { title: 'Editorial' }, ['a-3'], ['a-3']],
    ['by no id with another title', { title: 'Large models', year: 2021 }, ['a-3'], ['a-4']],
    ['by an id alone', {}, ['a-6'], ['a-6']],
    ['by the number of a database', { title: 'Other', ids: { pmid: '123456' } }, [], ['a-1']],
    ['by DOI', { title: 'Other', doi: '10.1000/a' }, [], ['a-1']],
    ['by title, year and first author', { title: 'EDITORIAL', year: 2020, authors: [{ family: 'Poe' }] }, [], ['a-3']],
    ['by title and year', { title: 'Small  Models', year: 2024 }, [], ['a-1']],
    ['by title in the year beside it', { title: 'Large models', year: 2022 }, [], ['a-4']],
    ['by title in the year before it', { title: 'Large models', year: 2020 }, [], ['a-4']],
    ['not by title in another year', { title: 'Large models', year: 2023 }, [], []],
    ['by title where it has no year', { title: 'Large models' }, [], ['a-4']],
    ['by title where the report has no year', { title: 'Undated', year: 2023 }, [], ['a-5']],
    ['as several where nothing tells them apart', { title: 'Editorial', year: 2020 }, [], ['a-2', 'a-3']],
    ['not by nothing', {}, [], []],
  ])('is found %s', (_, record, ids, reports) => expect(known.find(record, ids)).toEqual(reports));
});
