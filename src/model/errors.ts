/** A place in a file that a message points at. `line` counts from 1. */
export interface Where {
  readonly file: string;
  readonly line?: number;
}

/** What is wrong in one place, as data: commands collect problems and tell all of them at once. */
export interface Problem {
  readonly message: string;
  readonly where?: Where;
  readonly hint?: string;
}

/**
 * Why a command could not do what was asked. The kind decides the exit status:
 * `usage`: a value on the command line is wrong. `input`: the same in a file. `remote`: a service failed.
 * `no`: the question has the answer no. `interrupted`: the person stopped it.
 */
export type ErrorKind = 'no' | 'usage' | 'input' | 'remote' | 'interrupted';

export const exitStatus: Readonly<Record<ErrorKind | 'done' | 'bug', number>> = {
  done: 0,
  no: 1,
  usage: 2,
  input: 3,
  remote: 4,
  bug: 70,
  interrupted: 130,
};

/** An error that a user can act on. It carries one or more problems; the first is its message. */
export class LitscreenError extends Error {
  readonly kind: ErrorKind;
  readonly problems: readonly Problem[];

  constructor(kind: ErrorKind, problems: Problem | readonly Problem[]) {
    const list: readonly Problem[] = 'message' in problems ? [problems] : problems;
    super(list[0]?.message ?? kind);
    this.kind = kind;
    this.problems = list;
  }
}

/** A value on the command line is wrong (exit status 2). */
export function usageError(message: string, hint?: string, where?: Where): LitscreenError {
  return new LitscreenError('usage', { message, ...(hint && { hint }), ...(where && { where }) });
}

/** A file is unreadable or invalid (exit status 3). */
export function inputError(message: string, where?: Where, hint?: string): LitscreenError {
  return new LitscreenError('input', { message, ...(hint && { hint }), ...(where && { where }) });
}
