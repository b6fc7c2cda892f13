import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { FlowJson } from '../../src/flow/model.ts';
import { buildSlmReview, SLM, slmExport } from '../helpers/slm-review.ts';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const flowOf = (wd: Workdir) => wd.json(['flow', '--json']) as FlowJson;
const idsOf = (wd: Workdir, box: string) => (wd.json(['explain', box, '--json']) as { ids: string[] }).ids;

/** Every number of a flow with the path of its box. */
function boxesOf(flow: FlowJson): [string, number][] {
  const boxes: [string, number][] = [];
  for (const column of ['databases', 'other'] as const) {
    for (const [name, value] of Object.entries(flow[column])) {
      if (typeof value === 'number') boxes.push([`${column}.${name}`, value]);
      else
        for (const part of value as readonly { id: string; n: number }[])
          boxes.push([`${column}.${name}.${part.id}`, part.n]);
    }
  }
  for (const name of ['previous', 'included', 'total'] as const) {
    boxes.push([`${name}.studies`, flow[name].studies], [`${name}.reports`, flow[name].reports]);
  }
  boxes.push(
    ['pending.uncertainDuplicates', flow.pending.uncertainDuplicates],
    ['pending.retrieval', flow.pending.retrieval],
  );
  return boxes;
}

// The figures of the published review: Corradini et al. 2025, doi:10.3390/bdcc9070189.
const PUBLISHED = {
  databases: {
    identified: 706,
    duplicates: 381,
    screened: 325,
    excluded: 270,
    sought: 55,
    notRetrieved: 0,
    assessed: 55,
    included: 55,
  },
  other: { identified: 15, included: 15 },
  included: { studies: 70, reports: 70 },
};

describe('the worked example', () => {
  it('yields the published flow, proved box by box', () => {
    const wd = workdir();
    buildSlmReview(wd);
    const flow = flowOf(wd);
    expect(flow).toMatchObject({ schema: 1, provisional: false, ...PUBLISHED });
    expect(flow.databases.sources.map(({ id, n }) => [id, n])).toEqual([
      ['scopus', 335],
      ['ieee', 121],
      ['acm', 115],
      ['wos', 135],
    ]);
    for (const [path, n] of boxesOf(flow)) expect([path, idsOf(wd, path).length]).toEqual([path, n]);

    expect(wd.run(['check', '--final']).status).toBe(0);
    wd.ok(['flow', '--format', 'json', '--output', 'output/prisma.json']);
    expect(wd.run(['flow', '--check', 'output/prisma.json', '--final']).status).toBe(0);

    // The generator knows which record is which report; the program has to find it out.
    const truth = parse(readFileSync(join(SLM, 'truth.csv'), 'utf8'), { columns: true }) as unknown as {
      record: string;
      report: string;
    }[];
    const links = parse(wd.read('dedupe/links.csv'), { columns: true }) as unknown as {
      record: string;
      duplicate_of: string;
    }[];
    const found = new Map(links.map((link) => [link.record, link.duplicate_of]));
    expect(truth.filter(({ record, report }) => (found.get(record) ?? record) !== report)).toEqual([]);
    expect(truth.length).toBe(721);
  });

  it('is what the README shows, stage by stage', () => {
    const wd = workdir();
    const demo = spawnSync(process.execPath, [join(SLM, 'demo.mjs'), '--into', join(wd.path, 'review')], {
      encoding: 'utf8',
    });
    expect([demo.status, demo.stderr]).toEqual([0, '']);
    const shown = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').split('```\n');
    const [stages = '', flow = ''] = demo.stdout.split('\n\n');
    expect(shown).toContain(`${stages}\n`);
    // Its picture is compared by docs/generate.mjs, its text by the tests of the documentation.
    expect(flow).toContain('│ Records identified     706 │→│ Removed before        │');
    expect(demo.stdout).toContain(`The review lies in ${join(wd.path, 'review')}\n`);
  });

  it('links the paper that the published table lists twice, and a ruling settles it', () => {
    const wd = workdir();
    wd.ok(['init', '.', '--template', 'slm']);
    for (const file of ['scopus.csv', 'wos.txt']) wd.ok(['ingest', join(SLM, 'exports', file)]);
    wd.ok(['dedupe']);
    expect(wd.read('dedupe/links.csv')).toContain('wos-112,scopus-103,place,');
    wd.ok(['dedupe', 'undo', 'wos-112', '--as', 'MP']);
    expect(wd.read('dedupe/links.csv')).not.toContain('wos-112,scopus-103');
    wd.ok(['dedupe', 'rule', 'wos-112', 'scopus-103', 'same', '--as', 'MP']);
    expect(wd.read('dedupe/links.csv')).toContain('wos-112,scopus-103,ruling,');
    expect(wd.read('dedupe/uncertain.csv')).not.toContain('wos-112');
  });

  it.each([
    ['the end', (lines: string[]) => [...lines.slice(0, -8), '']],
    ['the middle', (lines: string[]) => [...lines.slice(0, 50), ...lines.slice(57)]],
  ])('with 7 entries cut from %s of an export, every number follows and every identity holds', (_, cut) => {
    const wd = workdir();
    const lines = slmExport('wos.txt').split('\r\n');
    buildSlmReview(wd, { 'wos.txt': cut(lines).join('\r\n') });
    const flow = flowOf(wd);
    expect(flow.databases.identified).toBe(706 - 7);
    expect(flow.databases.sources.find((source) => source.id === 'wos')?.n).toBe(135 - 7);
    for (const column of [flow.databases, flow.other]) {
      expect(column.screened).toBe(column.identified - column.duplicates - column.automation - column.otherRemoved);
    }
    const { findings } = wd.json(['check', '--json']) as { findings: { code: string }[] };
    expect(findings.filter((finding) => finding.code === 'identity')).toEqual([]);
  });

  it('tells the story of a record from its row to its box', () => {
    const wd = workdir();
    buildSlmReview(wd);
    const story = wd.ok(['explain', 'wos-112']);
    expect(story).toContain('report scopus-103');
    expect(story).toMatch(/wos\/raw\/wos\.txt, entry 112, line 113/);
    expect(story).toContain('MP ruled scopus-103 and wos-112 same');
    expect(story).toContain('databases.included (as scopus-103)');
  });
});
