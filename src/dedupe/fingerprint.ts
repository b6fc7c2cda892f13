import type { Comparable } from './comparable.ts';
import { FNV_BASIS, hashed, mixed } from './hash.ts';

/** A number for what a record says, all but its id: records of one number say the same. */
export function fingerprints(records: readonly Comparable[]): (position: number) => number {
  const known = new Float64Array(records.length);
  return (position) => {
    if (known[position] === 0) {
      // Two records of one report share it by chance once in four billion.
      known[position] = mixed(hashOf(records[position] as Comparable)) + 1;
    }
    return known[position] as number;
  };
}

/** A hash of all that a record says; what follows from it is left out. */
function hashOf(record: Comparable): number {
  const { title, heads, translation, kind, correctedAt, isGeneric, doi, ids, year, firstGiven } = record;
  const { venue, venueKind, volume, issue, pages, abstract, isPreprint } = record;
  let print = hashed(FNV_BASIS, title);
  for (const name of record.surnames) print = hashed(print, name);
  if (abstract !== undefined) print = hashed(print, abstract);
  if (ids) print = hashed(print, Object.entries(ids).join(' '));
  const place = pages ? `${pages.prefix}|${pages.start}|${pages.end ?? ''}` : '';
  const rest = [heads, doi, year, firstGiven, venue, volume, issue, place, translation, correctedAt, kind, venueKind];
  return hashed(print, `${rest.join('|')}|${isGeneric}|${isPreprint}`);
}
