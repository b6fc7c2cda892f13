import { countMarks } from '../count.ts';
import type { Format } from '../entry.ts';
import { DialectReader } from '../tables/dialect.ts';
import { listOf, parseJsonRecords, textOf } from './read-json.ts';

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
  counter: () => countMarks(/"title"\s*:/g),
  parse: (text) => {
    const reader = new DialectReader({ id: 'json', name: 'JSON', telling: [] });
    return parseJsonRecords(text, (record) => {
      if (!('title' in record)) return undefined;
      const cell = (key: string) => {
        const value = record[key];
        // Where there is no volume, programs write that it is 0.
        if (value === 0 && !/cit/i.test(key)) return undefined;
        if (!Array.isArray(value)) return textOf(value);
        return (
          listOf(value)
            .flatMap((item) => textOf(item) ?? [])
            .join('; ') || undefined
        );
      };
      const fields = reader.fields(cell, Object.keys(record));
      const nested = Object.entries(record).filter(([, value]) => typeof value === 'object' && value !== null);
      const isTexts = (value: unknown) => listOf(value).every((item) => textOf(item) !== undefined);
      const left = nested.filter(([, value]) => !Array.isArray(value) || !isTexts(value));
      const extra = {
        ...fields.extra,
        ...Object.fromEntries(left.map(([key, value]) => [key, JSON.stringify(value)])),
      };
      return { ...fields, extra };
    });
  },
};
