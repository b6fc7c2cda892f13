/** Ids of people, searches, criteria and reasons: safe as file names, in CSV cells and on a command line. */
export const ID = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** A search's id must not end like a record's, or `scopus-2-17` could be read in two ways. */
export const SEARCH_ID = /^(?!.*-\d+$)[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** A record is `<search>-<n>`, n counting from 1 in the order of the first export. */
export type RecordId = string;

/** A report is shown under the id of its lowest record. */
export type ReportId = string;

export type PersonId = string;
export type SearchId = string;

export interface RecordIdParts {
  readonly search: SearchId;
  readonly n: number;
}

/** Splits a record id into its search and number; undefined where it is none. */
export function parseRecordId(id: string): RecordIdParts | undefined {
  const match = /^(.+)-([1-9]\d*)$/.exec(id);
  if (!match?.[1] || !match[2] || !SEARCH_ID.test(match[1])) return undefined;
  return { search: match[1], n: Number(match[2]) };
}

export function recordId(search: SearchId, n: number): RecordId {
  return `${search}-${n}`;
}

/** An entry that could not be read has an id too: it was identified by the search. */
export function rejectedId(search: SearchId, entry: number): string {
  return `${search}!${entry}`;
}
