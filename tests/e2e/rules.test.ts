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
    expect(wd.ok(['flow'])).toMatch(/PROVISIONAL[^]*1 lines? that break a rule/);
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
