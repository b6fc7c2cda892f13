import type { MeasureText } from '../../text/measure.ts';
import { groupThousands } from '../../text/thousands.ts';
import type { FlowJson } from '../model.ts';
import {
  drawBox,
  drawCentred,
  drawNotice,
  heightOf,
  wrapHeading,
  type DrawnBox,
  type Look,
  type Place,
} from './layout-box.ts';
import { beforeRetrieval, openWork, removedElsewhere } from './notes.ts';
import { prismaContent, type BoxContent, type PrismaContent } from './prisma-boxes.ts';

export type Point = readonly [x: number, y: number];

/** The picture as data: boxes that do not overlap, and the arrows between them, whose last point is the tip. */
export interface FlowLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly DrawnBox[];
  readonly arrows: readonly (readonly Point[])[];
}

const MARGIN = 20;
const PHASE_WIDTH = 28;
const BOX_WIDTH = 264;
const PREVIOUS_WIDTH = 200;
const BESIDE = 40;
const BETWEEN_COLUMNS = 32;
const BETWEEN_ROWS = 28;
const COLUMN_WIDTH = 2 * BOX_WIDTH + BESIDE;
const AFTER_PHASES = MARGIN + PHASE_WIDTH + 20;

/** Where the columns begin: previous studies stand first, and other methods last, where there are any. */
interface Columns {
  readonly previous: number;
  readonly main: number;
  readonly other: number;
  readonly right: number;
}

/** What a column has in one row: a step of the flow, and on its right what left the flow there. */
interface Step<Box> {
  readonly step: Box;
  readonly left?: Box;
  /** Whether it counts more than what this version found. */
  readonly isGrey?: boolean;
}

const PHASES = ['Identification', 'Screening', 'Included'] as const;

interface Row<Box> {
  readonly phase: (typeof PHASES)[number];
  readonly previous?: Step<Box>;
  readonly main: Step<Box>;
  readonly other?: Step<Box>;
}

/**
 * Where everything stands in the picture of the PRISMA 2020 flow. Boxes grow with their text, rows with their boxes, and
 * the picture with its rows.
 *
 * @param measure the width of a text in the font of the picture.
 * @param brokenRules how many lines break a rule of the review: a reason for which the flow is provisional.
 */
export function layoutFlow(flow: FlowJson, measure: MeasureText, brokenRules: number): FlowLayout {
  const content = prismaContent(flow);
  const columns = columnsOf(content);
  const notices = drawNotices(flow, brokenRules, columns.right - MARGIN, measure);
  const titles = drawTitles(content, columns, bottomOf(notices) + MARGIN, measure);
  const rows = drawRows(rowsOf(content), columns, bottomOf([titles.main]) + MARGIN, measure);
  const notes = drawNotes(
    flow,
    { x: AFTER_PHASES, y: bottomOf(rows.flatMap(boxesOf)) + MARGIN, width: columns.right - AFTER_PHASES },
    measure,
  );
  const boxes = [...notices, ...inReadingOrder(titles, rows), ...drawPhases(rows), ...notes];
  return { width: columns.right + MARGIN, height: bottomOf(boxes) + MARGIN, boxes, arrows: drawArrows(rows) };
}

function columnsOf({ previous, other }: PrismaContent): Columns {
  const main = AFTER_PHASES + (previous ? PREVIOUS_WIDTH + BETWEEN_COLUMNS : 0);
  const second = main + COLUMN_WIDTH + BETWEEN_COLUMNS;
  return { previous: AFTER_PHASES, main, other: second, right: (other ? second : main) + COLUMN_WIDTH };
}

function drawNotices(flow: FlowJson, brokenRules: number, width: number, measure: MeasureText): DrawnBox[] {
  if (!flow.provisional) return [];
  const open = openWork(flow, brokenRules, groupThousands);
  return [drawNotice('PROVISIONAL, while these are open:', open, { x: MARGIN, y: MARGIN, width }, measure)];
}

function drawNotes(flow: FlowJson, place: Place, measure: MeasureText): DrawnBox[] {
  const early = beforeRetrieval(flow, groupThousands);
  const notes = [...(early === undefined ? [] : [early]), ...removedElsewhere(flow, groupThousands)];
  const content = notes.map((label) => ({ label }));
  return notes.length === 0 ? [] : [drawBox(content, 'note', place, measure)];
}

interface Titles {
  readonly previous?: DrawnBox;
  readonly main: DrawnBox;
  readonly other?: DrawnBox;
}

/** One column after the other, and what is included last. */
function inReadingOrder(titles: Titles, rows: readonly Row<DrawnBox>[]): DrawnBox[] {
  const before = rows.filter((row) => row.phase !== 'Included');
  const included = rows.filter((row) => row.phase === 'Included');
  const columns = (['previous', 'main', 'other'] as const).flatMap((column) => [
    titles[column],
    ...before.flatMap((row) => inStep(row[column])),
  ]);
  return [...columns, ...included.flatMap((row) => inStep(row.main))].filter((box) => box !== undefined);
}

