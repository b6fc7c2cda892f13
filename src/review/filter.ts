import { allInRecordOrder, toReports, type Report, type Reports } from '../dedupe/reports.ts';
import { planFilter, type Filtered, type FilterPlan } from '../filters/plan-filter.ts';
import type { ReviewFacts } from '../flow/facts.ts';
import { closedVersion, knownReports, searchesSince } from '../flow/versions.ts';
import type { BibRecord } from '../model/record.ts';
import { isFresh, noteFresh } from './freshness.ts';
import { ReviewReader } from './reader.ts';

/**
 * What the protocol's limits remove, from the records of the version in force. What cannot be read of them is among the reader's
 * problems, which the caller must throw before it believes the plan.
 */
export function computeFilter(
  reader: ReviewReader,
  reports: Reports,
  facts: Pick<ReviewFacts, 'protocol' | 'searches' | 'versions'>,
): FilterPlan {
  const { filters } = facts.protocol;
  const closed = closedVersion(facts.protocol, facts.versions);
  const isKnown = knownReports(facts.searches, closed);
  function* records(): Generator<BibRecord> {
    for (const { id } of searchesSince(facts.searches, closed)) yield* reader.records(id);
  }
  // What was removed for an earlier version stays so, whatever the limits are now.
  const before = closed === 0 ? [] : reader.removed().filter((line) => isOf(line.report, isKnown));
  // Without limits there is nothing to read the records for.
  const plan = planFilter(filters ? records() : [], reports, filters, (report) => !isKnown(report));
  return { ...plan, removed: [...before, ...plan.removed] };

  function isOf(id: string, isOfKind: (report: Report) => boolean): boolean {
    const report = reports.of(id);
    return report !== undefined && isOfKind(report);
  }
}

type FilterFacts = Pick<ReviewFacts, 'protocol' | 'searches' | 'versions' | 'links' | 'removed'>;

/** Whether records, links or limits have changed since the reports that they remove were written. */
export function isFilterStale(root: string, facts: FilterFacts & Pick<ReviewFacts, 'recordIds'>): boolean {
  const { protocol, searches, links, removed } = facts;
  if (!protocol.filters && closedVersion(protocol, facts.versions) === 0) return removed.length > 0;
  return !isFresh(root, TABLE, dependsOn(facts), () => {
    const ordered = allInRecordOrder(facts.recordIds, searches);
    const plan = computeFilter(new ReviewReader(root), toReports(ordered, links), facts);
    return filterDifferences(removed, plan).length === 0;
  });
}

/** Notes, after a filter, that the table of removed reports is that of the records, links and limits that it read. */
export function noteFilterFresh(root: string, facts: FilterFacts): void {
  noteFresh(root, TABLE, dependsOn(facts));
}

const TABLE = 'filter';

function dependsOn({ protocol, searches, versions, links, removed }: FilterFacts): unknown {
  const hashes = searches.map((search) => [search.id, search.date, search.recordsSha256, search.version]);
  return [hashes, links, protocol.filters, closedVersion(protocol, versions), removed];
}

/** The reports on which the table of removed ones says something else than the limits do now. */
export function filterDifferences(removed: readonly Filtered[], plan: FilterPlan): string[] {
  const lineOf = ({ report, filter, detail }: Filtered) => JSON.stringify([report, filter, detail]);
  const [written, due] = [new Set(removed.map(lineOf)), new Set(plan.removed.map(lineOf))];
  const differing = [
    ...removed.filter((line) => !due.has(lineOf(line))),
    ...plan.removed.filter((line) => !written.has(lineOf(line))),
  ];
  return [...new Set(differing.map((line) => line.report))];
}
