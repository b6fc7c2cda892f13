import { ACCENTS, SYMBOLS } from './latex-symbols.ts';

/** Commands that only change how the text looks, and take no argument that tells them from a word. */
const LOOKS = new Set(
  (
    'it bf em rm tt sc sf sl tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge bfseries itshape ' +
    'displaystyle textstyle scriptstyle left right big Big bigg Bigg limits nolimits protect relax noindent centering ' +
    'mathrm mathbf mathit mathcal mathbb mathsf mathtt boldsymbol mbox text nocase textsuperscript textsubscript'
  ).split(' '),
);
/** Commands whose first argument says how the second one looks, or where it leads. */
const WITH_SETTING = new Set('begin end color textcolor colorbox hspace vspace href hypertarget label'.split(' '));

/** A text that may hold markup of LaTeX. */
const MARKUP = /[\\{}$~]|--|``|''/;
/** The beginning of what is not plain text, in a text and in a code (a DOI, an address, a number). */
const TEXT_MARK = /[\\{}$~]|---?|``|''/g;
const CODE_MARK = /[\\{}]/g;

const ACCENT =
  /\\(?:(['`^"~=.])|([uvHckrdbt])(?![A-Za-z]))\s{0,9}(?:\{\s{0,9}(\\[ij]|[^{}\\]?)\s{0,9}\}|(\\[ij](?![A-Za-z])|[^\s{}\\]))/uy;
const COMMAND = /\\([A-Za-z]+)\*?/y;
/** The end of a command's name: nothing more, an empty argument, the white space before an argument, or the space that ends it. */
const COMMAND_END = /\s*\{\}|\s*(?=[{[])|\s+|/y;
const LINE_BREAK = /\\\\(?:\[[^\]]{0,20}\])?/y;
const SETTING = /\s{0,9}\{([^{}]{0,500})\}/y;
const VERBATIM = /\s{0,9}\{((?:[^{}]|\{[^{}]{0,500}\}){0,5000})\}/y;
/** How far a formula reaches. */
const LONGEST_FORMULA = 2000;

/**
 * Plain text of a BibTeX value: accents and symbols resolved, braces and commands dropped, dashes and quotes set.
 * A command that is not known keeps its argument; one without an argument keeps its name. It takes time in proportion to
 * the text.
 */
export function latexToText(source: string): string {
  return MARKUP.test(source) ? decode(source, TEXT_MARK).normalize('NFC') : source;
}

/** A DOI, an address or a number of a BibTeX value: dashes, quotes and tildes are its own characters there. */
export function withoutBraces(source: string): string {
  return decode(source, CODE_MARK).replaceAll('\\', '').trim();
}

/** @param mark finds the next place at which the text is not itself. */
function decode(source: string, mark: RegExp): string {
  let text = '';
  let at = 0;
  /** Where the formula ends in which we are. */
  let formulaEnd = -1;
  for (;;) {
    mark.lastIndex = at;
    const found = mark.exec(source);
    if (!found) return text + plain(source.slice(at), formulaEnd !== -1);
    text += plain(source.slice(at, found.index), formulaEnd !== -1);
    at = found.index + found[0].length;
    switch (found[0]) {
      case '{':
      case '}':
        break;
      case '~':
        text += ' ';
        break;
      case '--':
        text += '–';
        break;
      case '---':
        text += '—';
        break;
      case '``':
        text += '“';
        break;
      case "''":
        text += '”';
        break;
      case '$':
        if (formulaEnd === found.index) formulaEnd = -1;
        else if (formulaEnd === -1 && (formulaEnd = endOfFormula(source, at)) !== -1) break;
        else text += '$';
        break;
      default: {
        const read = readCommand(source, found.index);
        text += read.text;
        at = read.end;
      }
    }
  }
}

/** In a formula, the signs that raise and lower are markup, as they are in HTML. */
function plain(text: string, isFormula: boolean): string {
  return isFormula ? text.replace(/[_^]/g, '') : text;
}

/**
 * Where the formula ends whose `$` stands before a place; -1 where that is a dollar. As pandoc tells them apart: no space
 * follows the first `$` or stands before the second, and no digit is behind both; or there is a command between them.
 */
function endOfFormula(source: string, from: number): number {
  for (let end = from; end < source.length && end - from < LONGEST_FORMULA; end++) {
    const char = source[end];
    if (char === '\\') end++;
    else if (char === '$') {
      const inside = source.slice(from, end);
      const isTight =
        !/^\s|\s$/.test(inside) && inside !== '' && !(/^\d/.test(inside) && /\d/.test(source[end + 1] ?? ''));
      return isTight || /[\\^_]/.test(inside) ? end : -1;
    }
  }
  return -1;
}

interface Reading {
  readonly text: string;
  /** The place behind it. */
  readonly end: number;
}

/** What the command says whose backslash stands at a place. */
function readCommand(source: string, at: number): Reading {
  const accent = matchAt(ACCENT, source, at);
  if (accent) {
    const text = accented(accent[1] ?? accent[2] ?? '', accent[3] ?? accent[4] ?? '');
    return { text, end: at + accent[0].length };
  }
  const command = matchAt(COMMAND, source, at);
  if (command) return readNamed(source, command[1] ?? '', at + command[0].length);
  const lineBreak = matchAt(LINE_BREAK, source, at);
  if (lineBreak) return { text: ' ', end: at + lineBreak[0].length };
  const char = source[at + 1] ?? '';
  if ('%&$#_{}'.includes(char)) return { text: char, end: at + 1 + char.length };
  if ('-/@'.includes(char)) return { text: '', end: at + 2 };
  return ',;:! '.includes(char) ? { text: ' ', end: at + 2 } : { text: '\\', end: at + 1 };
}

/** @param from the place behind the command's name. */
function readNamed(source: string, name: string, from: number): Reading {
  if (name === 'url' || name === 'path') {
    const address = matchAt(VERBATIM, source, from);
    if (address) return { text: withoutBraces(address[1] ?? ''), end: from + address[0].length };
  }
  if (name === 'frac' || name === 'tfrac' || name === 'dfrac') {
    const above = matchAt(SETTING, source, from);
    if (above) return { text: `${latexToText(above[1] ?? '')}/`, end: from + above[0].length };
  }
  if (WITH_SETTING.has(name)) {
    const setting = matchAt(SETTING, source, from);
    const isSpace = name === 'begin' || name === 'end' || name === 'hspace';
    if (setting) return { text: isSpace ? ' ' : '', end: from + setting[0].length };
  }
  // A raised circle is the sign of degrees.
  if (name === 'circ' && /\^\s?\{?\\circ$/.test(source.slice(Math.max(0, from - 8), from))) {
    return { text: '°', end: from };
  }
  const ending = matchAt(COMMAND_END, source, from)?.[0] ?? '';
  const end = from + ending.length;
  const hasArgument = /[{[]/.test(source[end] ?? '') && !ending.endsWith('}');
  return { text: symbol(name, ending, hasArgument), end };
}

function matchAt(sticky: RegExp, source: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(source);
}

function accented(accent: string, base: string): string {
  const letter = base === '\\i' ? 'i' : base === '\\j' ? 'j' : base;
  if (letter === '') return accent === '~' || accent === '^' ? accent : '';
  return (letter + (ACCENTS[accent] ?? '')).normalize('NFC');
}

/**
 * What a command without an argument of its own says. The space that ends a known command's name is no part of the text;
 * one after {} is.
 */
function symbol(name: string, end: string, hasArgument: boolean): string {
  if (Object.hasOwn(SYMBOLS, name)) return SYMBOLS[name] ?? '';
  if (hasArgument || LOOKS.has(name)) return '';
  // `{\vs}` is meant as `{\v s}`.
  if (/^[uvHckr][A-Za-z]$/.test(name)) return accented(name[0] ?? '', name[1] ?? '');
  return /\s$/.test(end) ? `${name} ` : name;
}
