import type { MeasureText } from '../text/measure.ts';
import { groupThousands } from '../text/thousands.ts';
import type { FlowJson } from './model.ts';
import { beforeRetrieval, openWork, removedElsewhere } from './notes.ts';
import { prismaContent, type BoxContent, type PrismaContent } from './prisma-boxes.ts';
import { drawBox, drawCentred, drawNotice, type DrawnBox, type Look, type Place } from './svg-box.ts';

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
const TITLE_HEIGHT = 32;
const BOX_WIDTH = 264;
const BESIDE = 40;
const BETWEEN_COLUMNS = 32;
const BETWEEN_ROWS = 28;
const COLUMN_WIDTH = 2 * BOX_WIDTH + BESIDE;
const FIRST_COLUMN = MARGIN + PHASE_WIDTH + 20;
const SECOND_COLUMN = FIRST_COLUMN + COLUMN_WIDTH + BETWEEN_COLUMNS;

/** What a column has in one row: a step of the flow, and on its right what left the flow there. */
interface Step<Box> {
  readonly step: Box;
  readonly left?: Box;
}

interface Row<Box> {
  readonly phase: 'Identification' | 'Screening' | 'Included';
  readonly main: Step<Box>;
  readonly other?: Step<Box>;
}

/**
 * Where everything stands in the picture of the PRISMA 2020 flow for new reviews. Boxes grow with their text, rows with
 * their boxes, and the picture with its rows.
 *
 * @param measure the width of a text in the font of the picture.
 * @param brokenRules how many lines break a rule of the review: a reason for which the flow is provisional.
 */
export function layoutFlow(flow: FlowJson, measure: MeasureText, brokenRules: number): FlowLayout {
  const content = prismaContent(flow);
  const right = (content.other ? SECOND_COLUMN : FIRST_COLUMN) + COLUMN_WIDTH;
  const notices = drawNotices(flow, brokenRules, right - MARGIN, measure);
  const titles = drawTitles(content, bottomOf(notices) + MARGIN);
  const rows = drawRows(rowsOf(content), bottomOf(titles) + MARGIN, measure);
  const notes = drawNotes(
    flow,
    { x: FIRST_COLUMN, y: bottomOf(rows.flatMap(boxesOf)) + MARGIN, width: right - FIRST_COLUMN },
    measure,
  );
  const boxes = [...notices, ...inReadingOrder(titles, rows), ...drawPhases(rows), ...notes];
  return { width: right + MARGIN, height: bottomOf(boxes) + MARGIN, boxes, arrows: drawArrows(rows) };
}

function drawNotices(flow: FlowJson, brokenRules: number, width: number, measure: MeasureText): DrawnBox[] {
  if (!flow.provisional) return [];
  const open = openWork(flow, brokenRules, groupThousands);
  return [drawNotice('PROVISIONAL, while these are open:', open, { x: MARGIN, y: MARGIN, width }, measure)];
}

function drawNotes(flow: FlowJson, place: Place, measure: MeasureText): DrawnBox[] {
  const early = beforeRetrieval(flow, groupThousands);
  const notes = [...(early === undefined ? [] : [early]), ...removedElsewhere(flow, groupThousands)];
  return notes.length === 0
    ? []
    : [
        drawBox(
          notes.map((label) => ({ label })),
          'note',
          place,
          measure,
        ),
      ];
}

/** One column after the other, and what is included last. */
function inReadingOrder([main, other]: readonly DrawnBox[], rows: readonly Row<DrawnBox>[]): DrawnBox[] {
  const before = rows.filter((row) => row.phase !== 'Included');
  const included = rows.filter((row) => row.phase === 'Included');
  const columns = [
    main,
    ...before.flatMap((row) => inStep(row.main)),
    other,
    ...before.flatMap((row) => inStep(row.other)),
  ];
  return [...columns, ...included.flatMap((row) => inStep(row.main))].filter((box) => box !== undefined);
}

function rowsOf({ databases, other, included }: PrismaContent): Row<BoxContent>[] {
  return [
    {
      phase: 'Identification',
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
  ];
}

function drawTitles({ databases, other }: PrismaContent, y: number): DrawnBox[] {
  const draw = (title: string, look: Look, x: number) =>
    drawCentred(title, look, { x, y, width: COLUMN_WIDTH }, TITLE_HEIGHT);
  return [
    draw(databases.title, 'title', FIRST_COLUMN),
    ...(other ? [draw(other.title, 'other-title', SECOND_COLUMN)] : []),
  ];
}

function drawRows(rows: readonly Row<BoxContent>[], top: number, measure: MeasureText): Row<DrawnBox>[] {
  let y = top;
  return rows.map(({ phase, main, other }) => {
    const draw = ({ step, left }: Step<BoxContent>, look: Look, x: number): Step<DrawnBox> => ({
      step: drawBox(step, look, { x, y, width: BOX_WIDTH }, measure),
      ...(left && { left: drawBox(left, look, { x: x + BOX_WIDTH + BESIDE, y, width: BOX_WIDTH }, measure) }),
    });
    const row: Row<DrawnBox> = {
      phase,
      main: draw(main, 'main', FIRST_COLUMN),
      ...(other && { other: draw(other, 'other', SECOND_COLUMN) }),
    };
    y = bottomOf(boxesOf(row)) + BETWEEN_ROWS;
    return row;
  });
}

/** The phases along the left side, each as high as its rows. */
function drawPhases(rows: readonly Row<DrawnBox>[]): DrawnBox[] {
  return (['Identification', 'Screening', 'Included'] as const).map((phase) => {
    const boxes = rows.filter((row) => row.phase === phase).flatMap(boxesOf);
    const y = Math.min(...boxes.map((box) => box.y));
    return drawCentred(phase, 'phase', { x: MARGIN, y, width: PHASE_WIDTH }, bottomOf(boxes) - y);
  });
}

function drawArrows(rows: readonly Row<DrawnBox>[]): Point[][] {
  const main = rows.map((row) => row.main);
  const other = rows.flatMap((row) => row.other ?? []);
  const [last, included] = [other.at(-1), main.at(-1)];
  return [
    ...[...main, ...other].flatMap(arrowAside),
    ...[main, other].flatMap((steps) => steps.slice(1).map((step, index) => arrowDown(steps[index] ?? step, step))),
    ...(last && included ? [arrowBack(last.step, included.step)] : []),
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

/** From the end of the other column down, and back to what both columns include. */
function arrowBack(from: DrawnBox, to: DrawnBox): Point[] {
  const y = to.y + to.height / 2;
  return [
    [centreOf(from), from.y + from.height],
    [centreOf(from), y],
    [to.x + to.width, y],
  ];
}

function boxesOf({ main, other }: Row<DrawnBox>): DrawnBox[] {
  return [...inStep(main), ...inStep(other)];
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
