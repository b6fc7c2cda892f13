import type { Relation } from '../model/relation.ts';

/** The rules by which the program links two records. A person's ruling is a rule of its own, and a policy is the review's. */
export const LINK_RULES = ['doi', 'id', 'title', 'place', 'abstract', 'policy', 'ruling'] as const;
export type LinkRule = (typeof LINK_RULES)[number];

export type Verdict =
  | { readonly kind: 'linked'; readonly rule: LinkRule; readonly score: number }
  /** `isOneOfMany`: many records look like this, and a person is asked only where each of the two has no other such counterpart. */
  | { readonly kind: 'uncertain'; readonly score: number; readonly why: string; readonly isOneOfMany?: true }
  | { readonly kind: 'related'; readonly relation: Relation; readonly why: string }
  /** `isVeto`: something speaks against it, and no chain of other records may join the two. */
  | { readonly kind: 'distinct'; readonly why: string; readonly isVeto: boolean };

export const distinct = (why: string): Verdict => ({ kind: 'distinct', why, isVeto: false });
export const veto = (why: string): Verdict => ({ kind: 'distinct', why, isVeto: true });
export const uncertain = (score: number, why: string) => ({ kind: 'uncertain', score, why }) as const;
export const oneOfMany = (score: number, why: string): Verdict => ({ ...uncertain(score, why), isOneOfMany: true });
export const linked = (rule: LinkRule, score: number): Verdict => ({ kind: 'linked', rule, score });
export const related = (relation: Relation, why: string): Verdict => ({ kind: 'related', relation, why });
