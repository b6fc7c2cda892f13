import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hashesOf } from '../helpers/hashes.ts';
import { buildSlmReview, SLM } from '../helpers/slm-review.ts';
import { workdirAt, type Workdir } from '../helpers/workdir.ts';

const ROOM = mkdtempSync(join(tmpdir(), 'litscreen-git-'));
const REVIEW = join(ROOM, 'review');
afterAll(() => rmSync(ROOM, { recursive: true, force: true }));

/** Git without the settings of this machine. */
function git(folder: string, ...args: string[]): string {
  const env = { PATH: process.env['PATH'] ?? '', HOME: ROOM, GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  const wd = workdirAt(REVIEW);
  buildSlmReview(wd);
  wd.ok(['flow', '--format', 'json', '--output', 'output/prisma.json']);
  git(REVIEW, 'init', '--quiet');
  git(REVIEW, 'add', '--all');
  git(REVIEW, 'commit', '--quiet', '--message', 'The review');
});

function clone(settings: readonly string[]): Workdir {
  const folder = mkdtempSync(join(ROOM, 'clone-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  git(ROOM, 'clone', '--quiet', ...settings.flatMap((setting) => ['--config', setting]), REVIEW, folder);
  return workdirAt(folder);
}

interface Finding {
  readonly code: string;
  readonly level: string;
}
const findingsOf = (wd: Workdir) => (wd.json(['check', '--json']) as { findings: Finding[] }).findings;
/** What hashes stand for: the files of git's own, whose line ends do no harm, aside. */
const bytesOf = (wd: Workdir) =>
  Object.entries(hashesOf(wd.path)).filter(([path]) => !/^\.litscreen\/|^\.gitattributes$|^\.gitignore$/.test(path));

const whole = () => workdirAt(REVIEW);

describe('a clone', () => {
  it.each([
    [['core.autocrlf=true']],
    [['core.autocrlf=false']],
    [['core.autocrlf=input']],
    [['core.autocrlf=false', 'core.eol=crlf']],
    [['core.autocrlf=true', 'core.eol=crlf']],
  ])('with %s has the same bytes, hashes and flow', (settings) => {
    const wd = clone(settings);
    expect(bytesOf(wd)).toEqual(bytesOf(whole()));
    const check = wd.run(['check']);
    expect([check.status, findingsOf(wd)]).toEqual([0, []]);
    expect(wd.ok(['flow'])).toBe(whole().ok(['flow']));
    wd.ok(['flow', '--check', 'output/prisma.json', '--final']);
    expect(git(wd.path, 'status', '--porcelain')).toBe('');
    // What is written there is what would be written anywhere.
    wd.ok(['dedupe', 'rule', 'scopus-1', 'ieee-1', 'different', '--as', 'FC']);
    wd.ok(['dedupe']);
    expect(readFileSync(join(wd.path, 'dedupe/rulings/FC.csv'), 'latin1')).not.toContain('\r');
    git(wd.path, 'add', '--all');
    expect(git(wd.path, 'diff', '--cached', '--stat')).not.toContain('links.csv');
  });

  it('whose ledgers and protocol a program has given other line ends says the same', () => {
    const wd = clone([]);
    const files = [
      'review.yaml',
      'screening/title-abstract/votes/MP.csv',
      'screening/title-abstract/resolutions/ML.csv',
    ];
    for (const file of [...files, 'dedupe/links.csv']) wd.write(file, wd.read(file).replaceAll('\n', '\r\n'));
    expect(findingsOf(wd)).toEqual([]);
    expect(wd.ok(['flow'])).toBe(whole().ok(['flow']));
  });

  it('without the raw exports is whole but for ingest', () => {
    const wd = clone([]);
    for (const search of ['scopus', 'ieee', 'acm', 'wos', 'snowballing'])
      rmSync(join(wd.path, 'searches', search, 'raw'), { recursive: true });
    expect(findingsOf(wd).map(({ code, level }) => [code, level])).toEqual(
      ['acm', 'ieee', 'scopus', 'snowballing', 'wos'].map(() => ['raw-missing', 'note']),
    );
    expect(wd.run(['check']).status).toBe(0);
    expect(wd.ok(['flow'])).toBe(whole().ok(['flow']));
    wd.ok(['flow', '--check', 'output/prisma.json', '--final']);
    for (const args of [
      ['dedupe'],
      ['status'],
      ['explain', 'wos-112'],
      ['conflicts'],
      ['agreement'],
      ['retrieve', 'list'],
    ])
      wd.ok(args);
    const before = bytesOf(wd);
    wd.ok(['ingest', join(SLM, 'exports/wos.txt'), '--search', 'wos']);
    // The export is back in its place, and nothing else has moved.
    expect(bytesOf(wd).filter(([path]) => path !== 'searches/wos/raw/wos.txt')).toEqual(before);
  });
});
