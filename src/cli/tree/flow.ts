import { Option, type Command } from 'commander';
import { AS, JSON_OPTION, STAGE, asList, example, type Run } from './options.ts';

/** The commands of the group “The flow”. */
export function addFlow(program: Command, run: Run): void {
  program.commandsGroup('The flow:');
  program
    .command('flow')
    .description('the PRISMA 2020 flow; --check compares it, set by set, with a committed one')
    .addOption(
      new Option('--format <format>', 'how to print it (default: as the output is called, or text)').choices([
        'text',
        'json',
        'csv',
        'md',
        'mermaid',
        'dot',
        'svg',
        'png',
        'pdf',
        'html',
        'docx',
      ]),
    )
    .addOption(
      new Option('--style <style>', 'of svg, png, pdf and docx: PRISMA’s colours, or black on white').choices([
        'light',
        'print',
      ]),
    )
    .addOption(JSON_OPTION())
    .option('-o, --output <file>', 'write it to a file')
    .addOption(
      new Option('--check <file>', 'compare with a flow written before; exit 1 where a box differs').conflicts([
        'output',
        'format',
      ]),
    )
    .option('--final', 'exit 1 while anything is open')
    .option('--counts-only', 'JSON without the ids')
    .addHelpText(
      'after',
      example(
        'litscreen flow',
        'litscreen flow --format json --output output/prisma.json',
        'litscreen flow --output output/prisma.svg',
        'litscreen flow --output output/prisma.docx --style print',
        'litscreen flow --check output/prisma.json',
      ),
    )
    .action((options: object) => run(async (c) => (await import('../commands/flow.ts')).flow(c, options))());
  program
    .command('explain [box|id]')
    .description(
      'from a number to its ids and the decisions behind them; from an id to its whole story; alone, all boxes',
    )
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen explain databases.excluded', 'litscreen explain ieee-40'))
    .action((what: string | undefined, options: object) =>
      run(async (c) => (await import('../commands/explain.ts')).explain(c, what, options))(),
    );
  program
    .command('diff <rev> [rev]')
    .description('which boxes moved between two commits, by which decisions; with one, from it to what stands here now')
    .addOption(
      new Option('--format <format>', 'md is for a pull request or the summary of a job').choices([
        'text',
        'md',
        'json',
      ]),
    )
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen diff HEAD', 'litscreen diff main HEAD --format md'))
    .action((first: string, second: string | undefined, options: object) =>
      run(async (c) => (await import('../commands/diff.ts')).diff(c, first, second, options))(),
    );
  program
    .command('export [box|id...]')
    .description('reports for Zotero, EndNote, Rayyan, ASReview and others; alone, the included ones')
    .addOption(
      new Option('--format <format>', 'what to write (default: as the output is called)').choices([
        'ris',
        'bibtex',
        'csv',
        'csl-json',
        'nbib',
        'endnote-xml',
        'rayyan',
        'covidence',
        'asreview',
      ]),
    )
    .addOption(STAGE())
    .addOption(
      new Option('--outcome <outcome>', 'the reports with this outcome at the stage').choices([
        'pending',
        'conflict',
        'included',
        'excluded',
        'awaiting',
      ]),
    )
    .option(
      '--decisions-of <person>',
      'for Rayyan (repeatable) and ASReview: what this person voted, where it may be told',
      asList,
    )
    .addOption(AS())
    .option('-o, --output <file>', 'write it to a file')
    .addHelpText(
      'after',
      example(
        'litscreen export --output output/included.ris',
        'litscreen export databases.excluded --format csv > excluded.csv',
        'litscreen export --stage title-abstract --outcome pending --format ris',
        'litscreen export --format rayyan --decisions-of MP --decisions-of ML > rayyan.ris',
      ),
    )
    .action((named: string[], options: object) =>
      run(async (c) => (await import('../commands/export.ts')).exportReports(c, named, options))(),
    );
  program
    .command('check')
    .description('every rule of the review, for CI; exit 1 where one is broken')
    .option('--final', 'open work is an error too')
    .option('--flow <file>', 'compare the flow with a committed prisma.json too; one that is not there yet is a note')
    .option('--summary <file>', 'add what was found, and the flow, to a Markdown file')
    .option('--base <rev>', 'in the summary, what moved since this commit')
    .addOption(new Option('--annotations', 'print findings so that GitHub shows them at their lines').conflicts('json'))
    .addOption(JSON_OPTION())
    .addHelpText(
      'after',
      example('litscreen check --final', 'litscreen check --flow output/prisma.json --summary summary.md --base main'),
    )
    .action((options: object) => run(async (c) => (await import('../commands/check.ts')).check(c, options))());
  program
    .command('status')
    .description('where the review stands, and what comes next')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen status'))
    .action((options: object) => run(async (c) => (await import('../commands/status.ts')).status(c, options))());
}
