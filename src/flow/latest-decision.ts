import type { ReviewFacts } from './facts.ts';

/** When the latest decision of a review was made, of whatever kind: what containers of its data are dated. */
export function latestDecision(facts: ReviewFacts): string | undefined {
  const { rulings, manual, votes, resolutions, retrieval, studies } = facts;
  let latest = '';
  for (const lines of [rulings, manual, ...Object.values(votes), ...Object.values(resolutions), retrieval, studies]) {
    for (const { at } of lines) if (at > latest) latest = at;
  }
  return latest === '' ? undefined : latest;
}
