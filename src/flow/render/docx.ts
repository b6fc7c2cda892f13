import { strToU8, zipSync } from 'fflate';
import type { MeasureText } from '../../text/measure.ts';
import { xmlSafe } from '../../text/xml-safe.ts';
import type { FlowJson } from '../model.ts';
import { FONT_SIZE, type DrawnBox } from './layout-box.ts';
import { layoutFlow, type Point } from './layout.ts';
import { PAINTS, type PictureStyle } from './looks.ts';
import { tellNumber } from './prisma-boxes.ts';
import { titleOf } from './svg.ts';

export interface DocxOptions {
  readonly brokenRules?: number;
  readonly style?: PictureStyle;
  /** What the document is dated: the same flow makes the same bytes. */
  readonly date: Date;
}

// English Metric Units: 914,400 to the inch, 12,700 to the point; a unit of the picture is 1/96 inch.
const EMU_PER_UNIT = 9525;
const EMU_PER_TWIP = 635;
const PAGE = { width: 16_838, height: 11_906, margin: 567, highest: 31_680 };
/** Text must stay readable: a high picture makes a high page before it makes small letters. */
const SMALLEST_SCALE = 0.6;
const INSET = 6;
/** How far a label that goes on in the next line is indented there. */
const HANGING = 10;

/**
 * The flow as a Word document: PRISMA's picture as shapes whose text can be edited, as in PRISMA's own
 * template. It is set in Arial, which is narrower than the font that the boxes were measured in.
 *
 * @param measure the width of a text in DejaVu Sans.
 */
export function renderDocx(flow: FlowJson, measure: MeasureText, options: DocxOptions): Uint8Array {
  const { width, height, boxes, arrows } = layoutFlow(flow, measure, options.brokenRules ?? 0);
  const page = pageFor(width, height);
  const units = (value: number) => Math.round(value * page.scale * EMU_PER_UNIT);
  const style = options.style ?? 'light';
  const shapes = [
    ...boxes.map((box) => shapeOf(box, style, page.scale, units)),
    ...arrows.flatMap((points) => linesOf(points, units)),
  ].map((shape, index) => shape(index + 1));
  const title = titleOf(flow);
  const document =
    `${XML}<w:document ${NAMESPACES}><w:body><w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr>` +
    `${shapes.join('')}</w:p>` +
    `<w:sectPr><w:pgSz w:w="${page.width}" w:h="${page.height}" w:orient="landscape"/>` +
    `<w:pgMar w:top="${PAGE.margin}" w:right="${PAGE.margin}" w:bottom="${PAGE.margin}" w:left="${PAGE.margin}" w:header="0" w:footer="0" w:gutter="0"/>` +
    `</w:sectPr></w:body></w:document>`;
  return packed({ 'word/document.xml': document, 'docProps/core.xml': coreOf(title, options.date) }, options.date);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const NAMESPACES = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
].join(' ');

