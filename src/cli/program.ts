import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Context } from './context.ts';
import { addExtraction } from './tree/extraction.ts';
import { addFlow } from './tree/flow.ts';
import { addIdentification } from './tree/identification.ts';
import { addScreening } from './tree/screening.ts';
import { addSetUp } from './tree/set-up.ts';
import type { Run } from './tree/options.ts';

/** The version of the program, from its package. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

type MakeContext = (folder: string, debug: Context['debug']) => Context;

/**
 * The command tree. Each command's code is loaded when it is called, so that `--help` and `--version` stay fast.
 *
 * @param makeContext what a command may touch, for the folder that `-C` names.
 * @param finish takes the exit status of the command.
 */
export function buildProgram(makeContext: MakeContext, finish: (status: number) => void): Command {
  const program = new Command('litscreen');
  // Must come before the commands: they inherit it when they are made.
  program.exitOverride().showHelpAfterError('(add --help for how to use it)');
  // Long names of commands leave little room at 80 columns: their descriptions wrap all the same.
  program.configureHelp({ minWidthToWrap: 20 });
  program
    .description('From database exports to a PRISMA 2020 flow in which every number can be proved record by record.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('-C <dir>', 'run as if started in <dir>', '.')
    .option('-v, --verbose', 'log the work on stderr, one JSON object a line')
    .addHelpText(
      'after',
      '\nStart with  litscreen init my-review\nExit status: 0 done, 1 the answer is no, 2 wrong on the command line, 3 wrong in a file, 70 a bug, 130 interrupted.',
    );
  const run: Run = (work) => async () => {
    const { C: folder, verbose } = program.opts<{ C: string; verbose?: boolean }>();
    const debug = verbose ? (await import('./debug-log.ts')).openDebugLog() : () => undefined;
    finish(await work(makeContext(folder, debug)));
  };

  addSetUp(program, run);
  addIdentification(program, run);
  addScreening(program, run);
  addExtraction(program, run);
  addFlow(program, run);
  return program;
}
