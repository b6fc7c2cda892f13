import { rejected, type ParsedEntry, type RawFields } from '../entry.ts';
import { linesOf, type ExportText } from '../pieces.ts';
import { OpenEntry } from './open-entry.ts';

/** How entries are told that begin with a line of their own, and end where the next one begins. */
export interface BegunEntries {
  readonly begins: (line: string) => boolean;
  /** Takes a line of an entry that says something. */
  readonly add: (open: OpenEntry, line: string) => void;
  readonly toFields: (open: OpenEntry) => RawFields;
}

/** The entries of a text, in order; what stands above the first one is none. */
export function* begunEntries(text: ExportText, { begins, add, toFields }: BegunEntries): Generator<ParsedEntry> {
  let entry = 0;
  let number = 0;
  let open: OpenEntry | undefined;
  for (const written of linesOf(text)) {
    number++;
    const line = written.trimEnd();
    if (begins(line)) {
      if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
      open = new OpenEntry(number);
    } else if (line !== '' && open) {
      open.keep(line);
      add(open, line);
    } else if (line !== '') yield rejected(entry, number, 'not-a-record', 'text above the records', line);
  }
  if (open) yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
}
