import { pageRange, presentOnly } from './columns.ts';
import type { RawFields } from './entry.ts';

/** Values of Web of Science's two-letter fields, one list a field. */
export type WosValues = ReadonlyMap<string, readonly string[]>;

const KNOWN = new Set(
  'PT DT AU AF CA GP TI SO SE PY PD EA VL IS BP EP AR DI D2 AB DE ID SN EI BN LA PU UT PM CR TC AN'.split(' '),
);

/** The fields of one Web of Science record; the tagged and the tab-delimited export share their names. */
export function wosFields(values: WosValues): RawFields {
  const joined = (tag: string) => values.get(tag)?.join(' ').trim() || undefined;
  const list = (tag: string) => values.get(tag) ?? [];
  const names = list('AF').length > 0 ? list('AF') : list('AU');
  const pages = pageRange(joined('BP'), joined('EP')) ?? joined('PS');
  const extra: Record<string, string | string[]> = {};
  for (const [tag, value] of values) {
    if (!KNOWN.has(tag) && value.some((item) => item.trim() !== ''))
      extra[tag] = value.length === 1 ? (value[0] ?? '') : [...value];
  }
  return {
    type: joined('DT') ?? joined('PT'),
    title: joined('TI'),
    authors: { order: 'family-first', names: names.length > 0 ? names : [...list('GP'), ...list('CA')] },
    // An early access article has no year of publication yet; the year it appeared online is the one known.
    year: joined('PY') ?? joined('EA'),
    date: joined('PD'),
    venue: joined('SO'),
    volume: joined('VL'),
    issue: joined('IS'),
    pages,
    articleNumber: joined('AR'),
    doi: [...list('DI'), ...list('D2')],
    abstract: joined('AB'),
    keywords: [...(joined('DE')?.split(';') ?? []), ...(joined('ID')?.split(';') ?? [])],
    issn: [...list('SN'), ...list('EI')],
    isbn: list('BN').flatMap((value) => value.split(/[;,]\s*|\s+(?=97)/)),
    language: joined('LA'),
    publisher: joined('PU'),
    ids: presentOnly({ ut: joined('UT') ?? joined('AN'), pmid: joined('PM') }),
    references: [...list('CR')],
    timesCited: joined('TC'),
    extra: Object.keys(extra).length > 0 ? extra : undefined,
  };
}
