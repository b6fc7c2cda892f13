import type { Relation } from '../model/relation.ts';
import type { Comparable } from './comparable.ts';
import { areFar, compare } from './compare.ts';
import { toFacts } from './facts.ts';
import { RULES } from './rules.ts';
import { distinct, type Verdict } from './verdict.ts';

/**
 * Whether two records are the same report. What speaks against it is asked first; then the rules, from the strongest: the
 * first that fits decides.
 */
export function decide(a: Comparable, b: Comparable): Verdict {
  return areFar(a, b) ? FAR : decideInFull(a, b);
}

/** The same without the short look, which does not ask whether something speaks against the two. */
function decideInFull(a: Comparable, b: Comparable): Verdict {
  const facts = toFacts(a, b, compare(a, b));
  for (const rule of RULES) {
    const verdict = rule(facts);
    if (verdict) return verdict;
  }
  return FAR;
}

const FAR = distinct('different titles');

/**
 * Whether something speaks against two records being one, so that no chain of others may join them. Reports that belong
 * together and differ in one number of their place do not contradict each other yet: sources damage those.
 */
export function contradicts(a: Comparable, b: Comparable, isDuplicate: (relation: Relation) => boolean): boolean {
  const verdict = decideInFull(a, b);
  if (verdict.kind === 'distinct') return verdict.isVeto;
  if (verdict.kind === 'linked' || (verdict.kind === 'related' && isDuplicate(verdict.relation))) return false;
  const { venue, doi, volume, issue, pages, years } = compare(a, b);
  const against = [volume === 'other', issue === 'other', pages === 'apart'].filter(Boolean).length;
  if (verdict.kind === 'uncertain')
    return verdict.isOneOfMany === true || against > 1 || (years ?? 0) > 1 || doi === 'other';
  return verdict.relation !== 'conference' || venue === 'other' || doi === 'other' || years !== 0 || against > 1;
}
