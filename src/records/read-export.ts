import type { EntryCounter } from '../formats/count.ts';
import { KEPT_TEXT, type ParsedEntry } from '../formats/entry.ts';
import { NumberList } from '../model/number-list.ts';
import type { Problem } from '../model/errors.ts';
import type { BibRecord, Rejected } from '../model/record.ts';
import { isMojibake } from '../text/mojibake.ts';
import { sortedIds } from '../text/order.ts';
import { toRecord, type NewRecord } from './canonical.ts';
import { placeHash } from './match-existing.ts';
import type { Spool } from './spool.ts';

/** One export file: what it is, and its entries as they are read. */
export interface ExportFile {
  readonly name: string;
  readonly sha256: string;
  readonly format: string;
  readonly entries: Iterable<ParsedEntry>;
  /** Counts the entries by their separators alone; it has seen the whole text once `entries` has come to its end. */
  readonly counter?: EntryCounter;
}

/** What led to the records of a citation search: one report for all, or the column that names it for each. */
export interface Via {
  readonly direction: 'backward' | 'forward';
  readonly report?: string;
  readonly column?: string;
}

/** The fields whose presence an account tells: all that a source can state. */
export const COUNTED_FIELDS = [
  'title',
  'authors',
  'year',
  'date',
  'venue',
  'type',
  'volume',
  'issue',
  'pages',
  'articleNumber',
  'doi',
  'abstract',
  'keywords',
  'issn',
  'isbn',
  'language',
  'publisher',
  'url',
  'ids',
  'references',
  'timesCited',
] as const satisfies readonly (keyof NewRecord)[];

/** How many records of a file state each field. */
export type Filled = Readonly<Record<(typeof COUNTED_FIELDS)[number], number>>;

/** A file that was read: its records stand in the spool, and here by the place that they have in the file. */
export interface ReadExport {
  readonly name: string;
  readonly entry: NumberList;
  readonly line: NumberList;
  /** The hash of each record's place and content, by which it is known again. */
  readonly place: NumberList;
  /** Its number in the spool. */
  readonly content: NumberList;
  readonly foundVia: ReadonlyMap<number, NonNullable<BibRecord['foundVia']>>;
  readonly rejected: readonly Rejected[];
  readonly filled: Filled;
  /** How many records have each field that we have no name for. */
  readonly extra: Readonly<Record<string, number>>;
  /** How many records hold characters that were lost before the file came here: U+FFFD. */
  readonly damaged: number;
  /** How many records had text in which UTF-8 had been misread, and was mended. */
  readonly repaired: number;
}

/**
 * Reads a file once, from its first entry to its last: each becomes a record, which goes to the spool, or a rejection.
 *
 * @param via what led to the records, and whether an id names a record of this review: it must be known.
 * @param problems takes what is wrong with the ids that the file names.
 * @param isComparedLater whether there are records that these may be: else their places need no hash.
 */
export function readExport(
  file: Pick<ExportFile, 'name' | 'entries'>,
  spool: Spool,
  via: { readonly via: Via; readonly isKnown: (id: string) => boolean } | undefined,
  problems: Problem[],
  isComparedLater = true,
): ReadExport {
  const columns = {
    entry: new NumberList(),
    line: new NumberList(),
    place: new NumberList(Float64Array),
    content: new NumberList(),
  };
  const foundVia = new Map<number, NonNullable<BibRecord['foundVia']>>();
  const rejected: Rejected[] = [];
  const filled = Object.fromEntries(COUNTED_FIELDS.map((field) => [field, 0])) as Record<keyof Filled, number>;
  const extra = new Map<string, number>();
  let damaged = 0;
  let repaired = 0;
  for (const parsed of file.entries) {
    const record = parsed.ok ? toRecord(parsed, file.name) : undefined;
    if (!record) {
      rejected.push(rejection(parsed, file.name));
      continue;
    }
    for (const field of COUNTED_FIELDS) if (record[field] !== undefined) filled[field]++;
    for (const name in record.extra) extra.set(name, (extra.get(name) ?? 0) + 1);
    if (via) foundVia.set(columns.entry.length, whatLedTo(record, via.via, via.isKnown, problems));
    const json = JSON.stringify(record);
    if (BEYOND_ASCII.test(json)) {
      if (json.includes('\ufffd')) damaged++;
      if (parsed.ok && shows(parsed.fields, isMojibake)) repaired++;
    }
    columns.entry.push(record.source.entry);
    columns.line.push(record.source.line);
    columns.place.push(isComparedLater ? placeHash(record) : 0);
    columns.content.push(spool.add(json));
  }
  const counts = { filled, extra: Object.fromEntries(extra), damaged, repaired };
  return { name: file.name, ...columns, foundVia, rejected, ...counts };
}

const BEYOND_ASCII = /[^\x00-\x7f]/;

/** Whether some text of a value is so. */
function shows(value: unknown, isSo: (text: string) => boolean): boolean {
  if (typeof value === 'string') return isSo(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((item) => shows(item, isSo));
}

function rejection(parsed: ParsedEntry, file: string): Rejected {
  const { entry, line } = parsed;
  if (!parsed.ok) return { file, entry, line, kind: parsed.kind, reason: parsed.reason, text: ownCopy(parsed.text) };
  const reason = 'it names neither a title nor a DOI';
  return { file, entry, line, kind: 'unreadable', reason, text: JSON.stringify(parsed.fields).slice(0, KEPT_TEXT) };
}

/** The text apart from the piece of the file that it was cut from, which would be held in memory with it. */
function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}

function whatLedTo(
  record: NewRecord,
  via: Via,
  isKnown: (id: string) => boolean,
  problems: Problem[],
): NonNullable<BibRecord['foundVia']> {
  const cell = via.column === undefined ? undefined : record.extra?.[via.column];
  const named = via.report ?? (Array.isArray(cell) ? cell.join(';') : (cell ?? ''));
  const reports = named.split(/[;,|\s]+/).filter((id) => id !== '');
  const where = { file: record.source.file, line: record.source.line };
  if (reports.length === 0) {
    const message = `nothing in ${via.column ?? 'the export'} says which report led to this record`;
    const hint = 'name one report for all with  --via <report>, or the column (or RIS tag) that names it for each';
    problems.push({ where, message, hint });
  }
  for (const id of reports) {
    if (isKnown(id)) continue;
    const hint = 'see that the column names records by their ids here, such as scopus-31';
    problems.push({ where, message: `${id} is no record of this review`, hint });
  }
  return sortedIds(reports).map((report) => ({ report, direction: via.direction }));
}
