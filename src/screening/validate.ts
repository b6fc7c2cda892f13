import type { Report, Reports } from '../dedupe/reports.ts';
import type { Finding } from '../model/finding.ts';
import { addToGroup } from '../model/group.ts';
import { ID, type PersonId } from '../model/ids.ts';
import type { ResolutionLine, VoteLine } from '../model/ledgers.ts';
import { automatedIn, reasonsAt, type Protocol, type Stage } from '../model/protocol.ts';
import { isBefore, isRetired } from './amendments.ts';
import type { ReportLines } from './outcomes.ts';
import { assignmentOf, type Assignments } from './rounds.ts';

/** Lines that may count, by the report on which they are read now; and what is wrong with the others. */
export interface ValidLines<Line> {
  readonly byReport: ReadonlyMap<string, readonly Line[]>;
  /** Who has lines on a report that do not count. */
  readonly strangers: ReadonlyMap<string, ReadonlySet<PersonId>>;
  readonly findings: readonly Finding[];
}

/**
 * Votes that the protocol asks for: of a reviewer of the stage, on a record of this review, with a reason only for an
 * exclusion, and one for each at full text. Others are kept in their ledger, found, and not counted. A reason that the
 * stage does not know is found, and counts as it was given: should it not, a change of the protocol would tell which open
 * votes are exclusions, and take others back that nobody wants to.
 */
export function validVotes(
  lines: readonly VoteLine[],
  protocol: Protocol,
  stage: Stage,
  reports: Reports,
): ValidLines<VoteLine> {
  const rules = protocol.stages[stage];
  const automated = automatedIn(protocol);
  return sortOut(lines, reports, protocol, stage, (line) => {
    if (!rules.reviewers.includes(line.person)) {
      if (automated.has(line.person))
        return ['automated-vote', `${line.person} is a tool and no reviewer: its votes are kept, and count nothing`];
      return rules.adjudicators.includes(line.person)
        ? ['adjudicator-voted', `${line.person} adjudicates ${stage} and is not asked to vote on it`]
        : ['vote-not-asked', `${line.person} is no reviewer of ${stage}`];
    }
    if (line.event === 'withdraw') return undefined;
    if (line.vote === '') return ['vote-missing', `a ${line.event} says include, exclude or maybe`];
    if (line.vote !== 'exclude' && line.reason !== '')
      return ['reason-unexpected', `only an exclusion has a reason, not ${line.vote}`];
    if (!isIdOrEmpty(line.reason)) return ['reason-malformed', 'the reason of this line is no id'];
    if (stage === 'full-text' && line.vote === 'exclude' && line.reason === '') {
      return ['reason-missing', 'an exclusion at full text has exactly one reason'];
    }
    return undefined;
  });
}

/** Rulings that may count: on a record of this review, by people of the stage; with reasons as for votes. */
export function validResolutions(
  lines: readonly ResolutionLine[],
  protocol: Protocol,
  stage: Stage,
  reports: Reports,
): ValidLines<ResolutionLine> {
  const rules = protocol.stages[stage];
  return sortOut(lines, reports, protocol, stage, (line) => {
    const people = line.method === 'adjudication' ? rules.adjudicators : rules.reviewers;
    if (!people.includes(line.person)) {
      return ['resolution-not-allowed', `${line.person} may not settle conflicts of ${stage} by ${line.method}`];
    }
    if (line.decision !== 'exclude' && line.reason !== '')
      return ['reason-unexpected', `only an exclusion has a reason, not ${line.decision}`];
    if (!isIdOrEmpty(line.reason)) return ['reason-malformed', 'the reason of this line is no id'];
    if (stage === 'full-text' && line.decision === 'exclude' && line.reason === '') {
      return ['reason-missing', 'an exclusion at full text has exactly one reason'];
    }
    if (stage !== 'full-text' && line.decision === 'awaiting') {
      return ['awaiting-unexpected', 'only a report assessed in full can await classification'];
    }
    if (line.rationale.trim() === '') return ['rationale-missing', 'a resolution says why'];
    return undefined;
  });
}

