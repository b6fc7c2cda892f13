import type { Finding } from '../model/finding.ts';
import { columnOf } from '../model/search.ts';
import { compareIds } from '../text/order.ts';
import { searchOf, type Column, type ReviewState } from './derive.ts';
import type { Flow } from './model.ts';

/** How many ids a finding names in its message; all of them are in `ids`. */
const NAMED = 5;

/**
 * Proves the flow on its sets: every record of a column is in exactly one place of identification, every report in
 * exactly one place of the stages after it, and each sum of the flow is a sum of disjoint sets. A finding names the
 * ids for which that does not hold. It looks at the boxes alone, not at how they were filled.
 */
export function proveFlow(flow: Flow, state: ReviewState): Finding[] {
  const findings: Finding[] = [];
  for (const column of ['databases', 'other'] as const) findings.push(...proveColumn(flow, column, state));
  const { boxes } = flow;
  const ids = (path: string) => boxes.get(path)?.ids ?? [];
  findings.push(
    ...partition('included.reports', ids('included.reports'), [ids('databases.included'), ids('other.included')]),
  );
  findings.push(
    ...partition('total.reports', ids('total.reports'), [ids('previous.reports'), ids('included.reports')]),
  );
  findings.push(
    ...partition('total.studies', ids('total.studies'), [ids('previous.studies'), ids('included.studies')]),
  );
  findings.push(...proveStudies(ids('included.studies'), ids('included.reports'), ids('previous.reports'), state));
  return findings;
}

/**
 * Each included report is of exactly one included study, which is shown under one of them, or of a study that an earlier
 * version included.
 */
function proveStudies(
  studies: readonly string[],
  reports: readonly string[],
  before: readonly string[],
  state: ReviewState,
): Finding[] {
  const old = new Set(before.map((id) => state.studies.of(state.reports.of(id)?.id ?? id).id));
  const path = 'included.studies';
  const shown = new Map<string, string>();
  const twice = studies.filter((report) => {
    const { id } = state.studies.of(report);
    const isSeen = shown.has(id);
    shown.set(id, report);
    return isSeen;
  });
  const included = new Set(reports);
  const strangers = studies.filter((report) => !included.has(report));
  const missing = reports.filter((report) => {
    const { id } = state.studies.of(report);
    return !shown.has(id) && !old.has(id);
  });
  const known = studies.filter((report) => old.has(state.studies.of(report).id));
  return [
    ...(known.length > 0 ? [broken(path, 'of a study that an earlier version included', known)] : []),
    ...(twice.length > 0 ? [broken(path, 'of a study that is counted under another report too', twice)] : []),
    ...(strangers.length > 0 ? [broken(path, 'counted as studies, but not included', strangers)] : []),
    ...(missing.length > 0 ? [broken(path, 'included, but of no study that is counted', missing)] : []),
  ];
}

function proveColumn(flow: Flow, column: Column, state: ReviewState): Finding[] {
  const paths = [...flow.boxes.keys()].filter((path) => path.startsWith(`${column}.`));
  const ids = (name: string) => flow.boxes.get(`${column}.${name}`)?.ids ?? [];
  const under = (name: string) =>
    paths.filter((path) => path.startsWith(`${column}.${name}.`)).map((path) => flow.boxes.get(path)?.ids ?? []);
  const open = (...names: string[]) => {
    const pending = new Set(names.flatMap((name) => flow.boxes.get(`pending.${name}`)?.ids ?? []));
    return (within: readonly string[]) => within.filter((id) => pending.has(id));
  };
  const openTitles = open('title-abstract.votes', 'title-abstract.conflicts')(ids('screened'));
  const openRetrieval = open('retrieval')(ids('sought'));
  const openTexts = open('full-text.votes', 'full-text.conflicts')(ids('assessed'));

  // From records to reports: what is screened is shown under the lowest record of its report, which another column
  // may have found. So the record that stands for each report here is its lowest of this column.
  const own = new Set(state.searches.filter((search) => columnOf(search.kind) === column).map((search) => search.id));
  const standsFor = ids('screened').map(
    (id) => state.reports.of(id)?.records.find((record) => own.has(searchOf(record))) ?? id,
  );
  return [
    ...partition(`${column}.identified`, ids('identified'), under('sources')),
    ...partition(`${column}.identified`, ids('identified'), [
      ids('duplicates'),
      ids('automation'),
      ids('otherRemoved'),
      standsFor,
    ]),
    ...partition(`${column}.screened`, ids('screened'), [ids('excluded'), ids('sought'), openTitles]),
    ...partition(`${column}.sought`, ids('sought'), [ids('notRetrieved'), ids('assessed'), openRetrieval]),
    ...partition(`${column}.assessed`, ids('assessed'), [
      ids('included'),
      ids('awaiting'),
      ...under('excludedReports'),
      openTexts,
    ]),
    ...disjointWithin(`${column}.excluded`, ids('excluded'), under('excludedReasons')),
    ...disjointWithin(`${column}.excluded`, ids('excluded'), [ids('excludedByAutomation')]),
  ];
}

/** The parts are disjoint and together the whole. */
function partition(path: string, whole: readonly string[], parts: readonly (readonly string[])[]): Finding[] {
  if (isPartition(whole, parts)) return [];
  const findings = disjointWithin(path, whole, parts);
  const covered = new Set(parts.flat());
  const missing = whole.filter((id) => !covered.has(id));
  if (missing.length > 0) findings.push(broken(path, 'in none of the boxes that follow', missing));
  return findings;
}

/** The short proof: as many ids as the whole has, all different, and all of them of the whole. */
function isPartition(whole: readonly string[], parts: readonly (readonly string[])[]): boolean {
  if (parts.reduce((sum, part) => sum + part.length, 0) !== whole.length) return false;
  const left = new Set(whole);
  // An id that is in two parts, or is a stranger, is not there to be taken away.
  return left.size === whole.length && parts.every((part) => part.every((id) => left.delete(id)));
}

function disjointWithin(path: string, whole: readonly string[], parts: readonly (readonly string[])[]): Finding[] {
  const inWhole = new Set(whole);
  const seen = new Set<string>();
  const twice = new Set<string>();
  const strangers = new Set<string>();
  for (const id of parts.flat()) {
    if (seen.has(id)) twice.add(id);
    seen.add(id);
    if (!inWhole.has(id)) strangers.add(id);
  }
  const findings: Finding[] = [];
  if (twice.size > 0) findings.push(broken(path, 'in more than one of the boxes that follow', [...twice]));
  if (strangers.size > 0) findings.push(broken(path, 'in a box that follows, but not in this one', [...strangers]));
  return findings;
}

function broken(path: string, what: string, ids: string[]): Finding {
  const sorted = ids.sort(compareIds);
  const more = sorted.length > NAMED ? ` and ${sorted.length - NAMED} more` : '';
  return {
    code: 'identity',
    level: 'error',
    message: `${path}: ${sorted.slice(0, NAMED).join(', ')}${more} ${what}`,
    ids: sorted,
  };
}
