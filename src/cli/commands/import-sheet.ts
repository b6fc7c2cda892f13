import { inputError, LitscreenError, type Problem } from '../../model/errors.ts';
import type { VoteLine } from '../../model/ledgers.ts';
import type { Stage } from '../../model/protocol.ts';
import { appendVotes, withSecrets } from '../../review/cast.ts';
import { dueFor } from '../../screening/due.ts';
import { importedLines, planImport, type ImportTarget, type WantedVotes } from '../../screening/plan-import.ts';
import { standingVotes } from '../../screening/plan-vote.ts';
import { inWords } from '../../screening/vote-words.ts';
import { misplacedTitles, titleProblems } from '../../screening/sheet-titles.ts';
import { readScreeningSheet, type FilledRow } from '../../sheets/screening-sheet.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context } from '../context.ts';
import { withOwnVotes } from '../own-votes.ts';
import { freezeProtocol, openReview, warnWhereStale, type OpenReview } from '../open.ts';
import type { ImportOptions } from './import-votes.ts';
import { requireVoter } from './vote.ts';

/** Takes a filled-in sheet back, all of it or nothing: every bad cell is named by row and column. */
export async function importSheet(
  context: Context,
  review: OpenReview,
  stage: Stage,
  file: string,
  text: string,
  options: ImportOptions,
): Promise<number> {
  const { protocol } = review.state.facts;
  const person = actingPerson(context, options.as, protocol);
  requireVoter(review, person, stage, '<report>');
  await warnWhereStale(context, review);
  const { rows, problems: unread } = readScreeningSheet(text, file);
  refuseOtherStage(review, stage, file, rows);
  refuseOtherPerson(person, file, rows);
  const target = targetOf(review, person, stage, options);
  const { wanted, problems } = planImport(rows, target);
  const all = [...unread, ...problems, ...wrongTitles(review, rows)];
  if (all.length > 0) throw new LitscreenError('input', inFile(all, file));
  if (options.dryRun) {
    context.out(`${file}: ${wouldTake(review, target, wanted)}\ndry run: nothing was written\n`);
    return 0;
  }
  takeVotes(context, review, target, wanted, file);
  return 0;
}

/** Where the votes of a person in a file are to be taken. */
export function targetOf(review: OpenReview, person: string, stage: Stage, { revise }: ImportOptions): ImportTarget {
  const { reports, facts } = review.state;
  const mayRevise = revise ?? false;
  const outcomes = withOwnVotes(review, person, stage);
  return { reports, outcomes, protocol: facts.protocol, person, stage, mayRevise };
}

/** Problems in the order of their lines, in a file that those who found them do not know. */
export function inFile(problems: readonly Problem[], file: string): Problem[] {
  return problems
    .map((problem) => ({ ...problem, where: { ...problem.where, file } }))
    .sort((a, b) => (a.where.line ?? 0) - (b.where.line ?? 0));
}

function refuseOtherStage(review: OpenReview, stage: Stage, file: string, rows: readonly FilledRow[]): void {
  const elsewhere = rows.filter((row) => {
    const report = review.state.reports.of(row.report);
    return report !== undefined && !review.state.outcomes[stage].has(report.id);
  });
  if (elsewhere.length <= 1 || elsewhere.length * 2 <= rows.length) return;
  const message = `${elsewhere.length} of its ${rows.length} reports have not reached ${stage}`;
  const hint = 'is this a sheet of the other stage? name that with  --stage';
  throw inputError(message, { file, line: elsewhere[0]?.line ?? 1 }, hint);
}

/** Votes of a sheet that was written for somebody else are that person's. */
function refuseOtherPerson(person: string, file: string, rows: readonly FilledRow[]): void {
  const isOthers = ({ vote, reviewer }: FilledRow) => vote !== '' && reviewer !== '' && reviewer !== person;
  const other = rows.find(isOthers);
  if (!other) return;
  const message = `row ${other.row}, reviewer: this is the sheet of ${other.reviewer}, not of ${person}`;
  throw inputError(message, { file, line: other.line }, `add  --as ${other.reviewer}  if it is theirs`);
}

/** Rows that say something, under the title of another report. */
function wrongTitles({ state: { reports, facts }, reader }: OpenReview, rows: readonly FilledRow[]): Problem[] {
  const telling = rows.filter((row) => row.title !== '' && row.vote + row.reason + row.note !== '');
  const ids = new Set(telling.flatMap(({ report }) => reports.of(report)?.records ?? []));
  const misplaced = misplacedTitles(telling, reports, reader.recordsById(ids));
  if (misplaced.length === 0) return [];
  const all = (function* () {
    for (const { id } of facts.searches) yield* reader.records(id);
  })();
  const problems = titleProblems(misplaced, rows, reports, all);
  reader.throwProblems();
  return problems;
}

