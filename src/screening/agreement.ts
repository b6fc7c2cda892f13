import type { PersonId } from '../model/ids.ts';
import type { StageRules } from '../model/protocol.ts';
import type { StageOutcome } from './outcomes.ts';
import { routeOf } from './votes.ts';

/** The order in which votes are more and more in favour; tables list them so. */
export const VOTES = ['exclude', 'maybe', 'include'] as const;

/** Cohen's kappa and what stands beside it. Values that are not defined are null. */
export interface Kappa {
  readonly n: number;
  /** The share of cases on which both said the same. */
  readonly observed: number | null;
  /** The share expected by chance from both margins. */
  readonly expected: number | null;
  readonly kappa: number | null;
  readonly se: number | null;
  /** The 95 % confidence interval, kappa ± 1.959964 standard errors; not cut at ±1. */
  readonly ci: readonly [number, number] | null;
  /** Prevalence- and bias-adjusted kappa (Byrt et al. 1993). */
  readonly pabak: number | null;
}

const Z_95 = 1.959963984540054;

/**
 * Cohen's kappa of a square table of counts (rows: one rater, columns: the other), with the large-sample standard error
 * of Fleiss, Cohen and Everitt (1969), "Large sample standard errors of kappa and weighted kappa", Psychological
 * Bulletin 72:323–327. Kappa is undefined (null) where chance alone explains all agreement (p_e = 1), and for n = 0.
 * PABAK is over the categories of the table.
 */
export function cohenKappa(table: readonly (readonly number[])[]): Kappa {
  const size = table.length;
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  if (n === 0) return { n, observed: null, expected: null, kappa: null, se: null, ci: null, pabak: null };
  const p = table.map((row) => row.map((count) => count / n));
  const at = (i: number, j: number) => p[i]?.[j] ?? 0;
  const indices = [...table.keys()];
  const rows = indices.map((i) => indices.reduce((sum, j) => sum + at(i, j), 0));
  const columns = indices.map((j) => indices.reduce((sum, i) => sum + at(i, j), 0));
  const row = (i: number) => rows[i] ?? 0;
  const column = (j: number) => columns[j] ?? 0;
  const observed = indices.reduce((sum, i) => sum + at(i, i), 0);
  const expected = indices.reduce((sum, i) => sum + row(i) * column(i), 0);
  const pabak = size > 1 ? (size * observed - 1) / (size - 1) : null;
  if (1 - expected < 1e-12) return { n, observed, expected, kappa: null, se: null, ci: null, pabak };

  const kappa = (observed - expected) / (1 - expected);
  let variance = 0;
  for (const i of indices) {
    for (const j of indices) {
      const weight = i === j ? 1 : 0;
      // With unit weights the weighted margins are the other rater's share of the row's, and of the column's, category.
      variance += at(i, j) * (weight - (column(i) + row(j)) * (1 - kappa)) ** 2;
    }
  }
  variance -= (kappa - expected * (1 - kappa)) ** 2;
  const se = Math.sqrt(Math.max(0, variance) / (n * (1 - expected) ** 2));
  return { n, observed, expected, kappa, se, ci: [kappa - Z_95 * se, kappa + Z_95 * se], pabak };
}

/** The agreement of two reviewers at a stage, on their first votes. */
export interface PairAgreement extends Kappa {
  readonly reviewers: readonly [PersonId, PersonId];
  readonly categories: readonly string[];
  /** Counts: rows the first reviewer's votes, columns the second's. */
  readonly table: readonly (readonly number[])[];
  /** The same with each vote read as what it does: pass on, or stop. */
  readonly routed: Kappa & { readonly categories: readonly string[]; readonly table: readonly (readonly number[])[] };
}

/**
 * Agreement of each pair of reviewers who voted on the same reports. Only reports with all votes in count, so that
 * nothing here tells how an open one was voted on.
 */
export function agreementOf(outcomes: readonly StageOutcome[], rules: StageRules): PairAgreement[] {
  // What an amendment has made due again was complete before, and its first votes stay what they were.
  const counted = outcomes.filter(({ votes }) => votes.isComplete || (votes.wasComplete && votes.dueAgain.size > 0));
  const pairs = rules.reviewers.flatMap((a, index) => rules.reviewers.slice(index + 1).map((b) => [a, b] as const));
  return pairs.map(([a, b]) => {
    const votes = counted.flatMap(({ votes: { first } }) => {
      const [voteA, voteB] = [first.get(a)?.vote, first.get(b)?.vote];
      return voteA === undefined || voteB === undefined ? [] : [[voteA, voteB] as const];
    });
    const cast = votes.flat().includes('maybe') ? VOTES : VOTES.filter((vote) => vote !== 'maybe');
    const routes = votes.map(([x, y]) => [routeOf(x, rules), routeOf(y, rules)] as const);
    const routeNames = routes.flat().includes('unsure') ? ['stop', 'unsure', 'pass'] : ['stop', 'pass'];
    const table = tabulate(votes, cast);
    const routedTable = tabulate(routes, routeNames);
    return {
      reviewers: [a, b],
      categories: cast,
      table,
      ...cohenKappa(table),
      routed: { categories: routeNames, table: routedTable, ...cohenKappa(routedTable) },
    };
  });
}

function tabulate(pairs: readonly (readonly [string, string])[], categories: readonly string[]): number[][] {
  const table = categories.map(() => categories.map(() => 0));
  for (const [a, b] of pairs) {
    const row = table[categories.indexOf(a)];
    const column = categories.indexOf(b);
    if (row && column >= 0) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

/** The words of Landis and Koch (1977) for a kappa; they depend on prevalence, so they never stand alone. */
export function landisKoch(kappa: number): string {
  if (kappa < 0) return 'poor';
  if (kappa <= 0.2) return 'slight';
  if (kappa <= 0.4) return 'fair';
  if (kappa <= 0.6) return 'moderate';
  return kappa <= 0.8 ? 'substantial' : 'almost perfect';
}
