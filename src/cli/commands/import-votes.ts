import { openExports, type OpenedExport } from '../exports.ts';
import { sniffFormat } from '../../formats/registry.ts';
import { csvHeader } from '../../formats/tables/csv-table.ts';
import { inputError, LitscreenError, usageError, type Problem } from '../../model/errors.ts';
import { groupBy } from '../../model/group.ts';
import type { VoteLine } from '../../model/ledgers.ts';
import { reasonsAt, type Protocol, type Stage } from '../../model/protocol.ts';
import { toRecord } from '../../records/canonical.ts';
import { appendToLedger } from '../../review/store.ts';
import { dueFor } from '../../screening/due.ts';
import { covidenceReasons, decisionsIn, type ImportedDecision } from '../../screening/imported-decisions.ts';
import { KnownReports } from '../../screening/known-reports.ts';
import {
  checkReason,
  isAsked,
  standingVotes,
  voteLines,
  type NewVoteLine,
  type VoteInput,
} from '../../screening/plan-vote.ts';
import { readScreeningSheet } from '../../sheets/screening-sheet.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { actingPerson, readNamedSheet, type Context } from '../context.ts';
import { freezeProtocol, openReview, warnWhereStale, type OpenReview } from '../open.ts';
import { requireVoter } from './vote.ts';

export interface ImportOptions {
  readonly as?: string;
  readonly revise?: boolean;
  readonly reviewer?: readonly string[];
  readonly reasonMap?: readonly string[];
  readonly all?: ImportedDecision['vote'];
  readonly dryRun?: boolean;
}

/** `screen --import`: votes from a filled-in sheet, or from an export of Rayyan, ASReview or Covidence. */
export async function importVotes(
  context: Context,
  review: OpenReview,
  stage: Stage,
  file: string,
  options: ImportOptions,
): Promise<number> {
  const text = sheetText(context, file);
  if (text !== undefined) return importSheet(context, review, stage, file, text, options);
  warnWhereStale(context, review);
  const opened = await openExports(context, [file], {});
  return importDecisions(context, review, stage, file, opened, options);
}

/** The text of a sheet of ours; undefined where the file is something else, which is opened as an export. */
function sheetText(context: Context, file: string): string | undefined {
  let text: string;
  try {
    text = readNamedSheet(context, file);
  } catch (error) {
    // An archive or a workbook is no sheet, but may be an export.
    if (error instanceof LitscreenError && error.kind === 'input' && /archive|Office|Excel/.test(error.message))
      return undefined;
    throw error;
  }
  const columns = csvHeader(text.slice(0, 65_536));
  const isOther = sniffFormat(text.slice(0, 65_536)) !== undefined;
  return columns.includes('report') && columns.includes('vote') ? text : isOther ? undefined : text;
}

/** Takes a filled-in sheet back, all of it or nothing: every bad cell is named by row and column. */
function importSheet(
  context: Context,
  review: OpenReview,
  stage: Stage,
  file: string,
  text: string,
  options: ImportOptions,
): number {
  const person = actingPerson(context, options.as, review.state.facts.protocol);
  requireVoter(review, person, stage, '<report>');
  warnWhereStale(context, review);
  const sheet = readScreeningSheet(text, file);
  const elsewhere = sheet.rows.filter((row) => {
    const report = review.state.reports.of(row.report);
    return report !== undefined && !review.state.outcomes[stage].has(report.id);
  });
  if (elsewhere.length > 1 && elsewhere.length * 2 > sheet.rows.length) {
    const message = `${elsewhere.length} of its ${sheet.rows.length} reports have not reached ${stage}`;
    const hint = 'is this a sheet of the other stage? name that with  --stage';
    throw inputError(message, { file, line: elsewhere[0]?.line ?? 1 }, hint);
  }
  const { wanted, problems } = checkRows(review, person, stage, sheet.rows, options.revise ?? false);
  const all = [...sheet.problems, ...problems].map((problem) => ({ ...problem, where: { ...problem.where, file } }));
  if (all.length > 0) throw new LitscreenError('input', all);
  takeVotes(context, review, person, stage, wanted, file, options);
  return 0;
}

