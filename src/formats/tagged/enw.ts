import { presentOnly } from '../tables/columns.ts';
import { countMatches, type EntryCounter } from '../count.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from '../entry.ts';
import { linesOf } from '../pieces.ts';
import { keyOfNumber, numbersInAddresses } from './known-numbers.ts';
import { OpenEntry } from './open-entry.ts';
import { splitEach, type TaggedValues } from './tagged-values.ts';

/** A percent sign and one character at the start of a line. */
const TAG = /^%([0-9A-Za-z@!#$&*+()[\]~^><?=:,.-])(?:\s+([^]*)|)$/;
/** Values that stand one a line. */
const ONE_A_LINE = new Set(['A', 'E', 'K', 'Y', '?']);

/**
 * EndNote's tagged text (.enw), which is that of refer and BibIX: `%0` is the type, `%A` an author, `%T` the title. A
 * record ends at an empty line, or where the next type stands.
 */
export const enw: Format = {
  id: 'enw',
  name: 'EndNote tagged (enw)',
  sniff(head) {
    const at = head.search(/^%[0AT](?:[ \t]|$)/m);
    return at >= 0 && /^%[ATDJBX] \S/m.test(head) ? at : -1;
  },
  counter: countRecords,
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let number = 0;
    let isBehindGap = false;
    let open: OpenEntry | undefined;
    for (const written of linesOf(text)) {
      number++;
      const line = written.trimEnd();
      if (line === '') {
        isBehindGap = true;
        continue;
      }
      const match = TAG.exec(line);
      const tag = match?.[1] ?? '';
      if (open && match && (isBehindGap || (tag === '0' && open.has('0')))) {
        yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
        open = undefined;
      }
      isBehindGap = false;
      if (!open && !match) {
        yield rejected(entry, number, 'not-a-record', 'text between records', line);
        continue;
      }
      open ??= new OpenEntry(number);
      open.keep(line);
      if (match) open.add(tag, (match[2] ?? '').trim());
      else open.goOn(line.trim(), ONE_A_LINE.has(open.tag));
    }
    if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
  },
};

/** Types, where the writer states any; else the tagged lines that follow on an empty one. */
function countRecords(): EntryCounter {
  const types = countMatches(/^%0(?:\s|$)/gm);
  const blocks = countMatches(/\n[ \t]*\n%/g);
  // The line ends that this piece may go on with; a file begins as if behind an empty line.
  let gap = '\n\n';
  return {
    counts: 'entries',
    add: (piece) => {
      types.add(piece);
      blocks.add(gap + piece);
      gap = /\n[ \t]*\n?$/.exec((gap + piece).slice(-TAIL))?.[0] ?? '';
    },
    total: () => Math.max(types.total(), blocks.total()),
  };
}

/** How much of a piece is looked at for an empty line at its end. */
const TAIL = 80;

function toFields(open: OpenEntry): RawFields {
  const values = open.tagged();
  const kind = values.peek('0').join(' ');
  const isPart = /section|proceedings|conference/i.test(kind);
  const numbers = values.all('R');
  const url = values.first('U');
  const others = values.peek('M', 'U', 'O');
  return {
    type: [...values.all('0'), ...values.peek('9')],
    title: values.first('T'),
    authors: { order: 'family-first', names: values.all('A') },
    year: values.first('D', '8'),
    date: values.first('8'),
    venue: isPart ? values.first('B', 'J') : values.first('J', 'B'),
    volume: values.first('V'),
    issue: values.first('N'),
    pages: values.first('P'),
    doi: [...numbers, ...(url === undefined ? [] : [url]), ...others.filter((value) => /\b10\.\d{4,9}\//.test(value))],
    abstract: values.all('X').join(' ') || undefined,
    keywords: splitEach(values.all('K')),
    issn: values.peek('@'),
    isbn: values.all('@'),
    language: values.first('G'),
    publisher: values.first('I'),
    url,
    ids: presentOnly({ ...numbersInAddresses(values.peek('U')), ...numberOf(values) }),
    extra: values.rest(),
  };
}

/** The number under which a database keeps it; some writers put a DOI there. */
function numberOf(values: TaggedValues): Record<string, string> {
  const number = values.find((value) => !/\b10\.\d{4,9}\//.test(value), 'M');
  return number === undefined ? {} : { [keyOfNumber(number) ?? 'accession']: number };
}
