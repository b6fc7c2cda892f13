import type PDFDocument from 'pdfkit';
import type { MeasureText } from '../../text/measure.ts';
import type { FlowJson } from '../model.ts';
import { drawnArrow } from './arrow-head.ts';
import { FONT_SIZE, type DrawnBox } from './layout-box.ts';
import { layoutFlow, type Point } from './layout.ts';
import { PAINTS, type PictureStyle } from './looks.ts';
import { titleOf } from './svg.ts';

export interface PdfOptions {
  readonly brokenRules?: number;
  readonly style?: PictureStyle;
  /** What the document is dated: the same flow makes the same bytes. */
  readonly date: Date;
  /** The TrueType fonts that the picture is set in; of them, what is used goes into the document. */
  readonly fonts: { readonly regular: Uint8Array; readonly bold: Uint8Array };
}

/** A unit of the picture in points: 96 to the inch, as in SVG. */
const POINTS_PER_UNIT = 0.75;

type Document = InstanceType<typeof PDFDocument>;

/** The flow as a PDF page of the size of the picture, with text that can be searched, and a description for screen readers. */
export async function renderPdf(flow: FlowJson, measure: MeasureText, options: PdfOptions): Promise<Uint8Array> {
  const { default: Pdf } = await import('pdfkit');
  const { width, height, boxes, arrows } = layoutFlow(flow, measure, options.brokenRules ?? 0);
  const title = titleOf(flow);
  const document = new Pdf({
    size: [width * POINTS_PER_UNIT, height * POINTS_PER_UNIT],
    margin: 0,
    // No font of the library's own is loaded.
    font: null as unknown as string,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: title,
      Creator: 'litscreen',
      Producer: 'litscreen',
      CreationDate: options.date,
      ModDate: options.date,
    },
  });
  const bytes = collect(document);
  document.registerFont('regular', Buffer.from(options.fonts.regular));
  document.registerFont('bold', Buffer.from(options.fonts.bold));
  const told = boxes.filter((box) => box.look !== 'phase').map((box) => box.told);
  const figure = document.struct('Figure', { title, alt: told.join('\n') }, () => {
    // Lines one unit wide are sharp in the middle of pixels.
    document.save().scale(POINTS_PER_UNIT).translate(0.5, 0.5).lineWidth(1);
    for (const box of boxes) drawBox(document, box, options.style ?? 'light');
    for (const arrow of arrows) drawArrow(document, arrow);
    document.restore();
  });
  document.addStructure(document.struct('Document', {}, [figure]));
  document.end();
  return bytes;
}

async function collect(document: Document): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of document as AsyncIterable<Uint8Array>) parts.push(part);
  return Buffer.concat(parts);
}

function drawBox(document: Document, box: DrawnBox, style: PictureStyle): void {
  const { fill, stroke, radius, isCentred } = PAINTS[style][box.look];
  if (fill !== undefined) {
    document.roundedRect(box.x, box.y, box.width, box.height, radius).fillAndStroke(fill, stroke ?? fill);
  }
  document.save();
  if (box.look === 'phase') document.rotate(-90, { origin: [box.x + box.width / 2, box.y + box.height / 2] });
  document.fillColor('#000000').fontSize(FONT_SIZE);
  for (const { text, x, y, isBold } of box.lines) {
    document.font(isBold ? 'bold' : 'regular');
    const left = isCentred ? x - document.widthOfString(text) / 2 : x;
    document.text(text, left, y, { lineBreak: false, baseline: 'alphabetic' });
  }
  document.restore();
}

function drawArrow(document: Document, points: readonly Point[]): void {
  const { line, head } = drawnArrow(points);
  line.forEach(([x, y], index) => (index === 0 ? document.moveTo(x, y) : document.lineTo(x, y)));
  document.stroke('#000000');
  document.polygon(...head.map(([x, y]) => [x, y])).fill('#000000');
}
