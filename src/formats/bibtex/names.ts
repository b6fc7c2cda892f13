import type { RawName } from '../entry.ts';
import { latexToText } from './latex.ts';

/** The names of an author field: parted by ` and ` outside of braces. */
export function splitNames(value: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === OPENING) depth++;
    else if (code === CLOSING) depth--;
    else if (depth === 0 && code <= SPACE) {
      AND.lastIndex = at;
      const and = AND.exec(value);
      if (!and) continue;
      names.push(value.slice(from, at));
      at += and[0].length - 1;
      from = at + 1;
    }
  }
  names.push(value.slice(from));
  return names.map((name) => name.trim()).filter((name) => name !== '' && !/^others$/i.test(name));
}

const [OPENING, CLOSING, SPACE] = [0x7b, 0x7d, 0x20] as const;
const AND = /\s{1,40}and(?=\s)/iy;
const IN_BRACES = /^\{((?:[^{}]|\{[^{}]*\})*)\}$/;
/** Nobody but a person is called `P. Bhattacharya` or `J.-P. Meyer`. */
const INITIAL_FIRST = /^\p{Lu}\.(?:\s|-\p{Lu}\.)/u;
/** BibLaTeX's `family=Meer, given=Peter, prefix=van der`. */
const PART = /(?:^|,)\s*"?(family|given|prefix|suffix)\s*=\s*([^,"]*)"?/gi;

/**
 * A name as BibTeX writes it. One in braces is a whole: that of a body.
 *
 * @param bracesPeople whether the source puts people's names into braces too, as IEEE Xplore does where they have no initials.
 */
export function readName(written: string, bracesPeople: boolean): RawName {
  const parts = new Map<string, string>();
  if (/^\s*"?(?:family|given|prefix|suffix)(?:-i)?\s*=/i.test(written)) {
    for (const [, part = '', value = ''] of written.matchAll(PART))
      parts.set(part.toLowerCase(), latexToText(value).trim());
  }
  const family = [parts.get('prefix'), parts.get('family')].filter(Boolean).join(' ');
  if (family !== '') {
    const given = [parts.get('given'), parts.get('suffix')].filter(Boolean).join(' ');
    return given === '' ? { family } : { family, given };
  }
  const text = latexToText(written);
  const isOfSomebody = bracesPeople || INITIAL_FIRST.test(text);
  const isWhole = !isOfSomebody && IN_BRACES.test(written) && !text.includes(',') && /\s/.test(text.trim());
  return isWhole ? { literal: text } : text;
}
