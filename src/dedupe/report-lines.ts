import type { Finding } from '../model/finding.ts';
import type { Where } from '../model/errors.ts';
import type { PersonId, ReportId } from '../model/ids.ts';
import type { Reports } from './reports.ts';

/** What the lines of some ledgers have in common that say something of a report. */
interface ReportLine {
  readonly report: string;
  readonly person: PersonId;
  readonly where: Where;
}

/**
 * Each person's latest line on each report: what counts of a ledger in which a later line takes the place of an earlier
 * one. A line names a record, and is read as being on the report to which that record belongs now.
 *
 * @param lines in the order of (`at`, person).
 * @param people who may say something; a line of anybody else, or on no record of the review, becomes a finding.
 */
export function latestLines<Line extends ReportLine>(
  lines: readonly Line[],
  people: ReadonlySet<PersonId>,
  reports: Reports,
): { readonly byReport: ReadonlyMap<ReportId, readonly Line[]>; readonly findings: readonly Finding[] } {
  const latest = new Map<ReportId, Map<PersonId, Line>>();
  const findings: Finding[] = [];
  for (const line of lines) {
    const report = reports.of(line.report);
    if (!report || !people.has(line.person)) {
      const [code, message] = report
        ? (['unknown-person', `${line.person} is not among the reviewers of this review`] as const)
        : (['unknown-report', `${line.report} is no record of this review`] as const);
      findings.push({ code, level: 'error', message, ids: [line.report], ...line.where });
      continue;
    }
    const own = latest.get(report.id) ?? new Map<PersonId, Line>();
    latest.set(report.id, own);
    own.set(line.person, line);
  }
  return { byReport: new Map([...latest].map(([report, own]) => [report, [...own.values()]])), findings };
}
