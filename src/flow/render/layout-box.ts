import type { MeasureText } from '../../text/measure.ts';
import { wrapWords } from '../../text/wrap-measured.ts';
import { tellNumber, type BoxContent, type BoxEntry } from './prisma-boxes.ts';

/** How a box looks: those of PRISMA's picture, and what we add above and below it. */
export type Look = 'title' | 'other-title' | 'phase' | 'main' | 'other' | 'provisional' | 'note';

/** A line of text: `x` is where it begins, or its middle where it is centred; `y` is its baseline. */
export interface TextLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly isBold?: boolean;
}

export interface DrawnBox {
  readonly look: Look;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly TextLine[];
  /** What the box says, on one line. */
  readonly told: string;
  /** What it holds; of titles, phases and notices, nothing that could be opened. */
  readonly content: BoxContent;
}

/** The left upper corner of a box and its width: its height comes from what it holds. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The size of all text of the picture. */
export const FONT_SIZE = 12;
const LINE_HEIGHT = 16;
const PADDING = 8;
const INDENT = 10;
/** From the top of a line to its baseline, and from the middle of small text to its baseline. */
const BASELINE = 12;
const MIDDLE = 4;

/** A box that grows with its content. A label that goes on in the next line is indented there. */
export function drawBox(content: BoxContent, look: Look, place: Place, measure: MeasureText): DrawnBox {
  const room = place.width - 2 * PADDING;
  const width = (text: string) => measure(text, { size: FONT_SIZE });
  const lines = content.flatMap((entry) => wrapEntry(entry, room, width));
  return stack(lines, look, place, tellContent(content), content);
}

/** A heading in bold, and lines under it. */
export function drawNotice(heading: string, lines: readonly string[], place: Place, measure: MeasureText): DrawnBox {
  const room = place.width - 2 * PADDING;
  const whole = { first: room, others: room };
  const wrapped = [
    ...wrapWords(heading.split(/ +/), whole, (text) => measure(text, { size: FONT_SIZE, bold: true })).map((text) => ({
      text,
      indent: 0,
      isBold: true,
    })),
    ...lines.flatMap((line) =>
      wrapEntry({ label: line, indent: 1 }, room, (text) => measure(text, { size: FONT_SIZE })),
    ),
  ];
  return stack(wrapped, 'provisional', place, `${heading} ${lines.join(', ')}`);
}

/** Lines of a heading, which stand in the middle of a box. */
export function wrapHeading(text: string, width: number, measure: MeasureText): string[] {
  const room = width - 2 * PADDING;
  return wrapWords(text.split(/ +/), { first: room, others: room }, (part) =>
    measure(part, { size: FONT_SIZE, bold: true }),
  );
}

/** How high a box is that holds so many lines. */
export function heightOf(lines: number): number {
  return lines * LINE_HEIGHT + 2 * PADDING;
}

/** A box with bold lines in its middle, which must fit. */
export function drawCentred(lines: readonly string[], look: Look, place: Place, height: number): DrawnBox {
  const x = place.x + place.width / 2;
  const first = place.y + height / 2 + MIDDLE - ((lines.length - 1) * LINE_HEIGHT) / 2;
  return {
    look,
    ...place,
    height,
    lines: lines.map((text, index) => ({ text, x, y: first + index * LINE_HEIGHT, isBold: true })),
    told: lines.join(' '),
    content: [],
  };
}

type MeasureWidth = (text: string) => number;

interface WrappedLine {
  readonly text: string;
  readonly indent: number;
  readonly isBold?: boolean;
}

function stack(
  lines: readonly WrappedLine[],
  look: Look,
  place: Place,
  told: string,
  content: BoxContent = [],
): DrawnBox {
  return {
    look,
    ...place,
    height: heightOf(lines.length),
    lines: lines.map(({ indent, ...line }, index) => ({
      ...line,
      x: place.x + PADDING + indent,
      y: place.y + PADDING + index * LINE_HEIGHT + BASELINE,
    })),
    told,
    content,
  };
}

function wrapEntry({ label, n, isBelow, indent }: BoxEntry, room: number, width: MeasureWidth): WrappedLine[] {
  const first = (indent ?? 0) * INDENT;
  const hanging = indent === undefined ? 0 : first + INDENT;
  const words = label.split(/ +/);
  const number = n === undefined ? [] : [tellNumber(n)];
  const parts = isBelow ? [words, number] : [withLast(words, number, (text) => width(text) <= room - hanging)];
  return parts.flatMap((part) =>
    wrapWords(part, { first: room - first, others: room - hanging }, width).map((text, index) => ({
      text,
      indent: index === 0 ? first : hanging,
    })),
  );
}

/** A number never stands alone in a line, where it fits beside the last word. */
function withLast(words: readonly string[], number: readonly string[], fits: (text: string) => boolean): string[] {
  const last = [...words.slice(-1), ...number].join(' ');
  return fits(last) ? [...words.slice(0, -1), last] : [...words, ...number];
}

/** Entries without a number head those that follow. */
function tellContent(content: BoxContent): string {
  const told = content.map(({ label, n }) => (n === undefined ? `${label} ` : `${label} ${tellNumber(n)}, `));
  return told.join('').replace(/,? $/, '');
}
