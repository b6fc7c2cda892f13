import levenshtein from 'fast-levenshtein';

/** Words whose presence in one title only makes it another document: a correction, a comment, a reply. */
const OTHER_DOCUMENT = new Set(
  'erratum errata corrigendum correction corrected retraction retracted withdrawn comment comments commentary reply response rejoinder'.split(
    ' ',
  ),
);
/** Numbers as titles write them; "Part II" and "Part 2" are the same, "Part I" and "Part II" are not. */
const NUMERALS = new Map(
  [
    'one i',
    'two ii',
    'three iii',
    'four iv',
    'five v',
    'six vi',
    'seven vii',
    'eight viii',
    'nine ix',
    'ten x',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, String(index + 1)] as const)),
);

/**
 * How alike two folded titles are, 0 to 1. The edit distance of the texts, or more where one is the other cut off
 * before its subtitle, or with a phrase shortened to its initials ("small language models", "SLMs").
 */
export function titleSimilarity(a: readonly string[], b: readonly string[]): number {
  const [textA, textB] = [a.join(' '), b.join(' ')];
  if (textA === textB) return 1;
  if (a.length === 0 || b.length === 0) return 0;
  const edited = editSimilarity(textA, textB);
  if (edited >= 0.95) return edited;
  if (differsByInitials(a, b)) return 0.95;
  return isCutOff(a, b) ? Math.max(edited, 0.9) : edited;
}

function editSimilarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  // The lengths alone bound the distance from below: most pairs end here.
  if (Math.abs(a.length - b.length) / longest > 0.5) return 0;
  return 1 - levenshtein.get(a, b) / longest;
}

/** One title is the beginning of the other: databases drop subtitles. */
function isCutOff(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= 4 && short.every((word, index) => word === long[index]);
}

/** The titles agree once phrases that the other shortens to their initials are shortened too. */
function differsByInitials(a: readonly string[], b: readonly string[]): boolean {
  return shortenAs(a, shortenAs(b, a)).join(' ') === shortenAs(b, shortenAs(a, b)).join(' ');
}

/** The words with each run whose initials are a word of `other` replaced by that word: "language models" by "lms". */
function shortenAs(words: readonly string[], other: readonly string[]): string[] {
  const own = new Set(words);
  let shortened = [...words];
  for (const acronym of other) {
    if (acronym.length < 2 || acronym.length > 8 || own.has(acronym)) continue;
    for (const letters of acronym.endsWith('s') ? [acronym, acronym.slice(0, -1)] : [acronym]) {
      const at =
        letters.length < 2
          ? -1
          : shortened.findIndex((_, index) => initials(shortened, index, letters.length) === letters);
      if (at === -1) continue;
      shortened = [...shortened.slice(0, at), acronym, ...shortened.slice(at + letters.length)];
      break;
    }
  }
  return shortened;
}

function initials(words: readonly string[], from: number, length: number): string {
  return words
    .slice(from, from + length)
    .map((word) => word[0])
    .join('');
}

/** What the titles say that keeps them apart whatever else agrees: another number or part, a correction, a reply. */
export function titleVeto(a: readonly string[], b: readonly string[]): string | undefined {
  const numerals = (words: readonly string[]) =>
    words.flatMap((word) => (/^\d+$/.test(word) ? [String(Number(word))] : (NUMERALS.get(word) ?? []))).join(' ');
  if (numerals(a) !== numerals(b)) return 'the titles carry different numbers';
  const other = (words: readonly string[]) => words.filter((word) => OTHER_DOCUMENT.has(word)).join(' ');
  if (other(a) !== other(b)) return 'one is a correction of, or a reply to, the other';
  return undefined;
}
