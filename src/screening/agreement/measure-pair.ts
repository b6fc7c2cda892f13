import type { PersonId } from '../../model/ids.ts';
import type { StageRules } from '../../model/protocol.ts';
import type { StageOutcome } from '../outcomes.ts';
import { routeOf } from '../routes.ts';
import { collapse, tabulate } from './contingency.ts';
import { overTime, type Block, type TimedPair } from './over-time.ts';
import { twoRaters, type TwoRaters } from './two-raters.ts';

/** The order in which votes are more and more in favour; tables list them so. */
const VOTES = ['exclude', 'maybe', 'include'] as const;
const ROUTES = ['stop', 'unsure', 'pass'] as const;

/** The agreement of two reviewers at a stage, on the reports on which both have a first vote. */
export interface PairAgreement extends TwoRaters {
  readonly reviewers: readonly [PersonId, PersonId];
  /** The same with each vote read as what it does: pass on, or stop. */
  readonly routed: TwoRaters;
  readonly overTime: readonly Block[];
}

/** Every two of these people, in their order. */
export function pairsOf(people: readonly PersonId[]): (readonly [PersonId, PersonId])[] {
  return people.flatMap((a, index) => people.slice(index + 1).map((b) => [a, b] as const));
}

/** The votes as categories that are in order: `maybe` is one only where somebody said it. */
export function votesUsed(hasMaybe: boolean): readonly string[] {
  return hasMaybe ? VOTES : VOTES.filter((vote) => vote !== 'maybe');
}

/** What these votes do, as categories that are in order. */
export function routesUsed(votes: readonly string[], rules: Pick<StageRules, 'maybe'>): readonly string[] {
  const used = new Set(votes.map((vote) => routeOf(vote, rules)));
  return ROUTES.filter((route) => route !== 'unsure' || used.has(route));
}

/** Measures two reviewers on the reports on which both have a first vote. */
export function measurePair(
  outcomes: readonly StageOutcome[],
  reviewers: readonly [PersonId, PersonId],
  rules: StageRules,
): PairAgreement {
  const pairs = timedPairs(outcomes, reviewers);
  const categories = votesUsed(pairs.some(({ votes }) => votes.includes('maybe')));
  const table = tabulate(
    pairs.map(({ votes }) => votes),
    categories,
  );
  const routes = routesUsed(categories, rules);
  const places = categories.map((vote) => routes.indexOf(routeOf(vote, rules)));
  return {
    reviewers,
    ...twoRaters(table, categories),
    routed: twoRaters(collapse(table, places, routes.length), routes),
    overTime: overTime(pairs, categories),
  };
}

function timedPairs(outcomes: readonly StageOutcome[], [a, b]: readonly [PersonId, PersonId]): TimedPair[] {
  const pairs: TimedPair[] = [];
  for (const { report, votes } of outcomes) {
    const [first, second] = [votes.first.get(a), votes.first.get(b)];
    if (!first || !second) continue;
    pairs.push({ report, at: first.at > second.at ? first.at : second.at, votes: [first.vote, second.vote] });
  }
  return pairs;
}
