import type { Stage } from '../../model/protocol.ts';
import type { Estimate } from '../../screening/agreement/intervals.ts';
import type { PairAgreement } from '../../screening/agreement/measure-pair.ts';
import type { StageAgreement } from '../../screening/agreement/measure-stage.ts';
import { STATISTICS, writeEstimate, type Unit } from '../../screening/agreement/write-numbers.ts';
import { plural } from '../../text/plural.ts';

/** A statistic in a picture. */
export interface PanelRow {
  readonly label: string;
  readonly estimate: Estimate;
  readonly unit: Unit;
}

/** What is drawn together: statistics below each other, and kappa over time below them. */
export interface Panel {
  readonly title: string;
  readonly rows: readonly PanelRow[];
  /** Kappa of each block, under the number of its last report. */
  readonly series: readonly { readonly label: string; readonly kappa: Estimate }[];
}

/** More pairs than this are drawn in a line each. */
const IN_FULL = 3;
/** These tell what makes kappa low; they are no agreement, and their scale is another. */
const INDICES = new Set(['prevalence', 'bias']);

/** What the picture of the agreement shows, stage by stage. A stage without reports that may be told has no panel. */
export function agreementPanels(stages: readonly (StageAgreement & { readonly stage: Stage })[]): Panel[] {
  return stages.flatMap((agreement) => {
    const { stage, round, pairs, many } = agreement;
    const place = round === null ? stage : `${stage}, round ${round}`;
    const common = pairs.filter(({ n }) => n > 0);
    const panels = common.length > IN_FULL ? [pairsPanel(place, common)] : common.map((pair) => pairPanel(place, pair));
    if (!many || many.n === 0) return panels;
    const rows = [coefficient("Krippendorff's alpha", many.alpha), coefficient("Fleiss' kappa", many.fleiss)];
    return [...panels, { title: `${place}: all reviewers, ${plural(many.n, 'report')}`, rows, series: [] }];
  });
}

function pairPanel(place: string, pair: PairAgreement): Panel {
  return {
    title: `${place}: ${pair.reviewers.join(' and ')}, ${plural(pair.n, 'report')}`,
    rows: STATISTICS.flatMap(([key, label, unit]) => {
      const estimate = pair.measures[key];
      return estimate === undefined || INDICES.has(key) ? [] : [{ label, estimate, unit }];
    }),
    series: pair.overTime.map(({ to, kappa }) => ({ label: String(to), kappa })),
  };
}

function pairsPanel(place: string, pairs: readonly PairAgreement[]): Panel {
  const rows = pairs.map(({ reviewers, n, measures }) => coefficient(`${reviewers.join(', ')} (${n})`, measures.kappa));
  return { title: `${place}: Cohen's kappa of each pair (reports)`, rows, series: [] };
}

function coefficient(label: string, estimate: Estimate): PanelRow {
  return { label, estimate, unit: 'coefficient' };
}

/** What a panel shows, in words, for those who cannot see it. */
export function tellPanel({ title, rows, series }: Panel): string {
  const values = rows.map(({ label, estimate, unit }) => `${label} ${writeEstimate(estimate, unit)}`).join(', ');
  const blocks = series.map(({ label, kappa }) => `up to report ${label} ${writeEstimate(kappa)}`).join(', ');
  return `${title}: ${values}${blocks === '' ? '' : `; kappa over time: ${blocks}`}`;
}