type SheetRows = ReturnType<typeof readScreeningSheet>['rows'];
type WantedVotes = ReadonlyMap<string, VoteInput & { readonly line: number }>;

/** The votes that rows of a sheet or of an export ask for, by report; and what is wrong with rows that cannot be taken. */
function checkRows(
  review: OpenReview,
  person: string,
  stage: Stage,
  rows: SheetRows,
  mayRevise: boolean,
): { wanted: WantedVotes; problems: Problem[] } {
  const problems: Problem[] = [];
  const wanted = new Map<string, VoteInput & { readonly line: number }>();
  for (const row of rows) {
    const bad = (column: string, message: string, hint = 'mend the row, and import the sheet again') =>
      problems.push({
        message: `row ${row.row}, ${column}: ${message}`,
        where: { file: '', line: row.line },
        hint,
      });
    const report = review.state.reports.of(row.report);
    const outcome = report && review.state.outcomes[stage].get(report.id);
    if (!report) bad('report', `"${row.report}" is no report of this review`);
    else if (!outcome) bad('report', `${row.report} has not reached ${stage}`);
    else if (row.vote === '' && (row.reason !== '' || row.note !== '')) bad('vote', 'a reason or note without a vote');
    if (row.vote === '' || !report || !outcome) continue;
    const vote = (['include', 'exclude', 'maybe'] as const).find((name) => name === row.vote);
    if (vote === undefined) {
      const takeBack = row.vote === 'withdraw' ? `litscreen vote ${report.id} withdraw --as ${person}` : undefined;
      bad('vote', `"${row.vote}" is no vote`, takeBack ?? 'write include, exclude or maybe');
      continue;
    }
    if (!isAsked(outcome.votes, person)) {
      bad('vote', `${report.id} has all votes that ${stage} asks for`, 'empty the cell');
      continue;
    }
    // Two reports of the sheet may have become one since it was written: equal votes on them are one vote.
    const earlier = wanted.get(report.id);
    if (earlier && (earlier.vote !== vote || earlier.reason !== row.reason)) {
      bad('report', `${row.report} stands in the sheet twice, with different votes`);
      continue;
    }
    const own = outcome.votes.present.get(person);
    if (own && (own.vote !== vote || own.reason !== row.reason) && !mayRevise) {
      const said = `${own.vote}${own.reason && ` (${own.reason})`}`;
      bad('vote', `you voted ${said} on ${report.id} before`, 'add --revise if the sheet is right');
    }
    try {
      checkReason(vote, row.reason, review.state.facts.protocol, stage);
      wanted.set(report.id, { vote, reason: row.reason, note: row.note, labels: own?.labels ?? '', line: row.line });
    } catch (error) {
      if (!(error instanceof LitscreenError)) throw error;
      for (const problem of error.problems) bad('reason', problem.message, problem.hint);
    }
  }
  return { wanted, problems };
}

/** Writes votes into a person's ledger, in one go. */
function takeVotes(
  context: Context,
  review: OpenReview,
  person: string,
  stage: Stage,
  wanted: WantedVotes,
  file: string,
  options: ImportOptions,
): void {
  const mayRevise = options.revise ?? false;
  const { protocol, votes } = review.state.facts;
  const known = new Set(
    votes[stage].filter((line) => line.person === person).map((line) => `${line.report} ${line.at}`),
  );
  const written = appendToLedger(review.root, { kind: 'votes', stage }, person, (own) => {
    const byRecord = groupBy(own, (line) => line.report);
    return [...wanted].flatMap(([id, input]): NewVoteLine[] => {
      const report = review.state.reports.of(id);
      const outcome = review.state.outcomes[stage].get(id);
      if (!report || !outcome) return [];
      const lines = report.records.flatMap((record) => byRecord.get(record) ?? []);
      const isContrary = (line: VoteLine) => line.vote !== input.vote || line.reason !== input.reason;
      const meanwhile = [...standingVotes(lines).values()].filter((line) => !known.has(`${line.report} ${line.at}`));
      if (!mayRevise && meanwhile.some(isContrary)) {
        const hint = 'import it again: the votes that differ will all be named';
        throw inputError(`you voted otherwise on ${id} while the sheet was read`, { file, line: input.line }, hint);
      }
      return voteLines(report, outcome, lines, input, context.now(), protocol);
    });
  });
  if (wanted.size > 0) freezeProtocol(review);
  context.out(`${file}: ${plural(written.length, 'vote')} taken, ${wanted.size - written.length} as before\n`);
  const left = dueFor(openReview(context).state, person, stage).length;
  context.note(`${plural(left, 'report')} left for ${person} at ${stage}\n`);
}

