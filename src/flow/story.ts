import type { Report } from '../dedupe/reports.ts';
import type { Removal } from '../filters/removals.ts';
import type { Where } from '../model/errors.ts';
import { groupBy } from '../model/group.ts';
import type { ManualLine, ResolutionLine, RulingLine, StudyLine, VoteLine } from '../model/ledgers.ts';
import { STAGES, type Stage } from '../model/protocol.ts';
import type { StageOutcome } from '../screening/outcomes.ts';
import { compareText } from '../text/order.ts';
import { searchOf, type ReviewState } from './derive.ts';
import type { Box, Flow } from './model.ts';

/** Something that somebody decided on a report. */
export interface StoryEvent {
  readonly at: string;
  readonly text: string;
  readonly person: string;
  readonly where: Where;
}

/** The boxes that count a record itself, and those that count the report to which it belongs. */
export function boxesOf(flow: Flow, record: string, report: string | undefined): string[] {
  const holds = (box: Box) => box.ids.includes(box.unit === 'record' ? record : (report ?? record));
  return [...flow.boxes.values()].filter(holds).map((box) => box.path);
}

/**
 * Tells every decision on a report and its records, in the order of time. How somebody voted stays untold until all votes
 * asked for on the report are in. The lines are sorted by record once, so that many stories cost little more than one.
 */
export function storyTeller(state: ReviewState): (report: Report) => StoryEvent[] {
  const { facts, outcomes, previous } = state;
  const present = new Set(state.searches.map((search) => search.id));
  const duplicates = byRecord(
    facts.rulings.flatMap((line) => [line.record_a, line.record_b].map((report) => ({ ...line, report }))),
  );
  const votes = {
    'title-abstract': byRecord(facts.votes['title-abstract']),
    'full-text': byRecord(facts.votes['full-text']),
  };
  const rulings = {
    'title-abstract': byRecord(facts.resolutions['title-abstract']),
    'full-text': byRecord(facts.resolutions['full-text']),
  };
  const retrieval = byRecord(facts.retrieval);
  const manual = byRecord(facts.manual);
  const studies = byRecord(
    facts.studies.flatMap((line) => [line, { ...line, report: line.study, study: line.report }]),
  );
  // Where the protocol was amended, it matters under which one somebody decided.
  const isAmended = facts.protocol.protocol > 1;
  const under = (line: { readonly protocol: string }) => (isAmended ? ` (protocol ${line.protocol})` : '');
  return (report) => {
    const of = <Line>(lines: ReadonlyMap<string, readonly Line[]>) =>
      report.records.flatMap((id) => lines.get(id) ?? []);
    const events = STAGES.flatMap((stage) => {
      const outcome = outcomes[stage].get(report.id);
      // What an earlier version decided was complete when that was closed; what was written on its reports since was not.
      const isTold = (line: { readonly report: string; readonly at: string }) =>
        outcome?.isTold ??
        (previous !== undefined && line.at <= previous.closed.at && !present.has(searchOf(line.report)));
      const holds = new Set(outcome?.resolutions.inForce?.lines);
      return [
        ...of(votes[stage]).map((line) =>
          eventOf(line, `${stage}: ${isTold(line) ? voteTold(line) : `${line.person} voted`}${under(line)}`),
        ),
        ...of(rulings[stage])
          .filter(isTold)
          .map((line) => eventOf(line, `${stage}: ${rulingTold(line, holds.has(line))}${under(line)}`)),
      ];
    });
    const ruled = new Map(of(duplicates).map((line) => [`${line.person} ${line.at}`, line]));
    for (const line of ruled.values()) events.push(eventOf(line, `duplicates: ${duplicatesTold(line)}`));
    events.push(...of(manual).map((line) => eventOf(line, `before screening: ${manualTold(line)}`)));
    events.push(...of(studies).map((line) => eventOf(line, `study: ${studyTold(line)}`)));
    for (const line of of(retrieval)) {
      const what = `${line.person} ${line.status}${suffix(line.file || line.url)}${quoted(line.note)}`;
      events.push(eventOf(line, `full text: ${what}`));
    }
    return events.sort((a, b) => compareText(a.at, b.at));
  };
}

function byRecord<Line extends { readonly report: string }>(
  lines: readonly Line[],
): ReadonlyMap<string, readonly Line[]> {
  return groupBy(lines, (line) => line.report);
}

type Decided = Pick<StoryEvent, 'at' | 'person' | 'where'>;

function eventOf({ at, person, where }: Decided, text: string): StoryEvent {
  return { at, text, person, where };
}

function duplicatesTold({ person, record_a: a, record_b: b, verdict, note }: RulingLine): string {
  if (verdict === 'withdrawn') return `${person} took back the ruling on ${a} and ${b}${quoted(note)}`;
  return `${person} ruled ${a} and ${b} ${verdict}${quoted(note)}`;
}

