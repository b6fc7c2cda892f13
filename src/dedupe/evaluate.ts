import { addToGroup } from '../model/group.ts';
import type { BibRecord } from '../model/record.ts';
import { toComparable, type Comparable } from './comparable.ts';
import { seenAmongOthers } from './among-others.ts';
import { planDedupe, type DedupePlan, type DedupePolicy } from './plan-dedupe.ts';

/** What a labelled set says: groups of records that are duplicates of each other, by the ids that the set uses. */
export type GoldGroups = readonly (readonly string[])[];

export type Pair = readonly [string, string];

/** How the program did on a labelled set, in pairs of records after clustering. */
export interface Figures {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  /** Pairs that wait for a person. */
  readonly uncertain: number;
  /** Missed pairs that a person's rulings on those would still find. */
  readonly uncertainTrue: number;
  readonly seconds: number;
  readonly falsePositives: readonly Pair[];
  readonly falseNegatives: readonly Pair[];
}

export interface Evaluation {
  readonly records: number;
  readonly goldPairs: number;
  readonly separate: Figures;
  readonly duplicates: Figures;
  /** A record as matching saw it, by the name that the gold gives it. */
  readonly comparableOf: (name: string) => Comparable | undefined;
}

/**
 * All relations apart, as by default; and what some sets count as duplicates merged: errata, versions, preprints. A paper of a
 * conference and its article, or a comment and its paper, are two documents in all of them.
 */
export const POLICIES: Readonly<Record<'separate' | 'duplicates', DedupePolicy>> = {
  separate: {},
  duplicates: { correction: 'duplicates', version: 'duplicates', preprint: 'duplicates' },
};

/**
 * Groups of duplicates as labelled sets write them: a row a group, its ids joined by ";" in one cell, or a cell each (a list of
 * pairs is that). A first row that names no record is a header.
 */
export function readGold(rows: readonly (readonly string[])[], isId: (id: string) => boolean): GoldGroups {
  const groups = rows.map((row) => {
    const ids = row.flatMap((cell) => cell.split(';')).map((id) => id.trim());
    return [...new Set(ids.filter((id) => id !== ''))];
  });
  const [first = []] = groups;
  const hasHeader = first.length > 0 && !first.some(isId);
  return (hasHeader ? groups.slice(1) : groups).filter((group) => group.length > 1);
}

/**
 * The values by which a labelled set may name each record: of all fields that number records, the one that names most of the
 * gold's ids. Undefined where none does.
 *
 * @param records as they were read, in the order of their file; each is also known by its number in the file.
 */
export function namesOfRecords(
  records: readonly BibRecord[],
  goldIds: ReadonlySet<string>,
): readonly string[] | undefined {
  const named = new Map<string, number>();
  const count = (field: string, value: unknown) => {
    if (typeof value === 'string' && goldIds.has(value)) named.set(field, (named.get(field) ?? 0) + 1);
  };
  for (const { extra, ids, doi } of records) {
    for (const [field, value] of Object.entries(extra ?? {})) count(`extra ${field}`, value);
    for (const [field, value] of Object.entries(ids ?? {})) count(`ids ${field}`, value);
    count('doi', doi);
  }
  if (named.size === 0) return countedNames(records, goldIds);
  const [best] = [...named].sort((a, b) => b[1] - a[1]);
  if (!best) return undefined;
  const [place, field = ''] = best[0].split(/ (.*)/s);
  return records.map((record, index) => {
    const value = place === 'doi' ? record.doi : place === 'ids' ? record.ids?.[field] : record.extra?.[field];
    return typeof value === 'string' ? value : `#${index + 1}`;
  });
}

/**
 * Names where a gold writes numbers otherwise than the records do: `id_0000017` for 17, of a column or of the place in the
 * file.
 */
