import { countMarks } from '../count.ts';
import type { Format, RawFields, RawName } from '../entry.ts';
import { presentOnly } from '../tables/columns.ts';
import { listOf, objectOf, parseJsonRecords, restOf, textOf, type JsonRecord } from './read-json.ts';

const USED = new Set(
  (
    'itemType title creators date publicationTitle bookTitle proceedingsTitle volume issue pages DOI abstractNote tags ISSN ' +
    'ISBN language publisher url key itemID itemKey PMID PMCID'
  ).split(' '),
);
/** What hangs on an item and is none. */
const ATTACHED = new Set(['attachment', 'note', 'annotation']);

/** Zotero's own items as JSON, as its API and Better BibTeX write them. */
export const zoteroJson: Format = {
  id: 'zotero-json',
  name: 'Zotero JSON',
  sniff: (head) =>
    /^\s*[[{]/.test(head) && /"itemType"\s*:|"label"\s*:\s*"BetterBibTeX JSON"/.test(head)
      ? Math.max(0, head.search(/\S/))
      : -1,
  counter: () => countMarks(/"itemType"\s*:\s*"(?!attachment|note|annotation)/g),
  parse: (text) => parseJsonRecords(text, toFields),
};

function toFields(written: JsonRecord): RawFields | undefined {
  // The API wraps each item.
  const item = 'data' in written ? objectOf(written['data']) : written;
  const text = (...names: string[]) => names.map((name) => textOf(item[name])).find((value) => value !== undefined);
  const type = text('itemType');
  if (type === undefined || ATTACHED.has(type)) return undefined;
  const creators = listOf(item['creators']).map(objectOf);
  const authors = creators.filter(({ creatorType }) => creatorType === undefined || creatorType === 'author');
  const others = creators.filter((creator) => !authors.includes(creator));
  const extra = text('extra');
  const id = (name: string) => new RegExp(`^\\s*${name}:\\s*(\\S+)`, 'im').exec(extra ?? '')?.[1];
  return {
    type: [type.replace(/([a-z])([A-Z])/g, '$1 $2')],
    title: text('title', 'caseName', 'subject', 'nameOfAct'),
    authors: { order: 'family-first', names: authors.flatMap(nameOf) },
    year: text('date'),
    date: text('date'),
    venue: text('publicationTitle', 'proceedingsTitle', 'bookTitle', 'university', 'websiteTitle', 'blogTitle'),
    volume: text('volume'),
    issue: text('issue'),
    pages: text('pages'),
    doi: [text('DOI'), id('DOI'), text('url')].filter((value) => value !== undefined),
    abstract: text('abstractNote'),
    keywords: listOf(item['tags']).flatMap((tag) => textOf(tag) ?? textOf(objectOf(tag)['tag']) ?? []),
    issn: text('ISSN')?.split(/[;,]/),
    isbn: text('ISBN')?.split(/[;,]/),
    language: text('language'),
    publisher: text('publisher', 'institution'),
    url: text('url'),
    ids: presentOnly({
      zotero: text('key', 'itemKey'),
      pmid: text('PMID') ?? id('PMID'),
      pmcid: text('PMCID') ?? id('PMCID'),
      arxiv: id('arXiv'),
    }),
    extra: { ...restOf(item, USED), ...(others.length > 0 && { creators: JSON.stringify(others) }) },
  };
}

function nameOf(creator: JsonRecord): RawName[] {
  const literal = textOf(creator['name']);
  const family = textOf(creator['lastName']);
  if (family === undefined) return literal === undefined ? [] : [{ literal }];
  const given = textOf(creator['firstName']);
  // One name alone stands in the field of family names.
  return [given === undefined && creator['fieldMode'] === 1 ? { literal: family } : { family, given: given ?? '' }];
}
