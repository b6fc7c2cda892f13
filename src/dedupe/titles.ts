import { editDistance } from '../text/edit-distance.ts';

/**
 * How two titles go together. `same`: the same words in their order, perhaps parted otherwise, but for words that say
 * nothing. `variant`: differing by spellings and slips of words, or initials for a phrase. `near`: a word may be a slip of
 * the other's, or another word. `cut`: one is the other without its subtitle. `other`: some word stands for another.
 */
export type TitleRelation = 'same' | 'variant' | 'near' | 'cut' | 'other' | 'unknown';

/** Words that a database may leave out or put in. */
const EMPTY_WORDS = new Set(
  'a an and as at by for from in into its of on or the to with via der die das und le la les de du des et'.split(' '),
);
/** Numbers as titles write them, and the Roman ones of one letter: "Part One", "Part I" and "Part 1" are the same. */
const NUMERALS = new Map(
  [
    'one first i',
    'two second',
    'three third',
    'four fourth',
    'five fifth v',
    'six sixth',
    'seven seventh',
    'eight eighth',
    'nine ninth',
    'ten tenth x',
    'eleven eleventh',
    'twelve twelfth',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, String(index + 1)] as const)),
);

/**
 * How two folded titles go together. What they share at their beginnings and ends is set aside; what is left between tells
 * them apart, word by word in their order: "from images to text" is not "from text to images".
 */
export function relateTitles(a: string, b: string, heads: Heads = {}): TitleRelation {
  if (a === '' || b === '') return 'unknown';
  if (a === b) return 'same';
  const [ownA, ownB, before] = betweenCommon(a.split(' '), b.split(' '));
  // The words that both have are few: no slip or shortening explains it.
  if (Math.min(ownA.length, ownB.length) > MOST_OTHER) return 'other';
  const last = before.at(-1) ?? '';
  const [x, y] = betweenCommon(contentOf(ownA, last), contentOf(ownB, last));
  const isTurned = areExchangedDirections(ownA, ownB);
  if (areGlued(x, y) || areGlued(contentOf(ownA, last, asWritten), contentOf(ownB, last, asWritten)))
    return isTurned ? 'other' : 'same';
  const spelling = isTurned ? undefined : relateSpellings(x, y);
  if (spelling) return spelling;
  if (isInitials(ownA, ownB) || isInitials(ownB, ownA)) return 'variant';
  const extra = x.length === 0 ? y : y.length === 0 ? x : [];
  if (extra.length === 1 && isShortFor(extra[0] as string, before)) return 'variant';
  return isBeginning(a, b, heads.b) || isBeginning(b, a, heads.a) ? 'cut' : 'other';
}

/** Titles of which each has more words of its own than this are other titles. */
const MOST_OTHER = 12;

/** Words after which a lone letter is a name: vitamin A is not "a vitamin". */
const BEFORE_A_LETTER =
  /^(?:hepatitis|vitamin|group|type|influenza|protein|factor|class|grade|phase|part|study|trial|cohort|series|volume|appendix|model|plan|haemophilia|hemophilia|streptococcus|streptococci|immunoglobulin|cyclosporin|cyclosporine|ciclosporin|amphotericin|botulinum|toxin)$/;

/**
 * The words that say something.
 *
 * @param before the word in front of them.
 * @param read how a word is taken: numbers as digits, if nothing else is said.
 */
function contentOf(words: readonly string[], before: string, read: (word: string) => string = numeral): string[] {
  const content: string[] = [];
  let last = before;
  for (const word of words) {
    if (!EMPTY_WORDS.has(word) || (word === 'a' && BEFORE_A_LETTER.test(last))) content.push(read(word));
    last = word;
  }
  return content;
}

/** `TimesTen` is `Times Ten`, and holds no number. */
const asWritten = (word: string) => word;

/** The same words, perhaps parted otherwise; but not between two digits: 2.5 is not 25. */
function areGlued(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === b.length) return a.every((word, at) => word === b[at]);
  const [x, y] = [a, b].map((words) => words.join(' ').replace(/(?<!\d) | (?!\d)/g, ''));
  return x === y;
}

