import type { MeasureText } from '../text/measure.ts';
import { xmlSafe } from '../text/xml-safe.ts';
import type { FlowJson } from './model.ts';
import { FONT_SIZE, type DrawnBox, type Look, type TextLine } from './svg-box.ts';
import { layoutFlow, type Point } from './svg-layout.ts';

interface Style {
  readonly fill: string;
  readonly stroke: string;
  readonly radius: number;
  readonly isCentred?: boolean;
}

const STYLES: Readonly<Record<Look, Style>> = {
  title: { fill: '#ffc000', stroke: '#ffc000', radius: 10, isCentred: true },
  'other-title': { fill: '#d9d9d9', stroke: '#d9d9d9', radius: 10, isCentred: true },
  phase: { fill: '#bcd2ee', stroke: '#bcd2ee', radius: 8, isCentred: true },
  main: { fill: '#ffffff', stroke: '#000000', radius: 0 },
  other: { fill: '#d9d9d9', stroke: '#d9d9d9', radius: 0 },
  provisional: { fill: '#fdecea', stroke: '#b3261e', radius: 0 },
  note: { fill: 'none', stroke: 'none', radius: 0 },
};
const HEAD_LENGTH = 9;
const HEAD_HALF = 4;

/**
 * The flow as an SVG picture: PRISMA 2020's flow diagram for new reviews. What it says is told in `desc` too, for those
 * who cannot see it. It refers to nothing outside of itself; where DejaVu Sans is missing, Verdana is much alike.
 *
 * @param measure the width of a text in DejaVu Sans.
 * @param brokenRules how many lines break a rule of the review: a reason for which the flow is provisional.
 */
export function renderSvg(flow: FlowJson, measure: MeasureText, brokenRules = 0): string {
  const { width, height, boxes, arrows } = layoutFlow(flow, measure, brokenRules);
  const title = `PRISMA 2020 flow diagram${flow.provisional ? ' (provisional)' : ''}`;
  const told = boxes.filter((box) => box.look !== 'phase').map((box) => box.told);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ` role="img" aria-labelledby="prisma-title prisma-desc"` +
      ` font-family="DejaVu Sans, Verdana, sans-serif" font-size="${FONT_SIZE}">`,
    `<title id="prisma-title">${title}</title>`,
    `<desc id="prisma-desc">${told.map(xmlSafe).join('\n')}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    // Lines one unit wide are sharp in the middle of pixels.
    '<g transform="translate(0.5 0.5)">',
    ...boxes.map(drawBox),
    ...arrows.map(drawArrow),
    '</g>',
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function drawBox(box: DrawnBox): string {
  const { fill, stroke, radius, isCentred } = STYLES[box.look];
  const place = `x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"`;
  const rect =
    fill === 'none' ? '' : `<rect ${place}${radius > 0 ? ` rx="${radius}"` : ''} fill="${fill}" stroke="${stroke}"/>\n`;
  const turn = box.look === 'phase' ? turned : () => '';
  const lines = box.lines.map((line) => drawLine(line, `${isCentred ? ' text-anchor="middle"' : ''}${turn(box)}`));
  return `${rect}${lines.join('\n')}`;
}

function drawLine({ text, x, y, isBold }: TextLine, attributes: string): string {
  return `<text x="${x}" y="${y}"${isBold ? ' font-weight="bold"' : ''}${attributes}>${xmlSafe(text)}</text>`;
}

/** Read from the bottom to the top. */
function turned({ x, y, width, height }: DrawnBox): string {
  return ` transform="rotate(-90 ${x + width / 2} ${y + height / 2})"`;
}

/** A line with a head whose tip is the last point. The line ends within the head, so that the tip stays sharp. */
function drawArrow(points: readonly Point[]): string {
  const [[tipX, tipY], [fromX, fromY]] = [points.at(-1) ?? [0, 0], points.at(-2) ?? [0, 0]];
  const [dx, dy] = [Math.sign(tipX - fromX), Math.sign(tipY - fromY)];
  const [baseX, baseY] = [tipX - dx * HEAD_LENGTH, tipY - dy * HEAD_LENGTH];
  const line = [...points.slice(0, -1), [baseX, baseY] as const].map(([x, y]) => `${x},${y}`);
  const head = [
    `${tipX},${tipY}`,
    `${baseX - dy * HEAD_HALF},${baseY - dx * HEAD_HALF}`,
    `${baseX + dy * HEAD_HALF},${baseY + dx * HEAD_HALF}`,
  ];
  return `<polyline points="${line.join(' ')}" fill="none" stroke="#000000"/>\n<polygon points="${head.join(' ')}"/>`;
}
