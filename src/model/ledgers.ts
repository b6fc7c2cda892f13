import { inputError, type Where } from './errors.ts';
import type { PersonId } from './ids.ts';

/** What a sealed vote says: in `secrets` until it is opened, in `openings` from then on. */
const OPENING = ['report', 'seal', 'vote', 'reason', 'note', 'labels', 'salt', 'at'] as const;

/** The columns of each ledger, in their order on disk. `at` is last: a line that has it whole is whole. */
export const LEDGER_COLUMNS = {
  rulings: ['record_a', 'record_b', 'verdict', 'note', 'at'],
  manual: ['report', 'action', 'reason', 'note', 'at'],
  votes: ['report', 'event', 'vote', 'reason', 'note', 'labels', 'round', 'protocol', 'at'],
  openings: OPENING,
  secrets: OPENING,
  resolutions: ['report', 'decision', 'reason', 'method', 'settles', 'rationale', 'protocol', 'at'],
  retrieval: ['report', 'status', 'file', 'sha256', 'url', 'note', 'at'],
  studies: ['report', 'study', 'action', 'note', 'at'],
  entries: ['unit', 'item', 'position', 'value', 'quote', 'page', 'form', 'at'],
} as const;
export type LedgerKind = keyof typeof LEDGER_COLUMNS;

/** The values that a column may hold; columns not named here are free text. */
export const LEDGER_VALUES: Readonly<Record<LedgerKind, Readonly<Record<string, readonly string[]>>>> = {
  rulings: { verdict: ['same', 'different', 'withdrawn'] },
  manual: { action: ['remove', 'keep', 'withdraw'] },
  votes: { event: ['vote', 'revise', 'withdraw'], vote: ['include', 'exclude', 'maybe', 'sealed', ''] },
  openings: { vote: ['include', 'exclude', 'maybe'] },
  secrets: { vote: ['include', 'exclude', 'maybe'] },
  resolutions: { decision: ['include', 'exclude', 'awaiting'], method: ['discussion', 'adjudication'] },
  retrieval: { status: ['requested', 'retrieved', 'not-retrieved', 'withdrawn'] },
  studies: { action: ['join', 'leave'] },
  entries: {},
};

/** One decision of one person: the cells by column, who wrote it, and where it stands. */
export type LedgerLine<Kind extends LedgerKind> = Readonly<Record<(typeof LEDGER_COLUMNS)[Kind][number], string>> & {
  readonly at: string;
  readonly person: PersonId;
  readonly where: Where;
};

export type RulingLine = LedgerLine<'rulings'>;
export type ManualLine = LedgerLine<'manual'>;
export type VoteLine = LedgerLine<'votes'>;
export type OpeningLine = LedgerLine<'openings'>;
export type ResolutionLine = LedgerLine<'resolutions'>;
export type RetrievalLine = LedgerLine<'retrieval'>;
export type StudyLine = LedgerLine<'studies'>;
export type EntryLine = LedgerLine<'entries'>;

/** A vote that is committed and not yet opened: nobody else knows it. */
export const SEALED = 'sealed';

/** The label of a withdrawal by somebody who could not know how others had voted. */
export const BLIND = 'blind';

/** UTC with milliseconds and a Z: 24 characters, so that their order as text is their order in time. */
export const AT = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * The time of a new line: now, or a millisecond after the latest earlier one where the clock has not moved past it,
 * so that a person's latest line on a report is always the one written last.
 */
export function laterThan(now: Date, earlier: readonly string[]): string {
  let latest = '';
  for (const at of earlier) if (at > latest) latest = at;
  const stamp = now.toISOString();
  const next = stamp > latest ? stamp : new Date(Date.parse(latest) + 1).toISOString();
  if (AT.test(next)) return next;
  throw inputError(`a line of this ledger is dated ${latest}: nothing can be later`, undefined, 'mend its time');
}
