/** Counts of how two raters judged the same units: rows the first rater's categories, columns the second's. */
export type Table = readonly (readonly number[])[];

/** A weight for each cell of a square table: 1 where both judgements are as good as the same, 0 where they are opposite. */
export type Weights = Table;

/** A table as shares of its total. */
export interface Shares {
  readonly n: number;
  readonly size: number;
  readonly cells: Table;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Counts judgements that come in pairs. One that is in no category is not counted. */
export function tabulate(pairs: Iterable<readonly [string, string]>, categories: readonly string[]): Table {
  const index = new Map(categories.map((category, position) => [category, position]));
  const table = categories.map(() => categories.map(() => 0));
  for (const [a, b] of pairs) {
    const [row, column] = [table[index.get(a) ?? -1], index.get(b)];
    if (row && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

/** The table of coarser categories: each category of the table becomes that of its place. */
export function collapse(table: Table, places: readonly number[], size: number): Table {
  const coarse = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  table.forEach((row, i) =>
    row.forEach((count, j) => {
      const [target, column] = [coarse[places[i] ?? -1], places[j]];
      if (target && column !== undefined) target[column] = at(target, column) + count;
    }),
  );
  return coarse;
}

/** The shares of a square table; undefined where it is empty. */
export function sharesOf(table: Table): Shares | undefined {
  const n = sum(table.flat());
  if (n === 0) return undefined;
  const cells = table.map((row) => row.map((count) => count / n));
  return {
    n,
    size: table.length,
    cells,
    rows: cells.map(sum),
    columns: cells.map((_, column) => sum(cells.map((row) => row[column] ?? 0))),
  };
}

/** The sum over all cells of what a function makes of each. */
export function sumCells(cells: Table, value: (share: number, row: number, column: number) => number): number {
  let total = 0;
  cells.forEach((row, i) => row.forEach((share, j) => (total += value(share, i, j))));
  return total;
}

/** A square of which each cell is computed from its row and column. */
export function square(size: number, value: (row: number, column: number) => number): Table {
  const indices = Array.from({ length: size }, (_, index) => index);
  return indices.map((i) => indices.map((j) => value(i, j)));
}

/** A number of a list by its place; 0 beyond its end. */
export function at(list: readonly number[] | undefined, index: number): number {
  return list?.[index] ?? 0;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
