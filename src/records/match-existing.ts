import { addToGroup } from '../model/group.ts';
import { foldName, foldText } from '../text/fold.ts';
import { hash53 } from '../text/hash.ts';
import { surnameOf } from './authors.ts';
import type { NewRecord } from './canonical.ts';
import { startPage } from './pages.ts';

/** What matching looks at of a record. */
export type Likeness = Pick<
  NewRecord,
  'title' | 'authors' | 'year' | 'venue' | 'volume' | 'issue' | 'pages' | 'articleNumber' | 'doi' | 'ids' | 'source'
>;

/** Which record of an earlier ingest an entry is: the index of the entry → the record. */
export type Matches<Known> = ReadonlyMap<number, Known>;

/**
 * Finds the records that a file's entries already are, so that their ids are kept: by accession number, then by DOI,
 * then by a fingerprint of title, year, first author, venue, volume, issue and first page. Entries and records of equal
 * key are paired in their order. A record is matched once; two entries of one file stay two records.
 *
 * A DOI alone is enough only for the file's own earlier version: elsewhere chapters of one book may share it.
 */
export function matchExisting<Known extends Likeness>(
  entries: readonly Likeness[],
  existing: readonly Known[],
  file: string,
): Matches<Known> {
  const matches = new Map<number, Known>();
  const taken = new Set<Known>();
  const pass = (keysOf: (record: Likeness) => readonly string[], eligible: (record: Known) => boolean) => {
    const queues = new Map<string, Known[]>();
    for (const record of existing) {
      if (taken.has(record) || !eligible(record)) continue;
      for (const key of keysOf(record)) addToGroup(queues, key, record);
    }
    entries.forEach((entry, index) => {
      if (matches.has(index)) return;
      for (const key of keysOf(entry)) {
        const record = queues.get(key)?.find((candidate) => !taken.has(candidate) && !contradicts(entry, candidate));
        if (!record) continue;
        matches.set(index, record);
        taken.add(record);
        return;
      }
    });
  };
  // The file's own earlier version comes first: its records are replaced, those of other files only recognised.
  for (const own of [true, false]) {
    const eligible = (record: Known) => (record.source.file === file) === own;
    // Read again, an entry at its old place with its old content is the record that it was.
    if (own) pass(samePlace, eligible);
    pass(accessions, eligible);
    pass(doiAndTitle, eligible);
    pass(fingerprint, eligible);
    if (own) pass(doiAlone, eligible);
  }
  return matches;
}

/** Both carry a number of the same database, and it differs. */
function contradicts(entry: Likeness, record: Likeness): boolean {
  return ['eid', 'ut', 'ieee', 'pmid'].some((key) => {
    const [a, b] = [entry.ids?.[key], record.ids?.[key]];
    return a !== undefined && b !== undefined && a !== b;
  });
}

/** A number for the place and the content of a record in its file; 0 where nothing tells it from another. */
export function placeHash(record: Likeness): number {
  const [key] = samePlace(record);
  return key === undefined ? 0 : hash53(key);
}

/** The keys by one of which two records have to agree, to be matched. */
export function matchKeys(record: Likeness): string[] {
  return [...accessions(record), ...doiAlone(record), ...fingerprint(record)];
}

function samePlace(record: Likeness): string[] {
  const content = matchKeys(record);
  return content.length > 0 ? [[record.source.entry, ...content].join('|')] : [];
}

function accessions(record: Likeness): string[] {
  return Object.entries(record.ids ?? {}).map(([key, value]) => `${key}:${value}`);
}

function doiAlone(record: Likeness): string[] {
  return record.doi === undefined ? [] : [record.doi];
}

function doiAndTitle(record: Likeness): string[] {
  return record.doi === undefined ? [] : [`${record.doi} ${foldText(record.title ?? '')}`];
}

function fingerprint(record: Likeness): string[] {
  const first = record.authors?.[0];
  const page = startPage(record.pages) ?? record.articleNumber ?? '';
  const surname = first ? foldName(surnameOf(first)) : '';
  const title = foldText(record.title ?? '');
  if (title === '') return [];
  return [[title, record.year, surname, foldText(record.venue ?? ''), record.volume, record.issue, page].join('|')];
}
