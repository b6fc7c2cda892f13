import { wholeText } from '../pieces.ts';
import { countLines } from './count-rows.ts';
import { parseCsvRows } from './csv-table.ts';
import { rejected, type Format, type ParsedEntry } from '../entry.ts';
import { wosFields } from '../tagged/wos-tags.ts';

/** Fields that hold several values in one cell, parted by `; `. */
const LISTS = new Set(['AU', 'AF', 'BA', 'BF', 'CA', 'GP', 'CR']);
/** A list of names in quotes: a spreadsheet has saved the file again, and quoted the cells that hold a comma. */
const RESAVED = /\t"[^"\t\n]+, [^"\t\n]*"\t/;

/** Web of Science, tab-delimited: no quoting (a quote is a quote), and one tab more in each row than in the header. */
export const wosTab: Format = {
  id: 'wos-tab',
  name: 'Web of Science tab-delimited',
  sniff: (head) => (/^PT\t[A-Z0-9]{2}\t/.test(head) && /\t(TI|UT)\t/.test(head) ? 0 : -1),
  counter: countLines,
  parse: (source) => {
    const text = wholeText(source);
    return RESAVED.test(text.slice(0, 100_000)) ? parseQuoted(text) : parsePlain(text);
  },
};

function parseQuoted(text: string): Iterable<ParsedEntry> {
  return parseCsvRows(text, (row, columns) => wosFields(toValues(columns, (tag) => row(tag) ?? '')), {
    delimiter: '\t',
  });
}

function* parsePlain(text: string): Generator<ParsedEntry> {
  const lines = text.split('\n');
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
    const values = toValues(header, (_, position) => cells[position] ?? '');
    yield { ok: true, entry, line: index + 1, fields: wosFields(values) };
  }
}

function toValues(
  tags: readonly string[],
  cellOf: (tag: string, position: number) => string,
): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  tags.forEach((tag, position) => {
    const cell = cellOf(tag, position).trim();
    if (cell === '' || tag === '') return;
    values.set(tag, LISTS.has(tag) ? cell.split(/;\s+|;$/).filter((item) => item !== '') : [cell]);
  });
  return values;
}