/** Two titles without the words that both begin with and both end with; and the words before that. */
function betweenCommon(a: readonly string[], b: readonly string[]): [a: string[], b: string[], before: string[]] {
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let back = 0;
  while (back < a.length - from && back < b.length - from && a[a.length - 1 - back] === b[b.length - 1 - back]) back++;
  return [a.slice(from, a.length - back), b.slice(from, b.length - back), a.slice(0, from)];
}

/** Words that may be left out, but turn a title round where one stands for another. */
const DIRECTIONS = new Set('from into to via with by after before without'.split(' '));

function areExchangedDirections(a: readonly string[], b: readonly string[]): boolean {
  const [inA, inB] = [a, b].map((words) => words.filter((word) => DIRECTIONS.has(word))) as [string[], string[]];
  const [x, y] = betweenCommon(inA, inB);
  return x.length > 0 && y.length > 0;
}

function numeral(word: string): string {
  return NUMERALS.get(word) ?? romanNumber(word) ?? /^(\d+)(?:st|nd|rd|th)$/.exec(word)?.[1] ?? word;
}

/** `xviii` is 18. Of one letter only those that `NUMERALS` names; and none above 39, which are words as well (`mi`, `cd`). */
function romanNumber(word: string): string | undefined {
  if (word.length < 2 || !'ivx'.includes(word[0] as string) || !/^x{0,3}(?:ix|iv|v?i{0,3})$/.test(word))
    return undefined;
  const values = [...word].map((letter) => (letter === 'x' ? 10 : letter === 'v' ? 5 : 1));
  return String(values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0));
}

/** Each word of the one is a slip or another spelling of the other's in its place; or the two are when glued. */
function relateSpellings(a: readonly string[], b: readonly string[]): 'variant' | 'near' | undefined {
  if (a.length > 6 || b.length > 6 || a.length === 0 || b.length === 0) return undefined;
  const pairs =
    a.length === b.length ? a.map((word, at) => [word, b[at] as string] as const) : [[a.join(''), b.join('')] as const];
  if (pairs.every(([x, y]) => isSpelling(x, y))) return 'variant';
  return pairs.every(([x, y]) => isSpelling(x, y) || mayBeSlip(x, y)) ? 'near' : undefined;
}

/** Pairs of prefixes that differ by little and mean another thing. */
const OPPOSED =
  /^(?:hyper|hypo|inter|intra|pre|post|peri|ante|anti|in|de|un|re|ab|ad|mono|homo|hetero|macro|micro|endo|exo|super|sub|ultra|infra|non|over|under|bi|tri|uni|multi)/;
/** What turns a word into its opposite: typical, atypical. */
const NEGATION = /^(?:a|an|ir|il|im|in|non|un|dis)$/;
/** A "word" longer than this is a line of a script without spaces. */
const LONGEST_WORD = 25;

/** Whether one word may stand for the other at all: neither numbers, nor prefixes that turn it round, nor other beginnings. */
function mayStandFor(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4 || long.length - short.length > 3 || long.length > LONGEST_WORD) return false;
  if (/\d/.test(a) || /\d/.test(b)) return false;
  if (long.endsWith(short) && NEGATION.test(long.slice(0, long.length - short.length))) return false;
  return OPPOSED.exec(a)?.[0] === OPPOSED.exec(b)?.[0];
}

/**
 * One word is another spelling of the other, or a slip that makes no other word: a letter left out or written twice, two
 * exchanged, an ending, British and American. Never a digit, a first letter, or a prefix that turns the word round.
 */
export function isSpelling(a: string, b: string): boolean {
  if (a === b || areExchanged(a, b)) return true;
  if (!mayBeginAlike(a, b) || !mayStandFor(a, b)) return false;
  if (plainSpelling(a) === plainSpelling(b)) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (a[0] !== b[0]) return false;
  if (long.startsWith(short) && long.length - short.length <= 2) return true;
  return long.length === short.length + 1 && long.length >= 7 && isLessOne(long, short);
}

