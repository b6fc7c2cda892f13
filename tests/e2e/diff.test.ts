import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const git = (cwd: string, ...args: readonly string[]) => {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd, encoding: 'utf8' });
  expect([args, status, status === 0 ? '' : stderr]).toEqual([args, 0, '']);
  return stdout.trim();
};

/** A repository with a review of two reports in a folder of it, committed before anybody voted. */
function repository(folder: string): Workdir {
  const wd = workdir();
  mkdirSync(join(wd.path, folder), { recursive: true });
  git(wd.path, 'init', '-q', '-b', 'main');
  wd.ok(['-C', folder, 'init', '.']);
  const entry = (title: string) => `TY  - JOUR\nTI  - ${title}\nAU  - Smith, Ann\nPY  - 2024\nER  -\n`;
  wd.write(join(folder, 'a.ris'), `${entry('Cats in small towns')}\n${entry('Dogs in large towns')}`);
  wd.ok(['-C', folder, 'ingest', 'a.ris', '--search', 'a', '--database', 'Alpha', '--date', '2025-01-01']);
  wd.ok(['-C', folder, 'dedupe']);
  git(wd.path, 'add', '-A');
  git(wd.path, 'commit', '-qm', 'Before the votes');
  return wd;
}

const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('litscreen-revision-'));

describe('diff', () => {
  it.each(['.', 'reviews/small', ' odd name é '])('reads the review of a commit in the folder “%s”', (folder) => {
    const wd = repository(folder);
    const before = new Set(left());
    for (const person of ['R1', 'R2'])
      wd.ok(['-C', folder, 'vote', 'a-1', 'exclude', '--reason', 'off-topic', '--as', person]);
    const index = readFileSync(join(wd.path, '.git/index'));
    const told = wd.ok(['-C', folder, 'diff', 'HEAD']);
    expect(told).toMatch(/^databases\.excluded +0 → 1 {3}\+1\n/);
    expect(told).toMatch(
      /by title-abstract: R2 exclude off-topic \(\d{4}-\d\d-\d\d, screening\/title-abstract\/votes\/R2\.csv:2\)/,
    );
    expect(readFileSync(join(wd.path, '.git/index')).equals(index)).toBe(true);
    git(wd.path, 'add', '-A');
    git(wd.path, 'commit', '-qm', 'The votes');
    expect(wd.ok(['-C', folder, 'diff', 'HEAD~1', 'HEAD'])).toBe(told);
    expect(wd.ok(['-C', folder, 'diff', 'HEAD~1..HEAD'])).toBe(told);
    expect(wd.ok(['-C', folder, 'diff', 'HEAD'])).toBe('no box of the flow has moved\n');
    expect(left().filter((name) => !before.has(name))).toEqual([]);
  });

  it('is not led astray by what git sets for its hooks, nor by filters and hooks of the repository', () => {
    const wd = repository('sub');
    git(wd.path, 'config', 'filter.odd.smudge', 'sed s/R1/R9/');
    git(wd.path, 'config', 'core.autocrlf', 'true');
    wd.write('.git/info/attributes', '*.csv filter=odd\n*.jsonl eol=crlf\n');
    const hooked = { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index', GIT_PREFIX: '' };
    const { status, stdout } = wd.run(['-C', 'sub', 'diff', 'HEAD'], hooked);
    expect([status, stdout]).toEqual([0, 'no box of the flow has moved\n']);
  });

  it.each([
    ['a commit that is not there', 'nothing', 'git knows no commit nothing here'],
    ['what looks like an option', '--output=x', "unknown option '--output=x'"],
    ['a folder', 'HEAD:sub', 'git knows no commit HEAD:sub here'],
    ['a range of three dots', 'main...HEAD', 'main...HEAD is no commit'],
    ['a commit without the review', 'empty', 'there is no review here at empty'],
  ])('refuses %s', (_, revision, message) => {
    const wd = repository('sub');
    git(wd.path, 'switch', '-q', '--orphan', 'empty');
    git(wd.path, 'commit', '-q', '--allow-empty', '-m', 'Nothing');
    git(wd.path, 'switch', '-q', 'main');
    const { status, stderr } = wd.run(['-C', 'sub', 'diff', revision]);
    expect([status, stderr.split('\n')[0]]).toEqual([2, `error: ${message}`]);
  });
});
