// The labelled sets of duplicates, and what peers do on them. Figures of peers: bib-dedupe 0.11, ASySD 0.4.6 and
// dedupe-sweep 2.0 run on the same files, in pairs after connected components; `null` where nobody has measured.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { openExports } from '../../dist/cli/exports.js';
import { toRecord } from '../../dist/records/canonical.js';

export const SETS = [
  {
    name: 'stroke',
    records: ['stroke/records.csv'],
    gold: 'stroke/gold_merged_ids.csv',
    peers: { 'bib-dedupe': [477, 0, 2], ASySD: [464, 0, 15], 'sweep (minFP)': [471, 0, 8] },
  },
  {
    name: 'haematology',
    records: ['haematology/records.csv'],
    gold: 'haematology/gold_merged_ids.csv',
    peers: { 'bib-dedupe': [135, 2, 28], ASySD: [116, 0, 47], 'sweep (minFP)': [119, 2, 44] },
  },
  {
    name: 'diabetes',
    records: ['diabetes/records.csv'],
    gold: 'diabetes/gold_by_record_id.csv',
    // Published as records to remove: 1261/0/0 and 1259/0/2 of 1845; pairs were not measured.
    peers: {},
  },
  {
    name: 'dblp-acm',
    records: ['dblp_acm/tableA.csv', 'dblp_acm/tableB.csv'],
    gold: 'dblp_acm/match.csv',
    peers: {},
  },
];

/** The records of exports, as an ingest reads them. */
export async function readRecords(paths) {
  const context = {
    folder: process.cwd(),
    env: {},
    out() {},
    note() {},
    debug() {},
    withProgress: (work) => work(() => undefined),
    now: () => new Date(),
  };
  const records = [];
  for (const { name, read } of await openExports(context, paths, {})) {
    for (const entry of read().entries) {
      const record = entry.ok ? toRecord(entry, name) : undefined;
      if (record) records.push({ id: '', ...record });
    }
  }
  return records;
}

export function readRows(path) {
  return parse(readFileSync(path, 'utf8'), { relax_column_count: true, relax_quotes: true });
}

export const inCorpus = (corpus, path) => join(corpus, 'dedupe', path);