/** The same first letter; or `oe` for `e`, `ph` for `f`. A look that spares most words all else. */
function mayBeginAlike(a: string, b: string): boolean {
  if (a[0] === b[0]) return true;
  return (a[1] === b[0] && a[1] === 'e') || (b[1] === a[0] && b[1] === 'e') || a[1] === 'h' || b[1] === 'h';
}

/** The longer word with one letter left out is the shorter. */
function isLessOne(long: string, short: string): boolean {
  let at = 0;
  while (at < short.length && long[at] === short[at]) at++;
  return long.slice(at + 1) === short.slice(at);
}

/** Two neighbouring letters of a word of five or more stand in the wrong order: `mutli`. */
function areExchanged(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 5 || /\d/.test(a)) return false;
  let at = 0;
  while (a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** One word may be a slip of the other, and may be another word: `nitrate` and `nitrite`, `emperiment` and `experiment`. */
export function mayBeSlip(a: string, b: string): boolean {
  if (a[0] !== b[0] || !mayStandFor(a, b)) return false;
  const longest = Math.max(a.length, b.length);
  return editDistance(a, b) <= (longest >= 9 ? 2 : longest >= 6 ? 1 : 0);
}

/** Shorter words that differ in a letter are other words: `nitrate`, `nitrite`. */
const LONG_WORD = 9;

/** Two titles of as many words that differ in one letter of one long word: `eculizamab` for `eculizumab`. */
export function isOneLetterOff(a: string, b: string): boolean {
  const [x, y] = betweenCommon(a.split(' '), b.split(' '));
  const [word = '', other = ''] = [x[0], y[0]];
  return x.length === 1 && y.length === 1 && word.length >= LONG_WORD && editDistance(word, other) === 1;
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

/** `LLMs` behind "large language models", `ECU` behind "eculizumab": a title brings its own short form along. */
function isShortFor(word: string, before: readonly string[]): boolean {
  const initials = word.replace(/s$/, '');
  const last = before.at(-1) ?? '';
  if (word.length >= 3 && word.length <= 5 && last.length > word.length + 1 && last.startsWith(word)) return true;
  return [word, initials].some(
    (letters) =>
      letters.length > 1 &&
      before
        .slice(-letters.length)
        .map((each) => each[0])
        .join('') === letters,
  );
}

/** Where in each of two titles a subtitle may begin. */
export interface Heads {
  readonly a?: readonly number[] | undefined;
  readonly b?: readonly number[] | undefined;
}

/** One title is the other's beginning, of some length and up to a sign: databases drop subtitles. */
function isBeginning(short: string, long: string, heads: readonly number[] = []): boolean {
  return heads.includes(short.length) && long.startsWith(`${short} `) && short.split(' ').length >= 4;
}

/** What stands behind the beginning names another document on the same study. */
export const OTHER_DOCUMENT =
  /\b(?:protocol|rationale|study design|trial design|design and|follow ?up|secondary|subgroup|sub ?study|ancillary|post hoc|updated?|extension|interim|pilot|feasibility|economic|cost|women|men|children|adolescents|adults|elderly|supplement|appendix|part|extended version|book review)\b/;

/** The numbers that a title carries, sorted: papers of a series differ by them alone. */
export function numbersIn(text: string): string {
  const numbers: string[] = [];
  const hasDigits = /\d/.test(text);
  for (const word of text.split(' ')) {
    const digits = hasDigits ? word.match(/\d+/g) : undefined;
    if (digits) numbers.push(...digits.map((each) => String(Number(each))));
    else {
      const number = numeral(word);
      if (number !== word) numbers.push(number);
    }
  }
  return [...new Set(numbers)].sort().join(' ');
}

/** How alike two folded texts are by their edit distance, 0 to 1: cheap where the lengths alone tell them apart. */
export function editSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  if (longest === 0 || Math.abs(a.length - b.length) / longest > 0.5) return 0;
  return 1 - editDistance(a, b) / longest;
}
