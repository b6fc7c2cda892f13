import { presentOnly } from './columns.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from './entry.ts';
import { latexToText } from './latex.ts';

const KNOWN = new Set(
  (
    'author title year date month journal journaltitle booktitle maintitle volume number issue pages eid articleno art_number ' +
    'article-number doi abstract keywords keyword keywords-plus author_keywords issn eissn isbn e-isbn language publisher institution ' +
    'school url eprint eprinttype archiveprefix unique-id pmid pubmed_id type document_type note times-cited crossref subtitle'
  ).split(' '),
);

/** An entry with its key or its first field; style sheets and programs have lines that begin with `@word(` too. */
const BEGINNING = /^[ \t]*@(?:[A-Za-z]+\s*[{(]\s*(?:[^,{}()=\n]*,|[A-Za-z_-]+\s*=)|(?:comment|preamble)\s*[{(])/im;

/**
 * BibTeX and BibLaTeX of any origin. An entry that cannot be read is rejected alone: reading goes on at the next line
 * that begins an entry. Text outside of entries is a comment by BibTeX's definition.
 */
export const bibtex: Format = {
  id: 'bibtex',
  name: 'BibTeX',
  sniff: (head) => BEGINNING.test(head),
  *parse(text): Generator<ParsedEntry> {
    const items = [...readEntries(text)];
    const byKey = new Map(
      items.flatMap((item) => (item.kind === 'entry' ? [[item.key.toLowerCase(), item.values] as const] : [])),
    );
    for (const [index, item] of items.entries()) {
      const entry = index + 1;
      if (item.kind === 'broken') {
        yield rejected(entry, item.line, 'unreadable', item.reason, text.slice(item.at, item.end).trimEnd());
        continue;
      }
      // The book that a chapter refers to usually stands after it, so all entries are read first.
      const parent = byKey.get(item.values.get('crossref')?.toLowerCase() ?? '');
      yield {
        ok: true,
        entry,
        line: item.line,
        fields: toFields(item.type, item.key, withParent(item.values, parent)),
      };
    }
  },
};

type Positioned = Exclude<EntryResult, { kind: 'skipped' }> & {
  readonly at: number;
  readonly line: number;
  readonly type: string;
};

function* readEntries(text: string): Generator<Positioned> {
  const strings = new Map<string, string>(MONTHS);
  const lineAt = lineCounter(text);
  let position = 0;
  for (let start = nextEntry(text, position); start; start = nextEntry(text, position)) {
    const result = readEntry(text, start, strings);
    position = result.end;
    if (result.kind !== 'skipped') yield { ...result, at: start.at, line: lineAt(start.at), type: start.type };
  }
}

const MONTHS: readonly [string, string][] = 'jan feb mar apr may jun jul aug sep oct nov dec'
  .split(' ')
  .map((name) => [name, name]);

interface EntryStart {
  readonly at: number;
  readonly type: string;
  /** The first character after the opening brace. */
  readonly body: number;
  readonly close: '}' | ')';
}

// An `@` only begins an entry at the start of a line or after white space, so that an address in a note does not.
const ENTRY = /(?<=^|\s)@\s*([A-Za-z]+)\s*([{(])/g;
const ENTRY_AT_LINE_START = /^[ \t]*@\s*[A-Za-z]+\s*[{(]/gm;

function nextEntry(text: string, from: number): EntryStart | undefined {
  ENTRY.lastIndex = from;
  const match = ENTRY.exec(text);
  if (!match?.[1]) return undefined;
  return {
    at: match.index,
    type: match[1].toLowerCase(),
    body: ENTRY.lastIndex,
    close: match[2] === '(' ? ')' : '}',
  };
}

type EntryResult =
  | { readonly kind: 'entry'; readonly key: string; readonly values: Map<string, string>; readonly end: number }
  | { readonly kind: 'broken'; readonly reason: string; readonly end: number }
  | { readonly kind: 'skipped'; readonly end: number };

/**
 * Reads one entry. Where it does not close, or its fields cannot be parted, it is broken, and ends before the next line
 * that begins an entry.
 */
function readEntry(text: string, start: EntryStart, strings: Map<string, string>): EntryResult {
  ENTRY_AT_LINE_START.lastIndex = start.body;
  const following = ENTRY_AT_LINE_START.exec(text)?.index ?? text.length;
  const scanner = new FieldScanner(text, start, strings);
  if (start.type === 'comment' || start.type === 'preamble') {
    const end = scanner.skipBalanced();
    return { kind: 'skipped', end: end ?? following };
  }
  try {
    const { key, values, end } = scanner.read(start.type === 'string');
    // A value left open runs into the entries that follow; none of them may be swallowed.
    if (end > following && ENTRY_SWALLOWED.test(text.slice(following, end))) {
      return { kind: 'broken', reason: 'a brace or quote is never closed', end: following };
    }
    if (start.type !== 'string') return { kind: 'entry', key, values, end };
    for (const [name, value] of values) strings.set(name, value);
    return { kind: 'skipped', end };
  } catch (error) {
    if (!(error instanceof BrokenEntry)) throw error;
    return { kind: 'broken', reason: error.message, end: following };
  }
}

/** What an entry inside another's value looks like: a type, a key and a comma, or a field. */
const ENTRY_SWALLOWED = /^[ \t]*@\s*[A-Za-z]+\s*[{(]\s*[^\s,{}=]*\s*,/;

class BrokenEntry extends Error {}

/** Reads `key, name = value # value, …` up to the closing brace. */
class FieldScanner {
  readonly #text: string;
  readonly #start: EntryStart;
  readonly #strings: ReadonlyMap<string, string>;
  #position: number;

  constructor(text: string, start: EntryStart, strings: ReadonlyMap<string, string>) {
    this.#text = text;
    this.#start = start;
    this.#strings = strings;
    this.#position = start.body;
  }

  read(isString: boolean): { key: string; values: Map<string, string>; end: number } {
    const key = isString ? '' : this.#key();
    const values = new Map<string, string>();
    for (;;) {
      this.#skipSpaceAndCommas();
      const char = this.#peek();
      if (char === this.#start.close) return { key, values, end: this.#position + 1 };
      if (char === '') throw new BrokenEntry('the entry is never closed');
      const name = this.#name();
      this.#skipSpace();
      if (this.#peek() !== '=') throw new BrokenEntry(`no "=" after "${name.slice(0, 40)}"`);
      this.#position++;
      const value = this.#value();
      // Some exports repeat a field; the first that says something counts, a list goes on.
      const earlier = values.get(name);
      if (earlier === undefined || earlier.trim() === '') values.set(name, value);
      else if (name === 'keywords' || name === 'keyword') values.set(name, `${earlier}; ${value}`);
    }
  }

  skipBalanced(): number | undefined {
    let depth = 1;
    for (; this.#position < this.#text.length; this.#position++) {
      const char = this.#text[this.#position];
      if (char === '{' || char === '(') depth++;
      else if ((char === '}' || char === ')') && --depth === 0) return this.#position + 1;
    }
    return undefined;
  }

  #peek(): string {
    return this.#text[this.#position] ?? '';
  }

  #skipSpace(): void {
    while (/\s/.test(this.#peek())) this.#position++;
  }

  #skipSpaceAndCommas(): void {
    while (/[\s,]/.test(this.#peek())) this.#position++;
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

  #name(): string {
    const match = /^[^\s=,{}"#()]+(?: [^\s=,{}"#()]+)*/.exec(this.#text.slice(this.#position, this.#position + 200));
    if (!match) throw new BrokenEntry(`a field cannot begin with "${this.#peek()}"`);
    this.#position += match[0].length;
    return match[0].toLowerCase();
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
    if (char === '{') return this.#braced();
    if (char === '"') return this.#quoted();
    const word = /^[^\s,#{}"=]+/.exec(this.#text.slice(this.#position, this.#position + 200))?.[0];
    if (word === undefined) return '';
    const text = word.endsWith(')') && this.#start.close === ')' ? word.slice(0, -1) : word;
    this.#position += text.length;
    return this.#strings.get(text.toLowerCase()) ?? text;
  }

  #braced(): string {
    const from = ++this.#position;
    let depth = 1;
    for (; this.#position < this.#text.length; this.#position++) {
      const char = this.#text[this.#position];
      if (char === '\\') this.#position++;
      else if (char === '{') depth++;
      else if (char === '}' && --depth === 0) return this.#text.slice(from, this.#position++);
    }
    throw new BrokenEntry('a brace is never closed');
  }

  #quoted(): string {
    const from = ++this.#position;
    let depth = 0;
    for (; this.#position < this.#text.length; this.#position++) {
      const char = this.#text[this.#position];
      if (char === '\\') this.#position++;
      else if (char === '{') depth++;
      else if (char === '}') depth--;
      else if (char === '"' && depth === 0) return this.#text.slice(from, this.#position++);
    }
    throw new BrokenEntry('a quote is never closed');
  }
}

/** The line of an offset, for offsets that only grow. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let counted = 0;
  return (offset) => {
    for (let at = text.indexOf('\n', counted); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
      line++;
      counted = at + 1;
    }
    return line;
  };
}

/** What BibTeX's crossref takes from the book that a chapter stands in. */
function withParent(values: Map<string, string>, parent: Map<string, string> | undefined): Map<string, string> {
  if (!parent) return values;
  const merged = new Map(values);
  for (const name of ['year', 'date', 'publisher', 'isbn', 'language']) {
    const inherited = parent.get(name);
    if (!merged.has(name) && inherited !== undefined) merged.set(name, inherited);
  }
  const book = parent.get('booktitle') ?? parent.get('title');
  if (!merged.has('booktitle') && book !== undefined) merged.set('booktitle', book);
  return merged;
}

function toFields(type: string, key: string, values: Map<string, string>): RawFields {
  const raw = (...names: string[]) => names.map((name) => values.get(name)).find((value) => value?.trim());
  const text = (...names: string[]) => {
    const value = raw(...names);
    return value === undefined ? undefined : latexToText(value);
  };
  const extra: Record<string, string> = {};
  for (const [name, value] of values) if (!KNOWN.has(name) && value.trim() !== '') extra[name] = latexToText(value);
  const note = text('note');
  const timesCited = /cited by:?\s*(\d+)/i.exec(note ?? '')?.[1];
  if (note !== undefined && timesCited === undefined) extra['note'] = note;
  const url = raw('url');
  const subtitle = text('subtitle');
  const title = text('title');
  const isArxiv = /arxiv/i.test(raw('eprinttype', 'archiveprefix') ?? '');
  return {
    type: text('document_type', 'type') ?? type,
    title: title !== undefined && subtitle !== undefined ? `${title}: ${subtitle}` : title,
    authors: { order: 'family-first', names: splitAuthors(raw('author') ?? '').map(latexToText) },
    year: text('year', 'date'),
    date: text('date') ?? monthOf(text('month'), text('year')),
    venue:
      text('journal', 'journaltitle', 'booktitle', 'maintitle') ?? (type === 'phdthesis' ? text('school') : undefined),
    volume: text('volume'),
    issue: text('number', 'issue'),
    pages: text('pages'),
    articleNumber: text('articleno', 'art_number', 'article-number', 'eid'),
    // The key of an ACM entry is its DOI.
    doi: [raw('doi'), /^10\.\d{4,9}\//.test(key) ? key : undefined, url].flatMap((value) =>
      value ? [latexToText(value)] : [],
    ),
    abstract: text('abstract'),
    keywords: ['author_keywords', 'keywords', 'keyword', 'keywords-plus'].flatMap((name) => splitKeywords(text(name))),
    issn: [text('issn'), text('eissn')].flatMap((value) => value?.split(/[;,]\s*|\s+/) ?? []),
    isbn: [text('isbn'), text('e-isbn')].flatMap((value) => value?.split(/[;,]\s*|\s+/) ?? []),
    language: text('language'),
    publisher: text('publisher', 'institution', 'school'),
    url: url === undefined ? undefined : url.replaceAll('\\', ''),
    ids: presentOnly({
      eid: /[?&]eid=(2-s2\.0-\d+)/.exec(url ?? '')?.[1],
      ut: raw('unique-id') ?? (/^wos:/i.test(key) ? key : undefined),
      pmid: raw('pmid', 'pubmed_id'),
      arxiv: isArxiv ? raw('eprint') : undefined,
    }),
    timesCited: raw('times-cited') ?? timesCited,
    extra: Object.keys(extra).length > 0 ? extra : undefined,
  };
}

function splitKeywords(value: string | undefined): string[] {
  if (value === undefined) return [];
  return value.split(value.includes(';') ? ';' : ',');
}

function monthOf(month: string | undefined, year: string | undefined): string | undefined {
  const index = MONTHS.findIndex(([name]) => month?.toLowerCase().startsWith(name));
  return index >= 0 && /^\d{4}$/.test(year ?? '') ? `${year}-${String(index + 1).padStart(2, '0')}` : undefined;
}

/** The names of an author field: parted by ` and ` outside of braces. */
export function splitAuthors(value: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < value.length; at++) {
    const char = value[at];
    if (char === '{') depth++;
    else if (char === '}') depth--;
    else if (depth === 0 && /\s/.test(char ?? '')) {
      const and = /^\s+and(?=\s)/i.exec(value.slice(at, at + 40));
      if (!and) continue;
      names.push(value.slice(from, at));
      at += and[0].length - 1;
      from = at + 1;
    }
  }
  names.push(value.slice(from));
  return names.map((name) => name.trim()).filter((name) => name !== '' && !/^others$/i.test(name));
}
