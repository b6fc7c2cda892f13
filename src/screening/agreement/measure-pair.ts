import type { PersonId } from '../../model/ids.ts';
import type { StageRules } from '../../model/protocol.ts';
import type { StageOutcome } from '../outcomes.ts';
import { routeOf } from '../votes.ts';
import { tabulate } from './contingency.ts';
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
export function votesUsed(votes: readonly string[]): readonly string[] {
  return votes.includes('maybe') ? VOTES : VOTES.filter((vote) => vote !== 'maybe');
}

/** The same of routes. */
export function routesUsed(routes: readonly string[]): readonly string[] {
  return routes.includes('unsure') ? ROUTES : ROUTES.filter((route) => route !== 'unsure');
}

export function measurePair(
  outcomes: readonly StageOutcome[],
  reviewers: readonly [PersonId, PersonId],
  rules: StageRules,
): PairAgreement {
  const pairs = outcomes.flatMap((outcome) => timedPair(outcome, reviewers));
  const votes = pairs.map((pair) => pair.votes);
  const routes = votes.map(([a, b]) => [routeOf(a, rules), routeOf(b, rules)] as const);
  const [categories, routeNames] = [votesUsed(votes.flat()), routesUsed(routes.flat())];
  return {
    reviewers,
    ...twoRaters(tabulate(votes, categories), categories),
    routed: twoRaters(tabulate(routes, routeNames), routeNames),
    overTime: overTime(pairs, categories),
  };
}

function timedPair({ report, votes }: StageOutcome, [a, b]: readonly [PersonId, PersonId]): TimedPair[] {
  const [first, second] = [votes.first.get(a), votes.first.get(b)];
  if (!first || !second) return [];
  return [{ report, at: first.at > second.at ? first.at : second.at, votes: [first.vote, second.vote] }];
}
