import type { VoteLine } from '../model/ledgers.ts';
import type { StageRules } from '../model/protocol.ts';

export type Route = 'pass' | 'stop' | 'unsure';

/** Where a vote sends a report. A maybe goes on to full text, or makes a conflict, as the protocol says. */
export function routeOf(vote: string, rules: Pick<StageRules, 'maybe'>): Route {
  if (vote === 'include') return 'pass';
  if (vote === 'exclude') return 'stop';
  return rules.maybe === 'include' ? 'pass' : 'unsure';
}

/** How votes are read together. */
type Reading = Pick<StageRules, 'maybe' | 'reasons' | 'rule'>;

/** Whether one include is enough, and is there. */
export function isPassedByOne(votes: Iterable<VoteLine>, rules: Pick<StageRules, 'maybe' | 'rule'>): boolean {
  if (rules.rule !== 'liberal-accelerated') return false;
  for (const line of votes) if (routeOf(line.vote, rules) === 'pass') return true;
  return false;
}

/**
 * Where votes send a report together; undefined where they differ. Where the protocol asks for a ruling on reasons, those
 * that exclusions give must agree.
 */
export function commonRoute(votes: readonly VoteLine[], rules: Reading): 'pass' | 'stop' | undefined {
  const route = agreedRoute(votes, rules);
  if (route === undefined || rules.reasons !== 'ruling' || isPassedByOne(votes, rules)) return route;
  const reasons = new Set(votes.map((line) => line.reason).filter((reason) => reason !== ''));
  return reasons.size > 1 ? undefined : route;
}

/** The same, whatever the reasons. */
export function agreedRoute(votes: readonly VoteLine[], rules: Reading): 'pass' | 'stop' | undefined {
  if (isPassedByOne(votes, rules)) return 'pass';
  const [first] = votes;
  const route = first && routeOf(first.vote, rules);
  if (route === 'unsure') return undefined;
  return votes.every((line) => routeOf(line.vote, rules) === route) ? route : undefined;
}
