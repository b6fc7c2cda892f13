import { usageError } from '../model/errors.ts';
import { writeIdRanges } from '../model/id-ranges.ts';
import type { PersonId, ReportId } from '../model/ids.ts';
import type { Protocol, Stage } from '../model/protocol.ts';
import { laterThan } from '../model/ledgers.ts';
import { isPilotRound, type Round } from '../model/rounds.ts';
import { plural } from '../text/plural.ts';
import { deal, inGroups, shuffled, type Group } from './deal.ts';
import { isDue } from './due.ts';
import type { StageOutcome } from './outcomes.ts';
import { inOrderOfTime, isOver, nextRoundName } from './rounds.ts';

/** What rounds are planned from: where a stage stands. */
export interface StageToPlan {
  readonly stage: Stage;
  readonly protocol: Protocol;
  readonly rounds: readonly Round[];
  readonly outcomes: ReadonlyMap<ReportId, StageOutcome>;
}

/**
 * A pilot: a seeded sample of reports on which nobody has voted, for all reviewers of the stage.
 * @throws LitscreenError of kind `usage` where an earlier pilot is open, or there are not enough reports or people.
 */
export function planPilot(at: StageToPlan, size: number, now: Date, seed?: number): Round {
  const { stage, protocol, rounds, outcomes } = at;
  const { reviewers } = protocol.stages[stage];
  if (reviewers.length < 2)
    throw usageError(`${stage} has one reviewer: nobody to agree with`, 'name more in review.yaml, stages');
  const open = openPilot(at);
  if (open !== undefined) {
    const owed = owing(at, new Set([open.name])).map(({ person, due }) => `${person} ${due}`);
    const why = owed.length > 0 ? `votes are due from ${owed.join(', ')}` : 'its votes are sealed';
    throw usageError(`${open.name} is not done: ${why}`, `see  litscreen pilot`);
  }
  const free = [...outcomes.values()].filter(isUntouched).map(({ report }) => report);
  if (size < 1 || free.length < size) {
    const what = `${plural(free.length, 'report')} of ${stage} ${free.length === 1 ? 'has' : 'have'} no vote yet`;
    const hint =
      outcomes.size === 0
        ? `nothing has reached ${stage} yet: see  litscreen status`
        : free.length === 0
          ? 'a pilot comes before the votes: go on with  litscreen screen'
          : `name a  --size  from 1 to ${free.length}`;
    throw usageError(`a pilot of ${size} cannot be drawn: ${what}`, hint);
  }
  const name = nextRoundName(rounds, 'pilot');
  const drawn = shuffled(free, `${seed ?? protocol.seed} ${stage} ${name}`, (report) => report).slice(0, size);
  return roundOf(at, name, now, [{ people: reviewers, reports: drawn }], seed);
}

/**
 * Deals out the reports that no round names and on which nobody has voted; undefined where there are none.
 * @throws LitscreenError of kind `usage` where the protocol deals nothing out.
 */
export function planSplit(at: StageToPlan, now: Date): Round | undefined {
  const { stage, protocol, rounds, outcomes } = at;
  const { split, votes, reviewers } = protocol.stages[stage];
  if (!split) {
    const hint = `in review.yaml, under stages, ${stage}, add  split: { overlap: 0.1 }  and say how many  votes  a report needs`;
    throw usageError(`the protocol does not deal the reports of ${stage} out`, hint);
  }
  const free = [...outcomes.values()].filter((item) => isUntouched(item) && !item.isAssigned);
  if (free.length === 0) return undefined;
  const overlapVotes = Math.min(split.overlapVotes ?? (votes === 1 ? 2 : reviewers.length), reviewers.length);
  const reports = free.map(({ report }) => report);
  const rules = { votes, overlap: split.overlap, overlapVotes };
  const groups = deal(reports, reviewers, rules, protocol.seed, loadsOf(at));
  return roundOf(at, nextRoundName(rounds, 'split'), now, groups);
}

/**
 * Gives what a person still owes at a stage to others; undefined where nothing is owed. Who has voted on a report, or reads
 * it anyway, does not get it a second time.
 * @throws LitscreenError of kind `usage` where an heir is no reviewer of the stage, or none can take a report.
 */
