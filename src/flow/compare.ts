import { compareText } from '../text/order.ts';
import type { FlowJson } from './model.ts';

/** A box whose set of ids differs between two flows. */
export interface BoxChange {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * The boxes that differ between a committed flow and the present one: set by set, so that a swap which keeps every
 * count is seen. Against a flow without ids only its numbers can be compared.
 */
export function compareFlows(committed: FlowJson, present: FlowJson): BoxChange[] {
  if (!committed.ids) return compareCounts(committed, present);
  const paths = [...new Set([...Object.keys(committed.ids), ...Object.keys(present.ids ?? {})])].sort(compareText);
  return paths.flatMap((path) => {
    const before = new Set(committed.ids?.[path] ?? []);
    const after = new Set(present.ids?.[path] ?? []);
    const added = [...after].filter((id) => !before.has(id));
    const removed = [...before].filter((id) => !after.has(id));
    return added.length + removed.length > 0 ? [{ path, from: before.size, to: after.size, added, removed }] : [];
  });
}

function compareCounts(committed: FlowJson, present: FlowJson): BoxChange[] {
  const before = numbersOf(committed);
  const after = numbersOf(present);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return paths.flatMap((path) => {
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
  const { databases, other, previous, included, total, pending } = flow;
  walk({ databases, other, previous, included, total, pending }, '');
  return numbers;
}
