import { addToGroup } from '../model/group.ts';
import type { RulingLine } from '../model/ledgers.ts';
import { TOLD_EVERY, UNTOLD, type TellProgress } from '../model/progress.ts';
import type { Relation } from '../model/relation.ts';
import { candidatePairs } from './block.ts';
import { cluster, type Clustering, type Edge } from './cluster.ts';
import { seenAmongOthers } from './among-others.ts';
import type { Comparable } from './comparable.ts';
import { isNamedCorrection } from './corrections.ts';
import { contradicts, decide } from './decide.ts';
import type { LinkRule } from './verdict.ts';
import { fingerprints } from './fingerprint.ts';
import { rulingsInForce, type PairRuling } from './rulings.ts';

/** A line of links.csv: a record is a duplicate of the lowest record of its report, by the rule that linked it. */
export interface Link {
  readonly record: string;
  readonly duplicateOf: string;
  readonly rule: LinkRule;
  readonly score: number;
}

/** A line of uncertain.csv: a pair for a person. */
export interface UncertainPair {
  readonly a: string;
  readonly b: string;
  readonly score: number;
  readonly why: string;
}

/** A line of related.csv: two reports that belong together and are not one. */
export interface RelatedPair {
  readonly a: string;
  readonly b: string;
  readonly relation: Relation;
  readonly why: string;
}

export interface DedupePlan {
  readonly links: readonly Link[];
  readonly uncertain: readonly UncertainPair[];
  readonly related: readonly RelatedPair[];
}

/** Which relations the review's protocol counts as duplicates; the others are kept apart and shown together. */
export type DedupePolicy = { readonly [Each in Relation]?: 'separate' | 'duplicates' | undefined };

/**
 * Which records are one report, in four steps: blocking, comparing, deciding, clustering. Rulings win over rules: they
 * are applied first, and nothing undoes them.
 *
 * @param records all records in the order of reports: by search date, search id and number.
 * @param lines the rulings of all people, in the order of their time.
 * @param tell how many of the pairs are compared.
 */
export function planDedupe(
  records: readonly Comparable[],
  lines: readonly RulingLine[],
  policy: DedupePolicy = {},
  tell: TellProgress = UNTOLD,
): DedupePlan {
  const comparables = seenAmongOthers(records);
  const positions = positionsOf(records, lines);
  const rulings = rulingsInForce(lines).filter((ruling) => positions.has(ruling.a) && positions.has(ruling.b));
  const position = (id: string) => positions.get(id) as number;
  // While people contradict each other on a pair, the program does not decide it for one of them.
  const apart = rulings
    .filter((ruling) => ruling.verdict !== 'same')
    .map((ruling) => [position(ruling.a), position(ruling.b)] as const);
  const ruled: Edge[] = rulings
    .filter((ruling) => ruling.verdict === 'same')
    .map((ruling) => ({ a: position(ruling.a), b: position(ruling.b), rule: 'ruling', score: 1 }));

  const isDuplicate = (relation: Relation) => policy[relation] === 'duplicates';
  const edges: Edge[] = [];
  const doubtful: DoubtfulPair[] = [];
  const relatives: { a: number; b: number; relation: Relation; why: string }[] = [];
  tell('finding pairs', 0, records.length);
  const pairs = candidatePairs(comparables);
  for (let at = 0; at < pairs.length; at++) {
    if (at % TOLD_EVERY === 0) tell('comparing pairs', at, pairs.length);
    const [a, b] = [pairs.first[at] as number, pairs.second[at] as number];
    const [x, y] = [comparables[a] as Comparable, comparables[b] as Comparable];
    const verdict = decide(x, y);
    if (verdict.kind === 'linked') edges.push({ a, b, rule: verdict.rule, score: verdict.score });
    else if (verdict.kind === 'uncertain')
      doubtful.push({ a, b, score: verdict.score, why: verdict.why, isRuled: false, isOneOfMany: verdict.isOneOfMany });
    else if (verdict.kind === 'related') {
      // A correction that its paper names goes before others of the same title.
      if (isDuplicate(verdict.relation))
        edges.push({ a, b, rule: 'policy', score: isNamedCorrection(x, y) ? 0.6 : 0.5 });
      else relatives.push({ a, b, relation: verdict.relation, why: verdict.why });
    }
  }
  tell('linking', 0, edges.length);
  const printOf = fingerprints(comparables);
  sortByStrength(edges, printOf);

  const clusters = cluster(
    records.length,
    apart,
    [...ruled, ...edges],
    (a, b) => contradicts(comparables[a] as Comparable, comparables[b] as Comparable, isDuplicate),
    printOf,
  );
  const isJoined = joinedPositions(clusters.accepted);
  for (const edge of clusters.refused) {
    const [x, y] = [comparables[edge.a] as Comparable, comparables[edge.b] as Comparable];
    // Each is linked to records of its own year: the paper of a meeting and its article, not one that nobody linked.
    if (edge.rule !== 'ruling' && x.year !== y.year && isJoined.has(edge.a) && isJoined.has(edge.b)) {
      const why = 'alike, but each is linked to records of its own year';
      relatives.push({ a: edge.a, b: edge.b, relation: 'conference', why });
      continue;
    }
    const why = edge.rule === 'ruling' ? 'rulings contradict each other' : 'alike, but linked to records that differ';
    doubtful.push({ a: edge.a, b: edge.b, score: edge.score * 0.9, why, isRuled: edge.rule === 'ruling' });
  }
  for (const ruling of rulings.filter((item) => item.verdict === 'contradicted')) {
    doubtful.push({
      a: position(ruling.a),
      b: position(ruling.b),
      score: 1,
      why: contradiction(ruling),
      isRuled: true,
    });
  }
  return {
    links: linksOf(records, clusters),
    uncertain: uncertainPairs(records, clusters, apart, doubtful),
    related: relatedPairs(records, clusters, relatives),
  };
}

