import { z } from 'zod';
import { AT } from './ledgers.ts';
import { ID } from './ids.ts';

/** A pilot calibrates people, a split deals reports out, a handover gives what one person has left to others. */
export const ROUND_NAME = /^(?:pilot|split|handover)-[1-9]\d{0,5}$/;

const id = z.string().regex(ID, 'an id is made of letters, digits, "-" and "_", and starts with a letter or digit');

const isDistinct = (people: readonly string[]) => new Set(people).size === people.length;

const RoundSchema = z.strictObject({
  name: z.string().regex(ROUND_NAME, 'a round is called pilot-1, split-1 or handover-1'),
  protocol: z.int().positive(),
  seed: z.int().nonnegative(),
  /** Of a handover: whose reports they were. */
  from: id.optional(),
  at: z.string().regex(AT, 'a time is written as 2025-03-01T09:00:00.000Z'),
  /** Who votes on what: people, and reports as ranges of ids. */
  groups: z
    .array(
      z.strictObject({
        people: z.array(id).min(1).refine(isDistinct, 'somebody stands here twice'),
        reports: z.string().min(1),
      }),
    )
    .min(1),
});
export type Round = z.infer<typeof RoundSchema>;

/** The rounds of a stage, one a line, so that two branches' lines join. */
export const RoundsSchema = z.array(RoundSchema);

/** The round of every report that no other round names. */
export const ALL_ROUND = 'all';

/** Whether a round is a pilot: its votes calibrate people, and the published agreement leaves them out. */
export function isPilotRound(round: string): boolean {
  return /^pilot-\d+$/.test(round);
}
