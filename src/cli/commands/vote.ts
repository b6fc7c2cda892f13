import { checkVote, checkVoter, type VoteInput } from '../../screening/plan-vote.ts';
import type { Protocol, Stage } from '../../model/protocol.ts';
import { PROTOCOL_FILE } from '../../review/paths.ts';
import { ReviewReader } from '../../review/reader.ts';
import { lineInYaml } from '../../review/yaml.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context, stageFlag } from '../context.ts';
import { castVotes } from '../cast.ts';
import { openReview, requireOpenReport, type OpenReview } from '../open.ts';
import { dueFor } from '../../screening/due.ts';
import type { StageOutcome } from '../../screening/outcomes.ts';
import { inWords } from '../../screening/vote-words.ts';

interface Options {
  readonly as?: string;
  readonly stage?: Stage;
  readonly reason?: string;
  readonly note?: string;
}

/** `vote <report> <vote>`: one line in the person's own ledger. */
export function vote(context: Context, id: string, said: string, options: Options): number {
  const review = openReview(context);
  const { protocol } = review.state.facts;
  const stage = options.stage ?? 'title-abstract';
  const person = actingPerson(context, options.as, protocol);
  const report = requireOpenReport(review, id);
  requireVoter(review, person, stage, report.id);
  const reason = options.reason ?? '';
  const input: VoteInput = {
    vote: checkVote(said, reason, protocol, stage),
    reason,
    note: options.note ?? '',
    labels: '',
  };
  const stood = review.state.outcomes[stage].get(report.id);
  const written = castVotes(context, review, person, stage, [{ report: report.id, input }]);
  const now = input.vote === 'withdraw' ? 'vote withdrawn' : inWords(input.vote, reason);
  const before = written.get(report.id);
  const was = before && inWords(before.vote, before.reason);
  const change = was && input.vote !== 'withdraw' ? (was === now ? `${now} again` : `${was} → ${now}`) : now;
  context.out(`${report.id}: ${stage}, ${change}${written.size > 0 ? '' : ', as before'}\n`);
  if (stage === 'title-abstract' && review.state.outcomes['full-text'].has(report.id)) {
    context.note(`note: ${report.id} is at full-text; for a vote there add  --stage full-text\n`);
  }
  if (stood && written.size > 0 && input.vote !== 'withdraw') noteUnasked(context, stood, person, protocol, stage);
  const { state } = openReview(context, new ReviewReader(review.root));
  const after = state.outcomes[stage].get(report.id);
  if (after?.outcome === 'conflict' && after.isTold)
    context.note(`note: ${report.id} is in conflict: see litscreen conflicts\n`);
  const left = dueFor(state, person, stage).length;
  context.note(`${plural(left, 'report')} left for ${person} at ${stage}\n`);
  return 0;
}

/** Tells of a vote for which nobody waited. */
function noteUnasked(
  context: Context,
  { report, votes, isAssigned }: StageOutcome,
  person: string,
  protocol: Protocol,
  stage: Stage,
): void {
  if (votes.isComplete && !votes.present.has(person))
    context.note(`note: ${report} had the votes it needs; yours is kept, and decides nothing\n`);
  else if (protocol.stages[stage].split && !isAssigned)
    context.note(
      `note: ${report} is dealt to nobody yet; your vote takes a seat (litscreen assign${stageFlag(stage)})\n`,
    );
}

/** @throws LitscreenError of kind `usage` where the person may not vote at the stage. */
export function requireVoter(review: OpenReview, person: string, stage: Stage, report: string): void {
  const line = lineInYaml(review.reader.text(PROTOCOL_FILE) ?? '', ['stages', stage, 'reviewers']);
  checkVoter(person, review.state.facts.protocol, stage, report, line);
}
