import type { Report } from '../dedupe/reports.ts';
import { usageError } from '../model/errors.ts';
import type { PersonId, RecordId } from '../model/ids.ts';
import { BLIND, laterThan, type ResolutionLine, type VoteLine } from '../model/ledgers.ts';
import { reasonsAt, type Protocol, type Stage } from '../model/protocol.ts';
import { compareText } from '../text/order.ts';
import type { StageOutcome } from './outcomes.ts';
import { mayAdjudicate, settlesOf } from './resolutions.ts';
import type { ReportVotes } from './votes.ts';

/** What a person says of a report. */
export interface VoteInput {
  readonly vote: 'include' | 'exclude' | 'maybe' | 'withdraw';
  readonly reason: string;
  readonly note: string;
  readonly labels: string;
}

export type NewVoteLine = Omit<VoteLine, 'person' | 'where'>;
export type NewResolutionLine = Omit<ResolutionLine, 'person' | 'where'>;

const VOTES = ['include', 'exclude', 'maybe', 'withdraw'] as const;

/** @throws LitscreenError of kind `usage` where it is no vote, or its reason is none of the stage's. */
export function checkVote(vote: string, reason: string, protocol: Protocol, stage: Stage): VoteInput['vote'] {
  const known = VOTES.find((name) => name === vote);
  if (!known)
    throw usageError(`${vote} is no vote`, `say ${VOTES.slice(0, 3).join(', ')}; or withdraw, to take yours back`);
  checkReason(known, reason, protocol, stage);
  return known;
}

/** @throws LitscreenError of kind `usage` where the reason does not go with the decision at that stage. */
export function checkReason(decision: string, reason: string, protocol: Protocol, stage: Stage): void {
  const reasons = reasonsAt(protocol, stage).map((item) => item.id);
  const choice = `the reasons of ${stage} are ${reasons.join(', ')}`;
  if (reason !== '' && decision !== 'exclude')
    throw usageError(`only an exclusion has a reason, not ${decision}`, 'leave the reason out; a note may say more');
  if (reason !== '' && !reasons.includes(reason)) throw usageError(`${reason} is no reason of ${stage}`, choice);
  if (decision === 'exclude' && reason === '' && stage === 'full-text') {
    throw usageError('an exclusion at full text has exactly one reason', `add  --reason <id>; ${choice}`);
  }
}

/**
 * @throws LitscreenError of kind `usage` where the person is not asked to vote at the stage.
 * @param line where the protocol names the stage's reviewers.
 */
export function checkVoter(person: PersonId, protocol: Protocol, stage: Stage, report: string, line: number): void {
  const rules = protocol.stages[stage];
  const where = { file: 'review.yaml', line };
  if (rules.closed)
    throw usageError(`${stage} is closed`, 'set  closed: false  in review.yaml to open it again', where);
  if (rules.reviewers.includes(person)) return;
  const hint = rules.adjudicators.includes(person)
    ? `to rule on a conflict:  litscreen resolve ${report} include|exclude --as ${person} --method adjudication --rationale "…"`
    : `its reviewers are ${rules.reviewers.join(', ')}`;
  throw usageError(`${person} is not a reviewer of ${stage}`, hint, where);
}

/**
 * Whether a person's vote on a report is asked for: all seats may be taken by others, where fewer votes are asked for
 * than there are reviewers. Who has a vote there may always change it.
 */
export function isAsked(votes: ReportVotes, person: PersonId): boolean {
  return votes.openSeats > 0 || votes.asked.includes(person) || votes.voters.has(person);
}

/**
 * The lines that a vote adds to a person's ledger; none where it says what stands there already. It is a `revise` from
 * when the person may have learned of the others' votes: all were in on the report, or on a record of it before it was
 * merged with others; until then it is a `vote`. After a merge of two reports it is written on each record that the
 * person has voted on, so that the parts agree again.
 *
 * @param own the person's own lines, read under the lock.
 */
