import { Option, type Command } from 'commander';
import { AS, JSON_OPTION, example, type Run } from './options.ts';

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

  const extract = program
    .command('extract')
    .description('the extraction form, and what is entered into it')
    .addHelpText('after', example('litscreen extract init', 'litscreen extract sheet mp.csv --as MP'));
  extract
    .command('init')
    .description('write a commented form to start from: extraction/form.yaml')
    .addOption(new Option('--template <name>', 'the form to start from').choices(['blank', 'slm']).default('blank'))
    .addHelpText('after', example('litscreen extract init'))
    .action((options: { template: 'blank' | 'slm' }) =>
      run(async (c) => (await import('../commands/extract.ts')).init(c, options))(),
    );
  extract
    .command('sheet <file>')
    .description('write a CSV sheet to fill in: a row for each included report or study, what is known filled in')
    .addOption(AS())
    .option('--quotes', 'with columns for the words that each entry rests on, and their page')
    .addHelpText('after', example('litscreen extract sheet mp.csv --as MP'))
    .action((file: string, options: object) =>
      run(async (c) => (await import('../commands/extract.ts')).sheet(c, file, options))(),
    );
  extract
    .command('import <file>')
    .description('take a filled-in sheet back, all of it or nothing')
    .addOption(AS())
    .option('--revise', 'let the sheet change, or empty, what you entered before')
    .addHelpText('after', example('litscreen extract import mp.csv --as MP'))
    .action((file: string, options: object) =>
      run(async (c) => (await import('../commands/extract.ts')).importSheet(c, file, options))(),
    );
  extract
    .command('fill <report> <item> <value>')
    .description('enter one value; an empty one takes yours back')
    .addOption(AS())
    .option('--quote <text>', 'the words that it rests on')
    .option('--page <text>', 'where they stand')
    .addHelpText('after', example('litscreen extract fill scopus-31 parameters 1.3 --as MP --page 4'))
    .action((report: string, item: string, value: string, options: object) =>
      run(async (c) => (await import('../commands/extract.ts')).fill(c, [report, item, value], options))(),
    );
  extract
    .command('summary')
    .description('what was extracted, item by item')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen extract summary'))
    .action((options: object) => run(async (c) => (await import('../commands/extract.ts')).summary(c, options))());
  extract
    .command('final <file>')
    .description('write the table for analysis as CSV: the values on which all who entered one agree')
    .addHelpText('after', example('litscreen extract final output/extraction.csv'))
    .action((file: string) => run(async (c) => (await import('../commands/extract.ts')).final(c, file))());
}
