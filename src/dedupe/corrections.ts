import { addToGroup } from '../model/group.ts';
import type { Comparable } from './comparable.ts';
import { relateTitles } from './titles.ts';

/**
 * The records, with those marked as corrections that another names as its own: MEDLINE writes "[Erratum appears in Am J
 * Transplant. 2009 Sep;9(9):2205]" behind the title of a paper, and gives what stands there the paper's title.
 */
export function withNamedCorrections(records: readonly Comparable[]): readonly Comparable[] {
  const named = new Map<string, string[]>();
  for (const { correctedAt, title } of records) if (correctedAt !== undefined) addToGroup(named, correctedAt, title);
  if (named.size === 0) return records;
  return records.map((record) => {
    const place = record.kind === 'work' ? placeOf(record) : undefined;
    if (place === undefined) return record;
    const isOf = (paper: string) => ['same', 'variant', 'cut'].includes(relateTitles(paper, record.title));
    return named.get(place)?.some(isOf) ? { ...record, kind: 'correction' } : record;
  });
}

/** Whether one of two records names the place of the other as that of its correction. */
export function isNamedCorrection(a: Comparable, b: Comparable): boolean {
  const names = ({ correctedAt }: Comparable, other: Comparable) =>
    correctedAt !== undefined && correctedAt === placeOf(other);
  return names(a, b) || names(b, a);
}

function placeOf({ volume, pages }: Comparable): string | undefined {
  return volume === undefined || !pages ? undefined : `${volume} ${pages.start}`;
}
