/** Terms to look for: words and phrases, `*` for any letters of a word. */
export interface Terms {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A place in a text where a term stands, and for what it speaks. */
export interface TermSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: keyof Terms;
}

/** Finds terms in a text: the places do not overlap, and stand in their order. */
export type FindTerms = (text: string) => TermSpan[];

/** Letters that `*` may stand for: no word is longer, and a pattern of many `*` stays cheap on hostile texts. */
const ANY = String.raw`[\p{L}\p{M}\p{N}]{0,40}`;
const LETTER = String.raw`[\p{L}\p{M}\p{N}]`;
/** Scripts that are written without spaces: a word begins and ends anywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/**
 * Makes a finder of terms. They are found as whole words, in any case; a space or hyphen of a term stands for any of
 * these. Of terms that overlap the longer one counts, then the one that begins first, then one for inclusion.
 */
export function termFinder(terms: Terms): FindTerms {
  const patterns = (['include', 'exclude'] as const).flatMap((kind) =>
    terms[kind].flatMap((term) => {
      const pattern = patternOf(term);
      return pattern === undefined ? [] : [{ kind, pattern }];
    }),
  );
  if (patterns.length === 0) return () => [];
  return (text) => {
    const found = patterns.flatMap(({ kind, pattern }) =>
      [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, kind })),
    );
    found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start || (a.kind < b.kind ? 1 : -1));
    const taken = new Uint8Array(text.length);
    const kept = found.filter(({ start, end }) => {
      if (end === start || taken.subarray(start, end).includes(1)) return false;
      taken.fill(1, start, end);
      return true;
    });
    return kept.sort((a, b) => a.start - b.start);
  };
}

function patternOf(term: string): RegExp | undefined {
  const words = term
    .normalize('NFC')
    .trim()
    .split(/[\s\-\u2010-\u2015]+/u);
  const written = words.map((word) => word.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replace(/\*+/g, ANY));
  const bare = words.join('').replaceAll('*', '');
  if (bare === '') return undefined;
  const [first = '', last = ''] = [[...bare][0], [...bare].at(-1)];
  const begin = UNSPACED.test(first) || !isLetter(first) ? '' : `(?<!${LETTER})`;
  const end = UNSPACED.test(last) || !isLetter(last) ? '' : `(?!${LETTER})`;
  return new RegExp(begin + written.join(String.raw`[\s\-\u2010-\u2015]+`) + end, 'giu');
}

function isLetter(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}
