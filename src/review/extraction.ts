import { readEntries, unitsOf, type Entries, type Units } from '../extraction/entries.ts';
import type { ReviewState } from '../flow/derive.ts';
import { includedReports } from '../flow/included.ts';
import type { Form } from '../model/form.ts';
import type { ReviewReader } from './reader.ts';

/** What a review extracts, from what, and what people entered. */
export interface Extraction {
  readonly form: Form;
  readonly units: Units;
  readonly entries: Entries;
}

/**
 * The extraction as it stands; undefined where the review has no form. What cannot be read is among the reader's
 * problems, which the caller must throw.
 */
export function readExtraction(reader: ReviewReader, state: ReviewState): Extraction | undefined {
  const form = reader.form();
  const lines = reader.ledger({ kind: 'entries' });
  if (!form) return undefined;
  const { reports, studies, facts } = state;
  const units = unitsOf(form.unit, includedReports(state), reports, studies);
  const people = new Set(facts.protocol.reviewers.map((person) => person.id));
  return { form, units, entries: readEntries(lines, form, units, people, reports) };
}
