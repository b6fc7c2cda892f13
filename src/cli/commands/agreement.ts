import { usageError } from '../../model/errors.ts';
import { STAGES, type Stage } from '../../model/protocol.ts';
import { measureStage, roundsIn, type StageAgreement } from '../../screening/agreement/measure-stage.ts';
import { donePilots, dueFor } from '../../screening/due.ts';
import { describeAgreement } from '../../terminal/agreement-text.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, printJson, type Context } from '../context.ts';
import { openReview, type OpenReview } from '../open.ts';
import { outputPath, writeOutput } from '../output.ts';
import { noteSealed } from './unseal.ts';

interface Options {
  readonly stage?: Stage;
  readonly as?: string;
  readonly round?: string;
  readonly plot?: string;
  readonly json?: boolean;
}

/** `agreement`: on first votes, of each pair of reviewers and of all of them, and of each with the outcome. */
export async function agreement(context: Context, options: Options): Promise<number> {
  const review = openReview(context);
  const { protocol } = review.state.facts;
  const person = options.as === undefined ? undefined : actingPerson(context, options.as, protocol);
  const asked = stagesFor(context, review, options, person);
  if (options.round !== undefined) requireRound(review, asked, options.round);
  const stages = asked.map((stage) => ({ stage, ...measure(review, stage, options.round, person) }));
  if (options.json) printJson(context, { schema: 1, stages });
  else
    for (const { stage, ...measured } of stages)
      context.out(describeAgreement(stage, measured, protocol.stages[stage]));
  for (const stage of asked) noteSealed(context, review, stage);
  if (options.plot !== undefined) {
    const path = outputPath(context, review.root, options.plot);
    const [{ renderAgreementSvg }, { measureDejaVu }] = await Promise.all([
      import('../../flow/render/agreement-svg.ts'),
      import('../assets.ts'),
    ]);
    const changed = writeOutput(path, renderAgreementSvg(stages, measureDejaVu()));
    context.note(`${options.plot} ${changed ? 'written' : 'is up to date'}\n`);
  }
  return 0;
}

/** A reviewer is shown the pairs with a part in it, anybody else all of them. */
function measure(
  review: OpenReview,
  stage: Stage,
  round: string | undefined,
  person: string | undefined,
): StageAgreement {
  const rules = review.state.facts.protocol.stages[stage];
  const measured = measureStage([...review.state.outcomes[stage].values()], rules, round);
  if (person === undefined || !rules.reviewers.includes(person)) return measured;
  return { ...measured, pairs: measured.pairs.filter(({ reviewers }) => reviewers.includes(person)) };
}

/**
 * The stages that may be told to a person. Who knows how often others agreed with them may vote otherwise from then on.
 * @throws LitscreenError of kind `usage` where the person has votes due at all that were asked for.
 */
function stagesFor(
  context: Context,
  review: OpenReview,
  options: Options,
  person: string | undefined,
): readonly Stage[] {
  const asked = options.stage ? [options.stage] : STAGES;
  if (person === undefined) return asked;
  // A pilot that all have done is there to be talked about, whatever is due after it.
  const dueAt = (stage: Stage) =>
    donePilots(review.state.outcomes[stage].values()).has(options.round ?? '')
      ? 0
      : dueFor(review.state, person, stage).length;
  const due = asked.map((stage) => ({ stage, votes: dueAt(stage) }));
  const told = due.filter(({ votes }) => votes === 0).map(({ stage }) => stage);
  const open = due.filter(({ votes }) => votes > 0);
  const isAnythingVoted = told.some((stage) => review.state.outcomes[stage].size > 0);
  for (const { stage, votes } of open) {
    const message = `${person} has ${plural(votes, 'vote')} due at ${stage}: its agreement is not told before they are cast`;
    if (!isAnythingVoted)
      throw usageError(message, `finish with  litscreen screen --as ${person} --stage ${stage}  or ask an adjudicator`);
    context.note(`${message}\n`);
  }
  return told;
}

/** @throws LitscreenError of kind `usage` where nobody voted in a round of this name. */
function requireRound(review: OpenReview, stages: readonly Stage[], round: string): void {
  const known = [...new Set(stages.flatMap((stage) => roundsIn([...review.state.outcomes[stage].values()])))];
  if (known.includes(round)) return;
  const hint = known.length === 0 ? 'nobody has voted yet' : `votes were cast in ${known.join(', ')}`;
  throw usageError(`nobody voted in a round ${round}`, hint);
}
