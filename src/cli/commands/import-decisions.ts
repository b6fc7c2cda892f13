import { inputError, LitscreenError, usageError, type Problem } from '../../model/errors.ts';
import { groupBy } from '../../model/group.ts';
import { reasonsAt, type Protocol, type Stage } from '../../model/protocol.ts';
import { toRecord } from '../../records/canonical.ts';
import {
  covidenceReasons,
  decisionsIn,
  litscreenIds,
  type ImportedDecision,
} from '../../screening/imported-decisions.ts';
import { KnownReports } from '../../screening/known-reports.ts';
import { planImport, type SaidVote } from '../../screening/plan-import.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { truncate } from '../../text/width.ts';
import { actingPerson, type Context } from '../context.ts';
import type { OpenedExport } from '../exports.ts';
import type { OpenReview } from '../open.ts';
import { inFile, takeVotes, targetOf, wouldTake } from './import-sheet.ts';
import type { ImportOptions } from './import-votes.ts';
import { requireVoter } from './vote.ts';

/** A decision, and the report that it is on. */
interface Decision extends ImportedDecision {
  readonly report: string;
  readonly line: number;
}

/** Takes the decisions in an export of another program as votes of the people who made them: all of them or none. */
export function importDecisions(
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
    tellUntold(context, file, untold);
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
    const target = targetOf(review, person, stage, options);
    const said = oneEach(own, problems).flatMap((decision) => saidOf(decision, protocol, stage, reasons, problems));
    const { wanted, problems: refused } = planImport(said, target);
    problems.push(...refused);
    return { target, wanted };
  });
  if (problems.length > 0) throw new LitscreenError('input', inFile(problems, file));
  tellUntold(context, file, untold);
  for (const { target, wanted } of perPerson) {
    if (options.dryRun) context.out(`${target.person}: ${wouldTake(review, target, wanted)}\n`);
    else takeVotes(context, review, target, wanted, `${file}, ${target.person}`);
  }
  if (options.dryRun) context.out('dry run: nothing was written\n');
  return 0;
}

/** One decision of a person on each report: an export may hold the records of a report one by one. */
function oneEach(decisions: readonly Decision[], problems: Problem[]): Decision[] {
  return [...groupBy(decisions, ({ report }) => report).values()].flatMap(([first, ...others]) => {
    const other = others.find(({ vote }) => vote !== first?.vote);
    if (first && other) {
      const message = `${other.reviewer || 'it'} says ${first.vote} on line ${first.line} and ${other.vote} here, both on ${first.report}`;
      const hint = 'take one of the two out, and vote on the report here';
      problems.push({ message, where: { file: '', line: other.line }, hint });
    }
    return first ?? [];
  });
}

const TOLD = 5;

function tellUntold(context: Context, file: string, untold: readonly string[]): void {
  for (const message of untold.slice(0, TOLD)) context.note(`note: ${file}:${message}\n`);
  if (untold.length > TOLD) context.note(`note: ${file}: ${untold.length - TOLD} more entries without a vote taken\n`);
}

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
        ? decisionsIn(item.fields, stage)
        : [{ reviewer: '', vote: forAll, reasons: covidenceReasons(item.fields), note: '' }];
    if (found.length === 0) continue;
    const reports = known.find(record, litscreenIds(item.fields));
    const title = truncate(terminalSafe(record.title ?? record.doi ?? ''), 60);
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

/** What a decision says here. Of several reasons the first in the protocol's order is the one that counts. */
function saidOf(
  decision: Decision,
  protocol: Protocol,
  stage: Stage,
  known: ReadonlyMap<string, string>,
  problems: Problem[],
): SaidVote | [] {
  const { report, line, vote } = decision;
  const found = decision.reasons.flatMap((reason) => known.get(reason.toLowerCase()) ?? []);
  const reason = reasonsAt(protocol, stage).find((item) => found.includes(item.id))?.id ?? '';
  const others = decision.reasons.filter((item) => known.get(item.toLowerCase()) !== reason);
  if (stage === 'full-text' && vote === 'exclude' && reason === '') {
    const message = `${report} is excluded for ${decision.reasons.join(', ') || 'no reason'}, which is no reason of ${stage}`;
    const hint = 'say which it is:  --reason-map "wrong population=off-topic"';
    problems.push({ message, where: { file: '', line }, hint });
    return [];
  }
  const note = [others.length > 0 ? `reasons: ${others.join(', ')}` : '', decision.note]
    .filter((text) => text !== '')
    .join('; ');
  return { line, report, vote, reason, note, labels: [] };
}
