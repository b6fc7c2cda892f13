import { presentOnly } from '../tables/columns.ts';
import { countMatches } from '../count.ts';
import type { Format, RawFields } from '../entry.ts';
import { begunEntries } from './begun-entries.ts';
import { keyOfNumber, numbersInAddresses } from './known-numbers.ts';
import type { OpenEntry } from './open-entry.ts';
import { splitEach } from './tagged-values.ts';

const BEGINNING = /^Record #\d{1,9} of \d{1,9}$/;
const TAG = /^([A-Z]{2,3}):(?: ([^]*)|)$/;

/** The plain text of the Cochrane Library: `Record #1 of 20` begins a record; a line holds a tag, a colon and a value. */
export const cochraneText: Format = {
  id: 'cochrane-text',
  name: 'Cochrane Library text',
  sniff: (head) => head.search(/^Record #\d{1,9} of \d{1,9}\s{0,9}\n(?:\s{0,9}\n)?[A-Z]{2,3}: /m),
  counter: () => countMatches(/^Record #\d{1,9} of \d{1,9}[ \t]*$/gm),
  parse: (text) => begunEntries(text, { begins: (line) => BEGINNING.test(line), add, toFields }),
};

function add(open: OpenEntry, line: string): void {
  const match = TAG.exec(line);
  if (match) open.add(match[1] ?? '', (match[2] ?? '').trim());
  else open.goOn(line.trim());
}

function toFields(open: OpenEntry): RawFields {
  const values = open.tagged();
  const id = values.first('ID') ?? '';
  const crossReferences = values.peek('PM', 'XR').join(' ');
  const numberOf = (database: RegExp) => database.exec(crossReferences)?.[1];
  const embase = numberOf(/\bEMBASE L?(\d{5,})/i);
  const pmid = numberOf(/\bPUBMED (\d{1,9})\b/i);
  values.allThat((value) => /^(?:PUBMED|EMBASE) L?\d+$/i.test(value), 'PM', 'XR');
  return {
    type: values.all('PT').map((type) => type.replace(/;[^]*$/, '')),
    title: values.first('TI'),
    authors: { order: 'family-first', names: values.all('AU') },
    year: values.first('YR'),
    venue: values.first('SO'),
    volume: values.first('VL'),
    issue: values.first('NO'),
    pages: values.first('PG'),
    doi: values.all('DOI'),
    abstract: values.all('AB').join(' ') || undefined,
    keywords: splitEach(values.all('KY')),
    issn: values.all('SN'),
    language: values.first('LA'),
    publisher: values.first('PB'),
    url: values.first('US'),
    ids: presentOnly({
      ...numbersInAddresses(values.peek('US')),
      ...(id !== '' && { [keyOfNumber(id) ?? 'accession']: id }),
      pmid,
      embase: embase && `L${embase}`,
    }),
    // The last one: what nothing above has taken.
    extra: values.rest(),
  };
}
