import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const RIS = ['Cats in small towns', 'Dogs in large towns', 'Birds of the far north']
  .map((title, index) => `TY  - JOUR\nTI  - ${title}\nAU  - Author${index}, A\nPY  - 2024\nER  - \n`)
  .join('\n');
const VOTES = 'report,event,vote,reason,note,labels,round,protocol,at\n';

function review(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write('a.ris', RIS);
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--database', 'Alpha', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  return wd;
}

interface Checked {
  readonly ok: boolean;
  readonly findings: readonly { code: string; level: string; ids: string[]; file?: string; line?: number }[];
}
const errorsOf = (wd: Workdir) =>
  (wd.json(['check', '--json']) as Checked).findings.filter(({ level }) => level === 'error');
const flowOf = (wd: Workdir) =>
  wd.json(['flow', '--json']) as { provisional: boolean; databases: { screened: number; included: number } };

/** All three reports are excluded: nothing is open. */
function closedReview(): Workdir {
  const wd = review();
  for (const id of ['a-1', 'a-2', 'a-3'])
    for (const person of ['R1', 'R2']) wd.ok(['vote', id, 'exclude', '--reason', 'off-topic', '--as', person]);
  expect([errorsOf(wd), flowOf(wd).provisional]).toEqual([[], false]);
  return wd;
}

describe('a line that breaks a rule never counts, is found by check, and makes the flow provisional', () => {
  const at = '2026-01-01T00:00:00.000Z';
  it.each([
    [
      "a stranger's vote",
      'screening/title-abstract/votes/X9.csv',
      `${VOTES}a-1,vote,include,,,,all,1,${at}\n`,
      'vote-not-asked',
    ],
    [
      'an adjudicator who votes',
      'screening/title-abstract/votes/R3.csv',
      `${VOTES}a-1,vote,include,,,,all,1,${at}\n`,
      'adjudicator-voted',
    ],
    [
      'a vote on a report that does not exist',
      'screening/title-abstract/votes/R3.csv',
      `${VOTES}a-77,vote,include,,,,all,1,${at}\n`,
      'unknown-report',
    ],
    [
      "a stranger's ruling on duplicates",
      'dedupe/rulings/X9.csv',
      `record_a,record_b,verdict,note,at\na-1,a-2,same,,${at}\n`,
      'unknown-person',
    ],
    [
      "a stranger's word on a full text",
      'retrieval/X9.csv',
      `report,status,file,sha256,url,note,at\na-1,retrieved,,,,,${at}\n`,
      'unknown-person',
    ],
    [
      'a resolution by someone without that role',
      'screening/title-abstract/resolutions/R1.csv',
      `report,decision,reason,method,settles,rationale,protocol,at\na-1,include,,adjudication,,why,1,${at}\n`,
      'resolution-not-allowed',
    ],
  ])('%s', (_, file, text, code) => {
    const wd = closedReview();
    const before = flowOf(wd);
    wd.write(file, text);
    wd.ok(['dedupe']);
    expect(errorsOf(wd)).toEqual([expect.objectContaining({ code, file, line: 2 })]);
    expect(wd.run(['check']).status).toBe(1);
    expect(flowOf(wd)).toEqual({ ...before, provisional: true });
    expect(wd.ok(['flow'])).toMatch(/PROVISIONAL[^]*1 broken rule/);
    expect(wd.run(['flow', '--final']).status).toBe(1);
  });

  it('an adjudication by someone who voted on the report', () => {
    const wd = review();
    const yaml = wd.read('review.yaml').replace('adjudicators: [R3]', 'adjudicators: [R1, R3]');
    wd.write('review.yaml', yaml);
    wd.ok(['vote', 'a-1', 'include', '--as', 'R1']);
    wd.ok(['vote', 'a-1', 'exclude', '--reason', 'off-topic', '--as', 'R2']);
    const ruling = ['resolve', 'a-1', 'include', '--as', 'R1', '--method', 'adjudication', '--rationale', 'mine'];
    expect(wd.run(ruling).status).toBe(2);
    const settles = 'R1=include|R2=exclude:off-topic';
    wd.write(
      'screening/title-abstract/resolutions/R1.csv',
      `report,decision,reason,method,settles,rationale,protocol,at\na-1,include,,adjudication,${settles},mine,1,${at}\n`,
    );
    expect(errorsOf(wd)).toEqual([expect.objectContaining({ code: 'resolution-not-allowed', ids: ['a-1'] })]);
    expect(wd.ok(['conflicts'])).toContain('title-abstract: 1 conflict');
  });
});

