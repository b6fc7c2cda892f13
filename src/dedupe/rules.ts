import { NO_COLUMN } from './columns.ts';
import {
  areAllOneAuthors,
  areOneHand,
  haveSameAuthors,
  holdsAllWords,
  isOneRange,
  restOfLonger,
  TELLING_WORDS,
  wordsInCommon,
  wordsOfShorter,
  type Facts,
} from './facts.ts';
import { THRESHOLDS } from './thresholds.ts';
import { isOneLetterOff, OTHER_DOCUMENT, withoutExpansions } from './titles.ts';
import { distinct, linked, oneOfMany, related, uncertain, veto, type Verdict } from './verdict.ts';

type Rule = (facts: Facts) => Verdict | undefined;

/** In the order in which they are asked. */
export const RULES: readonly Rule[] = [
  function anotherKind({ a, b, alike, title, doi, samePlace, pages }) {
    if (a.kind === b.kind) return undefined;
    // One source has left the word "Erratum" out: the document at that place is the erratum all the same.
    if (doi === 'same' && alike && samePlace && pages === 'same') return linked('doi', 0.95);
    const [kind] = [a.kind, b.kind].filter((each) => each !== 'work');
    const isOfOne = (alike || title === 'cut') && !(a.isGeneric && b.isGeneric);
    if (!isOfOne)
      return doi === 'same'
        ? uncertain(0.5, 'same DOI, but one is a correction, a comment or a reply')
        : veto('documents of another kind');
    if (kind === 'correction' || kind === 'retraction') return related('correction', `one is a ${kind} of the other`);
    return related('comment', 'one comments on, or replies to, the other');
  },
  function otherNumbers({ a, b, numbers, title, authors, doi, ids, samePlace, otherPlace, years, venue }) {
    if (numbers !== 'other' || title === 'same') return undefined;
    if (title === 'cut') {
      if (doi === 'same' || ids === 'same' || samePlace) return undefined;
      // A subtitle that was left out may have numbers; "II" alone is another part.
      const isSubtitle = Math.abs(a.title.split(' ').length - b.title.split(' ').length) > 3;
      if (isSubtitle && areAllOneAuthors(a, b) && years === 0 && venue === 'same' && !otherPlace && doi !== 'other')
        return uncertain(0.6, 'one title is the beginning of the other, which has numbers');
    }
    if (doi === 'same' && authors !== 'other' && wordsInCommon(a.title, b.title) >= THRESHOLDS.numbersUnderOneDoi)
      return uncertain(0.6, 'same DOI, but the titles carry different numbers');
    return veto('the titles carry different numbers');
  },
  function sameDoi({ a, b, doi, title, alike, authors, samePlace, generic, abstract, otherPlace, pages, years }) {
    if (doi !== 'same') return undefined;
    if (generic && (otherPlace || authors === 'other'))
      return uncertain(0.5, 'same DOI, but a title that many papers carry, in another place');
    if (alike)
      return authors === 'other' && (years ?? 0) > 1
        ? uncertain(0.8, 'same DOI and title, but other authors in another year')
        : linked('doi', 1);
    if (title === 'cut') return linked('doi', 0.95);
    if (title === 'unknown')
      return (a.title === '' && b.title === '') || authors !== 'other'
        ? linked('doi', 0.9)
        : uncertain(0.6, 'same DOI, but other authors');
    if (abstract === 'same' || (samePlace && authors === 'same')) return linked('doi', 0.9);
    const likeness = wordsInCommon(a.title, b.title);
    // Chapters of a book and abstracts of a supplement are given the DOI of the whole.
    if (pages === 'apart' && likeness >= THRESHOLDS.oneDoi)
      return uncertain(0.6, 'same DOI, but titles that differ, on other pages');
    if (likeness >= THRESHOLDS.oneDoi && (authors === 'same' || authors === 'unknown')) return linked('doi', likeness);
    if (authors === 'other' || (authors === 'some' && likeness < THRESHOLDS.wrongDoi))
      return veto('same DOI, but other titles and authors: one of the DOIs is wrong');
    return uncertain(Math.max(0.5, likeness), 'same DOI, but different titles');
  },
  function sameId({ a, b, ids, title, alike, authors, doi }) {
    if (ids !== 'same' || doi === 'other') return undefined;
    if (alike || title === 'cut' || (title === 'unknown' && authors !== 'other')) return linked('id', 0.98);
    return uncertain(Math.max(0.5, wordsInCommon(a.title, b.title)), 'one number of an index, but different titles');
  },
  function versions({ doi, alike, title, authors }) {
    if (doi !== 'version') return undefined;
    if ((alike || title === 'cut') && authors !== 'other') return related('version', 'versions of one document');
    return veto('versions of one document under another title');
  },
  /** Editorials, introductions and front matter: only what stands at one place is one. */
  function genericTitles(facts) {
    const { a, b, generic, alike, title, otherPlace, authors, years, pages, volume, issue, venue, doi, abstract } =
      facts;
    if (!generic) return undefined;
    if (isOneRange(facts) && authors === 'same') return undefined;
    // A single author's column that is written the same to the letter is the next one: of two sources one differs in something.
    const isOneHand =
      years === 0 &&
      venue === 'same' &&
      !otherPlace &&
      doi !== 'other' &&
      (haveSameAuthors(a, b) || (a.venue !== b.venue && areOneHand(a, b)));
    if (!alike)
      return isOneHand && holdsAllWords(a.title, b.title)
        ? oneOfMany(0.5, 'titles that many papers carry, by the same authors in the same year')
        : distinct('different titles');
    if (doi === 'other' || otherPlace || (years ?? 0) > 0)
      return veto('a title that many papers carry, in different places');
    if (facts.samePlace && pages === 'same' && volume === 'same' && authors !== 'other' && authors !== 'some')
      return linked('place', 0.95);
    const isOneVolume = volume === 'same' && issue === 'same' && venue === 'same' && years === 0;
    if (isOneVolume && abstract === 'same' && authors !== 'other' && authors !== 'some') return linked('abstract', 0.9);
    if (isOneVolume && Math.min(a.title.length, b.title.length) >= 40 && authors === 'same')
      return linked('title', 0.9);
    // Whole supplements of abstracts.
    const areWhole = a.surnames.length === 0 && b.surnames.length === 0 && !a.pages && !b.pages;
    if (isOneVolume && areWhole && title === 'same' && / abstracts?$|^(?:proceedings and )?abstracts /.test(a.title))
      return linked('title', 0.9);
    if (isOneHand) return oneOfMany(0.55, 'a title that many papers carry, by the same authors in the same year');
    return veto('a title that many papers carry, and nothing that shows one place');
  },
  /** A title of a word or two is shared by chance, unless all that is known is the same. */
  function briefTitles(facts) {
    const { a, b, title, authors, years, venue, otherPlace, doi, meetings } = facts;
    if (!(a.isBrief || b.isBrief) || isOneRange(facts) || haveSameAuthors(a, b)) return undefined;
    if (title === 'same' && facts.samePlace && authors === 'same') return undefined;
    const isOfWords = a.title.includes(' ') || b.title.includes(' ');
    const isOne = title === 'same' && isOfWords && authors === 'same' && years === 0 && !otherPlace && doi !== 'other';
    if (isOne && (venue !== 'other' || meetings === 2)) return undefined;
    return title === 'same' ? veto('a brief title, and not all else the same') : distinct('different titles');
  },
  /** A series told by its years: the same column or introduction each year. */
  function otherYears({
    a,
    b,
    years,
    samePlace,
    otherPlace,
    alike,
    title,
    authors,
    volume,
    issue,
    pages,
    venue,
    doi,
    ids,
  }) {
    if (years === undefined || years <= 1) return undefined;
    const isMistyped =
      alike && authors === 'same' && volume === 'same' && (pages === 'same' || pages === 'near') && issue !== 'other';
    if (isMistyped && samePlace) return linked('place', 0.9);
    if (alike && authors === 'same' && a.isPreprint !== b.isPreprint && years <= 4)
      return related('preprint', 'one is a preprint');
    const isTelling =
      title === 'same' &&
      wordsOfShorter(a, b) >= TELLING_WORDS &&
      authors === 'same' &&
      doi !== 'other' &&
      ids !== 'other';
    if (isTelling && !otherPlace && venue !== 'other' && years <= 6)
      return uncertain(0.5, 'same title and authors, but years apart');
    return veto('the years differ by more than one');
  },
  function preprints({ a, b, alike, title, authors, doi }) {
    if (a.isPreprint === b.isPreprint) return undefined;
    if ((alike || title === 'cut') && authors !== 'other' && authors !== 'unknown')
      return related('preprint', 'one is a preprint of the other');
    return doi === 'other' ? veto('different DOIs') : undefined;
  },
  function otherDois(facts) {
    const { a, b, doi, abstract, alike, authors, samePlace, years, pages, venue, title, ids } = facts;
    if (doi !== 'other') return undefined;
    if (title === 'same' && authors === 'same' && years === 0 && ids !== 'other') {
      if (samePlace && pages === 'same' && (isOneRange(facts) || abstract === 'same')) return linked('place', 0.9);
      if (venue === 'same') return uncertain(0.8, 'same title, authors, year and venue, but different DOIs');
    }
    if (alike && authors === 'same' && a.venueKind !== b.venueKind)
      return related('conference', 'the same title at a conference and in a journal');
    if (alike && authors === 'same' && a.venueKind === 'meeting')
      return related('conference', 'the same title under two DOIs');
    return veto('different DOIs');
  },
  /** Indexes do count a document twice, in press and in print; only what is the same to the last author is taken for that. */
  function otherIds({ a, b, ids, alike, title, authors, years, otherPlace, samePlace, venue }) {
    if (ids !== 'other') return undefined;
    if (!alike || authors !== 'same' || years !== 0 || otherPlace) return veto('one index counts two documents');
    if (title === 'same' && (samePlace || venue === 'same') && haveSameAuthors(a, b)) return undefined;
    return uncertain(samePlace ? 0.9 : 0.75, 'alike, but one index counts two documents');
  },
  function alikeAndKnown({
    a,
    b,
    alike,
    title,
    authors,
    years,
    venue,
    volume,
    issue,
    pages,
    samePlace,
    meetings,
    abstract,
  }) {
    if (!alike || authors !== 'same') return undefined;
    const sameYear = years === 0 || years === undefined;
    if (samePlace) {
      if (issue === 'other' && venue === 'other')
        return uncertain(0.8, 'same title, authors and pages, but another journal and issue');
      return linked(title === 'same' ? 'title' : 'place', sameYear ? 1 : 0.97);
    }
    if (
      abstract === 'same' &&
      (sameYear || volume === 'same') &&
      volume !== 'other' &&
      pages !== 'apart' &&
      (venue !== 'other' || (volume === 'same' && issue !== 'other' && sameYear))
    )
      return linked('abstract', 0.97);
    if (pages === 'same' || pages === 'near') {
      // The volume is not the same: a slip where the issue or the year is, with one venue.
      if (volume === 'other' && venue === 'same' && (issue === 'same' || sameYear) && pages === 'same')
        return linked('place', 0.93);
      if (volume !== 'other' && sameYear && (venue !== 'other' || title === 'same')) return linked('place', 0.95);
      return venue === 'other' && meetings === 1
        ? related('conference', 'the same title at a conference and in a journal')
        : uncertain(0.85, 'same title, authors and pages, but another volume or venue');
    }
    if (pages === 'unknown' && volume !== 'other' && issue !== 'other') {
      if (venue === 'other') {
        if (meetings === 1) return related('conference', 'the same title at a conference and in a journal');
        if (volume === 'same' && sameYear && title === 'same') return linked('title', 0.93);
        if (meetings === 2 && sameYear && title !== 'near' && (title === 'same' || areAllOneAuthors(a, b)))
          return linked('title', 0.92);
        return sameYear
          ? uncertain(0.7, 'like titles, same authors, but another venue')
          : related('conference', 'the same title in another venue and year');
      }
      if (meetings === 1 && a.venue !== '' && b.venue !== '' && venue !== 'same')
        return related('conference', 'the same title at a conference and in a journal');
      const isOneIssue = volume === 'same' && issue === 'same' && venue === 'same';
      if (title === 'near' && isOneIssue && haveSameAuthors(a, b) && isOneLetterOff(a.title, b.title))
        return linked('title', 0.9);
      if (title === 'near') return uncertain(0.8, 'titles that differ in a slip or a word, same authors');
      if (title === 'variant') {
        const isOne =
          venue === 'same' &&
          ((volume === 'same' && (issue === 'same' || sameYear)) || (sameYear && areAllOneAuthors(a, b)));
        return isOne ? linked('title', 0.92) : uncertain(0.8, 'nearly the same title, same authors');
      }
      if (!sameYear && meetings === 2) return uncertain(0.8, 'same title, authors and meeting, a year apart');
      // A year apart and nothing that shows one place: of a yearly series, or of a meeting and a journal, unless the authors are the same.
      if (
        !sameYear &&
        volume === 'unknown' &&
        ((meetings === 1 && venue === 'unknown') ||
          a.venueKind !== b.venueKind ||
          (!haveSameAuthors(a, b) && a.surnames.length > 1 && b.surnames.length > 1))
      )
        return uncertain(0.7, 'same title, a year apart, and nothing that shows one place');
      // A column of one hand, for all that is known.
      if (
        years === undefined &&
        volume === 'unknown' &&
        Math.min(a.surnames.length, b.surnames.length) === 1 &&
        wordsOfShorter(a, b) < NO_COLUMN
      )
        return uncertain(0.7, 'a short title of one author, and no year');
      return linked('title', sameYear ? 0.98 : 0.94);
    }
    // One source gives a page of the document; two columns or pictures of an issue have short titles.
    const isOneVolume = volume === 'same' && venue !== 'other' && sameYear;
    if (pages === 'apart' && isOneVolume && title === 'same' && wordsOfShorter(a, b) >= TELLING_WORDS) {
      if (issue === 'same') return linked('title', 0.9);
      // An abstract of a page, by its page in one source and its number in the other. A paper has several, and may have one.
      const areOfAPage = [a, b].every((each) => each.pages?.end === undefined || each.pages.end === each.pages.start);
      const haveNoIssue = a.issue === undefined && b.issue === undefined;
      if (areOfAPage && haveNoIssue && venue === 'same' && haveSameAuthors(a, b)) return linked('title', 0.9);
    }
    if (volume === 'other' || venue === 'other' || !sameYear)
      return related(
        'conference',
        'the same title in another volume or on other pages: an abstract and its paper, or two abstracts',
      );
    return uncertain(0.75, 'same title and authors, but other pages');
  },
  function alikeInPart({ a, b, alike, title, authors, samePlace, pages, otherPlace, years, venue, volume, issue }) {
    if (!alike || authors === 'same') return undefined;
    if (authors === 'unknown') {
      if (volume === 'same' && issue === 'same' && venue === 'same' && years === 0 && pages !== 'apart')
        return linked('title', 0.93);
      if (samePlace) return linked('place', 0.95);
      if (otherPlace || title !== 'same')
        return distinct('same title, but other places, and the authors are not known');
      const isLong = wordsOfShorter(a, b) >= TELLING_WORDS;
      if (isLong && title === 'same' && years === undefined)
        return uncertain(0.6, 'same title; who wrote one of them, and when, is not known');
      if (isLong && years === 0 && venue === 'same') return linked('title', 0.9);
      return isLong && years === 0 && venue !== 'other'
        ? uncertain(0.7, 'same title, but the authors of one are not known')
        : distinct('same title, but the authors of one are not known');
    }
    if (authors === 'some') {
      if (samePlace && pages === 'same') return linked('place', 0.9);
      return otherPlace || venue === 'other'
        ? distinct('same title, but only some authors in common')
        : uncertain(0.6, 'same title, but only some authors in common');
    }
    return samePlace && pages === 'same'
      ? uncertain(0.7, 'same title and place, but other authors')
      : veto('same title, but other authors');
  },
  function cutOff({ a, b, title, authors, samePlace, abstract, years, venue, otherPlace, meetings }) {
    if (title !== 'cut' || authors !== 'same') return undefined;
    if (samePlace) return linked('place', 0.93);
    if (otherPlace) return distinct('one title is the beginning of the other, in another place');
    if (abstract === 'same') return linked('abstract', 0.93);
    const rest = restOfLonger(a, b);
    // Nobody reviews a book of his own: one source has left out that it is a review.
    if (rest === 'book review' && years === 0 && venue === 'same' && areOneHand(a, b)) return linked('title', 0.9);
    const isOther = OTHER_DOCUMENT.test(rest);
    if (years === 0 && venue === 'same' && areAllOneAuthors(a, b) && !isOther) return linked('title', 0.9);
    return years === 0 && (venue !== 'other' || meetings === 2) && meetings !== 1
      ? uncertain(0.7, 'one title is the beginning of the other')
      : distinct('one title is the beginning of the other');
  },
  /** A title translated or badly copied: the same pages by the same authors. */
  function onePlace(facts) {
    const { a, b, title, authors, samePlace, pages, issue, abstract, years } = facts;
    if (authors !== 'same' || !samePlace || pages !== 'same' || (years ?? 0) > 0) return undefined;
    if (title === 'unknown') return uncertain(0.9, 'one has no title; all else is the same');
    if (issue === 'other') return undefined;
    if (abstract === 'same') return linked('abstract', 0.9);
    const likeness = wordsInCommon(a.title, b.title);
    const isRange = isOneRange(facts);
    if (isRange && likeness >= THRESHOLDS.oneRange) return linked('place', 0.6 + likeness * 0.3);
    if (isRange) return uncertain(0.5 + likeness * 0.4, 'the same pages by the same authors under another title');
    return likeness >= THRESHOLDS.onePage
      ? uncertain(likeness, 'the same place and authors, nearly the same title')
      : undefined;
  },
  /** Titles that differ in a word or two, and all else that is known the same: a slip, or a sister of the other. */
  function nearlyAlike({ a, b, title, authors, years, venue, otherPlace, meetings, doi, abstract }) {
    if (title !== 'other' || years !== 0 || otherPlace || doi === 'other' || abstract === 'other') return undefined;
    if (authors !== 'same' && !(authors === 'unknown' && a.surnames.length === b.surnames.length)) return undefined;
    if (venue === 'other' && meetings !== 2) return undefined;
    const likeness = wordsInCommon(withoutExpansions(a.title), withoutExpansions(b.title));
    const isNear =
      likeness >= THRESHOLDS.nearlyAlike &&
      (authors === 'unknown'
        ? likeness >= THRESHOLDS.nearlyAlikeUnknown
        : haveSameAuthors(a, b) || likeness >= THRESHOLDS.nearlyAlikeInPart);
    return isNear
      ? uncertain(0.3 + likeness * 0.3, 'titles that differ in a word or two, same authors and year')
      : undefined;
  },
  function oneAbstract({ a, b, title, authors, abstract, years }) {
    if (abstract !== 'same' || authors !== 'same' || (years ?? 0) > 0 || title !== 'other') return undefined;
    return wordsInCommon(a.title, b.title) >= THRESHOLDS.oneAbstract
      ? uncertain(0.75, 'the same abstract and authors, nearly the same title')
      : undefined;
  },
];
