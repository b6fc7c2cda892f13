import type { Comparable } from './comparable.ts';
import { relatePages } from './pages.ts';
import { THRESHOLDS } from './thresholds.ts';
import { editSimilarity, isSpelling, mayBeSlip, relateTitles, type TitleRelation } from './titles.ts';
import { venuesAgree } from './venues.ts';

type Agreement = 'same' | 'other' | 'unknown';

/** What comparing two records field by field says. A field that one of them lacks agrees with nothing and contradicts nothing. */
export interface Comparison {
  readonly title: TitleRelation;
  /** The titles' numbers, where both have any title: papers of a series differ by them alone. */
  readonly numbers: Agreement;
  readonly authors: 'same' | 'some' | 'other' | 'unknown';
  /** How many years lie between them. */
  readonly years: number | undefined;
  readonly venue: Agreement;
  readonly volume: Agreement;
  readonly issue: Agreement;
  readonly pages: 'same' | 'near' | 'apart' | 'unknown';
  /** `near`: one is the other cut off or with a slip; `version`: versions of one document. */
  readonly doi: Agreement | 'near' | 'version';
  /** An index has given them one number, or two. */
  readonly ids: Agreement;
  readonly abstract: Agreement;
}

/** Compares two records; what a comparison costs is bounded by the lengths of two titles and of two lists of authors. */
export function compare(a: Comparable, b: Comparable): Comparison {
  const [volume, issue, pages] = relatePlaces(a, b);
  return {
    title: relateTranslated(a, b),
    numbers: a.title === '' || b.title === '' ? 'unknown' : a.numbers === b.numbers ? 'same' : 'other',
    authors: relateAuthors(a, b),
    years: a.year === undefined || b.year === undefined ? undefined : Math.abs(a.year - b.year),
    venue: agreement(venuesAgree(a.venue, b.venue)),
    volume,
    issue,
    pages,
    doi: relateDois(a.doi, b.doi),
    ids: relateIds(a, b),
    abstract: relateAbstracts(a.abstract, b.abstract),
  };
}

/** The first letters by which two abstracts are told apart at a look. */
const LOOK = 24;

/**
 * Whether a look, which costs a tenth of a comparison, shows that no rule can link two records or ask a person: few words
 * in common or years between them, no number of an index or DOI, no page, no beginning of an abstract.
 */
export function areFar(a: Comparable, b: Comparable): boolean {
  if (a.title === '' || b.title === '' || a.title === b.title) return false;
  if (a.doi !== undefined && b.doi !== undefined && relateDois(a.doi, b.doi) !== 'other') return false;
  if (relateIds(a, b) === 'same' || a.translation !== undefined || b.translation !== undefined) return false;
  if (a.pages && b.pages && a.pages.start === b.pages.start) return false;
  if (a.pages && b.pages && relatePages(a.pages, b.pages) !== 'apart') return false;
  if (a.abstract !== undefined && b.abstract !== undefined && a.abstract.slice(0, LOOK) === b.abstract.slice(0, LOOK))
    return false;
  return !shareWords(a.title, b.title);
}

/** Two words in five of the shorter title, or as many letters from the beginning. */
function shareWords(a: string, b: string): boolean {
  const [short, long] = a.length < b.length || (a.length === b.length && a < b) ? [a, b] : [b, a];
  const words = short.split(' ');
  let shared = 0;
  for (const word of words) if (word.length > 3 && long.includes(word)) shared += 1;
  const counted = words.reduce((sum, word) => sum + Number(word.length > 3), 0);
  return counted < 4 || shared * 5 >= counted * 2;
}

function agreement(agrees: boolean | undefined): Agreement {
  return agrees === undefined ? 'unknown' : agrees ? 'same' : 'other';
}

function equal(a: string | undefined, b: string | undefined): Agreement {
  return a === undefined || b === undefined ? 'unknown' : a === b ? 'same' : 'other';
}

/** A title that a database has translated stands in brackets behind the original. */
function relateTranslated(a: Comparable, b: Comparable): TitleRelation {
  const relation = relateTitles(a.title, b.title, { a: a.heads, b: b.heads });
  if (relation !== 'other' || (a.translation === undefined && b.translation === undefined)) return relation;
  for (const [x, y] of [
    [a.translation, b.title],
    [a.title, b.translation],
    [a.translation, b.translation],
  ]) {
    if (x === undefined || y === undefined) continue;
    const other = relateTitles(x, y);
    if (other === 'same' || other === 'variant') return 'variant';
    if (other === 'near') return 'near';
  }
  return relation;
}