describe('where fewer votes are asked for than there are reviewers', () => {
  function threeReviewers(): Workdir {
    const wd = review();
    wd.write('review.yaml', wd.read('review.yaml').replaceAll('reviewers: [R1, R2]', 'reviewers: [R1, R2, R3]'));
    return wd;
  }

  it('takes the first votes, refuses one more, and lets those who voted change theirs', () => {
    const wd = threeReviewers();
    wd.ok(['vote', 'a-1', 'include', '--as', 'R3']);
    wd.ok(['vote', 'a-1', 'include', '--as', 'R1']);
    const { status, stderr } = wd.run(['vote', 'a-1', 'exclude', '--reason', 'off-topic', '--as', 'R2']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('a-1 has the 2 votes that title-abstract asks for')]);
    wd.ok(['vote', 'a-1', 'include', '--note', 'sure', '--as', 'R3']);
    wd.write('sheet.csv', 'report,vote,reason,note\na-1,include,,\na-2,include,,\n');
    const sheet = wd.run(['screen', '--as', 'R2', '--import', 'sheet.csv']);
    expect([sheet.status, sheet.stderr]).toEqual([3, expect.stringContaining('sheet.csv:2: row 2, vote: a-1 has all')]);
    expect(errorsOf(wd)).toEqual([]);
  });
});

describe('problems of all files are told at once', () => {
  it('by check: of the protocol, of ledgers, of records and of searches', () => {
    const wd = review();
    wd.write('review.yaml', wd.read('review.yaml').replace('votes: 2', 'vots: 2').replace('[R1, R2]', '[R1, R7]'));
    wd.write('screening/title-abstract/votes/R1.csv', 'something,else\n');
    wd.write('dedupe/rulings/R1.csv', '<<<<<<< HEAD\n');
    wd.write('searches/a/records.jsonl', wd.read('searches/a/records.jsonl').replace('"year":2024', '"year":"2024"'));
    wd.write('searches/a/search.yaml', wd.read('searches/a/search.yaml').replace('kind: database', 'kind: databse'));
    const { status, stdout, stderr } = wd.run(['check']);
    expect([status, stdout]).toEqual([3, '']);
    for (const place of [
      /review\.yaml:\d+: stages\.title-abstract\.vots/,
      /review\.yaml:\d+: .*R7 is not among/,
      /searches\/a\/search\.yaml:\d+: kind/,
      /searches\/a\/records\.jsonl:1: year/,
      /screening\/title-abstract\/votes\/R1\.csv:1: /,
      /dedupe\/rulings\/R1\.csv:1: /,
    ])
      expect(stderr).toMatch(place);
    expect(stderr).not.toContain('    at ');
  });
});

