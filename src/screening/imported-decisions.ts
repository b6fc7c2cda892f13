import type { RawFields } from '../formats/entry.ts';
import { LITSCREEN_ID, NOTE_COLUMN, REASON_COLUMN } from '../formats/writers/decided.ts';
import type { Stage } from '../model/protocol.ts';
import { fromSheetCell } from '../text/spreadsheet-safe.ts';

/** A decision that another program has kept with a record. */
export interface ImportedDecision {
  /** As the program calls the person; empty where it knows one only. */
  readonly reviewer: string;
  readonly vote: 'include' | 'exclude' | 'maybe';
  /** The reasons of an exclusion, as they are written there. */
  readonly reasons: readonly string[];
  readonly note: string;
}

/** Columns in which ASReview reads and writes labels (ASReview 1 and 2, “Data format”), the exported one first. */
const LABELS = [
  'asreview_label',
  'included',
  'label',
  'label_included',
  'included_label',
  'final_included',
  'included_final',
  'included_flag',
  'include',
  'final_decision',
];

/** What a data set that was labelled at both stages calls the first of them. */
const FIRST_STAGE_LABELS = ['label_abstract_screening', 'label_abstract_included'];

/** A label of ASReview in a note, where others may have written too (ASReview, RIS reader). */
const ASREVIEW = /\bASReview_(relevant|irrelevant|not_seen)\b/i;

/**
 * The decisions that an export of Rayyan, ASReview or Covidence holds of one record. Rayyan names each person's; ASReview
 * knows one person; Covidence writes none, but a reason in its notes.
 *
 * @param stage of a table that was labelled at both, that which is asked for.
 */
export function decisionsIn({ extra = {} }: RawFields, stage: Stage): ImportedDecision[] {
  const texts = Object.values(extra).flat();
  const rayyan = texts.filter((text) => text.includes('RAYYAN-INCLUSION:'));
  if (rayyan.length > 0) return rayyan.flatMap(rayyanDecisions);
  const label = texts.flatMap((text) => ASREVIEW.exec(text)?.[1]?.toLowerCase() ?? [])[0];
  if (label === 'not_seen') return [];
  if (label !== undefined)
    return [{ reviewer: '', vote: label === 'relevant' ? 'include' : 'exclude', reasons: [], note: '' }];
  const columns = new Map(
    Object.entries(extra).map(([name, value]) => [name.trim().toLowerCase(), [value].flat()[0] ?? '']),
  );
  const names = stage === 'title-abstract' ? [...FIRST_STAGE_LABELS, ...LABELS] : LABELS;
  const column = names.find((name) => columns.has(name));
  const value = column === undefined ? '' : (columns.get(column) ?? '').trim().toLowerCase();
  const vote = /^(?:1(?:\.0)?|true|yes|relevant|included?)$/.test(value)
    ? 'include'
    : /^(?:0(?:\.0)?|false|no|irrelevant|excluded?)$/.test(value)
      ? 'exclude'
      : undefined;
  const ours = fromSheetCell(columns.get(NOTE_COLUMN) ?? '');
  const note = columns.get('asreview_note') || columns.get('exported_notes') || ours;
  const reason = (columns.get(REASON_COLUMN) ?? '').trim();
  const reasons = vote === 'exclude' && reason !== '' ? [reason] : [];
  return vote === undefined ? [] : [{ reviewer: '', vote, reasons, note }];
}

/** The ids of this review that another program has kept with a record, under the names that it or we gave them. */
export function litscreenIds({ extra = {} }: RawFields): string[] {
  const named = ['ID', 'id', 'OID', 'label'].flatMap((name) => extra[name] ?? []);
  const marked = Object.values(extra)
    .flat()
    .flatMap((text) => LITSCREEN_ID.exec(text)?.[1] ?? []);
  return [...named, ...marked];
}

