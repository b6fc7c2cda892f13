import type { RawAuthors } from '../formats/entry.ts';
import type { Author } from '../model/record.ts';
import { cleanText } from '../text/clean.ts';
import { stripMarkup } from '../text/markup.ts';

/** Words that begin a surname rather than stand for a given name. */
const PARTICLE =
  /^(?:van|von|der|den|de|del|della|di|da|dos|das|do|du|la|le|el|al|ter|ten|bin|ibn|af|av|zu|zur|st\.?)$/i;
const INITIALS = /^(?:\p{Lu}\.?-?){1,4}$|^(?:\p{Lu}\p{L}?\.[\s-]?)+$/u;
const SUFFIX = /^(?:jr|sr|ii|iii|iv)\.?$/i;

/**
 * Names as the source writes them, parted into family and given name: `Smith, John`, `Smith J.A.`, `J. A. Smith`,
 * `van der Meer, P.`. A name of one word, or of a body, stays literal.
 */
export function parseAuthors(raw: RawAuthors | undefined): Author[] {
  if (!raw) return [];
  return raw.names.flatMap((written) => {
    if (typeof written !== 'string') {
      const literal = cleanText(stripMarkup(written.literal));
      return literal === '' ? [] : [{ literal }];
    }
    // Some writers put all names of a report into one value.
    return stripMarkup(written)
      .split(';')
      .flatMap((part) => {
        const name = cleanText(part).replace(/,+$/, '').trim();
        if (name === '' || /^(?:et al\.?|others|\[?anonymous\]?|n\/?a)$/i.test(name)) return [];
        return [parseName(name, raw.order)];
      });
  });
}

function parseName(name: string, order: RawAuthors['order']): Author {
  if (name.includes(',')) return fromCommaForm(name);
  const words = name.split(' ');
  if (words.length === 1 || isBody(name)) return { literal: name };
  if (order === 'family-first') return endsInInitials(words) ?? fromGivenFirst(words);
  return fromGivenFirst(words);
}

const BODY =
  /\b(?:association|agency|centers?|centre|collaboration|commission|committee|consortium|corporation|council|department|federation|foundation|group|inc|institutes?|investigators|ltd|ministry|nations|network|organi[sz]ation|society|team|university|working)\b|\([A-Z]{2,}\)$| (?:and|of|for|&) /i;

/** The name of a body (`World Health Organization`): it has no initials, and a word that people do not bear. */
function isBody(name: string): boolean {
  return BODY.test(name) && !/(?<!\p{L})\p{Lu}\./u.test(name);
}

/** `Family, Given` and BibTeX's `Family, Jr, Given`. */
function fromCommaForm(name: string): Author {
  const [family = '', ...rest] = name.split(',').map((part) => part.trim());
  const suffix = rest.length > 1 && SUFFIX.test(rest[0] ?? '') ? rest.shift() : undefined;
  const given = [...rest, ...(suffix ? [suffix] : [])].filter((part) => part !== '').join(' ');
  if (family === '') return given === '' ? { literal: name } : { literal: given };
  return given === '' ? { literal: family } : { family, given };
}

/** `Smith J.A.` and `van der Meer P.`: the given names are the initials at the end. */
function endsInInitials(words: readonly string[]): Author | undefined {
  let split = words.length;
  while (split > 1 && INITIALS.test(words[split - 1] ?? '')) split--;
  if (split === words.length) return undefined;
  return { family: words.slice(0, split).join(' '), given: words.slice(split).join(' ') };
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
    .map((part) => part.slice(0, 1))
    .join('');
  return initials === '' ? author.family : `${author.family} ${initials.toUpperCase()}`;
}
