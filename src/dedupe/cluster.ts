import { Forest } from './forest.ts';
import type { LinkRule } from './verdict.ts';

/** A reason to put two records into one report, by their positions. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly rule: LinkRule;
  readonly score: number;
}

export interface Clustering {
  /** The edges that hold the clusters together. */
  readonly accepted: readonly Edge[];
  /** Edges that would have joined records which a contradiction or a ruling keeps apart. */
  readonly refused: readonly Edge[];
  /** The lowest position in the cluster of a position. */
  find(position: number): number;
}

/**
 * Joins records into clusters edge by edge, and never lets a chain join what may not be joined: two clusters become one
 * only if no record of the one contradicts a record of the other. What people ruled goes before contradictions; what they
 * ruled different stays apart whatever else is ruled.
 *
 * @param size how many records there are.
 * @param apart pairs that people ruled different.
 * @param edges rulings first, then the strongest rule.
 * @param contradicts whether something speaks against two records being one.
 * @param printOf a number for what a record says: of those in a cluster that say the same, one is asked for all.
 */
export function cluster(
  size: number,
  apart: readonly (readonly [number, number])[],
  edges: Iterable<Edge>,
  contradicts: (a: number, b: number) => boolean,
  printOf: (position: number) => number,
): Clustering {
  const clusters = new Forest(size);
  /** What rules alone have joined: of these parts a ruling may join several, whatever speaks against it. */
  const parts = new Forest(size);
  /** Of each part, by its lowest position: a record for each thing that its records say. */
  const voices = new Map<number, Map<number, number>>();
  const enemies = new Map<number, Set<number>>();
  for (const [a, b] of apart) {
    enemies.set(a, (enemies.get(a) ?? new Set()).add(b));
    enemies.set(b, (enemies.get(b) ?? new Set()).add(a));
  }
  const voicesOf = (root: number): ReadonlyMap<number, number> => voices.get(root) ?? new Map([[printOf(root), root]]);
  const areApart = (a: number, b: number): boolean => {
    const [few, other] = (enemies.get(a)?.size ?? 0) <= (enemies.get(b)?.size ?? 0) ? [a, b] : [b, a];
    return [...(enemies.get(few) ?? [])].some((enemy) => clusters.find(enemy) === other);
  };
  /**
   * A contradiction between the parts to which the ends of an edge belong. That of the pair itself has been decided by its
   * rule; and those between the parts that a ruling has joined it has overruled.
   */
  const clash = ({ a, b }: Edge): boolean => {
    const [printA, printB] = [printOf(a), printOf(b)];
    const ofB = voicesOf(parts.find(b));
    for (const [printX, x] of voicesOf(parts.find(a)))
      for (const [printY, y] of ofB) if (!(printX === printA && printY === printB) && contradicts(x, y)) return true;
    return false;
  };
  const joinClusters = (a: number, b: number): void => {
    const [low, high] = clusters.join(a, b);
    const all = new Set([...(enemies.get(low) ?? []), ...(enemies.get(high) ?? [])]);
    if (all.size > 0) enemies.set(low, all);
  };
  const joinParts = (a: number, b: number): void => {
    const [few, many] = [voicesOf(parts.find(a)), voicesOf(parts.find(b))].sort((x, y) => x.size - y.size) as [
      ReadonlyMap<number, number>,
      Map<number, number>,
    ];
    for (const [print, position] of few) many.set(print, position);
    const [low, high] = parts.join(a, b);
    voices.delete(high);
    voices.set(low, many);
  };

  const accepted: Edge[] = [];
  const refused: Edge[] = [];
  for (const edge of edges) {
    const [a, b] = [clusters.find(edge.a), clusters.find(edge.b)];
    const isOpen = edge.rule !== 'ruling' && parts.find(edge.a) !== parts.find(edge.b);
    const isApart = a !== b && areApart(a, b);
    const isClash = !isApart && isOpen && clash(edge);
    // Within a report that a ruling has joined, a refusal would ask what has been said.
    if (a !== b && (isApart || isClash)) {
      refused.push(edge);
      continue;
    }
    if (a !== b) joinClusters(a, b);
    if (isOpen && !isClash) joinParts(edge.a, edge.b);
    accepted.push(edge);
  }
  return { accepted, refused, find: (position) => clusters.find(position) };
}
