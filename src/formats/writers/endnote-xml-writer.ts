import type { BibRecord, RecordType } from '../../model/record.ts';
import { xmlSafe } from '../../text/xml-safe.ts';
import { EXACT } from '../exact.ts';
import { serialNumbers } from './ris-writer.ts';
import { nameOf, type Writer } from './writer.ts';

/** EndNote's names and numbers of reference types. */
const TYPES: Readonly<Record<RecordType, readonly [string, number]>> = {
  article: ['Journal Article', 17],
  'conference-paper': ['Conference Paper', 47],
  proceedings: ['Conference Proceedings', 10],
  book: ['Book', 6],
  chapter: ['Book Section', 5],
  review: ['Journal Article', 17],
  editorial: ['Journal Article', 17],
  letter: ['Journal Article', 17],
  erratum: ['Journal Article', 17],
  preprint: ['Unpublished Work', 34],
  thesis: ['Thesis', 32],
  report: ['Report', 27],
  dataset: ['Dataset', 59],
  webpage: ['Web Page', 12],
  patent: ['Patent', 25],
  other: ['Generic', 13],
};

/** EndNote's XML. */
export const endnoteXmlWriter: Writer = {
  id: 'endnote-xml',
  reads: 'endnote-xml',
  extension: 'xml',
  frame: { begin: '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n', between: '', end: '</records></xml>\n' },
  write: (record, exact) => `<record>${fieldsOf(record, exact)}</record>\n`,
};

function fieldsOf(record: BibRecord, exact: string): string {
  const [type, number] = TYPES[record.type ?? 'other'];
  const list = (name: string, values: readonly string[]) => values.map((value) => element(name, value)).join('');
  return [
    `<source-app name="${EXACT}">${EXACT}</source-app>`,
    `<ref-type name="${type}">${number}</ref-type>`,
    group('contributors', group('authors', list('author', (record.authors ?? []).map(nameOf)))),
    group('titles', element('title', record.title) + element('secondary-title', record.venue)),
    group('periodical', element('full-title', record.venue)),
    element('pages', record.pages),
    element('volume', record.volume),
    element('number', record.issue),
    group('keywords', list('keyword', record.keywords ?? [])),
    group('dates', element('year', record.year?.toString()) + group('pub-dates', element('date', record.date))),
    element('publisher', record.publisher),
    element('isbn', serialNumbers(record).join('&#xD;')).replaceAll('&amp;#xD;', '&#xD;'),
    element('accession-num', record.ids?.['pmid'] ?? record.ids?.['accession']),
    element('electronic-resource-num', record.doi),
    element('abstract', record.abstract),
    element('label', record.id),
    group('urls', group('related-urls', element('url', record.url))),
    element('custom7', `${EXACT} ${exact}`),
    element('language', record.language),
  ].join('');
}

function element(name: string, text: string | undefined): string {
  return text === undefined || text === '' ? '' : `<${name}>${xmlSafe(text)}</${name}>`;
}

function group(name: string, content: string): string {
  return content === '' ? '' : `<${name}>${content}</${name}>`;
}
