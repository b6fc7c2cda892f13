import { allInRecordOrder, toReports, type Report, type Reports } from '../dedupe/reports.ts';
import { rulingContradictions, validRulings } from '../dedupe/rulings.ts';
import { readStudies, type Studies } from '../extraction/studies.ts';
import { readRemovals, type Removal } from '../filters/removals.ts';
import type { Finding } from '../model/finding.ts';
import { parseRecordId, type ReportId } from '../model/ids.ts';
import type { ResolutionLine, RulingLine } from '../model/ledgers.ts';
import { STAGES, type Stage } from '../model/protocol.ts';
import { columnOf } from '../model/search.ts';
import { readRetrievals, type Retrieval } from '../retrieval/status.ts';
import { heldBack, outcomeOf, type StageOutcome } from '../screening/outcomes.ts';
import { NO_RESOLUTIONS } from '../screening/resolutions.ts';
import { assignmentsOf, roundFindings, type Assignment, type Assignments } from '../screening/rounds.ts';
import { StageOutcomes } from '../screening/stage-outcomes.ts';
import { isWritten, linesOn, validResolutions, validVotes } from '../screening/validate.ts';
import type { ReviewFacts } from './facts.ts';

export type Column = 'databases' | 'other';

/** Where every report of a review stands, derived from its facts alone. */
export interface ReviewState {
  readonly facts: ReviewFacts;
  readonly reports: Reports;
  /** The reports that are removed before screening, and by what. */
  readonly removals: ReadonlyMap<ReportId, Removal>;
  /** The outcomes of the reports that have reached a stage, by report. */
  readonly outcomes: Readonly<Record<Stage, StageOutcomes>>;
  /** Who votes on which record, where a round says it. */
  readonly assignments: Readonly<Record<Stage, Assignments>>;
  readonly retrieval: ReadonlyMap<ReportId, Retrieval>;
  readonly studies: Studies;
  /** The rulings on duplicates that may count. */
  readonly rulings: readonly RulingLine[];
  /** Lines that break a rule of the review, or that wait for a person's look. */
  readonly findings: readonly Finding[];
  columnOf(report: Report): Column;
}

/**
 * Follows every report through the stages. A report that was found both in databases and in another way is the
 * databases'. It moves on when its own outcome allows it, whatever the others do.
 */
export function deriveState(facts: ReviewFacts): ReviewState {
  const ordered = allInRecordOrder(facts.recordIds, facts.searches);
  const reports = toReports(ordered, facts.links);
  const findings: Finding[] = [...facts.damage];
  for (const link of facts.links) {
    const missing = [link.record, link.duplicateOf].filter((id) => !reports.of(id));
    if (missing.length === 0) continue;
    const message = `${missing.join(', ')} is no record of this review; run litscreen dedupe`;
    findings.push({ code: 'unknown-link', level: 'error', message, ids: missing, file: 'dedupe/links.csv' });
  }

  const people = new Set(facts.protocol.reviewers.map((person) => person.id));
  const rulings = validRulings(facts.rulings, people, (id) => reports.of(id) !== undefined);
  findings.push(...rulings.findings, ...rulingContradictions(rulings.lines));

  const removals = readRemovals(facts.removed, facts.manual, people, reports);
  findings.push(...removals.findings);
  const assignments = {
    'title-abstract': assignmentsOf(facts.rounds['title-abstract'], facts.protocol, 'title-abstract'),
    'full-text': assignmentsOf(facts.rounds['full-text'], facts.protocol, 'full-text'),
  };
  findings.push(...STAGES.flatMap((stage) => roundFindings(facts.rounds[stage], facts.protocol, stage, reports)));
  const isKept = ({ id }: Report) => !removals.byReport.has(id);
  const screened = screenStage(facts, 'title-abstract', reports, isKept, assignments['title-abstract'], findings);
  const retrievals = readRetrievals(facts.retrieval, people, reports);
  findings.push(...retrievals.findings);
  const assessed = new Set<ReportId>();
  for (const { report, outcome } of screened.written.values())
    if (outcome === 'included' && retrievals.byReport.get(report)?.status === 'retrieved') assessed.add(report);
  const isAssessed = ({ id }: Report) => assessed.has(id);
  const fullText = screenStage(facts, 'full-text', reports, isAssessed, assignments['full-text'], findings);

  const studies = readStudies(facts.studies, people, reports);
  findings.push(...studies.findings);

  const kinds = new Map(facts.searches.map((search) => [search.id, columnOf(search.kind)]));
  return {
    facts,
    reports,
    removals: removals.byReport,
    outcomes: { 'title-abstract': screened, 'full-text': fullText },
    assignments,
    retrieval: retrievals.byReport,
    studies,
    rulings: rulings.lines,
    findings,
    columnOf: (report) =>
      report.records.some((id) => kinds.get(searchOf(id)) === 'databases') ? 'databases' : 'other',
  };
}

/** The search that a record came from. */
export function searchOf(record: string): string {
  return parseRecordId(record)?.search ?? '';
}

