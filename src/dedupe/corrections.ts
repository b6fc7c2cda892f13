import { addToGroup } from '../model/group.ts';
import type { Comparable } from './comparable.ts';
import { relateTitles } from './titles.ts';
import { venuesAgree } from './venues.ts';

/**
 * The records, with those marked as corrections that another names as its own: MEDLINE writes "[Erratum appears in Am J
 * Transplant. 2009 Sep;9(9):2205]" behind the title of a paper, and gives what stands there the paper's title.
 */
export function withNamedCorrections(records: readonly Comparable[]): readonly Comparable[] {
  const papers = new Map<string, Comparable[]>();
  for (const paper of records) for (const place of paper.correctedAt ?? []) addToGroup(papers, place, paper);
  if (papers.size === 0) return records;
  return records.map((record) => {
    const isNamed =
      record.kind === 'work' && papers.get(placeOf(record) ?? '')?.some((paper) => isNamedCorrection(paper, record));
    return isNamed ? { ...record, kind: 'correction' } : record;
  });
}

/** Whether one of two records names the place of the other as that of its correction. */
export function isNamedCorrection(a: Comparable, b: Comparable): boolean {
  return names(a, b) || names(b, a);
}

function names(paper: Comparable, other: Comparable): boolean {
  const place = placeOf(other);
  if (place === undefined || paper.correctedAt?.includes(place) !== true) return false;
  if (venuesAgree(paper.venue, other.venue) === false || (other.year ?? Infinity) < (paper.year ?? 0)) return false;
  return !['other', 'unknown'].includes(relateTitles(paper.title, other.title, { a: paper.heads, b: other.heads }));
}

function placeOf({ volume, pages }: Comparable): string | undefined {
  return volume === undefined || !pages ? undefined : `${volume} ${pages.start}`;
}
