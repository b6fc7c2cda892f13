import { editDistance } from '../../text/edit-distance.ts';
import type { BibRecord } from '../../model/record.ts';
import { parseRecordId } from '../../model/ids.ts';
import { usageError } from '../../model/errors.ts';
import type { Box, Flow } from '../../flow/model.ts';
import { searchOf } from '../../flow/derive.ts';
import { boxAt, boxesOf, placeTold, storyTeller } from '../../flow/story.ts';
import { timelineOf } from '../../flow/timeline.ts';
import type { FrozenVersion } from '../../flow/versions.ts';
import { mergeRecords, type MergedReport } from '../../dedupe/merge-records.ts';
import { addToGroup } from '../../model/group.ts';
import { rejectedFile } from '../../review/paths.ts';
import { citationLine, table, titleLine } from '../../terminal/report-card.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { printJson, type Context } from '../context.ts';
import { idRanges, likeId, openReview, readReportRecords, type OpenReview } from '../open.ts';
import { provenFlow } from './flow.ts';

/** `explain [box|id]`: from a number to its ids, or from an id to its whole story; alone, all boxes. */
export function explain(context: Context, what: string | undefined, options: { json?: boolean }): number {
  const review = openReview(context);
  const flow = provenFlow(review);
  if (what === undefined) return listBoxes(context, flow, options.json ?? false);
  const box = boxAt(flow, what);
  if (box) return explainBox(context, review, box, options.json ?? false);
  if (flow.boxes.get(UNCERTAIN)?.ids.includes(what)) return explainPair(context, review, what, options.json ?? false);
  const rejected = /^(.+)!(\d+)$/.exec(what);
  if (rejected?.[1]) return explainRejected(context, review, flow, what, rejected[1], options.json ?? false);
  if (review.state.reports.of(what)) return explainId(context, review, flow, what, options.json ?? false);
  const elsewhere = review.state.facts.versions.find((one) => one.from !== undefined && one.reports.includes(what));
  if (elsewhere) return explainForeign(context, elsewhere, boxesOf(flow, what, undefined), what, options.json ?? false);
  throw usageError(`${what} is no box of the flow and no id of this review`, suggestion(review, flow, what));
}

function listBoxes(context: Context, flow: Flow, json: boolean): number {
  const boxes = [...flow.boxes.values()].map(({ path, unit, ids }) => ({ box: path, unit, n: ids.length }));
  if (json) printJson(context, { schema: 1, boxes });
  else {
    const rows = boxes.map(({ box, unit, n }) => [box, String(n), box === UNCERTAIN ? 'pair' : unit]);
    context.out(
      table([['box', 'n', 'of'], ...rows])
        .map((line) => `${line}\n`)
        .join(''),
    );
  }
  return 0;
}

function suggestion(review: OpenReview, flow: Flow, what: string): string {
  const meant = likeId(review, what);
  if (meant !== undefined) return `did you mean ${meant}?`;
  if (/\d/.test(what)) return `the ids of this review are ${idRanges(review)}`;
  const last = what.split('.').at(-1)?.toLowerCase() ?? '';
  const near = [...flow.boxes.keys()]
    .filter((path) => path.toLowerCase().includes(last) || editDistance(path, what) <= MISTYPED)
    .sort((a, b) => editDistance(a, what) - editDistance(b, what))
    .slice(0, 4);
  return near.length > 0 && last !== '' ? `did you mean ${near.join(', ')}?` : 'litscreen explain  lists all boxes';
}

/** The one box that counts pairs of records. */
const UNCERTAIN = 'pending.uncertainDuplicates';

/** How many letters a name may be off to be taken for a slip. */
const MISTYPED = 3;

function explainBox(context: Context, review: OpenReview, box: Box, json: boolean): number {
  if (json) {
    printJson(context, { schema: 1, box: box.path, unit: box.unit, ids: box.ids });
    return 0;
  }
  const records = readReportRecords(review, box.ids);
  const ofPairs = review.reader.recordsById(new Set(box.ids.flatMap((id) => (id.includes('|') ? id.split('|') : []))));
  for (const id of box.ids) {
    const report = review.state.reports.of(id);
    if (!report) {
      context.out(id.includes('|') ? pairTold(id, ofPairs) : `${id}\n`);
      continue;
    }
    const decision = terminalSafe(placeTold(review.state, box, id));
    context.out(`${id.padEnd(14)}  ${titleLine(records.get(report.id), 60).padEnd(60)}  ${decision}`.trimEnd() + '\n');
  }
  const unit = box.path === UNCERTAIN ? 'pair' : box.unit;
  context.note(`${box.path}: ${plural(box.ids.length, unit, unit === 'study' ? 'studies' : `${unit}s`)}\n`);
  return 0;
}

/** A pair of records that waits for a person. */
function explainPair(context: Context, review: OpenReview, id: string, json: boolean): number {
  const pair = review.state.facts.uncertain.find(({ a, b }) => `${a}|${b}` === id);
  const records = review.reader.recordsById(new Set(id.split('|')));
  review.reader.throwProblems();
  if (json) printJson(context, { schema: 1, id, ...pair, boxes: [UNCERTAIN] });
  else {
    context.out(pairTold(id, records));
    context.out(
      `  ${terminalSafe(pair?.why ?? '')} (dedupe, score ${pair?.score ?? ''})\n  in boxes    ${UNCERTAIN}\n`,
    );
    context.note('Next: litscreen dedupe review --as <you>\n');
  }
  return 0;
}