/**
 * The strongest first. Of equals, what the records say decides and not where they stand: the reports are the same in
 * whatever order searches come. Records that say the same keep their order.
 */
function sortByStrength(edges: Edge[], printOf: (position: number) => number): void {
  edges.sort((x, y) => {
    if (x.score !== y.score) return y.score - x.score;
    const [xa, xb, ya, yb] = [printOf(x.a), printOf(x.b), printOf(y.a), printOf(y.b)];
    return Math.min(xa, xb) - Math.min(ya, yb) || Math.max(xa, xb) - Math.max(ya, yb) || x.a - y.a || x.b - y.b;
  });
}

/** The positions that some link has joined to another. */
function joinedPositions(accepted: readonly Edge[]): ReadonlySet<number> {
  return new Set(accepted.flatMap(({ a, b }) => [a, b]));
}

/** The positions of the records that rulings name. */
function positionsOf(records: readonly Comparable[], lines: readonly RulingLine[]): ReadonlyMap<string, number> {
  const named = new Set(lines.flatMap((line) => [line.record_a, line.record_b]));
  const at = new Map<string, number>();
  if (named.size > 0) records.forEach(({ id }, index) => named.has(id) && at.set(id, index));
  return at;
}

/** The related pairs, one for each two clusters, in the order of records. */
function relatedPairs(
  records: readonly Comparable[],
  clusters: Clustering,
  relatives: readonly { readonly a: number; readonly b: number; readonly relation: Relation; readonly why: string }[],
): RelatedPair[] {
  const known = new Map<string, RelatedPair & { readonly low: number; readonly high: number }>();
  for (const { a, b, relation, why } of relatives) {
    const [low, high] = [clusters.find(a), clusters.find(b)].sort((x, y) => x - y) as [number, number];
    const key = `${low} ${high}`;
    if (low === high || known.has(key)) continue;
    const [x, y] = [(records[low] as Comparable).id, (records[high] as Comparable).id];
    known.set(key, { a: x, b: y, relation, why, low, high });
  }
  return [...known.values()]
    .sort((x, y) => x.low - y.low || x.high - y.high)
    .map(({ a, b, relation, why }) => ({ a, b, relation, why }));
}

interface DoubtfulPair {
  readonly a: number;
  readonly b: number;
  readonly score: number;
  readonly why: string;
  /** People's rulings are what is in doubt: a ruling that keeps the two apart does not close the pair. */
  readonly isRuled: boolean;
  readonly isOneOfMany?: true | undefined;
}

function contradiction(ruling: PairRuling): string {
  return ruling.lines.map((line) => `${line.person} says ${line.verdict}`).join(', ');
}

