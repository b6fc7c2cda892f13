import type { Report } from '../../dedupe/reports.ts';
import { outcomeOf, type StageOutcome } from '../../screening/outcomes.ts';
import { checkVote, checkVoter, isAsked, voteLines, type VoteInput } from '../../screening/plan-vote.ts';
import { linesOn, validResolutions, validVotes } from '../../screening/validate.ts';
import { usageError } from '../../model/errors.ts';
import type { Stage } from '../../model/protocol.ts';
import { PROTOCOL_FILE } from '../../review/paths.ts';
import { ReviewReader } from '../../review/reader.ts';
import { appendToLedger } from '../../review/store.ts';
import { lineInYaml } from '../../review/yaml.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context } from '../context.ts';
import { freezeProtocol, openReview, requireReport, type OpenReview } from '../open.ts';
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
  const before = review.state.outcomes[stage].get(report.id)?.votes.present.get(person);
  const written = castVote(context, review, person, stage, report.id, input);
  const told = (said: string, why: string) => `${said}${why === '' ? '' : ` (${why})`}`;
  const now = input.vote === 'withdraw' ? 'vote withdrawn' : told(input.vote, reason);
  const was = before && told(before.vote, before.reason);
  const change = written && was && input.vote !== 'withdraw' ? (was === now ? `${now} again` : `${was} → ${now}`) : now;
  context.out(`${report.id}: ${stage}, ${change}${written ? '' : ', as before'}\n`);
  if (stage === 'title-abstract' && review.state.outcomes['full-text'].has(report.id)) {
    context.note(`note: ${report.id} is at full-text; for a vote there add  --stage full-text\n`);
  }
  const { state } = openReview(context, new ReviewReader(review.root));
  const after = state.outcomes[stage].get(report.id);
  if (after?.outcome === 'conflict' && after.isTold)
    context.note(`note: ${report.id} is in conflict: see litscreen conflicts\n`);
  const left = dueFor(state, person, stage).length;
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
  requireOpenStage(review, stage);
  const outcome = presentOutcome(review, stage, report);
  if (!outcome) {
    throw usageError(
      `${report.id} has not reached ${stage}`,
      `see where it stands with  litscreen explain ${report.id}`,
    );
  }
  if (!isAsked(outcome.votes, person)) {
    const votes = plural(review.state.facts.protocol.stages[stage].votes, 'vote');
    throw usageError(
      `${report.id} has the ${votes} that ${stage} asks for`,
      'see what waits for you with  litscreen status',
    );
  }
  const make = (own: Parameters<typeof voteLines>[2]) =>
    voteLines(report, outcome, own, input, context.now(), review.state.facts.protocol);
  const written = appendToLedger(review.root, { kind: 'votes', stage }, person, make);
  // Where the vote was there already, a killed process may have left this to be done.
  freezeProtocol(review);
  return written.length > 0;
}

/** In a sitting, somebody may have closed the stage since the review was opened. */
function requireOpenStage(review: OpenReview, stage: Stage): void {
  const reader = new ReviewReader(review.root);
  const isClosed = reader.protocol()?.stages[stage].closed;
  reader.throwProblems();
  if (isClosed) throw usageError(`${stage} is closed`, 'set  closed: false  in review.yaml to open it again');
}

/** Where a report stands now: in a sitting, others may have voted since the review was opened. */
function presentOutcome(review: OpenReview, stage: Stage, report: Report): StageOutcome | undefined {
  if (!review.state.outcomes[stage].has(report.id)) return undefined;
  const { protocol } = review.state.facts;
  const reader = new ReviewReader(review.root);
  const votes = reader.ledger({ kind: 'votes', stage });
  const resolutions = reader.ledger({ kind: 'resolutions', stage });
  reader.throwProblems();
  const onReport = <Line extends { readonly report: string }>(lines: readonly Line[]) =>
    lines.filter((line) => report.records.includes(line.report));
  const { reports } = review.state;
  const valid = validVotes(onReport(votes), protocol, stage, reports);
  const rulings = validResolutions(onReport(resolutions), protocol, stage, reports);
  return outcomeOf(report.id, linesOn(report, valid, rulings, review.state.assignments[stage]), protocol, stage);
}
