import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ID, parseRecordId, recordId, rejectedId, SEARCH_ID } from '../../src/model/ids.ts';

it.each([
  ['scopus', true, true],
  ['R1', true, true],
  ['web-of-science_2', true, true],
  ['2024', true, true],
  ['scopus-2', true, false],
  ['scopus-2024-10', true, false],
  ['scopus-v2', true, true],
  ['-a', false, false],
  ['_a', false, false],
  ['', false, false],
  ['a b', false, false],
  ['a.b', false, false],
  ['a/b', false, false],
  ['müller', false, false],
  ['a\n', false, false],
  ['a,b', false, false],
])('%j: an id %s, of a search %s', (text, isId, isSearchId) => {
  expect([ID.test(text), SEARCH_ID.test(text)]).toEqual([isId, isSearchId]);
});

describe('parseRecordId', () => {
  it.each([
    ['scopus-17', 'scopus', 17],
    ['web-of-science-3', 'web-of-science', 3],
    ['a_b-1', 'a_b', 1],
    ['2024-1', '2024', 1],
  ])('%s', (id, search, n) => expect(parseRecordId(id)).toEqual({ search, n }));

  it.each([
    '',
    'scopus',
    'scopus-',
    '-1',
    'scopus-0',
    'scopus-01',
    'scopus-1.5',
    'scopus-1-2',
    'scopus!3',
    ' scopus-1',
  ])('%j is none', (id) => expect(parseRecordId(id)).toBeUndefined());

  it('reads back the id of any record, and of no rejected entry', () => {
    const searches = fc.stringMatching(ID).filter((id) => SEARCH_ID.test(id));
    fc.assert(
      fc.property(searches, fc.integer({ min: 1 }), (search, n) => {
        expect(parseRecordId(recordId(search, n))).toEqual({ search, n });
        expect(parseRecordId(rejectedId(search, n))).toBeUndefined();
      }),
    );
  });
});