/** What taking votes would do, in words. */
export function wouldTake(
  { reader, state }: OpenReview,
  { person, stage, protocol }: ImportTarget,
  wanted: readonly WantedVotes[],
): string {
  const lines = state.facts.votes[stage].filter((line) => line.person === person);
  const own = withSecrets(reader, stage, person, lines);
  const taken = countOf(changedBy(wanted, importedLines(wanted, own, new Date(), protocol)));
  return `${plural(taken, 'vote')} would be taken, ${countOf(wanted) - taken} as before`;
}

/** Those of the wanted votes that add lines to the ledger, each with the records on which it does. */
function changedBy(
  wanted: readonly WantedVotes[],
  added: readonly (readonly { readonly report: string }[])[],
): WantedVotes[] {
  return wanted.flatMap((votes, index) => {
    const records = new Set(added[index]?.map((line) => line.report));
    const parts = votes.parts.filter(({ record }) => !votes.isUnequal || records.has(record));
    const [first, ...others] = parts;
    return records.size > 0 && first ? [{ ...votes, parts: [first, ...others] }] : [];
  });
}

/** So many votes are wanted: equal ones on several records of a report are one. */
function countOf(wanted: readonly WantedVotes[]): number {
  return wanted.reduce((sum, { parts, isUnequal }) => sum + (isUnequal ? parts.length : 1), 0);
}

/** Writes votes into a person's ledger, in one go. */
export function takeVotes(
  context: Context,
  review: OpenReview,
  { person, stage, protocol, mayRevise }: ImportTarget,
  wanted: readonly WantedVotes[],
  file: string,
): void {
  const known = new Set(
    review.state.facts.votes[stage].filter((line) => line.person === person).map((line) => `${line.report} ${line.at}`),
  );
  let changed: readonly WantedVotes[] = [];
  const now = context.now();
  appendVotes(review.reader, stage, person, protocol.seal, (own) => {
    const unknown = own.filter((line) => !known.has(`${line.report} ${line.at}`));
    if (!mayRevise) for (const votes of wanted) refuseMeanwhile(votes, unknown, file);
    const added = importedLines(wanted, own, now, protocol);
    changed = changedBy(wanted, added);
    return added.flat();
  });
  if (wanted.length > 0) freezeProtocol(review);
  const taken = countOf(changed);
  context.out(`${file}: ${plural(taken, 'vote')} taken, ${countOf(wanted) - taken} as before\n`);
  const revised = changed.flatMap((votes) => revisionOf(votes, person));
  for (const line of revised.slice(0, TOLD)) context.note(`  ${line}\n`);
  if (revised.length > TOLD) context.note(`  … and ${revised.length - TOLD} more changed\n`);
  for (const { parts } of wanted.filter(({ isUnequal }) => isUnequal)) {
    const records = parts.map(({ record }) => record).join(' and ');
    context.note(`note: ${records} are one report by now, and your votes on them differ: it waits for you again\n`);
  }
  const left = dueFor(openReview(context).state, person, stage).length;
  context.note(`${plural(left, 'report')} left for ${person} at ${stage}\n`);
}

/** So many changed votes are named. */
const TOLD = 20;

/** What a vote was, and becomes; nothing where there was none. */
function revisionOf({ report, outcome, parts: [{ input }] }: WantedVotes, person: string): string | [] {
  const was = outcome.votes.present.get(person);
  if (!was) return [];
  const same = was.vote === input.vote && was.reason === input.reason;
  const ruling = same || !outcome.resolutions.inForce ? '' : '; the ruling on it holds no more';
  const now = same ? 'the same, its note or labels changed' : inWords(input.vote, input.reason);
  return `${report.id}: ${inWords(was.vote, was.reason)} → ${now}${ruling}`;
}

/** @throws LitscreenError of kind `input` where the person voted otherwise since the file was compared with the ledger. */
function refuseMeanwhile({ report, parts }: WantedVotes, unknown: readonly VoteLine[], file: string): void {
  const lines = unknown.filter((line) => report.records.includes(line.report));
  const standing = [...standingVotes(lines).values()];
  for (const { input, line } of parts) {
    if (standing.every(({ vote, reason }) => vote === input.vote && reason === input.reason)) continue;
    const hint = 'import it again: the votes that differ will all be named';
    throw inputError(`you voted otherwise on ${report.id} while the file was read`, { file, line }, hint);
  }
}
