import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpeningLine, VoteLine } from '../model/ledgers.ts';
import type { Stage } from '../model/protocol.ts';
import { standingVotes, type NewVoteLine } from '../screening/plan-vote.ts';
import { isSealed, openingFinder, openVotes, sealedOf, sealVote, type Opening } from '../screening/seal.ts';
import { parseLedger } from './parse-ledger.ts';
import { ledgerFile, ledgerFolder } from './paths.ts';
import type { ReviewReader } from './reader.ts';
import { appendToLedger } from './store.ts';

/**
 * Appends votes to a person's ledger. Where votes are sealed, what they say is kept beside it first: without that a
 * sealed vote could never be opened.
 *
 * @param make the lines, from the person's own lines with what their sealed votes say; called under the lock.
 * @returns the lines as they were made.
 */
export function appendVotes(
  reader: ReviewReader,
  stage: Stage,
  person: string,
  isSealing: boolean,
  make: (own: readonly VoteLine[]) => readonly NewVoteLine[],
): readonly NewVoteLine[] {
  let made: readonly NewVoteLine[] = [];
  appendToLedger(reader.root, { kind: 'votes', stage }, person, (own) => {
    made = make(withSecrets(reader, stage, person, own));
    if (!isSealing) return made;
    const openings: Opening[] = [];
    const lines = made.map((line) => {
      if (line.event !== 'vote') return line;
      const { sealed, opening } = sealVote(line, randomBytes(16).toString('hex'));
      openings.push(opening);
      return sealed;
    });
    if (openings.length > 0) {
      keepOutOfGit(reader.root, stage);
      appendToLedger(reader.root, { kind: 'secrets', stage }, person, () => openings);
    }
    return lines;
  });
  return made;
}

/** Whatever the review's own .gitignore says, as one that was made before votes could be sealed. */
function keepOutOfGit(root: string, stage: Stage): void {
  const folder = join(root, ledgerFolder({ kind: 'secrets', stage }));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, '.gitignore');
  if (!existsSync(file)) writeFileSync(file, '*\n');
}

/** A person's own votes, those that are sealed with what they say. */
export function withSecrets(
  reader: ReviewReader,
  stage: Stage,
  person: string,
  own: readonly VoteLine[],
): readonly VoteLine[] {
  return sealedOf(own).size === 0 ? own : openVotes(own, secretsOf(reader, stage, person)).votes;
}

function secretsOf(reader: ReviewReader, stage: Stage, person: string): readonly OpeningLine[] {
  const file = ledgerFile({ kind: 'secrets', stage }, person);
  return parseLedger('openings', reader.text(file) ?? '', file, person).lines;
}

/**
 * Opens a person's sealed votes: what they say goes where everybody can read it.
 *
 * @param isOpened whether the vote is one of those to open.
 * @returns how many were opened; the votes whose secret is not here, and those where it says something else than was sealed.
 */
export function openSealed(
  reader: ReviewReader,
  stage: Stage,
  person: string,
  isOpened: (line: VoteLine) => boolean,
): { readonly opened: number; readonly missing: readonly VoteLine[]; readonly changed: readonly VoteLine[] } {
  const votes = reader.ledger({ kind: 'votes', stage }).filter((line) => line.person === person);
  const openings = reader.ledger({ kind: 'openings', stage });
  const secrets = secretsOf(reader, stage, person);
  const secretOf = openingFinder(secrets);
  reader.throwProblems();
  // Of what was said on one record after the other, only what stands is opened.
  const standing = new Set(standingVotes(openVotes(votes, openings).votes).values());
  const waiting = [...standing].filter((line) => isSealed(line) && isOpened(line));
  const written = appendToLedger(reader.root, { kind: 'openings', stage }, person, (own) => {
    const openingOf = openingFinder(own);
    return waiting.flatMap((line) => (openingOf(line) ? [] : (secretOf(line) ?? [])));
  });
  const there = new Set(secrets.map(({ seal }) => seal));
  const lost = [...sealedOf(waiting)].filter(([, line]) => !secretOf(line));
  const linesOf = (some: readonly (readonly [string, VoteLine])[]) => some.map(([, line]) => line);
  return {
    opened: written.length,
    missing: linesOf(lost.filter(([seal]) => !there.has(seal))),
    changed: linesOf(lost.filter(([seal]) => there.has(seal))),
  };
}
