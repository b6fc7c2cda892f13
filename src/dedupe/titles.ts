import levenshtein from 'fast-levenshtein';
import { foldText } from '../text/fold.ts';

/** What kind of document a title says it is. */
export type DocumentKind = 'work' | 'correction' | 'retraction' | 'comment' | 'reply';

/** A title as matching reads it. */
export interface MatchableTitle {
  /** Folded, without what databases add to it: a language, a note in brackets, the kind of document. */
  readonly text: string;
  /** A translation that the title brings along in brackets, folded. */
  readonly translation?: string;
  readonly kind: DocumentKind;
  /** A retracted paper's title says so; it is the paper all the same. */
  readonly isRetracted: boolean;
}

/** Titles longer than this are compared by their beginning: no title is, and the cost grows with the square. */
const LONGEST = 400;

/** `[Erratum appears in Blood 2009;3:4]`, `[see comment]`, `[Review] [33 refs]`, `[Chinese]`: notes of a database. */
const NOTES = /\s*\[(?<note>[^[\]]*(?:\[[^[\]]*\][^[\]]*)*)\]?\s*\.?\s*$/;
const LANGUAGE =
  /\.\s*(?:chinese|czech|danish|dutch|english|french|german|hungarian|italian|japanese|korean|norwegian|polish|portuguese|russian|spanish|swedish|turkish)\s*$/i;
/** `(vol 360, pg 542, 2009)`, `(New England Journal of Medicine (2009) 360 (542-544))`: how errata name the paper. */
const NAMES_A_PAPER =
  /\s*\((?:vol(?:ume)?\.? ?\d+[^()]*|(?:[^()]|\([^()]*\))*\((?:19|20)\d\d\)[^()]*(?:\([^()]*\)[^()]*)*|[^()]*\b(?:19|20)\d\d ?[;:,] ?\d+[^()]*(?:\([^()]*\)[^()]*)*)\)?\s*\.?$/i;

/** `(panel session)`, `(tutorial)`, `(abstract only)`: what a programme says of a talk. A demonstration is another document. */
const SESSION = /\((?:panel|tutorial|abstract|invited|keynote|industrial|experience)\b[^()]{0,30}\)/gi;
/** The same before the title: `Tutorial: …`, `Panel on …`. */
const SESSION_BEFORE =
  /^(?:(?:invited |keynote )?(?:talk|address|tutorial|panel)(?: session| discussion)?(?:: ?| on ))(?=\S+ \S+ \S)/i;

