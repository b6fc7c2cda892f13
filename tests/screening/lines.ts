import { toReports, type Report, type Reports } from '../../src/dedupe/reports.ts';
import type { ResolutionLine, VoteLine } from '../../src/model/ledgers.ts';
import { ProtocolSchema, type Protocol, type Stage, type StageRules } from '../../src/model/protocol.ts';
import { outcomeOf, type StageOutcome } from '../../src/screening/outcomes.ts';
import { validResolutions, validVotes } from '../../src/screening/validate.ts';

/** A protocol of four people in which both stages have these rules. */
export function protocolWith(rules: Partial<StageRules> = {}): Protocol {
  const stage = { reviewers: ['A', 'B'], adjudicators: ['C', 'D'], ...rules };
  return ProtocolSchema.parse({
    schemaVersion: 1,
    title: 'A review',
    reviewers: ['A', 'B', 'C', 'D'].map((id) => ({ id, name: id })),
    criteria: {
      exclude: [
        { id: 'off', label: 'off topic' },
        { id: 'type', label: 'wrong type' },
        { id: 'data', label: 'no data', stages: ['full-text'] },
      ],
    },
    stages: { 'title-abstract': stage, 'full-text': stage },
  });
}

/** The time that stands at minute `n` of a made-up morning. */
export function at(n: number): string {
  return new Date(Date.UTC(2025, 2, 1, 9) + n * 60_000).toISOString();
}

const EVENTS = { '': 'vote', '!': 'revise', '-': 'withdraw' } as const;
const SAID = { i: 'include', x: 'exclude', m: 'maybe', '': '' } as const;

/**
 * Vote lines in shorthand, a minute apart: `A:i` person A votes include, `B:x:off` excludes as off topic, `A!:i`
 * revises, `A-` withdraws; `A@s-2:i` is on another record than `s-1`.
 */
export function votes(text: string): VoteLine[] {
  return text
    .split(' ')
    .filter((item) => item !== '')
    .map((item, index) => {
      const match = /^([A-Z])(?:@(s-\d))?([!-]?)(?::([ixm]))?(?::(\w+))?$/.exec(item);
      if (!match) throw new Error(`no vote: ${item}`);
      const [, person = '', report = 's-1', mark = '', said = '', reason = ''] = match;
      return {
        report,
        event: EVENTS[mark as keyof typeof EVENTS],
        vote: SAID[said as keyof typeof SAID],
        reason,
        note: '',
        labels: '',
        round: 'all',
        protocol: '1',
        at: at(index + 1),
        person,
        where: { file: `votes/${person}.csv`, line: index + 2 },
      };
    });
}

/** A ruling at a late hour. */
export function ruling(
  person: string,
  method: 'discussion' | 'adjudication',
  decision: string,
  settles: string,
  more: Partial<ResolutionLine> = {},
): ResolutionLine {
  return {
    report: 's-1',
    decision,
    reason: '',
    method,
    settles,
    rationale: 'because',
    protocol: '1',
    at: at(200),
    person,
    where: { file: `resolutions/${person}.csv`, line: 2 },
    ...more,
  };
}

/** Records s-1 to s-4, of which these are one report. */
export function reportsOf(...merged: string[]): Reports {
  const [lowest = '', ...others] = merged;
  return toReports(
    ['s-1', 's-2', 's-3', 's-4'],
    others.map((record) => ({ record, duplicateOf: lowest })),
  );
}

export function reportOf(reports: Reports, record = 's-1'): Report {
  const report = reports.of(record);
  if (!report) throw new Error(`no report ${record}`);
  return report;
}

export interface Case {
  readonly protocol?: Protocol;
  readonly stage?: Stage;
  readonly reports?: Reports;
  readonly record?: string;
  readonly resolutions?: readonly ResolutionLine[];
}

/** The outcome of the report to which a record belongs, from lines as the ledgers hold them. */
export function outcome(lines: readonly VoteLine[] | string, options: Case = {}): StageOutcome {
  const {
    protocol = protocolWith(),
    stage = 'title-abstract',
    reports = reportsOf(),
    record,
    resolutions = [],
  } = options;
  const written = typeof lines === 'string' ? votes(lines) : lines;
  const { id } = reportOf(reports, record);
  return outcomeOf(
    id,
    {
      votes: validVotes(written, protocol, stage, reports).byReport.get(id) ?? [],
      resolutions: validResolutions(resolutions, protocol, stage, reports).byReport.get(id) ?? [],
    },
    protocol,
    stage,
  );
}
