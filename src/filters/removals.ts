import { latestLines } from '../dedupe/report-lines.ts';
import type { Reports } from '../dedupe/reports.ts';
import type { Finding } from '../model/finding.ts';
import type { PersonId, ReportId } from '../model/ids.ts';
import type { ManualLine } from '../model/ledgers.ts';
import type { FilterName } from './limits.ts';
import type { Filtered } from './plan-filter.ts';

/** Why a report is not screened: a limit of the protocol removed it, or a person. */
export type Removal =
  | { readonly by: 'filter'; readonly filter: FilterName; readonly detail: string }
  | { readonly by: 'person'; readonly lines: readonly ManualLine[] };

export interface Removals {
  readonly byReport: ReadonlyMap<ReportId, Removal>;
  readonly findings: readonly Finding[];
}

/**
 * Which reports are removed before screening, and by what. Each person's latest line on a report counts; people who say
 * both remove and keep say nothing. What a person says wins over the protocol's limits.
 *
 * @param filtered the lines of removed.csv. A line names a record, and is on the report to which that belongs now.
 * @param manual all lines of people, in the order of (`at`, person).
 */
export function readRemovals(
  filtered: readonly Filtered[],
  manual: readonly ManualLine[],
  people: ReadonlySet<PersonId>,
  reports: Reports,
): Removals {
  const said = latestLines(manual, people, reports);
  const findings: Finding[] = [...said.findings];
  const byReport = new Map<ReportId, Removal>();
  for (const line of filtered) {
    const report = reports.of(line.report);
    if (report) byReport.set(report.id, { by: 'filter', filter: line.filter, detail: line.detail });
    else {
      const message = `${line.report} is no record of this review; run litscreen filter`;
      const where = { file: 'filters/removed.csv' };
      findings.push({ code: 'unknown-report', level: 'error', message, ids: [line.report], ...where });
    }
  }
  for (const [report, lines] of said.byReport) {
    const standing = lines.filter((line) => line.action !== 'withdraw');
    const [first] = standing;
    if (!first) continue;
    if (standing.some((line) => line.action !== first.action)) {
      const words = standing.map((line) => `${line.person} says ${line.action}`).join(', ');
      const message = `${words}: neither holds`;
      findings.push({ code: 'removal-contradicted', level: 'warning', message, ids: [report], ...first.where });
    } else if (first.action === 'keep') byReport.delete(report);
    else byReport.set(report, { by: 'person', lines: standing });
  }
  return { byReport, findings };
}
