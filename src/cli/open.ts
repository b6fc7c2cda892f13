import { deriveState, type ReviewState } from '../flow/derive.ts';
import { usageError } from '../model/errors.ts';
import { STAGES, type Stage } from '../model/protocol.ts';
import type { BibRecord } from '../model/record.ts';
import { findReview, loadFacts } from '../review/load.ts';
import { ReviewReader } from '../review/reader.ts';
import type { Context } from './context.ts';

export interface OpenReview {
  readonly root: string;
  readonly reader: ReviewReader;
  readonly state: ReviewState;
}

/**
 * Finds the review, reads what people decided, and derives where each report stands.
 *
 * @param reader one that has read other files of the review before: their problems are told together.
 */
export function openReview(context: Context, reader = new ReviewReader(findReview(context.folder))): OpenReview {
  const { root } = reader;
  const started = context.now().getTime();
  const facts = loadFacts(reader);
  for (const { file, line, message } of facts.damage) {
    context.note(`warning: ${file ?? ''}${line === undefined ? '' : `:${line}`}: ${message}\n`);
  }
  const loaded = context.now().getTime();
  const state = deriveState(facts);
  const votes = facts.votes['title-abstract'].length + facts.votes['full-text'].length;
  const counts = { searches: facts.searches.length, reports: state.reports.all.length, votes };
  context.debug('review opened', {
    root,
    ...counts,
    loadMs: loaded - started,
    deriveMs: context.now().getTime() - loaded,
  });
  return { root, reader, state };
}

/** @throws LitscreenError of kind `usage` where the name is no stage. */
export function parseStage(name: string): Stage {
  const stage = STAGES.find((known) => known === name);
  if (!stage) throw usageError(`${name} is no stage`, `the stages are ${STAGES.join(' and ')}`);
  return stage;
}

/**
 * The full records of some reports: the lowest record of each, with what it leaves out taken from the others.
 * Reads only the searches that are needed.
 */
export function readReportRecords(review: OpenReview, reports: Iterable<string>): Map<string, BibRecord> {
  const { state, reader } = review;
  const wanted = new Map<string, string>();
  const order = new Map<string, number>();
  for (const id of reports) {
    const report = state.reports.of(id);
    report?.records.forEach((record, index) => {
      wanted.set(record, report.id);
      order.set(record, index);
    });
  }
  const parts = new Map<string, BibRecord[]>();
  for (const { id: search } of state.facts.searches) {
    if (!(state.facts.recordIds.get(search) ?? []).some((id) => wanted.has(id))) continue;
    for (const record of reader.records(search)) {
      const report = wanted.get(record.id);
      if (report === undefined) continue;
      parts.set(report, [...(parts.get(report) ?? []), record]);
    }
  }
  reader.throwProblems();
  return new Map(
    [...parts].map(([report, records]) => {
      const lowestFirst = records.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
      return [report, Object.assign({}, ...lowestFirst.toReversed(), { id: report }) as BibRecord];
    }),
  );
}

/** The report to which an id on the command line belongs. */
export function requireReport(
  review: OpenReview,
  id: string,
): { readonly id: string; readonly records: readonly string[] } {
  const report = review.state.reports.of(id);
  if (report) return report;
  const searches = review.state.facts.searches.map((search) => search.id);
  const hint =
    searches.length === 0
      ? 'ingest an export first: litscreen ingest --help'
      : `ids read like ${searches[0]}-17; the searches are ${searches.join(', ')}`;
  throw usageError(`${id} is no record or report of this review`, hint);
}
