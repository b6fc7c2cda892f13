import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIn, type Ended } from '../helpers/processes.ts';
import { workdir, workdirAt, type Workdir } from '../helpers/workdir.ts';

const PEOPLE = Array.from({ length: 8 }, (_, n) => `P${n + 1}`);
const REPORTS = Array.from({ length: 24 }, (_, n) => `a-${n + 1}`);
const VOTES = ['include', 'exclude', 'maybe'] as const;
const voteOf = (person: number, round: number) => VOTES[(person + round) % 3] as string;

const BASE = mkdtempSync(join(tmpdir(), 'litscreen-at-once-'));
afterAll(() => rmSync(BASE, { recursive: true, force: true }));
beforeAll(() => {
  const wd = workdirAt(BASE);
  wd.ok(['init', '.']);
  const reviewers = PEOPLE.map((id) => `  - { id: ${id}, name: ${id} }`).join('\n');
  wd.write(
    'review.yaml',
    wd
      .read('review.yaml')
      .replace(/reviewers:\n(?: {2}- .*\n)+/, `reviewers:\n${reviewers}\n`)
      .replaceAll('reviewers: [R1, R2]', `reviewers: [${PEOPLE.join(', ')}]`)
      .replaceAll('adjudicators: [R3]', 'adjudicators: []')
      .replaceAll('votes: 2', 'votes: 8'),
  );
  wd.write('a.ris', REPORTS.map((id) => `TY  - JOUR\nTI  - Number ${id} of many words ${id}\nER  - \n`).join('\n'));
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
});

const ledgerOf = (person: string) => `screening/title-abstract/votes/${person}.csv`;
/** The reports and votes of a ledger, in its order. */
function votesIn(wd: Workdir, person: string): string[] {
  const [header, ...lines] = wd.read(ledgerOf(person)).split('\n');
  expect([header, lines.pop()]).toEqual(['report,event,vote,reason,note,labels,round,protocol,at', '']);
  expect(lines.filter((line) => !/^a-\d+(?:,[^,]*){7},[-\d]{10}T[:.\d]{12}Z$/.test(line))).toEqual([]);
  return lines.map((line) => line.split(',').slice(0, 3).join(' '));
}

/** Nothing is broken in what they left, and nothing is left behind. */
function expectSound(wd: Workdir): void {
  const { findings } = wd.json(['check', '--json']) as { findings: { level: string }[] };
  expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
}

const isRefused = ({ status, stderr }: Ended) =>
  status === 2 || status === 3 ? /^error: .+\nhint: /.test(stderr) : false;

