import type { MeasureText } from '../../text/measure.ts';
import { xmlSafe } from '../../text/xml-safe.ts';
import type { FlowJson } from '../model.ts';
import { drawnArrow } from './arrow-head.ts';
import { FONT_SIZE, type DrawnBox, type TextLine } from './layout-box.ts';
import { layoutFlow, type FlowLayout, type Point } from './layout.ts';
import { PAINTS, type PictureStyle } from './looks.ts';

export interface SvgOptions {
  /** How many lines break a rule of the review: a reason for which the flow is provisional. */
  readonly brokenRules?: number;
  readonly style?: PictureStyle;
}

/**
 * The flow as an SVG picture: PRISMA 2020's flow diagram. What it says is told in `desc` too, for those who cannot see
 * it. It refers to nothing outside of itself; where DejaVu Sans is missing, Verdana is much alike.
 *
 * @param measure the width of a text in DejaVu Sans.
 */
export function renderSvg(flow: FlowJson, measure: MeasureText, options: SvgOptions = {}): string {
  const layout = layoutFlow(flow, measure, options.brokenRules ?? 0);
  const { width, height, boxes } = layout;
  const told = boxes.filter((box) => box.look !== 'phase').map((box) => box.told);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ` role="img" aria-labelledby="prisma-title prisma-desc"` +
      ` font-family="DejaVu Sans, Verdana, sans-serif" font-size="${FONT_SIZE}">`,
    `<title id="prisma-title">${titleOf(flow)}</title>`,
    `<desc id="prisma-desc">${told.map(xmlSafe).join('\n')}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    drawLayout(layout, options.style ?? 'light'),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

/** What the picture is called. */
export function titleOf(flow: FlowJson): string {
  const what = flow.wording === 'prisma-scr' ? 'PRISMA-ScR' : 'PRISMA 2020';
  return `${what} flow diagram${flow.provisional ? ' (provisional)' : ''}`;
}

/**
 * All that stands in the picture.
 *
 * @param around what a box is wrapped in, such as a link.
 */
export function drawLayout(
  { boxes, arrows }: FlowLayout,
  style: PictureStyle,
  around: (box: DrawnBox, drawn: string) => string = (_, drawn) => drawn,
): string {
  return [
    // Lines one unit wide are sharp in the middle of pixels.
    '<g transform="translate(0.5 0.5)">',
    ...boxes.map((box) => around(box, drawBox(box, style))),
    ...arrows.map(drawArrow),
    '</g>',
  ].join('\n');
}

function drawBox(box: DrawnBox, style: PictureStyle): string {
  const { fill, stroke, radius, isCentred } = PAINTS[style][box.look];
  const place = `x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"`;
  const round = radius > 0 ? ` rx="${radius}"` : '';
  const rect =
    fill === undefined
      ? ''
      : `<rect class="${box.look}" ${place}${round} fill="${fill}" stroke="${stroke ?? fill}"/>\n`;
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

function drawArrow(points: readonly Point[]): string {
  const { line, head } = drawnArrow(points);
  const told = (corners: readonly Point[]) => corners.map(([x, y]) => `${x},${y}`).join(' ');
  return `<polyline points="${told(line)}" fill="none" stroke="#000000"/>\n<polygon points="${told(head)}"/>`;
}
