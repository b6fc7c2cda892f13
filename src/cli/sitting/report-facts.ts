import { searchOf } from '../../flow/derive.ts';
import type { ReportId } from '../../model/ids.ts';
import type { ReportFacts } from '../../screening/queue.ts';
import type { OpenReview } from '../open.ts';

/** What orders and parts need to know of reports, in the order of ingest: it costs a look at what is known of every record. */
export function reportFacts(review: OpenReview, reports: readonly ReportId[]): ReportFacts[] {
  const { state, reader } = review;
  const searches = new Map(state.facts.searches.map(({ id }, index) => [id, index]));
  const years = new Map<ReportId, number>();
  const withAbstract = new Set<ReportId>();
  for (const { id } of state.facts.searches) {
    for (const { id: record, year, hasAbstract } of reader.recordFacts(id)) {
      const report = state.reports.of(record)?.id ?? record;
      if (year > 0 && !years.has(report)) years.set(report, year);
      if (hasAbstract) withAbstract.add(report);
    }
  }
  return reports.map((report, place) => ({
    report,
    year: years.get(report),
    hasAbstract: withAbstract.has(report),
    search: searches.get(searchOf(report)) ?? 0,
    place,
  }));
}