function screenStage(
  facts: ReviewFacts,
  stage: Stage,
  reports: Reports,
  isReached: (report: Report) => boolean,
  assignments: Assignments,
  findings: Finding[],
): StageOutcomes {
  const { protocol } = facts;
  const votes = validVotes(facts.votes[stage], protocol, stage, reports);
  const resolutions = validResolutions(facts.resolutions[stage], protocol, stage, reports);
  const on = (report: Report) => linesOn(report, votes, resolutions, assignments);
  const reached = reports.all.filter(isReached);
  const find = (id: ReportId) => {
    const report = reports.of(id);
    return report?.id === id && isReached(report) ? report : undefined;
  };
  const written = new Map<ReportId, StageOutcome>();
  for (const report of reached) {
    const lines = on(report);
    if (isWritten(lines)) written.set(report.id, outcomeOf(report.id, lines, protocol, stage));
  }
  // All reports that are read by the same people, and on which nobody has written, stand alike.
  const alike = new Map<Assignment | undefined, StageOutcome>();
  const unwritten = (report: Report): StageOutcome => {
    const assignment = assignments.size === 0 ? undefined : on(report).assignment;
    const known = alike.get(assignment) ?? outcomeOf(report.id, on(report), protocol, stage);
    alike.set(assignment, known);
    return { ...known, report: report.id };
  };
  const outcomes = new StageOutcomes(reached, find, written, unwritten);
  for (const outcome of heldBack(outcomes, protocol, stage)) written.set(outcome.report, outcome);
  const isTold = (record: string) => outcomes.get(reports.of(record)?.id ?? '')?.isTold ?? false;
  findings.push(
    ...votes.findings.flatMap((finding) => (finding.ids.every(isTold) ? finding : withoutVote(finding, stage))),
    ...resolutions.findings,
  );
  for (const outcome of written.values())
    findings.push(...outcomeFindings(outcome, votes.byReport.get(outcome.report) ?? [], stage));
  for (const [report, [line]] of [...votes.byReport, ...resolutions.byReport]) {
    if (outcomes.has(report) || !line) continue;
    const what = 'vote' in line ? 'votes' : 'rulings';
    const message = `${report} has ${what} but is not at ${stage}: they wait, and count if it gets there`;
    findings.push({ code: 'not-at-stage', level: 'warning', message, ids: [report], ...line.where });
  }
  return outcomes;
}

/** What is wrong with a vote tells how it was cast. */
const TELLING = new Set(['vote-missing', 'reason-unexpected', 'reason-malformed', 'reason-missing']);

/**
 * A finding on a line whose vote may not be told yet: its voter can see in the own ledger what is wrong. That a reason is
 * unknown is not told at all: only exclusions have one.
 */
function withoutVote(finding: Finding, stage: Stage): Finding[] {
  if (finding.code === 'unknown-reason') return [];
  if (!TELLING.has(finding.code)) return [finding];
  const message = `this line does not fit the protocol of ${stage}: see who wrote it`;
  return [{ ...finding, code: 'vote-invalid', message }];
}

const NO_FINDINGS: readonly Finding[] = [];

function outcomeFindings(
  outcome: StageOutcome,
  votes: readonly { person: string; where: { file: string; line?: number } }[],
  stage: Stage,
): readonly Finding[] {
  const { openSeats, asked } = outcome.votes;
  const strangers = openSeats === 0 ? votes.filter((line) => !asked.includes(line.person)) : [];
  if (strangers.length === 0 && outcome.resolutions === NO_RESOLUTIONS) return NO_FINDINGS;
  const found: Finding[] = [];
  const ids = [outcome.report];
  for (const line of strangers) {
    const message = `${line.person}'s vote on ${outcome.report} is one more than ${stage} asks for`;
    found.push({ code: 'vote-not-asked', level: 'warning', message, ids, ...line.where });
  }
  const { inForce, stale, proposed, contradicting, notAllowed } = outcome.resolutions;
  const warn = (code: string, lines: readonly ResolutionLine[], why: (line: ResolutionLine) => string) => {
    for (const line of lines) found.push({ code, level: 'warning', message: why(line), ids, ...line.where });
  };
  for (const line of notAllowed) {
    const why = line.method === 'adjudication' ? 'voted on it' : 'has no vote on it';
    const message = `${line.person} ruled on ${outcome.report} by ${line.method}, but ${why}: the ruling does not count`;
    found.push({ code: 'resolution-not-allowed', level: 'error', message, ids, ...line.where });
  }
  if (!inForce) {
    const now = outcome.outcome === 'conflict' ? 'it is in conflict again' : 'it does not count';
    const why = (line: ResolutionLine) =>
      `the ruling on ${outcome.report} settles earlier votes (${line.settles}): ${now}`;
    warn('stale-resolution', outcome.isTold ? stale : [], why);
  }
  if (!outcome.votes.wasInConflict) {
    const lines = [...(inForce?.lines ?? []), ...proposed];
    warn('resolution-without-conflict', lines, () => `${outcome.report} is not in conflict: the ruling does not count`);
  }
  warn(
    'resolutions-contradict',
    contradicting,
    () => `rulings on ${outcome.report} contradict each other: neither holds`,
  );
  return found;
}
