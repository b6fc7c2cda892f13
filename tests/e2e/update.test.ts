import { describe, expect, it } from 'vitest';
import type { FlowJson } from '../../src/flow/model.ts';
import { buildSlmReview } from '../helpers/slm-review.ts';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const entry = (title: string, doi: string) =>
  `TY  - JOUR\nTI  - ${title}\nAU  - Smith, Ann\nPY  - 2024\nDO  - ${doi}\nER  -\n`;

const FIRST = [
  ['Cats in small towns', '10.1/cats'],
  ['Dogs in large towns', '10.1/dogs'],
  ['Birds of the far north', '10.1/birds'],
] as const;
const SECOND = [...FIRST, ['Fish under thick ice', '10.1/fish'], ['Bees in warm gardens', '10.1/bees']] as const;

const flowOf = (wd: Workdir) => wd.json(['flow', '--json']) as FlowJson;
const both = (wd: Workdir, ...args: readonly string[]) => {
  for (const person of ['R1', 'R2']) wd.ok([...args, '--as', person]);
};

/** A finished review: of three reports one was excluded, and two are included. */
function finished(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write('a.ris', FIRST.map(([title, doi]) => entry(title, doi)).join('\n'));
  wd.ok(['ingest', 'a.ris', '--search', 'alpha', '--database', 'Alpha', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  both(wd, 'vote', 'alpha-1', 'exclude', '--reason', 'off-topic');
  for (const id of ['alpha-2', 'alpha-3']) {
    both(wd, 'vote', id, 'include');
    wd.ok(['retrieve', 'mark', id, 'retrieved', '--as', 'R1']);
    both(wd, 'vote', id, 'include', '--stage', 'full-text');
  }
  return wd;
}

/** The same, closed, and its update with the search run anew. */
function updated(): Workdir {
  const wd = finished();
  wd.ok(['close', '--as', 'R1']);
  wd.ok(['update', '--as', 'R1']);
  wd.write('b.ris', SECOND.map(([title, doi]) => entry(title, doi)).join('\n'));
  wd.ok(['ingest', 'b.ris', '--search', 'alphaB', '--database', 'Alpha', '--date', '2026-01-01']);
  wd.ok(['dedupe']);
  return wd;
}

describe('close', () => {
  it('freezes what is included, and takes no more decisions', () => {
    const wd = finished();
    expect(wd.ok(['close', '--as', 'R1'])).toBe(
      'version 1 is closed: 2 studies in 2 reports, frozen in versions/1.json\n',
    );
    const frozen = JSON.parse(wd.read('versions/1.json')) as Record<string, unknown>;
    expect(frozen).toMatchObject({ version: 1, reports: ['alpha-2', 'alpha-3'], studies: ['alpha-2', 'alpha-3'] });
    expect(wd.run(['vote', 'alpha-1', 'include', '--as', 'R1'])).toMatchObject({ status: 2 });
    expect(wd.ok(['close', '--as', 'R2'])).toMatch(/^version 1 was closed by R1 on /);
    wd.ok(['check', '--final']);
    wd.write('c.ris', entry('Ants in old houses', '10.1/ants'));
    const { status, stderr } = wd.run(['ingest', 'c.ris', '--search', 'beta', '--database', 'Beta']);
    expect([status, stderr]).toEqual([
      2,
      'error: version 1 of the review is closed\nhint: begin the next one:  litscreen update --as <you>\n',
    ]);
  });

  it('refuses what is not finished, and what is empty', () => {
    const wd = workdir();
    wd.ok(['init', '.']);
    expect(wd.run(['close', '--as', 'R1'])).toMatchObject({ status: 1 });
    expect(wd.run(['update', '--as', 'R1'])).toMatchObject({ status: 2 });
    wd.write('a.ris', entry('Cats in small towns', '10.1/cats'));
    wd.ok(['ingest', 'a.ris', '--search', 'alpha', '--database', 'Alpha', '--date', '2025-01-01']);
    const { status, stderr } = wd.run(['close', '--as', 'R1']);
    expect([status, stderr]).toEqual([
      1,
      'error: version 1 cannot be closed: its flow is provisional\nhint: see what is open with  litscreen status\n',
    ]);
  });

  it('is held by check: neither numbers nor the description of a search change in silence', () => {
    const wd = finished();
    wd.ok(['close', '--as', 'R1']);
    wd.ok(['ingest', 'a.ris', '--search', 'alpha', '--database', 'Alpha', '--date', '2025-01-01']);
    expect(wd.run(['ingest', 'a.ris', '--search', 'alpha', '--kind', 'website']).status).toBe(2);
    wd.write(
      'searches/alpha/search.yaml',
      wd.read('searches/alpha/search.yaml').replace('kind: database', 'kind: website'),
    );
    const { status, stdout } = wd.run(['check']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^error: versions\/1\.json: version 1 was closed, and \d+ boxes of its flow changed since/m);
    const update = wd.run(['update', '--as', 'R1']);
    expect([update.status, update.stderr.split('\n')[0]]).toEqual([
      1,
      'error: version 1 is not what it was when it was closed',
    ]);
  });

  it('is held by check: what was closed has not changed since', () => {
    const wd = finished();
    wd.ok(['close', '--as', 'R1']);
    const refused = wd.run(['vote', 'alpha-3', 'exclude', '--reason', 'no-data', '--stage', 'full-text', '--as', 'R1']);
    expect([refused.status, refused.stderr]).toEqual([
      2,
      'error: version 1 of the review is closed\nhint: begin the next one:  litscreen update --as <you>\n',
    ]);
    const ledger = 'screening/full-text/votes/R1.csv';
    wd.write(ledger, `${wd.read(ledger)}alpha-3,revise,exclude,no-data,,,all,1,2099-01-01T00:00:00.000Z\n`);
    const { status, stdout } = wd.run(['check']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^error: versions\/1\.json: version 1 was closed, and 1 report changed since \(alpha-3\)/m);
  });
});

describe('update', () => {
  it('keeps every row as a record, knows what was known, and asks about what is new alone', () => {
    const wd = updated();
    const { databases, previous, included, total, version, ids } = flowOf(wd);
    expect({ version, previous, included, total }).toEqual({
      version: 2,
      previous: { studies: 2, reports: 2 },
      included: { studies: 0, reports: 0 },
      total: { studies: 2, reports: 2 },
    });
    expect(databases).toMatchObject({ identified: 5, duplicates: 3, screened: 2, excluded: 0 });
    expect(databases.sources).toEqual([{ id: 'alphaB', name: 'Alpha', kind: 'database', n: 5 }]);
    expect(ids?.['databases.duplicates']).toEqual(['alphaB-1', 'alphaB-2', 'alphaB-3']);
    expect(ids?.['pending.title-abstract.votes']).toEqual(['alphaB-4', 'alphaB-5']);
    expect(wd.ok(['check'])).toContain('every rule holds');
    expect(wd.read('searches/alphaB/search.yaml')).toContain('version: 2\n');
    const known = wd.run(['vote', 'alpha-1', 'include', '--as', 'R1']);
    expect([known.status, known.stderr]).toEqual([
      2,
      'error: alpha-1 was known before version 2: an earlier version of the review decided on it\n' +
        'hint: see its story with  litscreen explain alpha-1\n',
    ]);
  });

  it('adds what is new to what was there, study by study', () => {
    const wd = updated();
    for (const id of ['alphaB-4', 'alphaB-5']) {
      both(wd, 'vote', id, 'include');
      wd.ok(['retrieve', 'mark', id, 'retrieved', '--as', 'R1']);
      both(wd, 'vote', id, 'include', '--stage', 'full-text');
    }
    // A new report of a study that was included before is no new study.
    wd.ok(['study', 'join', 'alpha-2', 'alphaB-5', '--as', 'R1']);
    const { provisional, previous, included, total } = flowOf(wd);
    expect({ provisional, previous, included, total }).toEqual({
      provisional: false,
      previous: { studies: 2, reports: 2 },
      included: { studies: 1, reports: 2 },
      total: { studies: 3, reports: 4 },
    });
    wd.ok(['check', '--final']);
    const csv = wd.ok(['flow', '--format', 'csv']);
    for (const row of ['previous_studies,.*,2', 'new_studies,.*,1', 'total_reports,.*,4'])
      expect(csv).toMatch(new RegExp(`^${row}\\r?$`, 'm'));
    expect(wd.ok(['export', '--format', 'csv']).split('\n').length).toBe(6);
    expect(wd.ok(['close', '--as', 'R2'])).toContain('version 2 is closed: 3 studies in 4 reports');
    wd.ok(['update', '--as', 'R2']);
    expect(flowOf(wd).previous).toEqual({ studies: 3, reports: 4 });
    expect(flowOf(wd).databases.identified).toBe(0);
  });

  it('keeps what the limits removed for an earlier version', () => {
    const wd = workdir();
    wd.ok(['init', '.']);
    wd.write('review.yaml', `${wd.read('review.yaml')}filters:\n  dates: { from: 2024-01 }\n`);
    wd.write(
      'a.ris',
      `${entry('Cats in small towns', '10.1/cats').replace('2024', '1999')}\n${entry('Dogs', '10.1/dogs')}`,
    );
    wd.ok(['ingest', 'a.ris', '--search', 'alpha', '--database', 'Alpha', '--date', '2025-01-01']);
    wd.ok(['dedupe']);
    wd.ok(['filter']);
    both(wd, 'vote', 'alpha-2', 'exclude', '--reason', 'off-topic');
    wd.ok(['close', '--as', 'R1']);
    wd.ok(['update', '--as', 'R1']);
    wd.write('b.ris', entry('Fish under thick ice', '10.1/fish').replace('2024', '1998'));
    wd.ok(['ingest', 'b.ris', '--search', 'beta', '--database', 'Beta', '--date', '2026-01-01']);
    wd.ok(['dedupe']);
    wd.ok(['filter']);
    expect(wd.read('filters/removed.csv').match(/^(?:alpha|beta)-1,dates/gm)).toEqual([
      'alpha-1,dates',
      'beta-1,dates',
    ]);
    expect(wd.ok(['check'])).toContain('every rule holds');
    expect(flowOf(wd).databases).toMatchObject({ identified: 1, automation: 1, screened: 0 });
    expect(wd.ok(['explain', 'alpha-1'])).toContain('removed by the limits: dates');
  });

  it('does not tell a vote that waits for another one, though its report became one with an old one', () => {
    const cast = (said: readonly string[]) => {
      const wd = updated();
      wd.ok(['vote', 'alphaB-4', ...said, '--as', 'R1']);
      wd.ok(['dedupe', 'rule', 'alpha-1', 'alphaB-4', 'same', '--as', 'R3']);
      wd.ok(['dedupe']);
      const told = ['alphaB-4', 'alpha-1'].map((id) => wd.ok(['explain', id]));
      return told.join('').replace(/^ +\d{4}-\d\d-\d\d /gm, '');
    };
    const told = cast(['include', '--note', 'secret']);
    expect(told).toEqual(cast(['exclude', '--reason', 'off-topic']));
    expect(told).toContain('title-abstract: R1 exclude off-topic');
  });

  it('finds a record of a closed version that was parted from what that had decided on', () => {
    const wd = workdir();
    wd.ok(['init', '.']);
    wd.write('a.ris', FIRST.map(([title, doi]) => entry(title, doi)).join('\n'));
    wd.ok(['ingest', 'a.ris', '--search', 'alpha', '--database', 'Alpha', '--date', '2025-01-01']);
    wd.ok(['dedupe', 'rule', 'alpha-1', 'alpha-3', 'same', '--as', 'R3']);
    wd.ok(['dedupe']);
    for (const id of ['alpha-1', 'alpha-2']) both(wd, 'vote', id, 'exclude', '--reason', 'off-topic');
    wd.ok(['close', '--as', 'R1']);
    wd.ok(['update', '--as', 'R1']);
    wd.ok(['check']);
    wd.ok(['dedupe', 'rule', 'alpha-1', 'alpha-3', 'different', '--as', 'R3']);
    wd.ok(['dedupe']);
    const { status, stdout } = wd.run(['check']);
    expect([status, stdout.includes('[version-split]')]).toEqual([1, true]);
    expect(flowOf(wd).provisional).toBe(true);
  });

  it('takes no rows into a search of a closed version, and the same rows again as nothing', () => {
    const wd = updated();
    wd.ok(['ingest', 'a.ris', '--search', 'alpha', '--database', 'Alpha']);
    wd.write('a2.ris', `${wd.read('a.ris')}\n${entry('Ants in old houses', '10.1/ants')}`);
    const { status, stderr } = wd.run(['ingest', 'a2.ris', '--search', 'alpha', '--database', 'Alpha']);
    expect(status).toBe(2);
    expect(stderr).toContain('error: alpha was run for version 1, which is closed');
  });

  it('lets other people review: those of an earlier version need not be reviewers any more', () => {
    const wd = updated();
    const yaml = wd
      .read('review.yaml')
      .replaceAll('reviewers: [R1, R2]', 'reviewers: [R2, R3]')
      .replaceAll('adjudicators: [R3]', 'adjudicators: [R1]');
    wd.write('review.yaml', yaml);
    expect(wd.run(['check']).stdout).not.toMatch(/^error/m);
    expect(flowOf(wd).total).toEqual({ studies: 2, reports: 2 });
  });

  it('tells a line that was written on a closed version as one that does not count', () => {
    const wd = updated();
    const ledger = 'screening/title-abstract/votes/R1.csv';
    wd.write(ledger, `${wd.read(ledger)}alpha-1,revise,include,,,,all,1,2099-01-01T00:00:00.000Z\n`);
    const { status, stdout } = wd.run(['check']);
    expect(status).toBe(0);
    expect(stdout).toContain(
      'warning: screening/title-abstract/votes/R1.csv:5: R1 decided on alpha-1, which version 1 had settled when it was closed',
    );
  });

  it('follows a review from elsewhere, by its folder or its flow', () => {
    const earlier = workdir();
    buildSlmReview(earlier);
    earlier.ok(['flow', '--output', 'output/prisma.json']);
    for (const from of [earlier.path, `${earlier.path}/output/prisma.json`]) {
      const wd = workdir();
      wd.ok(['init', '.']);
      wd.ok(['update', '--from', from, '--as', 'R1']);
      const { version, previous, total, ids } = flowOf(wd);
      expect({ version, previous, total }).toEqual({
        version: 2,
        previous: { studies: 70, reports: 70 },
        total: { studies: 70, reports: 70 },
      });
      const [first = ''] = ids?.['previous.reports'] ?? [];
      expect(first).toMatch(/^v1:[a-z]+-\d+$/);
      expect(wd.ok(['explain', first])).toContain('included by version 1, of ');
      expect(wd.ok(['check'])).toContain('every rule holds');
      expect(wd.run(['update', '--from', from, '--as', 'R1']).status).toBe(2);
      if (from !== earlier.path) continue;
      wd.write('a.ris', FIRST.map(([title, doi]) => entry(title, doi)).join('\n'));
      wd.ok(['ingest', 'a.ris', '--search', 'alpha', '--database', 'Alpha', '--date', '2026-01-01']);
      wd.ok(['dedupe']);
      for (const id of ['alpha-2', 'alpha-3']) both(wd, 'vote', id, 'exclude', '--reason', 'off-topic');
      both(wd, 'vote', 'alpha-1', 'include');
      wd.ok(['retrieve', 'mark', 'alpha-1', 'retrieved', '--as', 'R1']);
      both(wd, 'vote', 'alpha-1', 'include', '--stage', 'full-text');
      // A new report of a study of the other review.
      wd.ok(['study', 'join', 'alpha-1', first, '--as', 'R1']);
      expect(flowOf(wd)).toMatchObject({ included: { studies: 0, reports: 1 }, total: { studies: 70, reports: 71 } });
      wd.ok(['close', '--as', 'R1']);
      wd.ok(['update', '--as', 'R1']);
      expect(wd.ok(['check'])).toContain('every rule holds');
      expect(wd.ok(['explain', first])).toContain('included by version 1, of ');
    }
  });

  it('wants the earlier flow final, and with its ids', () => {
    const wd = updated();
    wd.ok(['flow', '--output', 'provisional.json']);
    wd.ok(['flow', '--json', '--counts-only', '--output', 'counts.json']);
    const other = workdir();
    other.ok(['init', '.']);
    for (const [file, message] of [
      ['provisional.json', 'the flow is provisional'],
      ['counts.json', 'the flow is provisional'],
      ['b.ris', 'this is no JSON'],
    ] as const) {
      const { status, stderr } = other.run(['update', '--from', `${wd.path}/${file}`, '--as', 'R1']);
      expect([file, status, stderr.includes(message)]).toEqual([file, 3, true]);
    }
  });
});
