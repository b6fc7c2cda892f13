import { readBibEntries, type BibEntry } from './bibtex-entries.ts';
import { wholeText } from '../pieces.ts';
import { presentOnly } from '../tables/columns.ts';
import { countMatches } from '../count.ts';
import { EXACT } from '../exact.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from '../entry.ts';
import { latexToText, withoutBraces } from './latex.ts';
import { TaggedValues } from '../tagged/tagged-values.ts';

/** An entry with its key or its first field; style sheets and programs have lines that begin with `@word(` too. */
const BEGINNING =
  /^[ \t]*@(?:[A-Za-z]+\s*[{(]\s{0,80}(?:(?:[^\s,{}()=][^,{}()=\n]{0,300})?\s{0,80},|[A-Za-z_-]+\s{0,80}=)|(?:comment|preamble)\s*[{(])/im;

type Values = BibEntry['values'];

/** BibTeX and BibLaTeX of any origin. An entry that cannot be read is rejected alone. */
export const bibtex: Format = {
  id: 'bibtex',
  name: 'BibTeX',
  sniff: (head) => head.search(BEGINNING),
  counter: () => countMatches(/^[ \t]*@(?!(?:comment|preamble|string)\b)[A-Za-z]+\s*[{(]/gim),
  *parse(text): Generator<ParsedEntry> {
    const items = [...readBibEntries(wholeText(text))];
    const byKey = new Map<string, Values>();
    for (const item of items)
      if (item.kind === 'entry' && item.key !== '') byKey.set(item.key.toLowerCase(), item.values);
    for (const [index, item] of items.entries()) {
      const entry = index + 1;
      if (item.kind === 'broken') {
        yield rejected(entry, item.line, 'unreadable', item.reason, item.text);
        continue;
      }
      // The book that a chapter refers to usually stands after it, so all entries are read first.
      const parent = byKey.get(item.values.get('crossref')?.[0]?.trim().toLowerCase() ?? '');
      const values = parent && parent !== item.values ? withParent(item.values, parent) : item.values;
      yield { ok: true, entry, line: item.line, fields: toFields(item, values) };
    }
  },
};

/** What BibTeX's crossref takes from the book that a chapter stands in. */
function withParent(values: Values, parent: Values): Values {
  const merged = new Map(values);
  for (const name of ['year', 'date', 'publisher', 'isbn', 'language']) {
    const inherited = parent.get(name);
    if (!merged.has(name) && inherited !== undefined) merged.set(name, inherited);
  }
  const book = parent.get('booktitle') ?? parent.get('title');
  if (!merged.has('booktitle') && book !== undefined) merged.set('booktitle', book);
  return merged;
}

function toFields({ type, key }: BibEntry, written: Values): RawFields {
  const filled = [...written].map(([name, list]) => [name, list.filter((value) => value.trim() !== '')] as const);
  const values = new TaggedValues(new Map(filled));
  const text = (...names: string[]) => {
    const value = values.first(...names);
    return value === undefined ? undefined : latexToText(value);
  };
  const all = (...names: string[]) => values.all(...names).map(latexToText);
  const code = (...names: string[]) => {
    const value = values.first(...names);
    return value === undefined ? undefined : withoutBraces(value);
  };
  const note = values.peek('note').map(latexToText).join(' ');
  const citedBy = /cited by:?\s*(\d+)[.;\s]*/i.exec(note);
  // A note may say more than how often it was cited.
  if (citedBy && note.replace(citedBy[0], '').trim() === '') values.all('note');
  const eprint = values.peek('eprinttype', 'archiveprefix').join(' ');
  const isArxiv = /arxiv/i.test(eprint);
  const url = code('url');
  const subtitle = text('subtitle');
  const title = text('title');
  const year = text('year');
  const keywords = ['author_keywords', 'keywords', 'keyword', 'keywords-plus'];
  const fields: RawFields = {
    type: [...all('document_type', 'type'), ...(type === 'misc' && isArxiv ? ['preprint'] : []), type],
    title: title !== undefined && subtitle !== undefined ? `${title}: ${subtitle}` : title,
    authors: { order: 'family-first', names: splitAuthors(values.first('author') ?? '').map(latexToText) },
    year: year ?? text('date'),
    date: text('date') ?? monthOf(text('month'), year),
    venue:
      text('journal', 'journaltitle', 'booktitle', 'maintitle') ?? (type === 'phdthesis' ? text('school') : undefined),
    volume: text('volume'),
    issue: text('number', 'issue'),
    pages: text('pages'),
    articleNumber: text('articleno', 'art_number', 'article-number', 'eid'),
    // The key of an ACM entry is its DOI.
    doi: [code('doi'), /^10\.\d{4,9}\//.test(key) ? key : undefined, url].filter((value) => value !== undefined),
    abstract: text('abstract'),
    keywords: keywords.flatMap((name) => all(name).flatMap(splitKeywords)),
    issn: all('issn', 'eissn'),
    isbn: all('isbn', 'e-isbn'),
    language: text('language'),
    publisher: text('publisher', 'institution', 'school'),
    url,
    ids: presentOnly({
      eid: /[?&]eid=(2-s2\.0-\d+)/.exec(url ?? '')?.[1],
      ut: code('unique-id') ?? (/^wos:/i.test(key) ? key : undefined),
      pmid: code('pmid', 'pubmed_id'),
      arxiv: isArxiv ? code('eprint') : undefined,
    }),
    timesCited: code('times-cited') ?? citedBy?.[1],
  };
  if (isArxiv) values.all('eprinttype', 'archiveprefix');
  values.all('crossref');
  const [exact] = values.all(EXACT);
  return { ...fields, extra: decoded(values.rest()), exact };
}

function decoded(rest: ReturnType<TaggedValues['rest']>): RawFields['extra'] {
  if (!rest) return undefined;
  const entries = Object.entries(rest).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(latexToText) : latexToText(value),
  ]);
  return Object.fromEntries(entries) as RawFields['extra'];
}

function splitKeywords(value: string): string[] {
  return value.split(value.includes(';') ? ';' : ',');
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** `2024-05` from `may`, `May`, `5` or `"5~" # may`. */
function monthOf(month: string | undefined, year: string | undefined): string | undefined {
  if (month === undefined || !/^\d{4}$/.test(year ?? '')) return undefined;
  const named = MONTHS.findIndex((name) => new RegExp(`(?<![a-z])${name}`, 'i').test(month)) + 1;
  const number = named > 0 ? named : /^\s*(?:0?[1-9]|1[0-2])\s*$/.test(month) ? Number(month) : 0;
  return number > 0 ? `${year}-${String(number).padStart(2, '0')}` : undefined;
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