describe('at once', () => {
  it('eight people vote, round after round: every vote is there', { timeout: 120_000 }, async () => {
    const wd = workdir(BASE);
    for (const [round, report] of REPORTS.slice(0, 12).entries()) {
      const runs = await Promise.all(
        PEOPLE.map((person, n) => startIn(wd.path, ['vote', report, voteOf(n, round), '--as', person])),
      );
      expect(runs.map(({ status, stderr }) => [status, stderr.match(/^(?:error|warning).*/gm)])).toEqual(
        PEOPLE.map(() => [0, null]),
      );
    }
    PEOPLE.forEach((person, n) => {
      const cast = REPORTS.slice(0, 12).map((report, round) => `${report} vote ${voteOf(n, round)}`);
      expect(votesIn(wd, person)).toEqual(cast);
    });
    expectSound(wd);
  });

  it('one person votes in eight windows, on different reports: every vote is there', { timeout: 120_000 }, async () => {
    const wd = workdir(BASE);
    for (let round = 0; round < 3; round++) {
      const reports = REPORTS.slice(round * 8, round * 8 + 8);
      const runs = await Promise.all(
        reports.map((report) => startIn(wd.path, ['vote', report, 'include', '--as', 'P1'])),
      );
      expect(runs.map(({ status }) => status)).toEqual(reports.map(() => 0));
    }
    expect(votesIn(wd, 'P1').sort()).toEqual(REPORTS.map((report) => `${report} vote include`).sort());
    expectSound(wd);
  });

  it(
    'one person votes in four windows, on one report: all are there in an order of time',
    { timeout: 120_000 },
    async () => {
      const wd = workdir(BASE);
      for (const report of REPORTS.slice(0, 6)) {
        const votes = ['include', 'exclude', 'maybe', 'include'];
        const runs = await Promise.all(votes.map((vote) => startIn(wd.path, ['vote', report, vote, '--as', 'P1'])));
        for (const run of runs) expect(run.status === 0 || isRefused(run)).toBe(true);
        const written = runs.filter(({ status, stdout }) => status === 0 && !stdout.includes('as before')).length;
        expect(votesIn(wd, 'P1').filter((line) => line.startsWith(`${report} `))).toHaveLength(written);
      }
      const times = wd.read(ledgerOf('P1')).match(/[^,]{24}$/gm) ?? [];
      expect(new Set(times).size).toBe(times.length);
      expectSound(wd);
    },
  );

  it(
    'one person imports a sheet and votes: no vote is lost, and none is changed unasked',
    { timeout: 120_000 },
    async () => {
      const wd = workdir(BASE);
      for (let round = 0; round < 6; round++) {
        const [voted = '', ...rest] = REPORTS.slice(round * 4, round * 4 + 4);
        wd.write('sheet.csv', `report,vote,reason,note\n${[voted, ...rest].map((id) => `${id},exclude,,\n`).join('')}`);
        const [vote, sheet] = await Promise.all([
          startIn(wd.path, ['vote', voted, 'include', '--as', 'P1']),
          startIn(wd.path, ['screen', '--as', 'P1', '--import', 'sheet.csv']),
        ]);
        const lines = votesIn(wd, 'P1').filter((line) => [voted, ...rest].includes(line.split(' ')[0] ?? ''));
        expect(vote.status).toBe(0);
        // Whichever came first: a sheet that contradicts a vote is refused as a whole.
        if (sheet.status === 0) {
          expect(lines.slice(0, 4)).toEqual([voted, ...rest].map((id) => `${id} vote exclude`));
          expect(lines.slice(4)).toEqual([`${voted} vote include`]);
        } else {
          expect([sheet.status, sheet.stderr]).toEqual([
            3,
            expect.stringMatching(/--revise|you voted otherwise on a-\d+ while/),
          ]);
          expect(lines).toEqual([`${voted} vote include`]);
        }
      }
      expectSound(wd);
    },
  );

  it('ingest, dedupe and votes: each does its work or says why not', { timeout: 120_000 }, async () => {
    const wd = workdir(BASE);
    const word = (n: number) => ['apples', 'pears', 'plums', 'figs'][n] as string;
    for (let n = 0; n < 4; n++) {
      wd.write(`${word(n)}.ris`, `TY  - JOUR\nTI  - A study of ${word(n)} in gardens\nER  - \n`.repeat(n + 1));
      const runs = await Promise.all([
        startIn(wd.path, ['ingest', `${word(n)}.ris`, '--search', word(n), '--date', '2025-01-02']),
        startIn(wd.path, ['dedupe']),
        startIn(wd.path, ['vote', REPORTS[n] as string, 'include', '--as', 'P1']),
        startIn(wd.path, ['flow', '--output', 'output/flow.txt']),
      ]);
      expect(runs.map(({ status, stderr }) => [status, stderr.match(/^error.*/gm)])).toEqual(runs.map(() => [0, null]));
    }
    wd.ok(['dedupe']);
    expect(votesIn(wd, 'P1')).toHaveLength(4);
    expectSound(wd);
  });

  it('a copy that is killed beside others holds nobody up for long', { timeout: 120_000 }, async () => {
    const wd = workdir(BASE);
    for (const [round, report] of REPORTS.slice(0, 8).entries()) {
      const vote = (person: string, after?: number) =>
        startIn(wd.path, ['vote', report, 'include', '--as', person], after === undefined ? {} : { after });
      const runs = await Promise.all([vote('P1', 150 + 40 * round), vote('P1'), vote('P1'), vote('P2')]);
      expect(runs.slice(1).map(({ status }) => status)).toEqual([0, 0, 0]);
    }
    for (const person of ['P1', 'P2'])
      expect(votesIn(wd, person)).toEqual(REPORTS.slice(0, 8).map((report) => `${report} vote include`));
    expectSound(wd);
  });
});
