import type { Reason } from '../model/protocol.ts';
import { terminalSafe } from '../text/terminal-safe.ts';
import { flow, hanging } from './page.ts';
import type { Styles } from './styles.ts';

/** The number keys that there are. */
const KEYS = 9;

/** The reasons for exclusion with the keys that choose them; those beyond the number keys are chosen by their id. */
export function reasonLines(reasons: readonly Reason[], styles: Styles, columns: number): string[] {
  if (reasons.length === 0) return [];
  const items = reasons.map(({ id, label }, index) => {
    const key = [keyOf(index), ...idBeyond(index, id)].join(' ');
    const text = terminalSafe(label);
    return { text: `${key} ${text}`, styled: `${styles.key(key)} ${text}` };
  });
  return flow([{ text: 'exclude because', styled: 'exclude because' }, ...items], columns);
}

/** The key of the reason at a place, and the id that those beyond the number keys are chosen by. */
const keyOf = (index: number) => (index < KEYS ? String(index + 1) : '0');
const idBeyond = (index: number, id: string) => (index < KEYS ? [] : [id]);

/** Criteria in lines: what includes, then what excludes, with their keys. */
export function criteriaLines(
  include: readonly { readonly label: string }[],
  reasons: readonly Reason[],
  columns: number,
): string[] {
  const item = (mark: string, text: string) => hanging(` ${mark}`, terminalSafe(text), 2, columns);
  return [
    ...(include.length > 0 ? ['include if', ...include.flatMap(({ label }) => item('·', label)), ''] : []),
    ...(reasons.length > 0 ? ['exclude because'] : []),
    ...reasons.flatMap(({ id, label }, index) => item(keyOf(index), [...idBeyond(index, id), label].join(' '))),
  ];
}

/** How the keys of reasons are told: `1–4`. */
export function reasonKeys(reasons: readonly Reason[]): readonly (readonly [string, string])[] {
  const last = Math.min(KEYS, reasons.length);
  return last === 0 ? [] : [[last === 1 ? '1' : `1–${last}`, 'exclude because']];
}

/** The reason of a number key. */
export function numberedReason(key: string, reasons: readonly Reason[]): Reason | undefined {
  return /^[1-9]$/.test(key) ? reasons[Number(key) - 1] : undefined;
}

/** The reason whose id is, or whose id or label alone begins with, what somebody typed; in any case. */
export function typedReason(typed: string, reasons: readonly Reason[]): Reason | undefined {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return undefined;
  const begins = (text: string) => text.toLowerCase().startsWith(wanted);
  const fitting = reasons.filter(({ id, label }) => begins(id) || begins(label));
  return fitting.length === 1 ? fitting[0] : fitting.find(({ id }) => id.toLowerCase() === wanted);
}
