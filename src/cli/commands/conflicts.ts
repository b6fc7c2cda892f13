import { STAGES, type Stage } from '../../model/protocol.ts';
import { donePilots, maySeeVotes, openConflicts } from '../../screening/due.ts';
import type { StageOutcome } from '../../screening/outcomes.ts';
import { maySettle, settlesOf } from '../../screening/resolutions.ts';
import { inWords } from '../../screening/vote-words.ts';
import { titleLine } from '../../terminal/report-card.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, printJson, type Context, stageFlag } from '../context.ts';
import { openReview, readReportRecords } from '../open.ts';
import { standing } from '../rulings.ts';
import { noteSealed } from './unseal.ts';

interface Options {
  readonly stage?: Stage;
  readonly as?: string;
  readonly json?: boolean;
}

/** `conflicts`: the reports whose votes are all in and do not route alike. With `--as`, those that the person may settle. */
export function conflicts(context: Context, options: Options): number {
  const review = openReview(context);
  const { protocol } = review.state.facts;
  const person = options.as === undefined ? undefined : actingPerson(context, options.as, protocol);
  const stages = options.stage ? [options.stage] : STAGES;
  const listed = stages.map((stage) => {
    const { shown, withheld } = openConflicts(review.state, stage);
    const mine = shown.filter(({ votes }) => person === undefined || maySettle(person, votes, protocol.stages[stage]));
    const isTold = maySeeVotes(review.state, stage, person);
    const done = donePilots(review.state.outcomes[stage].values());
    return {
      stage,
      withheld,
      conflicts: mine,
      isTold,
      mayTell: (item: StageOutcome) => isTold || done.has(item.round),
    };
  });
  if (options.json) {
    const result = listed.map(({ stage, withheld, conflicts: list, isTold, mayTell }) => ({
      stage,
      withheld,
      votesAreShown: isTold,
      conflicts: list.map((outcome) => ({
        report: outcome.report,
        ...(mayTell(outcome) && {
          votes: Object.fromEntries(
            [...outcome.votes.present]
              .sort()
              .map(([voter, line]) => [voter, { vote: line.vote, reason: line.reason, note: line.note }]),
          ),
          settles: settlesOf(outcome.votes.present),
          proposed: outcome.resolutions.proposed.map((line) => ({
            person: line.person,
            decision: line.decision,
            reason: line.reason,
            rationale: line.rationale,
          })),
        }),
      })),
    }));
    printJson(context, { schema: 1, stages: result });
    return 0;
  }
  const records = readReportRecords(
    review,
    listed.flatMap((item) => item.conflicts.map((conflict) => conflict.report)),
  );
  for (const { stage, withheld, conflicts: list, mayTell } of listed) {
    context.out(`${stage}: ${plural(list.length, 'conflict')}\n`);
    if (!list.every(mayTell)) {
      const { adjudicators } = protocol.stages[stage];
      const who = adjudicators.length === 0 ? 'those who have voted on all of theirs' : adjudicators.join(', ');
      context.out(`  how people voted is shown to ${who} while votes are due: name yourself with  --as\n`);
    }
    if (withheld > 0) context.out(`  ${withheld} more are shown when all votes of the round are in\n`);
    for (const outcome of list) {
      const { report, votes, resolutions } = outcome;
      context.out(`\n  ${report}  ${titleLine(records.get(report), 66)}\n`);
      if (!mayTell(outcome)) continue;
      for (const [voter, line] of [...votes.present].sort()) {
        const note = line.note === '' ? '' : `  "${terminalSafe(line.note)}"`;
        context.out(`    ${voter}  ${inWords(line.vote, line.reason)}${note}\n`);
      }
      const open = standing(outcome, protocol.stages[stage]);
      if (open !== '') context.out(`  ${open}`);
      for (const line of resolutions.proposed) {
        context.out(
          `    ${line.person} proposes ${inWords(line.decision, line.reason)}: ${terminalSafe(line.rationale)}\n`,
        );
      }
      for (const line of resolutions.contradicting)
        context.out(`    ${line.person} ruled ${line.decision}: the rulings contradict each other\n`);
    }
  }
  for (const stage of stages) noteSealed(context, review, stage);
  const first = listed.flatMap(({ stage, conflicts: list }) => list.map(({ report }) => ({ stage, report })))[0];
  if (first) {
    const stage = stageFlag(first.stage);
    context.note(
      `Next: litscreen resolve --as ${person ?? '<you>'}${stage}, one after the other; or  litscreen resolve ${first.report} include|exclude${stage} --as ${person ?? '<you>'} --method discussion|adjudication --rationale "…"\n`,
    );
  }
  return 0;
}