const KINDS: readonly (readonly [DocumentKind, RegExp])[] = [
  [
    'correction',
    /^(?:(?:publisher|author|editorial|published)s?\W+)?(?:correction|corrigend(?:um|a)|errat(?:um|a)|addendum|expression of concern)\b(?: (?:to|for|in|on|of)(?: the article(?: titled| entitled)?)?(?=[ :]))?\W*/i,
  ],
  [
    'retraction',
    /^(?:(?:notice of )?retraction(?: note| notice)?|withdrawal(?: notice)?)\b(?: (?:to|for|of|on)(?=[ :]))?\W*(?=.)/i,
  ],
  [
    'reply',
    /^(?:(?:the )?authors?(?:'s?|s')? )?(?:reply|response|rejoinder)(?: (?:to|by)\b| from the authors?\b|:)\W*(?:comments? (?:on|to)\b\W*)?/i,
  ],
  [
    'comment',
    /^(?:(?:invited )?comment(?:ary)?s?(?: (?:on|to)\b|:)|re:|discussion (?:of|on)\b|letter(?: to the editor)?:|in (?:reply|response) to\b)\W*/i,
  ],
];
const KIND_AT_END: readonly (readonly [DocumentKind, RegExp])[] = [
  ['correction', /[\s.:([-]+(?:a )?(?:correction|corrigendum|erratum)[)\]]?\s*\.?$/i],
  ['retraction', /[\s.:([-]+(?:retraction)[)\]]?\s*\.?$/i],
  ['reply', /[\s.:([-]+(?:(?:the )?authors?'? )?(?:reply|response|rejoinder)[)\]]?\s*\.?$/i],
  ['comment', /[\s.:([-]+(?:a )?(?:comment|commentary)[)\]]?\s*\.?$/i],
];
/** What those have in common: a look at the last letters spares nearly all titles the search. */
const ENDS_SO =
  /(?:correction|corrigendum|erratum|retraction|reply|response|rejoinder|comment|commentary)[)\]]?\s*\.?$/i;
const RETRACTED = /^\W*(?:retracted|withdrawn)(?: article| paper| chapter)?\W+/i;

/** Reads a title for matching: its words, and the kind of document that it says it is. */
export function readTitle(title: string | undefined): MatchableTitle {
  let text = (title ?? '').slice(0, LONGEST * 2);
  let kind: DocumentKind = 'work';
  let translation: string | undefined;
  let isRetracted = false;
  const mayBeRetracted = /^[rw[{]/i.test(text);
  if (text.includes('(') || text.includes('[')) {
    // A title wholly in brackets is a translation by the database.
    const whole = /^\s*\[(.*)\]\s*\.?\s*$/s.exec(text);
    if (whole?.[1] !== undefined && !whole[1].includes('][') && balanced(whole[1])) text = whole[1];
    for (let notes = NOTES.exec(text); notes && notes.index > 0; notes = NOTES.exec(text)) {
      const note = notes.groups?.['note'] ?? '';
      const isTitle = note.split(/\s+/).length > 3 && !/\b(?:appears?|published|comment|refs?|retract)/i.test(note);
      if (isTitle) translation = foldText(note).slice(0, LONGEST);
      if (/^(?:reply|response)$/i.test(note)) kind = 'reply';
      text = text.slice(0, notes.index);
    }
    text = text.replace(SESSION, ' ');
    const named = NAMES_A_PAPER.exec(text);
    if (named && named.index > 0 && /\d/.test(named[0])) {
      if (/retract/i.test(named[0])) isRetracted = true;
      else kind = 'correction';
      text = text.slice(0, named.index);
    }
  }
  if (/^[ikpt]/i.test(text)) text = text.replace(SESSION_BEFORE, '');
  if (text.includes('.')) text = text.replace(LANGUAGE, '');
  if (mayBeRetracted) {
    const without = text.replace(RETRACTED, '');
    isRetracted ||= without !== text;
    text = without;
  }
  for (const [each, begins] of KINDS) {
    const without = text.replace(begins, '');
    if (without === text) continue;
    if (without.trim() !== '' || each === 'correction') kind = each;
    if (without.trim() !== '') text = without;
    break;
  }
  // A database cuts long titles, amid the brackets in which an erratum names its paper.
  if (kind === 'correction' && text.lastIndexOf('(') > text.lastIndexOf(')'))
    text = text.slice(0, text.indexOf('(', 12));
  if (kind === 'work' && ENDS_SO.test(text.slice(-24))) {
    for (const [each, ends] of KIND_AT_END) {
      const without = text.replace(ends, '');
      if (without === text || without.trim().length < 12) continue;
      kind = each;
      text = without;
      break;
    }
  }
  return {
    text: foldText(text).slice(0, LONGEST),
    ...(translation !== undefined && { translation }),
    kind,
    isRetracted,
  };
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '[') depth++;
    else if (char === ']' && --depth < 0) return false;
  }
  return depth === 0;
}

/**
 * How two titles go together. `same`: the same words, perhaps parted otherwise. `variant`: differing by slips and
 * spellings of words, initials for a phrase, or words that say nothing. `cut`: one is the other without its subtitle.
 * `other`: some word stands for another.
 */
export type TitleRelation = 'same' | 'variant' | 'cut' | 'other' | 'unknown';

/** Words that a database may leave out or put in. */
const EMPTY_WORDS = new Set(
  'a an and as at by for from in into its of on or the to with via der die das und le la les de du des et'.split(' '),
);
/** Numbers as titles write them; "Part II" and "Part 2" are the same. */
const NUMERALS = new Map(
  [
    'one first i',
    'two second ii',
    'three third iii',
    'four fourth iv',
    'five fifth v',
    'six sixth vi',
    'seven seventh vii',
    'eight eighth viii',
    'nine ninth ix',
    'ten tenth x',
    'eleven eleventh xi',
    'twelve twelfth xii',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, String(index + 1)] as const)),
);

export function relateTitles(a: string, b: string): TitleRelation {
  if (a === '' || b === '') return 'unknown';
  if (a === b) return 'same';
  const [wordsA, wordsB] = [a.split(' '), b.split(' ')];
  const [x, y] = withoutCommon(wordsA, wordsB);
  // The words that both have are few: no slip, cut or shortening explains it.
  if (x.length > MOST_OTHER && y.length > MOST_OTHER) return 'other';
  const [restA, restB] = [x.filter((word) => !EMPTY_WORDS.has(word)), y.filter((word) => !EMPTY_WORDS.has(word))];
  if (restA.length === 0 && restB.length === 0) return 'same';
  if (restA.length > 0 && restB.length > 0 && restA.join('') === restB.join('')) return 'same';
  if (areSpellings(restA, restB)) return 'variant';
  if (isInitials(x, y) || isInitials(y, x)) return 'variant';
  if (isBeginning(a, b) || isBeginning(b, a)) return 'cut';
  return 'other';
}

/** Titles of which each has more words of its own than this are other titles. */
const MOST_OTHER = 8;

/** The words of each of two titles that are not among the other's, each as often as it is more. */
function withoutCommon(a: readonly string[], b: readonly string[]): [string[], string[]] {
  const left = b.map(numeral);
  const onlyA = a.filter((word) => {
    // Titles are short, and looking is cheaper than a map.
    const found = left.indexOf(numeral(word));
    if (found !== -1) left[found] = '';
    return found === -1;
  });
  return [onlyA, b.filter((_, at) => left[at] !== '')];
}

