import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { toComparable } from '../../src/dedupe/comparable.ts';
import { compare } from '../../src/dedupe/compare.ts';
import { decide } from '../../src/dedupe/decide.ts';
import { evaluateDedupe, namesOfRecords, readGold } from '../../src/dedupe/evaluate.ts';
import { planDedupe } from '../../src/dedupe/plan-dedupe.ts';
import type { BibRecord } from '../../src/model/record.ts';
import { parseAuthors } from '../../src/records/authors.ts';
import { toRecord } from '../../src/records/canonical.ts';
import { normaliseDoi } from '../../src/records/doi.ts';
import { normalisePages } from '../../src/records/pages.ts';
import { normaliseType } from '../../src/records/types.ts';
import { openExports } from '../../src/cli/exports.ts';
import type { Context } from '../../src/cli/context.ts';
import { CORPUS, hasCorpus } from '../helpers/corpus.ts';

const SETS = join(CORPUS, 'dedupe');
const silent: Context = {
  folder: SETS,
  env: {},
  out: () => undefined,
  note: () => undefined,
  debug: () => undefined,
  withProgress: (work) => work(() => undefined),
  now: () => new Date(0),
};

async function recordsOf(...files: string[]): Promise<BibRecord[]> {
  const records: BibRecord[] = [];
  for (const { name, read } of await openExports(silent, files, {})) {
    for (const entry of read().entries) {
      const record = entry.ok ? toRecord(entry, name) : undefined;
      if (record) records.push({ id: '', ...record });
    }
  }
  return records;
}

/** An article that one journal printed twice in a year: the set holds both, and nothing in it tells them apart. */
const PRINTED_TWICE = [
  'journals/sigmod/GottlobKP03 journals/sigmod/GottlobKP03a',
  'journals/sigmod/GottlobKP03 776988',
  'journals/sigmod/GottlobKP03a 640992',
  '640992 776988',
];

describe.skipIf(!hasCorpus)('labelled sets of duplicates', () => {
  // Missed: at most two thirds of what the best peer misses, where it was measured; corrections are another matter.
  it.each([
    { set: 'stroke', files: ['stroke/records.csv'], gold: 'gold_merged_ids.csv', missed: 2, wrong: [] },
    { set: 'diabetes', files: ['diabetes/records.csv'], gold: 'gold_by_record_id.csv', missed: 0, wrong: [] },
    { set: 'diabetes', files: ['diabetes/records.csv'], gold: 'gold_merged_ids.csv', missed: 0, wrong: [] },
    { set: 'haematology', files: ['haematology/records.csv'], gold: 'gold_merged_ids.csv', missed: 30, wrong: [] },
    {
      set: 'dblp_acm',
      files: ['dblp_acm/tableA.csv', 'dblp_acm/tableB.csv'],
      gold: 'match.csv',
      missed: 145,
      wrong: PRINTED_TWICE,
    },
  ])('$set ($gold): no wrong pair', async ({ set, files, gold, missed, wrong }) => {
    const records = await recordsOf(...files);
    const rows: string[][] = parse(readFileSync(join(SETS, set, gold), 'utf8'), { relax_column_count: true });
    const ids = new Set(rows.flat().flatMap((cell) => cell.split(';').map((id) => id.trim())));
    const names = namesOfRecords(records, ids) ?? [];
    const known = new Set(names);
    const { separate, goldPairs } = evaluateDedupe(
      records,
      names,
      readGold(rows, (id) => known.has(id)),
      () => 0,
    );
    const pairs = separate.falsePositives.map((pair) => pair.join(' '));
    expect(pairs.toSorted()).toEqual(wrong.toSorted());
    expect(separate.fn).toBeLessThanOrEqual(missed);
    expect(separate.tp + separate.fn).toBe(goldPairs);
    expect(separate.uncertain / records.length).toBeLessThan(0.02);
  });

  it('tafenoquine: what people marked as having a duplicate is linked, and nothing else', async () => {
    const records = await recordsOf('tafenoquine/endnote.xml');
    const marked = records.flatMap(({ extra }, index) => (extra?.['caption'] === 'Duplicate' ? [String(index)] : []));
    const { links, uncertain } = planDedupe(
      records.map((record, index) => toComparable({ ...record, id: String(index) })),
      [],
    );
    const linked = new Set(links.flatMap(({ record, duplicateOf }) => [record, duplicateOf]));
    expect(marked).toHaveLength(114);
    expect([...linked].sort()).toEqual(marked.sort());
    expect(uncertain).toEqual([]);
  });

  it('hard pairs: what is one and what is not', () => {
    const { cases } = JSON.parse(readFileSync(join(SETS, 'bibdedupe_hard_pairs/test_cases.json'), 'utf8')) as {
      cases: { id: string; expected_duplicate: boolean; record_a: Fields; record_b: Fields }[];
    };
    const wrong = cases.filter(({ record_a, record_b, expected_duplicate }) => {
      const pair = [fromFields('a-1', record_a), fromFields('b-1', record_b)].map(toComparable);
      return planDedupe(pair, []).links.length > 0 !== expected_duplicate;
    });
    // Versions of a Cochrane review are a matter of the protocol.
    expect(wrong.map(({ id }) => id)).toEqual(['tan_2004_2005_pub2_vs_pub3']);
    const [a, b] = [wrong[0]?.record_a ?? {}, wrong[0]?.record_b ?? {}].map((fields, index) =>
      toComparable(fromFields(`v-${index + 1}`, fields)),
    );
    expect(
      planDedupe([a, b] as [typeof a & object, typeof b & object], [], { version: 'duplicates' }).links,
    ).toHaveLength(1);
  });

  it('compares any two records alike from either side', async () => {
    const records = (await recordsOf('haematology/records.csv')).slice(0, 300).map(toComparable);
    for (let i = 0; i + 7 < records.length; i++) {
      for (const step of [1, 2, 7]) {
        const [a, b] = [records[i], records[i + step]] as [(typeof records)[number], (typeof records)[number]];
        expect(compare(a, b)).toEqual(compare(b, a));
        expect(decide(a, b)).toEqual(decide(b, a));
      }
    }
  });
});

type Fields = Record<string, string | null | undefined>;

function fromFields(id: string, fields: Fields): BibRecord {
  const type = normaliseType([fields['ENTRYTYPE'] ?? '']);
  const [doi, pages] = [normaliseDoi(fields['doi'] ?? ''), normalisePages(fields['pages'] ?? undefined)];
  const venue = fields['journal'] ?? fields['booktitle'];
  return {
    id,
    authors: parseAuthors({ order: 'family-first', names: (fields['author'] ?? '').split(/ and |;/) }),
    ...(type && { type }),
    ...(fields['title'] && { title: fields['title'] }),
    ...(Number(fields['year']) > 0 && { year: Number(fields['year']) }),
    ...(venue && { venue }),
    ...(fields['volume'] && { volume: fields['volume'] }),
    ...(fields['number'] && { issue: fields['number'] }),
    ...(pages && { pages }),
    ...(doi && { doi }),
    ...(fields['abstract'] && { abstract: fields['abstract'] }),
    source: { file: '', entry: 1, line: 1 },
  };
}
