import { expect, it } from 'vitest';
import { toComparable, type Comparable } from '../../src/dedupe/comparable.ts';
import { fingerprints } from '../../src/dedupe/fingerprint.ts';

it('a print tells apart what any field says otherwise, and nothing else', () => {
  const full = toComparable({
    id: 'a-1',
    title: 'Teaching owls: a study of small models [Erratum appears in J Owls. 2024;3(2):40]',
    authors: [{ family: 'Poe', given: 'Edgar' }],
    year: 2023,
    venue: 'Journal of Owls',
    volume: '3',
    issue: '1',
    pages: '1-12',
    doi: '10.1000/owls',
    ids: { pmid: '7' },
    abstract: 'An abstract that is long enough to be kept, and says what the owls have learned from models.',
    source: { file: 'x', entry: 1, line: 1 },
  });
  const { pages } = full;
  const others: Comparable[] = [
    { ...full, pages: { prefix: '', start: 11, end: 2 } },
    { ...full, pages: pages && { ...pages, prefix: 's' } },
    { ...full, surnames: [] },
    ...Object.keys(full)
      // The numbers of a title, and whether it is brief, follow from its words; names are never unknown.
      .filter((field) => !['id', 'numbers', 'isBrief', 'surnames'].includes(field))
      .map((field) => {
        const value = full[field as keyof Comparable];
        const other = typeof value === 'boolean' ? !value : typeof value === 'string' ? `${value}x` : undefined;
        return { ...full, [field]: other };
      }),
  ];
  const printOf = fingerprints([full, ...others, { ...full, id: 'b-9' }]);
  expect(printOf(others.length + 1)).toBe(printOf(0));
  for (const [at, other] of others.entries())
    if (JSON.stringify(other) !== JSON.stringify(full)) expect(printOf(at + 1)).not.toBe(printOf(0));
});
