import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from '../entry.ts';
import { linesOf } from '../pieces.ts';
import { pageRange, presentOnly } from './columns.ts';
import { splitCsvRecord } from '../../text/csv.ts';
import { OpenEntry } from '../tagged/open-entry.ts';

/**
 * Embase's other CSV: a field a row, its name in the first cell and its values in the next ones. `TITLE` begins a record.
 */
export const embaseRows: Format = {
  id: 'embase-rows',
  name: 'Embase CSV, a field a row',
  sniff: (head) =>
    head.search(/^"?TITLE"?,(?=[^\n]*\n+"?(?:ORIGINAL TITLE|AUTHOR NAMES|AUTHOR ADDRESSES|SOURCE|EDITORS)"?,)/m),
  counter: () => countMatches(/^"?TITLE"?,/gm),
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let number = 0;
    let open: OpenEntry | undefined;
    for (const line of linesOf(text)) {
      number++;
      if (line.trim() === '') continue;
      const cells = splitCsvRecord(line);
      const [name = '', ...values] = cells ?? [];
      if (name === 'TITLE') {
        if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
        open = new OpenEntry(number);
      }
      if (!open) {
        yield rejected(entry, number, 'not-a-record', 'a line above the records', line);
        continue;
      }
      open.keep(line);
      // A cell that is broken over lines goes on with the value before.
      if (!cells || !/^[A-Z][A-Z0-9 /()&:,'-]*$/.test(name)) open.goOn(line.replace(/"/g, '').trim());
      else for (const value of values) open.add(name, value.trim());
    }
    if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
  },
};

function toFields(open: OpenEntry): RawFields {
  const values = open.tagged();
  const terms = [...open.values.keys()].filter((name) => /^(?:AUTHOR KEYWORDS|EMTREE .*TERMS)/.test(name));
  return {
    type: values.all('PUBLICATION TYPE'),
    title: values.first('TITLE', 'ORIGINAL TITLE'),
    authors: {
      order: 'family-first',
      names: values.all('AUTHOR NAMES').flatMap((value) => value.split(/,\s+(?=\S+ )/)),
    },
    year: values.first('PUBLICATION YEAR', 'DATE OF PUBLICATION'),
    date: values.first('DATE OF PUBLICATION'),
    venue: values.first('SOURCE TITLE', 'SOURCE'),
    volume: values.first('VOLUME'),
    issue: values.first('ISSUE'),
    pages: pageRange(values.first('FIRST PAGE'), values.first('LAST PAGE')) ?? values.first('PAGES'),
    doi: values.all('DOI'),
    abstract: values.all('ABSTRACT').join(' ') || undefined,
    keywords: values.all(...terms),
    issn: values.all('ISSN'),
    isbn: values.all('ISBN'),
    language: values.first('LANGUAGE OF ARTICLE', 'ARTICLE LANGUAGE'),
    publisher: values.first('PUBLISHER NAME', 'PUBLISHER'),
    url: values.first('FULL TEXT LINK', 'EMBASE LINK'),
    ids: presentOnly({ pmid: values.first('MEDLINE PMID'), embase: values.first('PUI') }),
    extra: values.rest(),
  };
}
