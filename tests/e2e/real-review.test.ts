import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import type { FlowJson } from '../../src/flow/model.ts';
import { CORPUS, hasCorpus } from '../helpers/corpus.ts';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const EXPORTS = [
  ['scopus', 'scopus/LLMinMDE2025__scopus.bib', 390],
  ['ieee', 'ieee/LLMinMDE2025__IEEE_Xplore.bib', 452],
  ['acm', 'acm/LLMinMDE2025__acm.bib', 353],
  ['wos', 'wos_bibtex/LLMinMDE2025__web_of_science.bib', 242],
  ['scopus-csv', 'scopus/ukb_sr__scopus.csv', 558],
  ['scopus-old', 'scopus/tethne__scopus.csv', 20],
  ['ieee-csv', 'ieee/litstudy__ieee.csv', 10],
  ['wos-tab', 'wos_tab/labnetwork__savedrecs.txt', 212],
  ['wos-tagged', 'wos_tagged/tethne__wos3.txt', 500],
] as const;

/** Both reviewers fill in the sheet: every title with this letter early on is in, with a disagreement now and then. */
function fillIn(wd: Workdir, person: string, stage: string, disagree: number): void {
  wd.ok(['screen', '--as', person, '--stage', stage, '--sheet', 'sheet.csv']);
  const rows = parse(wd.read('sheet.csv'), { bom: true, columns: true }) as unknown as Record<string, string>[];
  rows.forEach((row, index) => {
    const isIn = /^[a-d']/i.test(row['title'] ?? '') !== (index % disagree === 0);
    row['vote'] = isIn ? 'include' : 'exclude';
    row['reason'] = isIn ? '' : 'off-topic';
  });
  wd.write('sheet.csv', stringify(rows, { header: true }));
  expect(wd.ok(['screen', '--as', person, '--stage', stage, '--import', 'sheet.csv'])).toContain(
    `${rows.length} votes taken`,
  );
}

describe.skipIf(!hasCorpus)('real exports as one review', () => {
  it('go through ingest, dedupe, votes, rulings, retrieval, flow and check', { timeout: 300_000 }, () => {
    const wd = workdir();
    wd.ok(['init', '.']);
    for (const [id, file, entries] of EXPORTS) {
      const out = wd.json([
        'ingest',
        join(CORPUS, 'exports', file),
        '--search',
        id,
        '--date',
        '2025-09-16',
        '--json',
      ]) as { entries: number };
      expect([id, out.entries]).toEqual([id, entries]);
    }
    wd.ok(['dedupe']);
    for (const pair of parse(wd.read('dedupe/uncertain.csv'), { columns: true }) as unknown as {
      record_a: string;
      record_b: string;
    }[]) {
      wd.ok(['dedupe', 'rule', pair.record_a, pair.record_b, 'different', '--as', 'R1']);
    }
    for (const stage of ['title-abstract', 'full-text']) {
      fillIn(wd, 'R1', stage, 1_000_000);
      fillIn(wd, 'R2', stage, 150);
      const { stages } = wd.json(['conflicts', '--stage', stage, '--json']) as {
        stages: { conflicts: { report: string }[] }[];
      };
      for (const { report } of stages[0]?.conflicts ?? []) {
        wd.ok([
          'resolve',
          report,
          'include',
          '--stage',
          stage,
          '--as',
          'R3',
          '--method',
          'adjudication',
          '--rationale',
          'in scope',
        ]);
      }
      if (stage === 'full-text') break;
      const { reports } = wd.json(['retrieve', 'list', '--json']) as { reports: { report: string }[] };
      const lines = reports.map(({ report }) => `${report},retrieved,,,,,2025-10-01T00:00:00.000Z\n`);
      wd.write('retrieval/R1.csv', `report,status,file,sha256,url,note,at\n${lines.join('')}`);
    }
    const flow = wd.json(['flow', '--json']) as FlowJson;
    expect(flow.provisional).toBe(false);
    expect(flow.databases.identified).toBe(EXPORTS.reduce((sum, [, , entries]) => sum + entries, 0));
    expect(flow.databases.duplicates).toBeGreaterThan(100);
    const checked = wd.run(['check', '--final']);
    expect([checked.status, checked.stdout]).toEqual([0, expect.stringContaining('every rule holds')]);
  });
});
