/** A decision of a person on a record, as it goes out to another screening program. */
export interface ToldDecision {
  readonly reviewer: string;
  readonly vote: 'include' | 'exclude' | 'maybe';
  /** The id of the reason; empty where there is none. */
  readonly reason: string;
  readonly note: string;
}

/** A note by which a record finds home again from programs that give it an id of their own. */
export const LITSCREEN_ID = /\bLITSCREEN-ID: ([A-Za-z0-9][\w-]*)/;

export function idNote(id: string): string {
  return `LITSCREEN-ID: ${id}`;
}

/** The columns for what a table of labels has no place for. */
export const REASON_COLUMN = 'exclusion_reason';
export const NOTE_COLUMN = 'vote_note';
