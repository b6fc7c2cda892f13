import type { Report, Reports } from '../dedupe/reports.ts';
import type { Finding } from '../model/finding.ts';
import type { ReportId } from '../model/ids.ts';
import type { ResolutionLine, VoteLine } from '../model/ledgers.ts';
import type { Protocol, Stage } from '../model/protocol.ts';
import type { StageOutcome } from './outcomes.ts';
import { NO_RESOLUTIONS } from './resolutions.ts';
import type { Assignments } from './rounds.ts';
import { StageOutcomes } from './stage-outcomes.ts';
import { linesOn, validResolutions, validVotes } from './validate.ts';

/** What people have written at a stage, in the order of (`at`, person), and who was to. */
export interface StageLines {
  readonly votes: readonly VoteLine[];
  readonly resolutions: readonly ResolutionLine[];
  readonly assignments: Assignments;
}

export interface ScreenedStage {
  readonly outcomes: StageOutcomes;
  /** Lines that break a rule of the stage, or that wait for a person's look; found anew by each call. */
  findings(): Finding[];
}

/**
 * Where reports stand at a stage.
 *
 * @param isReached whether a report has got to the stage.
 */
export function screenStage(
  lines: StageLines,
  protocol: Protocol,
  stage: Stage,
  reports: Reports,
  isReached: (report: Report) => boolean,
): ScreenedStage {
  const votes = validVotes(lines.votes, protocol, stage, reports);
  const resolutions = validResolutions(lines.resolutions, protocol, stage, reports);
  const reached = {
    reports: reports.all.filter(isReached),
    find: (id: ReportId) => {
      const report = reports.of(id);
      return report?.id === id && isReached(report) ? report : undefined;
    },
    linesOn: (report: Report) => linesOn(report, votes, resolutions, lines.assignments),
  };
  const outcomes = new StageOutcomes(reached, protocol, stage);
  return {
    outcomes,
    findings() {
      const isTold = (record: string) => outcomes.get(reports.of(record)?.id ?? '')?.isTold ?? false;
      const found = votes.findings.flatMap((item) => (item.ids.every(isTold) ? item : withoutVote(item, stage)));
      found.push(...resolutions.findings);
      for (const outcome of outcomes.written())
        found.push(...outcomeFindings(outcome, votes.byReport.get(outcome.report) ?? [], stage));
      for (const [report, [line]] of [...votes.byReport, ...resolutions.byReport]) {
        if (outcomes.has(report) || !line) continue;
        const what = 'vote' in line ? 'votes' : 'rulings';
        const message = `${report} has ${what} but is not at ${stage}: they wait, and count if it gets there`;
        found.push({ code: 'not-at-stage', level: 'warning', message, ids: [report], ...line.where });
      }
      return found;
    },
  };
}

/** What is wrong with a vote tells how it was cast. */
const TELLING = new Set(['vote-missing', 'reason-unexpected', 'reason-malformed', 'reason-missing']);

/**
 * A finding on a line whose vote may not be told yet: its voter can see in the own ledger what is wrong. That a reason is
 * unknown is not told at all: only exclusions have one.
 */
function withoutVote(finding: Finding, stage: Stage): Finding[] {
  if (finding.code === 'unknown-reason') return [];
  if (!TELLING.has(finding.code)) return [finding];
  const message = `this line does not fit the protocol of ${stage}: see who wrote it`;
  return [{ ...finding, code: 'vote-invalid', message }];
}

const NO_FINDINGS: readonly Finding[] = [];

function outcomeFindings(
  outcome: StageOutcome,
  votes: readonly { person: string; where: { file: string; line?: number } }[],
  stage: Stage,
): readonly Finding[] {
  const { openSeats, asked } = outcome.votes;
  const strangers = openSeats === 0 ? votes.filter((line) => !asked.includes(line.person)) : [];
  if (strangers.length === 0 && outcome.resolutions === NO_RESOLUTIONS) return NO_FINDINGS;
  const found: Finding[] = [];
  const ids = [outcome.report];
  for (const line of strangers) {
    const message = `${line.person}'s vote on ${outcome.report} is one more than ${stage} asks for`;
    found.push({ code: 'vote-not-asked', level: 'warning', message, ids, ...line.where });
  }
  const { inForce, stale, proposed, contradicting, notAllowed } = outcome.resolutions;
  const warn = (code: string, lines: readonly ResolutionLine[], why: (line: ResolutionLine) => string) => {
    for (const line of lines) found.push({ code, level: 'warning', message: why(line), ids, ...line.where });
  };
  for (const line of notAllowed) {
    const why = line.method === 'adjudication' ? 'voted on it' : 'has no vote on it';
    const message = `${line.person} ruled on ${outcome.report} by ${line.method}, but ${why}: the ruling does not count`;
    found.push({ code: 'resolution-not-allowed', level: 'error', message, ids, ...line.where });
  }
  if (!inForce) {
    const now = outcome.outcome === 'conflict' ? 'it is in conflict again' : 'it does not count';
    const why = (line: ResolutionLine) =>
      `the ruling on ${outcome.report} settles earlier votes (${line.settles}): ${now}`;
    warn('stale-resolution', outcome.isTold ? stale : [], why);
  }
  if (!outcome.votes.wasInConflict) {
    const lines = [...(inForce?.lines ?? []), ...proposed];
    warn('resolution-without-conflict', lines, () => `${outcome.report} is not in conflict: the ruling does not count`);
  }
  warn(
    'resolutions-contradict',
    contradicting,
    () => `rulings on ${outcome.report} contradict each other: neither holds`,
  );
  return found;
}
