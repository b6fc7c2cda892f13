import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const entry = (title: string, doi: string) =>
  `TY  - JOUR\nTI  - ${title}\nAU  - Doe, Jane\nPY  - 2024\nDO  - ${doi}\nER  - \n\n`;
const TITLES = ['Cats in small towns', 'Dogs in large towns', 'Birds of the far north', 'Fish under thick ice'];

/** Four reports that nobody has voted on. */
function review(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write('exports/a.ris', TITLES.map((title, index) => entry(title, `10.5555/${index}`)).join(''));
  wd.ok(['ingest', 'exports/a.ris', '--search', 'a', '--database', 'Alpha', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  return wd;
}

type Cells = Readonly<Record<string, string | number>>;

/** What a person does in a spreadsheet: opens a workbook, fills in cells such as `B2`, and saves it as that program does. */
async function fillIn(wd: Workdir, file: string, cells: Cells): Promise<void> {
  const workbook = await read(readFileSync(join(wd.path, file)));
  const sheets = workbook.sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) }));
  const rows = sheets.find(({ name }) => name === 'screening')?.rows ?? [];
  for (const [place, value] of Object.entries(cells)) {
    const row = rows[Number(place.slice(1)) - 1];
    if (row) row[place.charCodeAt(0) - 65] = value;
  }
  wd.write(file, await writeXlsx({ sheets: sheets.reverse() }));
}

const votesOf = (wd: Workdir, person: string) =>
  wd
    .read(`screening/title-abstract/votes/${person}.csv`)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(0, 6).join(','));
const importAs = (wd: Workdir, file: string, ...more: string[]) =>
  wd.run(['screen', '--as', 'R1', '--import', file, ...more]);

describe('a screening sheet as a workbook', () => {
  it('is filled in, in part or whole, and taken back', { timeout: 120_000 }, async () => {
    const wd = review();
    wd.ok(['screen', '--as', 'R1', '--sheet', 'r1.xlsx']);
    const first = readFileSync(join(wd.path, 'r1.xlsx'));
    wd.ok(['screen', '--as', 'R1', '--sheet', 'r1.xlsx']);
    expect(readFileSync(join(wd.path, 'r1.xlsx')).equals(first)).toBe(true);
    await fillIn(wd, 'r1.xlsx', {
      B2: 'include',
      D2: '=1+1',
      E2: 'cute; see-3',
      B3: 'Exclude',
      C3: 'off-topic',
      D4: '',
    });
    expect(importAs(wd, 'r1.xlsx', '--dry-run').stdout).toContain('2 votes would be taken');
    expect(wd.run(['status']).stdout).toContain('R1 0 done');
    expect(importAs(wd, 'r1.xlsx').stdout).toContain('r1.xlsx: 2 votes taken, 0 as before');
    expect(importAs(wd, 'r1.xlsx', '--dry-run').stdout).toContain('r1.xlsx: 0 votes would be taken, 2 as before');
    expect(votesOf(wd, 'R1')).toEqual(['a-1,vote,include,,=1+1,cute see-3', 'a-2,vote,exclude,off-topic,,']);
    wd.ok(['screen', '--as', 'R1', '--sheet', 'r1.xlsx']);
    expect(importAs(wd, 'r1.xlsx').stdout).toContain('0 votes taken, 2 as before');
    await fillIn(wd, 'r1.xlsx', { B2: 'maybe', B4: 'include', C5: 'include', B5: '', E4: 'blind' });
    const refused = importAs(wd, 'r1.xlsx');
    expect([refused.status, refused.stderr.split('\n').filter((line) => line.startsWith('error'))]).toEqual([
      3,
      [
        'error: r1.xlsx:2: row 2, vote: you voted include on a-1 before',
        'error: r1.xlsx:4: row 4, labels: "blind" is a label of the program',
        'error: r1.xlsx:5: row 5, reason: "include" is a vote',
      ],
    ]);
    expect(votesOf(wd, 'R1')).toHaveLength(2);
    await fillIn(wd, 'r1.xlsx', { C5: '', E4: 'fine' });
    const revised = importAs(wd, 'r1.xlsx', '--revise');
    expect(revised.stdout).toContain('2 votes taken, 1 as before');
    expect(revised.stderr).toMatch(/^ {2}a-\d: .* → /m);
    expect(votesOf(wd, 'R1').slice(2)).toEqual(['a-1,vote,maybe,,=1+1,cute see-3', 'a-3,vote,include,,,fine']);
  });

  it('is refused where columns were sorted apart, or a column is missing or twice', { timeout: 120_000 }, async () => {
    const wd = review();
    wd.ok(['screen', '--as', 'R1', '--sheet', 'r1.xlsx']);
    await fillIn(wd, 'r1.xlsx', { B2: 'include', F2: TITLES[3] ?? '' });
    expect(importAs(wd, 'r1.xlsx').stderr).toContain(
      'row 2, title: this is the title of a-4, not of a-1: were columns sorted apart?',
    );
    await fillIn(wd, 'r1.xlsx', { F2: TITLES[0] ?? '', B1: 'votes' });
    expect(importAs(wd, 'r1.xlsx').stderr).toContain('the sheet has no column vote');
    await fillIn(wd, 'r1.xlsx', { B1: 'vote', C1: 'Vote' });
    expect(importAs(wd, 'r1.xlsx').stderr).toContain('the sheet has two columns vote');
    expect(wd.run(['screen', '--as', 'R3', '--import', 'r1.xlsx']).stderr).toContain('R3 is not a reviewer');
    expect(wd.run(['screen', '--as', 'R1', '--sheet', 'r1.ods']).status).toBe(2);
    expect(wd.run(['status']).stdout).toContain('R1 0 done');
  });
});

