import type { Stage } from '../../model/protocol.ts';
import type { StageAgreement } from '../../screening/agreement/measure-stage.ts';
import type { Estimate } from '../../screening/agreement/intervals.ts';
import { shownInterval, writeEstimate } from '../../screening/agreement/write-numbers.ts';
import type { MeasureText } from '../../text/measure.ts';
import { xmlSafe } from '../../text/xml-safe.ts';
import { agreementPanels, tellPanel, type Panel } from './agreement-panels.ts';

const FONT_SIZE = 12;
const MARGIN = 16;
const GAP = 14;
const PLOT_WIDTH = 300;
const ROW = 20;
const HEADING = 26;
/** Below an axis: its numbers. */
const TICKS = 24;
const SERIES_HEIGHT = 110;
/** From the middle of a line to the baseline of small text. */
const MIDDLE = 4;
const RADIUS = 3.5;
const CAP = 4;

/** Where things stand from left to right: names, the plot, values. */
interface Columns {
  readonly plot: number;
  readonly values: number;
  readonly width: number;
}

/** A scale from its lowest value to 1. */
interface Scale {
  readonly low: number;
  readonly ticks: readonly number[];
  readonly place: (value: number) => number;
}

/**
 * The agreement as an SVG picture: for each pair the statistics with their 95 % intervals, and kappa over time. An interval
 * that leaves the scale has no cap at that end. What it shows stands beside it in numbers and in `desc` in words; nothing
 * is told by colour.
 *
 * @param measure the width of a text in DejaVu Sans.
 */
