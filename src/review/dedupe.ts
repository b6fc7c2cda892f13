import { toComparable, type Comparable } from '../dedupe/comparable.ts';
import { seenAmongOthers } from '../dedupe/among-others.ts';
import { planDedupe, planDifferences, type DedupePlan } from '../dedupe/plan-dedupe.ts';
import { inRecordOrder } from '../dedupe/reports.ts';
import { validRulings } from '../dedupe/rulings.ts';
import type { BibRecord } from '../model/record.ts';
import { UNTOLD, type TellProgress } from '../model/progress.ts';
import { isDedupeFresh, type DedupeFacts, type DedupeInputs } from './dedupe-freshness.ts';
import { LINES_AT_ONCE, MatchingHelper } from './matching-helper.ts';
import { ReviewReader } from './reader.ts';

/**
 * Which records are one report, from all records and all rulings on disk. What cannot be read of them is left out and
 * is among the reader's problems, which the caller must throw before it believes the plan.
 *
 * @param tell how far the work is: records that are read, pairs that are compared.
 */
export function computeDedupe(
  reader: ReviewReader,
  tell: TellProgress = UNTOLD,
): {
  plan: DedupePlan;
  titles: Map<string, string>;
  searches: number;
  /** What the plan was made from. */
  inputs: DedupeInputs | undefined;
} {
  const protocol = reader.protocol();
  const searches = reader.searches();
  const comparables = new Map<string, Comparable>();
  const titles = new Map<string, string>();
  const all = searches.flatMap(({ files }) => files).reduce((sum, file) => sum + file.records, 0);
  const problems: { readonly search: string; readonly line: number; readonly message: string }[] = [];
  const helper = new MatchingHelper(all, (part) => {
    for (const { comparable, title } of part.records) {
      comparables.set(comparable.id, comparable);
      titles.set(comparable.id, title);
    }
    for (const problem of part.problems) problems.push({ search: part.search, ...problem });
    tell('reading records', comparables.size, Math.max(all, comparables.size));
  });
  for (const { id } of searches) {
    let lines: { readonly text: string; readonly line: number }[] = [];
    for (const line of reader.numberedLines(id)) {
      lines.push(line);
      if (lines.length < LINES_AT_ONCE) continue;
      helper.read({ search: id, lines });
      lines = [];
    }
    if (lines.length > 0) helper.read({ search: id, lines });
  }
  helper.finish();
  // In the order of the lines, whoever came upon them first.
  const rank = new Map(searches.map(({ id }, index) => [id, index]));
  problems.sort((x, y) => (rank.get(x.search) ?? 0) - (rank.get(y.search) ?? 0) || x.line - y.line);
  for (const { search, line, message } of problems) reader.addRecordProblem(search, line, message);
  const lines = reader.ledger({ kind: 'rulings' });
  const people = new Set(protocol?.reviewers.map((person) => person.id));
  const rulings = validRulings(lines, people, (id) => comparables.has(id)).lines;
  const ordered = inRecordOrder(comparables.keys(), searches).map((id) => comparables.get(id) as Comparable);
  const inputs = protocol && { protocol, searches, rulings: lines };
  return { plan: planDedupe(ordered, rulings, protocol?.dedupe, tell), titles, searches: searches.length, inputs };
}

/**
 * Records as matching sees them in their review: by what others of the same title say, or name as their correction.
 *
 * @param records of the review; they come back in their order.
 */
export function comparablesOf(reader: ReviewReader, records: readonly BibRecord[]): Comparable[] {
  const own = records.map(toComparable);
  const titles = new Set(own.map(({ title }) => title));
  const alike = new Map(own.map((item) => [item.id, item]));
  for (const search of reader.searches()) {
    for (const record of reader.records(search.id)) {
      const item = toComparable(record);
      if (titles.has(item.title) || item.correctedAt) alike.set(item.id, item);
    }
  }
  const marked = new Map(seenAmongOthers([...alike.values()]).map((item) => [item.id, item]));
  return own.map((item) => marked.get(item.id) ?? item);
}

/** Whether records or rulings have changed since the links were written. */
export function isDedupeStale(root: string, facts: DedupeFacts): boolean {
  return !isDedupeFresh(root, facts, () => {
    const { links, uncertain, related } = planDifferences(facts, computeDedupe(new ReviewReader(root)).plan);
    return links.length + uncertain.length + related.length === 0;
  });
}
