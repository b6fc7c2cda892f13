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
    const { volume, pages, title, kind } = record;
    if (kind !== 'work' || volume === undefined || !pages) return record;
    const isOf = (paper: string) => ['same', 'variant', 'cut'].includes(relateTitles(paper, title));
    return named.get(`${volume} ${pages.start}`)?.some(isOf) ? { ...record, kind: 'correction' } : record;
  });
}
