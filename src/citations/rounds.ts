import type { Reports } from '../dedupe/reports.ts';
import type { RecordId, ReportId, SearchId } from '../model/ids.ts';
import { parseRecordId } from '../model/ids.ts';
import type { BibRecord } from '../model/record.ts';
import { columnOf, type Search } from '../model/search.ts';
import { compareText } from '../text/order.ts';

export const DIRECTIONS = ['backward', 'forward'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What one citation search brought: one direction of one round. */
export interface CitationSearch {
  readonly search: SearchId;
  readonly round: number;
  readonly direction: Direction;
  readonly date: string | null;
  /** The reports that led to its records. */
  readonly seeds: readonly ReportId[];
  /** All records and entries that could not be read. */
  readonly identified: readonly string[];
  /** Its reports that something had found before: a database, another source, or an earlier citation search. */
  readonly known: readonly ReportId[];
  readonly new: readonly ReportId[];
  /** Of the new ones. */
  readonly included: readonly ReportId[];
  readonly excluded: readonly ReportId[];
  readonly open: readonly ReportId[];
}

export interface Snowballing {
  /** In the order of their rounds. */
  readonly searches: readonly CitationSearch[];
  /** The included reports that no search has started from yet, by direction. */
  readonly notYetSeeds: Readonly<Record<Direction, readonly ReportId[]>>;
}

/** Where reports stand in the end; a report that is neither included nor excluded is open. */
export interface Fates {
  readonly included: ReadonlySet<ReportId>;
  /** Removed, excluded, not retrieved, or awaiting classification. */
  readonly settled: ReadonlySet<ReportId>;
}

/**
 * The account of citation searching by round and direction: seeds, what was identified, known before, new, and included
 * (Wohlin 2014, doi:10.1145/2601248.2601268; TARCiS, Hirt et al. 2024, doi:10.1136/bmj-2023-078384).
 *
 * @param found all records of the citation searches with what led to them.
 */
export function accountOfSnowballing(
  searches: readonly Search[],
  ids: ReadonlyMap<SearchId, readonly RecordId[]>,
  unreadable: ReadonlyMap<SearchId, readonly string[]>,
  found: Iterable<Pick<BibRecord, 'id' | 'foundVia'>>,
  reports: Reports,
  fates: Fates,
): Snowballing {
  const via = seedsBySearch(found, reports);
  const order = inOrderOfSearching(searches);
  const rank = new Map(order.map((search, index) => [search.id, index]));
  const rankOf = (record: RecordId) => rank.get(parseRecordId(record)?.search ?? '') ?? order.length;
  const accounts = order.flatMap((search): CitationSearch[] => {
    if (!search.citation) return [];
    const records = ids.get(search.id) ?? [];
    const own = [...new Set(records.flatMap((id) => reports.of(id)?.id ?? []))];
    const isKnown = (id: ReportId) =>
      reports.of(id)?.records.some((record) => rankOf(record) < (rank.get(search.id) ?? 0)) ?? false;
    const fresh = own.filter((id) => !isKnown(id));
    const named = search.citation.seeds.flatMap((id) => reports.of(id)?.id ?? []);
    return [
      {
        search: search.id,
        round: search.citation.round,
        direction: search.citation.direction,
        date: search.date ?? null,
        seeds: inOrder([...named, ...(via.get(search.id) ?? [])], reports),
        identified: [...records, ...(unreadable.get(search.id) ?? [])],
        known: own.filter(isKnown),
        new: fresh,
        included: fresh.filter((id) => fates.included.has(id)),
        excluded: fresh.filter((id) => fates.settled.has(id)),
        open: fresh.filter((id) => !fates.included.has(id) && !fates.settled.has(id)),
      },
    ];
  });
  const notYet = (direction: Direction) => {
    const used = new Set(accounts.filter((item) => item.direction === direction).flatMap((item) => item.seeds));
    return reports.all.map(({ id }) => id).filter((id) => fates.included.has(id) && !used.has(id));
  };
  return { searches: accounts, notYetSeeds: { backward: notYet('backward'), forward: notYet('forward') } };
}

function seedsBySearch(
  found: Iterable<Pick<BibRecord, 'id' | 'foundVia'>>,
  reports: Reports,
): Map<SearchId, Set<ReportId>> {
  const seeds = new Map<SearchId, Set<ReportId>>();
  for (const { id, foundVia = [] } of found) {
    const search = parseRecordId(id)?.search ?? '';
    const own = seeds.get(search) ?? new Set<ReportId>();
    seeds.set(search, own);
    for (const { report } of foundVia) own.add(reports.of(report)?.id ?? report);
  }
  return seeds;
}

/** Databases and registers first, then other sources; citation searches follow by their rounds: they start from the rest. */
function inOrderOfSearching(searches: readonly Search[]): Search[] {
  const rankOf = (search: Search) => (search.citation ? 2 : columnOf(search.kind) === 'other' ? 1 : 0);
  return [...searches].sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      (a.citation?.round ?? 0) - (b.citation?.round ?? 0) ||
      compareText(a.date ?? '9999', b.date ?? '9999') ||
      compareText(a.id, b.id),
  );
}

function inOrder(ids: readonly ReportId[], reports: Reports): ReportId[] {
  const wanted = new Set(ids);
  return reports.all.map(({ id }) => id).filter((id) => wanted.has(id));
}
