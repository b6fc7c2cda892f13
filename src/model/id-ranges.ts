import { parseRecordId, type RecordId } from './ids.ts';

const RANGE = /^(.+)-(\d+)\.\.(\d+)$/;
/** A range that somebody has mistyped must not fill the memory. */
const MOST_IDS = 4_000_000;

/** Ids on one line: those that follow each other are a range, as in `ieee-3 scopus-1..17 scopus-19`. */
export function writeIdRanges(ids: Iterable<RecordId>): string {
  const bySearch = new Map<string, number[]>();
  for (const id of ids) {
    const parsed = parseRecordId(id);
    if (!parsed) continue;
    const numbers = bySearch.get(parsed.search);
    if (numbers) numbers.push(parsed.n);
    else bySearch.set(parsed.search, [parsed.n]);
  }
  const searches = [...bySearch].sort(([a], [b]) => (a < b ? -1 : 1));
  return searches.flatMap(([search, numbers]) => rangesOf(numbers).map((range) => `${search}-${range}`)).join(' ');
}

function rangesOf(numbers: readonly number[]): string[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const ranges: { from: number; to: number }[] = [];
  for (const n of sorted) {
    const last = ranges.at(-1);
    if (last && n <= last.to + 1) last.to = n;
    else ranges.push({ from: n, to: n });
  }
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}..${to}`));
}

/** The ids that such a line names; what is none is left out. */
export function readIdRanges(text: string): RecordId[] {
  let left = MOST_IDS;
  return text.split(/\s+/).flatMap((item) => {
    const range = RANGE.exec(item);
    if (!range) return parseRecordId(item) ? [item] : [];
    const [, search = '', from = '', to = ''] = range;
    const count = Math.min(left, Math.max(0, Number(to) - Number(from) + 1));
    left -= count;
    return Array.from({ length: count }, (_, index) => `${search}-${Number(from) + index}`);
  });
}
