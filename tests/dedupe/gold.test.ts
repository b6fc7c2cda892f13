import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { toComparable } from '../../src/dedupe/comparable.ts';
import { planDedupe } from '../../src/dedupe/plan-dedupe.ts';
import { toReports } from '../../src/dedupe/reports.ts';
import { parseAuthors } from '../../src/records/authors.ts';
import { normaliseDoi } from '../../src/records/doi.ts';
import { normalisePages } from '../../src/records/pages.ts';
import { CORPUS, hasCorpus } from '../helpers/corpus.ts';

type Row = Record<string, string | undefined>;

describe.skipIf(!hasCorpus)('labelled sets of duplicates', () => {
  // What is linked must be right; how much is found is what later versions improve.
  it.each([
    ['haematology', 0.6],
    ['stroke', 0.9],
    ['diabetes', 0.95],
  ] as const)('%s: no wrong link', (set, recall) => {
    const folder = join(CORPUS, 'dedupe', set);
    const encoding = set === 'diabetes' ? 'latin1' : 'utf8';
    const rows = parse(readFileSync(join(folder, 'records.csv')).toString(encoding), {
      columns: true,
      relaxQuotes: true,
    }) as unknown as Row[];
    const records = rows.map((row) => {
      const doi = normaliseDoi(row['doi'] ?? '');
      const pages = normalisePages(row['pages']);
      return toComparable({
        id: row['ID'] ?? `id_${String(row['record_id']).padStart(7, '0')}`,
        title: row['title'] ?? '',
        authors: parseAuthors({ order: 'family-first', names: (row['author'] ?? '').split(/ and |;/) }),
        ...(Number(row['year']) > 0 && { year: Number(row['year']) }),
        venue: row['journal'] ?? '',
        ...(row['volume'] && { volume: row['volume'] }),
        ...(pages !== undefined && { pages }),
        ...(doi !== undefined && { doi }),
        source: { file: '', entry: 1, line: 1 },
      });
    });
    const pairs = (groups: readonly (readonly string[])[]) =>
      new Set(
        groups.flatMap((ids) => ids.flatMap((a, index) => ids.slice(index + 1).map((b) => [a, b].sort().join(' ')))),
      );
    const gold = pairs(
      (parse(readFileSync(join(folder, 'gold_merged_ids.csv'), 'utf8'), { columns: true }) as unknown as Row[]).map(
        (row) => (row['merged_ids'] ?? '').split(';'),
      ),
    );
    const found = pairs(
      toReports(
        records.map((record) => record.id),
        planDedupe(records, []).links,
      ).all.map((report) => report.records),
    );
    expect([...found].filter((pair) => !gold.has(pair))).toEqual([]);
    expect(found.size / gold.size).toBeGreaterThan(recall);
  });
});
