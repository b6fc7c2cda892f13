import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { workdir, type Workdir } from '../helpers/workdir.ts';

/** Every command of the tree, and those under it. */
const COMMANDS = commandsUnder(
  buildProgram(
    () => {
      throw new Error('nothing is run');
    },
    () => undefined,
  ),
);

function commandsUnder(command: Command): string[] {
  return command.commands.flatMap((child) => {
    const below = commandsUnder(child).map((name) => `${child.name()} ${name}`);
    return [child.name(), ...below];
  });
}

const RIS = `TY  - JOUR
TI  - First paper on testing
AU  - Doe, Jane
PY  - 2024
DO  - 10.5555/t.1
ER  - 

TY  - JOUR
TI  - Second paper on cats
AU  - Poe, Edgar
PY  - 2023
ER  - 
`;

function reviewOfTwo(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write('a.ris', RIS);
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--database', 'Alpha', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  return wd;
}

describe('the command line', () => {
  it.each(COMMANDS)('%s explains itself with an example', (command) => {
    const { status, stdout, stderr } = workdir().run([...command.split(' '), '--help']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Examples?:\n {2}litscreen /);
  });

  it('prints short help on stderr and exits 2 without a command', () => {
    const { status, stdout, stderr } = workdir().run([]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: litscreen');
  });

  it.each([
    ['an unknown command', ['dedup'], 'dedupe'],
    ['an unknown option', ['flow', '--formt', 'json'], '--format'],
    ['an unknown stage', ['screen', '--stage', 'abstract'], 'title-abstract'],
    ['no review', ['status'], 'litscreen init'],
  ])('%s: exit 2, and what to do', (_, args, hint) => {
    const { status, stderr } = workdir().run(args);
    expect(status).toBe(2);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['an unknown person', ['vote', 'a-1', 'include', '--as', 'XX'], /XX is not among the people/],
    ['nobody named', ['vote', 'a-1', 'include'], /who is acting/],
    [
      'a stranger to the stage',
      ['vote', 'a-1', 'include', '--as', 'R3'],
      /review\.yaml:\d+: R3 is not a reviewer of title-abstract\nhint: to rule on a conflict/,
    ],
    ['an unknown report', ['vote', 'a-9', 'include', '--as', 'R1'], /a-9 is no record or report/],
    [
      'an unknown reason',
      ['vote', 'a-1', 'exclude', '--reason', 'nope', '--as', 'R1'],
      /nope is no reason of title-abstract\nhint: .*off-topic/,
    ],
    ['an unknown vote', ['vote', 'a-1', 'yes', '--as', 'R1'], /yes is no vote/],
    [
      'a reason for an inclusion',
      ['vote', 'a-1', 'include', '--reason', 'off-topic', '--as', 'R1'],
      /only an exclusion has a reason/,
    ],
    [
      'a stage not reached',
      ['vote', 'a-1', 'include', '--stage', 'full-text', '--as', 'R1'],
      /has not reached full-text/,
    ],
    [
      'no conflict',
      ['resolve', 'a-1', 'include', '--as', 'R3', '--method', 'adjudication', '--rationale', 'x'],
      /not in conflict/,
    ],
    ['a text that is not sought', ['retrieve', 'mark', 'a-1', 'retrieved', '--as', 'R1'], /not sought/],
    ['an unknown box', ['explain', 'databases.exclude'], /databases\.excluded/],
  ])('%s: exit 2, nothing written', (_, args, message) => {
    const wd = reviewOfTwo();
    const before = snapshot(wd);
    const { status, stderr } = wd.run(args);
    expect([status, snapshot(wd)]).toEqual([2, before]);
    expect(stderr).toMatch(message);
  });

  it('does nothing when what was done is done again', () => {
    const wd = reviewOfTwo();
    wd.ok(['vote', 'a-1', 'include', '--as', 'R1']);
    const before = snapshot(wd);
    expect(wd.ok(['ingest', 'a.ris', '--search', 'a'])).toContain('unchanged');
    wd.ok(['dedupe']);
    wd.ok(['vote', 'a-1', 'include', '--as', 'R1']);
    expect(snapshot(wd)).toEqual(before);
  });

  it('takes a longer export: old ids stay, new ones are added', () => {
    const wd = reviewOfTwo();
    wd.write('a.ris', `TY  - JOUR\nTI  - A third one, put first\nAU  - New, N\nPY  - 2024\nER  - \n\n${RIS}`);
    expect(wd.ok(['ingest', 'a.ris', '--search', 'a'])).toContain('2 known from an earlier ingest · 1 new');
    expect(wd.ok(['explain', 'a-3'])).toContain('A third one, put first');
    expect(wd.ok(['explain', 'a-1'])).toContain('First paper on testing');
  });

  it('tells rejected entries and hits that differ', () => {
    const wd = reviewOfTwo();
    wd.write(
      'b.bib',
      '@article{a, title={Good one}, year=2024}\n\n@article{b, title={Broken\n\n@article{c, title={Good two}, year=2024}\n',
    );
    const { status, stderr, stdout } = wd.run([
      'ingest',
      'b.bib',
      '--search',
      'b',
      '--date',
      '2025-01-02',
      '--declared-hits',
      '4',
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('3 entries · 2 records · 1 rejected');
    expect(stderr).toMatch(/warning: b\.bib:3: entry 2 could not be read/);
    expect(stderr).toContain('the database showed 4 hits, the export has 3 entries');
    wd.ok(['dedupe']);
    const flow = wd.json(['flow', '--json']) as {
      databases: { identified: number; otherRemoved: number; screened: number };
      ids: Record<string, string[]>;
    };
    expect(flow.databases).toMatchObject({ identified: 5, otherRemoved: 1, screened: 4 });
    expect(flow.ids['databases.otherRemoved']).toEqual(['b!2']);
    expect(wd.ok(['explain', 'b!2'])).toContain('line 3');
  });

  it('is not troubled by a reader that stops early', () => {
    const wd = reviewOfTwo();
    const bin = new URL('../../bin/litscreen.js', import.meta.url).pathname;
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', `set -o pipefail; "${process.execPath}" "${bin}" flow --json | head -1`],
      { cwd: wd.path, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  });

  it('prints errors as JSON under --json', () => {
    const wd = reviewOfTwo();
    wd.write('review.yaml', `${wd.read('review.yaml')}\ntypo: 1\n`);
    const { status, stdout } = wd.run(['status', '--json']);
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      error: { kind: 'input', problems: [{ where: { file: 'review.yaml' } }] },
    });
  });

  it('takes a filled-in sheet, all of it or nothing', () => {
    const wd = reviewOfTwo();
    wd.ok(['screen', '--as', 'R1', '--sheet', 'r1.csv']);
    const sheet = wd.read('r1.csv');
    wd.write('bad.csv', sheet.replace('a-1,,', 'a-1,include,').replace('a-2,,', 'a-2,exclude,nope'));
    const bad = wd.run(['screen', '--as', 'R1', '--import', 'bad.csv']);
    expect(bad.status).toBe(3);
    expect(bad.stderr).toContain('error: bad.csv:3: row 3, reason: nope is no reason of title-abstract');
    expect(wd.run(['status', '--json']).stdout).toContain('"done": 0');
    wd.write('good.csv', sheet.replace('a-1,,', 'a-1,include,').replace('a-2,,', 'a-2,exclude,off-topic'));
    expect(wd.ok(['screen', '--as', 'R1', '--import', 'good.csv'])).toContain('2 votes taken');
    expect(wd.ok(['screen', '--as', 'R1', '--import', 'good.csv'])).toContain('0 votes taken, 2 as before');
    wd.write('other.csv', sheet.replace('a-1,,', 'a-1,exclude,'));
    expect(wd.run(['screen', '--as', 'R1', '--import', 'other.csv']).stderr).toContain('--revise');
    expect(wd.ok(['screen', '--as', 'R1', '--import', 'other.csv', '--revise'])).toContain('1 vote taken');
  });

  it('leads a report through all stages', () => {
    const wd = reviewOfTwo();
    wd.ok(['vote', 'a-1', 'include', '--as', 'R1']);
    wd.ok(['vote', 'a-1', 'exclude', '--reason', 'off-topic', '--as', 'R2']);
    expect(wd.ok(['conflicts'])).toContain('how people voted is shown to R3 while votes are due');
    expect(wd.ok(['conflicts', '--as', 'R3'])).toContain('R2  exclude (off-topic)');
    const rationale = ['--rationale', 'it is about testing'];
    expect(wd.run(['resolve', 'a-1', 'include', '--as', 'R1', '--method', 'adjudication', ...rationale]).status).toBe(
      2,
    );
    expect(wd.run(['resolve', 'a-1', 'include', '--as', 'R3', '--method', 'discussion', ...rationale]).status).toBe(2);
    expect(wd.run(['resolve', 'a-1', 'include', '--as', 'R3', '--method', 'adjudication']).status).toBe(2);
    wd.ok(['resolve', 'a-1', 'include', '--as', 'R3', '--method', 'adjudication', ...rationale]);
    expect(wd.ok(['retrieve', 'list'])).toMatch(/^open +a-1/);
    wd.write('pdf/a.pdf', '%PDF-1.4');
    wd.ok(['retrieve', 'mark', 'a-1', 'retrieved', '--as', 'R1', '--file', 'pdf/a.pdf']);
    expect(wd.run(['vote', 'a-1', 'exclude', '--stage', 'full-text', '--as', 'R1']).status).toBe(2);
    for (const person of ['R1', 'R2'])
      wd.ok(['vote', 'a-1', 'exclude', '--stage', 'full-text', '--reason', 'no-data', '--as', person]);
    const flow = wd.json(['flow', '--json']) as {
      databases: { excludedReports: { id: string; n: number }[] };
      ids: Record<string, string[]>;
    };
    expect(flow.ids['databases.excludedReports.no-data']).toEqual(['a-1']);
    const { pairs } = (
      wd.json(['agreement', '--stage', 'title-abstract', '--json']) as {
        stages: { pairs: { n: number; kappa: number | null }[] }[];
      }
    ).stages[0] ?? { pairs: [] };
    expect(pairs).toMatchObject([{ n: 1, observed: 0 }]);
  });
});

/** Every file of the review with its content. */
function snapshot(wd: Workdir): string {
  const { stdout } = spawnSync('bash', ['-c', 'find . -type f -not -path "./.litscreen/*" | sort | xargs sha256sum'], {
    cwd: wd.path,
    encoding: 'utf8',
  });
  return stdout;
}
