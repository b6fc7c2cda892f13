import { padEnd, truncate, width, wrap } from '../text/width.ts';
import type { Size } from './full-screen.ts';
import { betweenEdges } from './report-body.ts';
import type { Styles } from './styles.ts';

/** What stands on a page, from the top: a heading, a body that scrolls, what is fixed below it. */
export interface Page {
  readonly left: string;
  /** At the right of the heading: the longest of these that leaves half of the width. */
  readonly right: readonly string[];
  /**
   * The lines of the body for a width, asked for after the blocks; `aside` stands beside them where there is room, else on a
   * page of its own.
   */
  readonly body: (columns: number) => readonly string[];
  readonly aside?: ((columns: number) => readonly string[]) | undefined;
  /**
   * Blocks below the body, the most dispensable first: a small terminal leaves out those that take more than the rows that
   * there are for them.
   */
  readonly blocks: readonly ((columns: number, rows: number) => readonly string[])[];
  /** What was done last, or what is asked: always shown. */
  readonly message: string;
  /** The keys, each with what it does: those that matter most first, help and leaving last. */
  readonly keys: readonly (readonly [key: string, does: string])[];
  readonly scroll: number;
}

/** How a page came out. */
export interface Laid {
  readonly lines: readonly string[];
  /** By how much the body can be scrolled at most, and how many lines of it show. */
  readonly mostScroll: number;
  readonly height: number;
}

/** Longer lines are hard to read. */
const WIDEST = 100;
/** From this width on there is room for something beside the body. */
export const BESIDE = 118;
const ASIDE = 38;
/** From this height on there is a line for a message that is not there yet. */
const ROOMY = 20;

/** Lays a page out for a terminal: as many lines as it has rows, none wider than it is. */
export function layPage(page: Page, { rows, columns }: Size, styles: Styles): Laid {
  const inner = Math.max(10, columns - 2);
  const isBeside = page.aside !== undefined && columns >= BESIDE;
  const text = Math.min(WIDEST, isBeside ? inner - ASIDE - 3 : inner);
  const rule = styles.quiet('─'.repeat(columns));
  const right = page.right.find((text) => width(text) <= Math.max(inner / 2, inner - width(page.left) - 1));
  const heading = [` ${betweenEdges(page.left, right ?? page.right.at(-1) ?? '', inner)}`, rule];
  const keys = keyLines(page.keys, Math.max(2, Math.floor(rows / 5)), inner, styles).map((line) => ` ${line}`);
  // The place of the message is kept, that nothing jumps; a small terminal has no line to spare.
  const isSpared = page.message === '' && rows < ROOMY;
  const message = isSpared
    ? []
    : wrap(page.message, inner)
        .slice(0, 3)
        .map((line) => ` ${line}`);
  // A body of a few lines is the least that is of use; blocks give way to it, and not to a message on a small terminal.
  const least = Math.min(8, Math.max(3, Math.floor(rows / 3) - (rows < ROOMY ? message.length : 0)));
  const fixed = heading.length + 1 + message.length;
  let room = rows - fixed - keys.length;
  const blocks: string[][] = [];
  for (const block of page.blocks.toReversed()) {
    const most = Math.max(0, room - least - 1);
    const lines = block(inner, most).map((line) => ` ${line}`);
    if (lines.length === 0 || lines.length > most) continue;
    room -= lines.length + 1;
    blocks.unshift([rule, ...lines]);
  }
  const height = Math.max(1, room);
  const body = page.body(text);
  const mostScroll = Math.max(0, body.length - height);
  const scroll = Math.min(page.scroll, mostScroll);
  const aside = isBeside ? (page.aside?.(ASIDE) ?? []) : [];
  const shown = Array.from({ length: height }, (_, row) => {
    const line = ` ${body[scroll + row] ?? ''}`;
    const beside = aside[row];
    return beside === undefined ? line : `${padEnd(line, text + 2)}${styles.quiet('│')} ${beside}`;
  });
  const below = [ruleWith(scrollHint(scroll, mostScroll), columns, styles), ...blocks.flat().slice(1), ...message];
  return { lines: [...heading, ...shown, ...below, ...keys].slice(0, rows), mostScroll, height };
}

/** A rule; how far the body can be scrolled stands on it, not in the place of a line. */
function ruleWith(hint: string, columns: number, styles: Styles): string {
  if (hint === '') return styles.quiet('─'.repeat(columns));
  const room = Math.max(0, columns - width(hint) - 4);
  return styles.quiet(truncate(`${'─'.repeat(room)} ${hint} ──`, columns));
}

function scrollHint(scroll: number, most: number): string {
  const up = scroll > 0 ? `↑ ${scroll} more` : '';
  const down = scroll < most ? `↓ ${most - scroll} more` : '';
  return [up, down].filter((part) => part !== '').join('   ');
}

/** The last keys, those of help and of leaving, are always told; a small terminal leaves out the ones before them. */
const ALWAYS_TOLD = 2;

/** The keys on at most so many lines; no key is parted from what it does. */
function keyLines(keys: Page['keys'], most: number, columns: number, styles: Styles): string[] {
  const items = keys.map(([key, does]) => ({ text: `${key} ${does}`, styled: `${styles.key(key)} ${does}` }));
  for (;;) {
    const lines = flow(items, columns);
    if (lines.length <= most || items.length <= ALWAYS_TOLD) return lines.slice(0, most);
    items.splice(-ALWAYS_TOLD - 1, 1);
  }
}

/** Items beside each other, on as many lines as that takes. */
export function flow(items: readonly { text: string; styled: string }[], columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { text, styled } of items) {
    const wide = width(text);
    if (wide > columns) {
      // One that is wider than the terminal has lines of its own.
      if (used > 0) lines.push(line);
      lines.push(...wrap(text, columns));
      [line, used] = ['', 0];
      continue;
    }
    if (used > 0 && used + 3 + wide > columns) {
      lines.push(line);
      [line, used] = ['', 0];
    }
    line += used > 0 ? `   ${styled}` : styled;
    used += wide + (used > 0 ? 3 : 0);
  }
  return used > 0 ? [...lines, line] : lines;
}

/** A text in lines, a mark before its first one. */
export function hanging(mark: string, text: string, indent: number, columns: number): string[] {
  const lines = wrap(text, Math.max(8, columns - indent - 1));
  return lines.map((line, index) => `${padEnd(index === 0 ? mark : '', indent)} ${line}`);
}
