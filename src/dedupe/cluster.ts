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
  const parent = Uint32Array.from({ length: size }, (_, index) => index);
  /** Of each cluster, by its lowest position: a record for each thing that its records say. */
  const voices = new Map<number, Map<number, number>>();
  const enemies = new Map<number, Set<number>>();
  for (const [a, b] of apart) {
    enemies.set(a, (enemies.get(a) ?? new Set()).add(b));
    enemies.set(b, (enemies.get(b) ?? new Set()).add(a));
  }
  const find = (position: number): number => {
    let root = position;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = position; at !== root;) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const voicesOf = (root: number): ReadonlyMap<number, number> => voices.get(root) ?? new Map([[printOf(root), root]]);
  const areApart = (a: number, b: number): boolean => {
    const [few, other] = (enemies.get(a)?.size ?? 0) <= (enemies.get(b)?.size ?? 0) ? [a, b] : [b, a];
    return [...(enemies.get(few) ?? [])].some((enemy) => find(enemy) === other);
  };
  /**
   * A contradiction between the clusters. That of the pair itself has been decided by its rule; and one that a ruling has
   * overruled within a cluster is no new one for who joins there.
   */
  const clash = (rootOfA: number, rootOfB: number, { a, b }: Edge): boolean => {
    const isOverruled = (end: number, other: number) => end !== other && contradicts(end, other);
    const [printA, printB] = [printOf(a), printOf(b)];
    for (const [printX, x] of voicesOf(rootOfA)) {
      for (const [printY, y] of voicesOf(rootOfB)) {
        const isThePair = printX === printA && printY === printB;
        if (!isThePair && contradicts(x, y) && !isOverruled(a, x) && !isOverruled(b, y)) return true;
      }
    }
    return false;
  };
  const join = (a: number, b: number): void => {
    const [low, high] = a < b ? [a, b] : [b, a];
    const [few, many] = [voicesOf(low), voicesOf(high)].sort((x, y) => x.size - y.size) as [
      ReadonlyMap<number, number>,
      Map<number, number>,
    ];
    for (const [print, position] of few) many.set(print, position);
    voices.delete(high);
    voices.set(low, many);
    parent[high] = low;
    const all = new Set([...(enemies.get(low) ?? []), ...(enemies.get(high) ?? [])]);
    if (all.size > 0) enemies.set(low, all);
  };

  const accepted: Edge[] = [];
  const refused: Edge[] = [];
  for (const edge of edges) {
    const [a, b] = [find(edge.a), find(edge.b)];
    if (a === b) accepted.push(edge);
    else if (areApart(a, b) || (edge.rule !== 'ruling' && clash(a, b, edge))) refused.push(edge);
    else {
      join(a, b);
      accepted.push(edge);
    }
  }
  return { accepted, refused, find };
}
