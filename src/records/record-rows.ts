import { NumberList } from '../model/number-list.ts';
import type { BibRecord } from '../model/record.ts';

/**
 * The records of a search as planning an ingest sees them: a row each, in the order of their ids, as columns of numbers.
 * What a record says is looked up only where it matters.
 */
export class RecordRows {
  /** The number in the record's id. */
  readonly n = new NumberList();
  /** The file that it belongs to, as an index of `files`. */
  readonly file = new NumberList();
  readonly entry = new NumberList();
  readonly line = new NumberList();
  /** The hash of its place and content in its file; 0 where it can be told from no other one. */
  readonly place = new NumberList(Float64Array);
  /** The number of what it says now in the spool; `AS_IT_WAS`, or `PATCHED` where only its marks and source differ. */
  readonly content = new NumberList();
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
    return this.#files[this.file.at(row) ?? -1] ?? '';
  }

  /** @returns the row. */
  add(n: number, { file, entry, line, place, content }: RowPlace): number {
    this.file.push(file);
    this.entry.push(entry);
    this.line.push(line);
    this.place.push(place);
    this.content.push(content);
    return this.n.push(n);
  }

  move(row: number, { file, entry, line, place, content }: RowPlace): void {
    this.file.set(row, file);
    this.entry.set(row, entry);
    this.line.set(row, line);
    this.place.set(row, place);
    this.content.set(row, content);
  }

  /** What the rows are now, to be compared with what they become. */
  copy(): RowsCopy {
    return { columns: this.#columns.map((column) => column.copy()), marks: this.#marks };
  }

  equals({ columns, marks }: RowsCopy): boolean {
    return marks === this.#marks && this.#columns.every((column, index) => column.equals(columns[index] ?? []));
  }

  get #columns(): readonly NumberList[] {
    return [this.n, this.file, this.entry, this.line, this.place, this.content];
  }

  get #marks(): string {
    return JSON.stringify([[...this.absentSince], [...this.foundVia]]);
  }
}

export interface RowsCopy {
  readonly columns: readonly ArrayLike<number>[];
  readonly marks: string;
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
