import { countMarks } from '../count.ts';
import type { Format } from '../entry.ts';
import { DialectReader } from '../tables/dialect.ts';
import { flatRecord } from './flat-record.ts';
import { parseJsonRecords } from './read-json.ts';

/**
 * Objects whose keys are called as columns of a table are: the JSON of Publish or Perish, of the tools of the Systematic
 * Review Accelerator, and of many scripts.
 */
export const anyJson: Format = {
  id: 'json',
  name: 'JSON',
  sniff: (head) =>
    /^\s*\[?\s*\{/.test(head) && /"title"\s*:/.test(head) && /"(?:authors?|year|doi|abstract|journal)"\s*:/i.test(head)
      ? Math.max(0, head.search(/\S/))
      : -1,
  // The title of a journal, `"journal": {"title": …`, begins no record.
  counter: () => countMarks(/(?<!"\s{0,4}:\s{0,4}\{\s{0,30})"title"\s*:/g),
  parse: (text) => {
    const reader = new DialectReader({ id: 'json', name: 'JSON', telling: [] });
    return parseJsonRecords(text, (record) => {
      if (!('title' in record)) return undefined;
      const { cells, rest } = flatRecord(record);
      // Where there is no volume, programs write that it is 0.
      const cell = (key: string) => (record[key] === 0 && !/cit/i.test(key) ? undefined : cells.get(key));
      const fields = reader.fields(cell, [...cells.keys()]);
      const extra = { ...fields.extra, ...rest };
      return { ...fields, extra };
    });
  },
};
