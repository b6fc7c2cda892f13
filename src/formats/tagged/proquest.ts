import { splitEach } from './tagged-values.ts';
import { presentOnly } from '../tables/columns.ts';
import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from '../entry.ts';
import { linesOf } from '../pieces.ts';
import { OpenEntry } from './open-entry.ts';

const RULE = /^_{20,}$/;
const BEGINNING = /^Document \d+ of \d+$/;
const FIELD = /^([A-Z][A-Za-z0-9 /()&-]{1,50}): ([^]*)$/;
/** Words that a line of an abstract may begin with are no fields. */
const FIELDS = new Set(
  (
    'Title|Author|Authors|Abstract|Links|Subject|Advisor|Classification|Committee member|Company / organization|Copyright|' +
    'Country of publication|Database|Degree|Degree date|Department|Dissertation/thesis number|Document type|DOI|Document feature|' +
    'First page|Identifier / keyword|ISBN|ISSN|Issue|Language|Language of publication|Last updated|Location|MeSH|' +
    'Number of pages|Number of references|Pages|Pagination|Person|Place of publication|ProQuest document ID|Publication date|' +
    'Publication subject|Publication title|Publication year|Publisher|School code|Source|Source type|' +
    'University location|University/institution|Volume|Year|Accession number|Document URL|Publication info|Credit|CODEN'
  ).split('|'),
);

/** ProQuest's text: documents between ruled lines, each headed `Document 1 of 100`, a field a line with its name. */
export const proquest: Format = {
  id: 'proquest',
  name: 'ProQuest text',
  sniff: (head) =>
    /^(?:_{20,}\s+)?Report Information from ProQuest/.test(head.trimStart()) ? 0 : head.search(/^Document 1 of \d+$/m),
  counter: () => countMatches(/^Document \d+ of \d+$/gm),
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let number = 0;
    let open: OpenEntry | undefined;
    let stray: OpenEntry | undefined;
    for (const written of linesOf(text)) {
      number++;
      const line = written.trimEnd();
      if (line === '') continue;
      if (RULE.test(line) || BEGINNING.test(line)) {
        if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
        if (stray) yield rejected(entry, stray.line, 'not-a-record', 'text between documents', stray.text);
        stray = undefined;
        open = BEGINNING.test(line) ? new OpenEntry(number) : undefined;
        if (open) open.tag = 'heading';
        continue;
      }
      if (!open) {
        stray ??= new OpenEntry(number);
        stray.keep(line);
        continue;
      }
      open.keep(line);
      const match = FIELD.exec(line);
      if (match && FIELDS.has(match[1] ?? '')) open.add(match[1] ?? '', (match[2] ?? '').trim());
      else if (/^https?:\/\/\S+$/.test(line)) open.add('address', line);
      else open.goOn(line.trim());
    }
    if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
    if (stray) yield rejected(entry, stray.line, 'not-a-record', 'text between documents', stray.text);
  },
};

function toFields(open: OpenEntry): RawFields {
  const values = open.tagged();
  const names = values.all('Author', 'Authors').flatMap(namesOf);
  const addresses = values.all('address');
  return {
    type: [...values.all('Document type'), ...values.peek('Source type')],
    title: values.first('Title', 'heading'),
    authors: { order: 'family-first', names },
    year: values.first('Publication year', 'Year', 'Publication date', 'Degree date'),
    date: values.first('Publication date'),
    venue: values.first('Publication title') ?? values.first('University/institution'),
    volume: values.first('Volume'),
    issue: values.first('Issue'),
    pages: values.first('Pages', 'Pagination'),
    doi: values.all('DOI'),
    abstract: values.all('Abstract').join(' ') || undefined,
    keywords: [
      ...values.all('Identifier / keyword').flatMap((value) => value.split(/[;,]/)),
      ...splitEach(values.all('Subject', 'MeSH')),
    ],
    issn: values.all('ISSN'),
    isbn: values.all('ISBN'),
    language: values.first('Language', 'Language of publication'),
    publisher: values.first('Publisher'),
    url: values.first('Document URL') ?? addresses[0],
    ids: presentOnly({ accession: values.first('ProQuest document ID') }),
    extra: values.rest(),
  };
}

/** `Smith, John; Doe, Anna`, and `Smith, John, Doe, Anna`. */
function namesOf(value: string): string[] {
  const parts = value.split(', ');
  const isPaired = !value.includes(';') && parts.length > 2 && parts.length % 2 === 0;
  if (!isPaired) return value.split(';');
  return parts.flatMap((part, index) => (index % 2 === 0 ? [`${part}, ${parts[index + 1]}`] : []));
}
