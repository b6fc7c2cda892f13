import type { BibRecord } from '../model/record.ts';

/**
 * The records of a search as planning an ingest sees them: a row each, in the order of their ids, as columns of numbers.
 * What a record says is looked up only where it matters.
 */
export class RecordRows {
  /** The number in the record's id. */
  readonly n: number[] = [];
  /** The file that it belongs to, as an index of `files`. */
  readonly file: number[] = [];
  readonly entry: number[] = [];
  readonly line: number[] = [];
  /** The hash of its place and content in its file; 0 where it can be told from no other one. */
  readonly place: number[] = [];
  /** The number of what it says now in the spool; `AS_IT_WAS`, or `PATCHED` where only its marks and source differ. */
  readonly content: number[] = [];
  readonly absentSince = new Map<number, string>();
  readonly foundVia = new Map<number, NonNullable<BibRecord['foundVia']>>();
  readonly #files: string[] = [];
  readonly #indexes = new Map<string, number>();

  get length(): number {
    return this.n.length;
  }

  fileIndex(name: string): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    this.#indexes.set(name, this.#files.length);
    return this.#files.push(name) - 1;
  }

  fileName(row: number): string {
    return this.#files[this.file[row] ?? -1] ?? '';
  }

  /** @returns the row. */
  add(n: number, place: RowPlace): number {
    const row = this.n.push(n) - 1;
    this.move(row, place);
    return row;
  }

  move(row: number, { file, entry, line, place, content }: RowPlace): void {
    this.file[row] = file;
    this.entry[row] = entry;
    this.line[row] = line;
    this.place[row] = place;
    this.content[row] = content;
  }

  /** What is equal for equal states. */
  snapshot(): string {
    const { n, file, entry, line, place, content } = this;
    return JSON.stringify([n, file, entry, line, place, content, [...this.absentSince], [...this.foundVia]]);
  }
}

export interface RowPlace {
  readonly file: number;
  readonly entry: number;
  readonly line: number;
  readonly place: number;
  readonly content: number;
}

export const AS_IT_WAS = -1;
export const PATCHED = -2;
