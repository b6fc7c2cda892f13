/** LaTeX's accents as combining characters: `\'a` is a + U+0301. */
const ACCENTS: Readonly<Record<string, string>> = {
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '"': '\u0308',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  u: '\u0306',
  v: '\u030c',
  H: '\u030b',
  c: '\u0327',
  k: '\u0328',
  r: '\u030a',
  d: '\u0323',
  b: '\u0331',
  t: '\u0361',
};

const SYMBOLS: Readonly<Record<string, string>> = {
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  l: 'ł',
  L: 'Ł',
  aa: 'å',
  AA: 'Å',
  i: 'ı',
  j: 'ȷ',
  dh: 'ð',
  DH: 'Ð',
  th: 'þ',
  TH: 'Þ',
  dj: 'đ',
  DJ: 'Đ',
  ng: 'ŋ',
  NG: 'Ŋ',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  varepsilon: 'ε',
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
  upsilon: 'υ',
  phi: 'φ',
  varphi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Xi: 'Ξ',
  Pi: 'Π',
  Sigma: 'Σ',
  Upsilon: 'Υ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
  textendash: '–',
  textemdash: '—',
  textquoteleft: '‘',
  textquoteright: '’',
  textquotedblleft: '“',
  textquotedblright: '”',
  textquotesingle: "'",
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textunderscore: '_',
  textregistered: '®',
  texttrademark: '™',
  textcopyright: '©',
  copyright: '©',
  textdegree: '°',
  textmu: 'µ',
  textbar: '|',
  textless: '<',
  textgreater: '>',
  textellipsis: '…',
  ldots: '…',
  dots: '…',
  times: '×',
  cdot: '·',
  pm: '±',
  leq: '≤',
  le: '≤',
  geq: '≥',
  ge: '≥',
  neq: '≠',
  approx: '≈',
  sim: '∼',
  infty: '∞',
  rightarrow: '→',
  to: '→',
  leftarrow: '←',
  leftrightarrow: '↔',
  Rightarrow: '⇒',
  langle: '⟨',
  rangle: '⟩',
  circ: '∘',
  degree: '°',
  euro: '€',
  texteuro: '€',
  pounds: '£',
  S: '§',
  P: '¶',
  dag: '†',
  ddag: '‡',
  bullet: '•',
  textbullet: '•',
  star: '⋆',
  ast: '∗',
  slash: '/',
  textperiodcentered: '·',
  backslash: '\\',
  guillemotleft: '«',
  guillemotright: '»',
  textexclamdown: '¡',
  textquestiondown: '¿',
  quad: ' ',
  qquad: ' ',
  space: ' ',
  newline: ' ',
  par: ' ',
  textsuperscript: '',
  textsubscript: '',
  TeX: 'TeX',
  LaTeX: 'LaTeX',
  BibTeX: 'BibTeX',
};

/** Commands whose argument is text and whose own effect is only a look. Every unknown command is read like these. */
const ACCENT_COMMAND =
  /\\(?:(['`^"~=.])|([uvHckrdbt])(?![A-Za-z]))\s*(?:\{\s*(\\[ij]|[^{}\\]?)\s*\}|(\\[ij](?![A-Za-z])|[^\s{}\\]))/gu;

/**
 * Plain text of a BibTeX value: accents and symbols resolved, braces and commands dropped, dashes and quotes set.
 * A command that is not known keeps its argument.
 */
export function latexToText(source: string): string {
  if (!/[\\{}$~]|--|``|''/.test(source)) return source;
  return source
    .replace(
      ACCENT_COMMAND,
      (_, sign: string | undefined, letter: string | undefined, inBraces?: string, bare?: string) =>
        accented(sign ?? letter ?? '', inBraces ?? bare ?? ''),
    )
    .replace(/\\\\(?:\[[^\]]*\])?/g, ' ')
    .replace(/\\([A-Za-z]+)(\s*\{\}|\s+|(?![A-Za-z]))/g, (_, name: string) => symbol(name))
    .replace(/\\([%&$#_{}])/g, (_, char: string) => ESCAPED[char] ?? char)
    .replace(/\\[-/]/g, '')
    .replace(/\\[,;:! ]/g, ' ')
    .replace(/~/g, ' ')
    .replace(/---/g, '—')
    .replace(/--/g, '–')
    .replace(/``/g, '“')
    .replace(/''/g, '”')
    .replace(/[{}]/g, '')
    .replace(/\$([^$]*)\$/g, '$1')
    .replace(/[\ue000-\ue006]/g, (char) => UNESCAPED[char] ?? char)
    .normalize('NFC');
}

// Escaped characters wait as private-use ones until braces and dollars that are markup have gone.
const ESCAPED: Readonly<Record<string, string>> = {
  '%': '\ue000',
  '&': '\ue001',
  $: '\ue002',
  '#': '\ue003',
  _: '\ue004',
  '{': '\ue005',
  '}': '\ue006',
};
const UNESCAPED = Object.fromEntries(Object.entries(ESCAPED).map(([char, hidden]) => [hidden, char]));

function accented(accent: string, base: string): string {
  const letter = base === '\\i' ? 'i' : base === '\\j' ? 'j' : base;
  if (letter === '') return accent === '~' || accent === '^' ? accent : '';
  return (letter + (ACCENTS[accent] ?? '')).normalize('NFC');
}

function symbol(name: string): string {
  // The space that ends a command's name is no part of the text; one after {} is.
  return Object.hasOwn(SYMBOLS, name) ? (SYMBOLS[name] ?? '') : '';
}