/** A decision, and the report that it is on. */
interface Decision extends ImportedDecision {
  readonly report: string;
  readonly line: number;
}

function importDecisions(
  context: Context,
  review: OpenReview,
  stage: Stage,
  file: string,
  opened: readonly OpenedExport[],
  options: ImportOptions,
): number {
  const { protocol } = review.state.facts;
  const { decisions, untold } = readDecisions(review, stage, opened, options.all);
  if (decisions.length === 0) {
    const hint =
      'Rayyan, ASReview and Covidence export them; where all records have one, add  --all include|exclude|maybe';
    throw inputError('no decision on a report of this review is in it', { file }, hint);
  }
  const people = peopleOf(context, protocol, decisions, options);
  const reasons = reasonMap(protocol, stage, options.reasonMap ?? []);
  const problems: Problem[] = [];
  const perPerson = [...people].map(([person, names]) => {
    requireVoter(review, person, stage, '<report>');
    const own = decisions.filter((decision) => names.has(decision.reviewer));
    const rows = own.map((decision, index) => rowOf(decision, index + 1, protocol, stage, reasons, problems));
    const checked = checkRows(review, person, stage, rows, options.revise ?? false);
    problems.push(...checked.problems);
    return { person, wanted: checked.wanted };
  });
  const all = problems.map((problem) => ({ ...problem, where: { ...problem.where, file } }));
  if (all.length > 0) throw new LitscreenError('input', all);
  for (const message of untold.slice(0, TOLD)) context.note(`note: ${file}:${message}\n`);
  if (untold.length > TOLD) context.note(`note: ${file}: ${untold.length - TOLD} more entries without a vote taken\n`);
  for (const { person, wanted } of perPerson) {
    if (options.dryRun) context.out(`${person}: ${plural(wanted.size, 'vote')} would be taken\n`);
    else takeVotes(context, review, person, stage, wanted, `${file}, ${person}`, options);
  }
  if (options.dryRun) context.out('dry run: nothing was written\n');
  return 0;
}

const TOLD = 20;

/** The decisions in a file on reports that have reached the stage; and, with their lines, the entries that are none. */
function readDecisions(
  review: OpenReview,
  stage: Stage,
  opened: readonly OpenedExport[],
  forAll: ImportedDecision['vote'] | undefined,
): { decisions: Decision[]; untold: string[] } {
  const { state, reader } = review;
  const known = new KnownReports(
    (function* () {
      for (const { id } of state.facts.searches) {
        for (const record of reader.records(id)) {
          const report = state.reports.of(record.id);
          if (report) yield [record, report.id] as const;
        }
      }
    })(),
  );
  reader.throwProblems();
  const decisions: Decision[] = [];
  const untold: string[] = [];
  for (const item of opened.flatMap((one) => [...one.read().entries])) {
    const record = item.ok ? toRecord(item, '') : undefined;
    if (!item.ok || !record) {
      if (item.ok || item.kind === 'unreadable') untold.push(`${item.line}: this entry could not be read`);
      continue;
    }
    const found =
      forAll === undefined
        ? decisionsIn(item.fields)
        : [{ reviewer: '', vote: forAll, reasons: covidenceReasons(item.fields), note: '' }];
    if (found.length === 0) continue;
    // What we wrote as the id of a record, comes back under these names.
    const ids = ['ID', 'id', 'OID', 'label'].flatMap((name) => item.fields.extra?.[name] ?? []);
    const reports = known.find(record, ids);
    const title = terminalSafe(record.title ?? record.doi ?? '').slice(0, 60);
    const [report] = reports;
    if (report === undefined) untold.push(`${item.line}: no report of this review: ${title}`);
    else if (reports.length > 1) untold.push(`${item.line}: it may be ${reports.join(' or ')}: ${title}`);
    else if (!state.outcomes[stage].has(report))
      untold.push(`${item.line}: ${report} has not reached ${stage}: ${title}`);
    else decisions.push(...found.map((decision) => ({ ...decision, report, line: item.line })));
  }
  return { decisions, untold };
}

