/**
 * Something that `check` found: an error breaks a rule of the review, a warning wants a person's look, a note is work
 * that is still open.
 */
export interface Finding {
  readonly code: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly ids: readonly string[];
  readonly file?: string;
  readonly line?: number;
}
