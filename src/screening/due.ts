import type { PersonId, ReportId } from '../model/ids.ts';
import { SEALED } from '../model/ledgers.ts';
import { isPilotRound } from '../model/rounds.ts';
import type { Stage, StageRules } from '../model/protocol.ts';
import { compareIds } from '../text/order.ts';
import type { StageOutcome } from './outcomes.ts';
import type { ReportVotes } from './votes.ts';

/** What `dueFor` needs of a review's state. */
interface Screened {
  readonly facts: { readonly protocol: { readonly stages: Readonly<Record<Stage, StageRules>> } };
  readonly outcomes: Readonly<Record<Stage, ReadonlyMap<ReportId, StageOutcome>>>;
}

/** The reports that wait for a person's vote at a stage, in the order of their ids. */
export function dueFor(state: Screened, person: PersonId, stage: Stage): ReportId[] {
  if (!state.facts.protocol.stages[stage].reviewers.includes(person)) return [];
  return [...state.outcomes[stage].values()].filter(({ votes }) => isDue(votes, person)).map(({ report }) => report);
}

/** Whether a report waits for the vote of a reviewer of its stage. */
export function isDue(votes: ReportVotes, person: PersonId): boolean {
  return !votes.isComplete && !votes.present.has(person) && (votes.asked.includes(person) || votes.openSeats > 0);
}

/** The conflicts that may be shown, and how many may not be yet. */
export interface OpenConflicts {
  readonly shown: readonly StageOutcome[];
  readonly withheld: number;
}

/** The conflicts of a stage on which a ruling is due. */
export function openConflicts(state: Screened, stage: Stage): OpenConflicts {
  const conflicts = [...state.outcomes[stage].values()].filter((outcome) => outcome.outcome === 'conflict');
  const shown = conflicts.filter((outcome) => outcome.isTold);
  return { shown, withheld: conflicts.length - shown.length };
}

/**
 * Whether somebody may see how others voted at a stage. While votes are due there it is for the adjudicators, and for
 * reviewers who owe none any more: who has seen how the other one decides does not decide alone.
 *
 * @param person undefined where nobody is named.
 */
export function maySeeVotes(state: Screened, stage: Stage, person: PersonId | undefined): boolean {
  const { reviewers, adjudicators } = state.facts.protocol.stages[stage];
  const isOpen = [...state.outcomes[stage].values()].some(({ votes }) => !votes.isComplete);
  if (!isOpen) return true;
  if (person === undefined) return false;
  return adjudicators.includes(person) || (reviewers.includes(person) && dueFor(state, person, stage).length === 0);
}

/** The pilots that all their readers have done: they are there to be talked about, whatever is due after them. */
export function donePilots(outcomes: Iterable<StageOutcome>): ReadonlySet<string> {
  const [pilots, open] = [new Set<string>(), new Set<string>()];
  for (const { round, isAssigned, votes } of outcomes) {
    if (isAssigned && isPilotRound(round)) (votes.isComplete ? pilots : open).add(round);
  }
  return new Set([...pilots].filter((round) => !open.has(round)));
}

/** The rounds of some reports in which votes are due: sealed ones stay so until then. */
export function openRounds(outcomes: readonly StageOutcome[]): Set<string> {
  return new Set(outcomes.filter(({ votes }) => !votes.isCast && !votes.isComplete).map(({ round }) => round));
}

/** Whose votes on some reports are sealed: they can be opened once all are in. */
export function sealedIn(outcomes: Iterable<StageOutcome>): PersonId[] {
  const people = new Set<PersonId>();
  for (const { votes } of outcomes)
    for (const [person, { vote }] of votes.present) if (vote === SEALED) people.add(person);
  return [...people].sort(compareIds);
}