/** Volume, issue and pages. Some sources move the three by a column: issue for volume, pages for issue. */
function relatePlaces(a: Comparable, b: Comparable): [Agreement, Agreement, Comparison['pages']] {
  const volume = equal(a.volume, b.volume);
  const issue = equal(a.issue, b.issue);
  const pages = relatePages(a.pages, b.pages);
  if (pages === 'apart' || (issue === 'other' && volume !== 'same')) {
    const numbers = ({ volume: v, issue: i, pages: p }: Comparable) =>
      [v, i, p && String(p.start)].filter((each) => each !== undefined);
    const [few, many] = [numbers(a), numbers(b)].sort((x, y) => x.length - y.length) as [string[], string[]];
    let at = 0;
    const isMoved = few.length === 2 && many.length === 3 && few.every((each) => (at = many.indexOf(each, at) + 1) > 0);
    if (isMoved) return ['same', 'same', 'unknown'];
  }
  // The number of an electronic article in the column of the issue.
  if (issue === 'other' && volume !== 'other' && (isArticleOf(a, b) || isArticleOf(b, a)))
    return [volume, 'unknown', 'unknown'];
  // `96-98` names three volumes in one.
  if (volume === 'other' && (isAmong(a.volume, b.volume) || isAmong(b.volume, a.volume)))
    return ['unknown', issue, pages];
  // The issue's number in the column of the volume.
  if (volume === 'other' && (isIssueOf(a, b) || isIssueOf(b, a))) return ['unknown', 'unknown', pages];
  // A supplement is written in many ways: `Suppl 1`, `1 SUPPL.`, `S1`.
  const isSupplement = (text: string | undefined) => text !== undefined && /sup|^s\d/.test(text);
  if (issue === 'other' && isSupplement(a.issue) && isSupplement(b.issue)) {
    const [x, y] = [a.issue, b.issue].map((text) => /\d+/.exec(text ?? '')?.[0]);
    return [volume, x !== undefined && y !== undefined && x !== y ? 'other' : 'unknown', pages];
  }
  if (issue === 'other' && firstNumber(a.issue) === firstNumber(b.issue)) return [volume, 'same', pages];
  return [volume, issue, pages];
}

function isIssueOf(a: Comparable, b: Comparable): boolean {
  return a.issue === undefined && a.volume !== undefined && b.issue !== undefined && firstNumber(b.issue) === a.volume;
}

/** Issues have lower numbers; the number of an article may begin with `e`, and is no range of pages. */
const LOWEST_ARTICLE = 60;

function isArticleOf(a: Comparable, b: Comparable): boolean {
  if (a.pages !== undefined || a.issue === undefined || b.pages === undefined || b.pages.end !== undefined)
    return false;
  const { start } = b.pages;
  return a.issue.replace(/^e0*/, '') === String(start) && (start >= LOWEST_ARTICLE || a.issue.startsWith('e'));
}

/** Whether a volume is one of those that were bound in one. */
function isAmong(volume: string | undefined, bound: string | undefined): boolean {
  const range = /^(\d+)-(\d+)$/.exec(bound ?? '');
  const [number, first, last] = [volume, range?.[1], range?.[2]].map(Number) as [number, number, number];
  return last - first < MOST_BOUND && number >= first && number <= last;
}

/** So many volumes are not bound in one: two numbers are something else. */
const MOST_BOUND = 6;

/** `3-4` and `3` name one double issue; `1 part 2` issue 1. */
function firstNumber(text: string | undefined): string {
  return /\d+/.exec(text ?? '')?.[0] ?? text ?? '';
}

/**
 * `same`: the first authors are one (or family and given name are swapped), and at least half of the shorter list is in
 * the other; or half of it and two, in whatever order. `some`: any in common.
 */
export function relateAuthors(a: Comparable, b: Comparable): Comparison['authors'] {
  const [short, long] = a.surnames.length <= b.surnames.length ? [a.surnames, b.surnames] : [b.surnames, a.surnames];
  if (short.length === 0) return 'unknown';
  let shared = namesAmong(short, long);
  // Of lists as long as each other, each name stands for one of the other's: whichever is asked first.
  if (shared > 0 && short.length === long.length && short.some((name, at) => name !== long[at]))
    shared = Math.min(shared, namesAmong(long, short));
  const [x, y] = [a.surnames[0] as string, b.surnames[0] as string];
  const isSwap = isSwapped(a, y) || isSwapped(b, x);
  const isFirst = areOneName(x, y) || isSwap;
  // Two authors of one name, each alone: their initials tell them apart.
  if (isFirst && !isSwap && long.length === 1 && haveOtherInitials(a, b)) return 'some';
  if (isFirst && Math.max(shared, 1) * 2 >= short.length) return 'same';
  if (shared > 1 && shared * 2 >= short.length) return 'same';
  return isFirst || shared > 0 ? 'some' : 'other';
}

function haveOtherInitials(a: Comparable, b: Comparable): boolean {
  return a.firstGiven !== '' && b.firstGiven !== '' && a.firstGiven[0] !== b.firstGiven[0];
}

/** How many names of one list are in the other. */
function namesAmong(some: readonly string[], others: readonly string[]): number {
  let shared = 0;
  for (const name of some) if (others.includes(name) || others.some((other) => areOneName(name, other))) shared++;
  return shared;
}

