import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readValue, shownValue } from '../../src/extraction/values.ts';
import { FormSchema, ITEM_TYPES, type Item, type ItemType } from '../../src/model/form.ts';

function item(type: ItemType): Item {
  const options = type === 'one-of' || type === 'many-of' ? ['enc', { id: 'dec', label: 'Decoder only' }, 'both'] : [];
  const form = FormSchema.parse({ schemaVersion: 1, items: [{ id: 'x', label: 'X', type, options }] });
  return form.items[0] as Item;
}

describe('readValue', () => {
  it.each([
    ['text', ' two\n lines ', 'two lines'],
    ['integer', '1200', '1200'],
    ['integer', '+07', '7'],
    ['integer', '-3', '-3'],
    ['integer', '1.5', undefined],
    ['integer', '1,200', undefined],
    ['integer', '7B', undefined],
    ['number', '1.30', '1.3'],
    ['number', '.5', '0.5'],
    ['number', '7.', '7'],
    ['number', '1e3', '1000'],
    ['number', '1,5', undefined],
    ['number', '7B', undefined],
    ['number', '1e999', undefined],
    ['number', 'Infinity', undefined],
    ['boolean', 'TRUE', 'yes'],
    ['boolean', 'n', 'no'],
    ['boolean', '0', 'no'],
    ['boolean', 'maybe', undefined],
    ['one-of', 'ENC', 'enc'],
    ['one-of', 'decoder only', 'dec'],
    ['one-of', 'enc; dec', undefined],
    ['one-of', 'novel', undefined],
    ['many-of', 'both; Decoder only;', 'dec;both'],
    ['many-of', 'enc;enc', 'enc'],
    ['many-of', 'enc, dec', undefined],
    ['many-of', ' ; ', undefined],
  ] as const)('%s "%s": %s', (type, text, value) => {
    const read = readValue(item(type), text);
    if (value !== undefined) expect(read).toEqual({ value });
    else expect(read).toEqual({ problem: expect.any(String) as string, hint: expect.any(String) as string });
  });

  it.each(ITEM_TYPES)('takes NR for any %s', (type) => expect(readValue(item(type), ' nr ')).toEqual({ value: 'NR' }));

  it('reads back what it shows, and says the same of it', () => {
    const types = fc.constantFrom(...ITEM_TYPES);
    const text = fc.oneof(fc.string(), fc.double().map(String), fc.constantFrom('enc;dec', 'Both', 'yes', 'nr', '-7'));
    fc.assert(
      fc.property(types, text, (type, said) => {
        const read = readValue(item(type), said);
        if ('problem' in read || read.value === '') return;
        expect(readValue(item(type), shownValue(item(type), read.value))).toEqual(read);
      }),
    );
  });
});
