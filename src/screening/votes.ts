import { SEALED, type VoteLine } from '../model/ledgers.ts';
import type { PersonId, RecordId } from '../model/ids.ts';
import type { StageRules } from '../model/protocol.ts';
import { replayVotes } from './replay-votes.ts';
import { agreedRoute, commonRoute, isPassedByOne } from './routes.ts';
import { seatsOf } from './seats.ts';

/** What the votes on one report at one stage amount to. */
export interface ReportVotes {
  /** Whose votes are asked for. Where any of several reviewers may vote, those who have; then seats stay open. */
  readonly asked: readonly PersonId[];
  readonly openSeats: number;
  /** The vote of each person that counts now. */
  readonly present: ReadonlyMap<PersonId, VoteLine>;
  /** The first, independent vote of each person: what agreement is computed on. */
  readonly first: ReadonlyMap<PersonId, VoteLine>;
  /** Everyone whose vote stands, asked for or not: none of them may adjudicate. */
  readonly voters: Pick<ReadonlySet<PersonId>, 'has' | 'size' | 'keys'>;
  readonly isComplete: boolean;
  /** All votes asked for are there, though some may be sealed. */
  readonly isCast: boolean;
  /** All votes were in at some time: what is written from then on is a revision. */
  readonly wasComplete: boolean;
  /**
   * Where they never were on the whole report, the records on which alone they were at some time: before those were one
   * report with others.
   */
  readonly completeParts: ReadonlySet<RecordId>;
  /**
   * Everyone asked has a vote on some record of the report. Where a merge has made one of them due again, that person may
   * have been told the others' votes when fewer records were one report.
   */
  readonly mayBeKnown: boolean;
  /** All votes were in and differed at some time: only a resolution ends a conflict. */
  readonly wasInConflict: boolean;
  /** All that ever differed is the reason of exclusions, where the protocol asks for a ruling on it. */
  readonly onlyReasonsDiffer: boolean;
  /** Whose votes were cast under an earlier protocol, and are due again after an amendment. */
  readonly dueAgain: ReadonlySet<PersonId>;
  /** The time of the latest line on the report, of anybody; empty where there is none. */
  readonly latestAt: string;
}

/** What else is known of the people with lines on a report. */
export interface KnownVoters {
  /** People whose lines do not count, for they are no reviewers of the stage. */
  readonly strangers?: ReadonlySet<PersonId> | undefined;
  /** People on whose votes somebody has ruled: they have a seat. */
  readonly settled?: ReadonlySet<PersonId>;
  /** Lines that are due again after an amendment: they make no conflict with those that took their place. */
  readonly outdated?: ReadonlySet<unknown>;
  /** Those who read the report, where a round says it. */
  readonly assigned?: readonly PersonId[] | undefined;
}

/**
 * What the lines on one report amount to.
 *
 * @param lines valid lines of the stage's reviewers on the report's records, in the order of (`at`, person).
 */
export function readVotes(lines: readonly VoteLine[], rules: StageRules, known: KnownVoters = {}): ReportVotes {
  return votesCastOnce(lines, rules, known) ?? replayVotes(lines, rules, known);
}

/**
 * The same where each person has voted once, on one record, and no more has happened: most reports of a review are so, and
 * nothing is to be replayed. Undefined where there is more to it.
 */
function votesCastOnce(lines: readonly VoteLine[], rules: StageRules, known: KnownVoters): ReportVotes | undefined {
  const { outdated = NOBODY, settled = NOBODY, strangers = NOBODY } = known;
  if (outdated.size > 0 || settled.size > 0) return undefined;
  if (lines.length === 0 && strangers.size === 0) return noVotes(rules, known.assigned);
  const [first] = lines;
  const cast = new Map<PersonId, VoteLine>();
  for (const line of lines) {
    if (line.event !== 'vote' || line.report !== first?.report || cast.has(line.person)) return undefined;
    cast.set(line.person, line);
  }
  const { asked, openSeats } = seatsOf(lines, rules, known);
  const present = lines.every(({ person }) => asked.includes(person)) ? cast : withOnly(cast, asked);
  const isCast = openSeats === 0 && present.size === asked.length;
  const isOpen = isCast && asked.every((person) => present.get(person)?.vote !== SEALED);
  const isComplete = isOpen || isPassedByOne(present.values(), rules);
  const votes = isComplete ? [...present.values()] : [];
  const wasInConflict = isComplete && commonRoute(votes, rules) === undefined;
  return {
    asked,
    openSeats,
    present,
    dueAgain: NOBODY,
    first: present,
    // Of a hundred thousand reports, sets that say the same cost more than all else.
    voters: strangers.size === 0 ? cast : new Set([...cast.keys(), ...strangers]),
    isComplete,
    isCast,
    wasComplete: isComplete,
    completeParts: NOBODY,
    mayBeKnown: isCast && asked.some((person) => present.get(person)?.vote !== SEALED),
    wasInConflict,
    onlyReasonsDiffer: wasInConflict && agreedRoute(votes, rules) !== undefined,
    latestAt: lines.at(-1)?.at ?? '',
  };
}

function withOnly<T>(map: ReadonlyMap<PersonId, T>, people: readonly PersonId[]): Map<PersonId, T> {
  return new Map([...map].filter(([person]) => people.includes(person)));
}

/** Of a hundred thousand reports most have no vote at first: they share what that amounts to. */
const UNREAD = new WeakMap<StageRules, Map<readonly PersonId[] | undefined, ReportVotes>>();

function noVotes(rules: StageRules, assigned: readonly PersonId[] | undefined): ReportVotes {
  const known = UNREAD.get(rules) ?? new Map<readonly PersonId[] | undefined, ReportVotes>();
  UNREAD.set(rules, known);
  const same = known.get(assigned);
  if (same) return same;
  const { asked, openSeats } = seatsOf([], rules, assigned ? { assigned } : {});
  const votes: ReportVotes = {
    asked,
    openSeats,
    present: new Map(),
    dueAgain: NOBODY,
    first: new Map(),
    voters: NOBODY,
    isComplete: false,
    isCast: false,
    wasComplete: false,
    completeParts: NOBODY,
    mayBeKnown: false,
    wasInConflict: false,
    onlyReasonsDiffer: false,
    latestAt: '',
  };
  known.set(assigned, votes);
  return votes;
}

const NOBODY: ReadonlySet<string> = new Set();
