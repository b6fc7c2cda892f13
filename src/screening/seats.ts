import type { VoteLine } from '../model/ledgers.ts';
import type { PersonId, RecordId } from '../model/ids.ts';
import type { StageRules } from '../model/protocol.ts';
import type { KnownVoters } from './votes.ts';

/**
 * Those to whom a round gave the report, or all reviewers where as many votes are asked for as there are reviewers; else,
 * and in the place of who is no reviewer any more, those who voted first. A vote that is withdrawn while seats are open
 * frees its seat; from when all are taken they stay, or voters could be exchanged: who revises, and on whose vote somebody
 * ruled, was seated, whatever comes to light later.
 */
export function seatsOf(
  lines: readonly VoteLine[],
  rules: StageRules,
  { settled = NOBODY, assigned }: KnownVoters,
): { asked: readonly PersonId[]; openSeats: number } {
  const { seats, fixed } = fixedSeats(rules, assigned);
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

/** How many votes are asked for on a report, and whose, whoever votes: of all of them, or of some. */
export function fixedSeats(
  rules: Pick<StageRules, 'votes' | 'reviewers'>,
  assigned: readonly PersonId[] | undefined,
): { readonly seats: number; readonly fixed: readonly PersonId[] } {
  // Where people have left, and nobody is there to take their seats, fewer votes are asked for.
  const seats = Math.min(assigned?.length ?? rules.votes, rules.reviewers.length);
  const given = assigned?.filter((person) => rules.reviewers.includes(person));
  return { seats, fixed: given ?? (rules.reviewers.length === seats ? rules.reviewers : []) };
}

/** The people whose votes stand, and on which records; up to the line by which there are so many of them. */
export function standingParts(lines: readonly VoteLine[], people = Infinity): Map<PersonId, Set<RecordId>> {
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

const NOBODY: ReadonlySet<string> = new Set();
