import { Option, type Command } from 'commander';
import { AS, STAGE, JSON_OPTION, asCount, asList, example, type Run } from './options.ts';

/** The commands of the group “Screening”. */
export function addScreening(program: Command, run: Run): void {
  program.commandsGroup('Screening:');
  addRounds(program, run);
  program
    .command('screen')
    .description('read the reports that wait for you, one at a time, and decide; or fill in a sheet')
    .addOption(AS())
    .addOption(STAGE())
    .addOption(
      new Option('--order <order>', 'in another order than the protocol says').choices([
        'random',
        'ingested',
        'search',
        'newest',
        'oldest',
      ]),
    )
    .option('--abstracts-first', 'reports without an abstract last')
    .option('--only <part>', 'a part: search=<id>, year=2020..2024, label=<label>, abstract=no (repeatable)', asList)
    .option('--round <round>', 'the reports of a round, such as pilot-1; all for those of none')
    .addOption(new Option('--sheet <file>', 'write a sheet to fill in instead: CSV, or XLSX').conflicts('import'))
    .option(
      '--import <file>',
      'take a filled-in sheet back, or the decisions in an export of Rayyan, ASReview or Covidence',
    )
    .option('--revise', 'with --import: let the file change votes that were cast before')
    .option('--reviewer <name=person>', 'with --import: who is meant by a name in the export (repeatable)', asList)
    .option(
      '--reason-map <reason=id>',
      'with --import: which reason is meant by one in the export (repeatable)',
      asList,
    )
    .addOption(
      new Option('--all <vote>', 'with --import: the vote on every record of an export that holds none').choices([
        'include',
        'exclude',
        'maybe',
      ]),
    )
    .option('-n, --dry-run', 'with --import of an export: say what would be taken, write nothing')
    .addHelpText(
      'after',
      example(
        'litscreen screen --as MP',
        'litscreen screen --as MP --sheet mp.csv',
        'litscreen screen --as MP --import mp.csv',
        'litscreen screen --import rayyan.zip --reviewer "Ann=MP" --reviewer "Bo=ML" --dry-run',
      ),
    )
    .action((options: object) => run(async (c) => (await import('../commands/screen.ts')).screen(c, options))());
  program
    .command('vote <report> <vote>')
    .description('cast one vote: include, exclude, maybe; or withdraw the one you cast')
    .addOption(AS())
    .addOption(STAGE())
    .option('--reason <id>', 'why it is excluded: an id from review.yaml')
    .option('--note <text>', 'a note for later')
    .addHelpText('after', example('litscreen vote scopus-31 exclude --reason not-slm --as MP'))
    .action((report: string, vote: string, options: object) =>
      run(async (c) => (await import('../commands/vote.ts')).vote(c, report, vote, options))(),
    );
  program
    .command('conflicts')
    .description('list the reports on which the votes differ')
    .addOption(STAGE())
    .addOption(AS())
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen conflicts --stage title-abstract'))
    .action((options: object) => run(async (c) => (await import('../commands/conflicts.ts')).conflicts(c, options))());
  program
    .command('resolve [report] [decision]')
    .description(
      'rule on a conflict, by discussion or by adjudication: include, exclude, at full text also awaiting; without a report, on one after the other',
    )
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
      run(async (c) => (await import('../commands/resolve.ts')).resolve(c, report, decision, options))(),
    );
  program
    .command('agreement')
    .description('how far reviewers agreed on their first votes: percent, kappa and its companions, with intervals')
    .addOption(STAGE())
    .option('--round <round>', 'only the reports of this round, such as pilot-1; else all but those of pilot rounds')
    .addOption(AS())
    .option('--plot <file>', 'also draw the intervals, and kappa over time, as SVG')
    .addOption(JSON_OPTION())
    .addHelpText(
      'after',
      example(
        'litscreen agreement --stage title-abstract',
        'litscreen agreement --round pilot-1',
        'litscreen agreement --stage full-text --plot output/agreement.svg',
      ),
    )
    .action((options: object) => run(async (c) => (await import('../commands/agreement.ts')).agreement(c, options))());
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
    .action((options: object) => run(async (c) => (await import('../commands/retrieve.ts')).list(c, options))());
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
      run(async (c) => (await import('../commands/retrieve.ts')).mark(c, report, status, options))(),
    );
}

/** Who reads what, and in which round. */
function addRounds(program: Command, run: Run): void {
  program
    .command('pilot')
    .description('a calibration round: draw a sample for all reviewers, then see where they differed')
    .addOption(STAGE())
    .addOption(new Option('--size <n>', 'draw a new sample of so many reports').argParser(asCount))
    .addOption(new Option('--seed <n>', 'another seed than that of review.yaml').argParser(asCount))
    .addOption(AS())
    .option('-n, --dry-run', 'say what would be drawn, write nothing')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen pilot --size 25', 'litscreen pilot'))
    .action((options: object) => run(async (c) => (await import('../commands/pilot.ts')).pilot(c, options))());
  program
    .command('assign')
    .description('deal the reports out as the protocol’s split says; or hand over what somebody has left')
    .addOption(STAGE())
    .option('--from <person>', 'who leaves')
    .option('--to <person>', 'who takes over (repeatable)', asList)
    .option('-n, --dry-run', 'say what would be dealt, write nothing')
    .addOption(JSON_OPTION())
    .addHelpText('after', example('litscreen assign', 'litscreen assign --from ML --to EK --to FC'))
    .action((options: object) => run(async (c) => (await import('../commands/rounds.ts')).assign(c, options))());
  program
    .command('unseal')
    .description('open your sealed votes, when all votes of the round are in')
    .addOption(AS())
    .addOption(STAGE())
    .addHelpText('after', example('litscreen unseal --as MP'))
    .action((options: object) => run(async (c) => (await import('../commands/unseal.ts')).unseal(c, options))());
}
