import { stringify } from 'yaml';
import type { DedupePlan } from '../dedupe/plan-dedupe.ts';
import type { FilterPlan } from '../filters/plan-filter.ts';
import type { RecordChange } from '../model/change.ts';
import type { BibRecord } from '../model/record.ts';
import { changeOf } from '../records/changes.ts';
import type { IngestPlan } from '../records/plan-ingest.ts';
import { csvLine } from '../text/csv.ts';
import type { ReviewReader } from './reader.ts';
import {
  changesFile,
  LINK_COLUMNS,
  LINKS_FILE,
  rawFile,
  RELATED_COLUMNS,
  RELATED_FILE,
  recordsFile,
  REMOVED_COLUMNS,
  REMOVED_FILE,
  rejectedFile,
  searchFile,
  UNCERTAIN_COLUMNS,
  UNCERTAIN_FILE,
} from './paths.ts';
import { applyWrites } from './store.ts';
import { editYaml } from './yaml.ts';

/** An export as downloaded, to be kept beside what was read from it. */
export interface RawExport {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: () => Iterable<Uint8Array>;
}

/**
 * Writes a search: its raw exports, records and rejected entries, what known records said before, and last the description
 * that names their hashes.
 *
 * @param at when this happens (UTC, milliseconds): votes before it were cast on what the records said until now.
 */
export function applyIngest(
  reader: ReviewReader,
  plan: IngestPlan,
  exports: readonly RawExport[],
  at: string,
): string[] {
  const { id } = plan.search;
  const changes: RecordChange[] = [];
  const onChange = (before: BibRecord, now: BibRecord) => {
    const change = changeOf(before, now);
    if (change) changes.push({ ...change, at });
  };
  const missing = exports.filter(({ name, sha256 }) => reader.sha256(rawFile(id, name)) !== sha256);
  const text = reader.text(searchFile(id));
  return applyWrites(reader.root, [
    ...missing.map(({ name, bytes }) => ({ path: rawFile(id, name), content: bytes() })),
    { path: recordsFile(id), content: plan.lines(onChange) },
    { path: rejectedFile(id), content: jsonLines(plan.rejected) },
    {
      path: changesFile(id),
      content: () => (changes.length === 0 ? undefined : [...jsonLines([...reader.changes(id), ...changes])].join('')),
    },
    {
      path: searchFile(id),
      content: (sha256Of) => {
        const recordsSha256 = sha256Of(recordsFile(id));
        const search = { ...plan.search, recordsSha256, rejectedSha256: sha256Of(rejectedFile(id)) };
        return text === undefined ? stringify(search, { lineWidth: 0 }) : editYaml(text, search);
      },
    },
  ]);
}

/** Writes the links that the flow counts, the pairs that wait for a person, and the reports that belong together. */
export function applyDedupe(root: string, plan: DedupePlan): string[] {
  const links = plan.links.map((link) => csvLine([link.record, link.duplicateOf, link.rule, link.score.toFixed(3)]));
  const uncertain = plan.uncertain.map((pair) => csvLine([pair.a, pair.b, pair.score.toFixed(3), pair.why]));
  const related = plan.related.map((pair) => csvLine([pair.a, pair.b, pair.relation, pair.why]));
  return applyWrites(root, [
    { path: RELATED_FILE, content: table(RELATED_COLUMNS, related) },
    { path: UNCERTAIN_FILE, content: table(UNCERTAIN_COLUMNS, uncertain) },
    { path: LINKS_FILE, content: table(LINK_COLUMNS, links) },
  ]);
}

/** Writes the reports that the protocol's limits remove. */
export function applyFilter(root: string, plan: FilterPlan): string[] {
  const removed = plan.removed.map(({ report, filter, detail }) => csvLine([report, filter, detail]));
  return applyWrites(root, [{ path: REMOVED_FILE, content: table(REMOVED_COLUMNS, removed) }]);
}

function table(columns: readonly string[], rows: readonly string[]): string {
  return [columns.join(','), ...rows].map((line) => `${line}\n`).join('');
}

/** One JSON value a line. */
function* jsonLines(values: readonly unknown[]): Generator<string> {
  for (const value of values) yield `${JSON.stringify(value)}\n`;
}
