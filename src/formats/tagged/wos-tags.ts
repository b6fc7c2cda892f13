import { pageRange, presentOnly } from '../tables/columns.ts';
import type { RawFields, RawName } from '../entry.ts';
import { splitEach, TaggedValues } from './tagged-values.ts';

/** The fields of one Web of Science record; the tagged and the tab-delimited export share their names. */
export function wosFields(raw: ReadonlyMap<string, readonly string[]>): RawFields {
  const values = new TaggedValues(raw);
  const joined = (...tags: string[]) =>
    values
      .allOfFirst(...tags)
      .join(' ')
      .trim() || undefined;
  const authors = values.allOfFirst('AF', 'AU');
  values.all('AU');
  const groups = values.all('CA', 'GP').map((literal): RawName => ({ literal }));
  return {
    type: [...values.all('DT'), ...values.all('PT')],
    title: joined('TI'),
    authors: { order: 'family-first', names: [...authors, ...groups] },
    // An early access article has no year of publication yet; the year it appeared online is the one known.
    year: joined('PY', 'EA'),
    date: joined('PD', 'EA'),
    venue: joined('SO'),
    volume: joined('VL'),
    issue: joined('IS'),
    pages: pageRange(joined('BP'), joined('EP')) ?? joined('PS'),
    articleNumber: joined('AR'),
    doi: values.all('DI', 'D2'),
    abstract: joined('AB'),
    keywords: splitEach([joined('DE'), joined('ID')].filter((value) => value !== undefined)),
    issn: values.all('SN', 'EI'),
    isbn: values.all('BN'),
    language: joined('LA'),
    publisher: joined('PU'),
    ids: presentOnly({ ut: joined('UT', 'AN'), pmid: joined('PM') }),
    references: values.all('CR'),
    // Other databases than the core collection count in all of them alone.
    timesCited: joined('TC', 'Z9'),
    // The last one: what nothing above has taken.
    extra: values.rest(),
  };
}
