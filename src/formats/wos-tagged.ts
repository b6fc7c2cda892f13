import { rejected, type Format, type ParsedEntry } from './entry.ts';
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
  sniff: (head) => /^\s*FN [^\n]*\r?\nVR [\d.]+/.test(head) || (/^\s*PT [A-Z]\b/.test(head) && /\n(AU|TI) /.test(head)),
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let open: { line: number; values: Map<string, string[]>; raw: string[]; tag: string } | undefined;
    const lines = text.split(/\r?\n/);
    for (let index = 0; index <= lines.length; index++) {
      const line = lines[index] ?? '';
      const tag = index === lines.length ? 'EF' : (/^([A-Z][A-Z0-9])(?: |$)/.exec(line)?.[1] ?? '');
      if (open && (tag === 'PT' || tag === 'EF')) {
        yield rejected(++entry, open.line, 'unreadable', 'the record has no end (ER)', open.raw.join('\n'));
        open = undefined;
      }
      if (tag === 'PT') {
        open = { line: index + 1, values: new Map([['PT', [line.slice(3).trim()]]]), raw: [line], tag };
      } else if (open && tag === 'ER') {
        yield { ok: true, entry: ++entry, line: open.line, fields: wosFields(open.values) };
        open = undefined;
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

function addLine(values: Map<string, string[]>, tag: string, value: string, continues: boolean): void {
  const list = values.get(tag) ?? [];
  values.set(tag, list);
  const last = list.length - 1;
  if (continues && last >= 0 && !ONE_A_LINE.has(tag)) list[last] = `${list[last]} ${value}`;
  else if (value !== '') list.push(value);
}
