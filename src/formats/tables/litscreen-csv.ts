import { fromSheetCell } from '../../text/spreadsheet-safe.ts';
import { countRows } from './count-rows.ts';
import { csvHeader, parseCsvRows } from './csv-table.ts';
import { presentOnly, unknownColumns } from './columns.ts';
import { EXACT } from '../exact.ts';
import type { Format } from '../entry.ts';

/** The columns of the CSV that `export` writes, beside the last one, which holds what these cannot. */
export const CSV_COLUMNS = [
  'id',
  'type',
  'title',
  'authors',
  'year',
  'date',
  'venue',
  'volume',
  'issue',
  'pages',
  'articleNumber',
  'doi',
  'abstract',
  'keywords',
  'issn',
  'isbn',
  'language',
  'publisher',
  'url',
  'pmid',
  'pmcid',
  'timesCited',
] as const;

const KNOWN = new Set<string>([...CSV_COLUMNS, EXACT]);

/** The CSV that litscreen itself writes. */
export const litscreenCsv: Format = {
  id: 'litscreen-csv',
  name: 'litscreen CSV',
  sniff: (head) => {
    const columns = new Set(csvHeader(head));
    return [...CSV_COLUMNS, EXACT].every((column) => columns.has(column)) ? 0 : -1;
  },
  counter: () => countRows(),
  parse: (text) =>
    parseCsvRows(text, (row, columns) => {
      const cell = (column: (typeof CSV_COLUMNS)[number] | typeof EXACT) => {
        const value = row(column);
        return value === undefined ? undefined : fromSheetCell(value);
      };
      const list = (column: (typeof CSV_COLUMNS)[number]) => cell(column)?.split('; ') ?? [];
      return {
        type: list('type'),
        title: cell('title'),
        authors: { order: 'family-first', names: list('authors') },
        year: cell('year'),
        date: cell('date'),
        venue: cell('venue'),
        volume: cell('volume'),
        issue: cell('issue'),
        pages: cell('pages'),
        articleNumber: cell('articleNumber'),
        doi: list('doi'),
        abstract: cell('abstract'),
        keywords: list('keywords'),
        issn: list('issn'),
        isbn: list('isbn'),
        language: cell('language'),
        publisher: cell('publisher'),
        url: cell('url'),
        ids: presentOnly({ pmid: cell('pmid'), pmcid: cell('pmcid') }),
        timesCited: cell('timesCited'),
        // The id is that of the review which wrote it; what other programs have added stands behind.
        extra: { ...unknownColumns(row, columns, KNOWN), ...presentOnly({ id: cell('id') }) },
        exact: cell(EXACT),
      };
    }),
};
