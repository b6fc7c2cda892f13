import type { Report } from '../dedupe/reports.ts';
import type { Removal } from '../filters/removals.ts';
import type { PersonId, RecordId } from '../model/ids.ts';
import { automatedIn, reasonsAt, STAGES, type Stage } from '../model/protocol.ts';
import { columnOf, type Search } from '../model/search.ts';
import type { StageOutcome } from '../screening/outcomes.ts';
import { compareText, sortedIds } from '../text/order.ts';
import { isToRetrieve } from '../retrieval/status.ts';
import { searchOf, type Column, type ReviewState } from './derive.ts';
import { PENDING_PATHS, type Box, type BoxUnit, type Flow, type FlowColumn, type FlowReason } from './model.ts';

/** Sets of ids under the paths of their boxes. */
class Boxes {
  readonly all = new Map<string, Box>();

  set(path: string, unit: BoxUnit, ids: Iterable<string>, kind: 'leaf' | 'parent' = 'leaf'): void {
    this.all.set(path, { path, unit, ids: sortedIds(ids), isLeaf: kind === 'leaf' });
  }

  union(path: string, unit: BoxUnit, parts: readonly string[]): void {
    this.set(
      path,
      unit,
      parts.flatMap((part) => this.ids(part)),
      'parent',
    );
  }

  ids(path: string): readonly string[] {
    return this.all.get(path)?.ids ?? [];
  }

  n(path: string): number {
    return this.ids(path).length;
  }
}

const COLUMNS: readonly Column[] = ['databases', 'other'];

/**
 * The boxes of the PRISMA 2020 flow (Page et al. 2021, BMJ 372:n71) as sets of ids, and their sizes. Identification
 * counts records, and entries that could not be read; from screening on, reports are counted.
 *
 * @param litscreen the version of the program, which the flow names.
 */
export function countFlow(state: ReviewState, litscreen: string): Flow {
  const boxes = new Boxes();
  const reports: Record<Column, Report[]> = { databases: [], other: [] };
  for (const report of state.reports.all) reports[state.columnOf(report)].push(report);
  for (const column of COLUMNS) {
    placeRecords(boxes, column, reports[column], state);
    placeReports(boxes, column, reports[column], state);
  }
  placePending(boxes, state);
  placeStudies(boxes, state);

  const pair = (path: string) => ({ studies: boxes.n(`${path}.studies`), reports: boxes.n(`${path}.reports`) });
  const pending = (stage: Stage) => ({
    votes: boxes.n(`pending.${stage}.votes`),
    conflicts: boxes.n(`pending.${stage}.conflicts`),
  });
  const brokenRules = state.findings.filter((finding) => finding.level === 'error').length;
  const declared = state.facts.searches.flatMap(({ id, declaredDuplicates: said }) => (said ? [{ id, ...said }] : []));
  const leaves = [...boxes.all.values()].filter((box) => box.isLeaf);
  return {
    boxes: boxes.all,
    brokenRules,
    json: {
      schema: 1,
      litscreen,
      version: state.facts.protocol.version,
      provisional: brokenRules > 0 || PENDING_PATHS.some((path) => boxes.n(path) > 0),
      databases: columnCounts(boxes, 'databases', state),
      other: columnCounts(boxes, 'other', state),
      previous: pair('previous'),
      included: pair('included'),
      total: pair('total'),
      pending: {
        uncertainDuplicates: boxes.n('pending.uncertainDuplicates'),
        'title-abstract': pending('title-abstract'),
        retrieval: boxes.n('pending.retrieval'),
        'full-text': pending('full-text'),
      },
      ...(declared.length > 0 && { declared }),
      ids: Object.fromEntries(leaves.map((box) => [box.path, box.ids])),
    },
  };
}

