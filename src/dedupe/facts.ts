import type { Comparable } from './comparable.ts';
import { areOneName, type Comparison } from './compare.ts';

/** What rules ask of a comparison, beside its fields. */
export interface Facts extends Comparison {
  readonly a: Comparable;
  readonly b: Comparable;
  /** The same words, but for slips and what may be one. */
  readonly alike: boolean;
  readonly generic: boolean;
  /** The same pages of a volume (or venue), and nothing of the place speaks against it. */
  readonly samePlace: boolean;
  /** Something of volume, issue and pages is known of both and is not the same. */
  readonly otherPlace: boolean;
  readonly meetings: number;
}

export function toFacts(a: Comparable, b: Comparable, c: Comparison): Facts {
  const pagesAgree = c.pages === 'same' || c.pages === 'near';
  // Each field by name: a spread costs more than all that is compared.
  return {
    title: c.title,
    numbers: c.numbers,
    authors: c.authors,
    years: c.years,
    venue: c.venue,
    volume: c.volume,
    issue: c.issue,
    pages: c.pages,
    doi: c.doi,
    ids: c.ids,
    abstract: c.abstract,
    a,
    b,
    alike: c.title === 'same' || c.title === 'variant' || c.title === 'near',
    generic: a.isGeneric || b.isGeneric,
    samePlace: pagesAgree && c.volume !== 'other' && (c.volume === 'same' || c.venue === 'same'),
    otherPlace: c.volume === 'other' || c.issue === 'other' || c.pages === 'apart',
    meetings: Number(a.venueKind === 'meeting') + Number(b.venueKind === 'meeting'),
  };
}

/** The same pages of the same volume and venue, from a first to a last that is another. */
export function isOneRange({ a, b, volume, venue, pages, years }: Facts): boolean {
  const isRange = a.pages?.end !== undefined && a.pages.end > a.pages.start && a.pages.end === b.pages?.end;
  return isRange && pages === 'same' && volume === 'same' && venue !== 'other' && (years ?? 0) === 0;
}

/** Two lists of several authors with the same names, in whatever order, as far as they are kept. */
export function haveSameAuthors(a: Comparable, b: Comparable): boolean {
  if (a.surnames.length < 2 || a.surnames.length !== b.surnames.length) return false;
  const [x, y] = [without(a.surnames, b.surnames), without(b.surnames, a.surnames)];
  // One name may stand for several of the other's: whichever is asked first, each must find its own.
  return findEach(x, y) && findEach(y, x);
}

/** The names that the others do not have to the letter, each of those taken once. */
function without(names: readonly string[], others: readonly string[]): string[] {
  const open = [...others];
  return names.filter((name) => {
    const at = open.indexOf(name);
    if (at !== -1) open.splice(at, 1);
    return at === -1;
  });
}

function findEach(names: readonly string[], others: readonly string[]): boolean {
  const open = [...others];
  return names.every((name) => {
    const at = open.findIndex((other) => areOneName(name, other));
    if (at !== -1) open.splice(at, 1);
    return at !== -1;
  });
}

/** The same authors to the last; of a single one the initial too. */
export function areOneHand(a: Comparable, b: Comparable): boolean {
  if (haveSameAuthors(a, b)) return true;
  const [[x], [y]] = [a.surnames, b.surnames];
  const areAlone = a.surnames.length === 1 && b.surnames.length === 1 && a.firstGiven !== '';
  return areAlone && areOneName(x as string, y as string) && mayBeOneGiven(a.firstGiven, b.firstGiven);
}

/** `yan` is not `yi`; initials say the first letter only. */
function mayBeOneGiven(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length > 2 ? long.startsWith(short) : short[0] === long[0];
}

/** Every word of the shorter of two titles stands in the longer. */
export function holdsAllWords(a: string, b: string): boolean {
  const [few, many] = [new Set(a.split(' ')), new Set(b.split(' '))].sort((x, y) => x.size - y.size) as [
    Set<string>,
    Set<string>,
  ];
  return [...few].every((word) => many.has(word));
}

/**
 * The same authors to the last; of a single one by the initial too, and with a title of some length: nobody writes two so
 * alike at one place in a year.
 */
export function areAllOneAuthors(a: Comparable, b: Comparable): boolean {
  return haveSameAuthors(a, b) || (areOneHand(a, b) && wordsOfShorter(a, b) >= TELLING_WORDS);
}

/** What the longer of two titles has behind the shorter. */
export function restOfLonger({ title: a }: Comparable, { title: b }: Comparable): string {
  return a.length < b.length ? b.slice(a.length + 1) : a.slice(b.length + 1);
}

export function wordsOfShorter(a: Comparable, b: Comparable): number {
  return Math.min(a.title.split(' ').length, b.title.split(' ').length);
}

/** Titles of so many words are not shared by chance. */
export const TELLING_WORDS = 6;

/** The share of the words of two titles that both have (Jaccard). */
export function wordsInCommon(a: string, b: string): number {
  const [x, y] = [new Set(a.split(' ')), new Set(b.split(' '))];
  let both = 0;
  for (const word of x) if (y.has(word)) both++;
  const all = x.size + y.size - both;
  return a === '' || b === '' || all === 0 ? 0 : both / all;
}
