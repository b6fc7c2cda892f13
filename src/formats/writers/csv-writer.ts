import { csvLine } from '../../text/csv.ts';
import { toSheetCell } from '../../text/spreadsheet-safe.ts';
import { EXACT } from '../exact.ts';
import { CSV_COLUMNS } from '../tables/litscreen-csv.ts';
import { nameOf, type Writer } from './writer.ts';

/** A table with the names of our fields; Rayyan, ASReview and spreadsheets find theirs in it. */
export const csvWriter: Writer = {
  id: 'csv',
  reads: 'litscreen-csv',
  extension: 'csv',
  frame: { begin: `${[...CSV_COLUMNS, EXACT].join(',')}\n`, between: '', end: '' },
  write(record, exact) {
    const cells = CSV_COLUMNS.map((column) => {
      if (column === 'authors') return (record.authors ?? []).map(nameOf).join('; ');
      if (column === 'pmid' || column === 'pmcid') return record.ids?.[column] ?? '';
      const value = record[column];
      return Array.isArray(value) ? value.join('; ') : value === undefined ? '' : String(value);
    });
    return `${csvLine([...cells, exact].map(toSheetCell))}\n`;
  },
};
