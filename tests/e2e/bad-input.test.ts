import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashesOf } from '../helpers/hashes.ts';
import { startIn, twoAtATime } from '../helpers/processes.ts';
import { errorsOf, jsonErrorsOf } from '../helpers/refusal.ts';
import { buildSmallReview } from '../helpers/small-review.ts';
import { workdir, workdirAt, type Workdir } from '../helpers/workdir.ts';

const SMALL = mkdtempSync(join(tmpdir(), 'litscreen-small-'));
beforeAll(() => buildSmallReview(workdirAt(SMALL)));
afterAll(() => rmSync(SMALL, { recursive: true, force: true }));

/** Runs a command that must be refused, and must not change one byte of the review. */
function refused(wd: Workdir, args: readonly string[], status: number): string[] {
  const before = hashesOf(wd.path);
  const run = wd.run(args);
  expect([args, run.status, run.stdout]).toEqual([args, status, '']);
  expect(hashesOf(wd.path)).toEqual(before);
  return errorsOf(run);
}

/** The same for a command with `--json`. */
function refusedAsJson(wd: Workdir, args: readonly string[], status: number): readonly string[] {
  const before = hashesOf(wd.path);
  const run = wd.run([...args, '--json']);
  expect([args, run.status]).toEqual([args, status]);
  expect(hashesOf(wd.path)).toEqual(before);
  const { kind, told } = jsonErrorsOf(run);
  expect(kind).toBe('input');
  return told;
}

/** Bytes that look random and are the same in every run. */
function noise(length: number, isBinary: boolean): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const byte = state >>> 24;
    return isBinary ? byte : byte || 1;
  });
}

const CSV_HEAD = '"Authors","Title","Year","Source title","DOI","EID"\n';
const csvRow = (n: number) => `"Doe J.","Paper number ${n}","2024","Journal of Tests","10.5555/${n}","2-s2.0-${n}"\n`;
const CSV = CSV_HEAD + [1, 2, 3, 4].map(csvRow).join('');
const ZIP = Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0, 6, 0, 8, 0, 0, 0, 0x21, 0]);
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('a file that is no export', () => {
  it.each<[string, string, string | Uint8Array, RegExp]>([
    ['a shell script', 'run.sh', '#!/bin/sh\nset -e\necho "TY is no tag"\n', /^run\.sh:1: .*no export/],
    ['a README', 'README.md', '# A project\n\nIt does things, e.g. `@media`.\n', /^README\.md:1: .*no export/],
    ['a picture', 'x.csv', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), /^x\.csv: .*a JPEG picture/],
    ['random bytes', 'x.ris', noise(5000, true), /^x\.ris: .*a binary file/],
    ['random bytes without a zero', 'x.ris', noise(5000, false), /^x\.ris:1: .*no export/],
    ['an empty file', 'x.csv', '', /^x\.csv: .*empty/],
    ['a file of white space', 'x.csv', ' \n\t\r\n  \n', /^x\.csv: .*empty/],
    ['a mark and nothing else', 'x.csv', '\ufeff', /^x\.csv: .*empty/],
    ['a PDF', 'x.pdf', '%PDF-1.7\n%âãÏÓ\n', /^x\.pdf: .*a PDF/],
    ['an Excel sheet that is cut', 'x.xlsx', ZIP, /^x\.xlsx: .*archive is damaged/],
    ['a web page', 'x.html', '<!DOCTYPE html>\n<html><body>Please log in</body></html>\n', /^x\.html:1: /],
    ['JSON', 'x.json', '{"items": []}\n', /^x\.json:1: /],
    ['a header alone', 'x.csv', CSV_HEAD, /^x\.csv:1: no record/],
    ['a header that is cut', 'x.csv', CSV_HEAD.slice(0, 15), /^x\.csv:1: /],
    ['a header cut in a quoted name', 'x.csv', CSV_HEAD.slice(0, 28), /^x\.csv:1: /],
    ['one entry that is cut', 'x.bib', '@article{a, title = {Half a tit', /^x\.bib:1: no record/],
  ])('%s: exit 3', (_, name, content, told) => {
    const wd = workdir(SMALL);
    wd.write(name, content);
    const args = ['ingest', name, '--search', 'x', '--date', '2025-02-01'];
    expect(refused(wd, args, 3)).toEqual([expect.stringMatching(told)]);
    refusedAsJson(wd, args, 3);
    // Nor is anything taken of a good file that is named together with it.
    wd.write('good.csv', CSV);
    refused(wd, ['ingest', 'good.csv', name, '--search', 'x'], 3);
  });
});

