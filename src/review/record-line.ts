import { toComparable, type Comparable } from '../dedupe/comparable.ts';
import { RecordSchema, type BibRecord } from '../model/record.ts';
import { inWords } from '../model/schema-words.ts';

/** A line of `records.jsonl`: the record, or what is wrong with the line. */
export type ReadRecord =
  | { readonly record: BibRecord; readonly problem?: undefined }
  | { readonly record?: undefined; readonly problem: string };

/** What to do about a file that an ingest wrote. Ids that are given anew may differ from those that decisions name. */
export const FROM_GIT =
  'restore it from git; where there is none, delete the folder of the search and ingest its exports again';

/** The id of the record that a line holds, without reading the record: it is its first key. */
export function leadingId(text: string): string | undefined {
  return LEADING_ID.exec(text)?.[1];
}

const LEADING_ID = /^\{"id":"([A-Za-z0-9_-]+)"/;

/** Reads one line of `records.jsonl`, which holds one record. */
export function readRecordLine(text: string): ReadRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'this line is no JSON' };
  }
  const parsed = RecordSchema.safeParse(value, { error: inWords });
  if (parsed.data) return { record: parsed.data };
  const [issue] = parsed.error?.issues ?? [];
  return { problem: `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'this is no record'}` };
}

/** Lines of one search with their numbers. */
export interface LinesOfSearch {
  readonly search: string;
  readonly lines: readonly { readonly text: string; readonly line: number }[];
}

/** What matching needs of them, and what is wrong with the others. */
export interface ComparablesOfLines {
  readonly search: string;
  readonly records: readonly { readonly comparable: Comparable; readonly title: string }[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** Reads lines of records and keeps what matching needs of each. Pure: whichever thread does it. */
export function readForMatching({ search, lines }: LinesOfSearch): ComparablesOfLines {
  const records: ComparablesOfLines['records'][number][] = [];
  const problems: ComparablesOfLines['problems'][number][] = [];
  for (const { text, line } of lines) {
    const { record, problem } = readRecordLine(text);
    if (record) records.push({ comparable: toComparable(record), title: record.title ?? record.doi ?? '' });
    else problems.push({ line, message: problem });
  }
  return { search, records, problems };
}
