import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const TITLES = ['Cats, large', 'Dogs in towns', 'Birds of the north', 'Fish under ice', 'Bees'];
// Of two reports with one title only the id tells which is which.
const entry = (title: string) => `TY  - JOUR\nTI  - ${title}\nPY  - 2024\nER  - \n\n`;

function review(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write('a.ris', TITLES.map(entry).join(''));
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--database', 'Alpha', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  return wd;
}

const NOTE = 'p. 3 | "so" \\ =x, RAYYAN-LABELS: a';
const SHEETS = {
  R1: `report,vote,reason,note\na-1,include,,\na-2,exclude,off-topic,"${NOTE.replaceAll('"', '""')}"\na-3,maybe,,\na-4,exclude,,\na-5,exclude,off-topic,\n`,
  R2: 'report,vote,reason,note\na-1,include,,\na-2,include,,mine\na-3,exclude,off-topic,\na-5,exclude,,\n',
};

function screened(): Workdir {
  const wd = review();
  for (const [person, sheet] of Object.entries(SHEETS)) {
    wd.write('s.csv', sheet);
    wd.ok(['screen', '--as', person, '--import', 's.csv']);
  }
  return wd;
}

/** The votes of a person, without what is no part of them. */
const votesOf = (wd: Workdir, person: string) =>
  wd
    .read(`screening/title-abstract/votes/${person}.csv`)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/,[^,]*,[^,]*,[^,]*,[^,]*$/, ''))
    .sort();
const ids = (votes: readonly string[]) => votes.map((line) => line.split(',')[0]);

describe('export to another program and back', () => {
  it('Rayyan: the votes of two people where they may be told, one’s own all', { timeout: 120_000 }, () => {
    const [wd, other] = [screened(), review()];
    const both = ['export', '--format', 'rayyan', '--decisions-of', 'R1', '--decisions-of', 'R2'];
    const { stdout, stderr } = wd.run(both);
    expect(stderr).toContain('all reports at title-abstract: 5 records as rayyan');
    expect(stderr).toContain('8 decisions of R1, R2 with them\nnote: 1 report without a decision');
    expect(stdout).toContain('N1  - LITSCREEN-ID: a-4\n');
    other.write('r.ris', stdout);
    other.ok(['screen', '--import', 'r.ris']);
    const told = (person: string) => votesOf(wd, person).filter((line) => !line.startsWith('a-4'));
    expect(votesOf(other, 'R1')).toEqual(told('R1'));
    expect(votesOf(other, 'R2')).toEqual(told('R2'));
    const own = wd.ok(['export', '--format', 'rayyan', '--decisions-of', 'R1', '--as', 'R1']);
    other.write('r.ris', own);
    expect(other.ok(['screen', '--import', 'r.ris'])).toContain('1 vote taken, 4 as before');
    expect(votesOf(other, 'R1')).toEqual(votesOf(wd, 'R1'));
  });

  it('takes nothing away that another program does not know, and gives notes back as they were', () => {
    const wd = review();
    wd.write('s.csv', 'report,vote,reason,note,labels\na-1,exclude,off-topic,"=1+1, \'so\'",far\na-2,include,,,near\n');
    wd.ok(['screen', '--as', 'R1', '--import', 's.csv']);
    for (const format of ['rayyan', 'asreview']) {
      wd.write('x.csv', wd.ok(['export', '--format', format, '--decisions-of', 'R1', '--as', 'R1']));
      const taken = wd.ok(['screen', '--import', 'x.csv', '--as', 'R1', '--revise']);
      expect([format, taken]).toEqual([format, expect.stringContaining('0 votes taken, 2 as before')]);
    }
  });

  it('Rayyan: a note brings the record home where nothing else does', { timeout: 120_000 }, () => {
    const [wd, other] = [screened(), review()];
    const own = wd.ok(['export', 'a-1', '--format', 'rayyan', '--decisions-of', 'R1', '--as', 'R1']);
    // Rayyan gives ids of its own, leaves out what it does not know, and keeps notes.
    other.write('r.ris', own.replace(/^ID {2}- .*$/m, 'ID  - rayyan-1').replace(/^(?:U5|PY) .*\n/gm, ''));
    other.ok(['screen', '--import', 'r.ris']);
    expect(ids(votesOf(other, 'R1'))).toEqual(['a-1']);
  });

  it('ASReview: the labels of one person, a maybe left out', { timeout: 120_000 }, () => {
    const [wd, other] = [screened(), review()];
    const { stdout, stderr } = wd.run(['export', '--format', 'asreview', '--decisions-of', 'R1', '--as', 'R1']);
    expect(stderr).toContain('note: ASReview knows no maybe: 1 report without a label for it');
    other.write('asreview.csv', stdout);
    other.ok(['screen', '--import', 'asreview.csv', '--as', 'R1']);
    expect(votesOf(other, 'R1')).toEqual(votesOf(wd, 'R1').filter((line) => !line.startsWith('a-3')));
    // What was labelled there counts more than what went out.
    const [head = '', ...rows] = stdout.trimEnd().split('\n');
    const labelled = rows.map((row) => `${row},${row.startsWith('a-1') ? '0' : ''}`);
    other.write('asreview.csv', [`${head},asreview_label`, ...labelled, ''].join('\n'));
    other.ok(['screen', '--import', 'asreview.csv', '--as', 'R2']);
    expect(votesOf(other, 'R2')[0]).toBe('a-1,vote,exclude,,');
  });

  it('Covidence: a list comes back with the vote that it stands for', { timeout: 120_000 }, () => {
    const wd = review();
    wd.write('c.ris', wd.ok(['export', 'a-2', 'a-5', '--format', 'covidence']));
    wd.ok(['screen', '--import', 'c.ris', '--all', 'exclude', '--as', 'R1']);
    expect(votesOf(wd, 'R1')).toEqual(['a-2,vote,exclude,,', 'a-5,vote,exclude,,']);
  });

  it('refuses decisions that a format has no place for, and people it does not know', { timeout: 120_000 }, () => {
    const wd = review();
    for (const [format, message, ...people] of [
      ['ris', 'ris has no place for decisions', 'R1'],
      ['covidence', 'covidence has no place for decisions', 'R1'],
      ['asreview', 'asreview knows one person', 'R1', 'R2'],
      ['rayyan', 'R9 is not among the people', 'R9'],
    ]) {
      const args = people.flatMap((person) => ['--decisions-of', person]);
      const { status, stderr } = wd.run(['export', '--format', format ?? '', ...args]);
      expect([status, stderr]).toEqual([2, expect.stringContaining(message ?? '') as string]);
    }
  });
});
