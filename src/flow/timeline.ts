import { RULE_WORDS } from '../dedupe/explain.ts';
import type { Link } from '../dedupe/plan-dedupe.ts';
import type { Report } from '../dedupe/reports.ts';
import type { Where } from '../model/errors.ts';
import type { BibRecord } from '../model/record.ts';
import type { Search } from '../model/search.ts';
import { compareText } from '../text/order.ts';
import { searchOf, type ReviewState } from './derive.ts';
import { removalLine, type StoryEvent } from './story.ts';

/** A moment in the story of a report: what happened to it, or what follows from that by the rules of the review. */
export interface Moment {
  /** When it happened; null for what is derived, which stands after what it is derived from. */
  readonly at: string | null;
  readonly text: string;
  readonly where?: Where;
}

/**
 * The whole story of a report in the order of time: from the rows of the raw exports that are its records to the latest
 * decision on it.
 *
 * @param shown the records whose ways into the review are told.
 * @param decisions on the report, in the order of time.
 */
export function timelineOf(
  state: ReviewState,
  report: Report,
  shown: readonly BibRecord[],
  decisions: readonly StoryEvent[],
): Moment[] {
  const searches = new Map(state.facts.searches.map((search) => [search.id, search]));
  const links = new Map(state.facts.links.map((link) => [link.record, link]));
  const timed: { readonly key: string; readonly moment: Moment }[] = [];
  const add = (key: string, moment: Moment) => timed.push({ key, moment });
  for (const record of shown) {
    const search = searches.get(searchOf(record.id));
    const key = search?.date ?? '';
    add(key, { at: search?.date ?? 'undated', text: foundTold(record, search), where: placeOf(record) });
    const link = links.get(record.id);
    if (link) add(key, { at: null, text: linkTold(link, shown.length > 1) });
    if (record.absentSince) {
      add(record.absentSince, { at: record.absentSince, text: `${record.id} is gone from the export` });
    }
  }
  const removal = state.removals.get(report.id);
  const last = timed.reduce((latest, { key }) => (key > latest ? key : latest), '');
  if (removal?.by === 'filter') add(last, { at: null, text: `removed by the limits: ${removalLine(removal)}` });
  for (const { at, text, where } of decisions) add(at, { at, text, where });
  return timed.sort((a, b) => compareText(a.key, b.key)).map(({ moment }) => moment);
}

function foundTold({ id, source, foundVia }: BibRecord, search: Search | undefined): string {
  const via = foundVia?.map((item) => `${item.direction} from ${item.report}`).join(', ');
  const place = `entry ${source.entry}, line ${source.line}`;
  const version = search?.version === undefined ? '' : ` (version ${search.version})`;
  return `${id} ingested from ${searchOf(id)}/raw/${source.file}, ${place}${version}${via ? `; found ${via}` : ''}`;
}

function placeOf({ id, source }: BibRecord): Where {
  return { file: `searches/${searchOf(id)}/raw/${source.file}`, line: source.line };
}

function linkTold({ record, duplicateOf, rule, score }: Link, isNamed: boolean): string {
  return `${isNamed ? `${record} ` : ''}linked to ${duplicateOf} ${RULE_WORDS[rule]} (dedupe, score ${score})`;
}
