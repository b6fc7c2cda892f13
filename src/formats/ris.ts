import { pageRange, presentOnly } from './columns.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from './entry.ts';

type Values = Map<string, string[]>;

/** A tag, one or two spaces (or a tab), a dash; vendors differ in the spaces and leave out the last one. */
const TAG = /^([A-Z][A-Z0-9])[ \t]{1,3}-(?:\s+(.*)|)$/;

const KNOWN = new Set(
  'TY TI T1 CT AU A1 PY Y1 DA T2 JO JF JA J2 BT VL VO IS CP SP EP AB N2 DO KW SN LA PB UR L1 L2 L3 AN C7 ER'.split(' '),
);

/**
 * RIS, as all vendors write it: tags of two characters, `TY` begins a reference, `ER` ends it. Lines without a tag go
 * on with the value before. What stands outside of references (Cochrane's and PsycINFO's preambles) is skipped.
 */
export const ris: Format = {
  id: 'ris',
  name: 'RIS',
  sniff: (head) => /^TY[ \t]{1,3}-/m.test(head),
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let sawEnd = false;
    let open: OpenReference | undefined;
    let stray: { line: number; raw: string[] } | undefined;
    const lines = text.split(/\r\n|\n|\r/);
    for (let index = 0; index <= lines.length; index++) {
      const line = lines[index] ?? '';
      const match = TAG.exec(line.trimEnd());
      const tag = match?.[1] ?? '';
      const atEnd = index === lines.length;
      if (open && (tag === 'TY' || atEnd)) {
        yield endOf(open, ++entry, atEnd && sawEnd);
        open = undefined;
      }
      if (stray && (tag === 'TY' || atEnd)) {
        yield rejected(entry, stray.line, 'not-a-record', 'text between references', stray.raw.join('\n'));
        stray = undefined;
      }
      if (tag === 'TY') {
        open = { line: index + 1, values: new Map([['TY', [match?.[2] ?? '']]]), raw: [line], tag };
      } else if (open && tag === 'ER') {
        yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open.values) };
        open = undefined;
        sawEnd = true;
      } else if (open) {
        open.raw.push(line);
        if (tag !== '') open.tag = tag;
        addValue(open.values, open.tag, tag === '' ? line.trim() : (match?.[2] ?? '').trim(), tag === '');
      } else if (line.trim() !== '' && tag !== 'ER') {
        stray ??= { line: index + 1, raw: [] };
        stray.raw.push(line);
      }
    }
  },
};

interface OpenReference {
  readonly line: number;
  readonly values: Values;
  readonly raw: string[];
  tag: string;
}

/**
 * A reference that the next one, or the end of the file, cuts off. Some writers never close a reference, so it counts
 * if it has a title; but where the others are closed, the last one of the file has been torn off.
 */
function endOf(open: OpenReference, entry: number, isTorn: boolean): ParsedEntry {
  const fields = toFields(open.values);
  if (fields.title !== undefined && !isTorn) return { ok: true, entry, line: open.line, fields };
  return rejected(entry, open.line, 'unreadable', 'the reference has no end (ER)', open.raw.join('\n'));
}

function addValue(values: Values, tag: string, value: string, continues: boolean): void {
  const list = values.get(tag) ?? [];
  values.set(tag, list);
  const last = list.length - 1;
  if (!continues) {
    if (value !== '') list.push(value);
  } else if (value !== '') {
    // Keywords stand one a line under a single KW; any other value is text that was wrapped.
    if (tag === 'KW' || last < 0) list.push(value);
    else list[last] = `${list[last]} ${value}`;
  }
}

function toFields(values: Values): RawFields {
  const first = (...tags: string[]) => tags.map((tag) => values.get(tag)?.[0]).find((value) => value !== undefined);
  const all = (...tags: string[]) => tags.flatMap((tag) => values.get(tag) ?? []);
  const isBookPart = first('BT') !== undefined && first('TI', 'T1', 'CT') !== undefined;
  const extra: Record<string, string | string[]> = {};
  for (const [tag, list] of values)
    if (!KNOWN.has(tag) && list.length > 0) extra[tag] = list.length === 1 ? (list[0] ?? '') : list;
  const url = all('UR', 'L2', 'L1').find((value) => /^https?:/i.test(value)) ?? first('UR');
  return {
    type: first('TY'),
    title: first('TI', 'T1', 'CT') ?? (isBookPart ? undefined : first('BT')),
    authors: { order: 'family-first', names: all('AU').length > 0 ? all('AU') : all('A1') },
    year: first('PY', 'Y1', 'DA'),
    date: first('DA', 'Y1'),
    venue: first('T2', 'JO', 'JF', 'JA', 'J2') ?? (isBookPart ? first('BT') : undefined),
    volume: first('VL', 'VO'),
    issue: first('IS', 'CP'),
    pages: pageRange(first('SP'), first('EP')),
    articleNumber: first('C7'),
    doi: [...all('DO'), ...[...all('M3', 'L3', 'UR', 'AN')].filter((value) => /10\.\d{4,9}\//.test(value))],
    abstract: first('AB', 'N2'),
    keywords: all('KW').flatMap((value) => value.split(';')),
    issn: all('SN').flatMap((value) => value.split(/[;,]/)),
    isbn: all('SN').flatMap((value) => value.split(/[;,]/)),
    language: first('LA'),
    publisher: first('PB'),
    url,
    ids: presentOnly({
      eid: /[?&]eid=(2-s2\.0-\d+)/.exec(all('UR').join(' '))?.[1],
      ut: /\bWOS:\w+/.exec(all('AN', 'UT').join(' '))?.[0],
    }),
    timesCited: /Cited By\s*:?\s*(\d+)/i.exec(all('N1', 'U3').join(' '))?.[1],
    extra: Object.keys(extra).length > 0 ? extra : undefined,
  };
}
