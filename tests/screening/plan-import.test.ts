import { describe, expect, it } from 'vitest';
import type { VoteLine } from '../../src/model/ledgers.ts';
import type { Stage } from '../../src/model/protocol.ts';
import { importedLines, planImport, type ImportTarget, type SaidVote } from '../../src/screening/plan-import.ts';
import { at, outcome, protocolWith, reportsOf, votes } from './lines.ts';

const NOW = new Date(at(300));

interface Setting {
  readonly before?: string | readonly VoteLine[];
  readonly merged?: readonly string[];
  readonly mayRevise?: boolean;
  readonly stage?: Stage;
  readonly notReached?: readonly string[];
}

function targetOf({ before = '', merged = [], mayRevise = false, stage = 'title-abstract', ...rest }: Setting) {
  const reports = reportsOf(...merged);
  const reached = reports.all.filter(({ id }) => !(rest.notReached ?? []).includes(id));
  const protocol = protocolWith();
  const outcomes = new Map(reached.map(({ id }) => [id, outcome(before, { reports, record: id, stage })]));
  return { reports, outcomes, protocol, person: 'A', stage, mayRevise } satisfies ImportTarget;
}

/** Rows in shorthand: `s-1 exclude off`, the cells of a row parted by spaces, `_` for an empty one. */
function rowsOf(...rows: readonly (string | Partial<SaidVote>)[]): SaidVote[] {
  return rows.map((row, index) => {
    const [report = '', vote = '', reason = '', note = ''] =
      typeof row === 'string' ? row.split(' ').map((cell) => (cell === '_' ? '' : cell)) : [];
    const said = typeof row === 'string' ? {} : row;
    return { row: index + 2, line: index + 2, report, vote, reason, note, labels: [], ...said };
  });
}

function plan(setting: Setting, ...rows: readonly (string | Partial<SaidVote>)[]) {
  const target = targetOf(setting);
  const own = (typeof setting.before === 'string' ? votes(setting.before) : (setting.before ?? [])).filter(
    (line) => line.person === 'A',
  );
  const { wanted, problems } = planImport(rowsOf(...rows), target);
  const lines = importedLines(wanted, own, NOW, target.protocol).flat();
  return {
    problems: problems.map(({ message }) => message),
    wanted,
    lines: lines.map((line) =>
      [line.report, line.event, line.vote, line.reason, line.note, line.labels].join(' ').trimEnd(),
    ),
    written: lines,
  };
}

describe('planImport', () => {
  it('passes over rows that say nothing', () =>
    expect(plan({ notReached: ['s-2'] }, 's-1', 's-2', '_', 's-3 include')).toMatchObject({
      problems: [],
      lines: ['s-3 vote include'],
    }));

  it.each<[string, Setting, readonly (string | Partial<SaidVote>)[], readonly string[]]>([
    [
      'an unknown report, even without a vote',
      {},
      ['s-9', 's-8 include'],
      ['row 2, report: "s-9" is no report of this review', 'row 3, report: "s-8" is no report of this review'],
    ],
    ['a vote without a report', {}, ['_ include'], ['row 2, report: a row without a report']],
    [
      'a report not at the stage',
      { notReached: ['s-1'] },
      ['s-1 include'],
      ['row 2, report: s-1 has not reached title-abstract'],
    ],
    ['a vote in the column of reasons', {}, ['s-1 _ exclude'], ['row 2, reason: "exclude" is a vote']],
    ['a reason in the column of votes', {}, ['s-1 off'], ['row 2, vote: "off" is no vote']],
    ['a note without a vote', {}, ['s-1 _ _ x'], ['row 2, vote: a reason, note or label without a vote']],
    [
      'a label without a vote',
      {},
      [{ report: 's-1', labels: ['x'] }],
      ['row 2, vote: a reason, note or label without a vote'],
    ],
    ['an unknown reason', {}, ['s-1 exclude data'], ['row 2, reason: data is no reason of title-abstract']],
    [
      'no reason at full text',
      { stage: 'full-text' },
      ['s-1 exclude'],
      ['row 2, reason: an exclusion at full text has exactly one reason'],
    ],
    [
      'the program’s labels, and none',
      {},
      [{ report: 's-1', vote: 'include', labels: ['Bulk', 'blind', 'a b', 'ok-1'] }],
      [
        'row 2, labels: "Bulk" is a label of the program',
        'row 2, labels: "blind" is a label of the program',
        'row 2, labels: "a b" is no label: they are made of letters, digits, "-" and "_"',
      ],
    ],
    [
      'a record in two rows, filled or not',
      {},
      ['s-1 include', 's-2', 's-1', 's-1 include'],
      [
        'row 4, report: s-1 stands in the sheet twice, first in row 2',
        'row 5, report: s-1 stands in the sheet twice, first in row 2',
      ],
    ],
    ['another vote than before', { before: 'A:i' }, ['s-1 exclude'], ['row 2, vote: you voted include on s-1 before']],
    [
      'another reason than before',
      { before: 'A:x:off' },
      ['s-1 exclude type'],
      ['row 2, vote: you voted exclude (off) on s-1 before'],
    ],
  ])('names %s', (_, setting, rows, problems) => expect(plan(setting, ...rows).problems).toEqual(problems));

  it('reads a reason that a spreadsheet has begun with a capital', () =>
    expect(plan({}, 's-1 exclude Off').lines).toEqual(['s-1 vote exclude off']));

  it('names no row of an export, which has none', () => {
    const { problems } = planImport(
      [{ line: 9, report: 's-9', vote: 'include', reason: '', note: '', labels: [] }],
      targetOf({}),
    );
    expect(problems).toMatchObject([{ message: '"s-9" is no report of this review', where: { line: 9 } }]);
  });
});

