import { Option, type Command } from 'commander';
import type { Stage } from '../../model/protocol.ts';
import { AS, JSON_OPTION, STAGE, example, type Run } from './options.ts';

/** The commands of the group “Set up”. */
export function addSetUp(program: Command, run: Run): void {
  program.commandsGroup('Set up:');
  program
    .command('init [dir]')
    .description('make a new review folder with a commented review.yaml')
    .addOption(new Option('--template <name>', 'the protocol to start from').choices(['blank', 'slm']).default('blank'))
    .addHelpText('after', example('litscreen init my-review'))
    .action((dir: string | undefined, options: { template: 'blank' | 'slm' }) =>
      run(async (c) => (await import('../commands/init.ts')).init(c, dir, options))(),
    );

  program
    .command('protocol')
    .description('the protocol of the review')
    .addHelpText('after', example('litscreen protocol amend --help'))
    .command('amend')
    .description('make what was changed in review.yaml the next protocol: why, and which decisions are due again')
    .addOption(AS())
    .option('--why <text>', 'why the protocol changes: kept with the amendment')
    .option(
      '--affects <decisions...>',
      'none; or a stage, an outcome at it, a reason: title-abstract, full-text:excluded, full-text:excluded:no-data',
    )
    .option('-n, --dry-run', 'say what would change, write nothing')
    .addOption(JSON_OPTION())
    .addHelpText(
      'after',
      example(
        'litscreen protocol amend --as MP --why "7 B itself is small" --affects title-abstract:excluded:over-7b',
        'litscreen protocol amend --as MP --why "a clearer wording" --affects none',
      ),
    )
    .action((options: object) => run(async (c) => (await import('../commands/protocol.ts')).amend(c, options))());
  program
    .command('close')
    .description('close a stage in which nothing is open; without --stage, freeze this version of the review')
    .addOption(STAGE())
    .addOption(AS())
    .addHelpText('after', example('litscreen close --stage title-abstract', 'litscreen close --as MP'))
    .action((options: { stage?: Stage; as?: string }) =>
      run(async (c) =>
        options.stage === undefined
          ? (await import('../commands/versions.ts')).closeVersion(c, options)
          : (await import('../commands/protocol.ts')).close(c, options.stage),
      )(),
    );
  program
    .command('update')
    .description('begin the next version of the review: new searches, and nothing asked again of what was known')
    .option('--from <review>', 'the folder or prisma.json of a review that this folder updates')
    .addOption(AS())
    .addHelpText('after', example('litscreen update --as MP', 'litscreen update --from ../review-2020 --as MP'))
    .action((options: object) => run(async (c) => (await import('../commands/versions.ts')).update(c, options))());
}
