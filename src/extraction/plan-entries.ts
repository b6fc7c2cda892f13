import type { Problem } from '../model/errors.ts';
import type { Form, Item } from '../model/form.ts';
import type { PersonId } from '../model/ids.ts';
import { groupBy } from '../model/group.ts';
import { oneLine } from '../text/one-line.ts';
import { laterThan, type EntryLine } from '../model/ledgers.ts';
import type { Entries, Units } from './entries.ts';
import { readValue, shownValue } from './values.ts';

export type NewEntryLine = Omit<EntryLine, 'person' | 'where'>;

/** What a person says of one item of one unit; empty texts where nothing is said. */
export interface EntryInput {
  readonly unit: string;
  readonly item: Item;
  readonly value: string;
  readonly quote: string;
  readonly page: string;
}

/** A row of a filled-in sheet, its cells by column. `row` is counted as a spreadsheet does, `line` as an editor does. */
export interface FilledRow {
  readonly row: number;
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** The columns in which a sheet holds the words that an entry rests on, and their page. */
export const quoteColumn = (item: Item) => `${item.id}:quote`;
export const pageColumn = (item: Item) => `${item.id}:page`;

/**
 * What a filled-in sheet says: the entries that it adds or changes, and every cell that is wrong. A cell that says
 * something else than the person's own entry, or nothing where there is one, is wrong unless the sheet may revise; a
 * column that is not there says nothing.
 */
export function planImport(
  rows: readonly FilledRow[],
  file: string,
  form: Form,
  units: Units,
  entries: Entries,
  person: PersonId,
  mayRevise: boolean,
): { readonly inputs: readonly EntryInput[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const inputs: EntryInput[] = [];
  const rowOf = new Map<string, number>();
  for (const { row, line, cells } of rows) {
    const bad = (column: string, message: string, hint?: string) =>
      problems.push({
        message: `row ${row}, ${column}: ${message}`,
        where: { file, line },
        ...(hint && { hint }),
      });
    const named = cells.get(form.unit) ?? '';
    const unit = units.of(named);
    if (unit === undefined) {
      bad(
        form.unit,
        named === '' ? 'no id' : `"${named}" is no included ${form.unit}`,
        'the sheet tells rows apart by their ids',
      );
      continue;
    }
    const earlier = rowOf.get(unit);
    if (earlier !== undefined) {
      bad(form.unit, `${unit} stands in row ${earlier} too`, 'keep one of the two rows');
      continue;
    }
    rowOf.set(unit, row);
    for (const item of form.items) {
      const text = cells.get(item.id);
      if (text === undefined) continue;
      const own = ownLines(entries, unit, item, person);
      const read = text === '' ? { value: '' } : readValue(item, text);
      if ('problem' in read) {
        bad(item.id, read.problem, read.hint);
        continue;
      }
      const { value } = read;
      const [quote, page] = [quoteColumn(item), pageColumn(item)].map((column) => cells.get(column)) as EvidenceCells;
      if (value === '' && (quote || page)) {
        bad(item.id, 'a quote or a page without a value');
        continue;
      }
      const was = agreedValue(own);
      if (was !== undefined && was !== value && !mayRevise) {
        const now = value === '' ? 'the cell is empty' : `"${text}"`;
        bad(
          item.id,
          `${now}, but you entered "${shownValue(item, was)}" before`,
          'add  --revise  if the sheet is right',
        );
        continue;
      }
      const [earlierLine] = own;
      // Where the sheet has no columns for them, the words and the page stay with the value that rests on them.
      const kept = was === value ? earlierLine : undefined;
      const input = {
        unit,
        item,
        value,
        quote: value === '' ? '' : oneLine(quote ?? kept?.quote ?? ''),
        page: value === '' ? '' : oneLine(page ?? kept?.page ?? ''),
      };
      if (!isSaid(input, own)) inputs.push(input);
    }
  }
  return { inputs, problems };
}

type EvidenceCells = [quote: string | undefined, page: string | undefined];

/**
 * A person's lines that count for a cell: one; or several, where records that had entries of their own became one unit.
 */
export function ownLines(entries: Entries, unit: string, item: Item, person: PersonId): readonly EntryLine[] {
  const lines = entries.cells.get(unit)?.get(item.id)?.lines ?? [];
  return lines.filter((line) => line.person === person);
}

/** The one value that a person's lines on a cell say; undefined where they say none, or different ones. */
export function agreedValue(own: readonly EntryLine[]): string | undefined {
  const [first] = own;
  return own.every((line) => line.value === first?.value) ? first?.value : undefined;
}

/** Whether a person's lines say this already. */
export function isSaid({ value, quote, page }: EntryInput, own: readonly EntryLine[]): boolean {
  if (own.length === 0) return value === '';
  return own.every((line) => line.value === value && line.quote === quote && line.page === page);
}

/**
 * The lines that entries add to a person's ledger: one moment for all, later than all of the person's lines. Where records
 * with entries of their own became one unit, an entry is written on each of them, so that they agree again.
 *
 * @param own the person's lines, read under the lock.
 */
export function entryLines(
  inputs: readonly EntryInput[],
  own: readonly EntryLine[],
  form: Form,
  units: Units,
  now: Date,
): NewEntryLine[] {
  const at = laterThan(
    now,
    own.map((line) => line.at),
  );
  const records = groupBy(own, (line) => `${units.of(line.unit) ?? ''} ${line.item}`);
  return inputs.flatMap(({ unit, item, value, quote, page }) => {
    const standing = new Map<string, string>();
    for (const line of records.get(`${unit} ${item.id}`) ?? []) standing.set(line.unit, line.value);
    const written = [...standing].filter(([, said]) => said !== '').map(([record]) => record);
    const targets = written.length > 0 ? written : [unit];
    return targets.map((record) => {
      return { unit: record, item: item.id, position: '1', value, quote, page, form: String(form.form), at };
    });
  });
}
