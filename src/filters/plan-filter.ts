import type { Report, Reports } from '../dedupe/reports.ts';
import type { ReportId } from '../model/ids.ts';
import type { Filters } from '../model/protocol.ts';
import { FILTERS, verdictOn, type FilterName, type Limited, type Verdict } from './limits.ts';

/** A report and the limit that removes it, or cannot be decided on it; `detail` says what its records state. */
export interface Filtered {
  readonly report: ReportId;
  readonly filter: FilterName;
  readonly detail: string;
}

export interface FilterPlan {
  /** What the limits remove: one line a report, by the first limit that it fails. */
  readonly removed: readonly Filtered[];
  /** What they cannot decide, and leave to people: a line for each limit that is open. */
  readonly undecided: readonly Filtered[];
}

/** What the records of one report state for one limit. */
interface Statements {
  passes: boolean;
  isOpen: boolean;
  readonly stated: string[];
}

/**
 * Which reports the protocol's limits remove before screening ("records marked as ineligible by automation tools",
 * PRISMA 2020). A report fails a limit only if every record of it that states the field fails; what no record states, or
 * not precisely enough, is left to people.
 *
 * @param records all records of the version in force, in any order; each is looked at once.
 * @param isOpen whether a report is this version's to screen.
 */
export function planFilter(
  records: Iterable<Limited>,
  reports: Reports,
  filters: Filters | undefined,
  isOpen: (report: Report) => boolean = () => true,
): FilterPlan {
  if (!filters) return { removed: [], undecided: [] };
  const limits = FILTERS.filter((name) => filters[name] !== undefined);
  const statements = new Map<ReportId, Map<FilterName, Statements>>();
  for (const record of records) {
    const report = reports.of(record.id);
    if (!report) continue;
    const own = statements.get(report.id) ?? new Map<FilterName, Statements>();
    statements.set(report.id, own);
    for (const name of limits) {
      const verdict = verdictOn(record, name, filters);
      if (verdict) own.set(name, stating(own.get(name), record.id, verdict));
    }
  }
  const removed: Filtered[] = [];
  const undecided: Filtered[] = [];
  for (const { id: report } of reports.all.filter(isOpen)) {
    const own = [...(statements.get(report) ?? [])].filter(([, { passes }]) => !passes);
    const [failed] = own.filter(([, { isOpen, stated }]) => !isOpen && stated.length > 0);
    const lineOf = ([filter, { stated }]: (typeof own)[number]): Filtered => {
      return { report, filter, detail: stated.sort().join(' · ') };
    };
    if (failed) removed.push(lineOf(failed));
    else undecided.push(...own.map(lineOf));
  }
  return { removed, undecided };
}

function stating(before: Statements | undefined, id: string, { verdict, stated }: Verdict): Statements {
  const now = before ?? { passes: false, isOpen: false, stated: [] };
  if (verdict === 'passes') now.passes = true;
  if (verdict === 'undecided') now.isOpen = true;
  if (verdict !== 'unstated') now.stated.push(`${stated} (${id})`);
  return now;
}
