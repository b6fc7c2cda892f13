import { addToGroup } from '../model/group.ts';
import type { BibRecord } from '../model/record.ts';
import { foldName, foldText } from '../text/fold.ts';
import { surnameOf } from './authors.ts';
import type { NewRecord } from './canonical.ts';
import { startPage } from './pages.ts';

/** Which record of an earlier ingest an entry is: the index of the entry → the record. */
export type Matches = ReadonlyMap<number, BibRecord>;

/**
 * Finds the records that a file's entries already are, so that their ids are kept: by accession number, then by DOI,
 * then by a fingerprint of title, year, first author, venue, volume, issue and first page. Entries and records of equal
 * key are paired in their order. A record is matched once; two entries of one file stay two records.
 *
 * A DOI alone is enough only for the file's own earlier version: elsewhere chapters of one book may share it.
 */
export function matchExisting(entries: readonly NewRecord[], existing: readonly BibRecord[], file: string): Matches {
  const matches = new Map<number, BibRecord>();
  const taken = new Set<string>();
  const pass = (keysOf: (record: NewRecord) => readonly string[], eligible: (record: BibRecord) => boolean) => {
    const queues = new Map<string, BibRecord[]>();
    for (const record of existing) {
      if (taken.has(record.id) || !eligible(record)) continue;
      for (const key of keysOf(record)) addToGroup(queues, key, record);
    }
    entries.forEach((entry, index) => {
      if (matches.has(index)) return;
      for (const key of keysOf(entry)) {
        const record = queues.get(key)?.find((candidate) => !taken.has(candidate.id) && !contradicts(entry, candidate));
        if (!record) continue;
        matches.set(index, record);
        taken.add(record.id);
        return;
      }
    });
  };
  // The file's own earlier version comes first: its records are replaced, those of other files only recognised.
  for (const own of [true, false]) {
    const eligible = (record: BibRecord) => (record.source.file === file) === own;
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
function contradicts(entry: NewRecord, record: BibRecord): boolean {
  return ['eid', 'ut', 'ieee', 'pmid'].some((key) => {
    const [a, b] = [entry.ids?.[key], record.ids?.[key]];
    return a !== undefined && b !== undefined && a !== b;
  });
}

function samePlace(record: NewRecord): string[] {
  const content = [...accessions(record), ...doiAlone(record), ...fingerprint(record)];
  return content.length > 0 ? [[record.source.entry, ...content].join('|')] : [];
}

function accessions(record: NewRecord): string[] {
  return Object.entries(record.ids ?? {}).map(([key, value]) => `${key}:${value}`);
}

function doiAlone(record: NewRecord): string[] {
  return record.doi === undefined ? [] : [record.doi];
}

function doiAndTitle(record: NewRecord): string[] {
  return record.doi === undefined ? [] : [`${record.doi} ${foldText(record.title ?? '')}`];
}

function fingerprint(record: NewRecord): string[] {
  const first = record.authors?.[0];
  const page = startPage(record.pages) ?? record.articleNumber ?? '';
  const surname = first ? foldName(surnameOf(first)) : '';
  const title = foldText(record.title ?? '');
  if (title === '') return [];
  return [[title, record.year, surname, foldText(record.venue ?? ''), record.volume, record.issue, page].join('|')];
}
