import type { Protocol } from './protocol.ts';

/** A setting that differs between two protocols; absent on the side that does not have it. */
export interface ProtocolChange {
  readonly path: string;
  readonly from?: string;
  readonly to?: string;
}

/**
 * What differs between two protocols in what decides: questions, criteria, the rules of stages, duplicates, filters and
 * whether votes are sealed. Names, title, highlights, what is hidden, orders and whether a stage is closed may change at
 * any time.
 */
export function protocolChanges(before: Protocol, after: Protocol): ProtocolChange[] {
  const [from, to] = [settingsOf(before), settingsOf(after)];
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((path) => {
    const [was, is] = [from.get(path), to.get(path)];
    if (was === is) return [];
    return [{ path, ...(was !== undefined && { from: was }), ...(is !== undefined && { to: is }) }];
  });
}

/** What of a stage may change at any time: it decides nothing. */
const FREE = new Set(['closed', 'order', 'sameOrder', 'withoutAbstract']);

function settingsOf({ questions, criteria, stages, dedupe, filters, seal }: Protocol): Map<string, string> {
  const settings = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) walkList(value, path);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) if (!FREE.has(key)) walk(item, `${path}.${key}`);
    } else if (value !== undefined) settings.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  };
  /** What has an id goes by it; the order of such things matters too, for it is their priority. */
  const walkList = (list: readonly unknown[], path: string) => {
    const ids = list.map((item) => (hasId(item) ? item.id : undefined));
    if (ids.includes(undefined)) settings.set(path, list.map(String).join(', '));
    else {
      settings.set(`${path} (order)`, ids.join(', '));
      for (const item of list) if (hasId(item)) walk({ ...item, id: undefined }, `${path}.${item.id}`);
    }
  };
  for (const [key, value] of Object.entries({ questions, criteria, stages, dedupe, filters, seal })) walk(value, key);
  return settings;
}

function hasId(item: unknown): item is { id: string } {
  return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string';
}
