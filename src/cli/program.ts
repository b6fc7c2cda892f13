import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from './context.ts';

/** The version of the program, from its package. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

type MakeContext = (folder: string, debug: Context['debug']) => Context;

const STAGE = () =>
  new Option('--stage <stage>', 'title-abstract or full-text').choices(['title-abstract', 'full-text']);
const AS = () => new Option('--as <person>', 'who is acting: an id from review.yaml').env('LITSCREEN_USER');
const JSON_OPTION = () => new Option('--json', 'print the result as JSON');

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
  const run = (work: (context: Context) => number | Promise<number>) => async () => {
    const { C: folder, verbose } = program.opts<{ C: string; verbose?: boolean }>();
    const debug = verbose ? (await import('./debug-log.ts')).openDebugLog() : () => undefined;
    finish(await work(makeContext(folder, debug)));
  };

  program.commandsGroup('Set up:');
  program
    .command('init [dir]')
    .description('make a new review folder with a commented review.yaml')
    .addOption(new Option('--template <name>', 'the protocol to start from').choices(['blank', 'slm']).default('blank'))
    .addHelpText('after', example('litscreen init my-review'))
    .action((dir: string | undefined, options: { template: 'blank' | 'slm' }) =>
      run(async (c) => (await import('./commands/init.ts')).init(c, dir, options))(),
    );

  program.commandsGroup('Identification:');
  program
    .command('ingest <file...>')
    .description('read exports of one search into records; running it again is safe')
    .option('--search <id>', 'the id of the search (default: from the name of the first file)')
    .option('--database <name>', 'the name of the source as the flow shows it')
    .addOption(
      new Option('--kind <kind>', 'what kind of search it is').choices([
        'database',
        'register',
        'website',
        'organisation',
        'citation',
        'other',
      ]),
    )
    .option('--format <id>', 'the format, where the content does not tell it')
    .option('--date <date>', 'when the search was run: YYYY-MM-DD', asDate)
    .option('--platform <name>', 'the platform on which the database was searched')
    .option('--query-file <file>', 'a file with the query exactly as it was run')
    .option('--limits <text>', 'the limits set in the database (dates, languages, …)')
    .option('--declared-hits <n>', 'how many hits the database showed', asCount)
    .option('--direction <direction>', 'of a citation search: backward or forward')
    .option(
      '--via <report|column>',
      'of a citation search: the report that led to the records, or the column that names it',
    )
    .option('--round <n>', 'of a citation search: its round', asCount)
    .option('--index <name>', 'of a citation search: the citation index used')
    .option('-n, --dry-run', 'say what would change, write nothing')
    .addOption(JSON_OPTION())
    .addHelpText(
      'after',
      example(
        'litscreen ingest exports/scopus.csv --search scopus --database Scopus --date 2025-02-03 --declared-hits 335',
        'litscreen ingest round1.ris --search snowballing --kind citation --direction backward --via C1',
      ),
    )
    .action((files: string[], options: object) =>
      run(async (c) => (await import('./commands/ingest.ts')).ingest(c, files, options))(),
    );

  const dedupe = program
    .command('dedupe')
    .description('link the records that are one report; what is not sure is left to a person')
    .option('-n, --dry-run', 'say what would change, write nothing')
    .addOption(JSON_OPTION())
    .addHelpText(
      'after',
      example(
        'litscreen dedupe',
        'litscreen dedupe rule scopus-103 wos-112 same --as MP --note "SLMs are small language models"',
      ),
    )
    .action((options: object) => run(async (c) => (await import('./commands/dedupe.ts')).dedupe(c, options))());
  dedupe
    .command('rule <a> <b> <verdict>')
    .description('rule that two records are the same or different, or withdraw your ruling; it wins over every rule')
    .addOption(AS())
    .option('--note <text>', 'why')
    .addHelpText('after', example('litscreen dedupe rule scopus-103 wos-112 same --as MP'))
    .action((a: string, b: string, verdict: string, options: object) =>
      run(async (c) => (await import('./commands/dedupe.ts')).rule(c, [a, b], verdict, options))(),
    );

  program.commandsGroup('Screening:');
  program
    .command('screen')
    .description('read the reports that wait for you, one at a time, and decide; or fill in a sheet')
    .addOption(AS())
    .addOption(STAGE())
    .addOption(new Option('--sheet <file>', 'write a CSV sheet to fill in instead').conflicts('import'))
    .option('--import <file>', 'take a filled-in sheet back')
    .option('--revise', 'with --import: let the sheet change votes that you cast before')
    .addHelpText(
      'after',
      example(
        'litscreen screen --as MP',
        'litscreen screen --as MP --sheet mp.csv',
        'litscreen screen --as MP --import mp.csv',
      ),
    )
    .action((options: object) => run(async (c) => (await import('./commands/screen.ts')).screen(c, options))());
  program
    .command('vote <report> <vote>')
    .description('cast one vote: include, exclude, maybe; or withdraw the one you cast')
    .addOption(AS())
    .addOption(STAGE())
    .option('--reason <id>', 'why it is excluded: an id from review.yaml')
    .option('--note <text>', 'a note for later')
    .addHelpText('after', example('litscreen vote scopus-31 exclude --reason not-slm --as MP'))
    .action((report: string, vote: string, options: object) =>
      run(async (c) => (await import('./commands/vote.ts')).vote(c, report, vote, options))(),
    );
  program
    .command('conflicts')
    .description('list the reports on which the votes differ')
    .addOption(STAGE())
    .addOption(AS())
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen conflicts --stage title-abstract'))
    .action((options: object) => run(async (c) => (await import('./commands/conflicts.ts')).conflicts(c, options))());
  program
    .command('resolve [report] [decision]')
    .description('rule on a conflict, by discussion or by adjudication; without a report, on one after the other')
    .addOption(AS())
    .addOption(STAGE())
    .addOption(new Option('--method <method>', 'how it was settled').choices(['discussion', 'adjudication']))
    .option('--rationale <text>', 'why: kept with the ruling')
    .option('--reason <id>', 'why it is excluded: an id from review.yaml')
    .addHelpText(
      'after',
      example('litscreen resolve scopus-31 include --as FC --method adjudication --rationale "7 B is not over 7 B"'),
    )
    .action((report: string | undefined, decision: string | undefined, options: object) =>
      run(async (c) => (await import('./commands/resolve.ts')).resolve(c, report, decision, options))(),
    );
  program
    .command('agreement')
    .description('how far two reviewers agreed, on their first votes: Cohen’s kappa and its companions')
    .addOption(STAGE())
    .addOption(AS())
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen agreement --stage title-abstract'))
    .action((options: object) => run(async (c) => (await import('./commands/agreement.ts')).agreement(c, options))());
  const retrieve = program
    .command('retrieve')
    .description('full texts: what to get, and what became of it')
    .addHelpText(
      'after',
      example(
        'litscreen retrieve list',
        'litscreen retrieve mark scopus-31 retrieved --as MP --file pdf/smith-2024.pdf',
      ),
    );
  retrieve
    .command('list')
    .description('the reports whose full text is sought')
    .addOption(
      new Option('--status <status>', 'only these').choices(['open', 'requested', 'retrieved', 'not-retrieved']),
    )
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen retrieve list --status open'))
    .action((options: object) => run(async (c) => (await import('./commands/retrieve.ts')).list(c, options))());
  retrieve
    .command('mark <report> <status>')
    .description('say that a full text was requested, retrieved, not-retrieved; or withdraw what you said')
    .addOption(AS())
    .option('--file <path>', 'the file of the full text; its hash is kept')
    .option('--url <url>', 'where it was found')
    .option('--note <text>', 'a note, such as why it could not be had')
    .addHelpText(
      'after',
      example('litscreen retrieve mark scopus-31 not-retrieved --as MP --note "library and authors asked"'),
    )
    .action((report: string, status: string, options: object) =>
      run(async (c) => (await import('./commands/retrieve.ts')).mark(c, report, status, options))(),
    );

  program.commandsGroup('The flow:');
  program
    .command('flow')
    .description('the PRISMA 2020 flow; --check compares it, set by set, with a committed one')
    .addOption(
      new Option('--format <format>', 'how to print it (default: as the output is called, or text)').choices([
        'text',
        'json',
        'svg',
        'csv',
      ]),
    )
    .addOption(JSON_OPTION())
    .option('-o, --output <file>', 'write it to a file')
    .option('--check <file>', 'compare with a flow written before; exit 1 where a box differs')
    .option('--final', 'exit 1 while anything is open')
    .option('--counts-only', 'JSON without the ids')
    .addHelpText(
      'after',
      example(
        'litscreen flow',
        'litscreen flow --format json --output output/prisma.json',
        'litscreen flow --output output/prisma.svg',
        'litscreen flow --check output/prisma.json',
      ),
    )
    .action((options: object) => run(async (c) => (await import('./commands/flow.ts')).flow(c, options))());
  program
    .command('explain [box|id]')
    .description(
      'from a number to its ids and the decisions behind them; from an id to its whole story; alone, all boxes',
    )
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen explain databases.excluded', 'litscreen explain ieee-40'))
    .action((what: string | undefined, options: object) =>
      run(async (c) => (await import('./commands/explain.ts')).explain(c, what, options))(),
    );
  program
    .command('check')
    .description('every rule of the review, for CI; exit 1 where one is broken')
    .option('--final', 'open work is an error too')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen check --final'))
    .action((options: object) => run(async (c) => (await import('./commands/check.ts')).check(c, options))());
  program
    .command('status')
    .description('where the review stands, and what comes next')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen status'))
    .action((options: object) => run(async (c) => (await import('./commands/status.ts')).status(c, options))());
  return program;
}

function example(...lines: string[]): string {
  return `\n${lines.length > 1 ? 'Examples' : 'Example'}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

function asCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

function asDate(value: string): string {
  const isDate = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(value);
  if (!isDate || (value.length === 10 && !isRealDay(value)))
    throw new InvalidArgumentError('It must be a date such as 2025-02-03.');
  return value;
}

function isRealDay(value: string): boolean {
  return new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
}
