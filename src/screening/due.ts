import type { PersonId, ReportId } from '../model/ids.ts';
import type { Stage, StageRules } from '../model/protocol.ts';
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
export function openConflicts(
  state: Screened,
  stage: Stage,
): { readonly shown: readonly StageOutcome[]; readonly withheld: number } {
  const conflicts = [...state.outcomes[stage].values()].filter((outcome) => outcome.outcome === 'conflict');
  const shown = conflicts.filter((outcome) => outcome.isTold);
  return { shown, withheld: conflicts.length - shown.length };
}
