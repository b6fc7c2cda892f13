import type { ReadEntry, RawFields } from '../formats/entry.ts';
import { RECORD_KEYS, RecordSchema, type BibRecord } from '../model/record.ts';
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
  const doi = raw.doi?.map((text) => normaliseDoi(cleanText(text))).find((value) => value !== undefined);
  if (title === undefined && doi === undefined && raw.exact === undefined) return undefined;
  const year = parseYear(raw.year);
  const date = parseDate(raw.date, year);
  const pages = normalisePages(raw.pages && cleanText(raw.pages));
  const record = inOrder<NewRecord>({
    type: normaliseType(raw.type ?? []),
    title,
    authors: nonEmpty(parseAuthors(raw.authors)),
    year,
    date,
    venue: plain(raw.venue),
    volume: cleanOrAbsent(raw.volume),
    issue: cleanOrAbsent(raw.issue),
    pages,
    articleNumber: cleanOrAbsent(raw.articleNumber),
    doi,
    abstract: abstractOf(raw),
    keywords: distinct(raw.keywords),
    ...serialNumbers([...(raw.issn ?? []), ...(raw.isbn ?? [])]),
    language: cleanOrAbsent(raw.language),
    publisher: plain(raw.publisher),
    url: cleanOrAbsent(raw.url),
    ids: raw.ids && cleanValues(raw.ids),
    references: nonEmpty((raw.references ?? []).map(cleanText).filter((text) => text !== '')),
    timesCited: count(raw.timesCited),
    extra: cleanExtra({ ...raw.extra, ...unread(raw, year, date) }),
    source: { file, entry: entry.entry, line: entry.line },
  });
  const exact = raw.exact === undefined ? record : withExact(record, raw.exact);
  return exact.title === undefined && exact.doi === undefined ? undefined : exact;
}

/** What a file may say of a record in exactly our words: all but what this review alone knows of it. */
const ExactSchema = RecordSchema.omit({ id: true, foundVia: true, absentSince: true, source: true }).partial();

/**
 * The record with what litscreen wrote beside a format's own fields in their place. It is taken as any text of a file is:
 * cleaned, and only where it has the shape of a record.
 */
function withExact(record: NewRecord, json: string): NewRecord {
  const written = parseObject(json);
  const said = Object.entries(written).filter(([, value]) => value !== null);
  const exact = ExactSchema.safeParse(cleanAll(Object.fromEntries(said)));
  if (!exact.success) return record;
  const unsaid = new Set(Object.keys(written).filter((name) => written[name] === null));
  const own = Object.entries(record).filter(([name]) => !unsaid.has(name) || name === 'source');
  return inOrder<NewRecord>({ ...(Object.fromEntries(own) as NewRecord), ...(exact.data as Partial<NewRecord>) });
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

function cleanAll(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanAll);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleanAll(item)]));
}

/** A record with its keys in the order on disk and without those that say nothing. */
export function inOrder<T extends NewRecord>(values: { [Key in keyof T]: T[Key] | undefined }): T {
  const stated = values as Partial<Record<keyof BibRecord, unknown>>;
  const present: Partial<Record<keyof BibRecord, unknown>> = {};
  for (const key of RECORD_KEYS) if (stated[key] !== undefined) present[key] = stated[key];
  return present as T;
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

/**
 * ISSNs as `1234-567X`, ISBNs as digits, told apart by their length: exporters put either into the field of the other.
 * What does not look like one is dropped.
 */
function serialNumbers(values: readonly string[]): Pick<NewRecord, 'issn' | 'isbn'> {
  const numbers = new Set<string>();
  for (const value of values) for (const number of numbersIn(value)) numbers.add(number);
  const found = [...numbers];
  const issn = nonEmpty(found.filter((number) => number.length === 8));
  const isbn = nonEmpty(found.filter((number) => number.length > 8));
  return {
    ...(issn && { issn: issn.map((number) => `${number.slice(0, 4)}-${number.slice(4)}`) }),
    ...(isbn && { isbn }),
  };
}

function numbersIn(value: string): string[] {
  const upper = value.toUpperCase();
  const parts = upper
    .split(/[;,|\s]+/)
    .map(bareNumber)
    .filter((part) => SERIAL.test(part));
  if (parts.length > 0) return parts;
  // An ISBN may be written with spaces: 978 3 16 148410 0.
  const whole = bareNumber(upper.replace(/\s+/g, ''));
  return SERIAL.test(whole) ? [whole] : [];
}

const SERIAL = /^(?:\d{7}[\dX]|\d{9}[\dX]|97[89]\d{10})$/;

/** The number in `ELECTRONIC:978-3-16-148410-0`, without its hyphens. */
function bareNumber(text: string): string {
  return /\d[\d-]*[\dX]/.exec(text)?.[0].replaceAll('-', '') ?? '';
}

/** A year or a date that says something, but nothing that can be read as one, stays as written. */
function unread(raw: RawFields, year: number | undefined, date: string | undefined): Record<string, string> {
  const isYear = /^\s*\d{4}\s*$/.test(raw.date ?? '') || raw.date === raw.year;
  return {
    ...(raw.year !== undefined && year === undefined && { year: raw.year }),
    ...(raw.date !== undefined && date === undefined && !isYear && { date: raw.date }),
  };
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
  let clean: Record<string, string | string[]> | undefined;
  for (const key in values) {
    const value = values[key] ?? '';
    const texts = (typeof value === 'string' ? [value] : value).map(cleanText).filter((text) => text !== '');
    if (texts.length === 0) continue;
    clean ??= {};
    const name = cleanText(key);
    // Two names may be one when they are clean.
    const all = Object.hasOwn(clean, name) ? [...[clean[name] ?? []].flat(), ...texts] : texts;
    clean[name] = all.length === 1 ? (all[0] ?? '') : all;
  }
  return clean;
}
