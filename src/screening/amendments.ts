import { isPilotRound } from '../model/rounds.ts';
import { reasonsAt, STAGES, type Protocol, type Stage } from '../model/protocol.ts';

/**
 * Decisions at a stage that an amendment makes due again: all, those on reports with this outcome, for this reason; or
 * those that were made in a pilot.
 */
export interface Affected {
  readonly stage: Stage;
  readonly outcome?: 'included' | 'excluded' | 'awaiting' | 'pilot';
  readonly reason?: string;
}

/** What an amendment affects, as `affects` in review.yaml says it: `full-text`, `title-abstract:excluded:over-7b`. */
export function readAffected(text: string): Affected {
  const [stage, outcome, reason] = text.split(':');
  return { stage, ...(outcome !== undefined && { outcome }), ...(reason !== undefined && { reason }) } as Affected;
}

/** A decision and the protocol under which it was made. */
interface Numbered {
  readonly protocol: string;
  readonly reason: string;
  /** Of a vote: the round in which it was cast. */
  readonly round?: string;
}

/** How a report stood by some of its lines. */
interface Standing {
  readonly outcome: string;
  readonly reason: string;
}

/**
 * The lines on a report that were written under an earlier protocol and are due again under the present one, for an
 * amendment says that it affects them. They stay what they were, and first votes; they do not decide the outcome any more.
 *
 * Whether an amendment affects a report depends on its outcome, so all decisions on it are due again, or none. What was
 * pending is affected whatever it may become: that anything is due again tells nobody how an open vote was cast.
 *
 * @param decide how the report stood by these lines alone, of which some were due again by then.
 */
export function dueAgain<Line extends Numbered>(
  lines: readonly Line[],
  protocol: Protocol,
  stage: Stage,
  decide: (lines: readonly Line[], outdated: ReadonlySet<Line>) => Standing,
): ReadonlySet<Line> {
  const due = new Set<Line>();
  for (const amendment of protocol.amendments) {
    const affected = amendment.affects.map(readAffected).filter((item) => item.stage === stage);
    const earlier = lines.filter((line) => isBefore(line, amendment.protocol));
    if (affected.length === 0 || earlier.every((line) => due.has(line))) continue;
    const { outcome, reason } = decide(earlier, due);
    const isAffected = affected.some((item) => {
      if (item.outcome === 'pilot') return earlier.some(({ round }) => isPilotRound(round ?? ''));
      if (item.outcome === undefined || outcome === 'pending') return true;
      return item.outcome === outcome && (item.reason === undefined || item.reason === reason);
    });
    if (isAffected) for (const line of earlier) due.add(line);
  }
  return due;
}

/**
 * What an amendment affects whoever makes it says so or not: exclusions for reasons that the protocol loses by it have no
 * box any more.
 */
export function retiredReasons(before: Protocol, after: Protocol): string[] {
  return STAGES.flatMap((stage) => {
    const kept = new Set(reasonsAt(after, stage).map((reason) => reason.id));
    const gone = reasonsAt(before, stage).filter((reason) => !kept.has(reason.id));
    return gone.map((reason) => `${stage}:excluded:${reason.id}`);
  });
}

/** Whether a decision's reason was one of its stage when it was made: an amendment has taken it away since. */
export function isRetired(line: Numbered, protocol: Protocol, stage: Stage): boolean {
  if (!/^[1-9]\d*$/.test(line.protocol)) return false;
  return protocol.amendments.some(
    (amendment) => isBefore(line, amendment.protocol) && amendment.affects.includes(`${stage}:excluded:${line.reason}`),
  );
}

/** Whether a decision was made under an earlier protocol than this one. */
export function isBefore(line: Pick<Numbered, 'protocol'>, protocol: number): boolean {
  return !(Number(line.protocol) >= protocol);
}
