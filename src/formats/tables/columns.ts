import type { Row } from './csv-table.ts';

/** By the columns of a table: those that have no name of ours. They are the same for each of its rows. */
const UNKNOWN = new WeakMap<readonly string[], readonly string[]>();

/** The cells of the columns that have no name of ours, as written. */
export function unknownColumns(
  row: Row,
  columns: readonly string[],
  known: ReadonlySet<string>,
): Record<string, string> | undefined {
  let unknown = UNKNOWN.get(columns);
  if (!unknown) {
    unknown = columns.filter((column) => column !== '' && !known.has(column));
    UNKNOWN.set(columns, unknown);
  }
  const cells: [column: string, value: string][] = [];
  for (const column of unknown) {
    const value = row(column);
    if (value !== undefined) cells.push([column, value]);
  }
  return cells.length > 0 ? Object.fromEntries(cells) : undefined;
}

/** The DOIs of a cell, if it has any; else what it holds. */
export function doisInCell(cell: string | undefined): string[] {
  if (cell === undefined) return [];
  if (!/[\s|]/.test(cell)) return [cell];
  const dois = cell.split(/[\s|]+/).filter((part) => /10\.\d{4}/.test(part));
  return dois.length > 0 ? dois : [cell];
}

/** The object without its undefined values; undefined where nothing is left. */
export function presentOnly(values: Record<string, string | undefined>): Record<string, string> | undefined {
  const present = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return present.length > 0 ? Object.fromEntries(present) : undefined;
}

/** `123-129` from two cells; one alone where the other is empty, or where the first holds the whole range. */
export function pageRange(start: string | undefined, end: string | undefined): string | undefined {
  const isWhole = start !== undefined && end !== undefined && /^[^-–]+[-–]\s*(.+)$/.exec(start)?.[1] === end;
  if (isWhole) return start;
  return start !== undefined && end !== undefined && start !== end ? `${start}-${end}` : (start ?? end);
}