function placeRecords(boxes: Boxes, column: Column, reports: readonly Report[], state: ReviewState): void {
  const { recordIds, unreadable } = state.facts;
  const searches = searchesOf(column, state);
  for (const { id } of searches) {
    boxes.set(`${column}.sources.${id}`, 'record', [...(recordIds.get(id) ?? []), ...(unreadable.get(id) ?? [])]);
  }
  boxes.union(
    `${column}.identified`,
    'record',
    searches.map(({ id }) => `${column}.sources.${id}`),
  );
  const ofColumn = recordsOfColumn(searches);
  boxes.set(`${column}.duplicates`, 'record', duplicatesOf(column, reports, state, ofColumn));
  // A report that is removed is counted by the one record of it that is no duplicate.
  const removedBy = (by: Removal['by']) =>
    reports
      .filter((report) => state.removals.get(report.id)?.by === by)
      .flatMap((report) => ofColumn(report).slice(0, 1));
  boxes.set(`${column}.automation`, 'record', removedBy('filter'));
  boxes.set(`${column}.otherRemoved`, 'record', [
    ...searches.flatMap(({ id }) => unreadable.get(id) ?? []),
    ...removedBy('person'),
  ]);
}

/**
 * Of each report of the column, all of the column's records but the lowest. A report that databases found too is
 * theirs: whatever else led to it is a duplicate in the other column.
 */
function duplicatesOf(
  column: Column,
  reports: readonly Report[],
  state: ReviewState,
  ofColumn: (report: Report) => RecordId[],
): RecordId[] {
  const repeated = reports.flatMap((report) => ofColumn(report).slice(1));
  if (column === 'databases') return repeated;
  const elsewhere = state.reports.all.filter((report) => state.columnOf(report) === 'databases');
  return [...repeated, ...elsewhere.flatMap(ofColumn)];
}

function placeReports(boxes: Boxes, column: Column, reports: readonly Report[], state: ReviewState): void {
  const { facts, outcomes, retrieval } = state;
  const titles = outcomes['title-abstract'];
  const texts = outcomes['full-text'];
  const place = (path: string, matches: (id: string) => boolean, kind?: 'parent') =>
    boxes.set(`${column}.${path}`, 'report', reports.map((report) => report.id).filter(matches), kind);

  place('screened', (id) => titles.has(id), 'parent');
  place('excluded', (id) => titles.get(id)?.outcome === 'excluded');
  const automated = automatedIn(facts.protocol);
  place('excludedByAutomation', (id) => isByAutomation(titles.get(id), automated));
  for (const reason of reasonsGiven('title-abstract', state)) {
    place(
      `excludedReasons.${reason.id}`,
      (id) => titles.get(id)?.outcome === 'excluded' && titles.get(id)?.reason === reason.id,
    );
  }
  place('sought', (id) => titles.get(id)?.outcome === 'included', 'parent');
  place(
    'notRetrieved',
    (id) => titles.get(id)?.outcome === 'included' && retrieval.get(id)?.status === 'not-retrieved',
  );
  place('assessed', (id) => texts.has(id), 'parent');
  for (const reason of reasonsGiven('full-text', state)) {
    place(
      `excludedReports.${reason.id}`,
      (id) => texts.get(id)?.outcome === 'excluded' && texts.get(id)?.reason === reason.id,
    );
  }
  place('awaiting', (id) => texts.get(id)?.outcome === 'awaiting');
  place('included', (id) => texts.get(id)?.outcome === 'included');
}

/** The reasons of a stage: those of the protocol, then those that were given and are not in it any more. */
function reasonsGiven(
  stage: Stage,
  { facts, outcomes }: ReviewState,
): { readonly id: string; readonly label: string }[] {
  const known = reasonsAt(facts.protocol, stage);
  const ids = new Set(['', ...known.map(({ id }) => id)]);
  const gone = new Set<string>();
  for (const { outcome, reason } of outcomes[stage].written())
    if (outcome === 'excluded' && !ids.has(reason)) gone.add(reason);
  const labels = new Map(facts.protocol.criteria.exclude.map(({ id, label }) => [id, label]));
  return [...known, ...[...gone].sort(compareText).map((id) => ({ id, label: labels.get(id) ?? id }))];
}

