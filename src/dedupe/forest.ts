/** Positions in sets that are joined two by two; each set goes by its lowest position (union-find, Galler and Fischer 1964). */
export class Forest {
  private readonly parent: Uint32Array;

  /** @param size how many positions there are, each a set of its own. */
  constructor(size: number) {
    this.parent = new Uint32Array(size);
    for (let position = 0; position < size; position++) this.parent[position] = position;
  }

  /** The lowest position of the set to which a position belongs. */
  find(position: number): number {
    const { parent } = this;
    let root = position;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = position; at !== root;) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  }

  /** The lowest position of the set that is now one, and that of the one which it has taken in. */
  join(a: number, b: number): [low: number, high: number] {
    const [x, y] = [this.find(a), this.find(b)];
    const [low, high] = x < y ? [x, y] : [y, x];
    this.parent[high] = low;
    return [low, high];
  }
}