describe('a sheet that is older than a merge or a split', () => {
  const TOGETHER = 'report,vote,reason,note\na-1,include,,\na-2,VOTE,,\n';

  it(
    'says one thing of two records that are one report by now, or makes the vote due again',
    { timeout: 120_000 },
    () => {
      const wd = review();
      wd.ok(['dedupe', 'rule', 'a-1', 'a-2', 'same', '--as', 'R1']);
      wd.write('s.csv', TOGETHER.replace('VOTE', 'include'));
      expect(importAs(wd, 's.csv').stdout).toContain('1 vote taken');
      expect(votesOf(wd, 'R1')).toEqual(['a-1,vote,include,,,', 'a-2,vote,include,,,']);
      wd.write('s.csv', TOGETHER.replace('VOTE', 'exclude'));
      expect(importAs(wd, 's.csv').stderr).toContain('row 3, vote: you voted include on a-1 before');
      const { stdout, stderr } = importAs(wd, 's.csv', '--revise');
      expect(stdout).toContain('1 vote taken, 1 as before');
      expect(stderr).toContain(
        'a-1 and a-2 are one report by now, and your votes on them differ: it waits for you again',
      );
      expect(stderr).toContain('3 reports left for R1');
    },
  );

  it('leaves a decision with the record that it names', { timeout: 120_000 }, () => {
    const wd = review();
    wd.ok(['dedupe', 'rule', 'a-1', 'a-2', 'same', '--as', 'R1']);
    wd.write('s.csv', `report,vote,title\na-1,include,"${TITLES[1]}"\na-3,include,"${TITLES[2]}"\n`);
    wd.ok(['dedupe', 'rule', 'a-1', 'a-2', 'different', '--as', 'R1']);
    expect(importAs(wd, 's.csv').stdout).toContain('2 votes taken');
    expect(votesOf(wd, 'R1')).toEqual(['a-1,vote,include,,,', 'a-3,vote,include,,,']);
  });
});

describe('a sheet of one person', () => {
  it('is the only one in its file, or nobody knows which is meant', { timeout: 120_000 }, async () => {
    const wd = review();
    const rows = (said: string) => [['report', 'vote'], ['a-1', said]]; // prettier-ignore
    const sheets = [{ name: 'old', rows: rows('include') }, { name: 'new', rows: rows('exclude') }]; // prettier-ignore
    wd.write('two.xlsx', await writeXlsx({ sheets }));
    const { status, stderr } = importAs(wd, 'two.xlsx');
    expect([status, stderr]).toEqual([3, expect.stringContaining('2 of its sheets have a column report or vote')]);
    expect(wd.run(['status']).stdout).toContain('R1 0 done');
  });

  it('is not taken as that of another', async () => {
    const wd = review();
    wd.ok(['screen', '--as', 'R1', '--sheet', 'r1.xlsx']);
    await fillIn(wd, 'r1.xlsx', { B2: 'include' });
    const { status, stderr } = wd.run(['screen', '--as', 'R2', '--import', 'r1.xlsx']);
    expect([status, stderr]).toEqual([3, expect.stringContaining('this is the sheet of R1, not of R2')]);
    expect(wd.run(['status']).stdout).toContain('R2 0 done');
  });

  it('says what their sealed votes say, and takes them back as they are', () => {
    const wd = review();
    wd.write('review.yaml', `${wd.read('review.yaml')}seal: true\n`);
    wd.ok(['vote', 'a-2', 'exclude', '--reason', 'off-topic', '--as', 'R1']);
    wd.ok(['screen', '--as', 'R1', '--sheet', 'r1.csv']);
    const sheet = wd.read('r1.csv');
    expect(sheet).toContain('a-2,exclude,off-topic,');
    wd.write('r1.csv', sheet.replace('a-1,,', 'a-1,include,'));
    expect(wd.ok(['screen', '--as', 'R1', '--import', 'r1.csv'])).toContain('1 vote taken, 1 as before');
    expect(wd.read('screening/title-abstract/votes/R1.csv')).not.toMatch(/include|exclude/);
  });
});