interface Page {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** A4 on its side; higher where the picture would become too small. Sizes in twentieths of a point. */
function pageFor(width: number, height: number): Page {
  const inTwips = (units: number) => (units * EMU_PER_UNIT) / EMU_PER_TWIP;
  // The line in which the picture stands takes a little more than the picture.
  const room = { width: PAGE.width - 2 * PAGE.margin, height: PAGE.height - 2 * PAGE.margin - 200 };
  const fits = Math.min(1, room.width / inTwips(width), room.height / inTwips(height));
  const wanted = Math.min(room.width / inTwips(width), Math.max(fits, SMALLEST_SCALE));
  const highest = (PAGE.highest - 2 * PAGE.margin - 200) / inTwips(height);
  const scale = Math.min(wanted, highest);
  return {
    width: PAGE.width,
    height: Math.max(PAGE.height, Math.ceil(inTwips(height) * scale) + 2 * PAGE.margin + 200),
    scale,
  };
}

type ToEmu = (units: number) => number;

/** A shape, once it is known as which one of the picture it is numbered: those with lower numbers are below it. */
type Shape = (id: number) => string;

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A shape that stands at its place on the page, whatever text is written there. */
function anchored(id: number, told: string, area: Area, units: ToEmu, shape: string): string {
  const [width, height] = [units(area.width), units(area.height)];
  const at = (axis: 'H' | 'V', offset: number) =>
    `<wp:position${axis} relativeFrom="margin"><wp:posOffset>${offset}</wp:posOffset></wp:position${axis}>`;
  return (
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>` +
    `<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="${id}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">` +
    `<wp:simplePos x="0" y="0"/>${at('H', units(area.x))}${at('V', units(area.y))}` +
    `<wp:extent cx="${width}" cy="${height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>` +
    `<wp:docPr id="${id}" name="${xmlSafe(told.slice(0, 60))}" descr="${xmlSafe(told)}"/><wp:cNvGraphicFramePr/>` +
    `<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>${shape}</wps:wsp>` +
    `</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>`
  );
}

function shapeOf(box: DrawnBox, style: PictureStyle, scale: number, units: ToEmu): Shape {
  const { fill, stroke, radius, isCentred } = PAINTS[style][box.look];
  const colour = (value: string) => `<a:solidFill><a:srgbClr val="${value.slice(1).toUpperCase()}"/></a:solidFill>`;
  const round = radius > 0 ? Math.round((radius / Math.min(box.width, box.height)) * 100_000) : 0;
  const geometry =
    round > 0
      ? `<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val ${Math.min(50_000, round)}"/></a:avLst></a:prstGeom>`
      : '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>';
  const turned = box.look === 'phase' ? ' vert="vert270"' : '';
  const inset = units(INSET);
  const shape =
    `<wps:cNvSpPr txBox="1"/><wps:spPr>` +
    `<a:xfrm><a:off x="0" y="0"/><a:ext cx="${units(box.width)}" cy="${units(box.height)}"/></a:xfrm>` +
    `${geometry}${fill === undefined ? '<a:noFill/>' : colour(fill)}` +
    `<a:ln w="9525">${stroke === undefined ? '<a:noFill/>' : colour(stroke)}</a:ln></wps:spPr>` +
    `<wps:txbx><w:txbxContent>${paragraphsOf(box, scale, isCentred ?? false)}</w:txbxContent></wps:txbx>` +
    `<wps:bodyPr${turned} wrap="square" lIns="${inset}" tIns="${inset}" rIns="${inset}" bIns="${inset}"` +
    ` anchor="${isCentred ? 'ctr' : 't'}"><a:noAutofit/></wps:bodyPr>`;
  return (id) => anchored(id, box.told, box, units, shape);
}

/** An entry of a box is a paragraph, which Word wraps; what has no entries stands in its lines. */
function paragraphsOf(box: DrawnBox, scale: number, isCentred: boolean): string {
  const paragraph = (text: string, indent: number, isBold: boolean) => {
    const left = Math.round(indent * scale * (EMU_PER_UNIT / EMU_PER_TWIP));
    const hanging = Math.round(HANGING * scale * (EMU_PER_UNIT / EMU_PER_TWIP));
    const line = Math.round(16 * scale * (EMU_PER_UNIT / EMU_PER_TWIP));
    const size = Math.max(2, Math.round(FONT_SIZE * 0.75 * scale * 2));
    return (
      `<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="${line}" w:lineRule="exact"/>` +
      `${left > 0 ? `<w:ind w:left="${left + hanging}" w:hanging="${hanging}"/>` : ''}${isCentred ? '<w:jc w:val="center"/>' : ''}</w:pPr>` +
      `<w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>${isBold ? '<w:b/>' : ''}` +
      `<w:color w:val="000000"/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr>` +
      `<w:t xml:space="preserve">${xmlSafe(text)}</w:t></w:r></w:p>`
    );
  };
  if (box.content.length === 0) return box.lines.map((line) => paragraph(line.text, 0, line.isBold ?? false)).join('');
  return box.content
    .flatMap(({ label, n, isBelow, indent = 0 }) => {
      // No number is broken.
      const number = n === undefined ? '' : tellNumber(n, '\u00a0');
      if (isBelow) return [paragraph(label, 0, false), paragraph(number, 0, false)];
      return [paragraph(`${label} ${number}`.trim(), indent * 10, false)];
    })
    .join('');
}

/** A line for each part of an arrow, the last one with a head. */
function linesOf(points: readonly Point[], units: ToEmu): Shape[] {
  return points.slice(1).map(([x, y], index) => {
    const [fromX, fromY] = points[index] ?? [x, y];
    const flips = `${x < fromX ? ' flipH="1"' : ''}${y < fromY ? ' flipV="1"' : ''}`;
    const head = index === points.length - 2 ? '<a:tailEnd type="triangle" w="med" len="med"/>' : '';
    const area = {
      x: Math.min(x, fromX),
      y: Math.min(y, fromY),
      width: Math.abs(x - fromX),
      height: Math.abs(y - fromY),
    };
    const shape =
      `<wps:cNvCnPr/><wps:spPr><a:xfrm${flips}><a:off x="0" y="0"/>` +
      `<a:ext cx="${units(area.width)}" cy="${units(area.height)}"/></a:xfrm>` +
      `<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>${head}</a:ln>` +
      `</wps:spPr><wps:bodyPr/>`;
    return (id: number) => anchored(id, 'arrow', area, units, shape);
  });
}

function coreOf(title: string, date: Date): string {
  const at = `${date.toISOString().slice(0, 19)}Z`;
  return (
    `${XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
    ` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
    ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlSafe(title)}</dc:title><dc:creator>litscreen</dc:creator>` +
    `<dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified></cp:coreProperties>`
  );
}

const CONTENT_TYPES =
  `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>' +
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>';
const RELATIONS =
  `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
  '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>' +
  '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>';

function packed(parts: Readonly<Record<string, string>>, date: Date): Uint8Array {
  // A ZIP holds local times: noon of the day is the same everywhere, and no clock is put forward over it.
  const mtime = new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12);
  const files = { '[Content_Types].xml': CONTENT_TYPES, '_rels/.rels': RELATIONS, ...parts };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), { mtime });
}