/** Whether tools alone excluded a report: no person voted or ruled on it. PRISMA asks for their number (box 4, note). */
function isByAutomation(outcome: StageOutcome | undefined, automated: ReadonlySet<PersonId>): boolean {
  if (outcome?.outcome !== 'excluded' || automated.size === 0 || outcome.resolutions.inForce) return false;
  return [...outcome.votes.present.keys()].every((person) => automated.has(person));
}

/** Work that is still open. It has no box in PRISMA's picture, but stands in the boxes before it. */
function placePending(boxes: Boxes, state: ReviewState): void {
  boxes.set(
    'pending.uncertainDuplicates',
    'record',
    state.facts.uncertain.map((pair) => `${pair.a}|${pair.b}`),
  );
  for (const stage of STAGES) {
    const outcomes = [...state.outcomes[stage].values()];
    const open = (outcome: string) => outcomes.filter((item) => item.outcome === outcome).map((item) => item.report);
    boxes.set(`pending.${stage}.votes`, 'report', open('pending'));
    boxes.set(`pending.${stage}.conflicts`, 'report', open('conflict'));
  }
  const sought = [...state.outcomes['title-abstract'].values()].filter((item) => item.outcome === 'included');
  const isOpen = (id: string) => isToRetrieve(state.retrieval.get(id));
  boxes.set('pending.retrieval', 'report', sought.map((item) => item.report).filter(isOpen));
}

function placeStudies(boxes: Boxes, { studies }: ReviewState): void {
  boxes.set('previous.studies', 'study', []);
  boxes.set('previous.reports', 'report', []);
  boxes.union(
    'included.reports',
    'report',
    COLUMNS.map((column) => `${column}.included`),
  );
  // A study is shown under the lowest of its included reports.
  const included = new Set(boxes.ids('included.reports'));
  const shownUnder = (report: string) => studies.of(report).reports.find((id) => included.has(id)) ?? report;
  boxes.set('included.studies', 'study', new Set([...included].map(shownUnder)));
  boxes.union('total.studies', 'study', ['previous.studies', 'included.studies']);
  boxes.union('total.reports', 'report', ['previous.reports', 'included.reports']);
}

/** The records of a report that a column's searches found, lowest first. */
function recordsOfColumn(searches: readonly Search[]): (report: Report) => RecordId[] {
  const own = new Set(searches.map((search) => search.id));
  return (report) => report.records.filter((id) => own.has(searchOf(id)));
}

/** The searches of a column, in the order in which they were run. */
function searchesOf(column: Column, state: ReviewState): Search[] {
  const searches = state.facts.searches.filter((search) => columnOf(search.kind) === column);
  return searches.sort((a, b) => compareText(a.date ?? '9999', b.date ?? '9999') || compareText(a.id, b.id));
}

function columnCounts(boxes: Boxes, column: Column, state: ReviewState): FlowColumn {
  const n = (path: string) => boxes.n(`${column}.${path}`);
  const reasons = (stage: Stage, path: string): FlowReason[] =>
    reasonsGiven(stage, state).map(({ id, label }) => ({ id, label, n: n(`${path}.${id}`) }));
  return {
    identified: n('identified'),
    sources: searchesOf(column, state).map(({ id, source, kind }) => ({
      id,
      name: source,
      kind,
      n: n(`sources.${id}`),
    })),
    duplicates: n('duplicates'),
    automation: n('automation'),
    otherRemoved: n('otherRemoved'),
    screened: n('screened'),
    excluded: n('excluded'),
    excludedByAutomation: n('excludedByAutomation'),
    excludedReasons: reasons('title-abstract', 'excludedReasons'),
    sought: n('sought'),
    notRetrieved: n('notRetrieved'),
    assessed: n('assessed'),
    excludedReports: reasons('full-text', 'excludedReports'),
    awaiting: n('awaiting'),
    included: n('included'),
  };
}
