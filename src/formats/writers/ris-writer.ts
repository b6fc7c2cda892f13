import type { BibRecord, RecordType } from '../../model/record.ts';
import { EXACT } from '../exact.ts';
import { nameOf, pagesOf, type Writer } from './writer.ts';

const TYPES: Readonly<Record<RecordType, string>> = {
  article: 'JOUR',
  'conference-paper': 'CPAPER',
  proceedings: 'CONF',
  book: 'BOOK',
  chapter: 'CHAP',
  review: 'JOUR',
  editorial: 'JOUR',
  letter: 'JOUR',
  erratum: 'JOUR',
  preprint: 'UNPB',
  thesis: 'THES',
  report: 'RPRT',
  dataset: 'DATA',
  webpage: 'ELEC',
  patent: 'PAT',
  other: 'GEN',
};

/** RIS with the tags that EndNote, Zotero, Rayyan, Covidence and ASReview read. */
export const risWriter: Writer = {
  id: 'ris',
  reads: 'ris',
  extension: 'ris',
  frame: { begin: '', between: '', end: '' },
  write(record, exact) {
    const { start, end } = pagesOf(record.pages);
    const lines: [string, string | undefined][] = [
      ['TY', TYPES[record.type ?? 'other']],
      ['ID', record.id],
      ['TI', record.title],
      ...(record.authors ?? []).map((author): [string, string] => ['AU', nameOf(author)]),
      ['PY', record.year === undefined ? undefined : String(record.year)],
      ['DA', record.date?.replaceAll('-', '/')],
      // To Zotero and EndNote, JO is an abbreviation.
      ['T2', record.venue],
      ['VL', record.volume],
      ['IS', record.issue],
      ['SP', start],
      ['EP', end],
      ['C7', record.articleNumber],
      ['DO', record.doi],
      ['AB', record.abstract],
      ...(record.keywords ?? []).map((word): [string, string] => ['KW', word]),
      ...serialNumbers(record).map((number): [string, string] => ['SN', number]),
      ['LA', record.language],
      ['PB', record.publisher],
      ['UR', record.url],
      ['AN', record.ids?.['pmid'] ?? record.ids?.['eid'] ?? record.ids?.['ut'] ?? record.ids?.['accession']],
      ['U5', `${EXACT} ${exact}`],
    ];
    const written = lines.filter(([, value]) => value !== undefined).map(([tag, value]) => `${tag}  - ${value}\n`);
    return `${written.join('')}ER  - \n\n`;
  },
};

/** An entry with a note more, in front of its end. */
export function withNote(entry: string, note: string): string {
  return entry.replace(/ER {2}- \n\n$/, () => `N1  - ${note}\nER  - \n\n`);
}

export function serialNumbers({ issn = [], isbn = [] }: BibRecord): string[] {
  return [...issn, ...isbn];
}
