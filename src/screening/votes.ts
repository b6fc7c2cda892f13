import { groupBy } from '../model/group.ts';
import type { PersonId, RecordId } from '../model/ids.ts';
import type { VoteLine } from '../model/ledgers.ts';
import type { StageRules } from '../model/protocol.ts';
import { compareText } from '../text/order.ts';

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

export type Route = 'pass' | 'stop' | 'unsure';

/** Where a vote sends a report. A maybe goes on to full text, or makes a conflict, as the protocol says. */
export function routeOf(vote: string, rules: Pick<StageRules, 'maybe'>): Route {
  if (vote === 'include') return 'pass';
  if (vote === 'exclude') return 'stop';
  return rules.maybe === 'include' ? 'pass' : 'unsure';
}

/** How votes are read together. */
type Reading = Pick<StageRules, 'maybe' | 'reasons' | 'rule'>;

/** Whether one include is enough, and is there. */
export function isPassedByOne(votes: Iterable<VoteLine>, rules: Pick<StageRules, 'maybe' | 'rule'>): boolean {
  if (rules.rule !== 'liberal-accelerated') return false;
  for (const line of votes) if (routeOf(line.vote, rules) === 'pass') return true;
  return false;
}

/**
 * Where votes send a report together; undefined where they differ. Where the protocol asks for a ruling on reasons, those
 * that exclusions give must agree.
 */
export function commonRoute(votes: readonly VoteLine[], rules: Reading): 'pass' | 'stop' | undefined {
  const route = agreedRoute(votes, rules);
  if (route === undefined || rules.reasons !== 'ruling' || isPassedByOne(votes, rules)) return route;
  const reasons = new Set(votes.map((line) => line.reason).filter((reason) => reason !== ''));
  return reasons.size > 1 ? undefined : route;
}