/**
 * Whose each name's decisions are: as `--reviewer "Ann=MP"` says, or the person whose id or name it is; the decisions of a
 * program that knows one person are those of `--as`.
 * @throws LitscreenError of kind `usage` with all names that are nobody's.
 */
function peopleOf(
  context: Context,
  protocol: Protocol,
  decisions: readonly Decision[],
  options: ImportOptions,
): Map<string, Set<string>> {
  const given = new Map((options.reviewer ?? []).map((item) => parted(item, '--reviewer "Ann=MP"')));
  const names = [...new Set(decisions.map((decision) => decision.reviewer))];
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const people = new Map<string, Set<string>>();
  const unknown: string[] = [];
  for (const name of names) {
    const named =
      given.get(name.toLowerCase()) ?? protocol.reviewers.find((one) => same(one.id, name) || same(one.name, name))?.id;
    const person = name === '' ? actingPerson(context, options.as, protocol) : named;
    if (person === undefined) unknown.push(name);
    else people.set(actingPerson(context, person, protocol), (people.get(person) ?? new Set()).add(name));
  }
  // Who names some people takes their votes, and leaves the others' for later.
  if (unknown.length > 0 && given.size === 0) {
    const example = `--reviewer "${unknown[0]}=${protocol.reviewers[0]?.id ?? ''}"`;
    const hint = `say who they are here, once for each:  ${example}  (its people are ${protocol.reviewers.map((one) => one.id).join(', ')})`;
    throw usageError(`the file has decisions of ${unknown.join(', ')}`, hint);
  }
  if (unknown.length > 0) context.note(`note: left out are the decisions of ${terminalSafe(unknown.join(', '))}\n`);
  return people;
}

function parted(item: string, example: string): [string, string] {
  const at = item.lastIndexOf('=');
  if (at <= 0) throw usageError(`"${item}" does not say what is what`, `write it as  ${example}`);
  return [item.slice(0, at).trim().toLowerCase(), item.slice(at + 1).trim()];
}

/** The reasons of the protocol by what a file may call them: their ids, their labels, and what the command line says. */
function reasonMap(protocol: Protocol, stage: Stage, given: readonly string[]): Map<string, string> {
  const known = reasonsAt(protocol, stage).flatMap((reason) => [
    [reason.id.toLowerCase(), reason.id] as const,
    [reason.label.toLowerCase(), reason.id] as const,
  ]);
  return new Map([...known, ...given.map((item) => parted(item, '--reason-map "wrong population=off-topic"'))]);
}

/** A decision as a row of a sheet says it. Of several reasons the first in the protocol's order is the one that counts. */
function rowOf(
  decision: Decision,
  row: number,
  protocol: Protocol,
  stage: Stage,
  known: ReadonlyMap<string, string>,
  problems: Problem[],
): SheetRows[number] {
  const { report, line, vote } = decision;
  const found = decision.reasons.flatMap((reason) => known.get(reason.toLowerCase()) ?? []);
  const reason = reasonsAt(protocol, stage).find((item) => found.includes(item.id))?.id ?? '';
  const others = decision.reasons.filter((item) => known.get(item.toLowerCase()) !== reason);
  if (stage === 'full-text' && vote === 'exclude' && reason === '') {
    const message = `${report} is excluded for ${decision.reasons.join(', ') || 'no reason'}, which is no reason of ${stage}`;
    problems.push({
      message,
      where: { file: '', line },
      hint: 'say which it is:  --reason-map "wrong population=off-topic"',
    });
  }
  const note = [others.length > 0 ? `reasons: ${others.join(', ')}` : '', decision.note]
    .filter((text) => text !== '')
    .join('; ');
  return { row, line, report, vote, reason, note };
}
