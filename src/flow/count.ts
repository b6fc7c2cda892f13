import type { Report } from '../dedupe/reports.ts';
import type { PersonId, RecordId, ReportId, SearchId } from '../model/ids.ts';
import { automatedIn, reasonsAt, STAGES, type Stage } from '../model/protocol.ts';
import { columnOf, type Search } from '../model/search.ts';
import type { StageOutcome } from '../screening/outcomes.ts';
import { compareText, sortedIds } from '../text/order.ts';
import { isToRetrieve } from '../retrieval/status.ts';
import { searchOf, type Column, type ReviewState } from './derive.ts';
import { PENDING_PATHS, type Box, type BoxUnit, type Flow, type FlowColumn, type FlowReason } from './model.ts';

const COLUMNS: readonly Column[] = ['databases', 'other'];

/**
 * The boxes of the PRISMA 2020 flow (Page et al. 2021, BMJ 372:n71) as sets of ids, and their sizes. Identification
 * counts records, and entries that could not be read; from screening on, reports are counted. Of an updated review, what
 * its earlier versions included stands in `previous`, and all else counts what was found and decided since.
 *
 * Each report is looked at once.
 *
 * @param litscreen the version of the program, which the flow names.
 */
export function countFlow(state: ReviewState, litscreen: string): Flow {
  const placed = new Placing();
  const reasons = { 'title-abstract': new Set<string>(), 'full-text': new Set<string>() };
  placeReports(placed, reasons, state);
  const boxes = new Boxes();
  for (const column of COLUMNS) setColumn(boxes, placed, column, reasons, state);
  setPending(boxes, placed, state);
  setStudies(boxes, state);

  const { protocol, searches } = state.facts;
  const pair = (path: string) => ({ studies: boxes.n(`${path}.studies`), reports: boxes.n(`${path}.reports`) });
  const pending = (stage: Stage) => ({
    votes: boxes.n(`pending.${stage}.votes`),
    conflicts: boxes.n(`pending.${stage}.conflicts`),
  });
  const brokenRules = state.findings.filter((finding) => finding.level === 'error').length;
  const isPresent = new Set(state.searches);
  const declared = searches.flatMap((search) =>
    search.declaredDuplicates && isPresent.has(search) ? [{ id: search.id, ...search.declaredDuplicates }] : [],
  );
  const leaves = [...boxes.all.values()].filter((box) => box.isLeaf);
  return {
    boxes: boxes.all,
    brokenRules,
    json: {
      schema: 1,
      litscreen,
      version: protocol.version,
      ...(protocol.flow && protocol.flow.wording !== 'prisma-2020' && { wording: protocol.flow.wording }),
      ...(protocol.flow?.titleAbstractReasons && { titleAbstractReasons: true }),
      provisional: brokenRules > 0 || PENDING_PATHS.some((path) => boxes.n(path) > 0),
      databases: columnCounts(boxes, 'databases', reasons, state),
      other: columnCounts(boxes, 'other', reasons, state),
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

/** Lists of ids under the paths of their boxes, as they come. */
class Placing {
  readonly #lists = new Map<string, string[]>();

  add(path: string, id: string): void {
    const list = this.#lists.get(path);
    if (list) list.push(id);
    else this.#lists.set(path, [id]);
  }

  at(path: string): readonly string[] {
    return this.#lists.get(path) ?? [];
  }
}

/** Sets of ids under the paths of their boxes, in the order in which these are told. */
class Boxes {
  readonly all = new Map<string, Box>();

  set(path: string, unit: BoxUnit, ids: Iterable<string>, kind: 'leaf' | 'parent' = 'leaf'): void {
    this.all.set(path, { path, unit, ids: sortedIds(ids), isLeaf: kind === 'leaf' });
  }

  union(path: string, unit: BoxUnit, parts: readonly string[]): void {
    const none: readonly string[] = [];
    this.set(path, unit, none.concat(...parts.map((part) => this.ids(part))), 'parent');
  }

  ids(path: string): readonly string[] {
    return this.all.get(path)?.ids ?? [];
  }

  n(path: string): number {
    return this.ids(path).length;
  }
}

/** The reasons for which reports were excluded, by stage. */
type ReasonsSeen = Readonly<Record<Stage, Set<string>>>;

function placeReports(placed: Placing, reasons: ReasonsSeen, state: ReviewState): void {
  const columns = new Map<SearchId, Column>(state.searches.map(({ id, kind }) => [id, columnOf(kind)]));
  const automated = automatedIn(state.facts.protocol);
  for (const report of state.reports.all) {
    const column = placeRecords(placed, report, columns, state.isKnown(report));
    if (column === undefined || state.removals.has(report.id)) {
      if (column !== undefined) placeRemoved(placed, column, report, columns, state);
      continue;
    }
    placeScreened(placed, column, report, reasons, automated, state);
  }
}

/**
 * Of each report of a column, all of the column's records but the lowest are duplicates. A report that databases found
 * too is theirs: whatever else led to it is a duplicate in the other column. So is in both columns whatever led to a
 * report that an earlier version knew.
 *
 * @returns the column that counts the report; undefined where an earlier version did.
 */
function placeRecords(
  placed: Placing,
  report: Report,
  columns: ReadonlyMap<SearchId, Column>,
  isKnown: boolean,
): Column | undefined {
  const found = report.records.map((id) => columns.get(searchOf(id)));
  const column = isKnown ? undefined : found.includes('databases') ? 'databases' : 'other';
  let isFirst = true;
  report.records.forEach((id, index) => {
    const own = found[index];
    if (own === undefined) return;
    if (own === column && isFirst) isFirst = false;
    else placed.add(`${own}.duplicates`, id);
  });
  return column;
}

/** A report that is removed is counted by the one record of it that is no duplicate. */
function placeRemoved(
  placed: Placing,
  column: Column,
  report: Report,
  columns: ReadonlyMap<SearchId, Column>,
  state: ReviewState,
): void {
  const counted = report.records.find((id: RecordId) => columns.get(searchOf(id)) === column) ?? report.id;
  const by = state.removals.get(report.id)?.by === 'filter' ? 'automation' : 'otherRemoved';
  placed.add(`${column}.${by}`, counted);
}

function placeScreened(
  placed: Placing,
  column: Column,
  report: Report,
  reasons: ReasonsSeen,
  automated: ReadonlySet<PersonId>,
  state: ReviewState,
): void {
  const { id } = report;
  const place = (path: string) => placed.add(`${column}.${path}`, id);
  const title = state.outcomes['title-abstract'].get(id);
  if (!title) return;
  place('screened');
  placeOpen(placed, 'title-abstract', title);
  if (title.outcome === 'excluded') {
    place('excluded');
    place(`excludedReasons.${title.reason}`);
    reasons['title-abstract'].add(title.reason);
    if (isByAutomation(title, automated)) place('excludedByAutomation');
  }
  if (title.outcome !== 'included') return;
  place('sought');
  const retrieval = state.retrieval.get(id);
  if (retrieval?.status === 'not-retrieved') place('notRetrieved');
  if (isToRetrieve(retrieval)) placed.add('pending.retrieval', id);
  const text = state.outcomes['full-text'].get(id);
  if (!text) return;
  place('assessed');
  placeOpen(placed, 'full-text', text);
  if (text.outcome === 'excluded') {
    place(`excludedReports.${text.reason}`);
    reasons['full-text'].add(text.reason);
  }
  if (text.outcome === 'awaiting') place('awaiting');
  if (text.outcome === 'included') place('included');
}

/** Work that is still open. It has no box in PRISMA's picture, but stands in the boxes before it. */
function placeOpen(placed: Placing, stage: Stage, { outcome, report }: StageOutcome): void {
  if (outcome === 'pending') placed.add(`pending.${stage}.votes`, report);
  if (outcome === 'conflict') placed.add(`pending.${stage}.conflicts`, report);
}

/** Whether tools alone excluded a report: no person voted or ruled on it. PRISMA asks for their number (box 4, note). */
function isByAutomation(outcome: StageOutcome, automated: ReadonlySet<PersonId>): boolean {
  if (automated.size === 0 || outcome.resolutions.inForce) return false;
  return [...outcome.votes.present.keys()].every((person) => automated.has(person));
}

function setColumn(boxes: Boxes, placed: Placing, column: Column, seen: ReasonsSeen, state: ReviewState): void {
  const { recordIds, unreadable } = state.facts;
  const searches = searchesOf(column, state);
  const set = (name: string, unit: BoxUnit, kind?: 'parent') =>
    boxes.set(`${column}.${name}`, unit, placed.at(`${column}.${name}`), kind);
  const none: readonly string[] = [];
  for (const { id } of searches) {
    boxes.set(`${column}.sources.${id}`, 'record', none.concat(recordIds.get(id) ?? none, unreadable.get(id) ?? none));
  }
  const sources = searches.map(({ id }) => `${column}.sources.${id}`);
  boxes.union(`${column}.identified`, 'record', sources);
  set('duplicates', 'record');
  set('automation', 'record');
  const unread = searches.flatMap(({ id }) => unreadable.get(id) ?? none);
  boxes.set(`${column}.otherRemoved`, 'record', [...unread, ...placed.at(`${column}.otherRemoved`)]);
  set('screened', 'report', 'parent');
  set('excluded', 'report');
  set('excludedByAutomation', 'report');
  for (const { id } of reasonsGiven('title-abstract', seen, state)) set(`excludedReasons.${id}`, 'report');
  set('sought', 'report', 'parent');
  set('notRetrieved', 'report');
  set('assessed', 'report', 'parent');
  for (const { id } of reasonsGiven('full-text', seen, state)) set(`excludedReports.${id}`, 'report');
  set('awaiting', 'report');
  set('included', 'report');
}

/** The reasons of a stage: those of the protocol, then those that were given and are not in it any more. */
function reasonsGiven(
  stage: Stage,
  seen: ReasonsSeen,
  { facts: { protocol } }: ReviewState,
): { readonly id: string; readonly label: string }[] {
  const known = reasonsAt(protocol, stage);
  const ids = new Set(['', ...known.map(({ id }) => id)]);
  const gone = [...seen[stage]].filter((id) => !ids.has(id));
  const labels = new Map(protocol.criteria.exclude.map(({ id, label }) => [id, label]));
  return [...known, ...gone.sort(compareText).map((id) => ({ id, label: labels.get(id) ?? id }))];
}

function setPending(boxes: Boxes, placed: Placing, state: ReviewState): void {
  const pairs = state.facts.uncertain.map((pair) => `${pair.a}|${pair.b}`);
  boxes.set('pending.uncertainDuplicates', 'record', pairs);
  const set = (path: string) => boxes.set(path, 'report', placed.at(path));
  for (const stage of STAGES) for (const what of ['votes', 'conflicts']) set(`pending.${stage}.${what}`);
  set('pending.retrieval');
}

function setStudies(boxes: Boxes, { studies, reports, previous }: ReviewState): void {
  boxes.set('previous.studies', 'study', previous?.studies ?? []);
  boxes.set('previous.reports', 'report', previous?.reports ?? []);
  const included = COLUMNS.map((column) => `${column}.included`);
  boxes.union('included.reports', 'report', included);
  boxes.set('included.studies', 'study', newStudies(boxes.ids('included.reports'), boxes.ids('previous.reports')));
  boxes.union('total.studies', 'study', ['previous.studies', 'included.studies']);
  boxes.union('total.reports', 'report', ['previous.reports', 'included.reports']);

  /** A study is shown under the lowest of its included reports; a new report may be of a study that was included before. */
  function newStudies(now: readonly ReportId[], before: readonly ReportId[]): Set<ReportId> {
    const [isNew, isOld] = [new Set(now), new Set(before.map((id) => reports.of(id)?.id ?? id))];
    const found = new Set<ReportId>();
    for (const report of now) {
      const together = studies.of(report).reports;
      if (!together.some((id) => isOld.has(id))) found.add(together.find((id) => isNew.has(id)) ?? report);
    }
    return found;
  }
}

/** The searches of a column in the version in force, in the order in which they were run. */
function searchesOf(column: Column, state: ReviewState): Search[] {
  const searches = state.searches.filter((search) => columnOf(search.kind) === column);
  return searches.sort((a, b) => compareText(a.date ?? '9999', b.date ?? '9999') || compareText(a.id, b.id));
}

function columnCounts(boxes: Boxes, column: Column, seen: ReasonsSeen, state: ReviewState): FlowColumn {
  const n = (path: string) => boxes.n(`${column}.${path}`);
  const reasons = (stage: Stage, path: string): FlowReason[] =>
    reasonsGiven(stage, seen, state).map(({ id, label }) => ({ id, label, n: n(`${path}.${id}`) }));
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
