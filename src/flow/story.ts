import type { Report } from '../dedupe/reports.ts';
import type { Where } from '../model/errors.ts';
import { STAGES, type Stage } from '../model/protocol.ts';
import type { StageOutcome } from '../screening/outcomes.ts';
import { compareText } from '../text/order.ts';
import type { ReviewState } from './derive.ts';
import type { Box, Flow } from './model.ts';

/** Something that happened to a report, in the order of time. */
export interface StoryEvent {
  readonly at: string;
  readonly text: string;
  readonly where?: Where;
}

/** The boxes that count a record itself, and those that count the report to which it belongs. */
export function boxesOf(flow: Flow, record: string, report: string | undefined): string[] {
  const holds = (box: Box) => box.ids.includes(box.unit === 'record' ? record : (report ?? record));
  return [...flow.boxes.values()].filter((box) => box.isLeaf && holds(box)).map((box) => box.path);
}

/**
 * Every decision on a report, in the order of time. How somebody voted stays untold until all votes asked for on the
 * report are in.
 */
export function decisionsOn(report: Report, state: ReviewState): StoryEvent[] {
  const own = new Set(report.records);
  const events: StoryEvent[] = [];
  for (const stage of STAGES) {
    const outcome = state.outcomes[stage].get(report.id);
    const isOpen = outcome?.isTold ?? false;
    for (const line of state.facts.votes[stage].filter((item) => own.has(item.report))) {
      const said =
        line.event === 'withdraw'
          ? 'took the vote back'
          : `${line.event === 'revise' ? 'revised to ' : ''}${line.vote}${suffix(line.reason)}`;
      const text = isOpen ? `${line.person} ${said}${quoted(line.note)}` : `${line.person} voted`;
      events.push({ at: line.at, text: `${stage}: ${text}`, where: line.where });
    }
    for (const line of state.facts.resolutions[stage].filter((item) => own.has(item.report))) {
      const text = `${line.person} ${line.decision}${suffix(line.reason)} by ${line.method}${quoted(line.rationale)}`;
      if (isOpen) events.push({ at: line.at, text: `${stage}: ${text}`, where: line.where });
    }
  }
  for (const line of state.facts.retrieval.filter((item) => own.has(item.report))) {
    events.push({
      at: line.at,
      text: `full text: ${line.person} ${line.status}${suffix(line.file || line.url)}${quoted(line.note)}`,
      where: line.where,
    });
  }
  return events.sort((a, b) => compareText(a.at, b.at));
}

/** What the people of a stage decided on a report, on one line; empty while votes are due. */
export function decisionLine(outcome: StageOutcome | undefined): string {
  if (!outcome?.isTold) return '';
  const votes = [...outcome.votes.present]
    .sort(([a], [b]) => compareText(a, b))
    .map(([person, line]) => `${person} ${line.vote}${suffix(line.reason)}`);
  const ruling = outcome.resolutions.inForce;
  if (!ruling) return votes.join(' · ');
  const [line] = ruling.lines;
  const by = ruling.method === 'discussion' ? 'discussion' : (line?.person ?? '');
  return [...votes, `${by}: ${ruling.decision}${suffix(ruling.reason)}${quoted(line?.rationale ?? '')}`].join(' · ');
}

/** The latest line that decided where a report stands at a stage. */
export function latestDecision(report: Report, state: ReviewState): StoryEvent | undefined {
  return decisionsOn(report, state).at(-1);
}

export function stageOfPath(path: string): Stage {
  return /assessed|excludedReports|awaiting|included|full-text/.test(path) ? 'full-text' : 'title-abstract';
}

function suffix(text: string): string {
  return text === '' ? '' : ` ${text}`;
}

function quoted(text: string): string {
  return text === '' ? '' : `: "${text}"`;
}
