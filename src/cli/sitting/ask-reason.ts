import type { Reason, Stage } from '../../model/protocol.ts';
import type { VoteInput } from '../../screening/plan-vote.ts';
import { numberedReason, typedReason } from '../../terminal/reasons.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import type { Desk } from './desk.ts';

/**
 * The reason that a key names: its number in the protocol's order, or 0 for one that is typed.
 *
 * @returns undefined where the key names none, or the prompt was left.
 */
export async function reasonByKey(desk: Desk, key: string, reasons: readonly Reason[]): Promise<Reason | undefined> {
  if (key !== '0') return numberedReason(key, reasons);
  const ids = reasons.map(({ id }) => id).join(', ');
  const wrong = (typed: string) =>
    typed === '' || typedReason(typed, reasons) ? undefined : `${terminalSafe(typed)} is no reason: ${ids}`;
  const typed = await desk.ask('reason (how its id or its words begin): ', 'take', { wrong });
  return typedReason(typed ?? '', reasons);
}

/** The vote that somebody typed: how it begins, a reason's number, or its id; undefined where it is none of the stage. */
export function typedVote(
  typed: string,
  stage: Stage,
  reasons: readonly Reason[],
): Pick<VoteInput, 'vote' | 'reason'> | undefined {
  const reason = numberedReason(typed, reasons) ?? reasons.find(({ id }) => id.toLowerCase() === typed.toLowerCase());
  if (reason) return { vote: 'exclude', reason: reason.id };
  const vote = (['include', 'exclude', 'maybe'] as const).find(
    (name) => typed !== '' && name.startsWith(typed.toLowerCase()),
  );
  // At full text an exclusion has a reason.
  return vote === undefined || (vote === 'exclude' && stage === 'full-text') ? undefined : { vote, reason: '' };
}
