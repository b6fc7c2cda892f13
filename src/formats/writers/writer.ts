import type { Author, BibRecord } from '../../model/record.ts';
import type { ToldDecision } from './decided.ts';

/** Writes records in the format of a reference manager. */
export interface Writer {
  /** As `--format` names it; the format that reads it back has its own id. */
  readonly id: string;
  readonly reads: string;
  readonly extension: string;
  /** What stands before, between and behind the records. */
  readonly frame: { readonly begin: string; readonly between: string; readonly end: string };
  /**
   * One record.
   * @param exact what the format has no place for, as JSON on one line. @param decisions those that go out with it, where
   * the format has a place for any.
   */
  write(record: BibRecord, exact: string, decisions?: readonly ToldDecision[]): string;
}

export function nameOf(author: Author): string {
  if ('literal' in author) return author.literal;
  return author.given === undefined ? author.family : `${author.family}, ${author.given}`;
}

/** First and last page of a range; the whole where it is none. */
export function pagesOf(pages: string | undefined): { readonly start?: string; readonly end?: string } {
  if (pages === undefined) return {};
  const [start = '', end, ...more] = pages.split('-');
  return end === undefined || more.length > 0 || start === '' || end === '' ? { start: pages } : { start, end };
}
