import type { Report, Reports } from '../dedupe/reports.ts';
import type { Finding } from '../model/finding.ts';
import { addToGroup } from '../model/group.ts';
import { readIdRanges } from '../model/id-ranges.ts';
import type { PersonId, RecordId } from '../model/ids.ts';
import { STAGES, type Protocol, type Stage } from '../model/protocol.ts';
import { ALL_ROUND, isPilotRound, type Round } from '../model/rounds.ts';
import { compareText } from '../text/order.ts';
import { plural } from '../text/plural.ts';
import { isBefore, readAffected } from './amendments.ts';

/** The round in which a report is read, and by whom. */
export interface Assignment {
  readonly round: string;
  readonly people: readonly PersonId[];
}

/** The rounds in the order of their times: of two that name a report, the later one says who reads it. */
export function inOrderOfTime(rounds: readonly Round[]): Round[] {
  return [...rounds].sort((a, b) => compareText(a.at, b.at) || compareText(a.name, b.name));
}

/** Who reads which record by each of the rounds that name it, the latest last. */
export type Assignments = ReadonlyMap<RecordId, readonly Assignment[]>;

/**
 * Who reads which record, as the rounds of a stage say it. A pilot that an amendment has made due again assigns nothing
 * any more, nor does who took it over: its reports are read again with all others.
 */
export function assignmentsOf(rounds: readonly Round[], protocol: Protocol, stage: Stage): Assignments {
  const assignments = new Map<RecordId, Assignment[]>();
  const over = new Set<RecordId>();
  for (const round of inOrderOfTime(rounds)) {
    const isDone = isOver(round, protocol, stage);
    for (const { people, reports } of round.groups) {
      const assignment = { round: round.name, people };
      for (const id of readIdRanges(reports)) {
        if (isDone) over.add(id);
        else if (round.from === undefined) over.delete(id);
        if (over.has(id)) continue;
        const earlier = assignments.get(id)?.at(-1);
        // Who takes over reads in the round in which the other one would have.
        const taken = round.from === undefined ? assignment : { ...assignment, round: earlier?.round ?? ALL_ROUND };
        addToGroup(assignments, id, taken);
      }
    }
  }
  return assignments;
}

/** Whether a pilot was held under a protocol that has changed since in what it decided by. */
export function isOver(round: Round, protocol: Protocol, stage: Stage): boolean {
  if (!isPilotRound(round.name)) return false;
  return protocol.amendments.some(
    (amendment) =>
      isBefore({ protocol: String(round.protocol) }, amendment.protocol) &&
      amendment.affects.map(readAffected).some((item) => item.stage === stage && isWhole(item.outcome)),
  );
}

/** What is wrong with the rounds of a stage; of what they name and is not there, they are read without it. */
export function roundFindings(
  rounds: readonly Round[],
  protocol: Protocol,
  stage: Stage,
  reports: Pick<Reports, 'of'>,
): Finding[] {
  const file = `screening/${stage}/rounds.yaml`;
  const found: Finding[] = [];
  const error = (code: string, message: string, ids: readonly string[] = []) =>
    found.push({ code, level: 'error', message, ids: [...ids], file });
  const reviewers = new Set(protocol.stages[stage].reviewers);
  const names = new Set<string>();
  for (const { name, groups } of rounds) {
    // Two branches have each made one: the later one holds where both name a report.
    if (names.has(name)) error('round-twice', `two rounds are called ${name}: give one of them another number`);
    names.add(name);
    const strangers = new Set(groups.flatMap(({ people }) => people).filter((person) => !reviewers.has(person)));
    for (const person of strangers) {
      error('round-person', `${name} names ${person}, who is no reviewer of ${stage}: hand their reports over`);
    }
    const missing = groups.flatMap((group) => readIdRanges(group.reports)).filter((id) => !reports.of(id));
    if (missing.length > 0) {
      error(
        'unknown-report',
        `${name} names ${plural(missing.length, 'record')} that the review does not have`,
        missing,
      );
    }
  }
  return found;
}

/** The name of the next round of a kind: `pilot-2` after `pilot-1`. */
export function nextRoundName(rounds: readonly Round[], kind: 'pilot' | 'split' | 'handover'): string {
  const taken = rounds.flatMap(({ name }) =>
    name.startsWith(`${kind}-`) ? [Number(name.slice(kind.length + 1))] : [],
  );
  return `${kind}-${Math.max(0, ...taken) + 1}`;
}

/**
 * The pilots that an amendment makes due again whoever makes it says so or not: they were held to find the criteria, and
 * decide outcomes only under those that they were held under.
 */
export function affectedPilots(
  rounds: Readonly<Record<Stage, readonly Round[]>>,
  changes: readonly { readonly path: string }[],
  protocol: Protocol,
): string[] {
  return STAGES.flatMap((stage) => {
    const isTouched = changes.some(({ path }) => isCriterion(path, stage));
    const isHeld = rounds[stage].some((round) => isPilotRound(round.name) && !isOver(round, protocol, stage));
    return isTouched && isHeld ? [`${stage}:pilot`] : [];
  });
}

/** Whether a setting says how a stage decides, and not who does. */
function isCriterion(path: string, stage: Stage): boolean {
  if (/^(?:criteria|questions)\b/.test(path)) return true;
  return path === `stages.${stage}.maybe` || path === `stages.${stage}.reasons`;
}

function isWhole(outcome: string | undefined): boolean {
  return outcome === undefined || outcome === 'pilot';
}

/**
 * Who reads a report: what is said of its records. Where two rounds name it, as after a handover or a merge, that counts
 * by which more people have voted already, for who has voted is not exchanged; else the later one, of the lowest record.
 */
export function assignmentOf(
  report: Report,
  assignments: Assignments,
  votes: readonly { readonly person: PersonId }[],
): Assignment | undefined {
  let best: Assignment | undefined;
  let most = -1;
  for (const record of report.records) {
    for (const assignment of assignments.get(record)?.toReversed() ?? []) {
      const voters = assignment.people.filter((person) => votes.some((line) => line.person === person)).length;
      if (voters > most) [best, most] = [assignment, voters];
    }
  }
  return best;
}
