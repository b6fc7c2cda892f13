import type { Filters } from '../model/protocol.ts';
import type { BibRecord } from '../model/record.ts';
import { languageOf, languagesOf } from '../text/languages.ts';

/** The limits of a protocol, in the order in which they are applied; a report is removed by the first that it fails. */
export const FILTERS = ['languages', 'dates', 'types'] as const;
export type FilterName = (typeof FILTERS)[number];

/** What a limit says of one record; `unstated` where the record does not say what the limit asks. */
export interface Verdict {
  readonly verdict: 'passes' | 'fails' | 'undecided' | 'unstated';
  /** What the record states. */
  readonly stated: string;
}

/** What the limits need of a record. */
export type Limited = Pick<BibRecord, 'id' | 'language' | 'date' | 'year' | 'type'>;

const UNSTATED: Verdict = { verdict: 'unstated', stated: '' };

/** What a protocol's limit of one kind says of a record; undefined where the protocol has no such limit. */
export function verdictOn(record: Limited, name: FilterName, filters: Filters): Verdict | undefined {
  switch (name) {
    case 'languages':
      return filters.languages && languageVerdict(record.language, filters.languages);
    case 'dates':
      return filters.dates && dateVerdict(record.date ?? record.year?.toString(), filters.dates);
    case 'types':
      return filters.types && typeVerdict(record.type, filters.types);
  }
}

/** A document in several languages passes by one of them; a language that nobody knows may be any. */
function languageVerdict(stated: string | undefined, wanted: readonly string[]): Verdict {
  if (stated === undefined) return UNSTATED;
  const allowed = new Set(wanted.map(languageOf));
  const languages = languagesOf(stated);
  if (languages.some((language) => language !== undefined && allowed.has(language)))
    return { verdict: 'passes', stated };
  return { verdict: languages.includes(undefined) || languages.length === 0 ? 'undecided' : 'fails', stated };
}

/**
 * A date is as precise as the source states it: `2025` is some day of that year. It passes where every day that it may
 * be lies within the limits, and fails where none does.
 */
function dateVerdict(stated: string | undefined, { from, to }: NonNullable<Filters['dates']>): Verdict {
  if (stated === undefined) return UNSTATED;
  const [first, last] = [firstDay(stated), lastDay(stated)];
  const [earliest, latest] = [from === undefined ? '' : firstDay(from), to === undefined ? '9999' : lastDay(to)];
  if (last < earliest || first > latest) return { verdict: 'fails', stated };
  return { verdict: first >= earliest && last <= latest ? 'passes' : 'undecided', stated };
}

// Days are only compared: a month may end on a day that it does not have.
const firstDay = (date: string) => date + '0000-01-01'.slice(date.length);
const lastDay = (date: string) => date + '0000-12-31'.slice(date.length);

/** `other` is a type that we have no word for: it may be any of those that are wanted. */
function typeVerdict(stated: BibRecord['type'], wanted: NonNullable<Filters['types']>): Verdict {
  if (stated === undefined) return UNSTATED;
  if (wanted.includes(stated)) return { verdict: 'passes', stated };
  return { verdict: stated === 'other' ? 'undecided' : 'fails', stated };
}
