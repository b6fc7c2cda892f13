import type { ReadEntry, RawFields } from '../formats/entry.ts';
import { RECORD_KEYS, RecordSchema, type BibRecord } from '../model/record.ts';
import { cleanOrAbsent, cleanText } from '../text/clean.ts';
import { stripMarkup } from '../text/markup.ts';
import { parseAuthors } from './authors.ts';
import { parseDate, parseYear } from './dates.ts';
import { normaliseDoi } from './doi.ts';
import { normalisePages } from './pages.ts';
import { isPlainType, normaliseType } from './types.ts';

/** A record that has no id yet: ids are given when a whole export has been matched with what is there. */
export type NewRecord = Omit<BibRecord, 'id'>;

/**
 * The canonical record of an entry: what the source says, in clean Unicode. Undefined where the entry names neither a
 * title nor a DOI: nothing could ever be screened or found again.
 */
export function toRecord(entry: ReadEntry, file: string): NewRecord | undefined {
  const raw = entry.fields;
  const title = plain(raw.title);
  const dois = (raw.doi ?? []).map((text) => normaliseDoi(cleanText(text)));
  const doi = dois.find((value) => value !== undefined);
  if (title === undefined && doi === undefined && raw.exact === undefined) return undefined;
  const year = parseYear(raw.year);
  const date = parseDate(raw.date, year);
  const pages = normalisePages(raw.pages && cleanText(raw.pages));
  const type = normaliseType(raw.type ?? []);
  const timesCited = count(raw.timesCited);
  const serial = serialNumbers([...(raw.issn ?? []), ...(raw.isbn ?? [])]);
  const record = inOrder<NewRecord>({
    type,
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
    ...serial.numbers,
    language: cleanOrAbsent(raw.language),
    publisher: plain(raw.publisher),
    url: cleanOrAbsent(raw.url),
    ids: raw.ids && cleanValues(raw.ids),
    references: nonEmpty((raw.references ?? []).map(cleanText).filter((text) => text !== '')),
    timesCited,
    extra: cleanExtra(raw.extra, unreadOf(raw, { year, date, doi, dois, timesCited, serial: serial.unread })),
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
 * What does not look like one is left to `extra`.
 */
function serialNumbers(values: readonly string[]): {
  numbers: Pick<NewRecord, 'issn' | 'isbn'>;
  unread: string[];
} {
  const numbers = new Set<string>();
  const unread: string[] = [];
  for (const value of values) {
    const found = numbersIn(value);
    if (found.length === 0) unread.push(value);
    for (const number of found) numbers.add(number);
  }
  const found = [...numbers];
  const issn = nonEmpty(found.filter((number) => number.length === 8));
  const isbn = nonEmpty(found.filter((number) => number.length > 8));
  return {
    numbers: {
      ...(issn && { issn: issn.map((number) => `${number.slice(0, 4)}-${number.slice(4)}`) }),
      ...(isbn && { isbn }),
    },
    unread,
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

/** The number in `ELECTRONIC:978-3-16-148410-0`, without its hyphens; that of a patent, `US12345678B2`, is none. */
function bareNumber(text: string): string {
  return /(?<=^|[^A-Z\d-]|IS[SB]N)\d[\d-]*[\dX](?![A-Z\d])/.exec(text)?.[0].replaceAll('-', '') ?? '';
}

interface Understood {
  readonly year: number | undefined;
  readonly date: string | undefined;
  /** What each of the candidates is, and the one that counts. */
  readonly dois: readonly (string | undefined)[];
  readonly doi: string | undefined;
  readonly timesCited: number | undefined;
  /** The serial numbers that are none. */
  readonly serial: readonly string[];
}

type Unread = [name: string, text: string];

/** What the fields could not be read as, and what a type of ours does not say: it stays as written. */
function unreadOf(raw: RawFields, { year, date, dois, doi, timesCited, serial }: Understood): Unread[] {
  const unread: Unread[] = [];
  for (const type of raw.type ?? []) if (!isPlainType(type)) unread.push(['type', type]);
  if (year === undefined && raw.year !== undefined) unread.push(['year', raw.year]);
  if (date === undefined && raw.date !== undefined && !BARE_YEAR.test(raw.date)) {
    if (year !== undefined || raw.date !== raw.year) unread.push(['date', raw.date]);
  }
  const isOther = (one: string | undefined) => one === undefined || one !== doi;
  if (dois.some(isOther)) {
    const others = (raw.doi ?? []).filter((_, index) => isOther(dois[index]));
    unread.push(...untold(others, raw).map((text): Unread => ['doi', text]));
  }
  for (const number of serial) unread.push(['issn', number]);
  if (timesCited === undefined && raw.timesCited !== undefined) unread.push(['timesCited', raw.timesCited]);
  return unread;
}

/** A year with nothing that says more, such as `2020///`. */
const BARE_YEAR = /^[^\p{L}\d]*\d{4}[^\p{L}\d]*$/u;

/**
 * Of what stands in the place of a DOI and is none, or is another one: what no other field tells. Some candidates are seldom
 * DOIs, such as addresses and notes.
 */
function untold(texts: readonly string[], raw: RawFields): string[] {
  const told = new Set([...Object.values(raw.extra ?? {}).flat(), ...Object.values(raw.ids ?? {}), raw.url]);
  return texts.filter((text) => !told.has(text));
}

function count(text: string | undefined): number | undefined {
  const digits = text?.replace(/[,\s]|\.0+\s*$/g, '');
  return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

function cleanValues(values: Record<string, string>): Record<string, string> | undefined {
  const clean = Object.entries(values).flatMap(([key, value]) => {
    const text = cleanOrAbsent(value);
    return text === undefined ? [] : [[key, text] as const];
  });
  return clean.length > 0 ? Object.fromEntries(clean) : undefined;
}

/** What tables hold where they have nothing. */
const NOTHING = /^(?:n\/?a|none|null|nan|undefined|unknown|[^\p{L}\p{N}]*)$/iu;

/** What has no field, by name: what the format does not know, and what its fields could not be read as. */
function cleanExtra(
  values: Readonly<Record<string, string | string[]>> | undefined,
  unread: readonly Unread[],
): Record<string, string | string[]> | undefined {
  if (values === undefined && unread.length === 0) return undefined;
  const clean = new Map<string, string | string[]>();
  const add = (key: string, text: string) => {
    const before = clean.get(key);
    if (before === undefined) clean.set(key, text);
    else if (typeof before === 'string') clean.set(key, [before, text]);
    else before.push(text);
  };
  for (const key in values) {
    const value = values[key] ?? '';
    // Two names may be one when they are clean.
    const name = cleanText(key);
    for (const one of typeof value === 'string' ? [value] : value) {
      const text = cleanText(one);
      if (text !== '') add(name, text);
    }
  }
  for (const [name, written] of unread) {
    const text = cleanText(written);
    if (!NOTHING.test(text) && ![clean.get(name) ?? []].flat().includes(text)) add(name, text);
  }
  return clean.size > 0 ? Object.fromEntries(clean) : undefined;
}
