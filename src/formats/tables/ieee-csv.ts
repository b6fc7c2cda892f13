import { doisInCell, pageRange, presentOnly, unknownColumns } from './columns.ts';
import { countRows } from './count-rows.ts';
import { csvHeader, parseCsvRows, type Row } from './csv-table.ts';
import { splitAtSemicolons } from '../../text/markup.ts';
import type { Format, RawFields } from '../entry.ts';

const KNOWN = new Set([
  'Document Title',
  'Authors',
  'Publication Title',
  'Publication Year',
  'Publication_Year',
  'Volume',
  'Issue',
  'Start Page',
  'End Page',
  'Abstract',
  'ISSN',
  'ISBNs',
  'DOI',
  'PDF Link',
  'Author Keywords',
  'IEEE Terms',
  'INSPEC Controlled Terms',
  'INSPEC Non-Controlled Terms',
  'Mesh_Terms',
  'Article Citation Count',
  'Publisher',
  'Document Identifier',
]);
const KEYWORD_COLUMNS = [
  'Author Keywords',
  'IEEE Terms',
  'INSPEC Controlled Terms',
  'INSPEC Non-Controlled Terms',
  'Mesh_Terms',
];

/** The CSV export of IEEE Xplore. Older files carry the address of the search in a line before the header. */
export const ieeeCsv: Format = {
  id: 'ieee-csv',
  name: 'IEEE Xplore CSV',
  sniff(head) {
    const columns = new Set(csvHeader(head));
    const isIeee = columns.has('Document Title') && columns.has('Publication Title') && columns.has('Authors');
    return isIeee ? 0 : -1;
  },
  counter: () => countRows(),
  parse: (text) => parseCsvRows(text, toFields),
};

function toFields(row: Row, columns: readonly string[]): RawFields {
  const url = row('PDF Link');
  return {
    type: [row('Document Identifier') ?? ''],
    title: row('Document Title'),
    authors: { order: 'given-first', names: splitAtSemicolons(row('Authors') ?? '') },
    year: row('Publication Year') ?? row('Publication_Year'),
    venue: row('Publication Title'),
    volume: row('Volume'),
    issue: row('Issue'),
    pages: pageRange(row('Start Page'), row('End Page')),
    doi: doisInCell(row('DOI')),
    abstract: row('Abstract'),
    keywords: KEYWORD_COLUMNS.flatMap((column) => splitAtSemicolons(row(column) ?? '')),
    issn: row('ISSN')?.split(/[;,]/),
    isbn: row('ISBNs')?.split(/[;,]/),
    publisher: row('Publisher'),
    url,
    ids: presentOnly({ ieee: /arnumber=(\d+)/.exec(url ?? '')?.[1] }),
    timesCited: row('Article Citation Count'),
    extra: unknownColumns(row, columns, KNOWN),
  };
}
