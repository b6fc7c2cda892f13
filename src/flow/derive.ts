import { allInRecordOrder, placesInOrder, toReports, type Report, type Reports } from '../dedupe/reports.ts';
import { rulingContradictions, validRulings } from '../dedupe/rulings.ts';
import { readStudies, type Studies } from '../extraction/studies.ts';
import { readRemovals, type Removal } from '../filters/removals.ts';
import type { Finding } from '../model/finding.ts';
import { parseRecordId, type ReportId } from '../model/ids.ts';
import type { RulingLine } from '../model/ledgers.ts';
import { STAGES, type Stage } from '../model/protocol.ts';
import { columnOf } from '../model/search.ts';
import { readRetrievals, type Retrieval } from '../retrieval/status.ts';
import { assignmentsOf, roundFindings, type Assignments } from '../screening/rounds.ts';
import { screenStage } from '../screening/screen-stage.ts';
import type { StageOutcomes } from '../screening/stage-outcomes.ts';
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
  const reports = toReports(ordered, facts.links, placesInOrder(ordered, facts.recordIds, facts.searches));
  const people = new Set(facts.protocol.reviewers.map((person) => person.id));
  const rulings = validRulings(facts.rulings, people, (id) => reports.of(id) !== undefined);
  const removals = readRemovals(facts.removed, facts.manual, people, reports);
  const assignments = {
    'title-abstract': assignmentsOf(facts.rounds['title-abstract'], facts.protocol, 'title-abstract'),
    'full-text': assignmentsOf(facts.rounds['full-text'], facts.protocol, 'full-text'),
  };
  const isKept = ({ id }: Report) => !removals.byReport.has(id);
  const linesAt = (stage: Stage) => ({
    votes: facts.votes[stage],
    resolutions: facts.resolutions[stage],
    assignments: assignments[stage],
  });
  const screened = screenStage(linesAt('title-abstract'), facts.protocol, 'title-abstract', reports, isKept);
  const retrievals = readRetrievals(facts.retrieval, people, reports);
  const assessed = new Set<ReportId>();
  for (const [report, { status }] of retrievals.byReport)
    if (status === 'retrieved' && screened.outcomes.get(report)?.outcome === 'included') assessed.add(report);
  const isAssessed = ({ id }: Report) => assessed.has(id);
  const fullText = screenStage(linesAt('full-text'), facts.protocol, 'full-text', reports, isAssessed);
  const studies = readStudies(facts.studies, people, reports);

  const find = (): Finding[] => [
    ...facts.damage,
    ...unknownLinks(facts, reports),
    ...rulings.findings,
    ...rulingContradictions(rulings.lines),
    ...removals.findings,
    ...STAGES.flatMap((stage) => roundFindings(facts.rounds[stage], facts.protocol, stage, reports)),
    ...screened.findings(),
    ...retrievals.findings,
    ...fullText.findings(),
    ...studies.findings,
  ];
  let findings: readonly Finding[] | undefined;

  const kinds = new Map(facts.searches.map((search) => [search.id, columnOf(search.kind)]));
  return {
    facts,
    reports,
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
