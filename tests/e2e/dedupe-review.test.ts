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
    expect(taken).toEqual({ schema: 1, rows: 2, same: 1, different: 1, uncertain: 0 });
    const ledger = wd.read('dedupe/rulings/R1.csv');
    expect(ledger).toMatch(
      /^record_a,record_b,verdict,note,at\na-1,b-1,same,,.*Z\na-2,b-2,different,another year,.*Z\n$/,
    );
    expect(wd.read('dedupe/links.csv')).toContain('b-1,a-1,ruling,1.000');
    wd.ok(['dedupe', 'review', '--as', 'R1', '--import', 'pairs.csv']);
    expect(wd.read('dedupe/rulings/R1.csv')).toBe(ledger);
    expect(wd.ok(['dedupe', 'review', '--as', 'R1'])).toContain('no uncertain pair waits for R1');
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
