import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const WORDS = ['Cats', 'Dogs', 'Birds', 'Fish', 'Bees', 'Ants', 'Mice', 'Owls'];
const entry = (word: string) =>
  `TY  - JOUR\nTI  - ${word} of the world\nAU  - Poe, Edgar\nPY  - 2024\nAB  - About ${word}.\nER  - \n\n`;
const HEADER = 'report,event,vote,reason,note,labels,round,protocol,at\n';

/** What B says of the reports on which A has not voted: two opposite ways, with other reasons, notes and labels. */
const OPEN = [
  ['include,,,', 'exclude,off-topic,a long note,doubt'],
  ['exclude,wrong-type,,', 'maybe,,,'],
  ['maybe,,see again,', 'include,,,check'],
];

/** A review in which A and B have voted on some reports, and B on others alone. `way`: how. */
function review(way: 0 | 1, settings: Readonly<Record<string, string>>): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  const protocol = Object.entries(settings).reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    wd.read('review.yaml'),
  );
  wd.write('review.yaml', protocol);
  wd.write('a.ris', WORDS.map(entry).join(''));
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  const cast = (person: string, said: readonly string[]) =>
    wd.write(
      `screening/title-abstract/votes/${person}.csv`,
      HEADER + said.map((cells, at) => `a-${at + 1},vote,${cells},all,1,2025-03-01T09:0${at}:00.000Z\n`).join(''),
    );
  const both = ['include,,,', 'exclude,off-topic,,', 'include,,,'];
  cast('R1', both);
  cast('R2', [...both.slice(0, 2), 'exclude,off-topic,why,', ...OPEN.map((ways) => ways[way] ?? '')]);
  wd.write('protocol/1.yaml', wd.read('review.yaml'));
  return wd;
}

/** Every command that tells something, as A, as the third person, and as nobody. */
const COMMANDS: readonly (readonly string[])[] = [
  ['status'],
  ['status', '--json'],
  ['check'],
  ['check', '--json'],
  ['check', '--final'],
  ...['text', 'json', 'svg', 'csv'].map((format) => ['flow', '--format', format]),
  ...['conflicts', 'agreement'].flatMap((name) => [
    [name],
    [name, '--json'],
    ...['R1', 'R3'].flatMap((person) => [
      [name, '--as', person],
      [name, '--as', person, '--json'],
    ]),
  ]),
  ...['a-3', 'a-4', 'a-5', 'databases.excluded', 'databases.sought', 'pending.title-abstract.votes'].map((what) => [
    'explain',
    what,
  ]),
  ['pilot'],
  ['assign', '--from', 'R2', '--to', 'R1', '--dry-run'],
  ['retrieve', 'list'],
  ['snowball', 'status'],
  ...['included', 'excluded', 'pending', 'conflict'].map((name) => ['export', '--format', 'ris', '--outcome', name]),
  ['export', '--format', 'rayyan', '--decisions-of', 'R2', 'a-1', 'a-4'],
  ['export', '--format', 'asreview', '--decisions-of', 'R2', 'a-1', 'a-4'],
  ['protocol', 'amend', '--as', 'R1', '--dry-run'],
  ['unseal', '--as', 'R1'],
  ['screen', '--as', 'R1', '--sheet', '/dev/stdout'],
  ['resolve', 'a-4', 'include', '--as', 'R3', '--method', 'adjudication', '--rationale', 'x'],
  ['close', '--stage', 'title-abstract'],
  ['vote', 'a-4', 'withdraw', '--as', 'R1'],
];

function told(wd: Workdir, commands: readonly (readonly string[])[]): Record<string, unknown> {
  const outputs = commands.map((args) => [args.join(' '), wd.run(args)] as const);
  return Object.fromEntries(outputs);
}

describe('whichever way B has voted on what A has not', () => {
  it.each([
    ['as it is by default', {}, COMMANDS],
    [
      'when conflicts are shown at the end and reasons are ruled on',
      { 'conflicts: when-both-voted': 'conflicts: when-round-complete', 'reasons: priority': 'reasons: ruling' },
      // What these settings change is what is told of conflicts.
      COMMANDS.filter(([name = '']) => /^(?:status|check|conflicts|agreement|pilot)$/.test(name)),
    ],
  ])('everything that is printed is the same, %s', (_, settings, commands) => {
    expect(told(review(1, settings), commands)).toEqual(told(review(0, settings), commands));
  });
});
