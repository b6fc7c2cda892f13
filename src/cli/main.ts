import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { exitStatus, LitscreenError, usageError } from '../model/errors.ts';
import type { TellProgress } from '../model/progress.ts';
import { progressLine } from '../terminal/progress.ts';
import { formatError, type Context } from './context.ts';
import { buildProgram } from './program.ts';

/** Errors of the system that a person can do something about: what is wrong, and what to do. */
const SYSTEM_ERRORS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'make room, and run the command again: nothing is half written'],
  EDQUOT: ['the disk quota is used up', 'make room, and run the command again: nothing is half written'],
  EFBIG: ['the file would grow larger than is allowed here', 'raise the limit, and run the command again'],
  EACCES: ['no permission', 'see who owns the file, and who may write to its folder'],
  EPERM: ['no permission', 'see who owns the file, and who may write to its folder'],
  EROFS: ['the disk is read-only', 'work on a copy that may be written to'],
  EISDIR: ['a folder stands where a file belongs', 'name a file, or move the folder away'],
  ENOTDIR: ['a file stands where a folder belongs', 'name a folder, or move the file away'],
  ENOENT: ['no such file or folder', 'see if the path is right; it is read from the folder that -C names'],
  EMFILE: ['too many open files', 'close other programs, and run the command again'],
};

/**
 * Runs litscreen.
 *
 * @param argv the arguments after the program's name.
 * @returns the exit status: 0 done, 1 the answer is no, 2 a wrong value on the command line, 3 one in a file,
 * 70 a bug, 130 interrupted.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let status = exitStatus.done;
  let pipeIsClosed = false;
  // Whoever reads us may stop early (`| head`): that is no error.
  const onPipeError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    pipeIsClosed = true;
  };
  process.stdout.on('error', onPipeError);
  process.stderr.on('error', onPipeError);
  const context = (folder: string, debug: Context['debug']): Context => ({
    folder: existingFolder(folder),
    env: process.env,
    out: (text) => pipeIsClosed || process.stdout.write(text),
    note: (text) => pipeIsClosed || process.stderr.write(text),
    withProgress: showProgress,
    now: () => new Date(),
    debug,
  });
  const program = buildProgram(context, (result) => (status = result));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitStatus.done;
    const known = knownError(error);
    if (!known) throw error;
    if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(errorJson(known), null, 2)}\n`);
    // What commander finds wrong it has told itself.
    if (!(error instanceof CommanderError)) process.stderr.write(formatError(known));
    return exitStatus[known.kind];
  }
}

/** A line on the standard error where that is a terminal; else nothing is shown. */
function showProgress<Result>(work: (tell: TellProgress) => Result): Result {
  if (!process.stderr.isTTY) return work(() => undefined);
  const clear = () => process.stderr.write('\r\u001b[K');
  const show = (line: string) => process.stderr.write(`\r${line}\u001b[K`);
  try {
    return work(progressLine(show, () => performance.now(), process.stderr.columns || 80));
  } finally {
    clear();
  }
}

function existingFolder(path: string): string {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw usageError(`-C: there is no folder ${path}`, 'see if the path is right');
}

function knownError(error: unknown): LitscreenError | undefined {
  if (error instanceof LitscreenError) return error;
  if (error instanceof CommanderError) return usageError(error.message.replace(/^error: /, ''), 'see  --help');
  return systemError(error);
}

function systemError(error: unknown): LitscreenError | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const [message, hint] = SYSTEM_ERRORS[code ?? ''] ?? [];
  if (message === undefined || hint === undefined) return undefined;
  return new LitscreenError('input', { message, hint, ...(path !== undefined && { where: { file: path } }) });
}

function errorJson(error: LitscreenError): unknown {
  return { schema: 1, error: { kind: error.kind, problems: error.problems } };
}