function numeral(word: string): string {
  return NUMERALS.get(word) ?? word;
}

/** Each word of the one is a slip or another spelling of a word of the other; or the rests are one when glued. */
function areSpellings(a: readonly string[], b: readonly string[]): boolean {
  if (a.length > 6 || b.length > 6) return false;
  if (a.length === 0 || b.length === 0) return false;
  if (a.length === b.length) {
    const open = [...b];
    return a.every((word) => {
      const at = open.findIndex((other) => isSpelling(word, other));
      if (at === -1) return false;
      open.splice(at, 1);
      return true;
    });
  }
  return isSpelling(a.join(''), b.join(''));
}

/** Pairs of prefixes that differ by little and mean another thing. */
const OPPOSED =
  /^(?:hyper|hypo|inter|intra|pre|post|peri|ante|anti|in|de|un|re|ab|ad|mono|homo|hetero|macro|micro|endo|exo|super|sub|ultra|infra|non|over|under|bi|tri|uni|multi)/;

/**
 * One word is a slip of the other: a letter or two in a long word, or two that are exchanged; never a digit, never the
 * prefix that turns it round.
 */
export function isSpelling(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4 || long.length - short.length > 3) return false;
  // Slips of the first letter are rare, and most words that are others begin otherwise.
  if (a[0] !== b[0] && a[1] !== b[1] && a[0] !== b[1] && a[1] !== b[0]) return false;
  const distance = levenshtein.get(a, b);
  if (distance > 4 || /\d/.test(a) || /\d/.test(b)) return false;
  if (long.startsWith(short) && long.length - short.length <= 2) return true;
  if (OPPOSED.exec(a)?.[0] !== OPPOSED.exec(b)?.[0]) return false;
  if (distance <= (long.length >= 9 ? 2 : long.length >= 6 ? 1 : 0) || plainSpelling(a) === plainSpelling(b))
    return true;
  return distance === 2 && areExchanged(a, b);
}

/** Two neighbouring letters of a word of five or more stand in the wrong order: `mutli`. */
function areExchanged(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 5) return false;
  let at = 0;
  while (a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** British, American and learned spellings in one: `haemolyse`, `hemolyze`. */
function plainSpelling(word: string): string {
  return word
    .replaceAll('ae', 'e')
    .replaceAll('oe', 'e')
    .replaceAll('ph', 'f')
    .replace(/s(?=(?:e|ed|ing|ation)$)/, 'z')
    .replace('our', 'or');
}

/** What one title says in words the other says by their initials, or brings its initials along: "(LLMs)". */
function isInitials(words: readonly string[], initials: readonly string[]): boolean {
  const content = words.filter((word) => !EMPTY_WORDS.has(word));
  if (initials.length === 0 || initials.length > 3 || content.length > 12) return false;
  const all = [words, content].map((list) => list.map((word) => word[0]).join(''));
  const letters = initials.map((word) => word.replace(/s$/, '')).join('');
  if (letters.length < 2) return false;
  return all.some((first) => first === letters || first === initials.join(''));
}

/** A title without the phrases that it repeats by their initials: `Large language models (LLMs)` leaves `llms`. */
export function withoutExpansions(title: string): string {
  const words = title.split(' ');
  const kept: string[] = [];
  for (const word of words) {
    for (const initials of word.endsWith('s') ? [word, word.slice(0, -1)] : [word]) {
      const { length } = initials;
      if (length < 3 || length > kept.length || length > LONGEST_INITIALS) continue;
      if (kept.slice(-length).every((each, at) => each[0] === initials[at])) {
        kept.length -= length;
        break;
      }
    }
    kept.push(word);
  }
  return kept.join(' ');
}

/** Initials of more letters than this are not looked for. */
const LONGEST_INITIALS = 7;

/** One title is the beginning of the other, by at least four words of some length: databases drop subtitles. */
function isBeginning(short: string, long: string): boolean {
  return (
    short.length >= 20 && long.length > short.length && long.startsWith(`${short} `) && short.split(' ').length >= 4
  );
}

/** The numbers that a title carries, sorted: papers of a series differ by them alone. */
export function numbersIn(text: string): string {
  const numbers: string[] = [];
  const hasDigits = /\d/.test(text);
  for (const word of text.split(' ')) {
    const digits = hasDigits ? word.match(/\d+/g) : undefined;
    if (digits) numbers.push(...digits.map((each) => String(Number(each))));
    else if (NUMERALS.has(word)) numbers.push(NUMERALS.get(word) as string);
  }
  return [...new Set(numbers)].sort().join(' ');
}

/** How alike two folded texts are by their edit distance, 0 to 1: cheap where the lengths alone tell them apart. */
export function editSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  if (longest === 0 || Math.abs(a.length - b.length) / longest > 0.5) return 0;
  return 1 - levenshtein.get(a, b) / longest;
}
