import type { PersonId, ReportId } from '../model/ids.ts';
import type { ResolutionLine, VoteLine } from '../model/ledgers.ts';
import { reasonsAt, type Protocol, type Stage, type StageRules } from '../model/protocol.ts';
import { ALL_ROUND, isPilotRound } from '../model/rounds.ts';
import { dueAgain } from './amendments.ts';
import { peopleIn, readResolutions, type ResolutionState } from './resolutions.ts';
import type { Assignment } from './rounds.ts';
import { commonRoute } from './routes.ts';
import { readVotes, type ReportVotes } from './votes.ts';

/** The lines on one report: those that may count, and the people who wrote votes that may not. */
export interface ReportLines {
  readonly votes: readonly VoteLine[];
  readonly resolutions: readonly ResolutionLine[];
  readonly strangers?: ReadonlySet<PersonId> | undefined;
  /** Who reads the report in which round; undefined where no round names it. */
  readonly assignment?: Assignment | undefined;
}

/** Where a report stands at a stage. */
export interface StageOutcome {
  readonly report: ReportId;
  readonly outcome: 'pending' | 'conflict' | 'included' | 'excluded' | 'awaiting';
  /** The primary reason of an exclusion; empty where none was given. */
  readonly reason: string;
  /**
   * Whether it may be told how the votes were cast: all that are asked for are in; and where the protocol shows conflicts
   * only when a round is complete, it is.
   */
  readonly isTold: boolean;
  /** The round in which the report is read. */
  readonly round: string;
  /** Whether a round says who reads it. */
  readonly isAssigned: boolean;
  readonly votes: ReportVotes;
  readonly resolutions: ResolutionState;
}

/**
 * The outcome of a report at a stage: pending until all votes asked for are in; then what they agree on, or a conflict
 * until a resolution settles it. A report once in conflict stays so even if the votes are revised to agree.
 */
export function outcomeOf(report: ReportId, lines: ReportLines, protocol: Protocol, stage: Stage): StageOutcome {
  if (protocol.amendments.length === 0) return decide(report, lines, protocol, stage, NOTHING);
  const all = [...lines.votes, ...lines.resolutions];
  const outdated = dueAgain<VoteLine | ResolutionLine>(all, protocol, stage, (earlier, due) => {
    const among = new Set(earlier);
    const votes = lines.votes.filter((line) => among.has(line));
    const resolutions = lines.resolutions.filter((line) => among.has(line));
    return decide(report, { ...lines, votes, resolutions }, protocol, stage, due);
  });
  return decide(report, lines, protocol, stage, outdated);
}

const NOTHING: ReadonlySet<VoteLine | ResolutionLine> = new Set();

/** @param outdated lines that are due again after an amendment: they are history alone. */
function decide(
  report: ReportId,
  lines: ReportLines,
  protocol: Protocol,
  stage: Stage,
  outdated: ReadonlySet<VoteLine | ResolutionLine>,
): StageOutcome {
  const rules = rulesOn(lines.assignment, protocol.stages[stage]);
  const round = lines.assignment?.round ?? ALL_ROUND;
  const isAssigned = lines.assignment !== undefined;
  const votes = readVotes(lines.votes, rules, {
    strangers: lines.strangers,
    assigned: lines.assignment?.people,
    settled:
      lines.resolutions.length === 0 ? NOBODY : new Set(lines.resolutions.flatMap((line) => peopleIn(line.settles))),
    outdated,
  });
  const standing = lines.resolutions.filter((line) => !outdated.has(line));
  const resolutions = readResolutions(standing, votes, rules);
  const { outcome, reason } = ended(votes, resolutions, rules, protocol, stage);
  return { report, outcome, reason, isTold: votes.isComplete, round, isAssigned, votes, resolutions };
}

const NOBODY: ReadonlySet<PersonId> = new Set();
const PENDING = { outcome: 'pending', reason: '' } as const;

/** In a pilot, and in the sample by which agreement is known, one include does not spare the others their reading. */
const RULES_OF_SAMPLES = new WeakMap<StageRules, StageRules>();

function rulesOn(assignment: Assignment | undefined, rules: StageRules): StageRules {
  const isSample = assignment && (isPilotRound(assignment.round) || assignment.people.length > rules.votes);
  if (!isSample || rules.rule === 'agreement') return rules;
  const strict = RULES_OF_SAMPLES.get(rules) ?? { ...rules, rule: 'agreement' };
  RULES_OF_SAMPLES.set(rules, strict);
  return strict;
}

/** How votes and rulings end. */
function ended(
  votes: ReportVotes,
  resolutions: ResolutionState,
  rules: StageRules,
  protocol: Protocol,
  stage: Stage,
): Pick<StageOutcome, 'outcome' | 'reason'> {
  if (!votes.isComplete) return PENDING;
  const present = [...votes.present.values()];
  const route = votes.wasInConflict ? undefined : commonRoute(present, rules);
  if (route === 'pass') return { outcome: 'included', reason: '' };
  if (route === 'stop') return { outcome: 'excluded', reason: firstReason(present, protocol, stage) };
  const ruling = resolutions.inForce;
  if (!ruling) return { outcome: 'conflict', reason: '' };
  if (ruling.decision === 'include') return { outcome: 'included', reason: '' };
  if (ruling.decision === 'awaiting') return { outcome: 'awaiting', reason: '' };
  return { outcome: 'excluded', reason: ruling.reason };
}

/** Of several reasons, the first in the protocol's order is the primary one. */
function firstReason(lines: readonly VoteLine[], protocol: Protocol, stage: Stage): string {
  const given = new Set<string>();
  for (const { reason } of lines) if (reason !== '') given.add(reason);
  if (given.size === 0) return '';
  // One that the protocol does not have any more is told as it was given.
  return reasonsAt(protocol, stage).find((reason) => given.has(reason.id))?.id ?? [...given].sort()[0] ?? '';
}

/**
 * The conflicts of a stage that are there and may not be told yet, as they may be: where the protocol says so, before their
 * round is complete.
 *
 * @param outcomes all of the stage, gone through twice.
 */
export function heldBack(
  outcomes: { values(): Iterable<StageOutcome> },
  protocol: Protocol,
  stage: Stage,
): StageOutcome[] {
  if (protocol.stages[stage].conflicts !== 'when-round-complete') return [];
  const open = new Set<string>();
  for (const { outcome, round } of outcomes.values()) if (outcome === 'pending') open.add(round);
  const held: StageOutcome[] = [];
  for (const item of outcomes.values())
    if (item.outcome === 'conflict' && open.has(item.round)) held.push({ ...item, isTold: false });
  return held;
}
