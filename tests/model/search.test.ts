import { expect, it } from 'vitest';
import { columnOf, DATE, differingHits, SEARCH_KINDS } from '../../src/model/search.ts';

it.each([
  ['2025', true],
  ['2025-02', true],
  ['2025-02-03', true],
  ['2025-2-3', false],
  ['03.02.2025', false],
  ['2025-02-03T00:00', false],
  ['', false],
])('%j says when a search was run: %s', (text, isDate) => expect(DATE.test(text)).toBe(isDate));

it('PRISMA 2020 has databases and registers in one column', () => {
  expect(SEARCH_KINDS.filter((kind) => columnOf(kind) === 'databases')).toEqual(['database', 'register']);
});

it.each([
  // hits shown, entries of each file, identified
  [undefined, [10], 10, undefined],
  [10, [10], 10, undefined],
  [12, [10], 10, 10],
  // A longer export repeats the entries of the earlier one ...
  [12, [10, 12], 12, undefined],
  // ... or two exports are the halves of one list, which share entries.
  [22, [10, 12], 20, undefined],
  [21, [10, 12], 20, 20],
  [0, [], 0, undefined],
])('%j hits shown, files of %j entries, %i identified: %j', (declaredHits, entries, identified, expected) => {
  const files = entries.map((n, index) => ({
    name: `${index}.ris`,
    sha256: '0'.repeat(64),
    format: 'ris',
    entries: n,
    records: n,
    rejected: 0,
  }));
  const search = { files, ...(declaredHits !== undefined && { declaredHits }) };
  expect(differingHits(search, identified)).toBe(expected);
});
