import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureDejaVu } from '../../../src/cli/assets.ts';
import { FONT_SIZE, type DrawnBox } from '../../../src/flow/render/layout-box.ts';
import { layoutFlow, type FlowLayout, type Point } from '../../../src/flow/render/layout.ts';
import { anyFlow, flowWith } from './flows.ts';

const measure = measureDejaVu();

/** Lines of boxes whose text leaves them, in the font of the picture. */
function escaped(box: DrawnBox): string[] {
  const isCentred = ['title', 'other-title', 'phase'].includes(box.look);
  const room = box.look === 'phase' ? box.height : box.width;
  return box.lines
    .filter(({ text, x, y, isBold }) => {
      const width = measure(text, { size: FONT_SIZE, bold: isBold ?? false });
      const fits = isCentred ? width <= room - 8 : x >= box.x + 8 && x + width <= box.x + box.width - 8;
      return !fits || y - FONT_SIZE < box.y || y + FONT_SIZE / 2 > box.y + box.height;
    })
    .map(({ text }) => text);
}

type Area = Pick<DrawnBox, 'x' | 'y' | 'width' | 'height'>;

function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function overlaps({ boxes }: FlowLayout): DrawnBox[][] {
  return boxes.flatMap((a, index) => boxes.slice(index + 1).flatMap((b) => (overlap(a, b) ? [[a, b]] : [])));
}

const segments = (arrow: readonly Point[]) => arrow.slice(1).map((to, index) => [arrow[index] ?? to, to] as const);

/** The rectangle around a line, which is as thin as the line. */
function around([[x1, y1], [x2, y2]]: readonly [Point, Point]): Area {
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x1 - x2), height: Math.abs(y1 - y2) };
}

/** The box on whose edge a point is, not in its corner. */
function touched(boxes: readonly DrawnBox[], [x, y]: Point): DrawnBox | undefined {
  const isWithin = (value: number, from: number, length: number) => value > from && value < from + length;
  const isEnd = (value: number, from: number, length: number) => value === from || value === from + length;
  return boxes.find(
    (box) =>
      (isEnd(x, box.x, box.width) && isWithin(y, box.y, box.height)) ||
      (isEnd(y, box.y, box.height) && isWithin(x, box.x, box.width)),
  );
}

describe('layoutFlow', () => {
  it('keeps text in its boxes, boxes apart and arrows straight, whatever the sources, reasons and numbers', () => {
    fc.assert(
      fc.property(anyFlow, fc.integer({ min: 0, max: 1_000_000 }), (flow, brokenRules) => {
        const layout = layoutFlow(flow, measure, brokenRules);
        expect(layout.boxes.flatMap(escaped)).toEqual([]);
        expect(overlaps(layout)).toEqual([]);
        for (const { x, y, width, height } of layout.boxes) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(layout.width);
          expect(y + height).toBeLessThanOrEqual(layout.height);
        }
        for (const arrow of layout.arrows) {
          for (const end of [arrow[0], arrow.at(-1)]) expect(end && touched(layout.boxes, end)).toBeDefined();
        }
        for (const line of layout.arrows.flatMap(segments)) {
          const [[x1, y1], [x2, y2]] = line;
          expect(x1 === x2 || y1 === y2).toBe(true);
          expect(Math.abs(x1 - x2) + Math.abs(y1 - y2)).toBeGreaterThan(15);
          expect(layout.boxes.filter((box) => overlap(around(line), box)).map((box) => box.told)).toEqual([]);
        }
      }),
      // A failure is told, though not in its smallest form, before the test is ended from outside.
      { numRuns: 100, interruptAfterTimeLimit: 30_000 },
    );
  });

  it('draws an arrow between each box and the next, from edge to edge', () => {
    const source = { id: 'c', name: 'Citations', kind: 'citation', n: 1 };
    const { boxes, arrows } = layoutFlow(flowWith({}, { sources: [source] }), measure, 0);
    const start = (told: string | undefined) => told?.replace(/(?:[:,]| \(n).*$/, '');
    const joined = arrows.map((arrow) =>
      [arrow[0], arrow.at(-1)].map((point) => start(point && touched(boxes, point)?.told)).join(' → '),
    );
    expect(joined.sort()).toEqual(
      [
        'Records identified from → Records removed before screening',
        'Records identified from → Records screened',
        'Records screened → Records excluded',
        'Records screened → Reports sought for retrieval',
        'Reports sought for retrieval → Reports not retrieved',
        'Reports sought for retrieval → Reports assessed for eligibility',
        'Reports assessed for eligibility → Reports excluded',
        'Reports assessed for eligibility → Studies included in review',
        'Records identified from → Reports sought for retrieval',
        'Reports sought for retrieval → Reports not retrieved',
        'Reports sought for retrieval → Reports assessed for eligibility',
        'Reports assessed for eligibility → Reports excluded',
        'Reports assessed for eligibility → Studies included in review',
      ].sort(),
    );
  });
});
