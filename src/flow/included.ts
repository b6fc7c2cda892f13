import type { ReportId } from '../model/ids.ts';
import type { ReviewState } from './derive.ts';

/**
 * All reports that the review includes by now, in their order: those of the version in force, and those that earlier
 * versions included. What was included by a review in another folder is not among them: its records are not here.
 */
export function includedReports({ reports, outcomes, previous }: ReviewState): ReportId[] {
  const before = new Set(previous?.reports.map((id) => reports.of(id)?.id));
  const isIncluded = (id: ReportId) => before.has(id) || outcomes['full-text'].get(id)?.outcome === 'included';
  return reports.all.map((report) => report.id).filter(isIncluded);
}