function countedNames(records: readonly BibRecord[], goldIds: ReadonlySet<string>): readonly string[] | undefined {
  const byNumber = new Map<string, string>();
  for (const id of goldIds) {
    const digits = /^(?:id|rec|record|row|nr|no)?[ _.-]*(\d+)$/i.exec(id)?.[1];
    if (digits !== undefined) byNumber.set(String(Number(digits)), id);
  }
  const fields = new Map<string, number>();
  for (const { extra } of records)
    for (const [field, value] of Object.entries(extra ?? {}))
      if (/(?:^|[ _-])id$|number/i.test(field) && byNumber.has(plainNumber(value) ?? ''))
        fields.set(field, (fields.get(field) ?? 0) + 1);
  const [best] = [...fields].sort((a, b) => b[1] - a[1]);
  const isNumbered = best !== undefined || byNumber.has('1') || byNumber.has(String(records.length));
  if (!isNumbered) return undefined;
  return records.map((record, index) => {
    const number = best ? plainNumber(record.extra?.[best[0]]) : String(index + 1);
    return byNumber.get(number ?? '') ?? `#${index + 1}`;
  });
}

function plainNumber(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d+$/.test(value) ? String(Number(value)) : undefined;
}

/**
 * What matching makes of a labelled set, under both policies.
 *
 * @param records in the order of their file.
 * @param names how the gold names each.
 * @param clock milliseconds, to time the matching.
 */
export function evaluateDedupe(
  records: readonly BibRecord[],
  names: readonly string[],
  gold: GoldGroups,
  clock: () => number,
): Evaluation {
  const pairs = new Map<string, Pair>();
  for (const group of gold) for (const pair of pairsOf(group)) pairs.set(keyOf(...pair), pair);
  const begun = clock();
  // Two records may bear one name: each goes by its number.
  const comparables = records.map((record, index) => toComparable({ ...record, id: String(index) }));
  const reading = clock() - begun;
  const positions = new Map<string, number[]>();
  names.forEach((name, index) => addToGroup(positions, name, index));
  const under = (policy: DedupePolicy): Figures => {
    const started = clock();
    const plan = planDedupe(comparables, [], policy);
    const seconds = (reading + clock() - started) / 1000;
    return { ...judge(names, positions, plan, pairs), seconds };
  };
  const separate = under(POLICIES.separate);
  const marked = seenAmongOthers(comparables);
  return {
    records: records.length,
    goldPairs: pairs.size,
    separate,
    duplicates: under(POLICIES.duplicates),
    comparableOf: (name) => marked[positions.get(name)?.[0] ?? -1],
  };
}

function judge(
  names: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
  plan: DedupePlan,
  gold: ReadonlyMap<string, Pair>,
): Omit<Figures, 'seconds'> {
  const cluster = new Map(plan.links.map((link) => [link.record, link.duplicateOf]));
  const of = (id: string) => cluster.get(id) ?? id;
  const members = new Map<string, string[]>();
  names.forEach((name, index) => addToGroup(members, of(String(index)), name));
  const found = new Map<string, Pair>();
  for (const group of members.values())
    for (const pair of pairsOf(group)) if (pair[0] !== pair[1]) found.set(keyOf(...pair), pair);
  const falsePositives = [...found].flatMap(([key, pair]) => (gold.has(key) ? [] : [pair]));
  const missed = [...gold].flatMap(([key, pair]) => (found.has(key) ? [] : [pair]));
  const open = new Set(plan.uncertain.map(({ a, b }) => keyOf(of(a), of(b))));
  const isOpen = ([a, b]: Pair) =>
    (positions.get(a) ?? []).some((x) =>
      (positions.get(b) ?? []).some((y) => open.has(keyOf(of(String(x)), of(String(y))))),
    );
  return {
    tp: found.size - falsePositives.length,
    fp: falsePositives.length,
    fn: missed.length,
    uncertain: plan.uncertain.length,
    uncertainTrue: missed.filter(isOpen).length,
    falsePositives,
    falseNegatives: missed,
  };
}

function* pairsOf(group: readonly string[]): Generator<Pair> {
  for (let i = 0; i < group.length; i++)
    for (let j = i + 1; j < group.length; j++) yield [group[i] as string, group[j] as string];
}

function keyOf(a: string, b: string): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}
