import { Option, type Command } from 'commander';
import { usageError } from '../../model/errors.ts';
import { AS, JSON_OPTION, example, asCount, asDate, type Run } from './options.ts';

/** The commands of the group “Identification”. */
export function addIdentification(program: Command, run: Run): void {
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
    .option('--encoding <name>', 'the encoding, where the content does not tell it: windows-1252, shift_jis, …')
    .option('--map <file>', 'what the columns of a table hold: a mapping file (see --suggest-map)')
    .option('--suggest-map', 'print a draft of a mapping file for a table, and do nothing else')
    .option('--fields', 'tell of every field how many records state it')
    .option('--date <date>', 'when the search was run: YYYY-MM-DD', asDate)
    .option('--platform <name>', 'the platform on which the database was searched')
    .option('--query-file <file>', 'a file with the query exactly as it was run')
    .option('--limits <text>', 'the limits set in the database (dates, languages, …)')
    .option('--declared-hits <n>', 'how many hits the database showed', asCount)
    .option(
      '--declared-duplicates <n>',
      'how many duplicates were removed elsewhere, before the export was made',
      asCount,
    )
    .option('--why <text>', 'of those duplicates: who removed them, where and how')
    .option('--direction <direction>', 'of a citation search: backward or forward')
    .option(
      '--via <report|column>',
      'of a citation search: the report that led to the records, or the column that names it',
    )
    .option(
      '--seeds <ids|included>',
      'of a citation search: the reports that it started from, whether or not they led to any',
    )
    .option('--round <n>', 'of a citation search: its round', asCount)
    .option('--index <name>', 'of a citation search: the citation index used')
    .option('-n, --dry-run', 'say what would change, write nothing; works without a review too')
    .addOption(JSON_OPTION())
    .addHelpText(
      'after',
      example(
        'litscreen ingest exports/scopus.csv --search scopus --database Scopus --date 2025-02-03 --declared-hits 335',
        'litscreen ingest round1.ris --search snowballing --kind citation --direction backward --via C1 --seeds included',
      ),
    )
    .action((files: string[], options: object) =>
      run(async (c) => (await import('../commands/ingest.ts')).ingest(c, files, options))(),
    );

  const dedupe = program
    .command('dedupe')
    .description('link the records that are one report; what is not sure is left to a person')
    .option('-n, --dry-run', 'say what would change, write nothing')
    .addOption(JSON_OPTION())
    // Its options are taken by it behind the commands under it too: they ask for both, and none of them has a dry run.
    .hook('preSubcommand', (command) => {
      if (command.opts()['dryRun'] === true)
        throw usageError(
          '-n shows what  litscreen dedupe  would link; what a person rules has no dry run',
          'leave -n out',
        );
    })
    .addHelpText(
      'after',
      example(
        'litscreen dedupe',
        'litscreen dedupe rule scopus-103 wos-112 same --as MP --note "SLMs are small language models"',
      ),
    )
    .action((options: object) => run(async (c) => (await import('../commands/dedupe.ts')).dedupe(c, options))());
  dedupe
    .command('rule <a> <b> <verdict>')
    .description('rule that two records are the same or different, or withdraw your ruling; it wins over every rule')
    .addOption(AS())
    .option('--note <text>', 'why')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen dedupe rule scopus-103 wos-112 same --as MP'))
    .action((a: string, b: string, verdict: string, _: object, command: Command) =>
      run(async (c) =>
        (await import('../commands/dedupe-rule.ts')).rule(c, [a, b], verdict, command.optsWithGlobals()),
      )(),
    );
  dedupe
    .command('review')
    .description('go through the uncertain pairs, two records side by side; or write them to a sheet, and take it back')
    .addOption(AS())
    .option('--sheet <file>', 'write the pairs to a sheet to fill in: CSV, or a workbook (.xlsx)')
    .option('--import <file>', 'take a filled-in sheet back: all of it or nothing')
    .addOption(JSON_OPTION())
    .addHelpText(
      'after',
      example(
        'litscreen dedupe review --as MP',
        'litscreen dedupe review --as MP --sheet pairs.csv',
        'litscreen dedupe review --as MP --import pairs.csv',
      ),
    )
    .action((_: object, command: Command) =>
      run(async (c) => (await import('../commands/dedupe-review.ts')).review(c, command.optsWithGlobals()))(),
    );
  dedupe
    .command('undo <record>')
    .description('take a record out of its report: rules that it and each other record there are different')
    .addOption(AS())
    .option('--note <text>', 'why')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen dedupe undo wos-112 --as MP'))
    .action((record: string, _: object, command: Command) =>
      run(async (c) => (await import('../commands/dedupe-rule.ts')).undo(c, record, command.optsWithGlobals()))(),
    );
  dedupe
    .command('explain <a> <b>')
    .description('show every comparison of two records, the rule that decides, and what people ruled')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen dedupe explain scopus-103 wos-112'))
    .action((a: string, b: string, _: object, command: Command) =>
      run(async (c) =>
        (await import('../commands/dedupe-explain.ts')).explainPair(c, [a, b], command.optsWithGlobals()),
      )(),
    );
  dedupe
    .command('eval <records> <gold>')
    .description('compare what is linked in an export with duplicates that people have marked in it; needs no review')
    .option('--format <id>', 'the format, where the content does not tell it')
    .option('--encoding <name>', 'the encoding, where the content does not tell it')
    .option('--all', 'show all wrong and missed pairs')
    .addOption(JSON_OPTION())
    .addHelpText(
      'after',
      `\nThe gold file holds a group of duplicates a row, the ids of its records joined by ";", or a pair a row. Records are
named as they name themselves: by a column such as ID or record_id, by a number of an index, or else counted from 1.
${example('litscreen dedupe eval library.csv duplicates.csv')}`,
    )
    .action((records: string, gold: string, _: object, command: Command) =>
      run(async (c) =>
        (await import('../commands/dedupe-eval.ts')).evaluate(c, records, gold, command.optsWithGlobals()),
      )(),
    );

  program
    .command('filter')
    .description(
      'apply the limits of the protocol: languages, dates, types of documents; what is not sure is left to people',
    )
    .option('-n, --dry-run', 'say what would change, write nothing')
    .addOption(JSON_OPTION())
    .addHelpText(
      'after',
      `\nLimits stand in review.yaml, such as
  filters:
    languages: [English]
    dates: { from: 2023-01, to: 2025-01 }
    types: [article, conference-paper]
A report is removed only if every record of it that states the field fails the limit.
${example('litscreen filter --dry-run', 'litscreen filter')}`,
    )
    .action((options: object) => run(async (c) => (await import('../commands/filter.ts')).filter(c, options))());
  program
    .command('remove <report>')
    .description('take a report out before screening, for a reason that no limit knows')
    .addOption(AS())
    .option('--reason <text>', 'why: “retracted”, “a table of contents”, …')
    .option('--note <text>', 'a note for later')
    .option('--withdraw', 'take your own removal back')
    .addHelpText('after', example('litscreen remove scopus-31 --reason retracted --as MP'))
    .action((report: string, options: object) =>
      run(async (c) => (await import('../commands/filter.ts')).remove(c, report, options))(),
    );
  program
    .command('keep <report>')
    .description('screen a report, whatever the limits of the protocol say')
    .addOption(AS())
    .option('--reason <text>', 'why')
    .option('--note <text>', 'a note for later')
    .option('--withdraw', 'take your own decision back')
    .addHelpText('after', example('litscreen keep scopus-31 --reason "the language is given wrongly" --as MP'))
    .action((report: string, options: object) =>
      run(async (c) => (await import('../commands/filter.ts')).keep(c, report, options))(),
    );

  program
    .command('snowball')
    .description('citation searching, round by round')
    .addHelpText(
      'after',
      `\nA round comes as an export of what was found, through  ingest --kind citation.
${example(
  'litscreen ingest round1.ris --search round1 --kind citation --direction backward --via C1 --seeds included --date 2025-05-12',
  'litscreen snowball status',
)}`,
    )
    .command('status')
    .description('what each round started from and brought, and which included reports have not been seeds yet')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen snowball status'))
    .action((options: object) => run(async (c) => (await import('../commands/snowball.ts')).status(c, options))());
}
