import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}
interface Workflow {
  readonly jobs: { readonly check: { readonly steps: readonly Step[] } };
}

const yaml = (file: string) => parse(readFileSync(join(ROOT, file), 'utf8')) as unknown;
const action = yaml('action.yml') as Action;
const workflow = yaml('docs/examples/review.yml') as Workflow;

const git = (cwd: string, ...args: readonly string[]) => {
  const who = ['-c', 'user.name=A Reviewer', '-c', 'user.email=reviewer@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd, encoding: 'utf8' });
  expect([args, status, status === 0 ? '' : stderr]).toEqual([args, 0, '']);
  return stdout.trim();
};

/**
 * Runs the steps of the example workflow on a repository as GitHub does: what is checked out is there, Node is too, and
 * each step that the action has is a script under bash.
 */
function runWorkflow(wd: Workdir, event: { readonly base?: string }, inputs: Readonly<Record<string, string>> = {}) {
  const steps = workflow.jobs.check.steps.filter((step) => !step.uses?.startsWith('actions/'));
  expect(steps.map((step) => step.uses)).toEqual(['OWNER/litscreen@COMMIT']);
  const given = Object.entries(steps[0]?.with ?? {}).map(([name, value]) => [name, String(value)]);
  const values: Record<string, string> = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default])),
    ...(Object.fromEntries(given) as Record<string, string>),
    ...inputs,
  };
  expect(action.inputs['base']?.default).toBe('${{ github.event.pull_request.base.sha || github.event.before }}');
  values['base'] = event.base ?? '';
  const summary = join(wd.path, '..', `${wd.path.split('/').at(-1) ?? ''}-summary.md`);
  let log = '';
  let status = 0;
  for (const { run, env = {} } of action.runs.steps) {
    if (run === undefined || status !== 0) continue;
    const filled = Object.entries(env).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => values[input] ?? ''),
    ]);
    const done = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: wd.path,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: wd.path,
        GITHUB_ACTION_PATH: ROOT.replace(/\/$/, ''),
        GITHUB_WORKSPACE: wd.path,
        GITHUB_STEP_SUMMARY: summary,
        ...(Object.fromEntries(filled) as Record<string, string>),
      },
    });
    log += done.stdout + done.stderr;
    status = done.status ?? -1;
  }
  const read = () => readFileSync(summary, 'utf8');
  return { status, log, summary: read };
}

/** A repository with a review of four reports, two of them excluded, whose flow is committed. */
function repository(folder = '.'): Workdir {
  const wd = workdir();
  mkdirSync(join(wd.path, folder), { recursive: true });
  const ok = (...args: readonly string[]) => wd.ok(['-C', folder, ...args]);
  git(wd.path, 'init', '-q', '-b', 'main');
  ok('init', '.');
  const entry = (title: string) => `TY  - JOUR\nTI  - ${title}\nAU  - Smith, Ann\nPY  - 2024\nER  -\n`;
  const titles = ['Cats in small towns', 'Dogs in large towns', 'Birds of the far north', 'Fish under thick ice'];
  wd.write(join(folder, 'a.ris'), titles.map(entry).join('\n'));
  ok('ingest', 'a.ris', '--search', 'a', '--database', 'Alpha', '--date', '2025-01-01');
  ok('dedupe');
  for (const person of ['R1', 'R2']) {
    for (const id of ['a-1', 'a-2']) ok('vote', id, 'exclude', '--reason', 'off-topic', '--as', person);
    for (const id of ['a-3', 'a-4']) ok('vote', id, 'include', '--as', person);
  }
  ok('flow', '--output', 'output/prisma.json');
  git(wd.path, 'add', '-A');
  git(wd.path, 'commit', '-qm', 'The review so far');
  return wd;
}

