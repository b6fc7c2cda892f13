import type { Stage } from '../../model/protocol.ts';
import { isPilotRound } from '../../model/rounds.ts';
import { maySeeVotes, openConflicts } from '../../screening/due.ts';
import { owedInWords, owing } from '../../screening/plan-rounds.ts';
import { maySettle } from '../../screening/resolutions.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { actingPerson, type Context, stageFlag } from '../context.ts';
import { FIRST_INGEST } from '../next-steps.ts';
import { openReview, warnQuickly, warnWhereStale, type OpenReview } from '../open.ts';
import { Desk } from '../sitting/desk.ts';
import { ScreeningSitting } from '../sitting/screening.ts';
import { taskOf, type Task, type TaskOptions } from '../sitting/task.ts';
import type { ImportOptions } from './import-votes.ts';
import { stageToPlan } from './rounds.ts';
import { requireVoter } from './vote.ts';

interface Options extends ImportOptions, TaskOptions {
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
    await warnWhereStale(context, review);
    // A spreadsheet sorts as its reader likes; in the order of ingest a row is found.
    const task = taskOf(review, person, stage, { order: 'ingested', ...options });
    if (isHeldByPilot(task, options)) return tellPilot(context, review, task);
    return (await import('./screen-sheet.ts')).writeSheet(context, review, task, options.sheet);
  }
  const isCurrent = await warnQuickly(context, review);
  return screenAtTerminal(context, review, person, stage, options, isCurrent);
}

async function screenAtTerminal(
  context: Context,
  review: OpenReview,
  person: string,
  stage: Stage,
  options: Options,
  isCurrent: boolean,
): Promise<number> {
  const task = taskOf(review, person, stage, options);
  const due = task.list.length - task.own.size;
  const flag = stageFlag(stage);
  if (isHeldByPilot(task, options)) return tellPilot(context, review, task);
  if (review.state.reports.all.length === 0) {
    context.out('there is nothing to screen: the review has no records yet\n');
    context.note(`Next: ${FIRST_INGEST}\n`);
    return 0;
  }
  if (task.list.length === 0 && task.part !== '') {
    context.out(`nothing that ${person} reads at ${stage} is ${terminalSafe(task.part)}\n`);
    return 0;
  }
  if (task.list.length === 0 || (due === 0 && (options.only ?? []).length === 0)) {
    context.out(`nothing waits for ${person} at ${stage}\n`);
    if (task.own.size > 0) context.note(`to change a vote:  litscreen vote <report> <vote> --as ${person}${flag}\n`);
    context.note(`Next: ${stepAfter(review, person, stage)}\n`);
    return 0;
  }
  const twin = `in scripts use  litscreen vote; in a spreadsheet  litscreen screen --as ${person} --sheet <file>`;
  const desk = new Desk(context, twin);
  // The page covers what was told before it.
  const warning = isCurrent ? '' : 'warning: records have changed since the last dedupe or filter; run them first';
  const sitting = new ScreeningSitting(context, review, task, desk, warning);
  let ended: 'quit' | 'interrupt';
  try {
    ended = await sitting.run();
  } finally {
    desk.close();
  }
  for (const [report, { note = '', labels = '' }] of sitting.unvoted) {
    const written = [note === '' ? '' : `"${note}"`, labels === '' ? '' : `[${labels}]`].filter((part) => part !== '');
    if (written.length > 0)
      context.note(`warning: not kept, for no vote followed: ${terminalSafe(written.join(' '))} on ${report}\n`);
  }
  const left = task.list.length - task.own.size;
  context.out(`${plural(sitting.decided, 'report')} decided, ${left} left\n`);
  if (left > 0) context.note(`Next: litscreen screen --as ${person}${flag}\n`);
  else if (isPilotRound(task.round ?? ''))
    context.note(`your part of ${task.round ?? ''} is done. Next: litscreen pilot${flag}\n`);
  else context.note(`Next: ${stepAfter(openReview(context), person, stage)}\n`);
  return ended === 'interrupt' ? 130 : 0;
}

/** Whether a person has done a pilot that others have not: its agreement comes before all else, unless a round is named. */
function isHeldByPilot({ waitsFor }: Task, { round }: Options): boolean {
  return waitsFor !== undefined && round === undefined;
}

function tellPilot(context: Context, review: OpenReview, { person, stage, waitsFor = '' }: Task): number {
  const owed = owing(stageToPlan(review, stage), new Set([waitsFor]));
  context.out(`${waitsFor} comes first: votes are due from ${owedInWords(owed)}\n`);
  const flag = stageFlag(stage);
  context.note(
    `Next: litscreen pilot${flag}, when they are done; to go on without its agreement:  litscreen screen --as ${person}${flag} --round all\n`,
  );
  return 0;
}

/** What a person who owes no vote at a stage can do. */
function stepAfter({ state }: OpenReview, person: string, stage: Stage): string {
  const rules = state.facts.protocol.stages[stage];
  const { shown } = openConflicts(state, stage);
  const isTheirs = shown.some(({ votes }) => maySettle(person, votes, rules));
  return isTheirs && maySeeVotes(state, stage, person)
    ? `litscreen resolve --as ${person}${stageFlag(stage)}`
    : 'litscreen status';
}
