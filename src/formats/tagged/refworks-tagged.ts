import { pageRange, presentOnly } from '../tables/columns.ts';
import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from '../entry.ts';
import { linesOf } from '../pieces.ts';
import { keyOfNumber, numbersInAddresses } from './known-numbers.ts';
import { OpenEntry } from './open-entry.ts';
import { splitEach } from './tagged-values.ts';

const TAG = /^([A-Z][A-Z0-9]|U1\d|PMC?ID)(?: ([^]*)|)$/;

/** Values that are text of many lines, one of which may begin with two capitals: `RT PCR was used`. */
const TEXT = new Set(['AB', 'T1', 'NO']);
/** What the types of RefWorks begin with. */
const TYPE =
  /^(?:Abstract|Artwork|Bills|Book|Case|Computer|Conference|Dissertation|Generic|Grant|Hearing|Journal|Laws|Magazine|Map|Monograph|Motion|Music|Newspaper|Online|Patent|Personal|Report|Resolution|Sound|Thesis|Unpublished|Video|Web)/;

/** RefWorks tagged: two letters, a space, the value; `RT` begins a reference. A legend of the tags stands above them. */
export const refworksTagged: Format = {
  id: 'refworks-tagged',
  name: 'RefWorks tagged',
  sniff(head) {
    const at = head.search(/^RT [A-Z]/m);
    return at >= 0 && /^(?:SR|ID|A1|T1|JF) \S/m.test(head.slice(at)) ? at : -1;
  },
  counter: () => countMatches(/^RT [A-Z]/gm),
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let number = 0;
    let open: OpenEntry | undefined;
    let stray: OpenEntry | undefined;
    let isBehindGap = true;
    for (const written of linesOf(text)) {
      number++;
      const line = written.trimEnd();
      if (line === '') {
        isBehindGap = true;
        continue;
      }
      const match = TAG.exec(line);
      const tag = match?.[1] ?? '';
      const isWrapped = open !== undefined && TEXT.has(open.tag) && !isBehindGap && !TYPE.test(match?.[2] ?? '');
      isBehindGap = false;
      if (tag === 'RT' && !isWrapped) {
        if (stray) yield rejected(entry, stray.line, 'not-a-record', 'text above the references', stray.text);
        if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
        stray = undefined;
        open = new OpenEntry(number);
      }
      if (!open) {
        stray ??= new OpenEntry(number);
        stray.keep(line);
        continue;
      }
      open.keep(line);
      if (match && !(tag === 'RT' && isWrapped)) open.add(tag, (match[2] ?? '').trim());
      else open.goOn(line.trim());
    }
    if (stray) yield rejected(entry, stray.line, 'not-a-record', 'text above the references', stray.text);
    if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
  },
};

function toFields(open: OpenEntry): RawFields {
  const values = open.tagged();
  const number = values.first('AN');
  return {
    type: values.all('RT'),
    title: values.first('T1', 'OT', 'ST'),
    authors: { order: 'family-first', names: values.all('A1') },
    year: values.first('YR', 'FD'),
    date: values.first('FD'),
    venue: values.first('JF', 'T2', 'JO'),
    volume: values.first('VO'),
    issue: values.first('IS'),
    pages: pageRange(values.first('SP'), values.first('OP')),
    doi: [...values.all('DO'), ...values.peek('UL', 'LK', 'NO').filter((value) => /10\.\d{4,9}\//.test(value))],
    abstract: values.all('AB').join(' ') || undefined,
    keywords: splitEach(values.all('K1')),
    issn: values.peek('SN'),
    isbn: values.all('SN'),
    // `English(30)`: the language of the work, or else that in which RefWorks prints the reference.
    language: values.find((value) => !/^unknown/i.test(value), 'LA', 'OL')?.replace(/\(\d+\)$/, ''),
    publisher: values.first('PB'),
    url: values.first('UL', 'LK'),
    references: values.all('CR'),
    ids: presentOnly({
      ...numbersInAddresses([...values.peek('LK', 'UL')]),
      ...presentOnly({ pmid: values.first('PMID'), pmcid: values.first('PMCID') }),
      ...(number !== undefined && { [keyOfNumber(number) ?? 'accession']: number }),
    }),
    extra: values.rest(),
  };
}
