import { addToGroup } from '../../model/group.ts';
import { entryStarts, LineCounter, type EntryStart } from './entry-starts.ts';

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

/** No entry is longer; what is still open after so many characters was never closed. */
const LONGEST_ENTRY = 1_000_000;
/** No abbreviation stands for more; one that does is made to grow with every use. */
const LONGEST_ABBREVIATION = 10_000;
/** How often the text may be read in vain, in all, before every beginning of an entry ends the one before it. */
const MOST_WASTED = 20;

/**
 * The entries of a BibTeX or BibLaTeX file, in order, `@string` abbreviations resolved. Text outside of entries is a
 * comment by BibTeX's definition. An entry whose braces or quotes do not pair is read line by line where each of its
 * fields stands on lines of its own; else it is broken alone: reading goes on at the next place that begins an entry.
 */
export function* readBibEntries(text: string): Generator<BibEntry | BrokenBibEntry> {
  const strings = new Map(MONTHS.map((name) => [name, name]));
  const lines = new LineCounter(text);
  const starts = [...entryStarts(text)];
  let position = 0;
  let wasted = 0;
  let sawEnd = false;
  // The first certain beginning behind a start bounds it: an entry left open swallows none of its neighbours.
  let boundary = 0;
  for (const [index, start] of starts.entries()) {
    if (start.at < position) continue;
    boundary = Math.max(boundary, index + 1);
    while (boundary < starts.length && !starts[boundary]?.isCertain) boundary++;
    const isHopeless = wasted > MOST_WASTED * text.length;
    const bound = isHopeless ? index + 1 : boundary;
    const next = starts[bound]?.at ?? text.length;
    const limit = Math.min(next, start.at + LONGEST_ENTRY);
    const scanner = new EntryScanner(text, start, limit, strings);
    const result = scanner.readAny(bound === starts.length && sawEnd);
    if (result.kind === 'broken') {
      wasted += limit - start.at;
      // Behind a broken entry only a certain beginning is one; where there is none, the next one of any kind.
      position = bound < starts.length ? next : (starts[index + 1]?.at ?? text.length);
      const raw = text.slice(start.at, position).trimEnd();
      yield { kind: 'broken', reason: result.reason, text: raw, line: lines.at(start.at) };
      continue;
    }
    position = result.end ?? next;
    if (result.kind === 'entry') {
      sawEnd = true;
      yield { kind: 'entry', type: start.type, key: result.key, values: result.values, line: lines.at(start.at) };
    } else if (result.kind === 'strings') {
      for (const [name, [value = '']] of result.values) {
        if (value.length <= LONGEST_ABBREVIATION) strings.set(name, value);
      }
    }
  }
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

type EntryResult =
  | { readonly kind: 'entry'; readonly key: string; readonly values: Map<string, string[]>; readonly end: number }
  | { readonly kind: 'strings'; readonly values: Map<string, string[]>; readonly end: number }
  | { readonly kind: 'skipped'; readonly end: number | undefined }
  | { readonly kind: 'broken'; readonly reason: string };

class BrokenEntry extends Error {}

/** White space, commas and lines that are comments, as they stand between fields. */
const BETWEEN_FIELDS = /(?:[\s,]|%[^\n]*)*/y;
const SPACE = /\s*/y;
/** A key ends at the first comma; some exports have none, or one with spaces. */
const KEY = /[^,={}"]{0,500}/y;
/** All up to the `=`. Exporters write names such as `funding_text 1` and `note#2`. */
const NAME = /([^=,{}"\n]{1,100})\s*=\s*/y;
const WORD = /[^\s,#{}"=]{1,200}/y;
/** What stands behind an entry that a brace too many has closed before its end. */
const FIELD_BEHIND = /(?:\s*,)?\s*[A-Za-z][\w-]*\s*=\s*[{"]/y;

/** A line on which a field begins, where an entry is read line by line. */
const FIELD_LINE = /^[ \t]*([A-Za-z][\w-]*(?: \d+)?)[ \t]*=[ \t]*(.*)$/;

/** Reads `key, name = value # value, …` up to the closing brace. */
class EntryScanner {
  readonly #text: string;
  readonly #start: EntryStart;
  /** Where the entry must have ended. */
  readonly #limit: number;
  readonly #strings: ReadonlyMap<string, string>;
  #seesEscapes = true;
  #position: number;

  constructor(text: string, start: EntryStart, limit: number, strings: ReadonlyMap<string, string>) {
    this.#text = text;
    this.#start = start;
    this.#limit = limit;
    this.#strings = strings;
    this.#position = start.body;
  }

  /** @param isTorn whether an entry that does not end here has been torn off by the end of the file. */
  readAny(isTorn: boolean): EntryResult {
    const { type, body } = this.#start;
    if (type === 'comment' || type === 'preamble') return { kind: 'skipped', end: this.#skipBalanced() };
    const isString = type === 'string';
    let reason = '';
    // A backslash before a brace makes it text to LaTeX, but BibTeX counts it: `{C:\dir\}` closes.
    for (const seesEscapes of [true, false]) {
      try {
        this.#position = body;
        this.#seesEscapes = seesEscapes;
        const read = this.#read(isString);
        if (this.#goesOnAt(read.end)) throw new BrokenEntry('a brace closes it before its last field');
        return isString ? { kind: 'strings', values: read.values, end: read.end } : { kind: 'entry', ...read };
      } catch (error) {
        if (!(error instanceof BrokenEntry)) throw error;
        reason ||= error.message;
      }
    }
    return (isString ? undefined : this.#readByLines(isTorn)) ?? { kind: 'broken', reason };
  }

  #read(isString: boolean): { key: string; values: Map<string, string[]>; end: number } {
    const key = isString ? '' : this.#key();
    const values = new Map<string, string[]>();
    for (;;) {
      this.#skip(BETWEEN_FIELDS);
      const char = this.#peek();
      if (char === this.#start.close) return { key, values, end: this.#position + 1 };
      if (char === '') throw new BrokenEntry('the entry is never closed');
      const name = this.#name();
      addToGroup(values, name, this.#value());
    }
  }

  #goesOnAt(end: number): boolean {
    // A brace on a line of its own ends an entry, whatever stands behind it.
    if (/\n[ \t]*$/.test(this.#text.slice(Math.max(0, end - 40), end - 1))) return false;
    FIELD_BEHIND.lastIndex = end;
    return FIELD_BEHIND.test(this.#text);
  }

  #skipBalanced(): number | undefined {
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

  #match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#position;
    return sticky.exec(this.#text);
  }

  #skip(sticky: RegExp): void {
    sticky.lastIndex = this.#position;
    if (sticky.test(this.#text)) this.#position = sticky.lastIndex;
  }

  #key(): string {
    const match = this.#match(KEY)?.[0] ?? '';
    // Without a key the fields begin at once: `@article{title = …`.
    if (this.#text[this.#position + match.length] === '=') return '';
    this.#position += match.length;
    return match.trim();
  }

  #name(): string {
    const match = this.#match(NAME);
    if (!match?.[1]) {
      const found = this.#text.slice(this.#position, this.#position + 40).split('\n', 1)[0] ?? '';
      throw new BrokenEntry(`no field begins with "${found}"`);
    }
    this.#position += match[0].length;
    return nameOf(match[1]);
  }

  #value(): string {
    let value = this.#part();
    for (;;) {
      this.#skip(SPACE);
      if (this.#peek() !== '#') return value;
      this.#position++;
      this.#skip(SPACE);
      value += this.#part();
      if (value.length > LONGEST_ENTRY) throw new BrokenEntry('a value made of abbreviations is too long');
    }
  }

  #part(): string {
    const char = this.#peek();
    if (char === '{') return this.#inBraces();
    if (char === '"') return this.#delimited('a quote is never closed', QUOTE, this.#position + 1);
    const word = this.#match(WORD)?.[0];
    if (word === undefined) return '';
    const text = word.endsWith(')') && this.#start.close === ')' ? word.slice(0, -1) : word;
    this.#position += text.length;
    return this.#strings.get(text.toLowerCase()) ?? text;
  }

  #inBraces(): string {
    const from = this.#position + 1;
    const rest = this.#text.slice(from, this.#limit);
    const end = rest.indexOf('}');
    const value = rest.slice(0, Math.max(end, 0));
    if (end === -1 || value.includes('{') || value.includes('\\')) {
      return this.#delimited('a brace is never closed', CLOSING, from);
    }
    this.#position = from + end + 1;
    return value;
  }

  /** The text from a place up to its end, which stands outside of all braces that were opened in it. */
  #delimited(open: string, end: number, from: number): string {
    const text = this.#text;
    const limit = this.#limit;
    let depth = 0;
    for (let at = from; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) {
        if (this.#seesEscapes) at++;
      } else if (code === end && depth === 0) {
        this.#position = at + 1;
        return text.slice(from, at);
      } else if (code === OPENING) depth++;
      else if (code === CLOSING) depth--;
    }
    this.#position = limit;
    throw new BrokenEntry(open);
  }

  /**
   * An entry whose braces or quotes do not pair, but each of whose fields stands on lines of its own and ends them with
   * what it began with. Undefined where that is not so.
   */
  #readByLines(isTorn: boolean): EntryResult | undefined {
    const { body, close } = this.#start;
    const [first = '', ...lines] = this.#text.slice(body, this.#limit).trimEnd().split('\n');
    this.#position = body;
    const key = this.#key();
    if (first.slice(key.length).replace(/[\s,]/g, '') !== '') return undefined;
    const isClosed = lines.at(-1)?.trim() === close;
    if (isClosed) lines.pop();
    else if (isTorn) return undefined;
    const fields: { name: string; value: string }[] = [];
    for (const line of lines) {
      const [, name, value] = FIELD_LINE.exec(line) ?? [];
      if (name !== undefined && value !== undefined) fields.push({ name, value });
      else if (fields.length > 0) (fields.at(-1) as { value: string }).value += `\n${line}`;
      else if (line.trim() !== '') return undefined;
    }
    const values = new Map<string, string[]>();
    for (const { name, value } of fields) {
      const whole = /^(?:\{([^]*)\}|"([^]*)"|([^\s{}"]+)),?$/.exec(value.trimEnd());
      if (!whole) return undefined;
      addToGroup(values, nameOf(name), whole[1] ?? whole[2] ?? whole[3] ?? '');
    }
    return values.size > 0 ? { kind: 'entry', key, values, end: this.#limit } : undefined;
  }
}

const [BACKSLASH, QUOTE, OPENING, CLOSING] = [0x5c, 0x22, 0x7b, 0x7d] as const;

function nameOf(written: string): string {
  const name = written.trim().toLowerCase();
  return /\s/.test(name) ? name.replace(/\s+/g, ' ') : name;
}
