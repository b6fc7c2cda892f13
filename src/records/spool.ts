/**
 * Keeps the records of an ingest, as JSON, from when they are read until their ids are known: a million of them do not
 * fit into memory.
 */
export interface Spool {
  /** @returns the number under which the text is kept: 0, 1, … */
  add(json: string): number;
  get(number: number): string;
}