describe('the example workflow', () => {
  it('passes from the first day of a review, before there is a flow', () => {
    const wd = workdir();
    wd.ok(['init', '.']);
    const { status, log, summary } = runWorkflow(wd, {});
    expect([status, log.match(/^::error.*/gm)]).toEqual([0, null]);
    expect(log).toContain('::notice file=output/prisma.json,title=litscreen%3A flow-missing::no flow is committed yet');
    expect(summary()).toContain('**Every rule holds**');
    expect(runWorkflow(wd, {}, { final: 'true' }).status).toBe(1);
  });

  it('passes while work is open, and fails at the line of the decision that moved a number', () => {
    const wd = repository();
    const base = git(wd.path, 'rev-parse', 'HEAD');
    expect(runWorkflow(wd, { base }).status).toBe(0);
    git(wd.path, 'switch', '-qc', 'second-thoughts');
    for (const person of ['R1', 'R2']) wd.ok(['vote', 'a-2', 'include', '--note', 'they are | small', '--as', person]);
    for (const person of ['R1', 'R2']) {
      const args = ['--as', person, '--method', 'discussion', '--rationale', 'Large towns count too'];
      wd.ok(['resolve', 'a-2', 'include', ...args]);
    }
    git(wd.path, 'commit', '-qam', 'Second thoughts');
    const moved = runWorkflow(wd, { base });
    expect(moved.status).toBe(1);
    expect(moved.log).toMatch(
      /^::error file=screening\/title-abstract\/resolutions\/R\d\.csv,line=2,title=litscreen%3A flow-moved::databases\.excluded moved: 2 → 1 \(−a-2\)/m,
    );
    expect(moved.summary()).toContain('| `databases.excluded` | 2 → 1   −1 |');
    expect(moved.summary()).toContain('| a-2 | Dogs in large towns |');
    expect(moved.summary()).toContain('they are \\| small');
    expect(moved.summary()).toContain('```mermaid\nflowchart TB');

    wd.ok(['flow', '--output', 'output/prisma.json']);
    git(wd.path, 'commit', '-qam', 'The flow after it');
    const committed = runWorkflow(wd, { base });
    expect([committed.status, committed.log.match(/^::error.*/gm)]).toEqual([0, null]);
  });

  it('finds a review in a folder of the repository, and tells paths from its root', () => {
    const wd = repository('reviews/small');
    const base = git(wd.path, 'rev-parse', 'HEAD');
    wd.ok(['-C', 'reviews/small', 'vote', 'a-2', 'include', '--as', 'R1']);
    const { status, log, summary } = runWorkflow(wd, { base }, { folder: 'reviews/small' });
    expect(status).toBe(1);
    expect(log).toContain('::error file=reviews/small/screening/title-abstract/votes/R1.csv,line=');
    expect(summary()).toContain('Moved since');
  });

  it('passes where the commit before has no review, or a broken one, and says so', () => {
    const wd = workdir();
    git(wd.path, 'init', '-q', '-b', 'main');
    git(wd.path, 'commit', '-q', '--allow-empty', '-m', 'Nothing yet');
    const empty = git(wd.path, 'rev-parse', 'HEAD');
    wd.ok(['init', '.']);
    const review = wd.read('review.yaml');
    wd.write('review.yaml', 'title: [');
    git(wd.path, 'add', '-A');
    git(wd.path, 'commit', '-qm', 'A broken review');
    const broken = git(wd.path, 'rev-parse', 'HEAD');
    wd.write('review.yaml', review);
    for (const base of [empty, broken]) {
      const { status, log, summary } = runWorkflow(wd, { base });
      expect([base, status, log.includes('cannot be told')]).toEqual([base, 0, true]);
      expect(summary()).toContain('It cannot be told:');
    }
  });

  it('says why the summary cannot tell what moved, where the commit before is not there', () => {
    const wd = repository();
    const { status, log } = runWorkflow(wd, { base: '1234567890123456789012345678901234567890' });
    expect(status).toBe(0);
    expect(log).toContain('::notice::the summary cannot tell what moved since 123456789012');
    expect(runWorkflow(wd, { base: '0'.repeat(40) }).log).not.toContain('cannot tell');
  });
});
