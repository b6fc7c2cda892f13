import { presentOnly } from '../tables/columns.ts';
import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from '../entry.ts';
import { linesOf } from '../pieces.ts';
import { OpenEntry } from './open-entry.ts';

/** `<1>` or `<1. >` on a line of its own begins a record. */
const BEGINNING = /^<\d+\s*\.?\s*>\s*$/;
const TAG = /^([A-Z][A-Z0-9]) {1,3}- ?([^]*)$/;
/** The name of a field, on a line of its own; its value stands below, further in. */
const NAME = /^(?:[A-Z][\w/&().'-]*)(?: [\w/&().'-]+){0,7}$/;

/** By the name of a field in Ovid's text: its tag in Ovid's tagged text. */
const TAGS: Readonly<Record<string, string>> = {
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
};

/** `Nursing Science Quarterly. 28(2):103-106, April 2015.` */
const SOURCE =
  /^(?<venue>.+?)[.,]?\s+(?:Vol\.?\s*)?(?<volume>\w+)\s*(?:\((?<issue>[^()]*)\))?\s*:\s*(?<pages>[A-Z]?\d[\w-]*)[,.;]?(?<date>[^]*)$/;

/** `ACM Health Journal January/February 2010;14(1):56` */
const DATED_SOURCE =
  /^(?<venue>.+?)[.,]?\s+(?<date>(?:[A-Z][a-z]+(?:\/[A-Z][a-z]+)?\s+(?:\d{1,2},?\s+)?)?\d{4});\s*(?<volume>\w+)\s*(?:\((?<issue>[^()]*)\))?\s*:\s*(?<pages>[A-Z]?\d[\w-]*)/;

/**
 * Ovid's own text, in both its forms: with the names of fields (`Title`, and the value below), and with their tags
 * (`TI  - …`). A number in angle brackets begins each record.
 */
export const ovid: Format = {
  id: 'ovid',
  name: 'Ovid',
  sniff: (head) => head.search(/^<\d+\s*\.?\s*>\s*$/m),
  counter: () => countMatches(/^<\d+\s*\.?\s*>\s*$/gm),
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let number = 0;
    let open: OpenEntry | undefined;
    for (const written of linesOf(text)) {
      number++;
      const line = written.trimEnd();
      if (BEGINNING.test(line)) {
        if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
        open = new OpenEntry(number);
        continue;
      }
      if (line === '') continue;
      if (!open) {
        yield rejected(entry, number, 'not-a-record', 'text above the records', line);
        continue;
      }
      open.keep(line);
      const match = TAG.exec(line);
      if (match) open.add(match[1] ?? '', (match[2] ?? '').trim());
      else if (NAME.test(line)) open.add(TAGS[line.toLowerCase()] ?? line, '');
      else open.goOn(line.trim(), open.tag === 'RF' && open.values.get('RF')?.[0] !== '');
    }
    if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
  },
};

function toFields(open: OpenEntry): RawFields {
  const values = open.tagged();
  const source = values.first('SO') ?? '';
  const read = (DATED_SOURCE.exec(source) ?? SOURCE.exec(source))?.groups ?? {};
  const numbers = values.all('DO', 'DI');
  const keywords = values.all('KW', 'DE', 'SH', 'MH', 'HW');
  return {
    type: [...values.all('DT', 'PT')].map((type) => type.replace(/^original article.*/i, 'article')),
    // The kind of the document stands behind its title: `Listening.[Miscellaneous]`.
    title: values.first('TI')?.replace(/\.?\s*\[[A-Z][^[\]]*\]\.?$/, ''),
    authors: { order: 'family-first', names: values.allOfFirst('FA', 'AU').flatMap(namesOf) },
    year: values.first('YR', 'DP') ?? read['date'] ?? source,
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

/** `Verbeek, Jan MD *;  Hermans, Erik MD +`: degrees and signs of addresses stand behind the names. */
function namesOf(value: string): string[] {
  return value.split(/;\s+(?=[^;,]+,)|;\s*$/).map((name) =>
    name
      .replace(/\s*(?:[*+,[\]^#~|]|\(\d+\)|\b\d+\b)+\s*$/g, '')
      .replace(/(?:[\s,;]+(?:M\.?D|Ph\.?D|R\.?N|FAAN|MSc|BSc|MPH|DrPH|FRCS|MS|MA|BA|DO|PharmD)\b\.?)+$/i, '')
      .replace(/\.$/, ''),
  );
}
