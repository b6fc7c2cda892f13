import { NOT_REPORTED, type Form, type Item } from '../model/form.ts';
import type { Cell, Entries, Units } from './entries.ts';
import { optionsIn } from './values.ts';

/** What was extracted for one item, over all units. */
export interface ItemSummary {
  readonly id: string;
  readonly label: string;
  readonly type: Item['type'];
  readonly required: boolean;
  /** Units with a value that stands; those that do not report the item are counted beside them. */
  readonly filled: number;
  readonly notReported: number;
  /** Units of which people say different things, and of which nobody says anything. */
  readonly differing: number;
  readonly missing: number;
  /** Of choices and yes/no: how many units each option was chosen for, in the order of the form. */
  readonly options?: readonly { readonly id: string; readonly label: string; readonly n: number }[];
  /** Of numbers. */
  readonly numbers?: { readonly min: number; readonly median: number; readonly max: number };
  /** Of texts: how many different ones there are. */
  readonly distinct?: number;
}

export interface ExtractionSummary {
  readonly unit: Form['unit'];
  readonly units: number;
  /** Units with all required items, as far as they stand. */
  readonly complete: number;
  readonly items: readonly ItemSummary[];
}

/** What was extracted, item by item. */
export function summarise(form: Form, units: Units, entries: Entries): ExtractionSummary {
  const cellOf = (unit: string, item: Item) => entries.cells.get(unit)?.get(item.id);
  const required = form.items.filter((item) => item.required);
  return {
    unit: form.unit,
    units: units.all.length,
    complete: units.all.filter((unit) => required.every((item) => cellOf(unit, item)?.value !== undefined)).length,
    items: form.items.map((item) =>
      summariseItem(
        item,
        units.all.map((unit) => cellOf(unit, item)),
      ),
    ),
  };
}

function summariseItem(item: Item, cells: readonly (Cell | undefined)[]): ItemSummary {
  const standing = cells.flatMap((cell) => (cell?.value === undefined ? [] : [cell.value]));
  const values = standing.filter((value) => value !== NOT_REPORTED);
  return {
    id: item.id,
    label: item.label,
    type: item.type,
    required: item.required,
    filled: values.length,
    notReported: standing.length - values.length,
    differing: cells.filter((cell) => cell && cell.value === undefined).length,
    missing: cells.filter((cell) => cell === undefined).length,
    ...detailsOf(item, values),
  };
}

function detailsOf(item: Item, values: readonly string[]): Pick<ItemSummary, 'options' | 'numbers' | 'distinct'> {
  switch (item.type) {
    case 'text':
      return { distinct: new Set(values).size };
    case 'integer':
    case 'number': {
      const numbers = values.map(Number).sort((a, b) => a - b);
      const [min, max] = [numbers[0], numbers.at(-1)];
      return min === undefined || max === undefined ? {} : { numbers: { min, median: medianOf(numbers), max } };
    }
    case 'boolean':
      return { options: countOptions(values, [optionNamed('yes'), optionNamed('no')]) };
    case 'one-of':
    case 'many-of':
      return { options: countOptions(values, item.options) };
  }
}

const optionNamed = (id: string) => ({ id, label: id });

function countOptions(values: readonly string[], options: Item['options']): NonNullable<ItemSummary['options']> {
  const chosen = values.map((value) => new Set(optionsIn(value)));
  return options.map(({ id, label }) => ({ id, label, n: chosen.filter((set) => set.has(id)).length }));
}

/** @param sorted at least one number. */
function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  if (sorted.length % 2 === 1) return upper;
  // Of 1.1 and 1.3 it is 1.2, and not 1.2000000000000002.
  return Number((((sorted[middle - 1] ?? 0) + upper) / 2).toPrecision(12));
}
