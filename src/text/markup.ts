import { fromWindows1252 } from './windows-1252.ts';

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  middot: '·',
  bull: '•',
  times: '×',
  divide: '÷',
  plusmn: '±',
  deg: '°',
  micro: 'µ',
  le: '≤',
  ge: '≥',
  ne: '≠',
  asymp: '≈',
  infin: '∞',
  rarr: '→',
  larr: '←',
  harr: '↔',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  pound: '£',
  sect: '§',
  para: '¶',
  shy: '',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  iota: 'ι',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Pi: 'Π',
  Sigma: 'Σ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
  szlig: 'ß',
  aelig: 'æ',
  AElig: 'Æ',
  oslash: 'ø',
  Oslash: 'Ø',
  eth: 'ð',
  thorn: 'þ',
  oelig: 'œ',
  iexcl: '¡',
  iquest: '¿',
  frac12: '½',
  sup2: '²',
  sup3: '³',
  minus: '−',
  prime: '′',
  emsp: ' ',
  ensp: ' ',
  thinsp: ' ',
};
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
const ELEMENT =
  /<\/?(?:i|b|u|em|strong|sub|sup|inf|p|br|span|div|sc|scp|tt|title|sec|italic|bold|jats:[a-z-]+|mml:[a-z]+|math|font|ul|ol|li|h[1-6]|a|uri|ext-link|xref|abstracttext|inline-formula|tex-math|named-content|underline|monospace)(?:\s[^<>]*)?\/?>/gi;
const BLOCK = /^<\/?(?:p|br|div|sec|title|li|ul|ol|h[1-6]|abstracttext|jats:(?:p|title|sec))\b/i;

function decodeEntity(whole: string, name: string): string {
  if (name.startsWith('#')) {
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    // As HTML reads them: numbers of control characters are meant as those of Windows-1252.
    if (code >= 0x80 && code <= 0x9f) return fromWindows1252(code);
    return valid ? String.fromCodePoint(code) : whole;
  }
  if (Object.hasOwn(NAMED, name)) return NAMED[name] ?? whole;
  const accented = /^([A-Za-z])(acute|grave|circ|uml|tilde|cedil|ring|caron)$/.exec(name);
  if (accented?.[1] && accented[2]) return (accented[1] + (ACCENTS[accented[2]] ?? '')).normalize('NFC');
  return whole;
}

/** HTML and XML character references resolved; unknown names stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const once = text.replace(/&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,9});/g, decodeEntity);
  return once;
}

/** Plain text of a title or abstract that carries entities and inline markup, such as Scopus' `CO<inf>2</inf>`. */
export function stripMarkup(text: string): string {
  if (!text.includes('<') && !text.includes('&')) return text;
  // A doubly escaped export (`&amp;amp;`, `&amp;lt;i&amp;gt;`) needs a second pass; a third would eat real text.
  const decoded = decodeEntities(/&amp;(?:#?\w{1,9};)/.test(text) ? decodeEntities(text) : text);
  return decoded.replace(ELEMENT, (tag) => (BLOCK.test(tag) ? ' ' : ''));
}
