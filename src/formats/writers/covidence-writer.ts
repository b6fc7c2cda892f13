import { idNote } from './decided.ts';
import { risWriter, withNote } from './ris-writer.ts';
import type { Writer } from './writer.ts';

/** RIS for Covidence, which takes no decisions: the id stands in a note. */
export const covidenceWriter: Writer = {
  ...risWriter,
  id: 'covidence',
  write: (record, exact) => withNote(risWriter.write(record, exact), idNote(record.id)),
};
