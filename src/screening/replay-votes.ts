import { groupBy } from '../model/group.ts';
import type { PersonId, RecordId } from '../model/ids.ts';
import { BLIND, SEALED, type VoteLine } from '../model/ledgers.ts';
import type { StageRules } from '../model/protocol.ts';
import { compareText } from '../text/order.ts';
import { agreedRoute, commonRoute, isPassedByOne } from './routes.ts';
import { seatsOf, standingParts } from './seats.ts';
import type { KnownVoters, ReportVotes } from './votes.ts';

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
  return new Set(
    [...byRecord].filter(([, own]) => replayVotes(own, rules, known).wasComplete).map(([record]) => record),
  );
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

const NOBODY: ReadonlySet<string> = new Set();
