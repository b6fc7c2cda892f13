import type { Comparison } from './compare.ts';
import type { LinkRule, Verdict } from './verdict.ts';
import type { DedupePolicy } from './plan-dedupe.ts';

/** By what each rule links, in words. */
export const RULE_WORDS: Readonly<Record<LinkRule, string>> = {
  doi: 'by DOI',
  id: 'by the number of an index',
  title: 'by title, year and authors',
  place: 'by volume and pages',
  abstract: 'by abstract',
  policy: 'by the protocol',
  ruling: 'by ruling',
};

/** What a comparison says, field by field, on a line; fields that one record lacks are left out. */
export function describeComparison(comparison: Comparison): string {
  const { years, ...fields } = comparison;
  const said = Object.entries(fields).flatMap(([field, relation]) =>
    relation === 'unknown' ? [] : [`${field} ${relation}`],
  );
  if (years !== undefined) said.push(years === 0 ? 'year same' : `${years} year${years === 1 ? '' : 's'} apart`);
  return said.length === 0 ? 'nothing is known of both' : said.join(' · ');
}

/**
 * What a verdict says, on a line.
 *
 * @param policy which relations the protocol counts as duplicates.
 */
export function describeVerdict(verdict: Verdict, policy: DedupePolicy = {}): string {
  switch (verdict.kind) {
    case 'linked':
      return `linked by the rule “${verdict.rule}”, ${verdict.score.toFixed(2)}`;
    case 'uncertain':
      return `uncertain, ${verdict.score.toFixed(2)}: ${verdict.why}${verdict.isOneOfMany ? '; asked of a person only where no other record fits as well' : ''}`;
    case 'related':
      return policy[verdict.relation] === 'duplicates'
        ? `related (${verdict.relation}), a duplicate by the protocol: ${verdict.why}`
        : `related (${verdict.relation}), kept apart: ${verdict.why}`;
    case 'distinct':
      return `distinct${verdict.isVeto ? ', and no chain may join them' : ''}: ${verdict.why}`;
  }
}
