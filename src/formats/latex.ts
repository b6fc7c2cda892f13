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
  texttimes: '×',
  textpm: '±',
  textdollar: '$',
  textsterling: '£',
  textyen: '¥',
  textcent: '¢',
  texttildelow: '~',
  textbraceleft: '{',
  textbraceright: '}',
  textquotedbl: '"',
  textcelsius: '℃',
  textohm: 'Ω',
  textperthousand: '‰',
  textonehalf: '½',
  texttwosuperior: '²',
  textthreesuperior: '³',
  textsection: '§',
  textparagraph: '¶',
  textdagger: '†',
  textasteriskcentered: '∗',
  textinterrobang: '‽',
  textinterrobangdown: '⸘',
  textordfeminine: 'ª',
  textordmasculine: 'º',
  lq: '‘',
  rq: '’',
  ellipsis: '…',
  cdots: '⋯',
  div: '÷',
  mp: '∓',
  in: '∈',
  notin: '∉',
  ni: '∋',
  subset: '⊂',
  subseteq: '⊆',
  supset: '⊃',
  cup: '∪',
  cap: '∩',
  emptyset: '∅',
  forall: '∀',
  exists: '∃',
  neg: '¬',
  wedge: '∧',
  vee: '∨',
  equiv: '≡',
  cong: '≅',
  simeq: '≃',
  propto: '∝',
  ll: '≪',
  gg: '≫',
  leqslant: '⩽',
  geqslant: '⩾',
  lesssim: '≲',
  gtrsim: '≳',
  ne: '≠',
  sum: '∑',
  prod: '∏',
  int: '∫',
  partial: '∂',
  nabla: '∇',
  sqrt: '√',
  ell: 'ℓ',
  hbar: 'ℏ',
  prime: '′',
  oplus: '⊕',
  otimes: '⊗',
  perp: '⊥',
  parallel: '∥',
  mid: '∣',
  leftarrow: '←',
  uparrow: '↑',
  downarrow: '↓',
  longrightarrow: '⟶',
  Leftarrow: '⇐',
  Leftrightarrow: '⇔',
  mapsto: '↦',
  vartheta: 'ϑ',
  varsigma: 'ς',
  lbrace: '{',
  rbrace: '}',
  lbrack: '[',
  rbrack: ']',
  lt: '<',
  gt: '>',
  vert: '|',
  Vert: '‖',
  checkmark: '✓',
  TeX: 'TeX',
  LaTeX: 'LaTeX',
  BibTeX: 'BibTeX',
};

/** Commands that only change how the text looks, and take no argument that tells them from a word. */
const LOOKS = new Set(
  (
    'it bf em rm tt sc sf sl tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge bfseries itshape ' +
    'displaystyle textstyle scriptstyle left right big Big bigg Bigg limits nolimits protect relax noindent centering ' +
    'mathrm mathbf mathit mathcal mathbb mathsf mathtt boldsymbol mbox text hspace vspace nocase textsuperscript textsubscript'
  ).split(' '),
);

const ACCENT_COMMAND =
  /\\(?:(['`^"~=.])|([uvHckrdbt])(?![A-Za-z]))\s*(?:\{\s*(\\[ij]|[^{}\\]?)\s*\}|(\\[ij](?![A-Za-z])|[^\s{}\\]))/gu;

/**
 * Plain text of a BibTeX value: accents and symbols resolved, braces and commands dropped, dashes and quotes set.
 * A command that is not known keeps its argument; one without an argument keeps its name.
 */
export function latexToText(source: string): string {
  if (!/[\\{}$~]|--|``|''/.test(source)) return source;
  const text = resolveCommands(source)
    .replace(/~/g, ' ')
    .replace(/---/g, '—')
    .replace(/--/g, '–')
    .replace(/``/g, '“')
    .replace(/''/g, '”')
    .replace(/[{}]/g, '')
    .replace(/\$([^$]*)\$/g, '$1');
  return reveal(text).normalize('NFC');
}

/** A DOI, an address or a number of a BibTeX value: dashes, quotes and tildes are its own characters there. */
export function withoutBraces(source: string): string {
  const address = source.replace(/\\(?:url|href)\s*(?=\{)/g, '');
  return reveal(resolveCommands(address).replace(/[{}\\]/g, '')).trim();
}

function resolveCommands(source: string): string {
  return source
    .replace(/\\(?:begin|end)\s*\{[^{}]*\}/g, ' ')
    .replace(
      ACCENT_COMMAND,
      (_, sign: string | undefined, letter: string | undefined, inBraces?: string, bare?: string) =>
        accented(sign ?? letter ?? '', inBraces ?? bare ?? ''),
    )
    .replace(/\\\\(?:\[[^\]]*\])?/g, ' ')
    .replace(
      /\\([A-Za-z]+)\*?(\s*\{\}|\s*(?=[{[])|\s+|(?![A-Za-z]))/g,
      (_, name: string, end: string, at: number, all: string) =>
        symbol(name, end, /[{[]/.test(all[at + name.length + 1 + end.length] ?? '') && !end.endsWith('}')),
    )
    .replace(/\\([%&$#_{}])/g, (_, char: string) => hide(char))
    .replace(/\\[-/]/g, '')
    .replace(/\\[,;:! ]/g, ' ');
}

// What is text, but would be read as markup, waits as private-use characters until the markup has gone.
const HIDDEN = "%&$#_{}\\~'^`-";
const FIRST_HIDDEN = 0xe000;

function hide(text: string): string {
  return text.replace(/[%&$#_{}\\~'^`-]/g, (char) => String.fromCharCode(FIRST_HIDDEN + HIDDEN.indexOf(char)));
}

function reveal(text: string): string {
  return text.replace(/[\ue000-\ue00c]/g, (char) => HIDDEN[char.charCodeAt(0) - FIRST_HIDDEN] ?? char);
}

function accented(accent: string, base: string): string {
  const letter = base === '\\i' ? 'i' : base === '\\j' ? 'j' : base;
  if (letter === '') return accent === '~' || accent === '^' ? hide(accent) : '';
  return (letter + (ACCENTS[accent] ?? '')).normalize('NFC');
}

/**
 * What a command without an argument of its own says. The space that ends a known command's name is no part of the text;
 * one after {} is.
 */
function symbol(name: string, end: string, hasArgument: boolean): string {
  if (Object.hasOwn(SYMBOLS, name)) return hide(SYMBOLS[name] ?? '');
  if (hasArgument || LOOKS.has(name)) return '';
  // `{\vs}` is meant as `{\v s}`.
  if (/^[uvHckr][A-Za-z]$/.test(name)) return accented(name[0] ?? '', name[1] ?? '');
  return /\s$/.test(end) ? `${name} ` : name;
}
