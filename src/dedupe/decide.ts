import type { Comparable } from './comparable.ts';
import { titleSimilarity, titleVeto } from './titles.ts';
import { venuesAgree } from './venues.ts';

/** The rules by which the program links two records. A person's ruling is a rule of its own. */
export const LINK_RULES = ['doi', 'title', 'ruling'] as const;
export type LinkRule = (typeof LINK_RULES)[number];

export type Verdict =
  | { readonly kind: 'linked'; readonly rule: 'doi' | 'title'; readonly score: number }
  | { readonly kind: 'uncertain'; readonly score: number; readonly why: string }
  | { readonly kind: 'distinct'; readonly why: string };

/** Titles under one DOI that are less alike than this are likely to be a wrong DOI. */
const SAME_DOI_TITLE = 0.7;
/** Titles more alike than this, by the same authors in the same years, are worth a person's look. */
const NEAR_TITLE = 0.85;
/** The same for records that also share volume or venue and first page. */
const SAME_PLACE_TITLE = 0.5;

/**
 * Whether two records are the same report. Careful: a link needs equal DOIs and titles that go together, or equal
 * titles with years and authors that go together, and nothing against it; what is merely likely goes to a person.
 * Different DOIs never link.
 */
export function decide(a: Comparable, b: Comparable): Verdict {
  const similarity = titleSimilarity(a.words, b.words);
  const veto = titleVeto(a.words, b.words);
  if (a.doi !== undefined && a.doi === b.doi) return sameDoi(a, b, similarity, veto);
  if (veto) return { kind: 'distinct', why: veto };
  if (!yearsAgree(a, b)) return { kind: 'distinct', why: 'the years differ by more than one' };
  const differentDois = a.doi !== undefined && b.doi !== undefined;
  if (similarity === 1) return sameTitle(a, b, differentDois);
  if (differentDois) return { kind: 'distinct', why: 'different DOIs and different titles' };
  return nearTitle(a, b, similarity);
}

function sameDoi(a: Comparable, b: Comparable, similarity: number, veto: string | undefined): Verdict {
  const untitled = a.title === '' || b.title === '';
  if (!veto && (untitled || similarity >= SAME_DOI_TITLE)) {
    return { kind: 'linked', rule: 'doi', score: untitled ? 0.9 : similarity };
  }
  const why = veto ? `same DOI, but ${veto}` : 'same DOI, but different titles';
  return { kind: 'uncertain', score: Math.max(0.5, similarity), why };
}

function sameTitle(a: Comparable, b: Comparable, differentDois: boolean): Verdict {
  if (a.title === '') return { kind: 'distinct', why: 'neither has a title' };
  const samePlace = sharesPlace(a, b);
  if (a.isGeneric && !samePlace)
    return { kind: 'distinct', why: 'a title that many papers carry, in different places' };
  const authors = authorsAgree(a, b);
  if (authors === 'differ') {
    return samePlace
      ? { kind: 'uncertain', score: 0.8, why: 'same title and place, but different authors' }
      : { kind: 'distinct', why: 'same title, but different authors' };
  }
  if (authors === 'partly') {
    if (differentDois) return { kind: 'distinct', why: 'same title, but different DOIs and authors' };
    return { kind: 'uncertain', score: samePlace ? 0.9 : 0.75, why: 'same title, but only some authors in common' };
  }
  if (differentDois) return { kind: 'uncertain', score: 0.7, why: 'same title and authors, but different DOIs' };
  if (a.isPreprint !== b.isPreprint) {
    return { kind: 'uncertain', score: 0.75, why: 'same title and authors, but one is a preprint' };
  }
  if (placesDiffer(a, b)) {
    return { kind: 'uncertain', score: 0.85, why: 'same title and authors, but different volume and pages' };
  }
  // A paper of a conference and its longer version in a journal a year later are two reports.
  if (yearsDiffer(a, b) && !samePlace && venuesAgree(a.venue, b.venue) === false) {
    return { kind: 'uncertain', score: 0.8, why: 'same title and authors, but another venue in another year' };
  }
  if (authors === 'unknown' && !samePlace) {
    return { kind: 'uncertain', score: 0.85, why: 'same title, but the authors of one are not known' };
  }
  return { kind: 'linked', rule: 'title', score: a.year === b.year ? 1 : 0.95 };
}

function nearTitle(a: Comparable, b: Comparable, similarity: number): Verdict {
  if (a.isGeneric || b.isGeneric || authorsAgree(a, b) !== 'agree') {
    return { kind: 'distinct', why: 'different titles' };
  }
  if (similarity >= NEAR_TITLE) {
    return { kind: 'uncertain', score: similarity * 0.95, why: 'nearly the same title, same authors and year' };
  }
  if (similarity >= SAME_PLACE_TITLE && sharesPlace(a, b)) {
    return {
      kind: 'uncertain',
      score: 0.6 + similarity * 0.2,
      why: 'same authors, year, volume and first page, other title',
    };
  }
  return { kind: 'distinct', why: 'different titles' };
}

/** Early access and print, or two databases' readings, may put a paper in neighbouring years. */
function yearsAgree(a: Comparable, b: Comparable): boolean {
  return a.year === undefined || b.year === undefined || Math.abs(a.year - b.year) <= 1;
}

function yearsDiffer(a: Comparable, b: Comparable): boolean {
  return a.year !== undefined && b.year !== undefined && a.year !== b.year;
}

/**
 * First authors of the same surname; or, where a database reorders or shortens the list, at least half of the shorter
 * one's surnames and two of them: one alone is often the editor of a column.
 */
function authorsAgree(a: Comparable, b: Comparable): 'agree' | 'partly' | 'differ' | 'unknown' {
  if (a.surnames.length === 0 || b.surnames.length === 0) return 'unknown';
  if (a.surnames[0] === b.surnames[0]) return 'agree';
  const [short, long] = a.surnames.length <= b.surnames.length ? [a.surnames, b.surnames] : [b.surnames, a.surnames];
  const shared = short.filter((surname) => long.includes(surname)).length;
  if (shared * 2 >= short.length && shared > 1) return 'agree';
  return shared > 0 ? 'partly' : 'differ';
}

/** The same first page, in the same volume or venue. A cell that one side leaves empty agrees with nothing. */
function sharesPlace(a: Comparable, b: Comparable): boolean {
  if (a.page === undefined || a.page !== b.page) return false;
  return (a.volume !== undefined && a.volume === b.volume) || (a.venue !== '' && a.venue === b.venue);
}

/** Volume and first page are known on both sides, and both differ. */
function placesDiffer(a: Comparable, b: Comparable): boolean {
  const known = a.volume !== undefined && b.volume !== undefined && a.page !== undefined && b.page !== undefined;
  return known && a.volume !== b.volume && a.page !== b.page;
}
