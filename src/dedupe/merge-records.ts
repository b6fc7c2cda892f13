import { RECORD_KEYS, type Author, type BibRecord } from '../model/record.ts';
import { foldText } from '../text/fold.ts';
import { readTitle } from './read-title.ts';

/** A report as its records tell it together: each field from the record that says it best. */
export interface MergedReport {
  /** Under the report's id, which is that of its lowest record. */
  readonly record: BibRecord;
  /** From which records each field comes, lowest first; a list may come from several. */
  readonly origins: ReadonlyMap<keyof BibRecord, readonly string[]>;
}

/** Where and when it appeared belongs together: half of one source and half of another is no place. */
const PLACE = ['year', 'date', 'venue', 'volume', 'issue', 'pages', 'articleNumber', 'publisher', 'type'] as const;
/** Lists of which each source knows a part. */
const JOINED = ['keywords', 'issn', 'isbn'] as const;

type Rank = (record: BibRecord) => readonly number[];

/** How well a record says a field, the weightiest first; of equals the lowest record counts. */
const RANKS: { readonly [Field in keyof BibRecord]?: Rank } = {
  title: ({ title = '' }) => [-lostLetters(title), -Number(isShouted(title)), -Number(isCut(title)), -notes(title)],
  authors: ({ authors = [] }) => [-lostLetters(authors.map(nameOf).join(' ')), authors.length, givenLetters(authors)],
  abstract: ({ abstract = '' }) => [-Number(isCut(abstract)), -lostLetters(abstract), abstract.length],
  references: ({ references = [] }) => [references.length],
  timesCited: ({ timesCited = 0 }) => [timesCited],
};

/**
 * The records of one report as one. Nothing is made up: a field is a record's own, or the union of lists; and every record
 * stays as it was.
 *
 * @param records of one report, the lowest first; at least one.
 */
export function mergeRecords(records: readonly BibRecord[]): MergedReport {
  const [lowest] = records as [BibRecord, ...BibRecord[]];
  const merged: Record<string, unknown> = { ...lowest };
  // Nothing of the lowest record's place stays beside another's.
  for (const field of PLACE) delete merged[field];
  const origins = new Map<keyof BibRecord, readonly string[]>();
  const takeFrom = (field: keyof BibRecord, record: BibRecord | undefined) => {
    if (record?.[field] === undefined) return;
    merged[field] = record[field];
    origins.set(field, [record.id]);
  };
  // Where the protocol counts a correction as a duplicate, the paper says what the report is and where it stands.
  const works = records.filter(isWork);
  const tellers = works.length > 0 ? works : records;
  const placed = best(tellers, (record) => [
    Number(record.volume !== undefined) + Number((record.pages ?? record.articleNumber) !== undefined),
    PLACE.filter((field) => record[field] !== undefined).length,
  ]);
  for (const field of PLACE)
    takeFrom(
      field,
      [placed, ...tellers].find((record) => fits(record, field, placed)),
    );
  // The same name in another record's letters, where one source writes capitals only.
  for (const field of ['venue', 'publisher'] as const) {
    const name = merged[field] as string | undefined;
    if (name === undefined || !isShouted(name)) continue;
    const isSpoken = (other = '') => !isShouted(other) && foldText(other) === foldText(name);
    const spoken = records.find((record) => isSpoken(record[field]));
    takeFrom(field, spoken);
  }
  for (const field of ['title', 'authors', 'abstract', 'references', 'timesCited'] as const) {
    takeFrom(
      field,
      best(
        tellers.filter((record) => record[field] !== undefined),
        RANKS[field] as Rank,
      ),
    );
  }
  // The DOI of the document at that place, not of its preprint or of a trial register's note on it.
  const named = [placed, ...tellers, ...records].filter((record) => record.doi !== undefined);
  takeFrom('doi', named.find(({ doi = '' }) => !doi.startsWith('10.1002/central/')) ?? named[0]);
  for (const field of ['language', 'url'] as const) {
    takeFrom(
      field,
      records.find((record) => record[field] !== undefined),
    );
  }
  for (const field of JOINED) {
    const known = new Set<string>();
    const joined: string[] = [];
    const from: string[] = [];
    for (const record of records) {
      const fresh = (record[field] ?? []).filter((item) => !known.has(foldText(item) || item));
      for (const item of fresh) known.add(foldText(item) || item);
      joined.push(...fresh);
      if (fresh.length > 0) from.push(record.id);
    }
    if (joined.length === 0) continue;
    merged[field] = joined;
    origins.set(field, from);
  }
  for (const field of ['ids', 'extra'] as const) {
    const holders = records.filter((record) => record[field] !== undefined);
    if (holders.length === 0) continue;
    merged[field] = Object.assign({}, ...holders.toReversed().map((record) => record[field])) as unknown;
    origins.set(
      field,
      holders.map((record) => record.id),
    );
  }
  const via = records.flatMap((record) => record.foundVia ?? []);
  if (via.length > 0) merged['foundVia'] = [...new Map(via.map((item) => [JSON.stringify(item), item])).values()];
  // Gone from its source is what all sources have lost.
  if (records.some((record) => record.absentSince === undefined)) delete merged['absentSince'];
  const ordered = RECORD_KEYS.flatMap((key) => (merged[key] === undefined ? [] : [[key, merged[key]]]));
  return { record: Object.fromEntries(ordered) as BibRecord, origins };
}

/** Neither a correction nor a comment. */
function isWork({ title, type }: BibRecord): boolean {
  return type !== 'erratum' && readTitle(title).kind === 'work';
}

/** A field of the place may be filled from another record, unless the two tell of different volumes, pages or years. */
function fits(record: BibRecord, field: keyof BibRecord, placed: BibRecord): boolean {
  if (record[field] === undefined) return false;
  if (record === placed || field === 'type' || field === 'publisher' || field === 'venue') return true;
  return (['year', 'volume', 'issue'] as const).every(
    (each) => record[each] === undefined || placed[each] === undefined || record[each] === placed[each],
  );
}

/** The first of those that rank highest. */
function best(records: readonly BibRecord[], rank: Rank): BibRecord {
  return records.reduce((first, next) => {
    const [x, y] = [rank(first), rank(next)];
    const at = x.findIndex((value, index) => value !== y[index]);
    return at !== -1 && (y[at] as number) > (x[at] as number) ? next : first;
  }, records[0] as BibRecord);
}

/** Letters that an encoding has lost: `M?ller`, U+FFFD. */
function lostLetters(text: string): number {
  return text.match(/\ufffd|\p{L}\?\p{L}/gu)?.length ?? 0;
}

function isShouted(text: string): boolean {
  return /\p{Lu}.*\p{Lu}/su.test(text) && text === text.toUpperCase();
}

/** Databases cut long texts and say so. */
function isCut(text: string): boolean {
  return /(?:\.\.\.|…|\(abstract truncated[^)]*\))\s*$/i.test(text);
}

/** What a database wrote into a title: `[Erratum appears in …]`, `[Review]`, or all of it in brackets. */
function notes(title: string): number {
  return Number(/^\s*\[|\]\W*$/.test(title));
}

function nameOf(author: Author): string {
  return 'literal' in author ? author.literal : `${author.given ?? ''} ${author.family}`;
}

/** Full given names say more than initials. */
function givenLetters(authors: readonly Author[]): number {
  return authors.reduce((sum, author) => sum + ('literal' in author ? 0 : (author.given ?? '').length), 0);
}
