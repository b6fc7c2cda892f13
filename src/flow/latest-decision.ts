import type { ReviewFacts } from './facts.ts';

/** When the latest decision of a review was made, of whatever kind: what containers of its data are dated. */
function latestDecision(facts: ReviewFacts): string | undefined {
  const { rulings, manual, votes, resolutions, retrieval, studies } = facts;
  let latest = '';
  for (const lines of [rulings, manual, ...Object.values(votes), ...Object.values(resolutions), retrieval, studies]) {
    for (const { at } of lines) if (at > latest) latest = at;
  }
  return latest === '' ? undefined : latest;
}

/** A review in which nobody has decided anything is dated too. */
const NO_DECISIONS = '2000-01-01T00:00:00.000Z';

/** What a container of a review's data is dated: the same review makes the same bytes. */
export function dateOfReview(facts: ReviewFacts): Date {
  return new Date(latestDecision(facts) ?? NO_DECISIONS);
}
