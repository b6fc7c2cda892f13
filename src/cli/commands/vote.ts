import { checkVote, checkVoter, voteLines, type VoteInput } from '../../screening/plan-vote.ts';
import { usageError } from '../../model/errors.ts';
import type { Stage } from '../../model/protocol.ts';
import { PROTOCOL_FILE } from '../../review/paths.ts';
import { appendToLedger } from '../../review/store.ts';
import { lineInYaml } from '../../review/yaml.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context } from '../context.ts';
import { openReview, requireReport, type OpenReview } from '../open.ts';
import { dueFor } from '../../screening/due.ts';

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
  const report = requireReport(review, id);
  requireVoter(review, person, stage, report.id);
  const reason = options.reason ?? '';
  const input: VoteInput = {
    vote: checkVote(said, reason, protocol, stage),
    reason,
    note: options.note ?? '',
    labels: '',
  };
  const written = castVote(context, review, person, stage, report.id, input);
  const left = dueFor(review.state, person, stage).filter((due) => due !== report.id).length;
  const shown = input.vote === 'withdraw' ? 'vote withdrawn' : `${input.vote}${reason === '' ? '' : ` (${reason})`}`;
  context.out(`${report.id}: ${written ? shown : `${shown}, as before`}\n`);
  context.note(`${plural(left, 'report')} left for ${person} at ${stage}\n`);
  return 0;
}

/** @throws LitscreenError of kind `usage` where the person may not vote at the stage. */
export function requireVoter(review: OpenReview, person: string, stage: Stage, report: string): void {
  const line = lineInYaml(review.reader.text(PROTOCOL_FILE) ?? '', ['stages', stage, 'reviewers']);
  checkVoter(person, review.state.facts.protocol, stage, report, line);
}

/** Appends a vote; false where it says what stands already. */
export function castVote(
  context: Context,
  review: OpenReview,
  person: string,
  stage: Stage,
  id: string,
  input: VoteInput,
): boolean {
  const report = requireReport(review, id);
  const outcome = review.state.outcomes[stage].get(report.id);
  if (!outcome) {
    throw usageError(
      `${report.id} has not reached ${stage}`,
      `see where it stands with  litscreen explain ${report.id}`,
    );
  }
  const make = (own: Parameters<typeof voteLines>[2]) =>
    voteLines(report, outcome, own, input, context.now(), review.state.facts.protocol);
  return appendToLedger(review.root, { kind: 'votes', stage }, person, make).length > 0;
}
