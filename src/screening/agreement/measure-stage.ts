import type { PersonId } from '../../model/ids.ts';
import type { StageRules } from '../../model/protocol.ts';
import { compareIds } from '../../text/order.ts';
import type { StageOutcome } from '../outcomes.ts';
import { isPilotRound } from '../../model/rounds.ts';
import { againstConsensus, type AgainstConsensus } from './against-consensus.ts';
import type { Estimate } from './intervals.ts';
import { manyReviewers, type ManyReviewers } from './many-reviewers.ts';
import { measurePair, pairsOf, type PairAgreement } from './measure-pair.ts';

/** The agreement of a stage, or of one round of it. */
export interface StageAgreement {
  /** The round that alone is measured; null where it is all but the pilots. */
  readonly round: string | null;
  /** Reports with all votes in: those that are measured. */
  readonly reports: number;
  readonly leftOut: {
    /** Reports on which somebody voted in a pilot round. */
    readonly pilot: number;
    /** Reports of which it may not be told yet how the votes were cast. */
    readonly withheld: number;
  };
  readonly pairs: readonly PairAgreement[];
  /** All reviewers together, where a stage has more than two. */
  readonly many: ManyReviewers | null;
  readonly consensus: readonly AgainstConsensus[];
  /** Reports that are measured and not decided: no outcome to hold the votes against. */
  readonly undecided: number;
  readonly pilots: readonly PilotAgreement[];
}

/** A pilot round in short, which the agreement of the stage leaves out. */
export interface PilotAgreement {
  readonly round: string;
  readonly reports: number;
  readonly withheld: number;
  readonly pairs: readonly {
    readonly reviewers: readonly [PersonId, PersonId];
    readonly n: number;
    readonly percent: Estimate;
    readonly kappa: Estimate;
  }[];
}

/**
 * Measures agreement on first votes. Only reports with all votes in count, so that nothing here tells how an open one
 * was voted on.
 *
 * @param round only the reports on which somebody voted in this round; else all but those of pilot rounds, whose votes
 * calibrate people.
 */
export function measureStage(outcomes: readonly StageOutcome[], rules: StageRules, round?: string): StageAgreement {
  const isMeasured = (outcome: StageOutcome) => (round === undefined ? !isPilot(outcome) : isOfRound(outcome, round));
  const { told, withheld } = mayBeTold(outcomes.filter(isMeasured), rules);
  const pilots = round === undefined ? roundsIn(outcomes).filter(isPilotRound) : [];
  return {
    round: round ?? null,
    reports: told.length,
    leftOut: {
      pilot: round === undefined ? outcomes.filter((item) => isPilot(item) && isIn(item)).length : 0,
      withheld,
    },
    pairs: pairsOf(rules.reviewers).map((pair) => measurePair(told, pair, rules)),
    many: rules.reviewers.length > 2 ? manyReviewers(told, rules) : null,
    consensus: againstConsensus(told, rules),
    undecided: told.filter(({ outcome }) => outcome !== 'included' && outcome !== 'excluded').length,
    pilots: pilots.map((name) => measurePilot(outcomes, rules, name)),
  };
}

/** The rounds in which somebody cast a first vote, in the order of their names. */
export function roundsIn(outcomes: readonly StageOutcome[]): string[] {
  return [...new Set(outcomes.flatMap((outcome) => [...roundsOf(outcome)]))].sort(compareIds);
}

function measurePilot(outcomes: readonly StageOutcome[], rules: StageRules, round: string): PilotAgreement {
  const { told, withheld } = mayBeTold(
    outcomes.filter((outcome) => isOfRound(outcome, round)),
    rules,
  );
  const pairs = pairsOf(rules.reviewers).map((pair) => {
    const { reviewers, n, measures } = measurePair(told, pair, rules);
    return { reviewers, n, percent: measures.percent, kappa: measures.kappa };
  });
  return { round, reports: told.length, withheld, pairs };
}

function roundsOf({ votes }: StageOutcome): Set<string> {
  return new Set([...votes.first.values()].map((line) => line.round));
}

/** Read in a round, or voted on in it before an amendment. */
function isOfRound(outcome: StageOutcome, round: string): boolean {
  return outcome.round === round || roundsOf(outcome).has(round);
}

function isPilot(outcome: StageOutcome): boolean {
  return [...roundsOf(outcome)].some(isPilotRound);
}

/** What an amendment has made due again was complete before, and its first votes stay what they were. */
function isIn({ votes }: StageOutcome): boolean {
  return votes.isComplete || (votes.wasComplete && votes.dueAgain.size > 0);
}

/**
 * The reports that are measured. Where conflicts are not told before the round is complete, nothing is: agreement on
 * those that may be told would be that of the reports without a conflict, and its changes would give away the others.
 */
function mayBeTold(
  outcomes: readonly StageOutcome[],
  rules: StageRules,
): { readonly told: readonly StageOutcome[]; readonly withheld: number } {
  const counted = outcomes.filter(isIn);
  const isOpen = outcomes.some((outcome) => outcome.outcome === 'pending');
  const isHeldBack = counted.some((outcome) => outcome.votes.isComplete && !outcome.isTold);
  const waits = isHeldBack || (rules.conflicts === 'when-round-complete' && isOpen);
  return waits ? { told: [], withheld: counted.length } : { told: counted, withheld: 0 };
}
