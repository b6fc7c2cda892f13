import type { PersonId } from '../../model/ids.ts';
import type { VoteLine } from '../../model/ledgers.ts';
import type { StageRules } from '../../model/protocol.ts';
import type { StageOutcome } from '../outcomes.ts';
import { routeOf } from '../routes.ts';
import { at, sum } from './contingency.ts';
import type { Estimate } from './intervals.ts';
import { fleissKappa, groupUnits, krippendorffAlpha, ordinal, type FleissKappa, type Units } from './many-raters.ts';
import { routesUsed, votesUsed } from './measure-pair.ts';

/** The agreement of more than two reviewers on a stage together. */
export interface ManyReviewers extends ManyMeasures {
  /** The same with each vote read as what it does: pass on, or stop. */
  readonly routed: ManyMeasures;
}

export interface ManyMeasures {
  readonly categories: readonly string[];
  /** Reports with at least two first votes, whoever cast them. */
  readonly n: number;
  readonly alpha: Estimate;
  /** Alpha for categories in order: where somebody said maybe. */
  readonly alphaOrdinal?: Estimate;
  /**
   * Fleiss' kappa is on reports with one and the same number of votes: `raters`, the number that most of them have, and
   * `n`, how many these are.
   */
  readonly fleiss: FleissKappa & { readonly raters: number | null; readonly n: number };
}

/** Measures all reviewers of a stage together. */
export function manyReviewers(outcomes: readonly StageOutcome[], rules: StageRules): ManyReviewers {
  const people = new Set(rules.reviewers);
  const units = groupUnits(outcomes.map(({ votes: { first } }) => countVotes(first, people)));
  const hasMaybe = units.some(({ counts }) => at(counts, ALL_VOTES.indexOf('maybe')) > 0);
  const categories = votesUsed(hasMaybe);
  const routes = routesUsed(categories, rules);
  const routed = (vote: string) => routeOf(vote, rules);
  return {
    ...measure(
      recount(units, categories, (vote) => vote),
      categories,
    ),
    routed: measure(recount(units, routes, routed), routes),
  };
}

const ALL_VOTES = votesUsed(true);

function countVotes(first: ReadonlyMap<PersonId, VoteLine>, people: ReadonlySet<PersonId>): number[] {
  const counts = ALL_VOTES.map(() => 0);
  for (const [person, { vote }] of first) {
    const place = ALL_VOTES.indexOf(vote);
    if (people.has(person) && place >= 0) counts[place] = at(counts, place) + 1;
  }
  return counts;
}

/** The same units in other categories. */
function recount(units: readonly Units[], categories: readonly string[], nameOf: (vote: string) => string): Units[] {
  return units.map(({ counts, times }) => ({
    counts: categories.map((category) => sum(counts.filter((_, k) => nameOf(ALL_VOTES[k] ?? '') === category))),
    times,
  }));
}

function measure(all: readonly Units[], categories: readonly string[]): ManyMeasures {
  const units = all.filter(({ counts }) => sum(counts) >= 2);
  const { raters, alike } = mostAlike(units);
  return {
    categories,
    n: sizeOf(units),
    alpha: krippendorffAlpha(units),
    ...(categories.length > 2 && { alphaOrdinal: krippendorffAlpha(units, ordinal) }),
    fleiss: { ...fleissKappa(alike), raters, n: sizeOf(alike) },
  };
}

/** The units with the number of judgements that most units have; of two such numbers, the greater. */
function mostAlike(units: readonly Units[]): { readonly raters: number | null; readonly alike: readonly Units[] } {
  const byNumber = new Map<number, Units[]>();
  for (const unit of units) {
    const raters = sum(unit.counts);
    byNumber.set(raters, [...(byNumber.get(raters) ?? []), unit]);
  }
  const [most] = [...byNumber].sort(([a, unitsA], [b, unitsB]) => sizeOf(unitsB) - sizeOf(unitsA) || b - a);
  return { raters: most?.[0] ?? null, alike: most?.[1] ?? [] };
}

function sizeOf(units: readonly Units[]): number {
  return sum(units.map(({ times }) => times));
}
