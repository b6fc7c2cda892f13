import { describe, expect, it } from 'vitest';
import { accountOfSnowballing } from '../../src/citations/rounds.ts';
import { inRecordOrder, toReports } from '../../src/dedupe/reports.ts';
import type { Search } from '../../src/model/search.ts';

const citation = (round: number, direction: 'backward' | 'forward', seeds: string[] = []) => ({
  citation: { round, direction, seeds },
});
function search(id: string, date: string, more: Partial<Search> = {}): Search {
  const kind = more.citation ? 'citation' : 'database';
  return { schemaVersion: 1, id, source: id, kind, date, files: [], recordsSha256: '', rejectedSha256: '', ...more };
}

const SEARCHES = [
  search('late', '2025-06-01'),
  search('back', '2025-03-01', citation(1, 'backward', ['db-1', 'db-2'])),
  search('forth', '2025-03-02', citation(1, 'forward')),
  search('again', '2025-04-01', citation(2, 'backward')),
  search('db', '2025-01-01'),
];
const IDS = new Map([
  ['db', ['db-1', 'db-2']],
  ['late', ['late-1']],
  ['back', ['back-1', 'back-2', 'back-3']],
  ['forth', ['forth-1', 'forth-2']],
  ['again', ['again-1']],
]);
// back-1 is in a database; back-2 in one that was searched later; forth-1 was found backward before.
const REPORTS = toReports(inRecordOrder([...IDS.values()].flat(), SEARCHES), [
  { record: 'back-1', duplicateOf: 'db-1' },
  { record: 'back-2', duplicateOf: 'late-1' },
  { record: 'forth-1', duplicateOf: 'back-3' },
]);
const VIA = [
  { id: 'back-3', foundVia: [{ report: 'db-1', direction: 'backward' as const }] },
  { id: 'forth-2', foundVia: [{ report: 'db-2', direction: 'forward' as const }] },
  { id: 'again-1', foundVia: [{ report: 'back-1', direction: 'backward' as const }] },
];

describe('accountOfSnowballing', () => {
  const fates = { included: new Set(['db-1', 'db-2', 'back-3']), settled: new Set(['forth-2']) };
  const { searches, notYetSeeds } = accountOfSnowballing(
    SEARCHES,
    IDS,
    new Map([['back', ['back!4']]]),
    VIA,
    REPORTS,
    fates,
  );

  it('tells of each round and direction what it started from and what it brought', () => {
    expect(searches).toMatchObject([
      {
        search: 'back',
        round: 1,
        direction: 'backward',
        seeds: ['db-1', 'db-2'],
        identified: ['back-1', 'back-2', 'back-3', 'back!4'],
        known: ['db-1', 'back-2'],
        new: ['back-3'],
        included: ['back-3'],
        excluded: [],
        open: [],
      },
      { search: 'forth', seeds: ['db-2'], known: ['back-3'], new: ['forth-2'], excluded: ['forth-2'] },
      { search: 'again', round: 2, seeds: ['db-1'], known: [], new: ['again-1'], open: ['again-1'] },
    ]);
  });

  it('counts each report of a search once: known or new', () => {
    for (const { identified, known, new: fresh } of searches) {
      expect(known.filter((id) => fresh.includes(id))).toEqual([]);
      expect(known.length + fresh.length).toBeLessThanOrEqual(identified.length);
    }
  });

  it('names the included reports that were no seeds yet', () => {
    expect(notYetSeeds).toEqual({ backward: ['back-3'], forward: ['db-1', 'back-3'] });
  });
});
