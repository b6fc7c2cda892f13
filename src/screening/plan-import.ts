import type { Report, Reports } from '../dedupe/reports.ts';
import { LitscreenError, type Problem } from '../model/errors.ts';
import { addToGroup, groupBy } from '../model/group.ts';
import type { PersonId, RecordId, ReportId } from '../model/ids.ts';
import type { VoteLine } from '../model/ledgers.ts';
import { reasonsAt, type Protocol, type Stage } from '../model/protocol.ts';
import { labelProblem, ownLabels, withOwnLabels } from './labels.ts';
import type { StageOutcome } from './outcomes.ts';
import { inWords } from './vote-words.ts';
import { checkReason, isAsked, voteLines, type NewVoteLine, type VoteInput } from './plan-vote.ts';

/** What a row of a sheet or an entry of an export says of a report. */
export interface SaidVote {
  /** The row as a spreadsheet counts it; none where it is an entry of an export. */
  readonly row?: number;
  readonly line: number;
  /** A record: it is read as being on the report to which that belongs now. */
  readonly report: string;
  readonly vote: string;
  readonly reason: string;
  readonly note: string;
  readonly labels: readonly string[];
}

/** Where votes of one person are to be taken. */
export interface ImportTarget {
  readonly reports: Reports;
  readonly outcomes: ReadonlyMap<ReportId, StageOutcome>;
  readonly protocol: Protocol;
  readonly person: PersonId;
  readonly stage: Stage;
  /** Whether votes that were cast before may be changed. */
  readonly mayRevise: boolean;
}

/** A vote that is wanted on a record. */
export interface WantedPart {
  readonly record: RecordId;
  readonly line: number;
  readonly input: VoteInput;
}

/** The votes that are wanted on one report: several where it was several reports when they were asked for. */
export interface WantedVotes {
  readonly report: Report;
  readonly outcome: StageOutcome;
  readonly parts: readonly [WantedPart, ...WantedPart[]];
  /** Whether they differ: each is written on its own record, and the person's vote is due again. */
  readonly isUnequal: boolean;
}

const VOTES = ['include', 'exclude', 'maybe'] as const;
const isVote = (word: string): word is (typeof VOTES)[number] => VOTES.some((vote) => vote === word);

/**
 * The votes that rows ask for, and what is wrong with rows that cannot be taken, each by its row and column. A row that
 * says nothing is passed over.
 */
