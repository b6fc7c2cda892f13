import { compareText } from '../../text/order.ts';
import { cohenKappa } from './chance-corrected.ts';
import { at, sum, tabulate } from './contingency.ts';
import { wilson, type Estimate } from './intervals.ts';

/** Two judgements of one report, and when the later of them came. */
export interface TimedPair {
  readonly report: string;
  readonly at: string;
  readonly votes: readonly [string, string];
}

/** The agreement in one stretch of the work. */
export interface Block {
  /** The reports of the block by their place in the order of time, from 1. */
  readonly from: number;
  readonly to: number;
  /** When its last report got its last first vote. */
  readonly until: string;
  readonly n: number;
  readonly percent: Estimate;
  readonly kappa: Estimate;
}

/** Fewer reports than this say nothing about kappa, and more blocks than this are not read. */
const SMALLEST = 25;
const MOST = 10;

/**
 * Whether people drift: reports in the order in which both votes were in, cut into blocks of equal size. None where there
 * are too few for two blocks.
 */
export function overTime(pairs: readonly TimedPair[], categories: readonly string[]): Block[] {
  const blocks = Math.min(MOST, Math.floor(pairs.length / SMALLEST));
  if (blocks < 2) return [];
  const ordered = [...pairs].sort((a, b) => compareText(a.at, b.at) || compareText(a.report, b.report));
  return Array.from({ length: blocks }, (_, index) => {
    const [start, end] = [index, index + 1].map((edge) => Math.floor((edge * ordered.length) / blocks));
    const block = ordered.slice(start, end);
    const table = tabulate(
      block.map(({ votes }) => votes),
      categories,
    );
    const { value, se, ci } = cohenKappa(table);
    return {
      from: (start ?? 0) + 1,
      to: end ?? 0,
      until: block.at(-1)?.at ?? '',
      n: block.length,
      percent: wilson(sum(table.map((row, k) => at(row, k))), block.length),
      kappa: { value, se, ci },
    };
  });
}
