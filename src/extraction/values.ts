import { oneLine } from '../text/one-line.ts';
import { NOT_REPORTED, type Item } from '../model/form.ts';

/** The value of a cell as a ledger holds it, or why the text is none. */
export type ReadValue = { readonly value: string } | { readonly problem: string; readonly hint: string };

const YES = new Set(['yes', 'y', 'true', '1']);
const NO = new Set(['no', 'n', 'false', '0']);

/** Between the options of a many-of, in ledgers and sheets. */
const SEPARATOR = ';';

/**
 * Reads what a person wrote for an item. Options go by their ids or labels, in any case; several of them with `;`
 * between. Numbers are written with a point. `NR` says that the document does not report the item.
 *
 * @returns the value in the one form in which ledgers hold it, so that equal answers are equal texts.
 */
export function readValue(item: Item, text: string): ReadValue {
  const said = oneLine(text);
  if (said.toUpperCase() === NOT_REPORTED) return { value: NOT_REPORTED };
  switch (item.type) {
    case 'text':
      return { value: said };
    case 'integer':
      if (/^[-+]?\d{1,15}$/.test(said)) return { value: String(Number(said)) };
      return { problem: `"${said}" is no whole number`, hint: 'write it with digits alone, such as 1200' };
    case 'number':
      if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i.test(said) && Number.isFinite(Number(said)))
        return { value: String(Number(said)) };
      return {
        problem: `"${said}" is no number`,
        hint: 'write it with digits and a point, such as 1.3; units do not belong in the cell',
      };
    case 'boolean':
      if (YES.has(said.toLowerCase())) return { value: 'yes' };
      if (NO.has(said.toLowerCase())) return { value: 'no' };
      return { problem: `"${said}" is neither yes nor no`, hint: 'write yes, no, or NR where it is not reported' };
    case 'one-of':
      return readOptions(item, [said]);
    case 'many-of':
      return readOptions(item, said.split(SEPARATOR));
  }
}

function readOptions(item: Item, names: readonly string[]): ReadValue {
  const chosen = new Set<string>();
  for (const name of names.map((part) => part.trim()).filter((part) => part !== '')) {
    const isIt = (text: string) => text.toLowerCase() === name.toLowerCase();
    const option = item.options.find(({ id }) => isIt(id)) ?? item.options.find(({ label }) => isIt(label));
    if (!option) {
      const several = item.type === 'many-of' ? '; several with ; between' : '';
      const hint = `its options are ${item.options.map(({ id }) => id).join(', ')}${several}`;
      return { problem: `"${name}" is no option`, hint };
    }
    chosen.add(option.id);
  }
  if (chosen.size === 0) return { problem: 'nothing is chosen', hint: 'leave the cell empty, or write NR' };
  // In the order of the form: who ticks the same boxes says the same.
  return { value: item.options.flatMap(({ id }) => (chosen.has(id) ? [id] : [])).join(SEPARATOR) };
}

/** The options that a value of a choice names. */
export function optionsIn(value: string): string[] {
  return value.split(SEPARATOR);
}

/** A value as a cell of a sheet: numbers are numbers there. */
export function cellOf(item: Item, value: string): string | number {
  const isNumber = (item.type === 'integer' || item.type === 'number') && value !== NOT_REPORTED;
  return isNumber ? Number(value) : shownValue(item, value);
}

/** A value as a person reads it. */
export function shownValue(item: Item, value: string): string {
  return item.type === 'many-of' ? optionsIn(value).join(`${SEPARATOR} `) : value;
}