export function planImport(
  rows: readonly SaidVote[],
  target: ImportTarget,
): { readonly wanted: readonly WantedVotes[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const parts = new Map<ReportId, WantedPart[]>();
  const rowOf = new Map<string, SaidVote>();
  for (const row of rows) {
    const { file, part: unit } = doorOf(row);
    const bad: Tell = (column, message, hint = `mend the ${unit}, and import the ${file} again`) =>
      problems.push({ message: `${placeOf(row, column)}${message}`, where: { file: '', line: row.line }, hint });
    const earlier = row.report === '' ? undefined : rowOf.get(row.report);
    if (earlier) {
      const first = earlier.row === undefined ? '' : `, first in row ${earlier.row}`;
      const hint = unit === 'row' ? 'leave one of the two rows' : 'leave one of the two entries';
      bad('report', `${row.report} stands in the ${file} twice${first}`, hint);
      continue;
    }
    rowOf.set(row.report, row);
    const part = checkRow(row, target, bad);
    const report = target.reports.of(row.report);
    if (part && report) addToGroup(parts, report.id, part);
  }
  const wanted = [...parts].flatMap(([id, [first, ...others]]): WantedVotes[] => {
    const report = target.reports.of(id);
    const outcome = target.outcomes.get(id);
    if (!report || !outcome || !first) return [];
    return [{ report, outcome, parts: [first, ...others], isUnequal: others.some((part) => differ(part, first)) }];
  });
  return { wanted, problems };
}

type Tell = (column: string, message: string, hint?: string) => void;

function placeOf({ row }: SaidVote, column: string): string {
  return row === undefined ? '' : `row ${row}, ${column}: `;
}

/** What somebody mends: a row of a sheet, or an entry of another program's file. */
function doorOf({ row }: SaidVote): { readonly file: string; readonly part: string } {
  return row === undefined ? { file: 'file', part: 'entry' } : { file: 'sheet', part: 'row' };
}

function differ(a: WantedPart, b: WantedPart): boolean {
  return a.input.vote !== b.input.vote || a.input.reason !== b.input.reason;
}

/** The vote that a row asks for; undefined where it asks for none, or cannot be taken. */
function checkRow(row: SaidVote, target: ImportTarget, bad: Tell): WantedPart | undefined {
  const { protocol, stage, person } = target;
  const saysMore = row.reason !== '' || row.note !== '' || row.labels.length > 0;
  const says = row.vote !== '' || saysMore;
  const report = target.reports.of(row.report);
  const outcome = report && target.outcomes.get(report.id);
  if (!report && row.report !== '') bad('report', `"${row.report}" is no report of this review`);
  else if (!report && says) bad('report', 'a row without a report', 'write the id of its report');
  else if (!outcome && says) bad('report', `${row.report} has not reached ${stage}`);
  if (!says || !report || !outcome) return undefined;
  const reason = reasonIn(row.reason, protocol, stage);
  if (row.vote === '') {
    if (isVote(reason.toLowerCase())) bad('reason', `"${reason}" is a vote`, 'write it in the column vote');
    else bad('vote', 'a reason, note or label without a vote');
    return undefined;
  }
  if (!isVote(row.vote)) {
    bad('vote', `"${row.vote}" is no vote`, whatIsMeant(row.vote, report.id, target));
    return undefined;
  }
  if (!isAsked(outcome.votes, person)) {
    bad(
      'vote',
      `${report.id} has all votes that ${stage} asks for`,
      row.row === undefined ? 'take it out of the file' : 'empty the cell',
    );
    return undefined;
  }
  const own = outcome.votes.present.get(person);
  const isChanged = own !== undefined && (own.vote !== row.vote || own.reason !== reason);
  if (isChanged && !target.mayRevise) {
    bad(
      'vote',
      `you voted ${inWords(own.vote, own.reason)} on ${report.id} before`,
      `add --revise if the ${doorOf(row).file} is right`,
    );
  }
  for (const label of row.labels) {
    const problem = labelProblem(label);
    if (problem !== undefined) bad('labels', problem, 'part several labels by ";"');
  }
  for (const problem of reasonProblems(row.vote, reason, protocol, stage)) bad('reason', problem.message, problem.hint);
  // A cell that was empty when the sheet was written takes away nothing that was said since; nor does an entry of another
  // program, which may not know of notes and labels.
  const keeps = own !== undefined && (!target.mayRevise || row.row === undefined);
  const note = keeps && row.note === '' ? own.note : row.note;
  // One that is changed was looked at by itself: it is none of many any more.
  const before = isChanged ? ownLabels(own.labels).join(' ') : (own?.labels ?? '');
  const labels = keeps && row.labels.length === 0 ? before : withOwnLabels(before, row.labels);
  return { record: row.report, line: row.line, input: { vote: row.vote, reason, note, labels } };
}

/** A reason as the protocol writes its id; a spreadsheet may have begun it with a capital. */
function reasonIn(cell: string, protocol: Protocol, stage: Stage): string {
  return reasonsAt(protocol, stage).find(({ id }) => id.toLowerCase() === cell.toLowerCase())?.id ?? cell;
}

function whatIsMeant(cell: string, report: string, { protocol, stage, person }: ImportTarget): string {
  if (cell === 'withdraw') return `litscreen vote ${report} withdraw --stage ${stage} --as ${person}`;
  const reason = reasonsAt(protocol, stage).find(({ id }) => id.toLowerCase() === cell);
  return reason ? `write exclude, and ${reason.id} in the column reason` : 'write include, exclude or maybe';
}

function reasonProblems(vote: string, reason: string, protocol: Protocol, stage: Stage): readonly Problem[] {
  try {
    checkReason(vote, reason, protocol, stage);
    return [];
  } catch (error) {
    if (error instanceof LitscreenError) return error.problems;
    throw error;
  }
}

/**
 * The lines that wanted votes add to a person's ledger. A vote is written on the record that was named, or on those that
 * hold the person's vote already; equal ones on several records of a report on each of these.
 *
 * @returns the lines of each of the wanted votes; none where all of it stands already.
 * @param own the person's own lines, read under the lock.
 */
export function importedLines(
  wanted: readonly WantedVotes[],
  own: readonly VoteLine[],
  now: Date,
  protocol: Protocol,
): NewVoteLine[][] {
  const byRecord = groupBy(own, (line) => line.report);
  return wanted.map(({ report, outcome, parts, isUnequal }) => {
    const lines = (records: readonly RecordId[]) => records.flatMap((record) => byRecord.get(record) ?? []);
    const onRecord = ({ record, input }: WantedPart) =>
      voteLines({ id: record, records: [record] }, outcome, lines([record]), input, now, protocol);
    if (isUnequal) return parts.flatMap(onRecord);
    const [first, ...others] = parts;
    const input = joined(parts);
    const named: Report = { id: first.record, records: report.records };
    const written = voteLines(named, outcome, lines(report.records), input, now, protocol);
    const covered = new Set([first.record, ...written.map((line) => line.report)]);
    const uncovered = others.filter(({ record }) => !covered.has(record));
    return [...written, ...uncovered.flatMap((part) => onRecord({ ...part, input }))];
  });
}

/** Equal votes as one, with all that was noted. */
function joined(parts: WantedVotes['parts']): VoteInput {
  const distinct = (words: readonly string[]) => [...new Set(words.filter((word) => word !== ''))];
  const inputs = parts.map(({ input }) => input);
  return {
    ...parts[0].input,
    note: distinct(inputs.map(({ note }) => note)).join('; '),
    labels: distinct(inputs.flatMap(({ labels }) => labels.split(' '))).join(' '),
  };
}
