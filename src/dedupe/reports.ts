import { parseRecordId, type RecordId, type ReportId, type SearchId } from '../model/ids.ts';
import { compareText } from '../text/order.ts';
import { Forest } from './forest.ts';

/** One document: one or more records that are duplicates of each other. */
export interface Report {
  /** The id of its lowest record, under which it is shown. */
  readonly id: ReportId;
  /** Its records, lowest first. */
  readonly records: readonly RecordId[];
}

/** A report of one record, as most are: of a hundred thousand, lists of one would take longer to make than all else. */
class SingleRecord implements Report {
  readonly id: ReportId;

  constructor(id: ReportId) {
    this.id = id;
  }

  get records(): readonly RecordId[] {
    return [this.id];
  }
}

export interface Reports {
  /** All reports, in the order of their ids. */
  readonly all: readonly Report[];
  /** The report to which a record belongs now; undefined where the id names no record. */
  of(record: RecordId): Report | undefined;
}

export interface DatedSearch {
  readonly id: SearchId;
  readonly date?: string | undefined;
  readonly version?: number | undefined;
}

/**
 * The order of records: by the version of the review and the date of their search, its id, and their number in it.
 * Undated searches come last of their version.
 */
export function inRecordOrder(ids: Iterable<RecordId>, searches: readonly DatedSearch[]): RecordId[] {
  const rank = new Map(bySearchOrder(searches).map((search, index) => [search.id, index]));
  const keyed = [...ids].map((id) => {
    const parts = parseRecordId(id);
    return { id, rank: rank.get(parts?.search ?? '') ?? searches.length, n: parts?.n ?? 0 };
  });
  return keyed.sort((a, b) => a.rank - b.rank || a.n - b.n || compareText(a.id, b.id)).map((item) => item.id);
}

/**
 * The same of all records of a review, by search, each in the order of its numbers, as their files hold them: nothing is
 * to be sorted but the searches.
 */
export function allInRecordOrder(
  recordIds: ReadonlyMap<SearchId, readonly RecordId[]>,
  searches: readonly DatedSearch[],
): RecordId[] {
  const none: readonly RecordId[] = [];
  return none.concat(...bySearchOrder(searches).map(({ id }) => recordIds.get(id) ?? none));
}

function bySearchOrder(searches: readonly DatedSearch[]): readonly DatedSearch[] {
  const dateOf = (search: DatedSearch) => search.date ?? '9999';
  return searches.toSorted(
    (a, b) => (a.version ?? 1) - (b.version ?? 1) || compareText(dateOf(a), dateOf(b)) || compareText(a.id, b.id),
  );
}

/**
 * Tells the reports that were known by a version of the review: one of their records was found by then.
 *
 * @param version the last of the versions that are meant.
 */
export function knownBefore(searches: readonly DatedSearch[], version: number): (report: Report) => boolean {
  const early = new Set(searches.filter((search) => (search.version ?? 1) <= version).map((search) => search.id));
  // Records stand in the order of versions: the first one tells.
  return ({ id }) => early.has(id.slice(0, id.lastIndexOf('-')));
}

/** Where an id stands in a list of all. */
type PlaceOf = (id: RecordId) => number | undefined;

/** Where nobody asks, a hundred thousand ids need no map. */
function placesByMap(ids: readonly RecordId[]): PlaceOf {
  let places: Map<RecordId, number> | undefined;
  return (id) => {
    if (!places) {
      places = new Map();
      for (let index = 0; index < ids.length; index++) places.set(ids[index] as RecordId, index);
    }
    return places.get(id);
  };
}

/**
 * Finds the places of ids in `allInRecordOrder`. The records of a search are mostly numbered without a gap: their places
 * can be reckoned, and no map is to be made.
 */
export function placesInOrder(
  ordered: readonly RecordId[],
  recordIds: ReadonlyMap<SearchId, readonly RecordId[]>,
  searches: readonly DatedSearch[],
): PlaceOf {
  const starts = new Map<SearchId, number>();
  let next = 0;
  for (const { id } of bySearchOrder(searches)) {
    starts.set(id, next);
    next += recordIds.get(id)?.length ?? 0;
  }
  const byMap = placesByMap(ordered);
  return (id) => {
    const dash = id.lastIndexOf('-');
    const start = starts.get(id.slice(0, dash));
    const place = start === undefined ? -1 : start + Number(id.slice(dash + 1)) - 1;
    return ordered[place] === id ? place : byMap(id);
  };
}

/**
 * The reports that links make of records. The links say only what belongs together: the lowest record is found anew,
 * so that a corrected search date changes under which id a report is shown, and nothing else.
 *
 * @param ordered all record ids in the order of `inRecordOrder`.
 * @param placeOf where one of them stands there, if at all.
 */
export function toReports(
  ordered: readonly RecordId[],
  links: readonly { readonly record: RecordId; readonly duplicateOf: RecordId }[],
  placeOf: PlaceOf = placesByMap(ordered),
): Reports {
  const sets = new Forest(ordered.length);
  const linked: number[] = [];
  for (const link of links) {
    const [a, b] = [placeOf(link.record), placeOf(link.duplicateOf)];
    if (a === undefined || b === undefined) continue;
    sets.join(a, b);
    linked.push(a);
  }
  // The records of the reports that have several, by the lowest place.
  const several = new Map<number, RecordId[]>(linked.map((place) => [sets.find(place), []]));
  // Of a million records, a list by place costs a fraction of a map.
  const byRoot: Report[] = [];
  const all: Report[] = [];
  ordered.forEach((id, index) => {
    const root = sets.find(index);
    const records = several.get(root);
    records?.push(id);
    if (root === index) all.push((byRoot[root] = records ? { id, records } : new SingleRecord(id)));
  });
  return {
    all,
    of(record) {
      const at = placeOf(record);
      return at === undefined ? undefined : byRoot[sets.find(at)];
    },
  };
}
