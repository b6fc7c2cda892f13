import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const ris = (titles: readonly string[]) =>
  titles.map((title, index) => `TY  - JOUR\nTI  - ${title}\nAU  - Author${index}, A\nPY  - 2024\nER  - \n`).join('\n');

/** A review of six reports: 1 and 2 excluded for one reason, 3 for another, 4 and 5 in full text, 6 not voted on. */
function smallReview(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write(
    'a.ris',
    ris([
      'Cats in small towns',
      'Dogs in large towns',
      'Birds of the far north',
      'Fish under thick ice',
      'Bees in warm gardens',
      'Ants in old houses',
    ]),
  );
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--database', 'Alpha', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  const votes = [
    ['a-1', 'exclude', 'off-topic'],
    ['a-2', 'exclude', 'off-topic'],
    ['a-3', 'exclude', 'wrong-type'],
    ['a-4', 'include'],
    ['a-5', 'include'],
  ] as const;
  for (const [id, vote, reason] of votes) {
    for (const person of ['R1', 'R2'])
      wd.ok(['vote', id, vote, '--as', person, ...(reason ? ['--reason', reason] : [])]);
  }
  wd.ok(['flow', '--format', 'json', '--output', 'output/prisma.json']);
  return wd;
}

const revise = (wd: Workdir, id: string, vote: string, reason?: string) => {
  for (const person of ['R1', 'R2']) wd.ok(['vote', id, vote, '--as', person, ...(reason ? ['--reason', reason] : [])]);
};

/** Two people discuss a report that they had in conflict on the way to another view. */
const discuss = (wd: Workdir, id: string, decision: string, reason?: string) => {
  for (const person of ['R1', 'R2']) {
    wd.ok([
      'resolve',
      id,
      decision,
      '--as',
      person,
      '--method',
      'discussion',
      '--rationale',
      'talked it over',
      ...(reason ? ['--reason', reason] : []),
    ]);
  }
};

describe('flow --check', () => {
  it('passes on an unchanged provisional flow, and fails on it with --final', () => {
    const wd = smallReview();
    expect(wd.run(['flow', '--check', 'output/prisma.json']).status).toBe(0);
    expect(wd.run(['flow', '--check', 'output/prisma.json', '--final']).status).toBe(1);
  });

  it('names box and id of a report that moved, and the decision behind it', () => {
    const wd = smallReview();
    for (const person of ['R1', 'R2']) wd.ok(['vote', 'a-6', 'exclude', '--reason', 'wrong-type', '--as', person]);
    const { status, stdout, stderr } = wd.run(['flow', '--check', 'output/prisma.json']);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /databases\.excluded {3}3 → 4\n {2}\+ a-6 .*R2 exclude wrong-type.*screening\/title-abstract\/votes\/R2\.csv:\d+/,
    );
    expect(stdout).toMatch(/pending\.title-abstract\.votes {3}1 → 0\n {2}− a-6/);
    expect(stderr).toMatch(/^error: the flow differs from output\/prisma\.json in \d boxes\nhint: /);
  });

  it('sees a swap that keeps every count', () => {
    const wd = smallReview();
    // a-1 and a-3 change places: one goes on, for one that stays behind.
    revise(wd, 'a-1', 'include');
    discuss(wd, 'a-1', 'include');
    revise(wd, 'a-4', 'exclude', 'off-topic');
    discuss(wd, 'a-4', 'exclude', 'off-topic');
    const counts = (text: string) => ({ ...(JSON.parse(text) as Record<string, unknown>), ids: null });
    expect(counts(wd.ok(['flow', '--json']))).toEqual(counts(wd.read('output/prisma.json')));
    const { status, stdout } = wd.run(['flow', '--check', 'output/prisma.json']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/databases\.excluded {3}3 → 3, other ids\n {2}− a-1 {3}.*\n {2}\+ a-4/);
  });

  it('passes where a decision moved nothing', () => {
    const wd = smallReview();
    wd.ok(['vote', 'a-2', 'exclude', '--reason', 'off-topic', '--note', 'read again', '--as', 'R1']);
    expect(wd.run(['flow', '--check', 'output/prisma.json']).status).toBe(0);
  });

  it('compares numbers where the committed flow has no ids', () => {
    const wd = smallReview();
    wd.ok(['flow', '--format', 'json', '--counts-only', '--output', 'counts.json']);
    expect(wd.run(['flow', '--check', 'counts.json']).status).toBe(0);
    for (const person of ['R1', 'R2']) wd.ok(['vote', 'a-6', 'exclude', '--as', person]);
    const { status, stdout } = wd.run(['flow', '--check', 'counts.json']);
    expect([status, stdout.includes('databases.excluded   3 → 4')]).toEqual([1, true]);
  });

  it('keeps an exclusion between its two votes a secret', () => {
    const wd = smallReview();
    wd.ok(['vote', 'a-6', 'exclude', '--reason', 'wrong-type', '--note', 'a survey', '--as', 'R1']);
    const commands = [
      ['status'],
      ['status', '--json'],
      ['conflicts'],
      ['agreement', '--json'],
      ['explain', 'a-6'],
      ['explain', 'a-6', '--json'],
      ['explain', 'pending.title-abstract.votes'],
      ['flow', '--json'],
      ['check', '--json'],
    ];
    const shown = (vote: string[]) => {
      const other = smallReview();
      other.ok(['vote', 'a-6', ...vote, '--as', 'R1']);
      return commands.map((args) => other.run(args).stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'at'));
    };
    const outputs = shown(['exclude', '--reason', 'wrong-type', '--note', 'a survey']);
    expect(shown(['include'])).toEqual(outputs);
    expect(outputs.join('')).toContain('R1 voted');
  });
});
