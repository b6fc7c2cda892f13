import { STAGES } from '../model/protocol.ts';
import { compareText } from '../text/order.ts';
import type { FlowJson } from './model.ts';

/** A box that differs between two flows: by its ids; by its number alone where no ids are listed, or they agree. */
export interface BoxChange {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * The boxes that differ between a committed flow and the present one: set by set, so that a swap which keeps every
 * count is seen. Its numbers are compared too: those of a flow without ids, and those that somebody changed by hand.
 */
export function compareFlows(committed: FlowJson, present: FlowJson): BoxChange[] {
  const sets = committed.ids ? compareSets(boxesIn(committed), boxesIn(present)) : [];
  const seen = new Set(sets.map((change) => change.path));
  const numbers = compareNumbers(committed, present).filter((change) => !seen.has(change.path));
  return [...sets, ...numbers].sort((a, b) => compareText(a.path, b.path));
}

type Boxes = ReadonlyMap<string, ReadonlySet<string>>;

function compareSets(before: Boxes, after: Boxes): BoxChange[] {
  const none: ReadonlySet<string> = new Set();
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [from, to] = [before.get(path) ?? none, after.get(path) ?? none];
    const added = [...to].filter((id) => !from.has(id));
    const removed = [...from].filter((id) => !to.has(id));
    return added.length + removed.length > 0 ? [{ path, from: from.size, to: to.size, added, removed }] : [];
  });
}

/** The boxes that a flow lists, and those that are unions of them: what is sought, assessed, included in all. */
function boxesIn(flow: FlowJson): Boxes {
  const leaves = new Map(Object.entries(flow.ids ?? {}).map(([path, ids]) => [path, new Set(ids)]));
  const boxes = new Map<string, ReadonlySet<string>>(leaves);
  const ids = (path: string) => [...(boxes.get(path) ?? [])];
  const under = (path: string) => [...leaves.keys()].filter((leaf) => leaf.startsWith(`${path}.`)).flatMap(ids);
  const union = (path: string, ...parts: string[][]) => boxes.set(path, new Set(parts.flat()));

  union('other.identified', under('other.sources'));
  union('databases.identified', under('databases.sources'));
  // Open work is listed for both columns at once. A report shown under a record that something else than a database
  // found is the databases' where that record is a duplicate.
  const isOther = (id: string) => boxes.get('other.identified')?.has(id) && !leaves.get('other.duplicates')?.has(id);
  const open = (column: string, ...paths: string[]) =>
    paths.flatMap((path) => ids(`pending.${path}`)).filter((id) => (isOther(id) ? 'other' : 'databases') === column);
  const [titles, texts] = STAGES.map((stage) => [`${stage}.votes`, `${stage}.conflicts`]) as [string[], string[]];
  for (const column of ['databases', 'other']) {
    const box = (name: string) => ids(`${column}.${name}`);
    union(
      `${column}.assessed`,
      box('included'),
      box('awaiting'),
      under(`${column}.excludedReports`),
      open(column, ...texts),
    );
    union(`${column}.sought`, box('assessed'), box('notRetrieved'), open(column, 'retrieval'));
    union(`${column}.screened`, box('sought'), box('excluded'), open(column, ...titles));
  }
  union('included.reports', ids('databases.included'), ids('other.included'));
  for (const unit of ['studies', 'reports']) union(`total.${unit}`, ids(`previous.${unit}`), ids(`included.${unit}`));
  return boxes;
}

function compareNumbers(committed: FlowJson, present: FlowJson): BoxChange[] {
  const before = numbersOf(committed);
  const after = numbersOf(present);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [from, to] = [before.get(path) ?? 0, after.get(path) ?? 0];
    return from === to ? [] : [{ path, from, to, added: [], removed: [] }];
  });
}

/** Every number of a flow under its path; the members of a list are named by their ids. */
function numbersOf(flow: FlowJson): Map<string, number> {
  const numbers = new Map<string, number>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'number') numbers.set(path, value);
    else if (Array.isArray(value))
      for (const item of value as { id: string; n: number }[]) numbers.set(`${path}.${item.id}`, item.n);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) walk(part, path === '' ? key : `${path}.${key}`);
    }
  };
  const { databases, other, previous, included, total, pending, declared = [] } = flow;
  walk({ databases, other, previous, included, total, pending, declared }, '');
  return numbers;
}
