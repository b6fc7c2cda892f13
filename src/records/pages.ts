/**
 * Page ranges in one form: `pp. 123–9` becomes `123-129`, `e12` stays. Undefined where the cell holds no page, as the
 * placeholder `-` or `n/a`.
 */
export function normalisePages(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const pages = text
    .trim()
    .replace(/^(?:[Pp]age\(s\):?|[Pp]ages?\b:?|[Pp]{1,2}\.|[Pp]{2}(?=[\s\d])|[Pp](?=\s)|p(?=\d))\s*/, '')
    .replace(/\s*(?:--+|[-‐‑‒–—−])\s*/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/(?<![.,;-])[.,;-]+$/, '')
    .trim();
  if (!/[\p{L}\d]/u.test(pages) || /^(?:n\/?a|na-na|null|undefined)$/i.test(pages)) return undefined;
  const range = /^(\D*)(\d+)-(\D*)(\d+)$/.exec(pages);
  if (!range?.[2] || !range[4] || range[3]) return pages;
  const [, prefix, start, , end] = range as unknown as [string, string, string, string, string];
  // An end with fewer digits leaves out those that it shares with the start: 123-9 is 123-129.
  const full = end.length < start.length ? start.slice(0, start.length - end.length) + end : end;
  return start === full ? `${prefix}${start}` : `${prefix}${start}-${full}`;
}

/** The page on which a report begins, as matching compares it. */
export function startPage(pages: string | undefined): string | undefined {
  return pages?.split(/[-,;]/, 1)[0]?.trim().toLowerCase() || undefined;
}
