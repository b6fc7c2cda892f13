import type { Estimate } from '../screening/agreement/intervals.ts';
import type { PairAgreement } from '../screening/agreement/measure-pair.ts';
import type { Measures, TwoRaters } from '../screening/agreement/two-raters.ts';
import {
  shownInterval,
  STATISTICS,
  writeEstimate,
  writePercent,
  type Unit,
} from '../screening/agreement/write-numbers.ts';
import { plural } from '../text/plural.ts';
import { columns, estimateCell } from './agreement-columns.ts';

/** Two reviewers in full: their table, every statistic with its interval, and how it went over time. */
export function describePair(pair: PairAgreement): string {
  const [a, b] = pair.reviewers;
  const table = [
    [`${a} \\ ${b}`, ...pair.categories],
    ...pair.categories.map((name, index) => [name, ...(pair.table[index] ?? []).map(String)]),
  ];
  const numbers = pair.categories.map((_, index) => index + 1);
  return `${columns(table, numbers)}\n${statistics(pair)}${words(pair)}${blocks(pair)}`;
}

/** `as pass or stop`. */
export function routedHead({ categories }: { readonly categories: readonly string[] }): string {
  return `as ${[...categories].reverse().join(categories.length > 2 ? ', ' : ' or ')}`;
}

/** One column as voted; a second one where a maybe stands for what it does. */
function statistics(pair: PairAgreement): string {
  const shown = pair.categories.includes('maybe') ? [pair, pair.routed] : [pair];
  const head = shown.length > 1 ? ['', 'as voted', routedHead(pair.routed)] : ['', 'with 95 % interval'];
  const rows = STATISTICS.map(([key, name, unit]) => [name, ...shown.map((raters) => cell(raters, key, unit))]);
  const known = rows.filter((row) => row.slice(1).some((text) => text !== ''));
  return columns([head, ...known], []);
}

function cell({ measures, categories }: TwoRaters, key: keyof Measures, unit: Unit): string {
  const isOfTwo = key === 'prevalence' || key === 'bias';
  const estimate: Estimate | undefined = isOfTwo && categories.length > 2 ? undefined : measures[key];
  return estimate ? estimateCell(estimate, unit) : '';
}

/** What kappa is called; why something is not defined. */
function words(pair: PairAgreement): string {
  const { kappa, word, measures, categories, n } = pair;
  const lines: string[] = [];
  const agreed = pair.table.reduce((total, row, index) => total + (row[index] ?? 0), 0);
  lines.push(`the same on ${agreed} of ${n}; by chance, as kappa has it, ${writePercent(pair.expected ?? 0)}`);
  if (kappa === null) lines.push('kappa, pi and alpha are not defined: both said one thing throughout');
  else lines.push(`kappa is “${word ?? ''}” (Landis and Koch 1977), a word that never stands alone`);
  if (measures.positive.value === null)
    lines.push(`positive agreement is not defined: nobody said ${categories.at(-1) ?? ''}`);
  if (measures.negative.value === null)
    lines.push(`negative agreement is not defined: nobody said ${categories[0] ?? ''}`);
  const shown = Object.entries(measures).filter(([key]) => key !== 'percent') as [string, Estimate][];
  if (shown.some(([, estimate]) => estimate.value !== null && shownInterval(estimate) === null))
    lines.push('no interval: too little varies to say how sure it is');
  return lines.map((line) => `  ${line}\n`).join('');
}

function blocks({ overTime }: PairAgreement): string {
  if (overTime.length === 0) return '';
  const rows = overTime.map(({ from, to, until, percent: share, kappa }) => [
    `${from}–${to}`,
    until.slice(0, 10),
    writePercent(share.value ?? 0),
    estimateCell(kappa),
  ]);
  return `\n${columns([['over time', 'until', 'agreement', "Cohen's kappa"], ...rows], [0, 2])}`;
}

/** Many pairs, one a line. */
export function describePairs(pairs: readonly PairAgreement[]): string {
  const rows = pairs.map(({ reviewers, n, measures, word }) => [
    reviewers.join(', '),
    String(n),
    measures.percent.value === null ? 'not defined' : writePercent(measures.percent.value),
    estimateCell(measures.kappa),
    word ?? '',
  ]);
  return columns([['pair', 'reports', 'agreement', "Cohen's kappa, 95 %", ''], ...rows], [1, 2]);
}

/** `MP and ML 85.0 % on 20 reports, kappa 0.650 (0.312 to 0.988)`. */
export function pairInShort(pair: {
  readonly reviewers: readonly [string, string];
  readonly n: number;
  readonly percent: Estimate;
  readonly kappa: Estimate;
}): string {
  const { reviewers, n, percent: share, kappa } = pair;
  if (share.value === null) return `${reviewers.join(' and ')} have no report with votes of both`;
  return `${reviewers.join(' and ')} ${writePercent(share.value)} on ${plural(n, 'report')}, kappa ${writeEstimate(kappa)}`;
}
