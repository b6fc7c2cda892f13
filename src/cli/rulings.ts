import type { Stage, StageRules } from '../model/protocol.ts';
import { ReviewReader } from '../review/reader.ts';
import { appendToLedger } from '../review/store.ts';
import { openConflicts } from '../screening/due.ts';
import type { StageOutcome } from '../screening/outcomes.ts';
import { resolutionLine, type ResolutionInput } from '../screening/plan-vote.ts';
import { commonRoute } from '../screening/routes.ts';
import type { Context } from './context.ts';
import { freezeProtocol, openReview, type OpenReview } from './open.ts';

/** What became of a conflict by a ruling. */
export interface Ruled {
  readonly outcome: StageOutcome | undefined;
  readonly isOpen: boolean;
  readonly isProposal: boolean;
  readonly left: number;
}

/** Appends a ruling to a person's ledger, and looks what it has done. */
export function writeRuling(
  context: Context,
  review: OpenReview,
  person: string,
  stage: Stage,
  outcome: StageOutcome,
  input: ResolutionInput,
): Ruled {
  appendToLedger(review.root, { kind: 'resolutions', stage }, person, (own) => [
    resolutionLine(outcome, person, own, input, context.now(), review.state.facts.protocol, stage),
  ]);
  freezeProtocol(review);
  const after = openReview(context, new ReviewReader(review.root)).state;
  const now = after.outcomes[stage].get(outcome.report);
  const isOpen = now?.outcome === 'conflict';
  const left = openConflicts(after, stage).shown.length;
  return { outcome: now, isOpen, isProposal: isOpen && input.method === 'discussion', left };
}

/** What there is to rule on where the votes do not differ in what they do. */
export function standing({ votes }: StageOutcome, rules: StageRules): string {
  if (votes.onlyReasonsDiffer) return '  only the reason is open\n';
  if (commonRoute([...votes.present.values()], rules) === undefined) return '';
  return '  they agree now; a report that was in conflict waits for a ruling all the same\n';
}
