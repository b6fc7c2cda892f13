import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from '../entry.ts';
import { linesOf, type ExportText } from '../pieces.ts';
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
    let open: OpenEntry | undefined;
    for (const { number, line, cells } of rowsOf(text)) {
      if (line.trim() === '') continue;
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
      // What is no row goes on with the value before.
      if (!cells || !NAME.test(name)) open.goOn(line.replace(/"/g, '').trim());
      else for (const value of values) open.add(name, value.replace(/\s*\n\s*/g, ' ').trim());
    }
    if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
  },
};

interface WrittenRow {
  readonly number: number;
  readonly line: string;
  /** Undefined for a line that is no row. */
  readonly cells: string[] | undefined;
}

const NAME = /^[A-Z][A-Z0-9 /()&:,'-]*$/;
/** The name of a field, where a row begins. */
const BEGINNING = /^"?[A-Z][A-Z0-9 /()&:'-]{1,40}"?,/;
/** No cell has more lines, or more characters. */
const MOST_LINES = 200;
const LONGEST_CELL = 100_000;

/** The rows of the table; a quoted cell may go on over some lines. Where its quote is never closed, its lines are told one by one. */
function* rowsOf(text: ExportText): Generator<WrittenRow> {
  let number = 0;
  let unclosed: WrittenRow[] = [];
  let length = 0;
  for (const line of linesOf(text)) {
    number++;
    if (unclosed.length > 0 && !BEGINNING.test(line) && unclosed.length < MOST_LINES && length < LONGEST_CELL) {
      unclosed.push({ number, line, cells: undefined });
      length += line.length;
      const [first] = unclosed;
      // Only what has a quote can close one.
      const whole = line.includes('"') ? unclosed.map((row) => row.line).join('\n') : '';
      const cells = whole === '' ? undefined : splitCsvRecord(whole);
      if (!first || !cells) continue;
      yield { number: first.number, line: whole, cells };
      unclosed = [];
      continue;
    }
    yield* givenUp(unclosed);
    unclosed = [];
    const row = { number, line, cells: splitCsvRecord(line) };
    if (row.cells || !BEGINNING.test(line)) yield row;
    else {
      unclosed = [row];
      length = line.length;
    }
  }
  yield* givenUp(unclosed);
}

/** A row whose quote is never closed has the value that stands on its own line; the lines below go on with it. */
function givenUp(rows: readonly WrittenRow[]): WrittenRow[] {
  return rows.map((row, index) => {
    const [name = '', ...values] = row.line.replaceAll('"', '').split(',');
    return index === 0 ? { ...row, cells: [name, values.join(',')] } : row;
  });
}

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
