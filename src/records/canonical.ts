import type { ReadEntry, RawFields } from '../formats/entry.ts';
import { RECORD_KEYS, type BibRecord } from '../model/record.ts';
import { cleanOrAbsent, cleanText } from '../text/clean.ts';
import { stripMarkup } from '../text/markup.ts';
import { parseAuthors } from './authors.ts';
import { parseDate, parseYear } from './dates.ts';
import { normaliseDoi } from './doi.ts';
import { normalisePages } from './pages.ts';
import { normaliseType } from './types.ts';

/** A record that has no id yet: ids are given when a whole export has been matched with what is there. */
export type NewRecord = Omit<BibRecord, 'id'>;

/**
 * The canonical record of an entry: what the source says, in clean Unicode. Undefined where the entry names neither a
 * title nor a DOI: nothing could ever be screened or found again.
 */
export function toRecord(entry: ReadEntry, file: string): NewRecord | undefined {
  const raw = entry.fields;
  const title = plain(raw.title);
  const doi = raw.doi?.map(normaliseDoi).find((value) => value !== undefined);
  if (title === undefined && doi === undefined) return undefined;
  const year = parseYear(raw.year);
  const pages = normalisePages(raw.pages);
  return inOrder<NewRecord>({
    type: normaliseType(raw.type),
    title,
    authors: nonEmpty(parseAuthors(raw.authors)),
    year,
    date: parseDate(raw.date, year),
    venue: plain(raw.venue),
    volume: cleanOrAbsent(raw.volume),
    issue: cleanOrAbsent(raw.issue),
    pages,
    articleNumber: cleanOrAbsent(raw.articleNumber),
    doi,
    abstract: abstractOf(raw),
    keywords: distinct(raw.keywords),
    issn: serialNumbers(raw.issn, /^\d{4}-?\d{3}[\dX]$/),
    isbn: serialNumbers(raw.isbn, /^(?:97[89])?\d{9}[\dX]$/),
    language: cleanOrAbsent(raw.language),
    publisher: plain(raw.publisher),
    url: cleanOrAbsent(raw.url),
    ids: raw.ids && cleanValues(raw.ids),
    references: nonEmpty((raw.references ?? []).map(cleanText).filter((text) => text !== '')),
    timesCited: count(raw.timesCited),
    extra: raw.extra && cleanExtra(raw.extra),
    source: { file, entry: entry.entry, line: entry.line },
  });
}

/** A record with its keys in the order on disk and without those that say nothing. */
export function inOrder<T extends NewRecord>(values: { [Key in keyof T]: T[Key] | undefined }): T {
  const stated = values as Partial<Record<keyof BibRecord, unknown>>;
  const present = RECORD_KEYS.filter((key) => stated[key] !== undefined).map((key) => [key, stated[key]]);
  return Object.fromEntries(present) as T;
}

function plain(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanOrAbsent(stripMarkup(text));
}

function abstractOf(raw: RawFields): string | undefined {
  const text = plain(raw.abstract);
  return text === undefined || /^\[?\(?no abstract (?:is )?available\.?\)?\]?\.?$/i.test(text) ? undefined : text;
}

function nonEmpty<T>(values: T[]): T[] | undefined {
  return values.length > 0 ? values : undefined;
}

function distinct(values: readonly string[] | undefined): string[] | undefined {
  const seen = new Map<string, string>();
  for (const value of values ?? []) {
    const text = plain(value);
    if (text !== undefined && !seen.has(text.toLowerCase())) seen.set(text.toLowerCase(), text);
  }
  return nonEmpty([...seen.values()]);
}

/** ISSNs as `1234-567X`, ISBNs as digits; what does not look like one is dropped. */
function serialNumbers(values: readonly string[] | undefined, pattern: RegExp): string[] | undefined {
  const isIssn = pattern.test('1234-567X');
  const numbers = (values ?? []).flatMap((value) => {
    const bare = value
      .toUpperCase()
      .replace(/\(.*?\)|[A-Z ]+:/g, '')
      .replace(/[^\dX-]/g, '');
    const number = isIssn ? bare : bare.replaceAll('-', '');
    if (!pattern.test(number)) return [];
    return [isIssn && !number.includes('-') ? `${number.slice(0, 4)}-${number.slice(4)}` : number];
  });
  return nonEmpty([...new Set(numbers)]);
}

function count(text: string | undefined): number | undefined {
  const digits = text?.replace(/[,\s]/g, '');
  return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

function cleanValues(values: Record<string, string>): Record<string, string> | undefined {
  const clean = Object.entries(values).flatMap(([key, value]) => {
    const text = cleanOrAbsent(value);
    return text === undefined ? [] : [[key, text] as const];
  });
  return clean.length > 0 ? Object.fromEntries(clean) : undefined;
}

function cleanExtra(values: Record<string, string | string[]>): Record<string, string | string[]> | undefined {
  const clean = Object.entries(values).flatMap(([key, value]) => {
    const text = Array.isArray(value) ? value.map(cleanText).filter((item) => item !== '') : cleanText(value);
    return text.length > 0 ? [[cleanText(key), text] as const] : [];
  });
  return clean.length > 0 ? Object.fromEntries(clean) : undefined;
}
