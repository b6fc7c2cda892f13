import { basename, relative } from 'node:path';
import { reasonsAt, type Stage } from '../../model/protocol.ts';
import { shortName } from '../../records/authors.ts';
import type { VoteInput } from '../../screening/plan-vote.ts';
import { dueFor } from '../../screening/due.ts';
import { writeScreeningSheet } from '../../sheets/screening-sheet.ts';
import { openKeyboard, type Key, type Keyboard } from '../../terminal/keys.ts';
import { pressedReason, reasonMenu } from '../../terminal/reasons.ts';
import { reportCard } from '../../terminal/report-card.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, refusal, type Context } from '../context.ts';
import { openReview, readReportRecords, warnWhereStale, type OpenReview } from '../open.ts';
import { outputPath, writeOutputKeeping } from '../output.ts';
import { importVotes, type ImportOptions } from './import-votes.ts';
import { castVote, requireVoter } from './vote.ts';

interface Options extends ImportOptions {
  readonly stage?: Stage;
  readonly sheet?: string;
  readonly import?: string;
}

/** `screen`: one report at a time at the terminal, or through a sheet. */
export async function screen(context: Context, options: Options): Promise<number> {
  const review = openReview(context);
  const stage = options.stage ?? 'title-abstract';
  if (options.import !== undefined) return importVotes(context, review, stage, options.import, options);
  const person = actingPerson(context, options.as, review.state.facts.protocol);
  requireVoter(review, person, stage, '<report>');
  warnWhereStale(context, review);
  if (options.sheet !== undefined) return writeSheet(context, review, person, stage, options.sheet);
  return screenAtTerminal(context, review, person, stage);
}

function writeSheet(context: Context, review: OpenReview, person: string, stage: Stage, file: string): number {
  const outcomes = review.state.outcomes[stage];
  const records = readReportRecords(review, outcomes.keys());
  const rows = [...outcomes.values()].flatMap(({ report, votes }) => {
    const record = records.get(report);
    if (!record || (votes.openSeats === 0 && !votes.asked.includes(person))) return [];
    const own = votes.present.get(person);
    const authors = (record.authors ?? []).map(shortName).join('; ');
    return [{ record, authors, vote: own?.vote ?? '', reason: own?.reason ?? '', note: own?.note ?? '' }];
  });
  const path = outputPath(context, review.root, file);
  const kept = writeOutputKeeping(path, writeScreeningSheet(rows));
  if (kept !== undefined) context.note(`${file} was there already, and is kept as ${basename(kept)}\n`);
  const due = rows.filter((row) => row.vote === '').length;
  context.out(`${file}: ${plural(rows.length, 'report')}, ${due} to decide\n`);
  const reasons = reasonsAt(review.state.facts.protocol, stage).map((reason) => reason.id);
  context.note(`In the column vote write include, exclude or maybe; in reason one of ${reasons.join(', ')}\n`);
  if (!relative(review.root, path).startsWith('..')) {
    context.note('Keep it out of git until all votes are in: it shows yours\n');
  }
  context.note(`Next: litscreen screen --as ${person} --stage ${stage} --import ${file}\n`);
  return 0;
}

interface Sitting {
  readonly context: Context;
  readonly review: OpenReview;
  readonly person: string;
  readonly stage: Stage;
  readonly keyboard: Keyboard;
}

async function screenAtTerminal(context: Context, review: OpenReview, person: string, stage: Stage): Promise<number> {
  const due = dueFor(review.state, person, stage);
  if (due.length === 0) {
    context.out(`nothing waits for ${person} at ${stage}\n`);
    context.note('Next: litscreen status\n');
    return 0;
  }
  const records = readReportRecords(review, due);
  const twin = `in scripts use  litscreen vote; in a spreadsheet  litscreen screen --as ${person} --sheet <file>`;
  const keyboard = openKeyboard(process.stdin, context.out, twin);
  const sitting = { context, review, person, stage, keyboard };
  /** What was done in this sitting, for undo: the last first. */
  const done: { readonly report: string; readonly isVote: boolean }[] = [];
  let wasInterrupted = false;
  try {
    for (let index = 0; index < due.length;) {
      const report = due[index] as string;
      const record = records.get(report);
      const columns = Math.min(100, process.stdout.columns || 80);
      const progress = `${stage} · ${person} · ${index + 1} of ${due.length}`;
      context.out(
        `\n${'─'.repeat(columns)}\n${progress}\n\n${record ? reportCard(record, columns).join('\n') : report}\n\n`,
      );
      const answer = await decide(sitting);
      if (answer === 'quit' || answer === 'interrupt') {
        wasInterrupted = answer === 'interrupt';
        break;
      }
      if (answer === 'skip') {
        done.push({ report, isVote: false });
        index++;
      } else if (answer === 'undo') {
        const last = done.pop();
        if (last === undefined) context.out('nothing to undo in this sitting\n');
        else {
          const nothing = { vote: 'withdraw', reason: '', note: '', labels: '' } as const;
          if (last.isVote) castVote(context, review, person, stage, last.report, nothing);
          context.out(`undone: ${last.report}${last.isVote ? '' : ' skipped'}\n`);
          index = due.indexOf(last.report);
        }
      } else {
        const refused = refusal(() => castVote(context, review, person, stage, report, answer));
        context.out(`${refused ?? `${answer.vote}${answer.reason && ` · ${answer.reason}`}`}\n`);
        if (refused === undefined) done.push({ report, isVote: true });
        index++;
      }
    }
  } finally {
    keyboard.close();
  }
  const decided = new Set(done.filter(({ isVote }) => isVote).map(({ report }) => report));
  const skipped = new Set(done.filter(({ isVote }) => !isVote).map(({ report }) => report));
  const left = due.length - decided.size;
  const passed = skipped.size > 0 ? `, ${skipped.size} skipped` : '';
  context.out(`\n${plural(decided.size, 'report')} decided, ${left} left${passed}\n`);
  if (left > 0) context.note(`Next: litscreen screen --as ${person} --stage ${stage}\n`);
  return wasInterrupted ? 130 : 0;
}

type Answer = VoteInput | 'skip' | 'undo' | 'quit' | 'interrupt';

async function decide({ context, review, stage, keyboard }: Sitting): Promise<Answer> {
  const reasons = reasonsAt(review.state.facts.protocol, stage);
  const bare = stage === 'full-text' ? '' : 'e exclude   ';
  context.out(
    `exclude because\n${reasonMenu(reasons)}i include   ${bare}m maybe   n note   s skip   u undo   q quit\n> `,
  );
  let note = '';
  for (;;) {
    const key: Key | undefined = await keyboard.next();
    if (key === undefined) return 'interrupt';
    const say = (vote: VoteInput['vote'], reason = ''): VoteInput => ({ vote, reason, note, labels: '' });
    const reason = await pressedReason(keyboard, key, reasons);
    if (reason !== undefined) return say('exclude', reason);
    if (key.name === 'i') return say('include');
    if (key.name === 'm') return say('maybe');
    if (key.name === 'e' && stage !== 'full-text') return say('exclude');
    if (key.name === 's') return 'skip';
    if (key.name === 'u') return 'undo';
    if (key.name === 'q') return 'quit';
    if (key.name === 'n') {
      note = (await keyboard.line('note: ')) ?? note;
      context.out('> ');
    }
  }
}
