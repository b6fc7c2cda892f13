import { idNote, type ToldDecision } from './decided.ts';
import { risWriter, withNote } from './ris-writer.ts';
import type { Writer } from './writer.ts';

/** RIS for Rayyan: the id stands in a note, which Rayyan keeps, and decisions in the words of its own exports. */
export const rayyanWriter: Writer = {
  ...risWriter,
  id: 'rayyan',
  write: (record, exact, decisions = []) => withNote(risWriter.write(record, exact), noteOf(record.id, decisions)),
};

const SAID = { include: 'Included', exclude: 'Excluded', maybe: 'Maybe' } as const;

function noteOf(id: string, decisions: readonly ToldDecision[]): string {
  if (decisions.length === 0) return idNote(id);
  const said = decisions.map(({ reviewer, vote }) => `${quoted(reviewer)}=>${quoted(SAID[vote])}`);
  const reasons = new Set(decisions.flatMap(({ reason }) => (reason === '' ? [] : [reason])));
  const noted = decisions.filter(({ note }) => note !== '');
  const notes = noted.map(({ reviewer, note }) => `${quoted(reviewer)}=>[${quoted(apart(note))}]`);
  return [
    idNote(id),
    `RAYYAN-INCLUSION: {${said.join(', ')}}`,
    ...(reasons.size > 0 ? [`RAYYAN-EXCLUSION-REASONS: ${[...reasons].join(',')}`] : []),
    ...(notes.length > 0 ? [`USER-NOTES: {${notes.join(', ')}}`] : []),
  ].join(' | ');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** What would begin the next part of the note. */
function apart(note: string): string {
  return note.replace(/\|(?=\s*(?:RAYYAN-[A-Z-]+|USER-NOTES):)/g, '/');
}