describe('nothing tells how a vote was cast before all votes on the report are in', () => {
  const secret = /exclu|off.?topic|clearly/;

  it('not the torn end of a ledger, nor a line that no longer fits the protocol', () => {
    const wd = review();
    wd.ok(['vote', 'a-2', 'exclude', '--reason', 'off-topic', '--as', 'R2']);
    const ledger = 'screening/title-abstract/votes/R2.csv';
    wd.write(ledger, `${wd.read(ledger)}a-1,vote,exclude,off-topic,"clearly not`);
    wd.write('review.yaml', wd.read('review.yaml').replace('id: off-topic', 'id: renamed'));
    const told = () =>
      [['status'], ['check'], ['check', '--json'], ['conflicts'], ['agreement']].map((args) => {
        const { stdout, stderr } = wd.run(args);
        expect([args, secret.test(stdout), secret.test(stderr)]).toEqual([args, false, false]);
        return stdout + stderr;
      });
    const open = told();
    expect(open.join('')).toContain(`${ledger}`);
    // Nor that it was an exclusion: an include has no reason that could be missing in the protocol.
    const line = wd.read(ledger).split('\n')[1] ?? '';
    wd.write(ledger, wd.read(ledger).replace(line, line.replace('exclude,off-topic', 'include,')));
    expect(told()).toEqual(open);
    wd.write(ledger, wd.read(ledger).replace('include,', 'exclude,off-topic'));
    wd.write(ledger, wd.read(ledger).replace(/a-1,vote.*$/, ''));
    // From when all are in, the finding says what is wrong. The vote stands as it was given.
    wd.ok(['vote', 'a-2', 'include', '--as', 'R1']);
    expect(errorsOf(wd)).toEqual([expect.objectContaining({ code: 'unknown-reason', file: ledger, line: 2 })]);
    expect(wd.ok(['conflicts', '--as', 'R3'])).toMatch(/R2 {2}exclude \(off-topic\)/);
  });

  it('not a conflict that the protocol shows when the round is complete', () => {
    const wd = review();
    wd.write('review.yaml', wd.read('review.yaml').replaceAll('when-both-voted', 'when-round-complete'));
    wd.ok(['vote', 'a-1', 'include', '--as', 'R1']);
    wd.ok(['vote', 'a-1', 'exclude', '--reason', 'off-topic', '--as', 'R2']);
    const ruling = ['resolve', 'a-1', 'include', '--as', 'R3', '--method', 'adjudication', '--rationale', 'in scope'];
    expect(wd.run(ruling).status).toBe(2);
    for (const args of [['conflicts'], ['explain', 'a-1'], ['explain', 'pending.title-abstract.conflicts']]) {
      expect([args, secret.test(wd.ok(args))]).toEqual([args, false]);
    }
    for (const id of ['a-2', 'a-3']) for (const person of ['R1', 'R2']) wd.ok(['vote', id, 'include', '--as', person]);
    expect(wd.ok(['conflicts'])).toMatch(/R2 {2}exclude \(off-topic\)/);
    wd.ok(ruling);
  });
});

describe('what was written is what is counted', () => {
  it('a missing file of records is an error of every command, a changed one a finding', () => {
    const wd = closedReview();
    wd.write('searches/a/records.jsonl', wd.read('searches/a/records.jsonl').replace('Dogs', 'Wolves'));
    expect(errorsOf(wd)).toEqual([expect.objectContaining({ code: 'hash', file: 'searches/a/records.jsonl' })]);
    expect(flowOf(wd).provisional).toBe(true);
    rmSync(join(wd.path, 'searches/a/records.jsonl'));
    for (const args of [['flow'], ['status'], ['check'], ['vote', 'a-1', 'include', '--as', 'R1']]) {
      const { status, stdout, stderr } = wd.run(args);
      expect([args, status, stdout]).toEqual([args, 3, '']);
      expect(stderr).toMatch(/^error: searches\/a\/records\.jsonl: the file is missing\nhint: /);
    }
  });

  it('two exports ingested into one search at once are both there', async () => {
    const wd = review();
    const many = (word: string) =>
      Array.from({ length: 400 }, (_, n) => `TY  - JOUR\nTI  - ${word} number ${n}\nPY  - 2024\nER  - \n`).join('');
    const words = ['Apples', 'Pears', 'Plums'];
    await Promise.all(
      words.map((word) => {
        wd.write(`${word}.ris`, many(word));
        return wd.start(['ingest', `${word}.ris`, '--search', 'b', '--date', '2025-01-02']);
      }),
    );
    expect(wd.read('searches/b/records.jsonl').split('\n')).toHaveLength(1201);
    expect(wd.ok(['dedupe', '--dry-run'])).toContain('1203 records');
  });

  it.each([
    ['no JSON', '{'],
    ['another shape', '{"schema":1,"databases":{"sources":[null]},"other":{}}'],
    ['a list of numbers where ids belong', '{"schema":1,"databases":{},"other":{},"ids":{"databases.excluded":5}}'],
  ])('a committed flow that is %s: exit 3', (_, text) => {
    const wd = review();
    wd.write('output/prisma.json', text);
    const { status, stderr } = wd.run(['flow', '--check', 'output/prisma.json']);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/^error: output\/prisma\.json:1: .*\nhint: /)]);
  });

  it('a number that was changed by hand in a committed flow is seen', () => {
    const wd = closedReview();
    wd.ok(['flow', '--format', 'json', '--output', 'output/prisma.json']);
    wd.write('output/prisma.json', wd.read('output/prisma.json').replace('"excluded": 3', '"excluded": 2'));
    const { status, stdout } = wd.run(['flow', '--check', 'output/prisma.json']);
    expect([status, stdout]).toEqual([1, 'databases.excluded   2 → 3\n']);
  });

  it('a flow is never written over a file of the review', () => {
    const wd = review();
    for (const path of ['review.yaml', 'dedupe/links.csv', 'searches/a/search.yaml']) {
      const before = wd.read(path);
      expect(wd.run(['flow', '--format', 'json', '--output', path]).status).toBe(2);
      expect(wd.read(path)).toBe(before);
    }
  });
});

