import { usageError } from '../../model/errors.ts';
import type { Stage } from '../../model/protocol.ts';
import { donePilots, maySeeVotes, openConflicts } from '../../screening/due.ts';
import type { StageOutcome } from '../../screening/outcomes.ts';
import { checkReason, type ResolutionInput } from '../../screening/plan-vote.ts';
import { maySettle } from '../../screening/resolutions.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context, stageFlag } from '../context.ts';
import { openReview, requireOpenReport, type OpenReview } from '../open.ts';
import { writeRuling, type Ruled } from '../rulings.ts';
import { ConsensusSitting } from '../sitting/consensus.ts';
import { Desk } from '../sitting/desk.ts';

interface Options {
  readonly as?: string;
  readonly stage?: Stage;
  readonly method?: 'discussion' | 'adjudication';
  readonly rationale?: string;
  readonly reason?: string;
}

/** `resolve`: one ruling from the command line, or all open conflicts one after the other at the terminal. */
export async function resolve(
  context: Context,
  id: string | undefined,
  decision: string | undefined,
  options: Options,
): Promise<number> {
  const review = openReview(context);
  const { protocol } = review.state.facts;
  const stage = options.stage ?? 'title-abstract';
  const person = actingPerson(context, options.as, protocol);
  if (id === undefined) return resolveAtTerminal(context, review, person, stage);
  const report = requireOpenReport(review, id);
  const outcome = review.state.outcomes[stage].get(report.id);
  if (!outcome)
    throw usageError(
      `${report.id} has not reached ${stage}`,
      `see where it stands with  litscreen explain ${report.id}`,
    );
  const allowed = stage === 'full-text' ? ['include', 'exclude', 'awaiting'] : ['include', 'exclude'];
  if (decision === undefined)
    throw usageError(`${allowed.join(' or ')}?`, `litscreen resolve ${id} ${allowed.join('|')} …`);
  const method = options.method ?? 'missing';
  if (method === 'missing')
    throw usageError('how was it settled?', 'add  --method discussion  or  --method adjudication');
  if (!allowed.includes(decision)) throw usageError(`${decision} is no ruling`, `say ${allowed.join(' or ')}`);
  checkReason(decision, options.reason ?? '', protocol, stage);
  const input = { decision, reason: options.reason ?? '', method, rationale: options.rationale ?? '' };
  const ruled = writeRuling(context, review, person, stage, outcome, input);
  tellRuling(context, review, person, stage, outcome, input, ruled);
  return 0;
}

function tellRuling(
  context: Context,
  review: OpenReview,
  person: string,
  stage: Stage,
  { report, votes }: StageOutcome,
  input: ResolutionInput,
  { outcome: now, isOpen, isProposal, left }: Ruled,
): void {
  const ruled = isProposal ? `${input.decision} proposed` : `${input.decision} (${input.method})`;
  context.out(`${report}: ${stage}, ${ruled}\n`);
  if (stage === 'title-abstract' && review.state.outcomes['full-text'].has(report)) {
    context.note(`note: ${report} was at full-text; for a ruling there add  --stage full-text\n`);
  }
  if (isProposal) {
    const contrary = (now?.resolutions.proposed ?? []).filter(
      (line) => line.person !== person && line.decision !== input.decision,
    );
    for (const line of contrary) context.note(`note: ${line.person} has proposed ${line.decision}\n`);
    const others = [...votes.present.keys()].filter((voter) => voter !== person);
    const enter = others.length === 1 ? 'enters' : 'enter';
    const flag = stageFlag(stage);
    context.note(
      `it takes effect when ${others.join(' and ')} ${enter} the same: litscreen resolve ${report} ${input.decision}${flag} --method discussion …\n`,
    );
  } else if (isOpen) {
    context.note('warning: it contradicts another ruling, so neither holds: the report is open until you agree\n');
  }
  context.note(`${plural(left, 'conflict')} left at ${stage}\n`);
}

/**
 * The page shows how others voted, so it is not for who owes votes; but for conflicts of a pilot that all have done. What
 * two people have talked about they enter by the report's id, which shows nothing.
 *
 * @returns those of the conflicts that the person may be shown.
 * @throws LitscreenError of kind `usage` where that is none of them.
 */
function requireDone(
  { state }: OpenReview,
  person: string,
  stage: Stage,
  conflicts: readonly StageOutcome[],
): readonly StageOutcome[] {
  if (maySeeVotes(state, stage, person)) return conflicts;
  const done = donePilots(state.outcomes[stage].values());
  const ready = conflicts.filter(({ round }) => done.has(round));
  if (ready.length > 0 || conflicts.length === 0) return ready;
  throw usageError(
    `${person} owes votes at ${stage}, and who has seen how others vote does not vote alone`,
    `finish first:  litscreen screen --as ${person}${stageFlag(stage)}`,
  );
}

async function resolveAtTerminal(context: Context, review: OpenReview, person: string, stage: Stage): Promise<number> {
  const { protocol } = review.state.facts;
  const { shown, withheld } = openConflicts(review.state, stage);
  const mine = shown.filter(({ votes }) => maySettle(person, votes, protocol.stages[stage]));
  const ready = requireDone(review, person, stage, mine);
  if (mine.length === 0) {
    context.out(
      `no conflict of ${stage} waits for ${person}${withheld > 0 ? '; some are shown when all votes of the round are in' : ''}\n`,
    );
    return 0;
  }
  const twin = `in scripts use  litscreen resolve <report> include|exclude --as ${person} --method … --rationale "…"`;
  const desk = new Desk(context, twin);
  const sitting = new ConsensusSitting(review, { person, stage, conflicts: ready }, desk, (outcome, input) =>
    writeRuling(context, review, person, stage, outcome, input),
  );
  let ended: 'quit' | 'interrupt' | 'done';
  try {
    ended = await sitting.run();
  } finally {
    desk.close();
  }
  const { ruled, proposed } = sitting;
  const left = ready.length - ruled - proposed;
  const said = proposed > 0 ? `, ${proposed} proposed` : '';
  context.out(`${plural(ruled, 'conflict')} ruled on${said}, ${left} left\n`);
  if (proposed > 0) {
    const flag = stageFlag(stage);
    context.note(`what is proposed holds when the others say the same: litscreen resolve --as <each of them>${flag}\n`);
  }
  if (left > 0) context.note(`Next: litscreen resolve --as ${person}${stageFlag(stage)}\n`);
  return ended === 'interrupt' ? 130 : 0;
}
