import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import { groupBy } from '../model/group.ts';
import { SEALED, type OpeningLine, type VoteLine } from '../model/ledgers.ts';

/** What a sealed vote says, and the salt without which nobody can try out what it may say. */
export type Opening = Omit<OpeningLine, 'person' | 'where'>;
type Line = Omit<VoteLine, 'person' | 'where'>;

/** The label of a sealed vote: what its opening must amount to. */
const PREFIX = 'sha256:';

/**
 * A vote as a commitment: its line holds the SHA-256 of a salt and of all that it says, and is opened later. What it said
 * cannot be changed then, and cannot be found out before, for the salt is secret (a hash commitment; Halevi and Micali
 * 1996, CRYPTO ’96).
 *
 * @param salt secret random text, another one for each vote.
 */
export function sealVote(line: Line, salt: string): { readonly sealed: Line; readonly opening: Opening } {
  const { report, vote, reason, note, labels, at } = line;
  const opening = { report, vote, reason, note, labels, salt, at };
  const seal = sealOf(opening, line);
  return {
    sealed: { ...line, vote: SEALED, reason: '', note: '', labels: `${PREFIX}${seal}` },
    opening: { ...opening, seal },
  };
}

function sealOf(
  opening: Omit<Opening, 'seal'>,
  { event, round, protocol }: Pick<Line, 'event' | 'round' | 'protocol'>,
) {
  const { report, vote, reason, note, labels, salt, at } = opening;
  const said = JSON.stringify([salt, report, event, vote, reason, note, labels, round, protocol, at]);
  return createHash('sha256').update(said).digest('hex');
}

/**
 * Sealed votes with what their openings say. One whose opening is missing stays sealed; so does one whose opening is not
 * what was committed, and that is an error: somebody has changed it.
 */
export function openVotes(
  votes: readonly VoteLine[],
  openings: readonly OpeningLine[],
): { readonly votes: readonly VoteLine[]; readonly findings: readonly Finding[] } {
  if (openings.length === 0) return { votes, findings: [] };
  const openingOf = openingFinder(openings);
  const used = new Set<OpeningLine>();
  const opened = votes.map((line) => {
    const opening = openingOf(line);
    if (!opening) return line;
    used.add(opening);
    const { vote, reason, note, labels } = opening;
    return { ...line, vote, reason, note, labels };
  });
  const broken = openings.filter((opening) => !used.has(opening));
  const waiting = broken.length === 0 ? undefined : stillSealed(opened);
  return {
    votes: opened,
    findings: broken.map(({ report, seal, person, where }) => {
      const then = waiting?.has(`${person} ${seal}`)
        ? 'the vote stays sealed until  litscreen unseal  opens it again'
        : 'it opens no vote that waits for it: take it out';
      const message = `it is not what was sealed: ${then}, or restore the line from git`;
      return { code: 'seal-broken', level: 'error' as const, message, ids: [report], ...where };
    }),
  };
}

/** The seals of the votes that stand and are sealed, with who cast them. */
function stillSealed(votes: readonly VoteLine[]): ReadonlySet<string> {
  const latest = new Map(votes.map((line) => [`${line.person} ${line.report}`, line]));
  return new Set(
    [...latest.values()].filter(isSealed).map(({ person, labels }) => `${person} ${labels.slice(PREFIX.length)}`),
  );
}

/** Finds what opens a sealed vote: of all that bear its seal, what was committed. */
export function openingFinder(openings: readonly OpeningLine[]): (line: VoteLine) => OpeningLine | undefined {
  const bySeal = groupBy(openings, (opening) => opening.seal);
  return (line) =>
    line.vote === SEALED
      ? bySeal
          .get(line.labels.slice(PREFIX.length))
          ?.find((item) => item.person === line.person && sealOf(item, line) === item.seal)
      : undefined;
}

/** The seals of a person's votes that still wait for their openings. */
export function sealedOf(votes: readonly VoteLine[]): ReadonlyMap<string, VoteLine> {
  return new Map(votes.filter((line) => line.vote === SEALED).map((line) => [line.labels.slice(PREFIX.length), line]));
}

/** Whether a vote is one whose contents are not known here. */
export function isSealed({ vote }: { readonly vote: string }): boolean {
  return vote === SEALED;
}
