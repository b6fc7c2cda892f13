import { stringify } from 'yaml';
import type { DedupePlan } from '../dedupe/plan-dedupe.ts';
import type { FilterPlan } from '../filters/plan-filter.ts';
import type { IngestPlan } from '../records/plan-ingest.ts';
import { csvLine } from '../text/csv.ts';
import { sha256Of } from './files.ts';
import type { ReviewReader } from './reader.ts';
import {
  LINK_COLUMNS,
  LINKS_FILE,
  rawFile,
  recordsFile,
  REMOVED_COLUMNS,
  REMOVED_FILE,
  rejectedFile,
  searchFile,
  UNCERTAIN_COLUMNS,
  UNCERTAIN_FILE,
} from './paths.ts';
import { applyWrites, type FileWrite } from './store.ts';
import { editYaml } from './yaml.ts';

/** An export as downloaded, to be kept beside what was read from it. */
export interface RawExport {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Writes a search: its raw exports, records and rejected entries, and last the description that names their hashes. */
export function applyIngest(reader: ReviewReader, plan: IngestPlan, exports: readonly RawExport[]): string[] {
  const { id } = plan.search;
  const records = jsonLines(plan.records);
  const rejected = jsonLines(plan.rejected);
  const search = { ...plan.search, recordsSha256: sha256Of(records), rejectedSha256: sha256Of(rejected) };
  const text = reader.text(searchFile(id));
  const writes: FileWrite[] = [
    ...exports.map(({ name, bytes }) => ({ path: rawFile(id, name), content: bytes })),
    { path: recordsFile(id), content: records },
    { path: rejectedFile(id), content: rejected },
    {
      path: searchFile(id),
      content: text === undefined ? stringify(search, { lineWidth: 0 }) : editYaml(text, search),
    },
  ];
  return applyWrites(reader.root, writes);
}

/** Writes the links that the flow counts, and the pairs that wait for a person. */
export function applyDedupe(root: string, plan: DedupePlan): string[] {
  const links = plan.links.map((link) => csvLine([link.record, link.duplicateOf, link.rule, link.score.toFixed(3)]));
  const uncertain = plan.uncertain.map((pair) => csvLine([pair.a, pair.b, pair.score.toFixed(3), pair.why]));
  return applyWrites(root, [
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

/** One JSON value a line, made anew at each pass: a million records are more than one string can hold. */
function jsonLines(values: readonly unknown[]): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      for (const value of values) yield `${JSON.stringify(value)}\n`;
    },
  };
}