export function voteLines(
  report: Report,
  outcome: StageOutcome,
  own: readonly VoteLine[],
  input: VoteInput,
  now: Date,
  protocol: Protocol,
): NewVoteLine[] {
  const note = input.note.replace(/\r\n|[\r\n]/g, ' ');
  const onReport = own.filter((line) => report.records.includes(line.report)).sort((x, y) => compareText(x.at, y.at));
  const standing = standingVotes(onReport);
  if (input.vote === 'withdraw' && standing.size === 0)
    throw usageError(
      `you have no vote on ${report.id} to withdraw`,
      `see where it stands with  litscreen explain ${report.id}`,
    );
  const isSame = (line: VoteLine) =>
    line.vote === input.vote && line.reason === input.reason && line.note === note && line.labels === input.labels;
  const isDueAgain = onReport.some((line) => outcome.votes.dueAgain.has(line.person));
  if (standing.size > 0 && [...standing.values()].every(isSame) && !isDueAgain) return [];
  const { wasComplete, completeParts, mayBeKnown, latestAt } = outcome.votes;
  // A merge may bring more people to a report than have a seat: a vote that does not count revises nothing.
  const isSeated = onReport.every((line) => outcome.votes.asked.includes(line.person));
  const isInformed = (record: RecordId) => isSeated && (wasComplete || completeParts.has(record) || mayBeKnown);
  const targets = standing.size > 0 ? [...standing.keys()] : withdrawnOn(onReport, report);
  // Later than all that is known of the report, also of people whose clocks are ahead: who reads it later sees that the
  // writer knew of the others. Lines that say one thing of several records have one time.
  const at = laterThan(now, [latestAt, ...onReport.map((line) => line.at)]);
  return targets.map((record) => {
    const event = input.vote === 'withdraw' ? 'withdraw' : isInformed(record) ? 'revise' : 'vote';
    const isBlind = event === 'withdraw' && !isInformed(record);
    return {
      report: record,
      event,
      vote: input.vote === 'withdraw' ? '' : input.vote,
      reason: input.reason,
      note,
      labels: isBlind ? BLIND : input.labels,
      round: outcome.round,
      protocol: String(protocol.protocol),
      at,
    };
  });
}

/** Where a vote is cast again when none stands: on the records from which it was last withdrawn, after all were in. */
function withdrawnOn(lines: readonly VoteLine[], report: Report): RecordId[] {
  const last = lines.at(-1);
  const isLast = (line: VoteLine) => line.event === 'withdraw' && line.labels !== BLIND && line.at === last?.at;
  const records = lines.filter(isLast).map((line) => line.report);
  return records.length > 0 ? records : [report.id];
}

/** The vote that stands on each record of a report. */
export function standingVotes(lines: readonly VoteLine[]): Map<RecordId, VoteLine> {
  const standing = new Map<RecordId, VoteLine>();
  for (const line of lines) {
    if (line.event === 'withdraw') standing.delete(line.report);
    else standing.set(line.report, line);
  }
  return standing;
}

export interface ResolutionInput {
  readonly decision: string;
  readonly reason: string;
  readonly method: 'discussion' | 'adjudication';
  readonly rationale: string;
}

/**
 * The line that a ruling adds to a person's ledger.
 * @throws LitscreenError of kind `usage` where there is no conflict, or the person may not settle it in this way.
 */
export function resolutionLine(
  outcome: StageOutcome,
  person: PersonId,
  own: readonly ResolutionLine[],
  input: ResolutionInput,
  now: Date,
  protocol: Protocol,
  stage: Stage,
): NewResolutionLine {
  checkResolver(outcome, person, input.method, protocol, stage);
  if (outcome.votes.onlyReasonsDiffer && input.decision !== 'exclude') {
    throw usageError(
      `all votes on ${outcome.report} exclude it: only the reason is open`,
      'rule  exclude --reason <id>',
    );
  }
  if (input.rationale.trim() === '') throw usageError('a ruling says why', 'add  --rationale "…"');
  return {
    report: outcome.report,
    decision: input.decision,
    reason: input.reason,
    method: input.method,
    settles: settlesOf(outcome.votes.present),
    rationale: input.rationale,
    protocol: String(protocol.protocol),
    // Later than all of the person's lines, for an earlier one on this report may name another of its records; and than
    // the votes that it settles.
    at: laterThan(now, [outcome.votes.latestAt, ...own.map((line) => line.at)]),
  };
}

function checkResolver(
  outcome: StageOutcome,
  person: PersonId,
  method: string,
  protocol: Protocol,
  stage: Stage,
): void {
  const { votes, report, resolutions } = outcome;
  const rules = protocol.stages[stage];
  const isSettled = votes.wasInConflict && resolutions.inForce !== undefined;
  if (outcome.outcome !== 'conflict' && !isSettled) {
    throw usageError(`${report} is not in conflict at ${stage}`, `see  litscreen conflicts --stage ${stage}`);
  }
  if (!outcome.isTold) {
    throw usageError(
      `conflicts of ${stage} are shown when all votes of the round are in`,
      'see who is due with  litscreen status',
    );
  }
  if (rules.closed) throw usageError(`${stage} is closed`, 'set  closed: false  in review.yaml to open it again');
  if (method === 'discussion' && !votes.present.has(person)) {
    throw usageError(
      `${person} did not vote on ${report}, and a discussion is between those who did`,
      `they are ${[...votes.present.keys()].join(', ')}`,
    );
  }
  if (method === 'adjudication' && !mayAdjudicate(person, votes, rules)) {
    const why = rules.adjudicators.includes(person)
      ? `${person} voted on ${report} and cannot rule on it`
      : `${person} does not adjudicate ${stage}`;
    throw usageError(
      why,
      rules.adjudicators.length > 0
        ? `its adjudicators are ${rules.adjudicators.join(', ')}`
        : `review.yaml names no adjudicators of ${stage}`,
    );
  }
}