/** What is read on one report: its valid votes and rulings, who reads it, and whose votes on it do not count. */
export function linesOn(
  report: Report,
  votes: ValidLines<VoteLine>,
  resolutions: ValidLines<ResolutionLine>,
  assignments: Assignments,
): ReportLines {
  const own = votes.byReport.get(report.id);
  // Asked for each of a hundred thousand reports: where there is nothing to find, nothing is looked up.
  const rulings = resolutions.byReport.size === 0 ? undefined : resolutions.byReport.get(report.id);
  const strangers = votes.strangers.size === 0 ? undefined : votes.strangers.get(report.id);
  const assignment = assignments.size === 0 ? undefined : assignmentOf(report, assignments, own ?? []);
  // Of a hundred thousand reports most have none at first.
  if (!own && !rulings && !strangers && !assignment) return NO_LINES;
  return { votes: own ?? [], resolutions: rulings ?? [], strangers, assignment };
}

const NO_LINES: ReportLines = { votes: [], resolutions: [] };

/** Whether anybody has written anything on a report. */
export function isWritten({ votes, resolutions, strangers }: ReportLines): boolean {
  return votes.length > 0 || resolutions.length > 0 || strangers !== undefined;
}

/** What stands in ledgers is free text; what is counted by it is printed, and names boxes of the flow. */
function isIdOrEmpty(reason: string): boolean {
  return reason === '' || ID.test(reason);
}

/** A reason that the stage does not know, and did not know when the decision was made. */
function unknownReason(protocol: Protocol, stage: Stage): (line: VoteLine | ResolutionLine) => boolean {
  const reasons = new Set(['', ...reasonsAt(protocol, stage).map((reason) => reason.id)]);
  return (line) => !reasons.has(line.reason) && !isRetired(line, protocol, stage);
}

function sortOut<Line extends VoteLine | ResolutionLine>(
  lines: readonly Line[],
  reports: Reports,
  protocol: Protocol,
  stage: Stage,
  wrong: (line: Line) => readonly [code: string, message: string] | undefined,
): ValidLines<Line> {
  const byReport = new Map<string, Line[]>();
  const strangers = new Map<string, Set<PersonId>>();
  const findings: Finding[] = [];
  const isUnknown = unknownReason(protocol, stage);
  const unknown: Line[] = [];
  for (const line of lines) {
    const report = reports.of(line.report);
    const problem = report ? wrong(line) : (['unknown-report', `${line.report} is no record of this review`] as const);
    if (problem || !report) {
      const [code, message] = problem ?? ['unknown-report', ''];
      // Who was a reviewer under an earlier protocol broke no rule; nor does a tool that is no reviewer.
      const wasReviewer = code === 'vote-not-asked' && isBefore(line, protocol.protocol);
      const level = wasReviewer ? 'warning' : code === 'automated-vote' ? 'note' : 'error';
      findings.push({ code, level, message, ids: [line.report], ...line.where });
      if (report && code !== 'automated-vote')
        strangers.set(report.id, (strangers.get(report.id) ?? new Set()).add(line.person));
      continue;
    }
    addToGroup(byReport, report.id, line);
    if (isUnknown(line)) unknown.push(line);
  }
  for (const line of latestOnly(unknown, lines)) {
    const message = `${line.reason} is no reason of ${stage}`;
    findings.push({ code: 'unknown-reason', level: 'error', message, ids: [line.report], ...line.where });
  }
  return { byReport, strangers, findings };
}

/** Those of some lines that nothing has taken the place of: what a person has said since on the record counts. */
function latestOnly<Line extends VoteLine | ResolutionLine>(some: readonly Line[], all: readonly Line[]): Line[] {
  if (some.length === 0) return [];
  const latest = new Map(all.map((line) => [`${line.person} ${line.report}`, line]));
  return some.filter((line) => latest.get(`${line.person} ${line.report}`) === line);
}