/** The reasons that Covidence keeps in the notes of an excluded record: `Exclusion reason: Wrong population;`. */
export function covidenceReasons({ extra = {} }: RawFields): string[] {
  return Object.values(extra)
    .flat()
    .flatMap((text) => [...text.matchAll(/Exclusion reason:\s*([^;|]+)/gi)].map((match) => (match[1] ?? '').trim()));
}

const VOTES: ReadonlyMap<string, ImportedDecision['vote']> = new Map([
  ['included', 'include'],
  ['excluded', 'exclude'],
  ['maybe', 'maybe'],
]);
/** `"Ann"=>"Included"`, the parts quoted as Ruby does. */
const PAIR = /"((?:[^"\\]|\\.)*)"\s*=>\s*"(\w+)"/g;
/** Where the next part of Rayyan's note begins. */
const PARTS = /\s*\|\s*(?=(?:RAYYAN-[A-Z-]+|LITSCREEN-[A-Z]+|USER-NOTES):)/;

/** `RAYYAN-INCLUSION: {"Ann"=>"Included"} | RAYYAN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS: c | USER-NOTES: …`; of what
 * went out from here also whose reason and note is which. */
function rayyanDecisions(text: string): ImportedDecision[] {
  const parts = new Map<string, string>();
  // What went out from here stands in front of what Rayyan adds; people's notes may hold anything.
  const [head = ''] = text.split('USER-NOTES:', 1);
  const start = head.lastIndexOf('RAYYAN-INCLUSION:');
  for (const part of start === -1 ? [] : text.slice(start).split(PARTS)) {
    const name = part.slice(0, part.indexOf(':'));
    // People's own notes come last, and may hold anything.
    if (!parts.has(name)) parts.set(name, part.slice(part.indexOf(':') + 1).trim());
  }
  const list = (name: string) =>
    (parts.get(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  const labels = list('RAYYAN-LABELS');
  const notes = ['LITSCREEN-NOTES', 'USER-NOTES'].map((name) => userNotes(parts.get(name) ?? ''));
  const noteOf = (reviewer: string) =>
    [labels.length > 0 ? `labels: ${labels.join(', ')}` : '', ...notes.map((of) => of(reviewer))]
      .filter((item) => item !== '')
      .join('; ');
  const reasons = new Map(
    [...(parts.get('LITSCREEN-REASONS') ?? '').matchAll(REASON)].map(([, who = '', id = '']) => [unquoted(who), [id]]),
  );
  // Rayyan keeps the reasons of a record without saying whose they are.
  const reasonsOf = (reviewer: string) =>
    parts.has('LITSCREEN-REASONS') ? (reasons.get(reviewer) ?? []) : list('RAYYAN-EXCLUSION-REASONS');
  return [...(parts.get('RAYYAN-INCLUSION') ?? '').matchAll(PAIR)].flatMap((match) => {
    const vote = VOTES.get((match[2] ?? '').toLowerCase());
    if (!vote) return [];
    const reviewer = unquoted(match[1] ?? '');
    return [{ reviewer, vote, reasons: vote === 'exclude' ? reasonsOf(reviewer) : [], note: noteOf(reviewer) }];
  });
}

/** `{"Ann"=>["one", "two"]}`: what each person noted. Where that cannot be made out, it is told of everyone. */
function userNotes(text: string): (reviewer: string) => string {
  const notes = new Map([...text.matchAll(NOTES)].map(([, who = '', said = '']) => [unquoted(who), said]));
  if (notes.size === 0) return () => (text === '' ? '' : `notes: ${text}`);
  return (reviewer) =>
    [...(notes.get(reviewer) ?? '').matchAll(QUOTED)].map(([, note = '']) => unquoted(note)).join('; ');
}

const REASON = /"((?:[^"\\]|\\.)*)"\s*=>\s*"([\w-]+)"/g;
const QUOTED = /"((?:[^"\\]|\\.)*)"/g;
const NOTES = /"((?:[^"\\]|\\.)*)"\s*=>\s*\[((?:\s*"(?:[^"\\]|\\.)*"\s*,?)*)\]/g;

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, '$1').trim();
}
