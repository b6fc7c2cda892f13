import { rejected, type Format, type ParsedEntry } from './entry.ts';
import { wosFields } from './wos-tags.ts';

/** Fields that hold several values in one cell, parted by `; `. */
const LISTS = new Set(['AU', 'AF', 'BA', 'BF', 'CR']);

/** Web of Science, tab-delimited: no quoting (a quote is a quote), and one tab more in each row than in the header. */
export const wosTab: Format = {
  id: 'wos-tab',
  name: 'Web of Science tab-delimited',
  sniff: (head) => /^PT\t[A-Z0-9]{2}\t/.test(head) && /\t(TI|UT)\t/.test(head),
  *parse(text): Generator<ParsedEntry> {
    const lines = text.split(/\r?\n/);
    const header = lines[0]?.split('\t').map((tag) => tag.trim()) ?? [];
    while (header.at(-1) === '') header.pop();
    let entry = 0;
    for (let index = 1; index < lines.length; index++) {
      const line = lines[index] ?? '';
      if (line.trim() === '') continue;
      entry++;
      const cells = line.split('\t');
      // The last columns may be cut with their tabs where they are empty; a row far too short is a broken one.
      const surplus = cells.slice(header.length).some((cell) => cell.trim() !== '');
      if (surplus || cells.length < header.length - 1) {
        const reason = `${cells.length} cells where the header has ${header.length}`;
        yield rejected(entry, index + 1, 'unreadable', reason, line);
        continue;
      }
      const values = new Map<string, string[]>();
      header.forEach((tag, position) => {
        const cell = cells[position]?.trim() ?? '';
        if (cell !== '') values.set(tag, LISTS.has(tag) ? cell.split(/;\s+|;$/).filter((item) => item !== '') : [cell]);
      });
      yield { ok: true, entry, line: index + 1, fields: wosFields(values) };
    }
  },
};