/** Each record that is not the lowest of its cluster, with the edge that leads to it from the lowest. */
function linksOf(records: readonly Comparable[], clusters: Clustering): Link[] {
  const neighbours = new Map<number, Edge[]>();
  for (const edge of clusters.accepted) {
    for (const end of [edge.a, edge.b]) addToGroup(neighbours, end, edge);
  }
  const links: { readonly at: number; readonly link: Link }[] = [];
  records.forEach((lowest, root) => {
    if (clusters.find(root) !== root || !neighbours.has(root)) return;
    const reached = new Set([root]);
    for (const current of reached) {
      for (const edge of neighbours.get(current) ?? []) {
        const next = edge.a === current ? edge.b : edge.a;
        if (reached.has(next)) continue;
        reached.add(next);
        const { id } = records[next] as Comparable;
        links.push({ at: next, link: { record: id, duplicateOf: lowest.id, rule: edge.rule, score: edge.score } });
      }
    }
  });
  return links.sort((x, y) => x.at - y.at).map(({ link }) => link);
}

interface OpenPair extends UncertainPair {
  readonly low: number;
  readonly high: number;
  /** The two clusters. */
  readonly ends: readonly [number, number];
  readonly isOneOfMany: boolean;
}

/** The doubtful pairs that are still open, one for each two clusters, best first. */
function uncertainPairs(
  records: readonly Comparable[],
  clusters: Clustering,
  apart: readonly (readonly [number, number])[],
  doubtful: readonly DoubtfulPair[],
): UncertainPair[] {
  const key = (a: number, b: number) => {
    const [x, y] = [clusters.find(a), clusters.find(b)];
    return x < y ? `${x} ${y}` : `${y} ${x}`;
  };
  const decided = new Set(apart.map(([a, b]) => key(a, b)));
  const best = new Map<string, OpenPair>();
  for (const pair of doubtful) {
    const pairKey = key(pair.a, pair.b);
    const isOpen = clusters.find(pair.a) !== clusters.find(pair.b);
    if (!isOpen || (decided.has(pairKey) && !pair.isRuled)) continue;
    const [low, high] = pair.a < pair.b ? [pair.a, pair.b] : [pair.b, pair.a];
    const earlier = best.get(pairKey);
    if (earlier && (earlier.score > pair.score || (earlier.score === pair.score && earlier.low <= low))) continue;
    const [a, b] = [(records[low] as Comparable).id, (records[high] as Comparable).id];
    const ends = [clusters.find(low), clusters.find(high)] as const;
    const isOneOfMany = pair.isOneOfMany === true;
    best.set(pairKey, { a, b, score: pair.score, why: pair.why, low, high, ends, isOneOfMany });
  }
  // Four columns a year in each of two sources: a person could not tell them apart either.
  const counterparts = new Map<number, number>();
  for (const { ends, isOneOfMany } of best.values())
    if (isOneOfMany) for (const end of ends) counterparts.set(end, (counterparts.get(end) ?? 0) + 1);
  return [...best.values()]
    .filter(({ ends, isOneOfMany }) => !isOneOfMany || ends.every((end) => counterparts.get(end) === 1))
    .sort((x, y) => y.score - x.score || x.low - y.low || x.high - y.high)
    .map(({ a, b, score, why }) => ({ a, b, score, why }));
}

/** The records on which two plans differ: by their links, by the pairs that wait for a person, and by those related. */
export function planDifferences(one: DedupePlan, other: DedupePlan): Record<keyof DedupePlan, readonly string[]> {
  const linkKey = (link: Link) => [link.record, link.duplicateOf, link.rule, link.score.toFixed(3)].join(' ');
  const pairKey = (pair: UncertainPair) => [pair.a, pair.b, pair.score.toFixed(3), pair.why].join(' ');
  const relatedKey = (pair: RelatedPair) => [pair.a, pair.b, pair.relation].join(' ');
  const differing = <T>(a: readonly T[], b: readonly T[], key: (item: T) => string): T[] => {
    const [inA, inB] = [new Set(a.map(key)), new Set(b.map(key))];
    return [...a.filter((item) => !inB.has(key(item))), ...b.filter((item) => !inA.has(key(item)))];
  };
  const both = (pairs: readonly { readonly a: string; readonly b: string }[]) => [
    ...new Set(pairs.flatMap(({ a, b }) => [a, b])),
  ];
  return {
    links: [...new Set(differing(one.links, other.links, linkKey).map((link) => link.record))],
    uncertain: both(differing(one.uncertain, other.uncertain, pairKey)),
    related: both(differing(one.related, other.related, relatedKey)),
  };
}
