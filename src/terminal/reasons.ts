import type { Reason } from '../model/protocol.ts';
import { terminalSafe } from '../text/terminal-safe.ts';
import type { Key, Keyboard } from './keys.ts';

/** The number keys that there are. */
const KEYS = 9;

/** The reasons for exclusion with the keys that choose them; those beyond the number keys are chosen by their id. */
export function reasonMenu(reasons: readonly Reason[]): string {
  const lines = reasons.map(({ id, label }, index) => {
    const key = index < KEYS ? String(index + 1) : `0 ${id}`;
    return `  ${key} ${terminalSafe(label)}\n`;
  });
  return lines.join('');
}

/** The id of the reason that a key chooses: a digit, or 0 and the beginning of an id. Undefined where it chooses none. */
export async function pressedReason(
  keyboard: Keyboard,
  key: Key,
  reasons: readonly Reason[],
): Promise<string | undefined> {
  if (/^[1-9]$/.test(key.text)) return reasons[Number(key.text) - 1]?.id;
  if (key.text !== '0' || reasons.length <= KEYS) return undefined;
  const typed = (await keyboard.line('reason: '))?.trim().toLowerCase() ?? '';
  const fitting = reasons.filter(({ id }) => typed !== '' && id.toLowerCase().startsWith(typed));
  return fitting.length === 1 ? fitting[0]?.id : fitting.find(({ id }) => id.toLowerCase() === typed)?.id;
}