describe('an export that is damaged: what can be read is taken, and what cannot is told and counted', () => {
  it.each<[string, string | Uint8Array, { records: number; lines: readonly number[] }]>([
    ['cut in a quoted cell', CSV.slice(0, -30), { records: 3, lines: [5] }],
    ['cut between two cells', CSV.slice(0, -14), { records: 3, lines: [5] }],
    ['a row with too few cells', CSV.replace(/"10\.5555\/2","[^"]*"/, '"x"'), { records: 3, lines: [3] }],
    ['a row with too many cells', CSV.replace('"10.5555/2"', '"10.5555/2","a","b"'), { records: 3, lines: [3] }],
    ['a quote that is never closed', CSV.replace('"Paper number 2"', '"Paper number 2'), { records: 3, lines: [3] }],
    ['two bad rows', CSV.replace(/"10\.5555\/[13]",/g, ''), { records: 2, lines: [2, 4] }],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${CSV}`, 'utf16le'), { records: 4, lines: [] }],
    ['UTF-16 without its mark', Buffer.from(CSV, 'utf16le'), { records: 4, lines: [] }],
    ['UTF-16 that is cut', Buffer.from(`\ufeff${CSV}`, 'utf16le').subarray(0, 301), { records: 1, lines: [3] }],
    ['Latin-1', latin1(CSV.replace('number 2', 'numéro 2')), { records: 4, lines: [] }],
    ['a wrong byte', Buffer.concat([Buffer.from(CSV), Uint8Array.from([0xc3, 0x28])]), { records: 4, lines: [6] }],
  ])('%s', (_, content, { records, lines }) => {
    const wd = workdir(SMALL);
    wd.write('x.csv', content);
    const { status, stderr } = wd.run(['ingest', 'x.csv', '--search', 'x', '--date', '2025-02-01']);
    expect(status).toBe(0);
    const told = [...stderr.matchAll(/^warning: x\.csv:(\d+): entry \d+ could not be read: /gm)];
    expect(told.map(([, line]) => Number(line))).toEqual(lines);
    wd.ok(['dedupe']);
    const flow = wd.json(['flow', '--json']) as { ids: Record<string, string[]> };
    expect(flow.ids['databases.sources.x']).toHaveLength(records + lines.length);
    expect(flow.ids['databases.otherRemoved']?.filter((id) => id.startsWith('x!'))).toHaveLength(lines.length);
  });
});

describe('a wrong value on the command line: exit 2', () => {
  const vote = (...rest: string[]) => ['vote', 'a-4', ...rest];
  const resolve = (...rest: string[]) => ['resolve', 'a-3', 'include', '--rationale', 'why', ...rest];
  it.each<[string, string[], RegExp]>([
    ['a file that is not there', ['ingest', 'nothing.csv', '--search', 'x'], /no file nothing\.csv/],
    ['a folder for an export', ['ingest', 'exports', '--search', 'x'], /exports is a folder/],
    ['a folder for a sheet', ['screen', '--import', 'exports', '--as', 'R1'], /exports is a folder/],
    ['a folder for a flow', ['flow', '--check', 'exports'], /exports is a folder/],
    ['a folder to write a flow to', ['flow', '--output', 'exports'], /exports is a folder/],
    ['a folder to write a sheet to', ['screen', '--sheet', 'exports', '--as', 'R1'], /exports is a folder/],
    ['a flow that is not there', ['flow', '--check', 'nothing.json'], /no file nothing\.json/],
    ['a sheet that is not there', ['screen', '--import', 'nothing.csv', '--as', 'R1'], /no file nothing\.csv/],
    [
      'a query that is not there',
      ['ingest', 'exports/a.ris', '--search', 'a', '--query-file', 'q.txt'],
      /no file q\.txt/,
    ],
    [
      'a full text that is not there',
      ['retrieve', 'mark', 'a-1', 'retrieved', '--as', 'R1', '--file', 'x.pdf'],
      /no file/,
    ],
    ['an unknown voter', vote('include', '--as', 'R9'), /R9 is not among the people/],
    ['a voter in the wrong case', vote('include', '--as', 'r1'), /r1 is not among the people/],
    ['nobody', vote('include'), /who is acting/],
    [
      'an unknown voter, in the environment of a sheet',
      ['screen', '--sheet', 'x.csv', '--as', 'R9'],
      /R9 is not among/,
    ],
    ['an unknown reason', vote('exclude', '--reason', 'dull', '--as', 'R1'), /dull is no reason of title-abstract/],
    ['a reason of the other stage', vote('exclude', '--reason', 'no-data', '--as', 'R1'), /no-data is no reason/],
    ['an unknown vote', vote('perhaps', '--as', 'R1'), /perhaps is no vote/],
    ['an unknown report', ['vote', 'a-99', 'include', '--as', 'R1'], /a-99 is no record or report/],
    ['a report of an unknown search', ['vote', 'zeta-1', 'include', '--as', 'R1'], /zeta-1 is no record or report/],
    ['an entry that could not be read', ['vote', 'b!3', 'include', '--as', 'R1'], /b!3 is no record or report/],
    ['a report that is a path', ['vote', '../a-1', 'include', '--as', 'R1'], /\.\.\/a-1 is no record or report/],
    ['an empty report', ['vote', '', 'include', '--as', 'R1'], /no record or report/],
    ['an unknown stage', vote('include', '--as', 'R1', '--stage', 'abstract'), /abstract.* is invalid/],
    ['a stage not reached', vote('include', '--as', 'R1', '--stage', 'full-text'), /has not reached full-text/],
    ['an adjudicator who votes', vote('include', '--as', 'R3'), /R3 is not a reviewer of title-abstract/],
    ['a voter who adjudicates', resolve('--as', 'R1', '--method', 'adjudication'), /R1 does not adjudicate/],
    ['an adjudicator who discusses', resolve('--as', 'R3', '--method', 'discussion'), /R3 did not vote on a-3/],
    ['a ruling without a method', resolve('--as', 'R3'), /how was it settled/],
    ['an unknown method', resolve('--as', 'R3', '--method', 'dice'), /dice.* is invalid/],
    [
      'an unknown ruling',
      ['resolve', 'a-3', 'perhaps', '--as', 'R3', '--method', 'adjudication'],
      /perhaps is no ruling/,
    ],
    [
      'a ruling where there is no conflict',
      ['resolve', 'a-4', 'include', '--as', 'R3', '--method', 'adjudication', '--rationale', 'x'],
      /a-4 is not in conflict/,
    ],
    ['an unknown search', ['explain', 'databases.sources.zeta'], /databases\.sources\.zeta/],
    ['an unknown box', ['explain', 'databases.exclude'], /databases\.exclude/],
    ['an unknown entry', ['explain', 'b!77'], /b!77/],
    [
      'a search id that ends like a record',
      ['ingest', 'exports/a.ris', '--search', 'x-1'],
      /"x-1" is no id of a search/,
    ],
    ['a search id that is a path', ['ingest', 'exports/a.ris', '--search', '../x'], /"\.\.\/x" is no id of a search/],
    ['a search in another case', ['ingest', 'exports/a.ris', '--search', 'A'], /a search a already/],
    ['an unknown format', ['ingest', 'exports/a.ris', '--search', 'x', '--format', 'xml'], /xml is no format/],
    ['an unknown kind', ['ingest', 'exports/a.ris', '--search', 'x', '--kind', 'library'], /library.* is invalid/],
    ['no date', ['ingest', 'exports/a.ris', '--search', 'x', '--date', '2025-02-30'], /2025-02-30.* is invalid/],
    ['no count', ['ingest', 'exports/a.ris', '--search', 'x', '--declared-hits', 'many'], /many.* is invalid/],
    [
      'an unknown seed',
      ['ingest', 'exports/a.ris', '--search', 'x', '--kind', 'citation', '--direction', 'backward', '--via', 'a-99'],
      /a-99 is no record/,
    ],
    [
      'one file twice',
      ['ingest', 'exports/a.ris', './exports/a.ris', '--search', 'x'],
      /two of the files are called a\.ris/,
    ],
    ['a ruling on unknown records', ['dedupe', 'rule', 'a-1', 'a-99', 'same', '--as', 'R1'], /a-99 is no record/],
    ['an unknown verdict', ['dedupe', 'rule', 'a-1', 'a-2', 'alike', '--as', 'R1'], /alike is no ruling/],
    ['a record and itself', ['dedupe', 'rule', 'a-1', 'a-1', 'same', '--as', 'R1'], /one record, not two/],
    ['an unknown state of a full text', ['retrieve', 'mark', 'a-1', 'lost', '--as', 'R1'], /lost is no state/],
    ['a full text that is not sought', ['retrieve', 'mark', 'a-3', 'retrieved', '--as', 'R1'], /a-3 is not sought/],
    ['a limit that is overruled of an unknown report', ['keep', 'a-99', '--as', 'R1'], /a-99 is no record/],
    ['a removal without a reason', ['remove', 'a-4', '--as', 'R1'], /a removal says why/],
    ['a removal by a stranger', ['remove', 'a-4', '--reason', 'x', '--as', 'R9'], /R9 is not among/],
    ['a removal that was never made', ['remove', 'a-4', '--withdraw', '--as', 'R1'], /neither removed nor kept a-4/],
    ['a vote on what a limit removed', ['vote', 'b-4', 'include', '--as', 'R1'], /b-4 has not reached title-abstract/],
    ['a study of one report', ['study', 'join', 'a-1', 'b-1', '--as', 'R1'], /are one report, not two/],
    ['a study of unknown reports', ['study', 'join', 'a-1', 'a-99', '--as', 'R1'], /a-99 is no record/],
    [
      'an entry for what is not included',
      ['extract', 'fill', 'a-2', 'sample', '1', '--as', 'R1'],
      /a-2 is not included/,
    ],
    ['an entry for no item', ['extract', 'fill', 'a-1', 'weight', '1', '--as', 'R1'], /weight is no item/],
    ['an entry that does not fit', ['extract', 'fill', 'a-1', 'sample', 'ten', '--as', 'R1'], /"ten" is no whole/],
    ['an entry by a stranger', ['extract', 'fill', 'a-1', 'sample', '1', '--as', 'R9'], /R9 is not among/],
    [
      'a sheet of entries that is not there',
      ['extract', 'import', 'nothing.csv', '--as', 'R1'],
      /no file nothing\.csv/,
    ],
    ['a second form', ['extract', 'init'], /has a form already/],
    ['an amendment of nothing', ['protocol', 'amend', '--as', 'R1', '--why', 'x', '--affects', 'none'], /says what/],
    ['a stage to close that is none', ['close', '--stage', 'abstract'], /abstract.* is invalid/],
    ['nobody who closes a version', ['close'], /who is acting/],
    [
      'an unknown seed of a round',
      [
        'ingest',
        'exports/a.ris',
        '--search',
        'x',
        ...['--kind', 'citation', '--direction', 'backward', '--seeds', 'a-1,a-99'],
      ],
      /--seeds: a-99 is no record/,
    ],
    ['a folder that is not there', ['-C', 'nowhere', 'status'], /there is no folder nowhere/],
    ['a review in the place of a new one', ['init', '.'], /holds a review already/],
    ['an unknown command', ['ingets', 'x.csv'], /unknown command 'ingets'/],
    ['an unknown option', ['status', '--loud'], /unknown option '--loud'/],
    ['a missing argument', ['vote', 'a-4'], /missing required argument 'vote'/],
    ['an unknown format of a flow', ['flow', '--format', 'xml'], /xml.* is invalid/],
  ])('%s', (_, args, told) => {
    const wd = workdir(SMALL);
    const before = hashesOf(wd.path);
    const { status, stdout, stderr } = wd.run(args);
    expect([status, stdout, hashesOf(wd.path)]).toEqual([2, '', before]);
    expect(stderr.match(/^error: .*$/gm)).toEqual([expect.stringMatching(told)]);
    expect(stderr).not.toMatch(/\n\s+at |node:internal|undefined|\[object /);
    expect(stderr).toMatch(/^hint: |^\(add --help /m);
    if (HAS_JSON.has(args[0] ?? '') && args[1] !== 'rule') {
      const json = wd.run([...args, '--json']);
      expect([json.status, JSON.parse(json.stdout)]).toEqual([
        2,
        { schema: 1, error: expect.objectContaining({ kind: 'usage' }) as unknown },
      ]);
    }
  });
});
const HAS_JSON = new Set(['ingest', 'dedupe', 'flow', 'explain', 'check', 'status', 'conflicts', 'agreement']);

type Name = 'status' | 'flow' | 'check' | 'vote' | 'dedupe' | 'ingest';
/** What reads which files of a review: every one of them is refused where one of its files is broken. */
const COMMANDS: Readonly<Record<Name, readonly string[]>> = {
  status: ['status'],
  flow: ['flow'],
  check: ['check'],
  vote: ['vote', 'a-4', 'include', '--as', 'R2'],
  dedupe: ['dedupe'],
  ingest: ['ingest', 'exports/a.ris', '--search', 'x', '--date', '2025-02-01'],
};
const ALL: readonly Name[] = ['status', 'flow', 'check', 'vote', 'dedupe', 'ingest'];
const ALL_BUT_INGEST = ALL.slice(0, 5);
const ALL_BUT_DEDUPE = ALL.filter((name) => name !== 'dedupe');
/** Links and votes come after what dedupe and ingest read. */
const LATER = ALL.slice(0, 4);
/** What reads the extraction. */
const EXTRACTING: readonly Name[] = ['status', 'check'];

type Change = (text: string) => string | Uint8Array;
/** `undefined` removes the file; `'folder'` puts a folder in its place. */
type Broken = readonly [
  name: string,
  file: string,
  change: Change | 'removed' | 'folder',
  told: RegExp,
  refusing?: readonly Name[],
];

const line =
  (n: number, change: (text: string) => string): Change =>
  (text) =>
    text
      .split('\n')
      .map((item, index) => (index === n - 1 ? change(item) : item))
      .join('\n');
const appended =
  (more: string): Change =>
  (text) =>
    text + more;
const always =
  (text: string | Uint8Array): Change =>
  () =>
    text;
const MARKERS = '<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n';

const PROTOCOL: readonly Broken[] = [
  [
    'a typo in a key',
    'review.yaml',
    (text) => text.replace('adjudicators:', 'adjudicator:'),
    /^review\.yaml:\d+: stages\.title-abstract\.adjudicator is no setting/,
  ],
  ['a key that is not known', 'review.yaml', appended('mood: good\n'), /^review\.yaml:\d+: mood is no setting/],
  [
    'a wrong type',
    'review.yaml',
    (text) => text.replace('votes: 2', 'votes: two'),
    /^review\.yaml:\d+: stages\.title-abstract\.votes: /,
  ],
  [
    'a list for a text',
    'review.yaml',
    (text) => text.replace(/^title: .*$/m, 'title: [a]'),
    /^review\.yaml:\d+: title: /,
  ],
  ['bad YAML', 'review.yaml', appended('note: "never closed\n'), /^review\.yaml:\d+: /],
  ['a tab for indentation', 'review.yaml', appended('\tnote: x\n'), /^review\.yaml:\d+: /],
  ['a key twice', 'review.yaml', appended('title: again\n'), /^review\.yaml:\d+: .*(?:unique|twice)/],
  [
    'an id twice',
    'review.yaml',
    (text) => text.replace('id: R2', 'id: r1'),
    /^review\.yaml:\d+: reviewers\.1: "r1" stands here twice/,
  ],
  [
    'a reason twice',
    'review.yaml',
    (text) => text.replace('id: wrong-type', 'id: off-topic'),
    /^review\.yaml:\d+: .*twice/,
  ],
  [
    'a role for nobody',
    'review.yaml',
    (text) => text.replace('adjudicators: [R3]', 'adjudicators: [R7]'),
    /^review\.yaml:\d+: .*R7 is not among/,
  ],
  [
    'an id with a blank',
    'review.yaml',
    (text) => text.replace('id: off-topic', 'id: off topic'),
    /^review\.yaml:\d+: /,
  ],
  ['nothing', 'review.yaml', always(''), /^review\.yaml:1: .*empty/],
  ['comments alone', 'review.yaml', always('# nothing yet\n'), /^review\.yaml:1: .*empty/],
  ['a list', 'review.yaml', always('- a\n- b\n'), /^review\.yaml:1: /],
  ['no title', 'review.yaml', (text) => text.replace(/^title:.*$/m, ''), /^review\.yaml:\d+: title: .*missing/],
  ['markers of a merge', 'review.yaml', appended(MARKERS), /^review\.yaml:\d+: it holds the markers/],
  [
    'a newer layout',
    'review.yaml',
    (text) => text.replace('schemaVersion: 1', 'schemaVersion: 2'),
    /^review\.yaml:\d+: .*newer litscreen/,
  ],
  ['binary bytes', 'review.yaml', always(noise(300, true)), /^review\.yaml:\d+: /],
  ['Latin-1', 'review.yaml', (text) => latin1(text.replace('First', 'Fïrst')), /^review\.yaml:\d+: .*UTF-8/],
  ['a folder', 'review.yaml', 'folder', /^review\.yaml: a folder stands where a file belongs/],
];

const COMMON_FAULTS = 4;
const LEDGER_FAULTS: readonly (readonly [string, Change | 'folder', RegExp])[] = [
  ['another header', line(1, () => 'report,vote'), /:1: its header is not that of a ledger/],
  ['markers of a merge', appended(MARKERS), /:\d+: it holds the markers/],
  ['a cell too many', line(2, (text) => text.replace(',', ',x,')), /:2: \d+ cells where \d+ are due/],
  [
    'a bad time',
    line(2, (text) => text.replace(/,[^,]*$/, ',01/02/2025 10:00')),
    /:2: "01\/02\/2025 10:00" is no time/,
  ],
  ['another column', line(1, (text) => text.replace('note', 'remark')), /:1: its header is not that/],
  ['an impossible time', line(2, (text) => text.replace(/,[^,]*$/, ',2025-13-01T00:00:00.000Z')), /:2: .* is no time/],
  ['an unknown value', line(2, (text) => text.replace('include', 'perhaps')), /:2: .*not one of/],
  ['binary bytes', always(noise(300, true)), /:1: /],
  ['a folder', 'folder', /: a folder stands where a file belongs/],
];
const VOTES_FILE = 'screening/title-abstract/votes/R1.csv';
const LEDGER_FILES: readonly (readonly [string, readonly Name[]])[] = [
  [VOTES_FILE, LATER],
  ['dedupe/rulings/R1.csv', ALL_BUT_INGEST],
  ['screening/full-text/votes/R1.csv', LATER],
  ['screening/title-abstract/resolutions/R3.csv', LATER],
  ['retrieval/R1.csv', LATER],
  ['filters/manual/R1.csv', LATER],
  ['studies/R1.csv', LATER],
  ['extraction/entries/R1.csv', EXTRACTING],
];
/** Every fault in one kind of ledger, and those that people make in each. */
const LEDGERS = LEDGER_FILES.flatMap(([file, refusing]) =>
  LEDGER_FAULTS.filter((_, index) => file === VOTES_FILE || index < COMMON_FAULTS).map(
    ([name, change, told]): Broken => [name, file, change, told, refusing],
  ),
);
const SEARCH: readonly Broken[] = [
  [
    'a typo in a key',
    'searches/a/search.yaml',
    (text) => text.replace('source:', 'sourc:'),
    /^searches\/a\/search\.yaml:\d+: /,
  ],
  [
    'an unknown kind',
    'searches/a/search.yaml',
    (text) => text.replace('kind: database', 'kind: databse'),
    /^searches\/a\/search\.yaml:\d+: kind/,
  ],
  [
    'the id of another',
    'searches/a/search.yaml',
    (text) => text.replace('id: a', 'id: c'),
    /^searches\/a\/search\.yaml:\d+: .*folder a/,
  ],
  ['bad YAML', 'searches/a/search.yaml', appended('x: [1\n'), /^searches\/a\/search\.yaml:\d+: /],
  ['nothing', 'searches/a/search.yaml', always(''), /^searches\/a\/search\.yaml:1: .*empty/],
  [
    'markers of a merge',
    'searches/a/search.yaml',
    appended(MARKERS),
    /^searches\/a\/search\.yaml:\d+: it holds the markers/,
  ],
  [
    'a newer layout',
    'searches/a/search.yaml',
    (text) => text.replace('schemaVersion: 1', 'schemaVersion: 9'),
    /^searches\/a\/search\.yaml:\d+: .*newer litscreen/,
  ],
  ['removed', 'searches/a/search.yaml', 'removed', /^searches\/a\/search\.yaml: the file is missing/],
  ['a folder', 'searches/a/search.yaml', 'folder', /^searches\/a\/search\.yaml: a folder stands/],
  ['no JSON', 'searches/a/records.jsonl', line(2, (text) => text.slice(0, 40)), /^searches\/a\/records\.jsonl:2: /],
  [
    'a record without an id',
    'searches/a/records.jsonl',
    line(2, (text) => text.replace('"id"', '"ID"')),
    /^searches\/a\/records\.jsonl:2: /,
  ],
  [
    'a record of another search',
    'searches/a/records.jsonl',
    line(2, (text) => text.replace('a-2', 'c-2')),
    /^searches\/a\/records\.jsonl:2: c-2 is no id of a/,
    ALL_BUT_DEDUPE,
  ],
  [
    'a record twice',
    'searches/a/records.jsonl',
    (text) => text + text,
    /^searches\/a\/records\.jsonl:\d+: a-1 stands here twice/,
    ALL_BUT_DEDUPE,
  ],
  ['markers of a merge', 'searches/a/records.jsonl', appended(MARKERS), /^searches\/a\/records\.jsonl:5: /],
  ['removed', 'searches/a/records.jsonl', 'removed', /^searches\/a\/records\.jsonl: the file is missing/],
  ['a folder', 'searches/a/records.jsonl', 'folder', /^searches\/a\/records\.jsonl: a folder stands/],
  ['no JSON', 'searches/b/rejected.jsonl', always('{"file"\n'), /^searches\/b\/rejected\.jsonl:1: /, ALL_BUT_DEDUPE],
  [
    'another shape',
    'searches/b/rejected.jsonl',
    always('{"x":1}\n'),
    /^searches\/b\/rejected\.jsonl:1: /,
    ALL_BUT_DEDUPE,
  ],
  [
    'markers of a merge',
    'searches/b/rejected.jsonl',
    appended(MARKERS),
    /^searches\/b\/rejected\.jsonl:\d+: /,
    ALL_BUT_DEDUPE,
  ],
  ['removed', 'searches/b/rejected.jsonl', 'removed', /^searches\/b\/rejected\.jsonl: the file is missing/],
  ['a folder', 'searches/b/rejected.jsonl', 'folder', /^searches\/b\/rejected\.jsonl: a folder stands/, ALL_BUT_DEDUPE],
];
const DERIVED: readonly Broken[] = [
  ['another header', 'dedupe/links.csv', line(1, () => 'a,b'), /^dedupe\/links\.csv:1: /, LATER],
  ['a cell too many', 'dedupe/links.csv', line(2, (text) => `${text},x`), /^dedupe\/links\.csv:2: /, LATER],
  [
    'an unknown rule',
    'dedupe/links.csv',
    line(2, (text) => text.replace('doi', 'luck')),
    /^dedupe\/links\.csv:2: /,
    LATER,
  ],
  [
    'a wrong score',
    'dedupe/links.csv',
    line(2, (text) => text.replace(/[^,]*$/, 'high')),
    /^dedupe\/links\.csv:2: /,
    LATER,
  ],
  ['markers of a merge', 'dedupe/links.csv', appended(MARKERS), /^dedupe\/links\.csv:\d+: /, LATER],
  ['binary bytes', 'dedupe/links.csv', always(noise(300, true)), /^dedupe\/links\.csv:1: /, LATER],
  ['a folder', 'dedupe/links.csv', 'folder', /^dedupe\/links\.csv: a folder stands/, ALL_BUT_INGEST],
  ['another header', 'dedupe/uncertain.csv', line(1, () => 'a,b'), /^dedupe\/uncertain\.csv:1: /, LATER],
  [
    'a cell too few',
    'dedupe/uncertain.csv',
    line(2, (text) => text.replace(/,.*$/, '')),
    /^dedupe\/uncertain\.csv:2: /,
    LATER,
  ],
  [
    'a wrong score',
    'dedupe/uncertain.csv',
    line(2, (text) => text.replace(/0\.\d+/, '0,9')),
    /^dedupe\/uncertain\.csv:2: /,
    LATER,
  ],
  ['markers of a merge', 'dedupe/uncertain.csv', appended(MARKERS), /^dedupe\/uncertain\.csv:\d+: /, LATER],
];

const FORM_LINE = /^extraction\/form\.yaml:\d+: /;
const EXTRACTION = (
  [
    ['an item of no type', 'extraction/form.yaml', (text) => text.replace('type: integer', 'type: count'), FORM_LINE],
    ['a typo in a key', 'extraction/form.yaml', (text) => text.replace('required:', 'require:'), FORM_LINE],
    ['an item twice', 'extraction/form.yaml', (text) => text.replace('id: finding', 'id: sample'), FORM_LINE],
    ['nothing', 'extraction/form.yaml', always(''), /^extraction\/form\.yaml:1: .*empty/],
    ['markers of a merge', 'extraction/form.yaml', appended(MARKERS), FORM_LINE],
    [
      'a newer layout',
      'extraction/form.yaml',
      (text) => text.replace('schemaVersion: 1', 'schemaVersion: 2'),
      /newer litscreen/,
    ],
    ['a folder', 'extraction/form.yaml', 'folder', /^extraction\/form\.yaml: a folder stands/],
  ] as const satisfies readonly Broken[]
).map(([name, file, change, told]): Broken => [name, file, change, told, EXTRACTING]);
const REMOVED: readonly Broken[] = [
  ['another header', 'filters/removed.csv', line(1, () => 'a,b'), /^filters\/removed\.csv:1: /, LATER],
  ['a cell too few', 'filters/removed.csv', line(2, () => 'b-4,dates'), /^filters\/removed\.csv:2: /, LATER],
  [
    'an unknown limit',
    'filters/removed.csv',
    line(2, (text) => text.replace('dates', 'luck')),
    /^filters\/removed\.csv:2: /,
    LATER,
  ],
  ['markers of a merge', 'filters/removed.csv', appended(MARKERS), /^filters\/removed\.csv:\d+: /, LATER],
  ['a folder', 'filters/removed.csv', 'folder', /^filters\/removed\.csv: a folder stands/, LATER],
];
const FROZEN = (
  [
    ['a typo in a key', 'protocol/1.yaml', (text) => text.replace('votes:', 'vote:'), /^protocol\/1\.yaml:\d+: /],
    ['nothing', 'protocol/1.yaml', always(''), /^protocol\/1\.yaml:1: .*empty/],
    ['markers of a merge', 'protocol/1.yaml', appended(MARKERS), /^protocol\/1\.yaml:\d+: it holds the markers/],
  ] as const satisfies readonly Broken[]
).map(([name, file, change, told]): Broken => [name, file, change, told, ['check']]);

function spoil(wd: Workdir, file: string, change: Change | 'removed' | 'folder'): void {
  if (typeof change === 'function') {
    const text = wd.read(file);
    const broken = change(text);
    expect(broken).not.toEqual(text);
    wd.write(file, broken);
    return;
  }
  rmSync(join(wd.path, file));
  if (change === 'folder') mkdirSync(join(wd.path, file));
}

/** Every command that reads the file is refused; the others do their work, and dedupe writes its tables anew. */
async function expectRefusals([, file, change, told, refusing = ALL]: Broken): Promise<void> {
  const wd = workdir(SMALL);
  spoil(wd, file, change);
  const before = hashesOf(wd.path);
  await twoAtATime(refusing, async (name) => {
    const hasJson = name !== 'vote';
    const run = await startIn(wd.path, [...COMMANDS[name], ...(hasJson ? ['--json'] : [])]);
    expect([name, run.status]).toEqual([name, 3]);
    const errors = hasJson ? jsonErrorsOf(run).told : errorsOf(run);
    expect(errors).toContainEqual(expect.stringMatching(told));
  });
  expect(hashesOf(wd.path)).toEqual(before);
  for (const name of ALL.filter((other) => !refusing.includes(other))) wd.ok(COMMANDS[name]);
}

const titled = (table: readonly Broken[]) => table.map((broken) => ({ title: `${broken[1]}: ${broken[0]}`, broken }));

describe('a broken file of the review: exit 3 from every command that needs it', () => {
  it.each(titled([...PROTOCOL, ...LEDGERS, ...SEARCH, ...DERIVED, ...REMOVED, ...EXTRACTION, ...FROZEN]))(
    '$title',
    ({ broken }) => expectRefusals(broken),
  );

  it('a ledger that was saved in another encoding is an error of check alone: its ids can be read', () => {
    const wd = workdir(SMALL);
    const ledger = 'retrieval/R1.csv';
    wd.write(ledger, latin1(wd.read(ledger).replace('at the library', 'à la bibliothèque')));
    expect(wd.run(['status'])).toMatchObject({ status: 0, stderr: expect.stringContaining(`${ledger}:2: `) as string });
    const { findings } = wd.json(['check', '--json']) as { findings: object[] };
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'encoding', level: 'error', file: ledger, line: 2 }),
    );
  });

  it('a ledger that was cut in a character is torn like every other', () => {
    const wd = workdir(SMALL);
    const ledger = 'retrieval/R1.csv';
    const torn = Buffer.from('a-1,retrieved,,,,"à').subarray(0, -1);
    wd.write(ledger, Buffer.concat([Buffer.from(wd.read(ledger)), torn]));
    const { ok, findings } = wd.json(['check', '--json']) as { ok: boolean; findings: { code: string }[] };
    expect([ok, findings.map(({ code }) => code)]).toEqual([true, expect.arrayContaining(['torn-line'])]);
    wd.ok(['retrieve', 'mark', 'a-1', 'retrieved', '--as', 'R1']);
    expect(wd.read(ledger)).not.toContain('\ufffd');
  });
});

describe('a sheet that cannot be taken: exit 3', () => {
  const HEAD = 'report,vote,reason,note\n';
  it.each<[string, string | Uint8Array, readonly RegExp[]]>([
    ['other columns', 'id,decision\na-4,include\n', [/^s\.csv:1: .*no column report, vote/]],
    ['no column of votes', 'report,reason\na-4,off-topic\n', [/^s\.csv:1: .*no column vote/]],
    ['a report twice, with two votes', `${HEAD}a-4,include,,\na-4,exclude,off-topic,\n`, [/^s\.csv:3: .*twice/]],
    ['a report twice, with one vote', `${HEAD}a-4,include,,\na-4,include,,\n`, [/^s\.csv:3: row 3, report: .*row 2/]],
    [
      'unknown votes',
      `${HEAD}a-4,yes,,\na-2,no,,\n`,
      [/^s\.csv:2: .*"yes" is no vote/, /^s\.csv:3: .*"no" is no vote/],
    ],
    ['an unknown reason', `${HEAD}a-4,exclude,dull,\n`, [/^s\.csv:2: .*dull is no reason/]],
    ['a reason for an inclusion', `${HEAD}a-4,include,off-topic,\n`, [/^s\.csv:2: .*only an exclusion/]],
    ['a reason without a vote', `${HEAD}a-4,,off-topic,\n`, [/^s\.csv:2: .*without a vote/]],
    ['an unknown report', `${HEAD}zeta-1,include,,\n`, [/^s\.csv:2: .*"zeta-1" is no report/]],
    ['one bad row among good ones', `${HEAD}a-4,include,,\na-2,maybe,,\nb-3,perhaps,,\n`, [/^s\.csv:4: /]],
    [
      'a vote that is there already',
      `${HEAD}a-1,exclude,off-topic,\n`,
      [/^s\.csv:2: .*you voted include on a-1 before/],
    ],
    [
      'a cell broken over lines before it',
      `${HEAD}a-4,include,,"one\ntwo"\na-2,yes,,\n`,
      [/^s\.csv:4: row 3, .*"yes"/],
    ],
    ['a quote that is never closed', `${HEAD}a-4,include,,"so\na-2,include,,\n`, [/^s\.csv:\d+: .*no CSV/]],
    ['text', 'Dear colleague,\nhere are my votes.\n', [/^s\.csv:1: .*no column/]],
    ['nothing', '', [/^s\.csv:1: .*empty/]],
    ['an Excel sheet that is cut', ZIP, [/^s\.csv: .*archive is damaged/]],
  ])('%s', (_, content, told) => {
    const wd = workdir(SMALL);
    wd.write('s.csv', content);
    expect(refused(wd, ['screen', '--as', 'R1', '--import', 's.csv'], 3)).toEqual(
      told.map((pattern) => expect.stringMatching(pattern) as string),
    );
  });
});

describe('a sheet of entries that cannot be taken: exit 3', () => {
  it.each<[string, string | Uint8Array, readonly RegExp[]]>([
    ['other columns', 'id,sample\na-1,12\n', [/^e\.csv:1: .*no column report/]],
    ['a column twice', 'report,sample,sample\na-1,12,13\n', [/^e\.csv:1: .*two columns sample/]],
    ['a value that does not fit', 'report,sample\na-1,12 or so\n', [/^e\.csv:2: row 2, sample: "12 or so" is no/]],
    ['an unknown option', 'report,design\na-1,novel\n', [/^e\.csv:2: row 2, design: "novel" is no option/]],
    ['a report twice', 'report,design\na-1,survey\nb-1,survey\n', [/^e\.csv:3: row 3, report: a-1 stands in row 2/]],
    ['a report that is not included', 'report,design\na-2,survey\n', [/^e\.csv:2: row 2, report: "a-2" is no incl/]],
    ['another value than before', 'report,sample\na-1,13\n', [/^e\.csv:2: .*you entered "12" before/]],
    ['an emptied cell', 'report,sample,design\na-1,,survey\n', [/^e\.csv:2: .*the cell is empty/]],
    ['a quote that is never closed', 'report,design\na-1,"survey\n', [/^e\.csv:\d+: .*no CSV/]],
    ['nothing', '', [/^e\.csv:1: .*empty/]],
    ['an Excel sheet', ZIP, [/^e\.csv: .*a ZIP archive or an Office document/]],
  ])('%s', (_, content, told) => {
    const wd = workdir(SMALL);
    wd.write('e.csv', content);
    expect(refused(wd, ['extract', 'import', 'e.csv', '--as', 'R1'], 3)).toEqual(
      told.map((pattern) => expect.stringMatching(pattern) as string),
    );
  });
});

describe('a committed flow that is none: exit 3', () => {
  it.each<[string, string | Uint8Array]>([
    ['no JSON', 'databases: 3\n'],
    ['nothing', ''],
    ['half of one', readFileSync(new URL('../../package.json', import.meta.url), 'utf8').slice(0, 100)],
    ['another document', '{"name":"litscreen"}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['a text where a number belongs', '{"schema":1,"databases":{"identified":"5"}}'],
    ['a newer layout', '{"schema":2}'],
    ['deep nonsense', '['.repeat(5000) + ']'.repeat(5000)],
    ['a PDF', '%PDF-1.7\n'],
    ['random bytes', noise(500, true)],
  ])('%s', (_, content) => {
    const wd = workdir(SMALL);
    wd.write('output/prisma.json', content);
    expect(refused(wd, ['flow', '--check', 'output/prisma.json'], 3)).toEqual([
      expect.stringMatching(/^output\/prisma\.json:1: this is no /),
    ]);
    refusedAsJson(wd, ['flow', '--check', 'output/prisma.json'], 3);
  });
});
