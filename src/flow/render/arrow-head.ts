import type { Point } from './layout.ts';

const LENGTH = 9;
const HALF = 4;

/** An arrow as it is drawn: a line that ends within the head, so that the tip stays sharp, and the head's corners. */
export interface DrawnArrow {
  readonly line: readonly Point[];
  readonly head: readonly [tip: Point, left: Point, right: Point];
}

/** @param points of the arrow; the last one is its tip. */
export function drawnArrow(points: readonly Point[]): DrawnArrow {
  const tip: Point = points.at(-1) ?? [0, 0];
  const from: Point = points.at(-2) ?? tip;
  const [dx, dy] = [Math.sign(tip[0] - from[0]), Math.sign(tip[1] - from[1])];
  const base: Point = [tip[0] - dx * LENGTH, tip[1] - dy * LENGTH];
  return {
    line: [...points.slice(0, -1), base],
    head: [tip, [base[0] - dy * HALF, base[1] - dx * HALF], [base[0] + dy * HALF, base[1] + dx * HALF]],
  };
}
