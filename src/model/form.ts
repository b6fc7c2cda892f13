import { z } from 'zod';
import { ID } from './ids.ts';

const id = z.string().regex(ID, 'an id is made of letters, digits, "-" and "_", and starts with a letter or digit');

export const ITEM_TYPES = ['text', 'integer', 'number', 'one-of', 'many-of', 'boolean'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

const OptionSchema = z
  .union([id, z.strictObject({ id, label: z.string().min(1) })])
  .transform((option) => (typeof option === 'string' ? { id: option, label: option } : option));
export type Option = z.infer<typeof OptionSchema>;

const ItemSchema = z.strictObject({
  id,
  label: z.string().min(1),
  type: z.enum(ITEM_TYPES),
  options: z.array(OptionSchema).default([]),
  required: z.boolean().default(false),
  description: z.string().optional(),
  group: z.string().optional(),
});
/** One thing that is extracted from each report or study. */
export type Item = z.infer<typeof ItemSchema>;

/** The extraction form: `extraction/form.yaml`. */
export const FormSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Its number: a changed form counts it up, and each entry names the form under which it was made. */
  form: z.int().positive().default(1),
  unit: z.enum(['report', 'study']).default('report'),
  items: z.array(ItemSchema).min(1),
});
export type Form = z.infer<typeof FormSchema>;

/** What says that a document does not report an item; it is an answer to any item. */
export const NOT_REPORTED = 'NR';

/** The columns of an extraction sheet that tell which document a row is of; an item cannot have their names. */
export const SHEET_COLUMNS = ['report', 'study', 'title', 'authors', 'year', 'venue', 'doi', 'url'] as const;

/** What the schema cannot say: ids unique ignoring case, options just where there is something to choose. */
export function formContradictions(form: Form): { path: (string | number)[]; message: string }[] {
  const found: { path: (string | number)[]; message: string }[] = [];
  const unique = (path: (string | number)[], ids: readonly string[]) => {
    const seen = new Set<string>();
    ids.forEach((value, index) => {
      if (seen.has(value.toLowerCase()))
        found.push({ path: [...path, index], message: `"${value}" stands here twice (ids ignore case)` });
      seen.add(value.toLowerCase());
    });
  };
  unique(
    ['items'],
    form.items.map((item) => item.id),
  );
  form.items.forEach((item, index) => {
    const path = ['items', index];
    const isChoice = item.type === 'one-of' || item.type === 'many-of';
    if (isChoice && item.options.length === 0)
      found.push({ path, message: `${item.id} is ${item.type}, and needs options to choose from` });
    if (!isChoice && item.options.length > 0)
      found.push({
        path: [...path, 'options'],
        message: `${item.id} is ${item.type}: options belong to one-of and many-of`,
      });
    if (SHEET_COLUMNS.some((column) => column === item.id.toLowerCase()))
      found.push({ path: [...path, 'id'], message: `${item.id} is a column of every sheet: choose another id` });
    unique(
      [...path, 'options'],
      item.options.map((option) => option.id),
    );
    item.options.forEach((option, position) => {
      if (option.id.toUpperCase() !== NOT_REPORTED) return;
      const message = `${NOT_REPORTED} says "not reported" in every item: choose another id`;
      found.push({ path: [...path, 'options', position], message });
    });
  });
  return found;
}
