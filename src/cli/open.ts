import { relative, sep } from 'node:path';
import { mergeRecords } from '../dedupe/merge-records.ts';
import { deriveState, searchOf, type ReviewState } from '../flow/derive.ts';
import { usageError } from '../model/errors.ts';
import { addToGroup } from '../model/group.ts';
import type { BibRecord } from '../model/record.ts';
import { isDedupeKnown } from '../review/dedupe-freshness.ts';
import { isFilterStale } from '../review/filter.ts';
import { findReview, loadFacts } from '../review/load.ts';
import { isReviewPath } from '../review/paths.ts';
import { freezeProtocol as freeze } from '../review/protocol.ts';
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
 * @param reader one that has read other files of the review before: their problems are told together, and what is odd
 * is left to the caller to tell.
 */
export function openReview(context: Context, reader?: ReviewReader): OpenReview {
  return openWith(context, reader ?? new ReviewReader(findReview(context.folder)), reader === undefined);
}

function openWith(context: Context, reader: ReviewReader, warns: boolean): OpenReview {
  const { root } = reader;
  const started = context.now().getTime();
  const facts = loadFacts(reader);
  for (const { file, line, message } of warns ? facts.damage : []) {
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

/** The full records of some reports, each field as its records say it best. Reads only the searches that are needed. */
export function readReportRecords(review: OpenReview, reports: Iterable<string>): Map<string, BibRecord> {
  const { state, reader } = review;
  const wanted = new Map<string, string>();
  const ids = new Set<string>();
  const order = new Map<string, number>();
  for (const id of reports) {
    const report = state.reports.of(id);
    report?.records.forEach((record, index) => {
      wanted.set(record, report.id);
      ids.add(record);
      order.set(record, index);
    });
  }
  const searches = new Set([...ids].map(searchOf));
  const parts = new Map<string, BibRecord[]>();
  for (const { id: search } of state.facts.searches) {
    if (!searches.has(search)) continue;
    for (const record of reader.records(search, ids)) {
      const report = wanted.get(record.id);
      if (report !== undefined) addToGroup(parts, report, record);
    }
  }
  reader.throwProblems();
  return new Map(
    [...parts].map(([report, records]) => {
      const lowestFirst = records.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
      // Most reports have one record: nothing is to be merged.
      const [only, ...others] = lowestFirst;
      return [report, only && others.length === 0 ? only : mergeRecords(lowestFirst).record];
    }),
  );
}

/**
 * Warns where derived tables are not those of today.
 * @returns whether all of them are.
 */
export async function warnWhereStale(context: Context, { root, state: { facts } }: OpenReview): Promise<boolean> {
  // What matches records takes a while to load, and where nothing has changed it is not asked.
  const links = !isDedupeKnown(root, facts) && (await import('../review/dedupe.ts')).isDedupeStale(root, facts);
  const removed = isFilterStale(root, facts);
  if (links) {
    context.note('warning: records or rulings have changed since the last dedupe: one report may stand here as two\n');
    context.note('hint: run  litscreen dedupe\n');
  }
  if (removed) {
    context.note('warning: records, links or limits have changed since the last filter\n');
    context.note(`hint: run  litscreen ${links ? 'dedupe, then  litscreen ' : ''}filter\n`);
  }
  return !links && !removed;
}

/** From the first decision under a protocol it is kept what it said, as it was read for that decision. */
export function freezeProtocol({ root, reader, state }: OpenReview): void {
  freeze(root, state.facts.protocol, reader.protocolText);
}

/** Up to so many records are compared with their links where a command shall be quick: that takes about a second. */
const QUICKLY_COMPARED = 5000;

/**
 * The same where a sitting shall begin at once, or a flow be printed: what takes long to find out is left to others.
 * @returns whether all tables are those of today, as far as is known.
 */
export async function warnQuickly(context: Context, review: OpenReview): Promise<boolean> {
  const { facts } = review.state;
  const records = [...facts.recordIds.values()].reduce((sum, ids) => sum + ids.length, 0);
  if (records <= QUICKLY_COMPARED || isDedupeKnown(review.root, facts)) return warnWhereStale(context, review);
  context.note('note: whether the last dedupe is up to date was not looked at; litscreen check does\n');
  return true;
}

/** The report to which an id on the command line belongs. */
export function requireReport(
  review: OpenReview,
  id: string,
): { readonly id: string; readonly records: readonly string[] } {
  const report = review.state.reports.of(id);
  if (report) return report;
  const meant = likeId(review, id);
  if (meant !== undefined) throw usageError(`${id} is no record or report of this review`, `did you mean ${meant}?`);
  const searches = review.state.facts.searches.map((search) => search.id);
  const hint =
    searches.length === 0
      ? 'ingest an export first: litscreen ingest --help'
      : `the ids of this review are ${idRanges(review)}`;
  throw usageError(`${id} is no record or report of this review`, hint);
}

/**
 * The same, of a report on which the version in force decides.
 * @throws LitscreenError of kind `usage` where an earlier version did, too.
 */
export function requireOpenReport(
  review: OpenReview,
  id: string,
): { readonly id: string; readonly records: readonly string[] } {
  const report = requireReport(review, id);
  const { protocol, versions } = review.state.facts;
  const { version } = protocol;
  if (versions.some((one) => one.version === version))
    throw usageError(`version ${version} of the review is closed`, 'begin the next one:  litscreen update --as <you>');
  if (!review.state.isKnown(report)) return report;
  throw usageError(
    `${report.id} was known before version ${version}: an earlier version of the review decided on it`,
    `see its story with  litscreen explain ${report.id}`,
  );
}

/** @throws LitscreenError of kind `usage` where the path is one of the review's own files: output has its own folder. */
export function refuseReviewFile(root: string, path: string): void {
  const [first = ''] = relative(root, path).split(sep);
  if (!isReviewPath(first)) return;
  throw usageError(
    `${relative(root, path)} is a file of the review`,
    'write to the folder output, or outside of the review',
  );
}

/** The id of this review that differs from a mistyped one in its case, its hyphen or leading zeros only. */
export function likeId(review: OpenReview, id: string): string | undefined {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[-_\s]/g, '')
      .replace(/(\D|^)0+(\d+)$/, '$1$2');
  for (const ids of review.state.facts.recordIds.values()) {
    const meant = ids.find((known) => plain(known) === plain(id));
    if (meant !== undefined) return meant;
  }
  return undefined;
}

/** How ids read in this review: `scopus-1 to scopus-335; ieee-1 to ieee-121`. */
export function idRanges(review: OpenReview): string {
  const ranges = [...review.state.facts.recordIds].flatMap(([, ids]) => {
    const [first, last] = [ids[0], ids.at(-1)];
    return first === undefined || last === undefined ? [] : [`${first} to ${last}`];
  });
  return ranges.join('; ');
}
