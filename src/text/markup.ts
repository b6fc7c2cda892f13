import { HTML_ENTITIES } from './html-entities.ts';
import { fromWindows1252 } from './windows-1252.ts';

/** Any letter with one of these, beyond those that HTML names. */
const ACCENTS: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
  cedil: '\u0327',
  ring: '\u030a',
  caron: '\u030c',
};

/** The elements that databases leave in titles and abstracts. Only these are markup: `a <b` in a title is text. */
const ELEMENT = new RegExp(
  String.raw`</?(?:${[
    'i|b|u|em|strong|sub|sup|inf|p|br|span|div|sc|scp|tt|small|big|strike|math|font|ul|ol|li|h[1-6]|a|uri',
    'title|sec|italic|bold|underline|monospace|sans-serif|ext-link|xref|list-item|named-content|styled-content',
    'inline-formula|disp-formula|tex-math|inline-graphic|abstracttext|copyrightinformation',
    '(?:jats|mml|m|ns[0-9]{1,2}):[a-z-]{1,30}',
  ].join('|')})(?:\s[^<>]*)?/?>`,
  'gi',
);
/** These, only within `<math>`: elsewhere `<ms>` may be a unit. */
const MATH =
  /<\/?(?:m(?:i|n|o|s|row|sub|sup|subsup|frac|text|over|under|space|style|fenced|root|sqrt|table|tr|td))(?:\s[^<>]*)?\/?>/gi;
const BLOCK =
  /^<\/?(?:p|br|div|sec|title|li|ul|ol|h[1-6]|abstracttext|copyrightinformation|list-item|(?:jats|ns[0-9]{1,2}):(?:p|title|sec|list-item))\b/i;

function decodeEntity(whole: string, name: string): string {
  if (name.startsWith('#')) {
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    // As HTML reads them: numbers of control characters are meant as those of Windows-1252.
    if (code >= 0x80 && code <= 0x9f) return fromWindows1252(code);
    return valid ? String.fromCodePoint(code) : whole;
  }
  const named = HTML_ENTITIES.get(name);
  if (named !== undefined) return named;
  const accented = /^([A-Za-z])(acute|grave|circ|uml|tilde|cedil|ring|caron)$/.exec(name);
  if (accented?.[1] && accented[2]) return (accented[1] + (ACCENTS[accented[2]] ?? '')).normalize('NFC');
  return whole;
}

/** HTML and XML character references resolved; unknown names stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,9});/g, decodeEntity);
}

/** The items of a list between semicolons; one that ends an entity (`M&uuml;ller`, `R&amp;D`) parts nothing. */
export function splitAtSemicolons(list: string): string[] {
  const pieces = list.split(';');
  if (!list.includes('&')) return pieces;
  const items: string[] = [];
  let item: string | undefined;
  for (const piece of pieces) {
    item = item === undefined ? piece : `${item};${piece}`;
    const name = /&(?:amp;)*(#?\w{2,10})$/.exec(item)?.[1];
    if (name !== undefined && decodeEntities(`&${name};`) !== `&${name};`) continue;
    items.push(item);
    item = undefined;
  }
  return item === undefined ? items : [...items, item];
}

/** How R writes letters that its locale lacks. */
const UNICODE_OF_R = /<U\+([0-9A-F]{4,5})>/g;

/** Plain text of a title or abstract that carries entities and inline markup, such as Scopus' `CO<inf>2</inf>`. */
export function stripMarkup(text: string): string {
  if (!text.includes('<') && !text.includes('&')) return text;
  // A doubly escaped export (`&amp;amp;`, `&amp;lt;i&amp;gt;`) needs a second pass; a third would eat real text.
  const decoded = decodeEntities(/&amp;(?:#?\w{1,9};)/.test(text) ? decodeEntities(text) : text);
  const plain = /<math[\s>]/i.test(decoded) ? decoded.replace(MATH, '') : decoded;
  return plain
    .replace(ELEMENT, (tag) => (BLOCK.test(tag) ? ' ' : ''))
    .replace(UNICODE_OF_R, (whole, code: string) => decodeEntity(whole, `#x${code}`));
}