export function planHandover(at: StageToPlan, from: PersonId, to: readonly PersonId[], now: Date): Round | undefined {
  const { stage, protocol, rounds, outcomes } = at;
  const rules = protocol.stages[stage];
  for (const person of [from, ...to]) {
    if (rules.reviewers.includes(person)) continue;
    const hint = `its reviewers are ${rules.reviewers.join(', ')}; who leaves stays among them, for the votes that are cast`;
    throw usageError(`${person} is not a reviewer of ${stage}`, hint);
  }
  if (to.includes(from)) throw usageError(`${from} cannot hand over to ${from}`, 'name others with  --to');
  const owed = [...outcomes.values()].filter(({ votes }) => isDue(votes, from));
  if (owed.length === 0) return undefined;
  const loads = new Map(to.map((person) => [person, 0]));
  const taken: { people: PersonId[]; report: ReportId }[] = [];
  const stuck: ReportId[] = [];
  for (const { report, votes } of shuffled(owed, `handover ${protocol.seed}`, ({ report }) => report)) {
    const staying = votes.asked.filter((person) => person !== from);
    const seats = votes.asked.length + votes.openSeats;
    const free = to.filter((person) => !staying.includes(person));
    const taking = [...free].sort((a, b) => (loads.get(a) ?? 0) - (loads.get(b) ?? 0)).slice(0, 1);
    const others = rules.reviewers.filter(
      (person) => person !== from && !staying.includes(person) && !taking.includes(person),
    );
    const people = [...staying, ...taking, ...others.slice(0, Math.max(0, seats - staying.length - taking.length))];
    // Whoever is left of many readers may be enough.
    const isEnough = taking.length === 0 && staying.length >= rules.votes;
    if (!isEnough && (taking.length === 0 || people.length < seats)) {
      stuck.push(report);
      continue;
    }
    for (const person of taking) loads.set(person, (loads.get(person) ?? 0) + 1);
    const readers = isEnough ? staying : people;
    taken.push({ people: rules.reviewers.filter((person) => readers.includes(person)), report });
  }
  if (stuck.length > 0) {
    const hint = 'name somebody else with  --to  too: add them to the reviewers of the stage first';
    throw usageError(
      `${plural(stuck.length, 'report')} of ${from} ${stuck.length === 1 ? 'is' : 'are'} read by ${to.join(', ')} anyway`,
      hint,
    );
  }
  const name = nextRoundName(rounds, 'handover');
  return { ...roundOf(at, name, now, inGroups(taken)), from };
}

/** The pilot that still waits for votes. */
function openPilot(at: StageToPlan): Round | undefined {
  return pilotsOf(at).find(({ name }) =>
    [...at.outcomes.values()].some((item) => item.round === name && !item.votes.isComplete),
  );
}

/** The pilots that count, in the order of their times. */
export function pilotsOf({ rounds, protocol, stage }: StageToPlan): Round[] {
  return inOrderOfTime(rounds).filter((round) => isPilotRound(round.name) && !isOver(round, protocol, stage));
}

/** Who owes how many votes in some rounds. */
export function owing(
  { outcomes, protocol, stage }: Pick<StageToPlan, 'outcomes' | 'protocol' | 'stage'>,
  rounds: ReadonlySet<string>,
): { person: PersonId; due: number }[] {
  const own = [...outcomes.values()].filter(({ round }) => rounds.has(round));
  return protocol.stages[stage].reviewers.flatMap((person) => {
    const due = own.filter(({ votes }) => isDue(votes, person)).length;
    return due > 0 ? [{ person, due }] : [];
  });
}

/** The same in words: `R1 (3), R2 (5)`. */
export function owedInWords(owed: ReturnType<typeof owing>): string {
  return owed.map(({ person, due }) => `${person} (${due})`).join(', ');
}

function isUntouched({ votes }: StageOutcome): boolean {
  return votes.voters.size === 0 && votes.dueAgain.size === 0;
}

function loadsOf({ outcomes }: StageToPlan): Map<PersonId, number> {
  const loads = new Map<PersonId, number>();
  for (const { round, isAssigned, votes } of outcomes.values()) {
    if (!isAssigned || isPilotRound(round)) continue;
    for (const person of votes.asked) loads.set(person, (loads.get(person) ?? 0) + 1);
  }
  return loads;
}

function roundOf(
  { protocol, rounds }: StageToPlan,
  name: string,
  now: Date,
  groups: readonly Group[],
  seed = protocol.seed,
): Round {
  return {
    name,
    protocol: protocol.protocol,
    seed,
    // Later than all other rounds, whatever the clocks say: of two that name a report the later one holds.
    at: laterThan(
      now,
      rounds.map((round) => round.at),
    ),
    groups: groups.map(({ people, reports }) => ({ people: [...people], reports: writeIdRanges(reports) })),
  };
}
