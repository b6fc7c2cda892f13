import { countMarks } from '../count.ts';
import type { Format } from '../entry.ts';
import { DialectReader } from '../tables/dialect.ts';
import { namesInCell } from '../tables/names-in-cell.ts';
import { flatRecord } from './flat-record.ts';
import { parseJsonRecords } from './read-json.ts';

/** The family name stands first, with no comma behind it: `Xu Shaoxiong Brian`, `van der Meer P`. */
const FAMILY = /^((?:\p{Ll}[\p{L}'’]* ){0,4}[^\s,]+) (?=[^,]+$)/u;

/**
 * The JSON of EPPI-Reviewer, which EPPI-Mapper reads too: the codes of the review, and below `References` its items. What
 * was coded of an item is kept as JSON.
 */
export const eppiJson: Format = {
  id: 'eppi-json',
  name: 'EPPI-Reviewer JSON',
  sniff: (head) =>
    /^\s*\{/.test(head) && /"(?:CodeSets|References)"\s*:\s*\[/.test(head) && /"(?:SetName|ItemId)"\s*:/.test(head)
      ? Math.max(0, head.search(/\S/))
      : -1,
  counter: () => countMarks(/"ParentTitle"\s*:/g),
  parse: (text) => {
    const reader = new DialectReader({
      id: 'eppi-json',
      name: 'EPPI-Reviewer JSON',
      telling: [],
      columns: { venue: ['ParentTitle'], issn: ['StandardNumber'], type: ['TypeName'] },
      ids: { eppi: 'ItemId' },
      names: (cell) => namesInCell(cell).map((name) => name.replace(FAMILY, '$1, ')),
    });
    return parseJsonRecords(text, (record) => {
      if (!('ItemId' in record && 'Title' in record)) return undefined;
      const { cells, rest } = flatRecord(record);
      const fields = reader.fields((key) => cells.get(key), [...cells.keys()]);
      return { ...fields, extra: { ...fields.extra, ...rest } };
    });
  },
};
