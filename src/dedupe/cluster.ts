/** A reason to put two records into one report, by their positions. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly rule: 'doi' | 'title' | 'ruling';
  readonly score: number;
}

export interface Clustering {
  /** The edges that hold the clusters together. */
  readonly accepted: readonly Edge[];
  /** Edges that would have joined records which a different DOI or a ruling keeps apart. */
  readonly refused: readonly Edge[];
  /** The lowest position in the cluster of a position. */
  find(position: number): number;
}

/**
 * Joins records into clusters edge by edge, and never lets a chain join what may not be joined: a cluster holds one DOI
 * only, unless a person ruled otherwise, and no two records that a person ruled different.
 *
 * @param dois the DOI of each position; edges must come with rulings first, then the strongest rule.
 */
export function cluster(
  dois: readonly (string | undefined)[],
  apart: readonly (readonly [number, number])[],
  edges: Iterable<Edge>,
): Clustering {
  const parent = dois.map((_, index) => index);
  const heldDois = new Map<number, Set<string>>();
  const enemies = new Map<number, Set<number>>();
  for (const [a, b] of apart) {
    enemies.set(a, (enemies.get(a) ?? new Set()).add(b));
    enemies.set(b, (enemies.get(b) ?? new Set()).add(a));
  }
  const find = (position: number): number => {
    let root = position;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = position; at !== root;) [parent[at], at] = [root, parent[at] as number];
    return root;
  };
  const doisOf = (root: number): ReadonlySet<string> => {
    const doi = dois[root];
    return heldDois.get(root) ?? new Set(doi === undefined ? [] : [doi]);
  };
  const areApart = (a: number, b: number): boolean => {
    const [few, other] = (enemies.get(a)?.size ?? 0) <= (enemies.get(b)?.size ?? 0) ? [a, b] : [b, a];
    return [...(enemies.get(few) ?? [])].some((enemy) => find(enemy) === other);
  };
  const join = (a: number, b: number): void => {
    const [low, high] = a < b ? [a, b] : [b, a];
    const joined = new Set([...doisOf(low), ...doisOf(high)]);
    parent[high] = low;
    heldDois.set(low, joined);
    const all = new Set([...(enemies.get(low) ?? []), ...(enemies.get(high) ?? [])]);
    if (all.size > 0) enemies.set(low, all);
  };

  const accepted: Edge[] = [];
  const refused: Edge[] = [];
  for (const edge of edges) {
    const [a, b] = [find(edge.a), find(edge.b)];
    if (a === b) accepted.push(edge);
    else if (areApart(a, b) || (edge.rule !== 'ruling' && doisClash(doisOf(a), doisOf(b)))) refused.push(edge);
    else {
      join(a, b);
      accepted.push(edge);
    }
  }
  return { accepted, refused, find };
}

/** Joining would bring a DOI next to another one that no person has put beside it. */
function doisClash(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const isSubset = (some: ReadonlySet<string>, all: ReadonlySet<string>) => [...some].every((doi) => all.has(doi));
  return !isSubset(a, b) && !isSubset(b, a);
}
