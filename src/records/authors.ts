import type { RawAuthors, RawName } from '../formats/entry.ts';
import type { Author } from '../model/record.ts';
import { cleanText } from '../text/clean.ts';
import { stripMarkup } from '../text/markup.ts';

/** Words that begin a surname rather than stand for a given name. */
const PARTICLE =
  /^(?:van|von|der|den|de|del|della|di|da|dos|das|do|du|la|le|el|al|ter|ten|bin|ibn|af|av|zu|zur|st\.?)$/i;
const INITIALS = /^(?:\p{Lu}\.?-?){1,4}$|^(?:\p{Lu}\p{L}?\.[\s-]?)+$/u;
const SUFFIX = /^(?:jr|sr|ii|iii|iv|2nd|3rd|4th)\.?$/i;
/** A suffix that nobody can take for initials, as `SR` and `II` can be. */
const CLEAR_SUFFIX = /^[JS]r\.?$/;

/**
 * Names as the source writes them, parted into family and given name: `Smith, John`, `Smith J.A.`, `J. A. Smith`,
 * `van der Meer, P.`. A name of one word, or of a body, stays literal.
 */
export function parseAuthors(raw: RawAuthors | undefined): Author[] {
  const authors: Author[] = [];
  for (const written of raw?.names ?? []) {
    if (typeof written !== 'string') authors.push(...parted(written));
    else {
      // Some writers put all names of a report into one value.
      for (const part of stripMarkup(written).split(';')) {
        for (const glued of unglued(part, raw?.order)) {
          const name = nameIn(glued);
          if (name !== '') authors.push(parseName(name, raw?.order ?? 'family-first'));
        }
      }
    }
  }
  return authors;
}

/** `Adeli K.Lewis G. F.`: names that lost what stood between them, each a surname with initials behind it. */
function unglued(names: string, order: RawAuthors['order'] | undefined): string[] {
  if (order === 'given-first' || !GLUE.test(names)) return [names];
  const parts = names.split(GLUE);
  return parts.slice(0, -1).every((part) => NAME_AND_INITIALS.test(part)) ? parts : [names];
}

const GLUE = /(?<=\p{Lu}\.)(?=\p{Lu}\p{L}*\p{Ll})/u;
const NAME_AND_INITIALS = /^\s*\p{L}[\p{L}'’-]+(?: [\p{L}'’-]{2,}){0,3},? (?:\p{Lu}\.[ -]?){1,4}$/u;

/** The name without what stands around it; empty where it is nobody's. */
function nameIn(text: string): string {
  let name = cleanText(text);
  if (name.includes('@')) name = name.replace(ADDRESS, '');
  if (name.endsWith(',')) name = name.replace(/(?<!,),+$/, '').trim();
  return NOBODY.test(name) ? '' : name;
}

