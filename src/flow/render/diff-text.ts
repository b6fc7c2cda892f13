import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { truncate } from '../../text/width.ts';
import type { BoxChange } from '../compare.ts';
import type { FlowDiff, Move } from '../diff.ts';
import type { StoryEvent } from '../story.ts';

/** The title of a record or report; empty where it is not known. */
export type Titles = (id: string) => string;

/** How a flow moved, as text: the boxes, then each record or report with what moved it. */
export function tellDiff({ changes, moves, settings }: FlowDiff, titles: Titles): string {
  if (changes.length === 0) return 'no box of the flow has moved\n';
  const width = Math.max(...changes.map((change) => change.path.length));
  const boxes = changes.map((change) => `${change.path.padEnd(width)}  ${sizesOf(change)}`);
  const told = moves.flatMap((move) => tellMove(move, titles));
  const said = settings.length === 0 ? [] : ['', ...settings.map(terminalSafe)];
  const counted = `${plural(changes.length, 'box', 'boxes')} moved, by ${plural(moves.length, 'id')}`;
  return `${[...boxes, ...said, '', ...told, counted].join('\n')}\n`;
}

/** How many were in a box and how many are; with how many went and came. */
export function sizesOf({ from, to, added, removed }: BoxChange): string {
  const parts = [removed.length > 0 ? `−${removed.length}` : '', added.length > 0 ? `+${added.length}` : ''];
  const moved = parts.filter((part) => part !== '').join(' ');
  return `${from} → ${to}${moved === '' ? '' : `   ${moved}`}`;
}

function tellMove(move: Move, titles: Titles): string[] {
  const { id, from, to } = move;
  const title = titles(id);
  return [
    `${id}${title === '' ? '' : `  "${truncate(terminalSafe(title), 70)}"`}`,
    ...(from.length > 0 ? [`  −  ${from.join(', ')}`] : []),
    ...(to.length > 0 ? [`  +  ${to.join(', ')}`] : []),
    ...causesOf(move).map((cause) => `  by ${terminalSafe(cause)}`),
    '',
  ];
}

/** What moved a record or report, one phrase each; where nothing was decided on it, that is told. */
export function causesOf({ decisions, gone, why }: Move): string[] {
  const causes = [
    ...why,
    ...decisions.map((event) => `${event.text} (${placeOf(event)})`),
    ...gone.map((event) => `taken away: ${event.text} (${placeOf(event)})`),
  ];
  return causes.length > 0 ? causes : ['no decision on it: what is around it has changed'];
}

function placeOf({ at, where }: StoryEvent): string {
  return `${at.slice(0, 10)}, ${where.file}:${where.line ?? 1}`;
}
