import type { Comparable } from './comparable.ts';

/** A title that stands under so many authors, in so many places, is that of a column. */
const RECURRING = 3;

/**
 * A title of fewer words is that of a column too if a single author gives it in several years, with no place; or if it stands
 * in as many volumes and years.
 */
export const NO_COLUMN = 5;

/** The records, with a title such as "Reminiscences on influential papers" marked as one that says little. */
export function withRecurringTitles(records: readonly Comparable[]): readonly Comparable[] {
  const first = new Map<string, Comparable>();
  const seen = new Map<string, Recurrence>();
  for (const record of records) {
    if (record.surnames[0] === undefined || record.title === '') continue;
    const earlier = first.get(record.title);
    if (!earlier) {
      first.set(record.title, record);
      continue;
    }
    const known =
      seen.get(record.title) ??
      noteRecurrence(
        {
          first: new Set(),
          authors: new Set(),
          places: new Set(),
          volumes: new Set(),
          years: new Set(),
          alone: new Map(),
        },
        earlier,
      );
    seen.set(record.title, noteRecurrence(known, record));
  }
  const recurring = new Set(
    [...seen].flatMap(([title, { first, authors, places, volumes, years, alone }]) => {
      const returns =
        Math.min(volumes.size, years.size) >= RECURRING || [...alone.values()].some((own) => own.size > 1);
      const isColumn = returns && title.split(' ').length < NO_COLUMN;
      return isColumn || Math.min(first.size, authors.size, places.size) >= RECURRING ? [title] : [];
    }),
  );
  if (recurring.size === 0) return records;
  return records.map((record) =>
    recurring.has(record.title) && !record.isGeneric ? { ...record, isGeneric: true } : record,
  );
}

interface Recurrence {
  readonly first: Set<string>;
  /** All authors, by the alphabet: some sources shuffle them. */
  readonly authors: Set<string>;
  readonly places: Set<string>;
  readonly volumes: Set<string>;
  readonly years: Set<number>;
  /** The years of each author's own records that say nothing of volume, pages or DOI. */
  readonly alone: Map<string, Set<number>>;
}

function noteRecurrence(known: Recurrence, { surnames, year, volume, pages, doi }: Comparable): Recurrence {
  const authors = surnames.toSorted().join(' ');
  known.first.add(surnames[0] ?? '');
  known.authors.add(authors);
  // Records that say nothing of their place count by their authors.
  const place = volume === undefined && !pages ? authors : `${volume ?? ''} ${pages?.start ?? ''}`;
  known.places.add(`${year ?? ''} ${place ?? ''}`);
  if (volume !== undefined) known.volumes.add(volume);
  if (year === undefined) return known;
  known.years.add(year);
  if (surnames.length === 1 && volume === undefined && !pages && doi === undefined)
    known.alone.set(authors, (known.alone.get(authors) ?? new Set()).add(year));
  return known;
}