function rowsOf({ previous, databases, other, included }: PrismaContent): Row<BoxContent>[] {
  return [
    {
      phase: 'Identification',
      ...(previous && { previous: { step: previous.included } }),
      main: { step: databases.identified, left: databases.removed },
      ...(other && { other: { step: other.identified } }),
    },
    { phase: 'Screening', main: { step: databases.screened, left: databases.excluded } },
    {
      phase: 'Screening',
      main: { step: databases.sought, left: databases.notRetrieved },
      ...(other && { other: { step: other.sought, left: other.notRetrieved } }),
    },
    {
      phase: 'Screening',
      main: { step: databases.assessed, left: databases.excludedReports },
      ...(other && { other: { step: other.assessed, left: other.excludedReports } }),
    },
    { phase: 'Included', main: { step: included } },
    ...(previous ? [{ phase: 'Included' as const, main: { step: previous.total, isGrey: true } }] : []),
  ];
}

/** All as high as the one with the most lines. */
function drawTitles(
  { previous, databases, other }: PrismaContent,
  columns: Columns,
  y: number,
  measure: MeasureText,
): Titles {
  const before = previous && wrapHeading(previous.title, PREVIOUS_WIDTH, measure);
  const main = wrapHeading(databases.title, COLUMN_WIDTH, measure);
  const beside = other && wrapHeading(other.title, COLUMN_WIDTH, measure);
  const height = heightOf(Math.max(main.length, before?.length ?? 0, beside?.length ?? 0));
  return {
    ...(before && {
      previous: drawCentred(before, 'other-title', { x: columns.previous, y, width: PREVIOUS_WIDTH }, height),
    }),
    main: drawCentred(main, 'title', { x: columns.main, y, width: COLUMN_WIDTH }, height),
    ...(beside && { other: drawCentred(beside, 'other-title', { x: columns.other, y, width: COLUMN_WIDTH }, height) }),
  };
}

function drawRows(
  rows: readonly Row<BoxContent>[],
  columns: Columns,
  top: number,
  measure: MeasureText,
): Row<DrawnBox>[] {
  let y = top;
  return rows.map(({ phase, previous, main, other }) => {
    const draw = ({ step, left }: Step<BoxContent>, look: Look, x: number, width = BOX_WIDTH): Step<DrawnBox> => ({
      step: drawBox(step, look, { x, y, width }, measure),
      ...(left && { left: drawBox(left, look, { x: x + BOX_WIDTH + BESIDE, y, width: BOX_WIDTH }, measure) }),
    });
    const row: Row<DrawnBox> = {
      phase,
      ...(previous && { previous: draw(previous, 'other', columns.previous, PREVIOUS_WIDTH) }),
      main: draw(main, main.isGrey ? 'other' : 'main', columns.main),
      ...(other && { other: draw(other, 'other', columns.other) }),
    };
    y = bottomOf(boxesOf(row)) + BETWEEN_ROWS;
    return row;
  });
}

/** The phases along the left side, each as high as its rows. */
function drawPhases(rows: readonly Row<DrawnBox>[]): DrawnBox[] {
  return PHASES.map((phase) => {
    const boxes = rows.filter((row) => row.phase === phase).flatMap(boxesOf);
    const y = Math.min(...boxes.map((box) => box.y));
    return drawCentred([phase], 'phase', { x: MARGIN, y, width: PHASE_WIDTH }, bottomOf(boxes) - y);
  });
}

function drawArrows(rows: readonly Row<DrawnBox>[]): Point[][] {
  const main = rows.map((row) => row.main);
  const other = rows.flatMap((row) => row.other ?? []);
  const [previous] = rows.flatMap((row) => row.previous ?? []);
  const included = rows.find((row) => row.phase === 'Included')?.main;
  const [lastOther, total] = [other.at(-1), main.at(-1)];
  return [
    ...[...main, ...other].flatMap(arrowAside),
    ...[main, other].flatMap((steps) => steps.slice(1).map((step, index) => arrowDown(steps[index] ?? step, step))),
    ...(lastOther && included ? [arrowInto(lastOther.step, included.step, 'right')] : []),
    ...(previous && total ? [arrowInto(previous.step, total.step, 'left')] : []),
  ];
}

/** From a step to what left the flow there: straight, where both boxes have their upper half. */
function arrowAside({ step, left }: Step<DrawnBox>): Point[][] {
  if (!left) return [];
  const y = step.y + Math.min(step.height, left.height) / 2;
  return [
    [
      [step.x + step.width, y],
      [left.x, y],
    ],
  ];
}

function arrowDown({ step: from }: Step<DrawnBox>, { step: to }: Step<DrawnBox>): Point[] {
  return [
    [centreOf(from), from.y + from.height],
    [centreOf(to), to.y],
  ];
}

/** From a box of another column down, and into a box of the main one, from the side where it stands. */
function arrowInto(from: DrawnBox, to: DrawnBox, side: 'left' | 'right'): Point[] {
  const y = to.y + to.height / 2;
  return [
    [centreOf(from), from.y + from.height],
    [centreOf(from), y],
    [side === 'right' ? to.x + to.width : to.x, y],
  ];
}

function boxesOf({ previous, main, other }: Row<DrawnBox>): DrawnBox[] {
  return [...inStep(previous), ...inStep(main), ...inStep(other)];
}

function inStep(step: Step<DrawnBox> | undefined): DrawnBox[] {
  return [step?.step, step?.left].filter((box) => box !== undefined);
}

function bottomOf(boxes: readonly DrawnBox[]): number {
  return Math.max(0, ...boxes.map((box) => box.y + box.height));
}

function centreOf(box: DrawnBox): number {
  return box.x + box.width / 2;
}
