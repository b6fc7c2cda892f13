import type { Report } from '../dedupe/reports.ts';
import { usageError } from '../model/errors.ts';
import { groupBy } from '../model/group.ts';
import type { RecordId, ReportId } from '../model/ids.ts';
import type { ResolutionLine, VoteLine } from '../model/ledgers.ts';
import type { Stage } from '../model/protocol.ts';
import { appendVotes } from '../review/cast.ts';
import { LedgerWatch } from '../review/ledgers.ts';
import { ReviewReader } from '../review/reader.ts';
import { outcomeOf, type StageOutcome } from '../screening/outcomes.ts';
import { isAsked, standingVotes, voteLines, type VoteInput } from '../screening/plan-vote.ts';
import { openVotes } from '../screening/seal.ts';
import { linesOn, validResolutions, validVotes } from '../screening/validate.ts';
import { compareText } from '../text/order.ts';
import { plural } from '../text/plural.ts';
import type { Context } from './context.ts';
import { freezeProtocol, requireOpenReport, type OpenReview } from './open.ts';

/** A vote, and the report that it is on. */
export interface Ballot {
  readonly report: ReportId;
  readonly input: VoteInput;
}

interface PlaceOf<Kind extends string> {
  readonly kind: Kind;
  readonly stage: Stage;
}

/** What is in the ledgers of a stage now: in a sitting others may add to them at any time. */
export class StageLedgers {
  readonly #votes: LedgerWatch<PlaceOf<'votes'>>;
  readonly #openings: LedgerWatch<PlaceOf<'openings'>>;
  readonly #resolutions: LedgerWatch<PlaceOf<'resolutions'>>;

  constructor(root: string, stage: Stage) {
    this.#votes = new LedgerWatch(root, { kind: 'votes', stage });
    this.#openings = new LedgerWatch(root, { kind: 'openings', stage });
    this.#resolutions = new LedgerWatch(root, { kind: 'resolutions', stage });
  }

  /** The lines on some records. */
  on(records: ReadonlySet<RecordId>): {
    readonly votes: readonly VoteLine[];
    readonly resolutions: readonly ResolutionLine[];
  } {
    const isOn = ({ report }: { readonly report: string }) => records.has(report);
    const openings = this.#openings.lines();
    const votes = this.#votes.lines().filter(isOn);
    return {
      votes: openings.length === 0 ? votes : openVotes(votes, openings.filter(isOn)).votes,
      resolutions: this.#resolutions.lines().filter(isOn),
    };
  }
}

/**
 * Casts a person's votes: all of them, in one write, or none. What has become of the reports since the review was opened
 * is read anew: in a sitting others may have voted, or closed the stage.
 *
 * @param ledgers those of the stage; a sitting keeps them, so that only what has changed is read again.
 * @returns the reports on which something was written, each with the vote that stood there before: not those whose vote
 * says what stands already.
 * @throws LitscreenError of kind `usage` where a vote is not asked for.
 */
export function castVotes(
  context: Context,
  review: OpenReview,
  person: string,
  stage: Stage,
  ballots: readonly Ballot[],
  ledgers = new StageLedgers(review.root, stage),
): ReadonlyMap<ReportId, VoteInput | undefined> {
  const { protocol } = review.state.facts;
  const named = ballots.map(({ report, input }) => ({ report: requireOpenReport(review, report), input }));
  requireOpenStage(review, stage);
  const records = new Set(named.flatMap(({ report }) => report.records));
  const reports = named.map(({ report }) => report);
  const outcomes = presentOutcomes(review, stage, reports, ledgers.on(records));
  for (const { report } of named) {
    const outcome = outcomes.get(report.id);
    if (!outcome) {
      const hint = `see where it stands with  litscreen explain ${report.id}`;
      throw usageError(`${report.id} has not reached ${stage}`, hint);
    }
    if (isAsked(outcome.votes, person)) continue;
    const people = outcome.votes.asked;
    const votes = plural(people.length, 'vote');
    throw usageError(
      review.state.assignments[stage].size > 0
        ? `${report.id} is read by ${people.join(' and ')} at ${stage}`
        : `${report.id} has the ${votes} that ${stage} asks for`,
      'see what waits for you with  litscreen status',
    );
  }
  const written = new Map<ReportId, VoteInput | undefined>();
  appendVotes(review.reader, stage, person, protocol.seal, (own) => {
    const byRecord = groupBy(
      own.filter((line) => records.has(line.report)),
      (line) => line.report,
    );
    return named.flatMap(({ report, input }) => {
      const outcome = outcomes.get(report.id);
      const earlier = report.records.flatMap((record) => byRecord.get(record) ?? []);
      const lines = outcome ? voteLines(report, outcome, earlier, input, context.now(), protocol) : [];
      if (lines.length > 0) written.set(report.id, presentVote(earlier));
      return lines;
    });
  });
  // Where the vote was there already, a killed process may have left this to be done.
  freezeProtocol(review);
  return written;
}

/** The vote that stands in a person's own lines on a report; undefined where there is none, or several that differ. */
function presentVote(lines: readonly VoteLine[]): VoteInput | undefined {
  const ordered = [...lines].sort((a, b) => compareText(a.at, b.at));
  const [first, ...others] = standingVotes(ordered).values();
  if (!first || others.some(({ vote, reason }) => vote !== first.vote || reason !== first.reason)) return undefined;
  return voteOf(first);
}

/** What a line of a ledger says. */
export function voteOf({ vote, reason, note, labels }: VoteLine): VoteInput {
  return { vote: vote as VoteInput['vote'], reason, note, labels };
}

function requireOpenStage(review: OpenReview, stage: Stage): void {
  const reader = new ReviewReader(review.root);
  const isClosed = reader.protocol()?.stages[stage].closed;
  reader.throwProblems();
  if (isClosed) throw usageError(`${stage} is closed`, 'set  closed: false  in review.yaml to open it again');
}

/** Where reports stand by lines on them; those that have not reached the stage are left out. */
function presentOutcomes(
  { state }: OpenReview,
  stage: Stage,
  reports: readonly Report[],
  lines: ReturnType<StageLedgers['on']>,
): Map<ReportId, StageOutcome> {
  const { protocol } = state.facts;
  const valid = validVotes(lines.votes, protocol, stage, state.reports);
  const rulings = validResolutions(lines.resolutions, protocol, stage, state.reports);
  const reached = reports.filter((report) => state.outcomes[stage].has(report.id));
  return new Map(
    reached.map((report) => {
      const onReport = linesOn(report, valid, rulings, state.assignments[stage]);
      return [report.id, outcomeOf(report.id, onReport, protocol, stage)];
    }),
  );
}
