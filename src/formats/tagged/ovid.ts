import { presentOnly } from '../tables/columns.ts';
import { countMatches } from '../count.ts';
import type { Format, RawFields } from '../entry.ts';
import { begunEntries } from './begun-entries.ts';
import type { OpenEntry } from './open-entry.ts';

/** `<1>` or `<1. >` on a line of its own begins a record. */
const BEGINNING = /^<\d{1,9} ?\.? ?>[ \t]*$/m;
const TAG = /^([A-Z][A-Z0-9]) {1,3}- ?([^]*)$/;
/** The name of a field, on a line of its own; its value stands below, further in. */
const NAME = /^(?:[A-Z][\w/&().'-]*)(?: [\w/&().'-]+){0,7}$/;

/** By the name of a field in Ovid's text: its tag in Ovid's tagged text. */
const TAGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'accession number': 'AN',
    'unique identifier': 'UI',
    author: 'AU',
    authors: 'AU',
    'authors full name': 'FA',
    title: 'TI',
    'original title': 'TT',
    source: 'SO',
    abstract: 'AB',
    'author keywords': 'KW',
    'key words': 'KW',
    keyword: 'KW',
    'subject headings': 'SH',
    'mesh subject headings': 'SH',
    descriptors: 'DE',
    language: 'LG',
    'document type': 'DT',
    'publication type': 'PT',
    issn: 'IS',
    isbn: 'IB',
    'doi number': 'DO',
    'digital object identifier': 'DO',
    doi: 'DO',
    publisher: 'PB',
    'year of publication': 'YR',
    'publication year': 'YR',
    'date of publication': 'DP',
    'cited references': 'RF',
    references: 'RF',
    'link to the ovid full text or citation': 'XL',
  }),
);

/** `Nursing Science Quarterly. 28(2):103-106, April 2015.` */
const SOURCE =
  /^(?<venue>.+?)[.,]?\s+(?:Vol\.?\s*)?(?<volume>\w+)\s*(?:\((?<issue>[^()]*)\))?\s*:\s*(?<pages>[A-Z]?\d[\w-]*)[,.;]?(?<date>[^]*)$/;

/** `ACM Health Journal January/February 2010;14(1):56` */
const DATED_SOURCE =
  /^(?<venue>.+?)[.,]?\s+(?<date>(?:[A-Z][a-z]+(?:\/[A-Z][a-z]+)?\s+(?:\d{1,2},?\s+)?)?\d{4});\s*(?<volume>\w+)\s*(?:\((?<issue>[^()]*)\))?\s*:\s*(?<pages>[A-Z]?\d[\w-]*)/;

/** `Journal of Political Studies 12, Winter 2007: 7-14.` */
const SEASONED_SOURCE =
  /^(?<venue>.+?),? (?<volume>\d+) ?(?:\((?<issue>[^()]*)\))?, (?<date>[A-Z][^:]* \d{4}): ?(?<pages>[A-Z]?\d[\w-]*)/;
/** `Official Gazette of the United States Patents. 1288(3), Nov. 16, 2004.` */
const PAGELESS_SOURCE = /^(?<venue>.+?)[.,]? (?<volume>\d+) ?\((?<issue>[^()]*)\), (?<date>[^]*)$/;
/** `Kamp, Roza Maria [Editor], Calvete, Juan J. [Editor]. Methods in proteome analysis.:371-397, 2004.` */
const BOOK_SOURCE = /^(?<venue>.+?)[.,]?:(?<pages>\d[\w-]*)[,.;](?<date>[^]*)$/;
const EDITORS = /^(?:[^[\]]*\[Editor[^\]]*\],? ?)+\.? ?/;
/** Longer than any source; what is longer is not taken apart. */
const LONGEST_SOURCE = 2000;

/**
 * Ovid's own text, in both its forms: with the names of fields (`Title`, and the value below), and with their tags
 * (`TI  - …`). A number in angle brackets begins each record.
 */
export const ovid: Format = {
  id: 'ovid',
  name: 'Ovid',
  sniff: (head) => head.search(BEGINNING),
  counter: () => countMatches(new RegExp(BEGINNING, 'gm')),
  parse: (text) => begunEntries(text, { begins: (line) => BEGINNING.test(line), add, toFields }),
};

