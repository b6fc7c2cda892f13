import type { EntryCounter } from './count.ts';
import type { ExportText } from './pieces.ts';

/**
 * One entry of an export with the vendor's tags mapped to neutral names, every value still as written. Repeated values
 * are lists; `extra` keeps what has no name of ours.
 */
export interface RawFields {
  /** Candidates in order of trust; the first that we have a word for counts. */
  type?: string[] | undefined;
  title?: string | undefined;
  authors?: RawAuthors | undefined;
  year?: string | undefined;
  date?: string | undefined;
  venue?: string | undefined;
  volume?: string | undefined;
  issue?: string | undefined;
  pages?: string | undefined;
  articleNumber?: string | undefined;
  /** Candidates in order of trust; the first that holds a DOI counts. */
  doi?: string[] | undefined;
  abstract?: string | undefined;
  keywords?: string[] | undefined;
  issn?: string[] | undefined;
  isbn?: string[] | undefined;
  language?: string | undefined;
  publisher?: string | undefined;
  url?: string | undefined;
  ids?: Record<string, string> | undefined;
  references?: string[] | undefined;
  timesCited?: string | undefined;
  extra?: Record<string, string | string[]> | undefined;
  /** What litscreen wrote beside the fields of the format, as JSON: see `exact.ts`. */
  exact?: string | undefined;
}

/** Names as written, and how to read one: `family-first` has a comma or ends in initials, `given-first` does not. */
export interface RawAuthors {
  readonly order: 'family-first' | 'given-first';
  readonly names: readonly RawName[];
}

/** A name to be parted; one that the source has parted; or that of a body, which is a whole. */
export type RawName = string | { readonly literal: string } | { readonly family: string; readonly given?: string };

/** An entry that was read: its position in the file (from 1) and the line on which it starts. */
export interface ReadEntry {
  readonly ok: true;
  readonly entry: number;
  readonly line: number;
  readonly fields: RawFields;
}

/**
 * An entry that could not be read; or text that is no record at all (a footer, a notice, a search history), which is
 * told but is no entry: it carries the number of the entry before it.
 */
export interface RejectedEntry {
  readonly ok: false;
  readonly entry: number;
  readonly line: number;
  readonly kind: 'unreadable' | 'not-a-record';
  readonly reason: string;
  readonly text: string;
}

export type ParsedEntry = ReadEntry | RejectedEntry;

/** A format: recognised from content, read entry by entry. */
export interface Format {
  readonly id: string;
  readonly name: string;
  /** Where the first thing stands that shows this format, in the beginning of a decoded file; -1 where nothing does. */
  sniff(head: string): number;
  /**
   * Reads all entries of a decoded file in order, holding no more of it than it must. What it cannot read it yields as
   * rejected. It throws (a LitscreenError without the name of the file) only where a line, or a file that must be read
   * at once, is longer than any export has.
   */
  parse(text: ExportText): Iterable<ParsedEntry>;
  /** A counter of the entries of one text that knows the format's separators and nothing else of it. */
  counter(): EntryCounter;
}

/** How much of an unreadable entry is kept to show it to a person. */
export const KEPT_TEXT = 2000;

export function rejected(
  entry: number,
  line: number,
  kind: RejectedEntry['kind'],
  reason: string,
  text: string,
): RejectedEntry {
  return { ok: false, entry, line, kind, reason, text: text.slice(0, KEPT_TEXT) };
}