const NOBODY = /^(?:et al\.?|others|\[?anonymous\]?|n\/?a|\[?no authors?\b.*)$/i;
/** `Stillman, Andrew N. (a.stillman@example.org)` */
const ADDRESS = / ?\([^()\s]{1,80}@[^()\s]{1,80}\)/;

/** A name that the source has parted itself. One without a family name is a whole. */
function parted(written: Exclude<RawName, string>): Author[] {
  const clean = (text: string | undefined) => cleanText(stripMarkup(text ?? ''));
  const [family, given] =
    'literal' in written ? ['', clean(written.literal)] : [clean(written.family), clean(written.given)];
  if (family !== '') return [given === '' ? { family } : { family, given }];
  return given === '' ? [] : [{ literal: given }];
}

function parseName(name: string, order: RawAuthors['order']): Author {
  if (name.includes(',')) return fromCommaForm(name);
  const words = name.split(' ');
  if (words.length === 1 || isBody(name)) return { literal: name };
  if (order === 'family-first') return endsInInitials(words) ?? fromGivenFirst(words);
  return fromGivenFirst(words);
}

const BODY =
  /\b(?:association|collaboration|commission|committee|consortium|corporation|federation|foundation|institutes?|investigators|ministry|nations|network|organi[sz]ation|society|team|university)\b|\([A-Z]{2,}\)$| (?:and|&) /i;
/** Words that are surnames too: they make a body of a longer name only. */
const BODY_OF_MANY = /\b(?:agency|centers?|centre|council|department|group|inc|ltd|working)\b/i;

/** The name of a body (`World Health Organization`): it has no initials, and a word that people do not bear. */
function isBody(name: string): boolean {
  const words = name.split(' ').length;
  const isNamedSo =
    BODY.test(name) || (words > 2 && BODY_OF_MANY.test(name)) || (words > 3 && / (?:of|for) /i.test(name));
  return isNamedSo && !/(?<!\p{L})\p{Lu}\./u.test(name);
}

/** `Family, Given`, BibTeX's `Family, Jr, Given`, and `Family Jr., Given`. */
function fromCommaForm(name: string): Author {
  const comma = name.indexOf(',');
  const [before, behind] = [name.slice(0, comma).trim(), name.slice(comma + 1).trim()];
  // Nearly all names: one word, a comma, and given names that are no suffix.
  if (!before.includes(' ') && before !== '' && behind.length > 4 && !behind.includes(',')) {
    return { family: before, given: behind };
  }
  const [first = '', ...rest] = name.split(',').map((part) => part.trim());
  const isSuffix = (part: string) => (rest.length > 1 ? SUFFIX : CLEAR_SUFFIX).test(part);
  const suffixes = rest.filter(isSuffix);
  const others = rest.filter((part) => part !== '' && !isSuffix(part));
  const words = first.split(' ');
  // `Martin Luther King, Jr.`: what stands before the comma is the whole name.
  if (others.length === 0 && suffixes.length > 0) {
    return withSuffix(endsInInitials(words) ?? fromGivenFirst(words), suffixes);
  }
  const ownSuffix = words.length > 1 && SUFFIX.test(words.at(-1) ?? '') ? [words.pop() ?? ''] : [];
  const family = words.join(' ');
  const given = [...others, ...ownSuffix, ...suffixes].join(' ');
  if (family === '') return given === '' ? { literal: name } : { literal: given };
  return given === '' ? { literal: family } : { family, given };
}

function withSuffix(author: Author, suffixes: readonly string[]): Author {
  if ('literal' in author) return { family: author.literal, given: suffixes.join(' ') };
  return { family: author.family, given: [author.given ?? '', ...suffixes].join(' ').trim() };
}

/** `Smith J.A.`, `van der Meer P.` and `Smith J Jr`: the given names are the initials at the end. */
function endsInInitials(all: readonly string[]): Author | undefined {
  const hasSuffix = all.length > 2 && SUFFIX.test(all.at(-1) ?? '');
  const words = hasSuffix ? all.slice(0, -1) : all;
  let split = words.length;
  while (split > 1 && INITIALS.test(words[split - 1] ?? '')) split--;
  if (split === words.length) return undefined;
  const given = [...words.slice(split), ...all.slice(words.length)].join(' ');
  return { family: words.slice(0, split).join(' '), given };
}

/** `J. A. Smith` and `Peter van der Meer`: the family name is the last word with the particles before it. */
function fromGivenFirst(words: readonly string[]): Author {
  const hasSuffix = words.length > 2 && SUFFIX.test(words.at(-1) ?? '');
  const end = hasSuffix ? words.length - 1 : words.length;
  let split = end - 1;
  while (split > 1 && PARTICLE.test(words[split - 1] ?? '')) split--;
  if (split === 0) return { literal: words.join(' ') };
  const given = [...words.slice(0, split), ...words.slice(end)].join(' ');
  return { family: words.slice(split, end).join(' '), given };
}

/** The surname that matching compares, or the whole of a literal name. */
export function surnameOf(author: Author): string {
  return 'literal' in author ? author.literal : author.family;
}

/** A name as a citation prints it: `Zhu X`, initials without dots. */
export function shortName(author: Author): string {
  if ('literal' in author) return author.literal;
  const initials = (author.given ?? '')
    .split(/[\s.-]+/)
    .map((part) => [...part][0] ?? '')
    .join('');
  return initials === '' ? author.family : `${author.family} ${initials.toUpperCase()}`;
}
