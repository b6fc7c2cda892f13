import { EXACT } from '../exact.ts';
import { nameOf, type Writer } from './writer.ts';

/** PubMed's tagged text. Records without a number of PubMed are headed by their owner. */
export const nbibWriter: Writer = {
  id: 'nbib',
  reads: 'nbib',
  extension: 'nbib',
  frame: { begin: '', between: '', end: '' },
  write(record, exact) {
    const names = record.authors ?? [];
    const pmid = record.ids?.['pmid'];
    const lines: [string, string | undefined][] = [
      ['OWN', EXACT],
      ['PMID', pmid],
      ['OID', record.id],
      ['DP', (record.date ?? record.year?.toString())?.replaceAll('-', ' ')],
      ['TI', record.title],
      ['PG', record.pages],
      ['LID', record.doi && `${record.doi} [doi]`],
      ['AB', record.abstract],
      ...names.map((author): [string, string] => ['literal' in author ? 'CN' : 'FAU', nameOf(author)]),
      ['LA', record.language],
      ['PT', record.type === 'article' ? 'Journal Article' : record.type],
      ['PMC', record.ids?.['pmcid']],
      ['JT', record.venue],
      ['VI', record.volume],
      ['IP', record.issue],
      ...(record.issn ?? []).map((number): [string, string] => ['IS', number]),
      ...(record.isbn ?? []).map((number): [string, string] => ['ISBN', number]),
      ['PB', record.publisher],
      ...(record.keywords ?? []).map((word): [string, string] => ['OT', word]),
      ['LSCR', `${EXACT} ${exact}`],
    ];
    const written = lines
      .filter(([, value]) => value !== undefined)
      .map(([tag, value]) => `${tag.padEnd(4)}- ${value}\n`);
    return `${written.join('')}\n`;
  },
};
