import type { Command } from 'commander';
import { AS, example, type Run } from './options.ts';

/** The commands of the group “Studies and extraction”. */
export function addExtraction(program: Command, run: Run): void {
  program.commandsGroup('Studies and extraction:');
  const study = program
    .command('study')
    .description('which reports are of one study, such as a preprint and its article')
    .addHelpText('after', example('litscreen study join scopus-31 arxiv-4 --as MP'));
  for (const [action, what] of [
    ['join', 'say that two reports are of one study'],
    ['leave', 'say that they are not; or take your own join back'],
  ] as const) {
    study
      .command(`${action} <report> <report>`)
      .description(what)
      .addOption(AS())
      .option('--note <text>', 'why')
      .addHelpText('after', example(`litscreen study ${action} scopus-31 arxiv-4 --as MP`))
      .action((a: string, b: string, options: object) =>
        run(async (c) => (await import('../commands/study.ts')).study(c, action, [a, b], options))(),
      );
  }
}
