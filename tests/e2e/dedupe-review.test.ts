import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const entry = (title: string, year: number) =>
  `TY  - JOUR\nTI  - ${title}\nAU  - Poe, Edgar\nPY  - ${year}\nER  - \n\n`;

/** Two pairs that only a person can decide. */
function review(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write(
    'a.ris',
    entry('Dogs in large towns and their owners', 2024) + entry('Fish under the thick ice of lakes', 2020),
  );
  wd.write(
    'b.ris',
    entry('Dogs in large towns and the owners', 2024) + entry('Fish under the thick ice of lakes', 2023),
  );
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01']);
  wd.ok(['ingest', 'b.ris', '--search', 'b', '--date', '2025-01-02']);
  wd.ok(['dedupe']);
  return wd;
}

describe('dedupe review', () => {
  it('names its twins where there is no terminal', () => {
    const { status, stderr } = review().run(['dedupe', 'review', '--as', 'R1']);
    expect(status).toBe(2);
    expect(stderr).toContain('litscreen dedupe review --as R1 --sheet <file>');
  });

  it('writes the pairs to a sheet, and takes it back once', () => {
    const wd = review();
    expect(wd.ok(['dedupe', 'review', '--as', 'R1', '--sheet', 'pairs.csv'])).toBe('pairs.csv: 2 pairs to decide\n');
    const sheet = wd.read('pairs.csv');
    wd.write('pairs.csv', sheet.replace('a-1,b-1,', 'a-1,b-1,Same').replace('a-2,b-2,,', 'b-2,a-2,d,another year'));
    const taken = JSON.parse(wd.ok(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv', '--json'])) as unknown;
    expect(taken).toEqual({ schema: 1, rows: 2, same: 1, different: 1, study: 0, changed: 2, uncertain: 0 });
    const ledger = wd.read('dedupe/rulings/R1.csv');
    expect(ledger).toMatch(
      /^record_a,record_b,verdict,note,at\na-1,b-1,same,,.*Z\na-2,b-2,different,another year,.*Z\n$/,
    );
    expect(wd.read('dedupe/links.csv')).toContain('b-1,a-1,ruling,1.000');
    wd.ok(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv']);
    expect(wd.read('dedupe/rulings/R1.csv')).toBe(ledger);
    expect(wd.ok(['dedupe', 'review', '--as', 'R1'])).toContain('no pair waits for R1');
  });

  it('takes nothing of a sheet in which something is wrong, and names all of it', () => {
    const wd = review();
    wd.ok(['dedupe', 'review', '--as', 'R1', '--sheet', 'pairs.csv']);
    wd.write(
      'pairs.csv',
      wd.read('pairs.csv').replace('a-1,b-1,', 'a-1,zz-1,same').replace('a-2,b-2,,', 'a-2,b-2,perhaps,'),
    );
    const { status, stderr } = wd.run(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv']);
    expect([status, stderr.match(/^error: .*$/gm)]).toEqual([
      3,
      [expect.stringContaining('zz-1 is no record of this review'), expect.stringContaining('"perhaps" is no verdict')],
    ]);
    expect(existsSync(join(wd.path, 'dedupe/rulings/R1.csv'))).toBe(false);
  });
});

describe('dedupe rule', () => {
  it('has no dry run, and prints JSON where it is asked to', () => {
    const wd = review();
    const dry = wd.run(['dedupe', 'rule', 'a-1', 'b-1', 'same', '--as', 'R1', '-n']);
    expect([dry.status, dry.stderr]).toEqual([2, expect.stringContaining('what a person rules has no dry run')]);
    expect(existsSync(join(wd.path, 'dedupe/rulings/R1.csv'))).toBe(false);
    const ruled = JSON.parse(wd.ok(['dedupe', 'rule', 'a-1', 'b-1', 'Same', '--as', 'R1', '--json'])) as unknown;
    const one = { a: 'a-1', b: 'b-1', verdict: 'same' };
    expect(ruled).toEqual({ schema: 1, person: 'R1', ruled: [one], reports: 3, uncertain: 1 });
    expect(wd.run(['dedupe', 'rule', 'a-1', 'b-1', 'study', '--as', 'R1']).stderr).toContain('study join a-1 b-1');
  });

  it('is asked again of those who contradict each other', () => {
    const wd = review();
    wd.ok(['dedupe', 'rule', 'a-1', 'b-1', 'same', '--as', 'R1']);
    wd.ok(['dedupe', 'rule', 'a-1', 'b-1', 'different', '--as', 'R2']);
    expect(wd.ok(['dedupe', 'review', '--as', 'R1', '--sheet', 'pairs.csv'])).toContain('2 pairs to decide');
    expect(wd.read('pairs.csv')).toContain('R1 says same, R2 says different');
  });
});

describe('what a person said since the sheet was written', () => {
  it('is not undone by the sheet', () => {
    const wd = review();
    wd.ok(['dedupe', 'review', '--as', 'R1', '--sheet', 'pairs.csv']);
    wd.ok(['dedupe', 'rule', 'a-1', 'b-1', 'different', '--as', 'R1']);
    wd.write('pairs.csv', wd.read('pairs.csv').replace('a-1,b-1,', 'a-1,b-1,same'));
    const { status, stderr } = wd.run(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv']);
    expect([status, stderr]).toEqual([3, expect.stringContaining('you ruled a-1 and b-1 different on 20')]);
    expect(stderr).toContain('litscreen dedupe rule a-1 b-1 same --as R1');
    expect(wd.read('dedupe/rulings/R1.csv').split('\n')).toHaveLength(3);
  });
});

describe('a preprint and its article', () => {
  const paper = (year: number, venue: string, doi: string) =>
    `TY  - JOUR\nTI  - Small models for robots in orchards\nAU  - Poe, Edgar\nAU  - Roe, Ann\nPY  - ${year}\nJO  - ${venue}\nDO  - ${doi}\nER  - \n\n`;

  function withPreprint(): Workdir {
    const wd = workdir();
    wd.ok(['init', '.']);
    wd.write('a.ris', paper(2024, 'Journal of Field Robotics', '10.1000/jfr.3'));
    wd.write('b.ris', paper(2023, 'arXiv', '10.48550/arXiv.2301.00001'));
    wd.ok(['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01']);
    wd.ok(['ingest', 'b.ris', '--search', 'b', '--date', '2025-01-02']);
    expect(wd.ok(['dedupe'])).toContain('1 preprint beside an article, perhaps one study: dedupe review asks');
    wd.ok(['dedupe', 'review', '--as', 'R1', '--sheet', 'pairs.csv']);
    return wd;
  }
  const say = (wd: Workdir, verdict: string) =>
    wd.write('pairs.csv', wd.read('pairs.csv').replace('a-1,b-1,', `a-1,b-1,${verdict}`));

  it('are asked for, and become two reports of one study', () => {
    const wd = withPreprint();
    say(wd, 'study');
    expect(wd.ok(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv'])).toContain('1 one study');
    expect(wd.read('studies/R1.csv')).toContain('b-1,a-1,join,');
    expect(wd.ok(['dedupe'])).not.toContain('perhaps one study');
    expect(wd.ok(['dedupe', 'review', '--as', 'R2'])).toContain('no pair waits for R2');
    const json = JSON.parse(wd.ok(['explain', 'a-1', '--json'])) as { study: string[]; records: string[] };
    expect([json.study, json.records]).toEqual([['a-1', 'b-1'], ['a-1']]);
    expect(wd.ok(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv'])).toContain('all of it said before');
  });

  it('are two studies where a person says so, who is asked no more', () => {
    const wd = withPreprint();
    say(wd, 'different');
    wd.ok(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv']);
    expect(wd.read('studies/R1.csv')).toContain('b-1,a-1,leave,');
    expect(existsSync(join(wd.path, 'dedupe/rulings/R1.csv'))).toBe(false);
    expect(wd.ok(['dedupe', 'review', '--as', 'R1'])).toContain('no pair waits for R1');
    expect(wd.ok(['dedupe'])).not.toContain('perhaps one study');
  });

  it('can be said to be two after a join that was taken back', () => {
    const wd = withPreprint();
    wd.ok(['study', 'join', 'a-1', 'b-1', '--as', 'R1']);
    wd.ok(['study', 'leave', 'a-1', 'b-1', '--as', 'R1']);
    expect(wd.ok(['dedupe'])).toContain('perhaps one study');
    say(wd, 'different');
    wd.ok(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv']);
    expect(wd.ok(['dedupe', 'review', '--as', 'R1'])).toContain('no pair waits for R1');
  });

  it('are no question of dedupe where the ledger is damaged: its links need nothing of it', () => {
    const wd = withPreprint();
    wd.write('studies/R2.csv', 'garbage\n');
    expect(wd.ok(['dedupe'])).not.toContain('perhaps one study');
    expect(wd.run(['dedupe', 'review', '--as', 'R1', '--sheet', 'again.csv']).status).toBe(3);
  });
});

describe('duplicates that were removed elsewhere', () => {
  it('are declared with a reason, told, and in no box', () => {
    const wd = workdir();
    wd.ok(['init', '.']);
    wd.write('a.ris', entry('Dogs in large towns and their owners', 2024));
    const ingest = ['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01'];
    const { status, stderr } = wd.run([...ingest, '--declared-duplicates', '381']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('say who removed them')]);
    expect(wd.run([...ingest, '--why', 'for nothing']).status).toBe(2);
    wd.ok([...ingest, '--declared-hits', '382', '--declared-duplicates', '381', '--why', 'in EndNote, by MP']);
    wd.ok(['dedupe']);
    const flow = JSON.parse(wd.ok(['flow', '--format', 'json'])) as Record<string, { identified: number }>;
    expect(flow['databases']?.identified).toBe(1);
    expect(flow['declared']).toEqual([{ id: 'a', n: 381, why: 'in EndNote, by MP' }]);
    expect(wd.ok(['flow']).replace(/\s+/g, ' ')).toContain('381 duplicates were removed before a was exported');
    expect(wd.ok(['flow', '--format', 'svg'])).toContain('381 duplicates were');
    const { findings } = JSON.parse(wd.run(['check', '--json']).stdout) as { findings: { code: string }[] };
    expect(findings.map(({ code }) => code)).toContain('declared-duplicates');
    expect(findings.map(({ code }) => code)).not.toContain('declared-hits');
    wd.ok(['flow', '--format', 'json', '--output', 'output/prisma.json']);
    wd.ok([...ingest, '--declared-duplicates', '380', '--why', 'in EndNote, by MP']);
    expect(wd.run(['flow', '--check', 'output/prisma.json']).status).toBe(1);
    wd.ok([...ingest, '--declared-duplicates', '0']);
    expect(wd.read('searches/a/search.yaml')).not.toContain('declaredDuplicates');
  });
});

describe('the sheet of dedupe review', () => {
  it('is a workbook where its name says so, with the same bytes each time', () => {
    const wd = review();
    wd.ok(['dedupe', 'review', '--as', 'R1', '--sheet', 'one.xlsx']);
    wd.ok(['dedupe', 'review', '--as', 'R1', '--sheet', 'two.xlsx']);
    const bytes = readFileSync(join(wd.path, 'one.xlsx'));
    expect(bytes.subarray(0, 2).toString('latin1')).toBe('PK');
    expect(bytes.equals(readFileSync(join(wd.path, 'two.xlsx')))).toBe(true);
    expect(wd.ok(['dedupe', 'review', '--as', 'R1', '--import', 'one.xlsx'])).toContain('0 same, 0 different');
  });

  it('comes back from a workbook', async () => {
    const wd = review();
    const rows = [
      ['record_a', 'record_b', 'verdict'],
      ['a-1', 'b-1', 'S'],
      ['a-2', 'b-2', 'maybe'],
    ];
    wd.write('bad.xlsx', await writeXlsx({ sheets: [{ name: 'pairs', rows }] }));
    const bad = wd.run(['dedupe', 'review', '--as', 'R1', '--import', 'bad.xlsx']);
    expect([bad.status, bad.stderr]).toEqual([3, expect.stringContaining('bad.xlsx:3: row 3: "maybe"')]);
    wd.write('good.xlsx', await writeXlsx({ sheets: [{ name: 'pairs', rows: rows.slice(0, 2) }] }));
    expect(wd.ok(['dedupe', 'review', '--as', 'R1', '--import', 'good.xlsx'])).toContain('1 same');
  });

  it('guards what a spreadsheet would take for a formula', () => {
    const wd = workdir();
    wd.ok(['init', '.']);
    wd.write('a.ris', entry('=1+1 and other sums of the old school', 2024));
    wd.write('b.ris', entry('=1+1 and other sums of the new school', 2024));
    wd.ok(['ingest', 'a.ris', '--search', 'a']);
    wd.ok(['ingest', 'b.ris', '--search', 'b']);
    wd.ok(['dedupe']);
    wd.ok(['dedupe', 'review', '--as', 'R1', '--sheet', 'pairs.csv']);
    expect(wd.read('pairs.csv')).toContain(",'=1+1 and other sums of the old school,");
  });

  it('writes nothing while a record of the review cannot be read, and loses no note', () => {
    const wd = review();
    wd.write('pairs.csv', 'record_a,record_b,verdict,note\na-1,b-1,same,\n');
    wd.write('noted.csv', 'record_a,record_b,verdict,note\na-1,b-1,same,\na-2,b-2,,ask Ann\n');
    const noted = wd.run(['dedupe', 'review', '--as', 'R1', '--import', 'noted.csv']);
    expect([noted.status, noted.stderr]).toEqual([3, expect.stringContaining('noted.csv:3: row 3: a note without')]);
    wd.write('searches/a/records.jsonl', wd.read('searches/a/records.jsonl').replace('"year":2024', '"year":"x"'));
    expect(wd.run(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv']).status).toBe(3);
    expect(existsSync(join(wd.path, 'dedupe/rulings/R1.csv'))).toBe(false);
  });
});

describe('dedupe undo and explain', () => {
  it('takes a record out of its report for good, and tells why', () => {
    const wd = review();
    wd.ok(['dedupe', 'rule', 'a-1', 'b-1', 'same', '--as', 'R1']);
    wd.ok(['dedupe', 'undo', 'b-1', '--as', 'R1', '--note', 'two towns']);
    wd.ok(['dedupe']);
    expect(wd.read('dedupe/links.csv')).toBe('record,duplicate_of,rule,score\n');
    const told = JSON.parse(wd.ok(['dedupe', 'explain', 'b-1', 'a-1', '--json'])) as unknown;
    expect(told).toMatchObject({
      a: 'a-1',
      b: 'b-1',
      verdict: { kind: 'uncertain' },
      ruling: 'different',
      holds: 'two reports',
    });
    expect(wd.ok(['dedupe', 'explain', 'b-1', 'a-1'])).toContain('by people  different: R1, ');
    expect(wd.run(['dedupe', 'undo', 'b-1', '--as', 'R1']).status).toBe(2);
  });
});

describe('dedupe eval', () => {
  it('needs no review, and prints one shape of JSON', () => {
    const wd = workdir();
    wd.write(
      'records.csv',
      'ID,title,author,year\nx1,Dogs in large towns and their owners,"Poe, E.",2024\nx2,DOGS in large towns and their owners,"Poe, E.",2024\nx3,Fish under thick ice,"Moe, M.",2020\n',
    );
    wd.write('gold.csv', 'merged_ids\nx1;x2\nx2;x3\n');
    const { policies, seconds, ...rest } = JSON.parse(
      wd.ok(['dedupe', 'eval', 'records.csv', 'gold.csv', '--json']),
    ) as Record<string, unknown>;
    expect(rest).toEqual({
      schema: 1,
      records: 3,
      goldPairs: 2,
      tp: 1,
      fp: 0,
      fn: 1,
      uncertain: 0,
      uncertainTrue: 0,
      falsePositives: [],
      falseNegatives: [['x2', 'x3']],
    });
    expect(seconds).toBeTypeOf('number');
    expect(Object.keys(policies as object)).toEqual(['separate', 'duplicates']);
    expect(wd.ok(['dedupe', 'eval', 'records.csv', 'gold.csv'])).toContain('Missed pairs');
    wd.write('gold.csv', 'merged_ids\nq1;q2\n');
    expect(wd.run(['dedupe', 'eval', 'records.csv', 'gold.csv']).status).toBe(3);
  });
});
