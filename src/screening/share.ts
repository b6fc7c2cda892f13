import type { PersonId, ReportId } from '../model/ids.ts';
import type { VoteLine } from '../model/ledgers.ts';
import type { Protocol, Stage } from '../model/protocol.ts';
import { ALL_ROUND, isPilotRound } from '../model/rounds.ts';
import { isBefore } from './amendments.ts';
import { isDue } from './due.ts';
import type { ReportLines } from './outcomes.ts';
import type { Assignment } from './rounds.ts';
import { fixedSeats } from './seats.ts';
import type { StageOutcomes } from './stage-outcomes.ts';

/** What of a stage is a person's to read. */
export interface Share {
  /** Reports on which the person has voted, or owes a vote. */
  readonly mine: readonly ReportId[];
  /** The person's present votes on them. */
  readonly own: ReadonlyMap<ReportId, VoteLine>;
  /** The round to which they belong; `undefined` where they are of several. */
  readonly round?: string | undefined;
  /** A pilot that the person has done, and others have not: its agreement comes before all else. */
  readonly waitsFor?: string | undefined;
}

/**
 * A person's share of a stage. Pilots come first: while votes of one are due, it is all that is shown, and who has done
 * theirs waits for the others, unless they name a round.
 */
export function shareOf(
  outcomes: StageOutcomes,
  protocol: Protocol,
  stage: Stage,
  person: PersonId,
  round?: string,
): Share {
  const mine: ReportId[] = [];
  const own = new Map<ReportId, VoteLine>();
  let duePilot: string | undefined;
  let openPilot: string | undefined;
  const standingBy = standingOf(protocol, stage, person);
  for (const report of outcomes.reports) {
    const lines = outcomes.linesOn(report);
    const readIn = lines.assignment?.round ?? ALL_ROUND;
    const isPilot = lines.assignment !== undefined && isPilotRound(readIn);
    let standing = isPilot ? undefined : standingBy(lines);
    if (!standing) {
      const { votes } = outcomes.of(report);
      standing = { line: votes.present.get(person), isOwed: isDue(votes, person) };
      if (isPilot && standing.isOwed) duePilot ??= readIn;
      if (isPilot && !votes.isCast) openPilot ??= readIn;
    }
    if (round !== undefined && readIn !== round) continue;
    const { line, isOwed } = standing;
    if (line || isOwed) mine.push(report.id);
    if (line) own.set(report.id, line);
  }
  if (round !== undefined) return { mine, own, round };
  if (duePilot !== undefined) return shareOf(outcomes, protocol, stage, person, duePilot);
  return { mine, own, waitsFor: openPilot };
}

/** How a person stands with a report. */
interface Standing {
  readonly line: VoteLine | undefined;
  readonly isOwed: boolean;
}

const OWED: Standing = { line: undefined, isOwed: true };
const NOT_ASKED: Standing = { line: undefined, isOwed: false };

/**
 * The present vote of a person, from the own lines on a report alone: where it is certain whose votes are asked for, and
 * the person has said nothing, or one thing, the outcome says the same and takes several times as long. A sitting begins
 * with that for a hundred thousand reports. Undefined where there is more to it.
 */
function standingOf(protocol: Protocol, stage: Stage, person: PersonId): (lines: ReportLines) => Standing | undefined {
  const rules = protocol.stages[stage];
  const isAmended = protocol.amendments.length > 0;
  // Reports that are read by the same people mostly stand beside each other.
  let last: { readonly assignment: Assignment | undefined; readonly seated: boolean | undefined } | undefined;
  const isSeated = (assignment: Assignment | undefined): boolean | undefined => {
    if (last && last.assignment === assignment) return last.seated;
    const { seats, fixed } = fixedSeats(rules, assignment?.people);
    last = { assignment, seated: fixed.length === seats ? fixed.includes(person) : undefined };
    return last.seated;
  };
  return ({ votes, assignment }) => {
    const seated = isSeated(assignment);
    if (seated === undefined) return undefined;
    if (!seated) return NOT_ASKED;
    let line: VoteLine | undefined;
    for (const vote of votes) {
      if (vote.person !== person) continue;
      if (line) return undefined;
      line = vote;
    }
    // One include may have passed it by itself.
    if (!line) return votes.length === 0 || rules.rule === 'agreement' ? OWED : undefined;
    if (line.event !== 'vote' || (isAmended && isBefore(line, protocol.protocol))) return undefined;
    return { line, isOwed: false };
  };
}
