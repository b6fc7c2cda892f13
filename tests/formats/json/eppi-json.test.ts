import { describe, expect, it } from 'vitest';
import { eppiJson } from '../../../src/formats/json/eppi-json.ts';
import { sniffFormat } from '../../../src/formats/registry.ts';
import { fieldsOf, outline } from '../reading.ts';

const ITEM = {
  Codes: [{ AttributeId: 5, AdditionalText: '' }],
  Outcomes: [],
  ItemId: 51,
  Title: 'Small models',
  ParentTitle: 'J Models',
  ShortTitle: 'Doe (2024)',
  Year: '2024',
  Month: '',
  StandardNumber: '1234-5678',
  Volume: '3',
  Issue: '2',
  Pages: '1-9',
  URL: 'https://example.org/1',
  Abstract: 'We distil.',
  TypeName: 'Journal, Article',
  Authors: 'Doe Jane A; van der Poe Edgar ; WHO ; ',
  DOI: '10.1000/x',
  Keywords: '',
  QuickCitation: 'Doe (2024). Small models.',
};
const CODES = [{ SetName: 'Screening', SetId: 7, Attributes: { AttributesList: [{ AttributeName: 'Title' }] } }];
const text = JSON.stringify({ CodeSets: CODES, References: [ITEM, { ...ITEM, ItemId: 52, Title: 'Two' }] });

describe('eppiJson', () => {
  it('is known by its codes', () => expect(sniffFormat(text)?.id).toBe('eppi-json'));

  it('reads the items, and not the codes', () => {
    expect(outline(eppiJson, text)).toEqual(['0@1 not-a-record', '1@1 Small models', '2@1 Two']);
    const counter = eppiJson.counter();
    counter.add(text);
    expect(counter.total()).toBe(2);
  });

  it('reads every field of an item', () => {
    expect(fieldsOf(eppiJson, JSON.stringify({ References: [ITEM] }))).toMatchObject({
      title: 'Small models',
      year: '2024',
      venue: 'J Models',
      volume: '3',
      issue: '2',
      pages: '1-9',
      doi: ['10.1000/x'],
      abstract: 'We distil.',
      issn: ['1234-5678'],
      url: 'https://example.org/1',
      authors: { names: ['Doe, Jane A', 'van der Poe, Edgar', 'WHO'] },
      ids: { eppi: '51' },
      extra: {
        Codes: JSON.stringify(ITEM.Codes),
        ShortTitle: 'Doe (2024)',
        QuickCitation: 'Doe (2024). Small models.',
      },
    });
  });
});