describe('contradicting rulings on a pair that the program would link', () => {
  it('leave the pair open', () => {
    const wd = review();
    wd.ok(['ingest', 'a.ris', '--search', 'b', '--date', '2025-01-02']);
    wd.ok(['dedupe']);
    wd.ok(['dedupe', 'rule', 'a-1', 'b-1', 'different', '--as', 'R1']);
    wd.ok(['dedupe', 'rule', 'a-1', 'b-1', 'same', '--as', 'R2']);
    expect(wd.read('dedupe/links.csv')).not.toContain('b-1,a-1');
    expect(wd.read('dedupe/uncertain.csv')).toContain('a-1,b-1,1.000,"R1 says different, R2 says same"');
  });
});

describe('init', () => {
  it('adds what is missing to files that git has already', () => {
    const wd = workdir();
    wd.write('.gitattributes', '*.png binary');
    wd.write('.gitignore', 'node_modules\n.litscreen/\n');
    wd.ok(['init', '.']);
    expect(wd.read('.gitattributes')).toMatch(/^\*\.png binary\n\n# litscreen\ndedupe\/rulings\/\*\.csv merge=union\n/);
    expect(wd.read('.gitignore').match(/\.litscreen\/$/gm)).toHaveLength(1);
    expect((wd.json(['check', '--json']) as Checked).findings).toEqual([]);
    wd.write('.gitattributes', '*.png binary');
    expect((wd.json(['check', '--json']) as Checked).findings).toMatchObject([{ code: 'gitattributes' }]);
  });

  it('-C names a folder that exists', () => {
    const wd = review();
    expect(wd.run(['-C', 'typo', 'status']).status).toBe(2);
    wd.write('sub/x', '');
    expect(wd.run(['-C', 'sub', 'status']).status).toBe(0);
  });
});

describe('work that a person has done', () => {
  it('is never overwritten by a sheet', () => {
    const wd = review();
    wd.ok(['vote', 'a-1', 'include', '--as', 'R1']);
    const ledger = 'screening/title-abstract/votes/R1.csv';
    const votes = wd.read(ledger);
    expect(wd.run(['screen', '--as', 'R1', '--sheet', ledger]).status).toBe(2);
    expect(wd.read(ledger)).toBe(votes);
    wd.ok(['screen', '--as', 'R2', '--sheet', 'sheet.csv']);
    wd.write('sheet.csv', 'my work');
    wd.ok(['screen', '--as', 'R2', '--sheet', 'sheet.csv']);
    wd.ok(['vote', 'a-2', 'include', '--as', 'R2']);
    wd.ok(['screen', '--as', 'R2', '--sheet', 'sheet.csv']);
    expect(wd.read('sheet.csv.bak')).toBe('my work');
    expect(wd.read('sheet.csv.bak2')).toContain('a-1');
  });

  it('is told of where a ruling makes it due again', () => {
    const wd = review();
    for (const person of ['R1', 'R2']) {
      wd.ok(['vote', 'a-1', 'include', '--as', person]);
      wd.ok(['vote', 'a-2', 'exclude', '--reason', 'off-topic', '--as', person]);
    }
    const { stderr } = wd.run(['dedupe', 'rule', 'a-1', 'a-2', 'same', '--as', 'R3']);
    expect(stderr).toContain('warning: a-1 waits for votes at title-abstract again: R1 and R2 voted differently');
    expect(wd.run(['dedupe', 'rule', 'a-1', 'a-2', 'withdraw', '--as', 'R1']).status).toBe(2);
    expect(wd.ok(['dedupe', 'rule', 'a-1', 'a-2', 'withdraw', '--as', 'R3'])).toContain('withdrawn');
  });
});

describe('links that are not those of today', () => {
  it('are told by status and flow, and are an error of check, until dedupe has run', () => {
    const wd = review();
    expect(wd.ok(['status'])).not.toContain('not up to date');
    wd.ok(['ingest', 'a.ris', '--search', 'b', '--date', '2025-01-02']);
    const { stdout, stderr } = wd.run(['status']);
    expect([stdout, stderr]).toEqual([expect.stringContaining('not up to date'), 'Next: litscreen dedupe\n']);
    expect(wd.run(['flow']).stderr).toContain('warning: records or rulings have changed since the last dedupe');
    expect(errorsOf(wd)).toEqual([expect.objectContaining({ code: 'stale-links' })]);
    wd.ok(['dedupe']);
    expect(wd.ok(['status'])).not.toContain('not up to date');
    wd.write('dedupe/links.csv', wd.read('dedupe/links.csv').replace(/\d\.\d{3}/, 'abc'));
    const damaged = wd.run(['flow']);
    expect([damaged.status, damaged.stderr]).toEqual([3, expect.stringContaining('dedupe/links.csv:2: ')]);
  });
});

describe('a sheet', () => {
  it('names the cell that is wrong, once, and asks about a sheet of the other stage', () => {
    const wd = review();
    wd.write('s.csv', 'report,vote,reason\na-1,yes,\na-2,withdraw,\na-3,exclude,nonsense\n');
    const { status, stderr } = wd.run(['screen', '--as', 'R1', '--import', 's.csv']);
    expect(status).toBe(3);
    expect(stderr.match(/^error: .*$/gm)).toEqual([
      'error: s.csv:2: row 2, vote: "yes" is no vote',
      'error: s.csv:3: row 3, vote: "withdraw" is no vote',
      'error: s.csv:4: row 4, reason: nonsense is no reason of title-abstract',
    ]);
    wd.write('s.csv', 'report,vote\na-1,include\na-2,include\n');
    const other = wd.run(['screen', '--as', 'R1', '--import', 's.csv', '--stage', 'full-text']);
    expect([other.status, other.stderr.match(/^error: /gm)?.length]).toEqual([3, 1]);
  });
});

describe('an export in which nothing is a record', () => {
  it.each([
    ['only a header', 'x.csv', '"Authors","Title","Year","Source title","EID"\n'],
    ['a style sheet', 'x.css', '@media (max-width: 600px) { a { color: red } }\n'],
    ['entries without title and DOI', 'x.bib', '@article{a, year = {2024}}\n@article{b, year = {2023}}\n'],
  ])('%s: is refused, and nothing is written', (_, name, text) => {
    const wd = review();
    wd.write(name, text);
    const { status, stderr } = wd.run(['ingest', name, '--search', 'x', '--date', '2025-01-01']);
    expect([status, stderr]).toEqual([3, expect.stringMatching(new RegExp(`^error: ${name}(:\\d+)?: .*\\nhint: `))]);
    expect(wd.ok(['status'])).toContain('1 search');
  });
});