function add(open: OpenEntry, line: string): void {
  const match = TAG.exec(line);
  if (match) open.add(match[1] ?? '', (match[2] ?? '').trim());
  else if (NAME.test(line)) open.add(TAGS.get(line.toLowerCase()) ?? line, '');
  else open.goOn(line.trim(), open.tag === 'RF' && open.values.get('RF')?.[0] !== '');
}

function toFields(open: OpenEntry): RawFields {
  const values = open.tagged();
  const written = values.peek('SO')[0];
  const source = sourceOf(written);
  const grammar = [DATED_SOURCE, SEASONED_SOURCE, SOURCE, PAGELESS_SOURCE, BOOK_SOURCE].find((pattern) =>
    pattern.test(source),
  );
  const read = grammar?.exec(source)?.groups ?? {};
  // What a source says of a book's editors and its series is in no field.
  if (grammar !== undefined && grammar !== BOOK_SOURCE) values.first('SO');
  const numbers = values.all('DO', 'DI');
  const keywords = values.all('KW', 'DE', 'SH', 'MH', 'HW');
  return {
    type: [...values.all('DT', 'PT')].map((type) => type.replace(/^original article.*/i, 'article')),
    // The kind of the document stands behind its title: `Listening.[Miscellaneous]`.
    title: oneSpaced(values.first('TI') ?? '').replace(/\.? ?\[[A-Z][^[\]]*\]\.?$/, '') || undefined,
    authors: { order: 'family-first', names: values.allOfFirst('FA', 'AU').flatMap(namesOf) },
    // What is published ahead of print has no date but that of its status.
    year:
      values.first('YR', 'DP') ??
      [read['date'], source, ...values.peek('Status')].find((text) => /\d{4}/.test(text ?? '')),
    date: values.first('DP') ?? read['date']?.replace(/\.$/, ''),
    venue: read['venue'] ?? (source.replace(/[.,]\s*$/, '') || undefined),
    volume: read['volume'],
    issue: read['issue'],
    pages: read['pages'],
    doi: [...numbers, ...values.peek('XL')],
    abstract: values.all('AB').join(' ') || undefined,
    keywords: keywords.flatMap((value) => value.split(value.includes(';') ? ';' : /\s*,\s+/)),
    issn: values.all('IS'),
    isbn: values.all('IB'),
    language: values.first('LG', 'LA')?.replace(/\.$/, ''),
    publisher: values.first('PB'),
    url: values.first('XL'),
    references: values.all('RF'),
    ids: presentOnly({ accession: (values.first('AN') ?? values.first('UI'))?.replace(/\.$/, '') }),
    extra: values.rest(),
  };
}

/** Where it appeared, without the editors of the book and the series that it is in. */
function sourceOf(written = ''): string {
  return oneSpaced(written)
    .slice(0, LONGEST_SOURCE)
    .replace(EDITORS, '')
    .replace(/ Series Information:.*$/, '');
}

/** `Verbeek, Jan MD *;  Hermans, Erik MD +`: degrees, roles in brackets and signs of addresses stand behind the names. */
function namesOf(value: string): string[] {
  const names = oneSpaced(value).replace(/ ?\[[^\]]{0,200}\]/g, '');
  return names.split(/; (?=[^;,]+,)|; ?$/).map((name) =>
    name.length > LONGEST_NAME
      ? name
      : name
          .replace(/\s*(?:[*+,[\]^#~|]|\(\d+\)|\b\d+\b)+\s*$/g, '')
          .replace(DEGREES, '')
          .replace(/(?<=\p{Ll}{2}| \p{Lu} \p{Lu})\.$/u, ''),
  );
}

const LONGEST_NAME = 200;
/** With those of fellows of colleges and academies (`FACSM`, `FRCS`). */
const DEGREES = /(?:[\s,;]+(?:(?:M\.?D|Ph\.?D|R\.?N|MSc|BSc|MPH|DrPH|MS|MA|BA|DO|PharmD)\b|F[A-Z]{3,4}\b)\.?)+$/;

function oneSpaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
