import { usageError } from '../../model/errors.ts';
import type { Stage } from '../../model/protocol.ts';
import { readIdRanges } from '../../model/id-ranges.ts';
import type { Round } from '../../model/rounds.ts';
import { changesSinceFrozen } from '../../review/protocol.ts';
import { addRound } from '../../review/rounds.ts';
import { owedInWords, owing, pilotsOf, planPilot, type StageToPlan } from '../../screening/plan-rounds.ts';
import type { StageOutcome } from '../../screening/outcomes.ts';
import { sealedIn } from '../../screening/due.ts';
import { commonRoute } from '../../screening/routes.ts';
import { inWords } from '../../screening/vote-words.ts';
import { titleLine } from '../../terminal/report-card.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { printJson, type Context, stageFlag } from '../context.ts';
import { freezeProtocol, openReview, readReportRecords, warnWhereStale, type OpenReview } from '../open.ts';
import { stageToPlan } from './rounds.ts';
import { unsealCommand } from './unseal.ts';

interface Options {
  readonly as?: string;
  readonly stage?: Stage;
  readonly size?: number;
  readonly seed?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `pilot`: draws a calibration round, or tells how the last one went. */
export async function pilot(context: Context, options: Options): Promise<number> {
  const review = openReview(context);
  await warnWhereStale(context, review);
  const stage = options.stage ?? 'title-abstract';
  const at = stageToPlan(review, stage);
  const last = pilotsOf(at).at(-1);
  if (options.size !== undefined) return draw(context, review, at, options.size, options);
  if (last) return tell(context, review, at, last, options);
  const flag = stageFlag(stage);
  throw usageError(
    `${stage} has no pilot under protocol ${at.protocol.protocol}`,
    `draw one:  litscreen pilot${flag} --size 25`,
  );
}

function draw(context: Context, review: OpenReview, at: StageToPlan, size: number, options: Options): number {
  const { stage, protocol } = at;
  const changes = changesSinceFrozen(review.reader, protocol) ?? [];
  review.reader.throwProblems();
  if (changes.length > 0) {
    const settings = plural(changes.length, 'setting');
    context.note(
      `warning: ${settings} changed since protocol ${protocol.protocol} came into force: unless  litscreen protocol amend  comes first, the pilot is held under what was before\n`,
    );
  }
  const round = planPilot(at, size, context.now(), options.seed);
  const people = round.groups[0]?.people ?? [];
  if (!options.dryRun) {
    addRound(review.root, stage, round);
    freezeProtocol(review);
  }
  if (options.json) printJson(context, { schema: 1, stage, dryRun: options.dryRun ?? false, drawn: round });
  else {
    context.out(`${round.name}: ${plural(size, 'report')} of ${stage}, for ${people.join(', ')}\n`);
    if (options.dryRun) context.out('dry run: nothing was written\n');
    const flag = stageFlag(stage);
    if (!options.dryRun)
      context.note(`Next: litscreen screen --as <each of them>${flag}; then  litscreen pilot${flag}\n`);
  }
  return 0;
}

function tell(
  context: Context,
  review: OpenReview,
  at: StageToPlan,
  { name, groups }: Round,
  options: Options,
): number {
  const { stage, protocol } = at;
  const rules = protocol.stages[stage];
  const own = [...at.outcomes.values()].filter(({ round }) => round === name);
  const due = owing(at, new Set([name]));
  // Who still reads shall not learn how the others did.
  const told = due.length > 0 ? [] : own.filter(({ isTold }) => isTold);
  const differing = told.filter(({ votes }) => commonRoute([...votes.first.values()], rules) === undefined);
  if (options.json) {
    printJson(context, {
      schema: 1,
      stage,
      round: name,
      reports: own.length,
      complete: own.filter(({ votes }) => votes.isComplete).length,
      due,
      agreed: told.length - differing.length,
      differing: differing.map(({ report, votes }) => ({
        report,
        votes: Object.fromEntries(
          [...votes.first].sort().map(([person, { vote, reason, note }]) => [person, { vote, reason, note }]),
        ),
      })),
    });
    return 0;
  }
  const drawn = groups.reduce((sum, group) => sum + readIdRanges(group.reports).length, 0);
  context.out(
    `${name}: ${plural(drawn, 'report')} of ${stage}, ${own.filter(({ votes }) => votes.isComplete).length} with all votes\n`,
  );
  if (due.length > 0) context.out(`  votes are due from ${owedInWords(due)}\n`);
  const flag = stageFlag(stage);
  if (told.length > 0) {
    const agreed = told.length - differing.length;
    context.out(`  agreed on ${agreed} of ${told.length} (${Math.round((100 * agreed) / told.length)}%)\n`);
    const isMixed = ({ votes }: StageOutcome) => new Set([...votes.first.values()].map(({ vote }) => vote)).size > 1;
    const mixed = told.filter((item) => !differing.includes(item) && isMixed(item));
    if (mixed.length > 0)
      context.out(`  among these with maybe beside another vote: ${mixed.map(({ report }) => report).join(', ')}\n`);
  }
  showDiffering(context, review, differing);
  const sealed = due.length > 0 ? [] : sealedIn(own);
  if (sealed.length > 0) {
    const commands = sealed.map((person) => unsealCommand(person, stage));
    context.out('  all votes are in, and sealed\n');
    context.note(`Next: ${commands.join(', ')}; then  litscreen pilot${flag}\n`);
  } else if (due.length > 0) context.note(`Next: litscreen screen --as ${due[0]?.person ?? ''}${flag}\n`);
  else {
    context.note(`how far they agreed:  litscreen agreement${flag} --round ${name}\n`);
    context.note(
      `Next: talk; then edit the criteria, litscreen protocol amend, and litscreen pilot${flag} --size <n> again; or go on:  litscreen screen${flag}\n`,
    );
  }
  return 0;
}

function showDiffering(context: Context, review: OpenReview, differing: readonly StageOutcome[]): void {
  const records = readReportRecords(
    review,
    differing.map(({ report }) => report),
  );
  for (const { report, votes } of differing) {
    context.out(`\n  ${report}  ${titleLine(records.get(report), 66)}\n`);
    for (const [person, { vote, reason, note }] of [...votes.first].sort()) {
      const why = note === '' ? '' : `  "${terminalSafe(note)}"`;
      context.out(`    ${person}  ${inWords(vote, reason)}${why}\n`);
    }
  }
}
