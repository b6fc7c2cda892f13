import type { Problem } from '../model/errors.ts';
import type { Form, Item } from '../model/form.ts';
import type { PersonId } from '../model/ids.ts';
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
      const own = ownLine(entries, unit, item, person);
      const [quote, page] = [
        cells.get(quoteColumn(item)) ?? own?.quote ?? '',
        cells.get(pageColumn(item)) ?? own?.page ?? '',
      ];
      const read = text === '' ? { value: '' } : readValue(item, text);
      if ('problem' in read) {
        bad(item.id, read.problem, read.hint);
        continue;
      }
      const { value } = read;
      if (value === '' && (cells.get(quoteColumn(item)) || cells.get(pageColumn(item)))) {
        bad(item.id, 'a quote or a page without a value');
        continue;
      }
      if (own && own.value !== value && !mayRevise) {
        const was = shownValue(item, own.value);
        const now = value === '' ? 'the cell is empty' : `"${text}"`;
        bad(item.id, `${now}, but you entered "${was}" before`, 'add  --revise  if the sheet is right');
        continue;
      }
      const isSame = own ? own.value === value && own.quote === quote && own.page === page : value === '';
      if (!isSame) inputs.push({ unit, item, value, quote: value === '' ? '' : quote, page: value === '' ? '' : page });
    }
  }
  return { inputs, problems };
}

/** The line of a person that counts for a cell; undefined where the person says nothing of it. */
export function ownLine(entries: Entries, unit: string, item: Item, person: PersonId): EntryLine | undefined {
  return entries.cells
    .get(unit)
    ?.get(item.id)
    ?.lines.find((line) => line.person === person);
}

/**
 * The lines that entries add to a person's ledger: one moment for all, later than all of the person's lines, for earlier
 * ones on a unit may name any of its records.
 */
export function entryLines(
  inputs: readonly EntryInput[],
  own: readonly EntryLine[],
  form: Form,
  now: Date,
): NewEntryLine[] {
  const at = laterThan(
    now,
    own.map((line) => line.at),
  );
  return inputs.map(({ unit, item, value, quote, page }) => {
    return { unit, item: item.id, position: '1', value, quote, page, form: String(form.form), at };
  });
}
