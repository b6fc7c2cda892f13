import { RULE_WORDS } from '../dedupe/explain.ts';
import type { Link } from '../dedupe/plan-dedupe.ts';
import { addToGroup } from '../model/group.ts';
import { compareIds } from '../text/order.ts';
import { compareFlows, type BoxChange } from './compare.ts';
import { searchOf, type ReviewState } from './derive.ts';
import type { Flow } from './model.ts';
import { storyTeller, type StoryEvent } from './story.ts';

/** A record or report that stands in other boxes than before, and why. */
export interface Move {
  readonly id: string;
  /** The boxes that it left, and those that it came to. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The decisions that were made in between, in the order of time. */
  readonly decisions: readonly StoryEvent[];
  /** Decisions that were there before, and are not any more. */
  readonly gone: readonly StoryEvent[];
  /** What else has changed: where it was found, what it is linked to, what removed it. */
  readonly why: readonly string[];
}

export interface FlowDiff {
  readonly changes: readonly BoxChange[];
  readonly moves: readonly Move[];
  /** What has changed for all: another protocol or version is in force. */
  readonly settings: readonly string[];
}

/** One state of a review and its flow. */
export interface Standing {
  readonly state: ReviewState;
  readonly flow: Flow;
}

/**
 * Which boxes moved between two states of a review, by which ids, and through whose decisions. How somebody voted stays
 * untold until all votes on the report are in.
 */
export function diffFlows(before: Standing, after: Standing): FlowDiff {
  const changes = compareFlows(before.flow.json, after.flow.json);
  const moved = new Set(changes.flatMap(({ added, removed }) => [...added, ...removed]));
  const tellBefore = storyTeller(before.state);
  const tellAfter = storyTeller(after.state);
  const eventsOf = ({ state }: Standing, tell: typeof tellAfter, records: readonly string[]) => {
    const reports = new Set(records.map((record) => state.reports.of(record)));
    return [...reports].flatMap((report) => (report ? tell(report) : []));
  };
  const [placesBefore, placesAfter] = [placesIn(before.flow, moved), placesIn(after.flow, moved)];
  const newLinks = linksSince(before.state, after.state);
  const moves = [...moved].sort(compareIds).map((id): Move => {
    // All that is of one report now or was: a decision on another record of it is no news.
    const parts = partsOf(id);
    const around = parts.flatMap((part) => [part, ...recordsWith(before, part), ...recordsWith(after, part)]);
    const then = eventsOf(before, tellBefore, around);
    const now = eventsOf(after, tellAfter, parts);
    const [known, present] = [new Set(then.map(keyOf)), new Set(eventsOf(after, tellAfter, around).map(keyOf))];
    const [from, to] = [placesBefore.get(id) ?? [], placesAfter.get(id) ?? []];
    return {
      id,
      from: from.filter((path) => !to.includes(path)),
      to: to.filter((path) => !from.includes(path)),
      decisions: now.filter((event) => !known.has(keyOf(event))),
      gone: then.filter((event) => !present.has(keyOf(event))),
      why: parts.flatMap((part) => changedAround(before.state, after.state, newLinks, part)),
    };
  });
  const isNews = (move: Move) => !isOfClosedVersion(move, before, after);
  const news = moves.filter(isNews);
  const settings = settingsChanged(before.state, after.state);
  const left = moves.length - news.length;
  if (left > 0) settings.push(`${left} ids are of a version that is closed now: they stand in its flow`);
  return { changes, moves: news, settings };
}

/** Whether an id left the flow because another version is in force, and for nothing else. */
function isOfClosedVersion({ id, decisions, gone, why }: Move, before: Standing, after: Standing): boolean {
  if (before.state.facts.protocol.version === after.state.facts.protocol.version) return false;
  const search = after.state.searches.find((one) => one.id === searchOf(id.replace('!', '-')));
  return search === undefined && decisions.length + gone.length + why.length === 0;
}

/** The records of the report to which a record belongs. */
function recordsWith({ state }: Standing, record: string): readonly string[] {
  return state.reports.of(record)?.records ?? [];
}

/** A decision is one line of one ledger, wherever in it that stands: people's names are in the names of their files. */
function keyOf({ at, where }: StoryEvent): string {
  return `${where.file} ${at}`;
}

/** The two records of a pair, or the id itself. */
function partsOf(id: string): string[] {
  return id.split('|');
}

/** The boxes that list each of some ids, in the order in which boxes are told. */
function placesIn({ boxes }: Flow, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const { path, ids } of boxes.values()) for (const id of ids) if (wanted.has(id)) addToGroup(places, id, path);
  return places;
}

/** The links that were not there before, by each of their two records. */
function linksSince(before: ReviewState, after: ReviewState): ReadonlyMap<string, readonly Link[]> {
  const keyOfLink = ({ record, duplicateOf }: Link) => `${record} ${duplicateOf}`;
  const known = new Set(before.facts.links.map(keyOfLink));
  const links = new Map<string, Link[]>();
  for (const link of after.facts.links.filter((one) => !known.has(keyOfLink(one))))
    for (const end of [link.record, link.duplicateOf]) addToGroup(links, end, link);
  return links;
}

function changedAround(
  before: ReviewState,
  after: ReviewState,
  newLinks: ReadonlyMap<string, readonly Link[]>,
  id: string,
): string[] {
  const [then, now] = [before.reports.of(id), after.reports.of(id)];
  const said: string[] = [];
  const rejected = /^(.+)!\d+$/.exec(id)?.[1];
  if (rejected !== undefined) {
    const isThere = after.facts.unreadable.get(rejected)?.includes(id);
    return [isThere ? `an entry of ${rejected} that could not be read` : `${rejected} does not hold it any more`];
  }
  if (!then && now) {
    const search = after.facts.searches.find((one) => one.id === searchOf(id));
    said.push(`found by ${searchOf(id)}${search?.date === undefined ? '' : ` (${search.date})`}`);
  }
  if (then && !now) said.push(`${searchOf(id)} does not hold it any more`);
  if (now && now.records.join() !== then?.records.join()) {
    for (const { record, duplicateOf, rule } of newLinks.get(id) ?? [])
      said.push(`${record} linked to ${duplicateOf} ${RULE_WORDS[rule]}`);
    const lost = then?.records.filter((record) => !now.records.includes(record)) ?? [];
    if (lost.length > 0) said.push(`no longer one report with ${lost.join(', ')}`);
  }
  const [was, is] = [then && before.removals.get(then.id), now && after.removals.get(now.id)];
  if (is?.by === 'filter' && was?.by !== 'filter') said.push(`removed by the limits: ${is.filter}: ${is.detail}`);
  if (was?.by === 'filter' && is?.by !== 'filter') said.push('no longer removed by the limits');
  return said;
}

function settingsChanged(before: ReviewState, after: ReviewState): string[] {
  const [then, now] = [before.facts.protocol, after.facts.protocol];
  const amendments = now.amendments.filter((one) => one.protocol > then.protocol);
  return [
    ...(then.version === now.version ? [] : [`version ${then.version} → ${now.version}`]),
    ...(then.protocol === now.protocol ? [] : [`protocol ${then.protocol} → ${now.protocol}`]),
    ...amendments.map(({ protocol, by, date, why }) => `protocol ${protocol}: ${by}, ${date}: ${why}`),
  ];
}
