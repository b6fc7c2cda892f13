import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry } from '../entry.ts';
import { wholeText } from '../pieces.ts';
import { wosFields } from './wos-tags.ts';

/** Fields whose every line is a value of its own; in all others a line break is only a wrapped line. */
const ONE_A_LINE = new Set(['AU', 'AF', 'BA', 'BF', 'CA', 'GP', 'BE', 'CR', 'C1', 'C3', 'ED', 'RI', 'OI']);

interface OpenRecord {
  readonly line: number;
  readonly values: Map<string, string[]>;
  readonly raw: string[];
  tag: string;
}

/**
 * Web of Science, tagged text: two letters, a space, the value; lines that begin with three spaces go on with the value
 * before. `PT` begins a record, `ER` ends it, `EF` ends the file.
 */
export const wosTagged: Format = {
  id: 'wos-tagged',
  name: 'Web of Science tagged text',
  sniff(head) {
    const start = /^\s*/.exec(head)?.[0].length ?? 0;
    const isHeaded = /^FN [^\n]*\nVR [\d.]+/.test(head.slice(start));
    return isHeaded || (/^PT [A-Z]\b/.test(head.slice(start)) && /\n(AU|TI) /.test(head)) ? start : -1;
  },
  counter: () => countMatches(/^PT [A-Z]\b/gm),
  *parse(source): Generator<ParsedEntry> {
    const text = wholeText(source);
    let entry = 0;
    let sawEnd = false;
    let open: OpenRecord | undefined;
    const lines = text.split('\n');
    for (let index = 0; index <= lines.length; index++) {
      const line = lines[index] ?? '';
      const atEnd = index === lines.length;
      const tag = /^([A-Z][A-Z0-9])(?: |$)/.exec(line)?.[1] ?? '';
      if (open && (tag === 'PT' || tag === 'EF' || atEnd)) {
        yield endOf(open, ++entry, atEnd && sawEnd);
        open = undefined;
      }
      if (tag === 'PT') {
        open = { line: index + 1, values: new Map([['PT', [line.slice(3).trim()]]]), raw: [line], tag };
      } else if (open && tag === 'ER') {
        yield { ok: true, entry: ++entry, line: open.line, fields: wosFields(open.values) };
        open = undefined;
        sawEnd = true;
      } else if (open) {
        open.raw.push(line);
        if (tag !== '') open.tag = tag;
        addLine(open.values, open.tag, tag === '' ? line.trim() : line.slice(3).trim(), tag === '');
      } else if (tag === '' && line.trim() !== '') {
        yield rejected(entry, index + 1, 'not-a-record', 'text between records', line);
      }
    }
  },
};

/** A record that the next one or the end cuts off; where others are closed, one that ends with the file is torn. */
function endOf(open: OpenRecord, entry: number, isTorn: boolean): ParsedEntry {
  const fields = wosFields(open.values);
  if (fields.title !== undefined && !isTorn) return { ok: true, entry, line: open.line, fields };
  return rejected(entry, open.line, 'unreadable', 'the record has no end (ER)', open.raw.join('\n'));
}

function addLine(values: Map<string, string[]>, tag: string, value: string, continues: boolean): void {
  const list = values.get(tag) ?? [];
  values.set(tag, list);
  const last = list.length - 1;
  if (value === '') return;
  if (continues && last >= 0 && !ONE_A_LINE.has(tag)) list[last] = list[last] ? `${list[last]} ${value}` : value;
  else list.push(value);
}