/** A name that a source has cut is at least so long. */
const CUT_NAME = 8;
/** Shorter names that differ in a letter are other names. */
const LONG_NAME = 7;

/** Two folded surnames of one person: a part of a double name, a slip in a long one, or a letter that an encoding has lost. */
export function areOneName(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.includes('?') || b.includes('?')) return fillsLostLetters(a, b) || fillsLostLetters(b, a);
  if (a.includes(' ') || b.includes(' ')) return arePartsOfOne(a, b);
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= CUT_NAME && long.startsWith(short)) return true;
  return long.length >= LONG_NAME && a[0] === b[0] && (isSpelling(a, b) || mayBeSlip(a, b));
}

/** `garcia molina` is `garciamolina`, `garcia` or `molina`; two double names that share a part are two. */
function arePartsOfOne(a: string, b: string): boolean {
  if (a.replaceAll(' ', '') === b.replaceAll(' ', '')) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length > 2 && ` ${long} `.includes(` ${short} `);
}

/** A name that has lost more letters than this says nothing. */
const MOST_LOST = 3;

/** `m?ller` is `muller`; a lost `ß` is two letters. */
function fillsLostLetters(damaged: string, name: string): boolean {
  const lost = damaged.split('?').length - 1;
  if (lost === 0 || lost > MOST_LOST) return false;
  const known = new RegExp(`^${damaged.replaceAll('?', '.{1,2}')}$`);
  return known.test(name) || (!damaged.includes(' ') && name.split(' ').some((part) => known.test(part)));
}

/** `Hua, T` is `Tong, Hua`: a source took the given name for the family name. */
function isSwapped(record: Comparable, surname: string): boolean {
  return surname.length > 2 && record.firstGiven.startsWith(surname.replaceAll(' ', ''));
}

function relateDois(a: string | undefined, b: string | undefined): Comparison['doi'] {
  if (a === undefined || b === undefined) return 'unknown';
  if (a === b) return 'same';
  const [x, y] = [plainDoi(a), plainDoi(b)];
  if (x === y) return 'same';
  const version = (doi: string) =>
    doi.replace(/(?:[./]pub\d+|[./]v\d+|\/rev\d+)$/, '').replace(/^(10\.12688\/[a-z]+\.\d+)\.\d+$/, '$1');
  if (version(x) === version(y)) return 'version';
  // The archive's DOI stands for whatever the publisher's is.
  if (x.startsWith('10.2307/') !== y.startsWith('10.2307/')) return 'unknown';
  const [short, long] = x.length <= y.length ? [x, y] : [y, x];
  // Behind a digit another digit names a neighbour: chapter 1, chapter 12.
  const isCut = long.startsWith(short) && !/^\d\D*\d/.test(`${short.at(-1) ?? ''}${long[short.length] ?? ''}`);
  if (isCut && short.length > 11) return 'near';
  const signs = (doi: string) => doi.replace(/[^a-z0-9]/g, '');
  return signs(x) === signs(y) || (x.length === y.length && differInOne(x, y)) ? 'near' : 'other';
}

function plainDoi(doi: string): string {
  return doi
    .toLowerCase()
    .replace(/[\s.,;]+$/, '')
    .replaceAll('//', '/');
}

/** One letter that is not the last, or two that are exchanged. The last one, or a digit, names a neighbour. */
function differInOne(a: string, b: string): boolean {
  const at: number[] = [];
  for (let index = 0; index < a.length && at.length < 3; index++) if (a[index] !== b[index]) at.push(index);
  const [first = 0, second] = at;
  if (at.length === 1) return first < a.length - 1 && !/\d/.test(`${a[first] ?? ''}${b[first] ?? ''}`);
  return at.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first];
}

function relateIds(a: Comparable, b: Comparable): Agreement {
  if (!a.ids || !b.ids) return 'unknown';
  let relation: Agreement = 'unknown';
  for (const [kind, id] of Object.entries(a.ids)) {
    const other = b.ids[kind];
    if (other === id) return 'same';
    if (other !== undefined) relation = 'other';
  }
  return relation;
}

/** The beginnings of the abstracts. Databases put headings, a dagger or "Abstract" before them. */
function relateAbstracts(a: string | undefined, b: string | undefined): Agreement {
  if (a === undefined || b === undefined) return 'unknown';
  if (a === b) return 'same';
  const [x, y] = [withoutHeading(a), withoutHeading(b)];
  const length = Math.min(x.length, y.length, 120);
  return editSimilarity(x.slice(0, length), y.slice(0, length)) > THRESHOLDS.abstract ? 'same' : 'other';
}

function withoutHeading(text: string): string {
  return text.replace(
    /^(?:(?:abstract|aims?|background|objectives?|introduction|purpose(?: of review)?|context|summary|importance|rationale) )+/,
    '',
  );
}
