import type { PersonId } from '../model/ids.ts';
import type { ResolutionLine, VoteLine } from '../model/ledgers.ts';
import type { StageRules } from '../model/protocol.ts';
import { compareText } from '../text/order.ts';
import { shuffled } from './deal.ts';
import type { StageOutcome } from './outcomes.ts';
import type { ReportVotes } from './votes.ts';

export interface Resolution {
  readonly decision: 'include' | 'exclude' | 'awaiting';
  readonly reason: string;
  readonly method: 'discussion' | 'adjudication';
  /** The lines that make it: one of an adjudicator, or an equal one of each voter. */
  readonly lines: readonly ResolutionLine[];
}

export interface ResolutionState {
  readonly inForce?: Resolution;
  /** Lines on earlier votes, which no longer count. */
  readonly stale: readonly ResolutionLine[];
  /** Lines of a discussion that some voter has not yet confirmed. */
  readonly proposed: readonly ResolutionLine[];
  /** Rulings that count, but contradict each other: neither holds. */
  readonly contradicting: readonly ResolutionLine[];
  /** Adjudications of people who voted on the report, and discussions of people who did not: they never count. */
  readonly notAllowed: readonly ResolutionLine[];
}

/** The votes that a ruling is on, as it names them: `ML=exclude:not-slm|MP=include`. */
export function settlesOf(present: ReadonlyMap<PersonId, VoteLine>): string {
  return [...present]
    .sort(([a], [b]) => compareText(a, b))
    .map(([person, line]) => `${person}=${line.vote}${line.reason === '' ? '' : `:${line.reason}`}`)
    .join('|');
}

/** The people whose votes a ruling settles. */
export function peopleIn(settles: string): PersonId[] {
  return settles.split('|').flatMap((vote) => (vote.includes('=') ? [vote.slice(0, vote.indexOf('='))] : []));
}

/** Who rules on a conflict by adjudication cast no vote on that report at that stage. */
export function mayAdjudicate(person: PersonId, votes: ReportVotes, rules: StageRules): boolean {
  return rules.adjudicators.includes(person) && !votes.voters.has(person) && !votes.first.has(person);
}

/** Who settles a conflict: those who voted by discussion, and an adjudicator. */
export function maySettle(person: PersonId, votes: ReportVotes, rules: StageRules): boolean {
  return votes.present.has(person) || mayAdjudicate(person, votes, rules);
}

/**
 * What the rulings on a report in conflict amount to. Each person's latest line counts, while the votes it settles are
 * the present ones; an adjudication by one line, a discussion when every voter has an equal one.
 *
 * @param lines the valid resolution lines on the report, in the order of (`at`, person).
 */
export function readResolutions(
  lines: readonly ResolutionLine[],
  votes: ReportVotes,
  rules: StageRules,
): ResolutionState {
  if (lines.length === 0) return NO_RESOLUTIONS;
  const settles = settlesOf(votes.present);
  const isAllowed = (line: ResolutionLine) =>
    line.method === 'adjudication'
      ? mayAdjudicate(line.person, votes, rules)
      : votes.present.has(line.person) || line.settles !== settles;
  const notAllowed = lines.filter((line) => !isAllowed(line));
  const latest = new Map<PersonId, ResolutionLine>();
  for (const line of lines) if (isAllowed(line)) latest.set(line.person, line);
  const standing = [...latest.values()].filter((line) => line.settles === settles);
  const stale = [...latest.values()].filter((line) => line.settles !== settles);

  const adjudications = standing.filter((line) => line.method === 'adjudication');
  const discussions = standing.filter((line) => line.method === 'discussion');
  const isAgreed =
    [...votes.present.keys()].every((person) => discussions.some((line) => line.person === person)) &&
    new Set(discussions.map(rulingOf)).size === 1;

  const effective = [...adjudications, ...(isAgreed ? discussions : [])];
  const [ruling] = effective;
  const proposed = isAgreed ? [] : discussions;
  const rest = { stale, proposed, notAllowed };
  if (!ruling) return { ...rest, contradicting: [] };
  if (new Set(effective.map(rulingOf)).size > 1) return { ...rest, contradicting: effective };
  const inForce: Resolution = {
    decision: ruling.decision as Resolution['decision'],
    reason: ruling.reason,
    method: ruling.method as Resolution['method'],
    lines: effective,
  };
  return { inForce, ...rest, contradicting: [] };
}

/** Nobody has ruled. */
export const NO_RESOLUTIONS: ResolutionState = { stale: [], proposed: [], contradicting: [], notAllowed: [] };

function rulingOf(line: ResolutionLine): string {
  return `${line.decision}:${line.reason}`;
}

/** A vote as it is shown to whoever rules: without its voter’s name. */
export interface LetteredVote {
  readonly letter: string;
  readonly line: VoteLine;
}

/** The votes on a report as A, B, …, in an order that the report and the seed give: nobody is always A. */
export function lettered({ report, votes }: Pick<StageOutcome, 'report' | 'votes'>, seed: number): LetteredVote[] {
  const lines = shuffled([...votes.present.values()], `${seed} ${report}`, ({ person }) => person);
  return lines.map((line, index) => ({ letter: String.fromCharCode(65 + (index % 26)), line }));
}
