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
  const given = decisions.filter(({ reason }) => reason !== '');
  const reasons = given.map(({ reviewer, reason }) => `${quoted(reviewer)}=>${quoted(reason)}`);
  const noted = decisions.filter(({ note }) => note !== '');
  const notes = noted.map(({ reviewer, note }) => `${quoted(reviewer)}=>[${quoted(apart(note))}]`);
  return [
    idNote(id),
    `RAYYAN-INCLUSION: {${said.join(', ')}}`,
    ...(given.length > 0
      ? [`RAYYAN-EXCLUSION-REASONS: ${[...new Set(given.map(({ reason }) => reason))].join(',')}`]
      : []),
    // Rayyan has no word for whose reason is which; and people's notes are added by it, behind all else.
    ...(given.length > 0 ? [`LITSCREEN-REASONS: {${reasons.join(', ')}}`] : []),
    ...(notes.length > 0 ? [`LITSCREEN-NOTES: {${notes.join(', ')}}`] : []),
  ].join(' | ');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A note shall not read as a part of what stands around it. */
function apart(note: string): string {
  return note
    .replace(/\|(?=\s*(?:RAYYAN-[A-Z-]+|LITSCREEN-[A-Z]+|USER-NOTES):)/g, '/')
    .replace(/(RAYYAN-INCLUSION|USER-NOTES):/g, '$1 -');
}