export function renderAgreementSvg(
  stages: readonly (StageAgreement & { readonly stage: Stage })[],
  measure: MeasureText,
): string {
  const panels = agreementPanels(stages);
  const columns = columnsFor(panels, measure);
  const parts: string[] = [];
  let y = MARGIN;
  for (const panel of panels) {
    parts.push(label(MARGIN, y + FONT_SIZE, panel.title, ' font-weight="bold"'));
    y += HEADING;
    parts.push(...drawRows(panel, y, columns));
    y += panel.rows.length * ROW + TICKS;
    if (panel.series.length > 0) {
      parts.push(...drawSeries(panel, y + GAP, columns));
      y += GAP + SERIES_HEIGHT + 2 * TICKS;
    }
    y += GAP;
  }
  if (panels.length === 0) {
    parts.push(label(MARGIN, y + FONT_SIZE, 'No report has all votes yet.'));
    y += HEADING;
  }
  const told = panels.length === 0 ? ['No report has all votes yet.'] : panels.map(tellPanel);
  const { width } = columns;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}"` +
      ` role="img" aria-labelledby="agreement-title agreement-desc"` +
      ` font-family="DejaVu Sans, Verdana, sans-serif" font-size="${FONT_SIZE}">`,
    '<title id="agreement-title">Agreement on first votes</title>',
    `<desc id="agreement-desc">${told.map(xmlSafe).join('\n')}</desc>`,
    `<rect width="${width}" height="${y}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function columnsFor(panels: readonly Panel[], measure: MeasureText): Columns {
  const size = { size: FONT_SIZE };
  const widest = (texts: readonly string[]) => Math.ceil(Math.max(0, ...texts.map((text) => measure(text, size))));
  const rows = panels.flatMap((panel) => panel.rows);
  const plot = MARGIN + Math.max(120, widest(rows.map((row) => row.label))) + GAP;
  const values = plot + PLOT_WIDTH + GAP;
  const titles = panels.map(({ title }) => measure(title, { ...size, bold: true }));
  const texts = widest(rows.map(({ estimate, unit }) => writeEstimate(estimate, unit)));
  return { plot, values, width: Math.ceil(Math.max(values + texts, MARGIN + Math.max(0, ...titles))) + MARGIN };
}

function drawRows({ rows }: Panel, top: number, { plot, values }: Columns): string[] {
  const scale = scaleOf(
    rows.map(({ estimate }) => estimate),
    (share) => plot + share * PLOT_WIDTH,
  );
  const bottom = top + rows.length * ROW;
  return [
    ...scale.ticks.flatMap((tick) => {
      const x = scale.place(tick);
      return [
        grid(x, top, x, bottom, tick),
        label(x, bottom + FONT_SIZE + MIDDLE, tickText(tick), ' text-anchor="middle"'),
      ];
    }),
    ...rows.flatMap(({ label: name, estimate, unit }, index) => {
      const y = top + index * ROW + ROW / 2;
      const texts = [label(MARGIN, y + MIDDLE, name), label(values, y + MIDDLE, writeEstimate(estimate, unit))];
      if (estimate.value === null) return texts;
      const ci = shownInterval(estimate, unit);
      const along = (low: number, high: number) => line(low, y, high, y);
      const across = (x: number) => line(x, y - CAP, x, y + CAP);
      return [...texts, ...whisker(ci, scale, along, across), dot(scale.place(estimate.value), y)];
    }),
  ];
}

function drawSeries({ series }: Panel, top: number, { plot, values, width }: Columns): string[] {
  const bottom = top + SERIES_HEIGHT;
  const scale = scaleOf(
    series.map(({ kappa }) => kappa),
    (share) => bottom - share * SERIES_HEIGHT,
  );
  const right = Math.max(values, width - MARGIN);
  const step = (right - plot) / series.length;
  const middles = series.map((_, index) => plot + (index + 0.5) * step);
  const points = series.flatMap(({ kappa }, index) =>
    kappa.value === null ? [] : [`${digits(middles[index] ?? 0)},${digits(scale.place(kappa.value))}`],
  );
  return [
    label(MARGIN, top + MIDDLE, 'kappa over time'),
    ...scale.ticks.flatMap((tick) => {
      const y = scale.place(tick);
      return [grid(plot, y, right, y, tick), label(plot - 6, y + MIDDLE, tickText(tick), ' text-anchor="end"')];
    }),
    `<polyline points="${points.join(' ')}" fill="none" stroke="#999999"/>`,
    ...series.flatMap(({ label: name, kappa }, index) => {
      const x = middles[index] ?? 0;
      const under = label(x, bottom + FONT_SIZE + MIDDLE, name, ' text-anchor="middle" font-size="10"');
      if (kappa.value === null) return [under, label(x, bottom - MIDDLE, '–', ' text-anchor="middle"')];
      const along = (low: number, high: number) => line(x, low, x, high);
      const across = (y: number) => line(x - CAP, y, x + CAP, y);
      return [under, ...whisker(shownInterval(kappa), scale, along, across), dot(x, scale.place(kappa.value))];
    }),
    label(plot, bottom + TICKS + FONT_SIZE, 'up to which report, in the order of the votes'),
  ];
}

/** From 0, or below it as far as an interval goes, in steps that are easy to read. */
function scaleOf(estimates: readonly Estimate[], place: (share: number) => number): Scale {
  const lowest = Math.min(0, ...estimates.flatMap(({ value, ci }) => [value ?? 0, ci?.[0] ?? 0]));
  // Rounding makes of a kappa of 0 a little less.
  const low = lowest > -1e-9 ? 0 : lowest >= -0.5 ? -0.5 : -1;
  const step = low === 0 ? 0.2 : 0.5;
  const ticks = Array.from({ length: Math.round((1 - low) / step) + 1 }, (_, index) => low + index * step);
  return { low, ticks, place: (value) => place((Math.min(1, Math.max(low, value)) - low) / (1 - low)) };
}

function whisker(
  ci: readonly [number, number] | null,
  scale: Scale,
  along: (low: number, high: number) => string,
  across: (end: number) => string,
): string[] {
  if (ci === null) return [];
  const caps = ci.filter((bound) => bound >= scale.low && bound <= 1).map((bound) => across(scale.place(bound)));
  return [along(scale.place(ci[0]), scale.place(ci[1])), ...caps];
}

function tickText(tick: number): string {
  return tick.toFixed(1);
}

/** 0, which is what chance gives, is darker than the others. */
function grid(x1: number, y1: number, x2: number, y2: number, tick: number): string {
  const stroke = Math.abs(tick) < 1e-9 ? '#666666' : '#dddddd';
  return line(x1, y1, x2, y2, stroke);
}

function line(x1: number, y1: number, x2: number, y2: number, stroke = '#000000'): string {
  return `<line x1="${digits(x1)}" y1="${digits(y1)}" x2="${digits(x2)}" y2="${digits(y2)}" stroke="${stroke}"/>`;
}

function dot(x: number, y: number): string {
  return `<circle cx="${digits(x)}" cy="${digits(y)}" r="${RADIUS}"/>`;
}

function label(x: number, y: number, text: string, attributes = ''): string {
  return `<text x="${digits(x)}" y="${digits(y)}"${attributes}>${xmlSafe(text)}</text>`;
}

/** Coordinates to a hundredth: the same bytes wherever sums are rounded otherwise. */
function digits(value: number): string {
  return String(Math.round(value * 100) / 100);
}
