import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry } from '../entry.ts';
import { linesOf } from '../pieces.ts';
import { OpenEntry } from './open-entry.ts';
import { wosFields } from './wos-tags.ts';

/** Fields whose every line is a value of its own; in all others a line break is only a wrapped line. */
const ONE_A_LINE = new Set(['AU', 'AF', 'BA', 'BF', 'CA', 'GP', 'BE', 'CR', 'C1', 'C3', 'ED', 'RI', 'OI']);

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
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let number = 0;
    let sawEnd = false;
    let open: OpenEntry | undefined;
    for (const line of linesOf(text)) {
      number++;
      const tag = TAG.exec(line)?.[1] ?? '';
      if (open && (tag === 'PT' || tag === 'EF')) {
        yield endOf(open, ++entry, false);
        open = undefined;
      }
      if (tag === 'PT') {
        open = new OpenEntry(number);
        open.keep(line);
        open.add('PT', line.slice(3).trim());
      } else if (open && tag === 'ER') {
        yield { ok: true, entry: ++entry, line: open.line, fields: wosFields(open.values) };
        open = undefined;
        sawEnd = true;
      } else if (open) {
        open.keep(line);
        const value = tag === '' ? line.trim() : line.slice(3).trim();
        if (tag !== '') open.tag = tag;
        if (value !== '') open.goOn(value, tag !== '' || ONE_A_LINE.has(open.tag));
      } else if (tag === '' && line.trim() !== '') {
        yield rejected(entry, number, 'not-a-record', 'text between records', line);
      }
    }
    if (open) yield endOf(open, ++entry, sawEnd);
  },
};

const TAG = /^([A-Z][A-Z0-9])(?: |$)/;

/** A record that the next one or the end cuts off; where others are closed, one that ends with the file is torn. */
function endOf(open: OpenEntry, entry: number, isTorn: boolean): ParsedEntry {
  const fields = wosFields(open.values);
  if (fields.title !== undefined && !isTorn) return { ok: true, entry, line: open.line, fields };
  return rejected(entry, open.line, 'unreadable', 'the record has no end (ER)', open.text);
}
