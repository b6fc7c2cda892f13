import { addToGroup } from '../model/group.ts';
import type { RulingLine } from '../model/ledgers.ts';
import { candidatePairs } from './block.ts';
import { cluster, type Clustering, type Edge } from './cluster.ts';
import type { Comparable } from './comparable.ts';
import { decide, type LinkRule } from './decide.ts';
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

export interface DedupePlan {
  readonly links: readonly Link[];
  readonly uncertain: readonly UncertainPair[];
}

/**
 * Which records are one report. Rulings win over rules: they are applied first, and nothing undoes them.
 *
 * @param records all records in the order of reports: by search date, search id and number.
 * @param lines the rulings of all people, in the order of their time.
 */
export function planDedupe(records: readonly Comparable[], lines: readonly RulingLine[]): DedupePlan {
  const comparables = withRecurringTitles(records);
  const position = new Map(records.map((record, index) => [record.id, index]));
  const rulings = rulingsInForce(lines).filter((ruling) => position.has(ruling.a) && position.has(ruling.b));
  const at = (id: string) => position.get(id) as number;
  // While people contradict each other on a pair, the program does not decide it for one of them.
  const apart = rulings
    .filter((ruling) => ruling.verdict !== 'same')
    .map((ruling) => [at(ruling.a), at(ruling.b)] as const);
  const ruled: Edge[] = rulings
    .filter((ruling) => ruling.verdict === 'same')
    .map((ruling) => ({ a: at(ruling.a), b: at(ruling.b), rule: 'ruling', score: 1 }));

  const linked: Edge[] = [];
  const doubtful: DoubtfulPair[] = [];
  for (const [a, b] of candidatePairs(comparables)) {
    const verdict = decide(comparables[a] as Comparable, comparables[b] as Comparable);
    if (verdict.kind === 'linked') linked.push({ a, b, rule: verdict.rule, score: verdict.score });
    else if (verdict.kind === 'uncertain')
      doubtful.push({ a, b, score: verdict.score, why: verdict.why, isRuled: false });
  }
  linked.sort(
    (x, y) => Number(x.rule === 'title') - Number(y.rule === 'title') || y.score - x.score || x.a - y.a || x.b - y.b,
  );

  const clusters = cluster(
    records.map((record) => record.doi),
    apart,
    [...ruled, ...linked],
  );
  for (const edge of clusters.refused) {
    const why = edge.rule === 'ruling' ? 'rulings contradict each other' : 'alike, but linked to records that differ';
    doubtful.push({ a: edge.a, b: edge.b, score: edge.score * 0.9, why, isRuled: edge.rule === 'ruling' });
  }
  for (const ruling of rulings.filter((item) => item.verdict === 'contradicted')) {
    doubtful.push({ a: at(ruling.a), b: at(ruling.b), score: 1, why: contradiction(ruling), isRuled: true });
  }
  return {
    links: linksOf(records, clusters),
    uncertain: uncertainPairs(records, clusters, apart, doubtful),
  };
}

/** A title under which so many first authors stand is that of a column, such as "Reminiscences on influential papers". */
const RECURRING = 3;

/** The records, with a title that recurs under many first authors marked as one that says little. */
function withRecurringTitles(records: readonly Comparable[]): readonly Comparable[] {
  const firstAuthors = new Map<string, Set<string>>();
  for (const { title, surnames } of records) {
    const known = firstAuthors.get(title);
    if (surnames[0] === undefined) continue;
    if (known) known.add(surnames[0]);
    else firstAuthors.set(title, new Set([surnames[0]]));
  }
  const isRecurring = ({ title }: Comparable) => (firstAuthors.get(title)?.size ?? 0) >= RECURRING;
  return records.map((record) => (isRecurring(record) && !record.isGeneric ? { ...record, isGeneric: true } : record));
}

interface DoubtfulPair {
  readonly a: number;
  readonly b: number;
  readonly score: number;
  readonly why: string;
  /** People's rulings are what is in doubt: a ruling that keeps the two apart does not close the pair. */
  readonly isRuled: boolean;
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
  const links: Link[] = [];
  records.forEach((lowest, root) => {
    if (clusters.find(root) !== root || !neighbours.has(root)) return;
    const reached = new Set([root]);
    for (const current of reached) {
      for (const edge of neighbours.get(current) ?? []) {
        const next = edge.a === current ? edge.b : edge.a;
        if (reached.has(next)) continue;
        reached.add(next);
        links.push({
          record: (records[next] as Comparable).id,
          duplicateOf: lowest.id,
          rule: edge.rule,
          score: edge.score,
        });
      }
    }
  });
  const order = new Map(records.map((record, index) => [record.id, index]));
  return links.sort((x, y) => (order.get(x.record) ?? 0) - (order.get(y.record) ?? 0));
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
  const best = new Map<string, UncertainPair & { readonly low: number; readonly high: number }>();
  for (const pair of doubtful) {
    const pairKey = key(pair.a, pair.b);
    const isOpen = clusters.find(pair.a) !== clusters.find(pair.b);
    if (!isOpen || (decided.has(pairKey) && !pair.isRuled)) continue;
    const [low, high] = pair.a < pair.b ? [pair.a, pair.b] : [pair.b, pair.a];
    const earlier = best.get(pairKey);
    if (earlier && (earlier.score > pair.score || (earlier.score === pair.score && earlier.low <= low))) continue;
    const [a, b] = [(records[low] as Comparable).id, (records[high] as Comparable).id];
    best.set(pairKey, { a, b, score: pair.score, why: pair.why, low, high });
  }
  return [...best.values()]
    .sort((x, y) => y.score - x.score || x.low - y.low || x.high - y.high)
    .map(({ a, b, score, why }) => ({ a, b, score, why }));
}

/** The records on which two plans differ: by their links, and by the pairs that wait for a person. */
export function planDifferences(
  one: DedupePlan,
  other: DedupePlan,
): { readonly links: readonly string[]; readonly uncertain: readonly string[] } {
  const linkKey = (link: Link) => [link.record, link.duplicateOf, link.rule, link.score.toFixed(3)].join(' ');
  const pairKey = (pair: UncertainPair) => [pair.a, pair.b, pair.score.toFixed(3), pair.why].join(' ');
  const differing = <T>(a: readonly T[], b: readonly T[], key: (item: T) => string): T[] => {
    const [inA, inB] = [new Set(a.map(key)), new Set(b.map(key))];
    return [...a.filter((item) => !inB.has(key(item))), ...b.filter((item) => !inA.has(key(item)))];
  };
  const links = differing(one.links, other.links, linkKey).map((link) => link.record);
  const uncertain = differing(one.uncertain, other.uncertain, pairKey).flatMap((pair) => [pair.a, pair.b]);
  return { links: [...new Set(links)], uncertain: [...new Set(uncertain)] };
}