function voteTold({ person, event, vote, reason, note }: VoteLine): string {
  if (event === 'withdraw') return `${person} took the vote back${quoted(note)}`;
  return `${person} ${event === 'revise' ? 'revised to ' : ''}${vote}${suffix(reason)}${quoted(note)}`;
}

/** What one person says in a discussion is a ruling when the others say it too. */
function rulingTold({ person, decision, reason, method, rationale }: ResolutionLine, holds: boolean): string {
  const said = method === 'discussion' && !holds ? `proposed ${decision}` : decision;
  return `${person} ${said}${suffix(reason)} by ${method}${quoted(rationale)}`;
}

function manualTold({ person, action, reason, note }: ManualLine): string {
  const did = { remove: 'removed it', keep: 'kept it', withdraw: 'took the decision back' }[action] ?? action;
  return `${person} ${did}${reason === '' ? '' : `: ${reason}`}${quoted(note)}`;
}

function studyTold({ person, action, study, note }: StudyLine): string {
  return `${person} ${action === 'join' ? 'joined it to' : 'parted it from'} ${study}${quoted(note)}`;
}

/** Why a report was removed before screening, on one line; empty where it was not. */
export function removalLine(removal: Removal | undefined): string {
  if (!removal) return '';
  if (removal.by === 'filter') return `${removal.filter}: ${removal.detail}`;
  return removal.lines.map((line) => `${manualTold(line)}${on(line)}`).join(' · ');
}

/**
 * What is behind an id's place in a box, on one line: the report of a record, who removed it or could not get it, the
 * reports of a study, or who decided what on it, when and why. Empty while votes are due.
 */
export function placeTold(state: ReviewState, box: Box, id: string): string {
  const report = state.reports.of(id)?.id;
  if (report === undefined) return '';
  const [, name = ''] = box.path.split('.');
  if (name === 'automation' || name === 'otherRemoved') return removalLine(state.removals.get(report));
  if (name === 'notRetrieved') {
    const lines = state.retrieval.get(report)?.lines ?? [];
    return lines.map((line) => `${line.person} ${line.status}${quoted(line.note)}${on(line)}`).join(' · ');
  }
  if (box.unit === 'record') return report === id ? '' : `of report ${report}`;
  const earlier = state.previous?.reports.includes(id) ? state.previous : undefined;
  if (earlier) return `included by version ${earlier.version}, which ${earlier.closed.by} closed${on(earlier.closed)}`;
  const { reports } = state.studies.of(report);
  if (box.unit === 'study' && reports.length > 1) return `reports ${reports.join(', ')}`;
  return decisionLine(state.outcomes[stageOfPath(box.path)].get(report));
}

/** What the people of a stage decided on a report, when and why, on one line; empty while votes are due. */
function decisionLine(outcome: StageOutcome | undefined): string {
  if (!outcome?.isTold) return '';
  const votes = [...outcome.votes.present]
    .sort(([a], [b]) => compareText(a, b))
    .map(([person, line]) => `${person} ${line.vote}${suffix(line.reason)}${quoted(line.note)}${on(line)}`);
  const ruling = outcome.resolutions.inForce;
  const [line] = ruling?.lines ?? [];
  if (!ruling || !line) return votes.join(' · ');
  const by = ruling.method === 'discussion' ? 'discussion' : line.person;
  return [...votes, `${by}: ${ruling.decision}${suffix(ruling.reason)}${quoted(line.rationale)}${on(line)}`].join(
    ' · ',
  );
}

function on({ at }: { readonly at: string }): string {
  return ` (${at.slice(0, 10)})`;
}

/** The boxes of a column that decisions at full text fill; reasons may be called as boxes are. */
const FULL_TEXT = new Set(['assessed', 'excludedReports', 'awaiting', 'included', 'full-text']);

function stageOfPath(path: string): Stage {
  const [first = '', name = ''] = path.split('.');
  return ['included', 'total', 'previous'].includes(first) || FULL_TEXT.has(name) ? 'full-text' : 'title-abstract';
}

function suffix(text: string): string {
  return text === '' ? '' : ` ${text}`;
}

function quoted(text: string): string {
  return text === '' ? '' : `: "${text}"`;
}

/** The box at a path; `databases.excludedReports` and its like stand for all boxes under them. */
export function boxAt(flow: Flow, path: string): Box | undefined {
  const own = flow.boxes.get(path);
  if (own) return own;
  const parts = [...flow.boxes.values()].filter((box) => box.path.startsWith(`${path}.`) && box.isLeaf);
  const [first] = parts;
  if (!first || !/(?:sources|excludedReasons|excludedReports)$/.test(path)) return undefined;
  return { path, unit: first.unit, ids: [...new Set(parts.flatMap((box) => box.ids))], isLeaf: false };
}
