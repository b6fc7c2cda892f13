import { searchOf } from '../../flow/derive.ts';
import { usageError } from '../../model/errors.ts';
import type { VoteLine } from '../../model/ledgers.ts';
import type { ScreeningOrder, Stage } from '../../model/protocol.ts';
import { withSecrets } from '../../review/cast.ts';
import type { VoteInput } from '../../screening/plan-vote.ts';
import { inReadingOrder, isOfPart, readPart, shareOf } from '../../screening/queue.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context } from '../context.ts';
import { openReview, warnBeforeSitting, warnWhereStale, type OpenReview } from '../open.ts';
import { Desk } from '../sitting/desk.ts';
import { reportFacts } from '../sitting/report-facts.ts';
import { ScreeningSitting, type Task } from '../sitting/screening.ts';
import type { ImportOptions } from './import-votes.ts';
import { requireVoter } from './vote.ts';

interface Options extends ImportOptions {
  readonly order?: ScreeningOrder;
  readonly abstractsFirst?: boolean;
  readonly only?: readonly string[];
  readonly round?: string;
  readonly stage?: Stage;
  readonly sheet?: string;
  readonly import?: string;
}

/** `screen`: one report at a time at the terminal, or through a sheet. */
export async function screen(context: Context, options: Options): Promise<number> {
  const review = openReview(context);
  const stage = options.stage ?? 'title-abstract';
  // What reads exports and writes workbooks takes a while to load, and a sitting needs none of it.
  if (options.import !== undefined)
    return (await import('./import-votes.ts')).importVotes(context, review, stage, options.import, options);
  const person = actingPerson(context, options.as, review.state.facts.protocol);
  requireVoter(review, person, stage, '<report>');
  if (options.sheet !== undefined) {
    warnWhereStale(context, review);
    return (await import('./screen-sheet.ts')).writeSheet(context, review, person, stage, options.sheet);
  }
  warnBeforeSitting(context, review);
  return screenAtTerminal(context, review, person, stage, options);
}

/** What a person reads, in which order. */
function taskOf(
  review: OpenReview,
  person: string,
  stage: Stage,
  options: Options,
): Task & { readonly waitsFor?: string | undefined } {
  const { state, reader } = review;
  const { protocol } = state.facts;
  const rules = protocol.stages[stage];
  const order = {
    order: options.order ?? rules.order,
    sameOrder: rules.sameOrder,
    withoutAbstract: options.abstractsFirst ? ('last' as const) : rules.withoutAbstract,
  };
  const part = readPart(options.only ?? []);
  if ('wrong' in part) {
    const hint = 'write it as  search=<id>, year=2023, year=2020..2024, label=<label>, abstract=yes  or  abstract=no';
    throw usageError(`--only: ${part.wrong} names no part`, hint);
  }
  const { mine, round, waitsFor } = shareOf(state.outcomes[stage].values(), person, options.round);
  const present = mine.flatMap(({ votes }) => votes.present.get(person) ?? []);
  const opened = withSecrets(reader, stage, person, present);
  const votes = new Map(opened.map((line) => [state.reports.of(line.report)?.id ?? '', voteOf(line)]));
  const isPart = (options.only ?? []).length > 0;
  const isPlain = (order.order === 'random' || order.order === 'ingested') && order.withoutAbstract === 'in-order';
  const facts = reportFacts(
    review,
    mine.map(({ report }) => report),
    isPart || !isPlain,
  );
  const chosen = facts.filter((item) => {
    if (!isPart) return true;
    const searches = (state.reports.of(item.report)?.records ?? []).map(searchOf);
    return isOfPart(part, item, searches, votes.get(item.report)?.labels.split(' ') ?? []);
  });
  const list = inReadingOrder(chosen, order, protocol.seed, stage, person);
  const own = new Map(
    list.flatMap((report) => {
      const vote = votes.get(report);
      return vote ? [[report, vote]] : [];
    }),
  );
  return { person, stage, round, list, own, part: (options.only ?? []).join(' '), waitsFor };
}

function voteOf({ vote, reason, note, labels }: VoteLine): VoteInput {
  return { vote: vote as VoteInput['vote'], reason, note, labels };
}

async function screenAtTerminal(
  context: Context,
  review: OpenReview,
  person: string,
  stage: Stage,
  options: Options,
): Promise<number> {
  const task = taskOf(review, person, stage, options);
  const due = task.list.length - task.own.size;
  const flag = stage === 'title-abstract' ? '' : ` --stage ${stage}`;
  if (due === 0 && task.waitsFor !== undefined && options.round === undefined) {
    context.out(`you are done with ${task.waitsFor}, and others are not\n`);
    context.note(
      `Next: litscreen pilot${flag}; to go on without its agreement:  litscreen screen --as ${person}${flag} --round all\n`,
    );
    return 0;
  }
  if (task.list.length === 0 || (due === 0 && (options.only ?? []).length === 0)) {
    context.out(`nothing waits for ${person} at ${stage}\n`);
    context.note('Next: litscreen status\n');
    return 0;
  }
  const twin = `in scripts use  litscreen vote; in a spreadsheet  litscreen screen --as ${person} --sheet <file>`;
  const desk = new Desk(context, twin);
  const sitting = new ScreeningSitting(context, review, task, desk);
  let ended: 'quit' | 'interrupt';
  try {
    ended = await sitting.run();
  } finally {
    desk.close();
  }
  const left = task.list.length - task.own.size;
  context.out(`${plural(sitting.decided, 'report')} decided, ${left} left\n`);
  if (left > 0) context.note(`Next: litscreen screen --as ${person}${flag}\n`);
  return ended === 'interrupt' ? 130 : 0;
}
