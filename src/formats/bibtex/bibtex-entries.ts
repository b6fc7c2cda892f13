import { addToGroup } from '../../model/group.ts';

/** An entry of a BibTeX file as it stands there: its values are not decoded yet. */
export interface BibEntry {
  readonly kind: 'entry';
  readonly type: string;
  readonly key: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly line: number;
}

/** An entry that cannot be read. */
export interface BrokenBibEntry {
  readonly kind: 'broken';
  readonly reason: string;
  readonly text: string;
  readonly line: number;
}

const TYPES = new Set(
  (
    'article book booklet bookinbook collection comment conference dataset electronic inbook incollection inproceedings ' +
    'inreference manual mastersthesis mbook misc mvbook online patent periodical phdthesis preamble proceedings reference ' +
    'report software string suppbook techreport thesis unpublished www'
  ).split(' '),
);
/** No entry is longer; what is still open after so many characters was never closed. */
const LONGEST_ENTRY = 1_000_000;

/**
 * The entries of a BibTeX or BibLaTeX file, in order, `@string` abbreviations resolved. Text outside of entries is a
 * comment by BibTeX's definition. An entry that does not close, or whose fields cannot be parted, is broken alone:
 * reading goes on at the next place that begins an entry.
 */
export function* readBibEntries(text: string): Generator<BibEntry | BrokenBibEntry> {
  const strings = new Map(MONTHS.map((name) => [name, name]));
  const lineAt = lineCounter(text);
  const starts = [...entryStarts(text)];
  let position = 0;
  // The first certain beginning behind a start bounds it: an entry left open swallows none of its neighbours.
  let boundary = 0;
  for (const [index, start] of starts.entries()) {
    if (start.at < position) continue;
    boundary = Math.max(boundary, index + 1);
    while (boundary < starts.length && !starts[boundary]?.isCertain) boundary++;
    const next = starts[boundary]?.at ?? text.length;
    const result = readEntry(text, start, Math.min(next, start.at + LONGEST_ENTRY), strings);
    if (result.kind === 'broken') {
      // Behind a broken entry only a certain beginning is one; where there is none, the next one of any kind.
      position = boundary < starts.length ? next : (starts[index + 1]?.at ?? text.length);
      const raw = text.slice(start.at, position).trimEnd();
      yield { kind: 'broken', reason: result.reason, text: raw, line: lineAt(start.at) };
      continue;
    }
    position = result.end ?? next;
    if (result.kind === 'entry') {
      yield { kind: 'entry', type: start.type, key: result.key, values: result.values, line: lineAt(start.at) };
    } else if (result.kind === 'strings') {
      for (const [name, [value = '']] of result.values) strings.set(name, value);
    }
  }
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

interface EntryStart {
  readonly at: number;
  readonly type: string;
  /** The first character after the opening brace. */
  readonly body: number;
  readonly close: '}' | ')';
  /** It cannot be anything else, not even inside another entry's value. */
  readonly isCertain: boolean;
}

// An `@` begins an entry at the start of a line, after white space or after what ends another one; so an address in a
// note does not.
const START = /(?<=^|[\s,;})])@\s*([A-Za-z][\w-]*)\s*([{(])/y;
/** A key and a field, or a field at once. */
const KEY_AND_FIELD = /[^,{}()="]*,\s*[^\s=,{}"]+\s*=|\s*[A-Za-z][\w-]*\s*=\s*[{"\w]/y;

/** How far before an entry its line is looked at. */
const LOOK_BACK = 200;

function* entryStarts(text: string): Generator<EntryStart> {
  for (let sign = text.indexOf('@'); sign !== -1; sign = text.indexOf('@', sign + 1)) {
    START.lastIndex = sign;
    const match = START.exec(text);
    if (!match) continue;
    const at = sign;
    const type = (match[1] ?? '').toLowerCase();
    const body = at + match[0].length;
    const before = text.slice(Math.max(0, at - LOOK_BACK), at).replace(/^[^]*\n/, '');
    // A line that begins with `%` is a comment of LaTeX.
    if (/^\s*%/.test(before)) continue;
    KEY_AND_FIELD.lastIndex = body;
    const isEntryLike = KEY_AND_FIELD.test(text);
    const isKnown = TYPES.has(type);
    const startsLine = before.trim() === '';
    const isDirective = type === 'string' || type === 'comment' || type === 'preamble';
    const mayBeBroken = match[2] === '{' ? isKnown || startsLine : isDirective;
    if (!isEntryLike && !mayBeBroken) continue;
    const followsEntry = /[})][\s,;]*$/.test(text.slice(Math.max(0, at - 20), at));
    const isCertain = startsLine ? isEntryLike || (isKnown && match[2] === '{') : followsEntry && isEntryLike;
    yield { at, type, body, close: match[2] === '(' ? ')' : '}', isCertain };
  }
}

type EntryResult =
  | { readonly kind: 'entry'; readonly key: string; readonly values: Map<string, string[]>; readonly end: number }
  | { readonly kind: 'strings'; readonly values: Map<string, string[]>; readonly end: number }
  | { readonly kind: 'skipped'; readonly end: number | undefined }
  | { readonly kind: 'broken'; readonly reason: string };

/** What stands behind an entry that a brace too many has closed before its end. */
const FIELD_BEHIND = /(?:\s*,)?\s*[A-Za-z][\w-]*\s*=\s*[{"]/y;

/** @param limit where the entry must have ended. */
function readEntry(text: string, start: EntryStart, limit: number, strings: ReadonlyMap<string, string>): EntryResult {
  if (start.type === 'comment' || start.type === 'preamble') {
    return { kind: 'skipped', end: new FieldScanner(text, start, limit, strings, 'escapes').skipBalanced() };
  }
  const isString = start.type === 'string';
  let reason = '';
  // A backslash before a brace makes it text to LaTeX, but BibTeX counts it: `{C:\dir\}` closes.
  for (const braces of ['escapes', 'plain'] as const) {
    try {
      const read = new FieldScanner(text, start, limit, strings, braces).read(isString);
      FIELD_BEHIND.lastIndex = read.end;
      // A brace on a line of its own ends an entry, whatever stands behind it.
      const isOnOwnLine = /\n[ \t]*$/.test(text.slice(Math.max(0, read.end - 40), read.end - 1));
      if (!isOnOwnLine && FIELD_BEHIND.test(text)) throw new BrokenEntry('a brace closes it before its last field');
      return isString ? { kind: 'strings', values: read.values, end: read.end } : { kind: 'entry', ...read };
    } catch (error) {
      if (!(error instanceof BrokenEntry)) throw error;
      reason ||= error.message;
    }
  }
  return { kind: 'broken', reason };
}

class BrokenEntry extends Error {}

/** Reads `key, name = value # value, …` up to the closing brace. */
class FieldScanner {
  readonly #text: string;
  readonly #start: EntryStart;
  readonly #limit: number;
  readonly #strings: ReadonlyMap<string, string>;
  readonly #seesEscapes: boolean;
  #position: number;

  constructor(
    text: string,
    start: EntryStart,
    limit: number,
    strings: ReadonlyMap<string, string>,
    braces: 'escapes' | 'plain',
  ) {
    this.#text = text;
    this.#start = start;
    this.#limit = limit;
    this.#strings = strings;
    this.#seesEscapes = braces === 'escapes';
    this.#position = start.body;
  }

  read(isString: boolean): { key: string; values: Map<string, string[]>; end: number } {
    const key = isString ? '' : this.#key();
    const values = new Map<string, string[]>();
    for (;;) {
      this.#skipBetweenFields();
      const char = this.#peek();
      if (char === this.#start.close) return { key, values, end: this.#position + 1 };
      if (char === '') throw new BrokenEntry('the entry is never closed');
      const name = this.#name();
      addToGroup(values, name, this.#value());
    }
  }

  skipBalanced(): number | undefined {
    let depth = 1;
    for (; this.#position < this.#limit; this.#position++) {
      const char = this.#text[this.#position];
      if (char === '{' || char === '(') depth++;
      else if ((char === '}' || char === ')') && --depth === 0) return this.#position + 1;
    }
    return undefined;
  }

  #peek(): string {
    return this.#position < this.#limit ? (this.#text[this.#position] ?? '') : '';
  }

  #skipSpace(): void {
    while (/\s/.test(this.#peek())) this.#position++;
  }

  /** White space, commas, and lines that are comments. */
  #skipBetweenFields(): void {
    for (;;) {
      while (/[\s,]/.test(this.#peek())) this.#position++;
      if (this.#peek() !== '%') return;
      const end = this.#text.indexOf('\n', this.#position);
      this.#position = end === -1 ? this.#limit : end;
    }
  }

  /** A key ends at the first comma; some exports have none, or one with spaces. */
  #key(): string {
    const match = /^[^,={}"]*/.exec(this.#text.slice(this.#position, this.#position + 500))?.[0] ?? '';
    const after = this.#text[this.#position + match.length];
    // Without a key the fields begin at once: `@article{title = …`.
    if (after === '=') return '';
    this.#position += match.length;
    return match.trim();
  }

  /** All up to the `=`, which is passed over. Exporters write names such as `funding_text 1` and `note#2`. */
  #name(): string {
    const match = /^([^=,{}"\n]{1,100}?)\s*=/.exec(this.#text.slice(this.#position, this.#position + 200));
    if (!match?.[1]) {
      const found = this.#text.slice(this.#position, this.#position + 40).split('\n', 1)[0] ?? '';
      throw new BrokenEntry(`no field begins with "${found}"`);
    }
    this.#position += match[0].length;
    return match[1].replace(/\s+/g, ' ').trim().toLowerCase();
  }

  #value(): string {
    let value = '';
    for (;;) {
      this.#skipSpace();
      value += this.#part();
      this.#skipSpace();
      if (this.#peek() !== '#') return value;
      this.#position++;
    }
  }

  #part(): string {
    const char = this.#peek();
    if (char === '{') return this.#delimited('a brace is never closed', CLOSING);
    if (char === '"') return this.#delimited('a quote is never closed', QUOTE);
    const word = /^[^\s,#{}"=]+/.exec(this.#text.slice(this.#position, this.#position + 200))?.[0];
    if (word === undefined) return '';
    const text = word.endsWith(')') && this.#start.close === ')' ? word.slice(0, -1) : word;
    this.#position += text.length;
    return this.#strings.get(text.toLowerCase()) ?? text;
  }

  /** The text up to its end, which stands outside of all braces that were opened in it. */
  #delimited(open: string, end: number): string {
    const text = this.#text;
    const from = this.#position + 1;
    let depth = 0;
    for (let at = from; at < this.#limit; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) {
        if (this.#seesEscapes) at++;
      } else if (code === end && depth === 0) {
        this.#position = at + 1;
        return text.slice(from, at);
      } else if (code === OPENING) depth++;
      else if (code === CLOSING) depth--;
    }
    this.#position = this.#limit;
    throw new BrokenEntry(open);
  }
}

const [BACKSLASH, QUOTE, OPENING, CLOSING] = [0x5c, 0x22, 0x7b, 0x7d] as const;

/** The line of an offset, for offsets that only grow. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    for (; next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
}
