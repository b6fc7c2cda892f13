/** Where a report stands in its volume: pages, or the number that electronic journals give instead. */
export interface Pages {
  /** Letters before the number: `s42` of a supplement, `e505` of an electronic article. */
  readonly prefix: string;
  readonly start: number;
  readonly end?: number;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/**
 * The pages of a record as matching reads them. A range that a spreadsheet took for a date (`08-Nov`, `Mar-12`) is read
 * back; a count of pages (`215 p`) and the year in the place of pages are none.
 */
export function readPages(
  pages: string | undefined,
  articleNumber: string | undefined,
  year: number | undefined,
): Pages | undefined {
  const text = (pages ?? articleNumber)?.trim().toLowerCase();
  if (text === undefined || text === '' || /^\d+ ?p(?:p|ages)?\.?$/.test(text)) return undefined;
  const date = /^(\d{1,2})-([a-z]{3})$|^([a-z]{3})-(\d{1,2})$/.exec(text);
  if (date) {
    const month = MONTHS.indexOf(date[2] ?? date[3] ?? '') + 1;
    const other = Number(date[1] ?? date[4]);
    if (month > 0) return { prefix: '', start: Math.min(month, other), end: Math.max(month, other) };
  }
  const match = /^([a-z]{0,6})[ .:]*(\d{1,9})([a-z]?)(?:\s*[-–+]\s*([a-z]{0,6})(\d{1,9}))?/.exec(text);
  if (match?.[2] === undefined) return undefined;
  const [, prefix = '', first, , , last] = match;
  const start = Number(first);
  if (start === 0 || (start === year && last === undefined && prefix === '')) return undefined;
  const full =
    last === undefined
      ? undefined
      : Number(last.length < first.length ? first.slice(0, first.length - last.length) + last : last);
  return {
    prefix: prefix === 'p' || prefix === 'pp' ? '' : prefix,
    start,
    ...(full !== undefined && full >= start && { end: full }),
  };
}

/**
 * `same`: one start. `near`: digits transposed, or a start within the other's range. `apart`: pages of one kind that are
 * not the same. A number of an electronic article beside pages, or pages counted from 1, contradict nothing.
 */
export function relatePages(a: Pages | undefined, b: Pages | undefined): 'same' | 'near' | 'apart' | 'unknown' {
  if (a === undefined || b === undefined) return 'unknown';
  if (a.start === b.start) {
    if (a.prefix === b.prefix) return a.start === 1 && a.end !== b.end ? 'unknown' : 'same';
    return a.prefix === '' || b.prefix === '' ? 'same' : 'apart';
  }
  if (a.prefix !== b.prefix)
    return a.prefix === 's' || b.prefix === 's' || (a.prefix !== '' && b.prefix !== '') ? 'apart' : 'unknown';
  if (a.start === 1 || b.start === 1) return 'unknown';
  if (a.end !== undefined && a.end === b.end) return 'near';
  const digits = (n: number) => [...String(n)].sort().join('');
  // Numbers of the same digits differ by a multiple of nine.
  return a.start > 99 && (a.start - b.start) % 9 === 0 && digits(a.start) === digits(b.start) ? 'near' : 'apart';
}
