import { allInRecordOrder, placesInOrder, toReports, type Report, type Reports } from '../dedupe/reports.ts';
import { rulingContradictions, validRulings } from '../dedupe/rulings.ts';
import { readStudies, type Studies } from '../extraction/studies.ts';
import { readRemovals, type Removal } from '../filters/removals.ts';
import type { Finding } from '../model/finding.ts';
import { parseRecordId, type ReportId } from '../model/ids.ts';
import type { RulingLine } from '../model/ledgers.ts';
import { STAGES, type Stage } from '../model/protocol.ts';
import { columnOf, type Search } from '../model/search.ts';
import { readRetrievals, type Retrieval } from '../retrieval/status.ts';
import { assignmentsOf, roundFindings, type Assignments } from '../screening/rounds.ts';
import { screenStage } from '../screening/screen-stage.ts';
import type { StageOutcomes } from '../screening/stage-outcomes.ts';
import type { ReviewFacts } from './facts.ts';
import { isForeignId, knownReports, previousVersion, searchesSince, type FrozenVersion } from './versions.ts';

export type Column = 'databases' | 'other';

/** Where every report of a review stands, derived from its facts alone. */
export interface ReviewState {
  readonly facts: ReviewFacts;
  readonly reports: Reports;
  /** The version that this one updates; undefined in a new review. */
  readonly previous: FrozenVersion | undefined;
  /** The searches of the version in force. */
  readonly searches: readonly Search[];
  /** Whether an earlier version knew a report: nobody is asked about it again. */
  readonly isKnown: (report: Report) => boolean;
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
 * databases'. It moves on when its own outcome allows it, whatever the others do. What an earlier, closed version of the
 * review has decided is not derived again: of its reports, those that it included are known by their ids.
 */
export function deriveState(facts: ReviewFacts): ReviewState {
  const ordered = allInRecordOrder(facts.recordIds, facts.searches);
  const reports = toReports(ordered, facts.links, placesInOrder(ordered, facts.recordIds, facts.searches));
  const people = new Set(facts.protocol.reviewers.map((person) => person.id));
  const rulings = validRulings(facts.rulings, people, (id) => reports.of(id) !== undefined);
  const removals = readRemovals(facts.removed, facts.manual, people, reports);
  const previous = previousVersion(facts.protocol, facts.versions);
  const closed = previous?.version ?? 0;
  const isKnown = knownReports(facts.searches, closed);
  const rounds = (stage: Stage) => facts.rounds[stage].filter((round) => !previous || round.at > previous.closed.at);
  const assignments = {
    'title-abstract': assignmentsOf(rounds('title-abstract'), facts.protocol, 'title-abstract'),
    'full-text': assignmentsOf(rounds('full-text'), facts.protocol, 'full-text'),
  };
  const isKept = (report: Report) => !removals.byReport.has(report.id) && !isKnown(report);
  // Who voted for an earlier version need not be a reviewer of this one.
  const ofVersion = <Line extends { readonly report: string }>(lines: readonly Line[]): readonly Line[] =>
    previous ? lines.filter((line) => !isOn(line, reports, isKnown)) : lines;
  const linesAt = (stage: Stage) => ({
    votes: ofVersion(facts.votes[stage]),
    resolutions: ofVersion(facts.resolutions[stage]),
    assignments: assignments[stage],
  });
  const screened = screenStage(linesAt('title-abstract'), facts.protocol, 'title-abstract', reports, isKept);
  const retrievals = readRetrievals(facts.retrieval, people, reports);
  const assessed = new Set<ReportId>();
  for (const [report, { status }] of retrievals.byReport)
    if (status === 'retrieved' && screened.outcomes.get(report)?.outcome === 'included') assessed.add(report);
  const isAssessed = ({ id }: Report) => assessed.has(id);
  const fullText = screenStage(linesAt('full-text'), facts.protocol, 'full-text', reports, isAssessed);
  const foreign = new Set(previous?.reports.filter(isForeignId));
  const studies = readStudies(facts.studies, people, reports, foreign);

  const find = (): Finding[] => [
    ...facts.damage,
    ...unknownLinks(facts, reports),
    ...rulings.findings,
    ...rulingContradictions(rulings.lines),
    ...removals.findings,
    ...STAGES.flatMap((stage) => roundFindings(rounds(stage), facts.protocol, stage, reports)),
    ...versionFindings(facts),
    ...(previous ? linesAfterClose(facts, previous, (line) => isOn(line, reports, isKnown)) : []),
    ...(previous ? unsettled(facts, previous, reports, removals.byReport, isKnown) : []),
    ...screened.findings(),
    ...retrievals.findings,
    ...fullText.findings(),
    ...studies.findings,
  ];
  let findings: readonly Finding[] | undefined;

  const searches = searchesSince(facts.searches, closed);
  const kinds = new Map(searches.map((search) => [search.id, columnOf(search.kind)]));
  return {
    facts,
    reports,
    previous,
    searches,
    isKnown,
    removals: removals.byReport,
    outcomes: { 'title-abstract': screened.outcomes, 'full-text': fullText.outcomes },
    assignments,
    retrieval: retrievals.byReport,
    studies,
    rulings: rulings.lines,
    // It takes the outcome of every report, and most commands ask for none.
    get findings() {
      return (findings ??= find());
    },
    columnOf: (report) =>
      report.records.some((id) => kinds.get(searchOf(id)) === 'databases') ? 'databases' : 'other',
  };
}

/** Whether a line is on a report of a kind. */
function isOn(line: { readonly report: string }, reports: Reports, isOfKind: (report: Report) => boolean): boolean {
  const report = reports.of(line.report);
  return report !== undefined && isOfKind(report);
}

/** What somebody wrote on a report of a version when that was closed already. */
function linesAfterClose(
  { votes, resolutions }: ReviewFacts,
  { version, closed }: FrozenVersion,
  isKnown: (line: { readonly report: string }) => boolean,
): Finding[] {
  const lines = STAGES.flatMap((stage) => [...votes[stage], ...resolutions[stage]]);
  return lines
    .filter((line) => line.at > closed.at && isKnown(line))
    .map(({ person, report, where }) => {
      const message = `${person} decided on ${report}, which version ${version} had settled when it was closed: it does not count`;
      return { code: 'after-close', level: 'warning', message, ids: [report], ...where };
    });
}

/** Each version before the one in force was closed, and no search is of a later one. */
function versionFindings({ protocol: { version }, versions, searches }: ReviewFacts): Finding[] {
  const found: Finding[] = [];
  if (version > 1 && !versions.some((one) => one.version === version - 1)) {
    const message = `version ${version} is in force, but version ${version - 1} was not closed: litscreen update  counts it up`;
    found.push({ code: 'version-missing', level: 'error', message, ids: [], file: 'review.yaml' });
  }
  for (const { id, version: own = 1 } of searches.filter((search) => (search.version ?? 1) > version)) {
    const message = `it was run for version ${own}, but version ${version} is in force`;
    found.push({ code: 'search-version', level: 'error', message, ids: [id], file: `searches/${id}/search.yaml` });
  }
  return found;
}

/** Records of closed versions that were parted from the report on which these had decided: nothing is decided on them. */
function unsettled(
  { votes }: ReviewFacts,
  { version, reports: included }: FrozenVersion,
  reports: Reports,
  removals: ReadonlyMap<ReportId, Removal>,
  isKnown: (report: Report) => boolean,
): Finding[] {
  const settled = new Set<ReportId | undefined>(included.map((id) => reports.of(id)?.id));
  for (const stage of STAGES) for (const line of votes[stage]) settled.add(reports.of(line.report)?.id);
  const ids = reports.all.filter(isKnown).map((report) => report.id);
  return ids
    .filter((id) => !settled.has(id) && !removals.has(id))
    .map((id) => {
      const message = `${id} is no longer of the report that version ${version} decided on, and nobody has decided on it: rule that they are the same, or remove it`;
      return { code: 'version-split', level: 'error', message, ids: [id] };
    });
}

function unknownLinks(facts: ReviewFacts, reports: Reports): Finding[] {
  return facts.links.flatMap((link): Finding[] => {
    const missing = [link.record, link.duplicateOf].filter((id) => !reports.of(id));
    if (missing.length === 0) return [];
    const message = `${missing.join(', ')} is no record of this review; run litscreen dedupe`;
    return [{ code: 'unknown-link', level: 'error', message, ids: missing, file: 'dedupe/links.csv' }];
  });
}

/** The search that a record came from. */
export function searchOf(record: string): string {
  return parseRecordId(record)?.search ?? '';
}
