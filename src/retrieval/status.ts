import { latestLines } from '../dedupe/report-lines.ts';
import type { Reports } from '../dedupe/reports.ts';
import type { Finding } from '../model/finding.ts';
import type { RetrievalLine } from '../model/ledgers.ts';

/** Where the full text of a report stands. */
export interface Retrieval {
  readonly status: 'open' | 'requested' | 'retrieved' | 'not-retrieved';
  readonly lines: readonly RetrievalLine[];
}

/** Whether a full text is still to be got: nobody has said that it was, or that it cannot be. */
export function isToRetrieve(retrieval: Retrieval | undefined): boolean {
  return retrieval?.status !== 'retrieved' && retrieval?.status !== 'not-retrieved';
}

export interface Retrievals {
  readonly byReport: ReadonlyMap<string, Retrieval>;
  readonly findings: readonly Finding[];
}

/**
 * What the retrieval ledgers say of each report: each person's latest line on it counts. A request is no contradiction
 * to what came of it; people who say both retrieved and not retrieved leave the report open.
 *
 * @param lines all retrieval lines, in the order of (`at`, person).
 */
export function readRetrievals(
  lines: readonly RetrievalLine[],
  people: ReadonlySet<string>,
  reports: Reports,
): Retrievals {
  const latest = latestLines(lines, people, reports);
  const findings: Finding[] = [...latest.findings];
  const byReport = new Map<string, Retrieval>();
  for (const [report, own] of latest.byReport) {
    const standing = own.filter((line) => line.status !== 'withdrawn');
    const final = new Set(standing.map((line) => line.status).filter((status) => status !== 'requested'));
    const status = final.size > 1 ? 'open' : ([...final][0] ?? (standing.length > 0 ? 'requested' : 'open'));
    byReport.set(report, { status: status as Retrieval['status'], lines: standing });
    if (final.size > 1) {
      const said = standing.map((line) => `${line.person} says ${line.status}`).join(', ');
      findings.push({
        code: 'retrieval-contradicted',
        level: 'warning',
        message: `${said}: the report is open again`,
        ids: [report],
      });
    }
  }
  return { byReport, findings };
}
