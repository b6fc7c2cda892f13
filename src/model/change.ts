import { z } from 'zod';

/** What a record said before a newer version of its export said something else: a line of `changed.jsonl`. */
export const RecordChangeSchema = z.strictObject({
  record: z.string(),
  /** The earlier title; absent where it is the same. Empty where there was none. */
  title: z.string().optional(),
  abstract: z.string().optional(),
  /** When the newer version was ingested (UTC): votes before this were cast on what it said earlier. */
  at: z.string(),
});
export type RecordChange = z.infer<typeof RecordChangeSchema>;
