import type { ReportId } from '../model/ids.ts';
import type { Stage } from '../model/protocol.ts';
import { withSecrets } from '../review/cast.ts';
import type { StageOutcome } from '../screening/outcomes.ts';
import { isSealed } from '../screening/seal.ts';
import type { OpenReview } from './open.ts';

/** The outcomes of a stage as one person may see them: with what the own sealed votes say, where that is known here. */
export function withOwnVotes(review: OpenReview, person: string, stage: Stage): ReadonlyMap<ReportId, StageOutcome> {
  const outcomes = review.state.outcomes[stage];
  const sealed: StageOutcome[] = [];
  for (const outcome of outcomes.written()) {
    const own = outcome.votes.present.get(person);
    if (own && isSealed(own)) sealed.push(outcome);
  }
  if (sealed.length === 0) return outcomes;
  const lines = sealed.flatMap(({ votes }) => votes.present.get(person) ?? []);
  const opened = withSecrets(review.reader, stage, person, lines);
  const seen = new Map(outcomes);
  for (const [index, outcome] of sealed.entries()) {
    const line = opened[index];
    if (!line || isSealed(line)) continue;
    const present = new Map(outcome.votes.present).set(person, line);
    seen.set(outcome.report, { ...outcome, votes: { ...outcome.votes, present } });
  }
  return seen;
}
