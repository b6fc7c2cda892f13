import type { Author, BibRecord, RecordType } from '../../model/record.ts';
import { EXACT } from '../exact.ts';
import type { Writer } from './writer.ts';

const TYPES: Readonly<Record<RecordType, string>> = {
  article: 'article-journal',
  'conference-paper': 'paper-conference',
  proceedings: 'book',
  book: 'book',
  chapter: 'chapter',
  review: 'article-journal',
  editorial: 'article-journal',
  letter: 'article-journal',
  erratum: 'article-journal',
  preprint: 'article',
  thesis: 'thesis',
  report: 'report',
  dataset: 'dataset',
  webpage: 'webpage',
  patent: 'patent',
  other: 'document',
};

/** CSL-JSON, as Zotero and citeproc read it. */
export const cslJsonWriter: Writer = {
  id: 'csl-json',
  reads: 'csl-json',
  extension: 'json',
  frame: { begin: '[\n', between: ',\n', end: '\n]\n' },
  write: (record, exact) => JSON.stringify(itemOf(record, exact)),
};

function itemOf(record: BibRecord, exact: string): Record<string, unknown> {
  return {
    id: record.id,
    type: TYPES[record.type ?? 'other'],
    title: record.title,
    author: record.authors?.map(personOf),
    issued: issuedOf(record),
    'container-title': record.venue,
    volume: record.volume,
    issue: record.issue,
    page: record.pages,
    number: record.articleNumber,
    DOI: record.doi,
    abstract: record.abstract,
    keyword: record.keywords?.join('; '),
    ISSN: record.issn?.join(' '),
    ISBN: record.isbn?.join('; '),
    language: record.language,
    publisher: record.publisher,
    URL: record.url,
    PMID: record.ids?.['pmid'],
    PMCID: record.ids?.['pmcid'],
    custom: { [EXACT]: exact },
  };
}

function personOf(author: Author): Record<string, string | undefined> {
  return 'literal' in author ? { literal: author.literal } : { family: author.family, given: author.given };
}

function issuedOf({ date, year }: BibRecord): unknown {
  const parts = (date ?? year?.toString())?.split('-').map(Number);
  return parts && parts.every(Number.isInteger) ? { 'date-parts': [parts] } : undefined;
}