function agreedRoute(votes: readonly VoteLine[], rules: Reading): 'pass' | 'stop' | undefined {
  if (isPassedByOne(votes, rules)) return 'pass';
  const [first] = votes;
  const route = first && routeOf(first.vote, rules);
  if (route === 'unsure') return undefined;
  return votes.every((line) => routeOf(line.vote, rules) === route) ? route : undefined;
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

/** Replays the lines on one report, whatever has happened. */
export function replayVotes(lines: readonly VoteLine[], rules: StageRules, known: KnownVoters = {}): ReportVotes {
  const seats = seatsOf(lines, rules, known);
  const counted = lines.filter((line) => seats.asked.includes(line.person));
  const isMerged = new Set(counted.map((line) => line.report)).size > 1;
  const parts = new Map<PersonId, Map<RecordId, VoteLine>>();
  const present = new Map<PersonId, VoteLine>();
  let wasComplete = false;
  let wasInConflict = false;
  let onlyReasonsDiffer = true;
  const isOutdated = (line: VoteLine) => known.outdated?.has(line) ?? false;
  const isOpen = (person: PersonId) => (present.get(person)?.vote ?? SEALED) !== SEALED;
  const isComplete = () =>
    (seats.openSeats === 0 && seats.asked.every(isOpen)) || isPassedByOne(present.values(), rules);
  const look = () => {
    if (!isComplete()) return;
    const votes = [...present.values()];
    const outdated = votes.filter(isOutdated).length;
    // One that is due again beside one that is new: they were never in together.
    if (outdated > 0 && outdated < votes.length) return;
    wasComplete = true;
    if (outdated > 0) return;
    if (commonRoute(votes, rules) === undefined) wasInConflict = true;
    if (agreedRoute(votes, rules) === undefined) onlyReasonsDiffer = false;
  };
  for (const line of inOrderOfKnowledge(withoutBlindChanges(counted))) {
    // Nobody knows when two records became one report. That all votes on it were in is certain where a line says that
    // its writer knew; else what one person said of the one would meet what another said of the other.
    if (isMerged && line.event !== 'vote') look();
    const own = parts.get(line.person) ?? new Map<RecordId, VoteLine>();
    parts.set(line.person, own);
    if (line.event === 'withdraw') own.delete(line.report);
    else own.set(line.report, line);
    const vote = voteOnAllParts(own);
    if (vote === undefined || vote === 'unequal') present.delete(line.person);
    else present.set(line.person, vote);
    if (!isMerged) look();
  }
  look();
  if ([...parts.values()].some((own) => voteOnAllParts(own) === 'unequal')) {
    // Two reports with different votes of one person became one: that person's vote is due again, and what was
    // complete or in conflict was so for a part only.
    wasComplete = false;
    wasInConflict = false;
  }
  const dueAgain = new Set([...present].filter(([, line]) => isOutdated(line)).map(([person]) => person));
  for (const person of dueAgain) present.delete(person);
  return {
    ...seats,
    present,
    dueAgain,
    first: firstVotes(counted),
    voters: new Set([...standingParts(lines).keys(), ...(known.strangers ?? [])]),
    isComplete: isComplete(),
    isCast: seats.openSeats === 0 && seats.asked.every((person) => present.has(person)),
    wasComplete,
    completeParts: wasComplete ? NOBODY : completeParts(lines, rules, known),
    mayBeKnown: seats.openSeats === 0 && isKnown(seats.asked, parts, isOutdated),
    wasInConflict,
    onlyReasonsDiffer: wasInConflict && onlyReasonsDiffer,
    latestAt: lines.reduce((latest, line) => (line.at > latest ? line.at : latest), ''),
  };
}

/** Whether everyone asked has said something that is not due again, and somebody’s vote is there to be read. */
function isKnown(
  asked: readonly PersonId[],
  parts: ReadonlyMap<PersonId, ReadonlyMap<RecordId, VoteLine>>,
  isOutdated: (line: VoteLine) => boolean,
): boolean {
  const said = asked.map((person) => [...(parts.get(person)?.values() ?? [])].filter((line) => !isOutdated(line)));
  return said.every((lines) => lines.length > 0) && said.flat().some(({ vote }) => vote !== SEALED);
}

function completeParts(
  lines: readonly VoteLine[],
  rules: StageRules,
  { assigned }: KnownVoters,
): ReadonlySet<RecordId> {
  const byRecord = groupBy(lines, (line) => line.report);
  if (byRecord.size <= 1) return NOBODY;
  const known = assigned ? { assigned } : {};
  return new Set([...byRecord].filter(([, own]) => readVotes(own, rules, known).wasComplete).map(([record]) => record));
}

/**
 * People's clocks differ, so the order of `at` is certain within one ledger only. A `revise` says that its writer knew
 * of all votes: it is read after the last `vote` on its record, and with it what that person wrote since the own vote.
 */
function inOrderOfKnowledge(lines: readonly VoteLine[]): VoteLine[] {
  if (!lines.some((line) => line.event === 'revise')) return [...lines];
  const lastVote = new Map<RecordId, string>();
  const informed = new Set<string>();
  for (const line of lines) {
    const last = lastVote.get(line.report) ?? '';
    if (line.event === 'vote' && line.at > last) lastVote.set(line.report, line.at);
    if (line.event === 'revise') informed.add(partKey(line));
  }
  const keyOf = (line: VoteLine) => {
    if (line.event === 'vote' || !informed.has(partKey(line))) return line.at;
    const last = lastVote.get(line.report) ?? '';
    return line.at > last ? line.at : `${last}~`;
  };
  // Sorting is stable: lines of one key stay in the order of their own times.
  return [...lines].sort((a, b) => compareText(keyOf(a), keyOf(b)));
}

/**
 * Those to whom a round gave the report, or all reviewers where as many votes are asked for as there are reviewers; else,
 * and in the place of who is no reviewer any more, those who voted first. A vote that is withdrawn while seats are open
 * frees its seat; from when all are taken they stay, or voters could be exchanged: who revises, and on whose vote somebody
 * ruled, was seated, whatever comes to light later.
 */
function seatsOf(
  lines: readonly VoteLine[],
  rules: StageRules,
  { settled = NOBODY, assigned }: KnownVoters,
): { asked: readonly PersonId[]; openSeats: number } {
  // Where people have left, and nobody is there to take their seats, fewer votes are asked for.
  const seats = Math.min(assigned?.length ?? rules.votes, rules.reviewers.length);
  const given = assigned?.filter((person) => rules.reviewers.includes(person));
  const fixed = given ?? (rules.reviewers.length === seats ? rules.reviewers : []);
  if (fixed.length === seats) return { asked: fixed, openSeats: 0 };
  // Where one include passes, whoever votes after it knew of it: that vote is a revision from the beginning.
  const isLiberal = rules.rule === 'liberal-accelerated';
  const voted = new Set(lines.filter(({ event }) => event === 'vote' || isLiberal).map((line) => line.person));
  const revised = new Set(lines.filter((line) => line.event === 'revise').map((line) => line.person));
  const isSeated = ({ person }: VoteLine) => voted.has(person) && (settled.has(person) || revised.has(person));
  const certain = lines.filter(isSeated).map((line) => line.person);
  const earliest = standingParts(
    lines.filter((line) => voted.has(line.person)),
    seats,
  );
  const asked = [...new Set([...fixed, ...certain, ...earliest.keys()])].slice(0, seats);
  return { asked, openSeats: seats - asked.length };
}

/** The people whose votes stand, and on which records; up to the line by which there are so many of them. */
function standingParts(lines: readonly VoteLine[], people = Infinity): Map<PersonId, Set<RecordId>> {
  const standing = new Map<PersonId, Set<RecordId>>();
  for (const line of lines) {
    const own = standing.get(line.person) ?? new Set<RecordId>();
    if (line.event === 'withdraw') own.delete(line.report);
    else own.add(line.report);
    if (own.size === 0) standing.delete(line.person);
    else standing.set(line.person, own);
    if (standing.size === people) break;
  }
  return standing;
}

/**
 * Without what a person changed before knowing of the others: of each part, only the latest `vote` and what came after
 * it. The program writes `vote` only while votes are missing, so an earlier one was taken back blindly; so was one whose
 * withdrawal says so.
 */
function withoutBlindChanges(lines: readonly VoteLine[]): VoteLine[] {
  const latest = new Map<string, VoteLine>();
  for (const line of lines) {
    if (line.event === 'vote') latest.set(partKey(line), line);
    else if (isBlindWithdrawal(line)) latest.delete(partKey(line));
  }
  const reached = new Set<string>();
  const undone = new Set(lines.filter(isBlindWithdrawal).map(partKey));
  return lines.filter((line) => {
    const key = partKey(line);
    const start = latest.get(key);
    if (start === undefined ? !undone.has(key) : line === start) reached.add(key);
    return reached.has(key) && !isBlindWithdrawal(line);
  });
}

/** A vote that is committed and not yet opened: nobody else knows it. */
export const SEALED = 'sealed';

/** The label of a withdrawal by somebody who could not know how others had voted. */
export const BLIND = 'blind';

function isBlindWithdrawal(line: VoteLine): boolean {
  return line.event === 'withdraw' && line.labels === BLIND;
}

function partKey(line: VoteLine): string {
  return `${line.person} ${line.report}`;
}

/** Equal votes on the records of one report are one vote, the earliest. */
function voteOnAllParts(parts: ReadonlyMap<RecordId, VoteLine>): VoteLine | 'unequal' | undefined {
  const votes = [...parts.values()].sort((a, b) => compareText(a.at, b.at));
  const [earliest] = votes;
  if (!earliest) return undefined;
  return votes.every((line) => line.vote === earliest.vote && line.reason === earliest.reason) ? earliest : 'unequal';
}

/**
 * Each person's first vote: the latest `vote` that was not withdrawn. One that was withdrawn after all votes were in,
 * and then revised, stays the first vote: agreement is about what was thought independently.
 */
function firstVotes(lines: readonly VoteLine[]): Map<PersonId, VoteLine> {
  const firstOfPart = new Map<string, VoteLine>();
  for (const [part, own] of groupBy(lines, partKey)) {
    const index = own.findLastIndex((line) => line.event === 'vote');
    const vote = own[index];
    const next = own[index + 1];
    const wasUndone =
      next?.event === 'withdraw' &&
      (isBlindWithdrawal(next) || !own.slice(index + 1).some((line) => line.event === 'revise'));
    if (vote && !wasUndone) firstOfPart.set(part, vote);
  }
  const first = new Map<PersonId, VoteLine>();
  const people = groupBy([...firstOfPart.values()], (line) => line.person);
  for (const [person, votes] of people) {
    const vote = voteOnAllParts(new Map(votes.map((line) => [line.report, line])));
    if (vote !== undefined && vote !== 'unequal') first.set(person, vote);
  }
  return first;
}
