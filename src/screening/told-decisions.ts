import type { ToldDecision } from '../formats/writers/decided.ts';
import type { PersonId } from '../model/ids.ts';
import type { StageOutcome } from './outcomes.ts';
import { isSealed } from './seal.ts';

/**
 * What a person voted on a report, for whoever asks: that person, or anybody once all votes that are asked for are in.
 *
 * @returns undefined where that person has no vote there; `untold` where it may not be said whether there is one.
 */
export function toldDecision(
  outcome: StageOutcome,
  person: PersonId,
  asker: PersonId | undefined,
): ToldDecision | 'untold' | undefined {
  if (!outcome.isTold && person !== asker) return 'untold';
  const line = outcome.votes.present.get(person);
  if (!line || line.vote === '') return undefined;
  // Its secret is on another machine.
  if (isSealed(line)) return 'untold';
  return { reviewer: person, vote: line.vote as ToldDecision['vote'], reason: line.reason, note: line.note };
}
