import { ACCENTS, SYMBOLS } from './latex-symbols.ts';

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