/** The two records of a pair, one below the other. */
function pairTold(pair: string, records: ReadonlyMap<string, BibRecord>): string {
  const lines = pair.split('|').map((id) => `${id.padEnd(14)}  ${titleLine(records.get(id), 64)}\n`);
  return `${lines.join('')}\n`;
}

function explainId(context: Context, review: OpenReview, flow: Flow, id: string, json: boolean): number {
  const report = review.state.reports.of(id);
  const { search: searchId = '' } = parseRecordId(id) ?? {};
  const search = review.state.facts.searches.find((item) => item.id === searchId);
  const records = review.reader.recordsById(new Set(report?.records));
  review.reader.throwProblems();
  const record = records.get(id);
  if (!report || !record) return 0;
  // A report of several records is told as they tell it together, and which says what.
  const merged = mergeRecords(report.records.flatMap((each) => records.get(each) ?? []));
  const isShownMerged = id === report.id && report.records.length > 1;
  const link = review.state.facts.links.find((item) => item.record === id);
  const removal = review.state.removals.get(report.id);
  const decisions = storyTeller(review.state)(report);
  const own = isShownMerged ? report.records.flatMap((each) => records.get(each) ?? []) : [record];
  const timeline = timelineOf(review.state, report, own, decisions);
  const boxes = boxesOf(flow, id, report.id);
  if (json) {
    const source = { search: searchId, date: search?.date ?? null, ...record.source };
    printJson(context, {
      schema: 1,
      id,
      report: report.id,
      records: report.records,
      title: record.title ?? null,
      merged: isShownMerged ? { ...fieldsOf(merged.record), origins: Object.fromEntries(merged.origins) } : null,
      source,
      link: link ?? null,
      removal: removal?.by === 'filter' ? { filter: removal.filter, detail: removal.detail } : null,
      study: review.state.studies.of(report.id).reports,
      decisions,
      timeline,
      boxes,
    });
    return 0;
  }
  const shown = id === report.id ? id : `${id} → report ${report.id}`;
  const told = isShownMerged ? merged.record : record;
  context.out(`${shown}  "${titleLine(told, 70)}"\n`);
  const citation = citationLine(told, 78);
  if (citation !== '') context.out(`  ${citation}\n`);
  if (report.records.length > 1) context.out(`  records     ${report.records.join(', ')}\n`);
  if (isShownMerged) {
    for (const [at, line] of originLines(merged, report.records).entries())
      context.out(`  ${at === 0 ? 'fields from' : '           '} ${line}\n`);
  }
  for (const { at, text } of timeline) context.out(`  ${(at ?? '').slice(0, 10).padEnd(10)}  ${terminalSafe(text)}\n`);
  const places = boxes.map((path) => (flow.boxes.get(path)?.ids.includes(id) ? path : `${path} (as ${report.id})`));
  const waiting = review.state.facts.uncertain.filter(({ a, b }) => [a, b].some((end) => report.records.includes(end)));
  places.push(...waiting.map(({ a, b }) => `${UNCERTAIN} (as ${a}|${b})`));
  if (places.length === 0) {
    const found = review.state.facts.searches.find((one) => one.id === searchOf(report.id))?.version ?? 1;
    places.push(`none of version ${flow.json.version}: it was found for version ${found}, and was not included`);
  }
  context.out(`  in boxes    ${places.join('\n              ')}\n`);
  return 0;
}

/** What a report says, without what is ours to know of its first record. */
function fieldsOf({ id: _id, source: _source, ...fields }: BibRecord): Omit<BibRecord, 'id' | 'source'> {
  return fields;
}

/** `scopus-1: title, year, doi`: which record says what, a line each. */
function originLines({ origins }: MergedReport, records: readonly string[]): string[] {
  const fields = new Map<string, string[]>();
  for (const [field, ids] of origins) for (const id of ids) addToGroup(fields, id, field);
  return records.flatMap((id) => (fields.has(id) ? [`${id}: ${fields.get(id)?.join(', ') ?? ''}`] : []));
}

/** What another review has included: its records are there. */
function explainForeign(
  context: Context,
  { from = '', version }: FrozenVersion,
  boxes: readonly string[],
  id: string,
  json: boolean,
): number {
  if (json) printJson(context, { schema: 1, id, from, version, boxes });
  else {
    context.out(`${id}  included by version ${version}, of ${terminalSafe(from)}: its story is told there\n`);
    context.out(`  in boxes    ${boxes.join('\n              ')}\n`);
  }
  return 0;
}

function explainRejected(
  context: Context,
  review: OpenReview,
  flow: Flow,
  id: string,
  searchId: string,
  json: boolean,
): number {
  const search = review.state.facts.searches.find((item) => item.id === searchId);
  const item = review.reader.rejected(searchId).find((entry) => entry.id === id);
  if (!search || !item) throw usageError(`${id} is no entry that could not be read`, `see ${rejectedFile(searchId)}`);
  const boxes = boxesOf(flow, id, undefined);
  if (json) {
    printJson(context, { schema: 1, ...item, search: searchId, boxes });
    return 0;
  }
  context.out(`${id}  entry ${item.entry} of ${searchId}/raw/${item.file}, line ${item.line}: ${item.reason}\n`);
  context.out(`  ${terminalSafe(item.text).slice(0, 200)}\n  in boxes    ${boxes.join(', ')}\n`);
  return 0;
}