describe('importedLines', () => {
  const noted = (before: string, note: string, labels = '') => votes(before).map((line) => ({ ...line, note, labels }));

  it.each<[string, Setting, readonly (string | Partial<SaidVote>)[], readonly string[]]>([
    ['nothing for what stands already', { before: 'A:i' }, ['s-1 include'], []],
    ['a note that is new', { before: 'A:i' }, ['s-1 include _ new'], ['s-1 vote include  new']],
    [
      'nothing for an empty cell where a note was made since',
      { before: noted('A:i', 'kept', 'x') },
      ['s-1 include'],
      [],
    ],
    [
      'an empty note of who revises',
      { before: noted('A:i', 'kept', 'bulk x'), mayRevise: true },
      ['s-1 include'],
      ['s-1 vote include   bulk'],
    ],
    [
      'labels beside those of the program',
      { before: noted('A:i', '', 'bulk x') },
      [{ report: 's-1', vote: 'include', labels: ['y', 'z', 'y'] }],
      ['s-1 vote include   bulk y z'],
    ],
    [
      'no mark of many on one that is changed',
      { before: noted('A:i', '', 'bulk x'), mayRevise: true },
      [{ report: 's-1', vote: 'exclude', labels: ['y'] }],
      ['s-1 vote exclude   y'],
    ],
    [
      'a revision from when all votes are in',
      { before: 'A:i B:i', mayRevise: true },
      ['s-1 exclude'],
      ['s-1 revise exclude'],
    ],
    ['on the record that is named', { merged: ['s-1', 's-2'] }, ['s-2 include'], ['s-2 vote include']],
    [
      'on the record that holds the vote',
      { merged: ['s-1', 's-2'], before: 'A@s-2:i', mayRevise: true },
      ['s-1 exclude'],
      ['s-2 vote exclude'],
    ],
    [
      'equal votes on records that were merged',
      { merged: ['s-1', 's-2'] },
      ['s-1 include _ a', 's-2 include _ b'],
      ['s-1 vote include  a; b', 's-2 vote include  a; b'],
    ],
    [
      'unequal ones each on its own',
      { merged: ['s-1', 's-2'] },
      ['s-1 include', 's-2 exclude off'],
      ['s-1 vote include', 's-2 vote exclude off'],
    ],
  ])('writes %s', (_, setting, rows, lines) => expect(plan(setting, ...rows)).toMatchObject({ problems: [], lines }));

  it.each(['s-2 include', 's-2 exclude off'])('leaves nothing to write a second time: %s', (second) => {
    const setting: Setting = { merged: ['s-1', 's-2'] };
    const { written } = plan(setting, 's-1 include _ a', second);
    const before = written.map((line) => ({ ...line, person: 'A', where: { file: 'votes/A.csv' } }));
    expect(plan({ ...setting, before }, 's-1 include _ a', second)).toMatchObject({ problems: [], lines: [] });
    const reports = reportsOf('s-1', 's-2');
    // Unequal votes on the parts of one report make the vote due again.
    expect(outcome(before, { reports }).votes.present.has('A')).toBe(second === 's-2 include');
  });
});
