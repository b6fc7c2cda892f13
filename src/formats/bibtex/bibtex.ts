import type { BibEntry } from './bibtex-entries.ts';
import { readInheriting } from './inheritance.ts';
import { latexToText, withoutBraces } from './latex.ts';
import { readName, splitNames } from './names.ts';
import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from '../entry.ts';
import { EXACT } from '../exact.ts';
import { wholeText } from '../pieces.ts';
import { presentOnly } from '../tables/columns.ts';
import { splitReferences } from '../tables/scopus-csv.ts';
import { keyOfNumber } from '../tagged/known-numbers.ts';
import { TaggedValues } from '../tagged/tagged-values.ts';

/** An entry with its key or its first field; style sheets and programs have lines that begin with `@word(` too. */
const BEGINNING =
  /^[ \t]*@(?:[A-Za-z]+\s*[{(]\s{0,80}(?:(?:[^\s,{}()=][^,{}()=\n]{0,300})?\s{0,80},|[A-Za-z_-]+\s{0,80}=)|(?:comment|preamble)\s*[{(])/im;
/** An entry at the start of a line, or with its key and a field behind the end of another one. */
const ENTRY =
  /(?:^[ \t]*@(?!(?:comment|preamble|string|xdata)\b)[a-z][\w-]*\s*[{(]|[})][ \t,;]{0,9}@(?!(?:comment|preamble|string|xdata)\b)[a-z][\w-]*[ \t]*\{[^\s,{}()="]{0,200}\s*,\s*[\w-]+\s*=)/gim;

/**
 * BibTeX and BibLaTeX of any origin. An entry that cannot be read is rejected alone. As an entry may refer to any other
 * one of the file, its text is held as a whole.
 */
export const bibtex: Format = {
  id: 'bibtex',
  name: 'BibTeX',
  sniff: (head) => head.search(BEGINNING),
  counter: () => countMatches(ENTRY),
  *parse(pieces): Generator<ParsedEntry> {
    let entry = 0;
    for (const item of readInheriting(wholeText(pieces))) {
      entry++;
      if (item.kind === 'broken') yield rejected(entry, item.line, 'unreadable', item.reason, item.text);
      else yield { ok: true, entry, line: item.line, fields: toFields(item) };
    }
  },
};

function toFields({ type, key, values: written }: BibEntry): RawFields {
  const values = new TaggedValues(withoutEmpty(written));
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
  const archive = values.peek('eprinttype', 'archiveprefix').join(' ');
  const isArxiv = /arxiv/i.test(archive);
  const isPubmed = /pubmed|^pmid$/i.test(archive);
  const url = code('url');
  const doi = code('doi');
  const subtitle = text('subtitle');
  // Conferences are called by either name.
  const title = text('title') ?? (type === 'proceedings' ? text('booktitle') : undefined);
  const year = text('year');
  const isFromIeee = IEEE_KEY.test(key) || url?.includes('ieeexplore') === true || doi?.startsWith('10.1109/') === true;
  const names = splitNames(values.first('author') ?? '').map((name) => readName(name, isFromIeee));
  if (isArxiv || isPubmed) values.all('eprinttype', 'archiveprefix');
  return {
    type: [...all('document_type', 'type'), ...(type === 'misc' && isArxiv ? ['preprint'] : []), type],
    title: title !== undefined && subtitle !== undefined ? `${title}: ${subtitle}` : title,
    authors: { order: 'family-first', names },
    year: year ?? text('date', 'issue_date'),
    date: text('date') ?? dateOf(values, year),
    venue:
      text('journal', 'journaltitle', 'booktitle', 'maintitle') ?? (type === 'phdthesis' ? text('school') : undefined),
    volume: text('volume'),
    issue: text('number', 'issue'),
    pages: text('pages'),
    articleNumber: text('articleno', 'art_number', 'article-number', 'eid'),
    // The key of an ACM entry is its DOI.
    doi: [doi, DOI_KEY.test(key) ? key : undefined, url].filter((value) => value !== undefined),
    abstract: text('abstract'),
    keywords: all('author_keywords', 'keywords', 'keyword', 'keywords-plus').flatMap(splitKeywords),
    issn: all('issn', 'eissn'),
    isbn: all('isbn', 'e-isbn'),
    language: text('language', 'langid'),
    publisher: text('publisher', 'institution', 'school'),
    url,
    ids: presentOnly({
      ieee: isFromIeee && IEEE_KEY.test(key) ? key : undefined,
      eid: /[?&]eid=(2-s2\.0-\d+)/.exec(url ?? '')?.[1],
      ut: code('unique-id') ?? (keyOfNumber(key.toUpperCase()) === 'ut' ? key : undefined),
      pmid:
        code('pmid', 'pubmed_id') ??
        (isPubmed ? code('eprint') : undefined) ??
        (PMID_KEY.exec(key) ?? /\bPMID:? {0,3}(\d{1,8})\b/.exec(note))?.[1],
      pmcid: code('pmcid', 'pmc') ?? /\bPMC\d+\b/.exec(note)?.[0],
      arxiv: isArxiv ? code('eprint') : undefined,
    }),
    references: referencesOf(values),
    timesCited: code('times-cited') ?? citedBy?.[1],
    exact: values.all(EXACT)[0],
    // The last one: what nothing above has taken.
    extra: decoded(values.rest(), isIdentifier(key) ? '' : key),
  };
}

const IEEE_KEY = /^\d{5,9}$/;
const DOI_KEY = /^(?:doi:)?10\.\d{4,9}\//i;
const PMID_KEY = /^pmid:?(\d{1,8})$/i;

/** Whether the key is one of the numbers that are told as such; any other is how a document cites the entry. */
function isIdentifier(key: string): boolean {
  // Keys such as `doe2024` are told by a look.
  if (/^[a-z]/i.test(key) && !/[:/]|^(?:pmid|wos)/i.test(key)) return false;
  return IEEE_KEY.test(key) || DOI_KEY.test(key) || PMID_KEY.test(key) || keyOfNumber(key.toUpperCase()) === 'ut';
}

function decoded(rest: ReturnType<TaggedValues['rest']>, key: string): RawFields['extra'] {
  // Most entries have nothing left.
  if (!rest) return key === '' ? undefined : { 'citation-key': key };
  const entries = Object.entries(rest).map(([name, value]): [string, string | string[]] => [
    name,
    Array.isArray(value) ? value.map(latexToText) : latexToText(value),
  ]);
  if (key !== '') entries.push(['citation-key', key]);
  return Object.fromEntries(entries);
}

function splitKeywords(value: string): string[] {
  return value.split(value.includes(';') ? ';' : ',');
}

/** The values that say something. */
function withoutEmpty(written: BibEntry['values']): BibEntry['values'] {
  for (const list of written.values()) {
    for (const value of list) {
      if (value.trim() !== '') continue;
      return new Map([...written].map(([name, all]) => [name, all.filter((one) => one.trim() !== '')]));
    }
  }
  return written;
}

/** What the report cites: Web of Science writes one a line, Scopus as in its tables. */
function referencesOf(values: TaggedValues): string[] | undefined {
  const lines = values.first('cited-references')?.split('\n');
  return (
    lines?.map((line) => latexToText(line).trim()) ?? splitReferences(values.first('references'))?.map(latexToText)
  );
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'
  .split(' ')
  .map((name, index) => ({ month: index + 1, pattern: new RegExp(`(?<![a-z])${name}`, 'i') }));

/**
 * `2024-05` or `2024-05-07` from `may`, `May`, `5`, `"5~" # may` and a day; only then are these taken. Two months
 * (`MAY-JUN`) are no date.
 */
function dateOf(values: TaggedValues, year: string | undefined): string | undefined {
  const month = latexToText(values.peek('month')[0] ?? '');
  if (month === '' || !/^\d{4}$/.test(year ?? '')) return undefined;
  const named = MONTHS.filter(({ pattern }) => pattern.test(month));
  const only = /^\s*(?:0?[1-9]|1[0-2])\s*$/.test(month) ? Number(month) : 0;
  const number = named.length === 0 ? only : named.length === 1 ? (named[0]?.month ?? 0) : 0;
  if (number === 0) return undefined;
  values.first('month');
  const day = values.find((value) => /^\s*(?:0?[1-9]|[12]\d|3[01])\s*$/.test(value), 'day');
  const parts = [year, String(number).padStart(2, '0'), day?.trim().padStart(2, '0')];
  return parts.filter((part) => part !== undefined).join('-');
}
