import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatePairs } from '../../src/dedupe/block.ts';
import { toComparable } from '../../src/dedupe/comparable.ts';

const editorial = (n: number) =>
  toComparable({
    id: `a-${n}`,
    title: 'Editorial',
    authors: [{ family: `Editor${n % 7}` }],
    year: 1990 + (n % 30),
    venue: 'Journal of Models',
    volume: String(n % 30),
    pages: `${n + 1}-${n + 2}`,
    source: { file: 'x', entry: n, line: n },
  });
const list = (pairs: ReturnType<typeof candidatePairs>) =>
  Array.from({ length: pairs.length }, (_, at) => `${pairs.first[at]} ${pairs.second[at]}`);

describe('candidatePairs', () => {
  it('names each pair once, the lower position first, in order', () => {
    const pairs = list(candidatePairs([editorial(1), editorial(1), editorial(1)]));
    expect(pairs).toEqual(['0 1', '0 2', '1 2']);
  });

  it('grows with the records, not with their square, whatever they share', () => {
    const records = Array.from({ length: 4000 }, (_, n) => editorial(n));
    expect(candidatePairs(records).length).toBeLessThan(4000 * 30);
  });

  it('finds a copy among thousands of the same title', () => {
    const records = [...Array.from({ length: 2000 }, (_, n) => editorial(n)), editorial(1234)];
    expect(list(candidatePairs(records))).toContain('1234 2000');
  });

  it('links the same records in whatever order they come', () => {
    const titles = [
      'Gait after stroke in old age',
      'Gait after stroke in old age: a study',
      'Editorial',
      'Models that reason on small devices',
    ];
    const any = fc.record({
      title: fc.constantFrom(...titles),
      family: fc.constantFrom('Doe', 'Roe'),
      year: fc.constantFrom(2020, 2021),
      page: fc.constantFrom(undefined, '7-9', '30-41'),
      doi: fc.constantFrom(undefined, '10.5555/aa.1', '10.5555/bb.7'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(any, { maxLength: 9, selector: (item) => JSON.stringify(item) }), (items) => {
        const records = items.map(({ title, family, year, page, doi }, n) =>
          toComparable({
            id: `a-${n + 1}`,
            title,
            authors: [{ family }, { family: 'Poe' }],
            year,
            ...(page !== undefined && { pages: page, volume: '3' }),
            ...(doi !== undefined && { doi }),
            source: { file: 'x', entry: 1, line: 1 },
          }),
        );
        const candidates = (of: typeof records) =>
          list(candidatePairs(of))
            .map((pair) =>
              pair
                .split(' ')
                .map((at) => of[Number(at)]?.id)
                .sort()
                .join(' '),
            )
            .sort();
        expect(candidates(records.toReversed())).toEqual(candidates(records));
      }),
    );
  });
});
