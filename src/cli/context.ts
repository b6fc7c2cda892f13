import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { decodeText } from '../formats/bytes/decode.ts';
import { terminalSafe } from '../text/terminal-safe.ts';
import { LitscreenError, usageError } from '../model/errors.ts';
import type { TellProgress } from '../model/progress.ts';
import type { Protocol, Stage } from '../model/protocol.ts';
import { chunksOf } from '../review/files.ts';

/** What a command may touch of the world: handed in, so that tests can stand in for it. */
export interface Context {
  /** The folder from which a review is looked for: the working directory, or `-C`. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints a part of the result. */
  readonly out: (text: string | Uint8Array) => void;
  /** Tells something beside the result: progress, a warning, the next step. */
  readonly note: (text: string) => void;
  /** Runs long work, which may tell how far it is: on a terminal a line shows it, and is gone at the end. */
  readonly withProgress: <Result>(work: (tell: TellProgress) => Result) => Result;
  readonly now: () => Date;
  /** Tells how the work goes, for `--verbose`: counts and times, never what somebody decided. */
  readonly debug: (what: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** Prints a result as JSON, on one document. */
export function printJson(context: Context, value: unknown): void {
  context.out(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * The person who acts: `--as`, or LITSCREEN_USER.
 * @throws LitscreenError of kind `usage` where nobody is named, or nobody of this review.
 */
export function actingPerson(context: Context, as: string | undefined, protocol: Protocol): string {
  const named = as ?? context.env['LITSCREEN_USER'];
  const known = protocol.reviewers.map((person) => person.id);
  if (!named)
    throw usageError(
      'who is acting?',
      `name yourself with  --as <person>  or in LITSCREEN_USER; here are ${known.join(', ')}`,
    );
  if (!known.includes(named)) {
    const meant = known.find((id) => id.toLowerCase() === named.toLowerCase());
    const hint = meant ? `did you mean ${meant}?` : `its people are ${known.join(', ')} (review.yaml, reviewers)`;
    throw usageError(`${named} is not among the people of this review`, hint);
  }
  return named;
}

/** How a stage is named on a command line, where the first one need not be. */
export function stageFlag(stage: Stage): string {
  return stage === 'title-abstract' ? '' : ` --stage ${stage}`;
}

/** Why a decision of a sitting is not taken: what is on disk may have changed since the sitting began. */
export function refusal(decide: () => void): string | undefined {
  try {
    decide();
    return undefined;
  } catch (error) {
    if (error instanceof LitscreenError && error.kind === 'usage') return error.message;
    throw error;
  }
}

/** An error as a person reads it: what is wrong and where, then what to do. */
export function formatError(error: LitscreenError): string {
  return error.problems
    .map(({ message, where, hint }) => {
      const place = where ? `${where.file}${where.line === undefined ? '' : `:${where.line}`}: ` : '';
      // What is wrong may be quoted from a sheet or an export.
      return `error: ${terminalSafe(place + message)}\n${hint ? `hint: ${terminalSafe(hint)}\n` : ''}`;
    })
    .join('');
}

/**
 * A file that is named on the command line.
 * @throws LitscreenError of kind `usage` where there is none.
 */
export function readNamedFile(context: Context, path: string): Buffer {
  return readFileSync(namedFile(context, path));
}

/**
 * The same in parts, from the first one each time it is called: for files that may be larger than memory.
 * @throws LitscreenError of kind `usage` where there is none.
 */
export function readNamedParts(context: Context, path: string): () => Iterable<Uint8Array> {
  const absolute = namedFile(context, path);
  return () => chunksOf(absolute);
}

function namedFile(context: Context, path: string): string {
  const absolute = resolve(context.folder, path);
  const kind = statSync(absolute, { throwIfNoEntry: false });
  const hint = isAbsolute(path) ? 'see if the path is right' : `paths are read from ${context.folder}`;
  if (!kind) throw usageError(`there is no file ${path}`, hint);
  if (kind.isDirectory()) throw usageError(`${path} is a folder`, 'name a file in it');
  return absolute;
}

const CSV_SHEET = {
  name: 'a CSV sheet',
  hint: 'save it as CSV in the program that you filled it in with, and import that file',
};

/**
 * The text of a filled-in sheet that is named on the command line, whatever encoding a spreadsheet program gave it.
 * @throws LitscreenError of kind `usage` where there is none, of kind `input` where it is no text.
 */
export function readNamedSheet(context: Context, path: string): string {
  return decodeText(readNamedFile(context, path), path, CSV_SHEET).text;
}
