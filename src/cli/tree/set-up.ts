import { Option, type Command } from 'commander';
import { example, type Run } from './options.ts';

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
}
