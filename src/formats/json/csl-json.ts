import { countMarks } from '../count.ts';
import { EXACT } from '../exact.ts';
import type { Format, RawFields, RawName } from '../entry.ts';
import { presentOnly } from '../tables/columns.ts';
import { listOf, objectOf, parseJsonRecords, restOf, textOf, textsOf, type JsonRecord } from './read-json.ts';

const USED = new Set(
  (
    'id type title author issued container-title volume issue page number DOI abstract keyword ISSN ISBN language ' +
    'publisher URL PMID PMCID number-of-pages citation-key'
  ).split(' '),
);
/** Kept as they are where the record has them, beside what is read of them. */
const KEPT = new Set(['id', 'citation-key', 'number-of-pages']);

/** Types that other makers of JSON call otherwise, and what our own writer puts beside a record. */
const OWN_TYPE =
  /"type"\s*:\s*"(?:article-(?:journal|magazine|newspaper)|paper-conference|post-weblog|entry-encyclopedia)"/;
const WRITTEN = new RegExp(`"custom"\\s*:\\s*\\{\\s*"${EXACT}"`);

/** CSL-JSON, the format of citeproc: of Zotero, Mendeley, Crossref and many programs (schema: citation-style-language). */
export const cslJson: Format = {
  id: 'csl-json',
  name: 'CSL-JSON',
  sniff: (head) => {
    const start = Math.max(0, head.search(/\S/));
    if (!/^[[{]/.test(head.slice(start))) return -1;
    // Works of Crossref begin with their references, which may be long.
    if (/^\{\s*"status"\s*:\s*"ok"\s*,\s*"message-type"\s*:\s*"work/.test(head.slice(start))) return start;
    const isCsl = /"(?:container-title|issued|date-parts)"\s*:/.test(head) && /"type"\s*:/.test(head);
    return isCsl || OWN_TYPE.test(head) || WRITTEN.test(head) ? start : -1;
  },
  // Crossref has types of ISSNs and of updates too.
  counter: () =>
    countMarks(
      /"type"\s*:\s*"(?!print"|electronic"|erratum"|corrigendum"|correction"|retraction"|withdrawal"|addendum"|removal"|new_edition"|new_version"|expression_of_concern")/g,
    ),
  parse: (text) => parseJsonRecords(text, toFields),
};

function toFields(record: JsonRecord): RawFields | undefined {
  if (!('title' in record || 'DOI' in record || 'type' in record)) return undefined;
  const text = (name: string) => textOf(listOf(record[name])[0]);
  const authors = listOf(record['author']).flatMap((one) => textOf(one) ?? nameOf(objectOf(one)));
  const [issued] = listOf(record['issued']);
  const note = text('note');
  const { [EXACT]: written, ...custom } = objectOf(record['custom']);
  const exact = textOf(written);
  const others = exact === undefined ? record : { ...record, custom: Object.keys(custom).length > 0 ? custom : null };
  const isArticle = /journal|conference|magazine|newspaper/.test(text('type') ?? '');
  return {
    type: [text('type') ?? ''],
    title: text('title'),
    authors: { order: 'family-first', names: authors },
    year: dateOf(issued),
    date: dateOf(issued),
    venue: text('container-title'),
    volume: text('volume'),
    issue: text('issue') ?? (isArticle ? undefined : text('number')),
    pages: text('page'),
    articleNumber: isArticle ? text('number') : undefined,
    doi: [text('DOI'), text('URL'), idIn(note, 'DOI')].filter((value) => value !== undefined),
    abstract: text('abstract'),
    keywords: textsOf(record['keyword']).flatMap((value) => value.split(value.includes(';') ? ';' : ',')),
    issn: textsOf(record['ISSN']).flatMap((value) => value.split(/[;,\s]+/)),
    isbn: textsOf(record['ISBN']).flatMap((value) => value.split(/[;,]+/)),
    language: text('language'),
    publisher: text('publisher'),
    url: text('URL'),
    ids: presentOnly({ pmid: text('PMID') ?? idIn(note, 'PMID'), pmcid: text('PMCID') ?? idIn(note, 'PMCID') }),
    exact,
    extra: { ...restOf(others, new Set([...USED].filter((name) => !KEPT.has(name)))), ...peopleBeyondNames(record) },
  };
}

/** `PMID: 123`, a line each: where Zotero keeps what it has no field for. */
function idIn(note: string | undefined, name: string): string | undefined {
  return new RegExp(`^\\s*${name}:\\s*(\\S+)`, 'im').exec(note ?? '')?.[1];
}

const NAME_PARTS = new Set(
  'family given literal name suffix dropping-particle non-dropping-particle comma-suffix static-ordering parse-names sequence'.split(
    ' ',
  ),
);

/** The authors of whom more is said than their names, as Crossref does of their ORCIDs and where they work. */
function peopleBeyondNames(record: JsonRecord): Record<string, string> {
  const says = (value: unknown) => !(value === null || value === '' || (Array.isArray(value) && value.length === 0));
  const isMore = (author: unknown) =>
    Object.entries(objectOf(author)).some(([key, value]) => !NAME_PARTS.has(key) && says(value));
  const more = listOf(record['author']).filter(isMore);
  return more.length > 0 ? { author: JSON.stringify(more) } : {};
}

function nameOf(name: JsonRecord): RawName[] {
  const part = (key: string) => textOf(name[key]);
  const literal = part('literal');
  const family = part('family');
  const whole = literal ?? part('name') ?? part('given');
  if (family === undefined) return whole === undefined ? [] : [{ literal: whole }];
  const parts = [part('given'), part('dropping-particle'), part('suffix')].filter((value) => value !== undefined);
  const particle = part('non-dropping-particle');
  return [{ family: particle === undefined ? family : `${particle} ${family}`, given: parts.join(' ') }];
}

/** A date in any of its forms: parts (of which CSL has the first only), named parts, or words. */
function dateOf(written: unknown): string | undefined {
  if (textOf(written) !== undefined) return textOf(written);
  const date = objectOf(written);
  const parts = listOf(listOf(date['date-parts'])[0] ?? [date['year'], date['month'], date['day']]);
  const first = parts.flatMap((part) => textOf(part) ?? []);
  if (first.length > 0) return first.join('-');
  return textOf(date['literal']) ?? textOf(date['raw']) ?? textOf(date['date-time']);
}
