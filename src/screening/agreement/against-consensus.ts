import type { PersonId } from '../../model/ids.ts';
import type { StageRules } from '../../model/protocol.ts';
import type { StageOutcome } from '../outcomes.ts';
import { routeOf } from '../routes.ts';
import { wilson, type Estimate } from './intervals.ts';

/**
 * One reviewer's first votes against what the stage came to. The consensus follows from these votes, so it is no
 * independent truth: all values are higher than they would be against one.
 */
export interface AgainstConsensus {
  readonly reviewer: PersonId;
  readonly n: number;
  /** A first vote that neither passes nor stops: a maybe where it makes a conflict. Not in `n`. */
  readonly unsure: number;
  readonly truePositive: number;
  /** Included in the end, though this reviewer would have excluded it. */
  readonly missed: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly sensitivity: Estimate;
  readonly specificity: Estimate;
  readonly precision: Estimate;
}

/** Each reviewer of a stage against the final outcomes; what awaits a vote, a ruling or classification is left out. */
export function againstConsensus(outcomes: readonly StageOutcome[], rules: StageRules): AgainstConsensus[] {
  const final = outcomes.filter(({ outcome }) => outcome === 'included' || outcome === 'excluded');
  return rules.reviewers.map((reviewer) => {
    const count = { pass: { included: 0, excluded: 0 }, stop: { included: 0, excluded: 0 } };
    let unsure = 0;
    for (const { outcome, votes } of final) {
      const vote = votes.first.get(reviewer)?.vote;
      if (vote === undefined) continue;
      const route = routeOf(vote, rules);
      if (route === 'unsure') unsure++;
      else count[route][outcome === 'included' ? 'included' : 'excluded']++;
    }
    return rates(reviewer, unsure, count);
  });
}

type Counts = Readonly<Record<'pass' | 'stop', Readonly<Record<'included' | 'excluded', number>>>>;

function rates(reviewer: PersonId, unsure: number, { pass, stop }: Counts): AgainstConsensus {
  return {
    reviewer,
    n: pass.included + pass.excluded + stop.included + stop.excluded,
    unsure,
    truePositive: pass.included,
    missed: stop.included,
    falsePositive: pass.excluded,
    trueNegative: stop.excluded,
    sensitivity: wilson(pass.included, pass.included + stop.included),
    specificity: wilson(stop.excluded, stop.excluded + pass.excluded),
    precision: wilson(pass.included, pass.included + pass.excluded),
  };
}
