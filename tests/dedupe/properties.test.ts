import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toComparable } from '../../src/dedupe/comparable.ts';
import { contradicts, decide } from '../../src/dedupe/decide.ts';
import { planDedupe } from '../../src/dedupe/plan-dedupe.ts';
import { toReports } from '../../src/dedupe/reports.ts';
import type { RulingLine } from '../../src/model/ledgers.ts';
import type { BibRecord } from '../../src/model/record.ts';

/** What sources do to one paper: leave out, shorten, respell, number otherwise. */
type Damage = (record: Omit<BibRecord, 'id'>) => Omit<BibRecord, 'id'>;
const DAMAGES: readonly Damage[] = [
  (record) => record,
  ({ doi: _, ...record }) => record,
  (record) => ({ ...record, title: record.title?.toUpperCase() }),
  (record) => ({ ...record, title: `${record.title ?? ''}.` }),
  ({ pages: _, volume: __, ...record }) => record,
  (record) => ({ ...record, pages: record.pages?.replace(/-.*/, '') }),
  (record) => ({ ...record, authors: record.authors?.slice(0, 1) }),
  (record) => ({ ...record, year: (record.year ?? 0) + 1 }),
  (record) => ({ ...record, title: `${record.title ?? ''}, Part 2` }),
  (record) => ({ ...record, title: `Erratum: ${record.title ?? ''}` }),
  (record) => ({ ...record, doi: '10.48550/arxiv.2301.00001', venue: 'arXiv' }),
  ({ authors: _, ...record }) => record,
];

const WORDS = 'small large models language robots orchards edge memory paging fields owls speech tables mining'.split(
  ' ',
);
const paper = fc.record({
  title: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.array(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 8 }).map((list) => list.join(' ')),
    },
    { weight: 1, arbitrary: fc.constantFrom('Editorial', 'Book reviews', 'Guest editorial: small models') },
  ),
  authors: fc.array(fc.constantFrom('Poe', 'Roe', 'Doe', 'Müller', 'Garcia'), { minLength: 1, maxLength: 4 }),
  year: fc.integer({ min: 2019, max: 2024 }),
  venue: fc.constantFrom('Journal of Owls', 'J. Owls', 'Proceedings of the Owl Conference', 'Nature'),
  volume: fc.option(fc.constantFrom('3', '12'), { nil: undefined }),
  page: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
  doi: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
});
const library = fc.array(fc.tuple(paper, fc.array(fc.nat(DAMAGES.length - 1), { minLength: 1, maxLength: 4 })), {
  minLength: 1,
  maxLength: 8,
});

/** The records of a library: of each paper as many as it has damages. */
function recordsOf(
  papers: (typeof library)['generate'] extends (...args: never[]) => { value: infer V } ? V : never,
): BibRecord[] {
  return papers
    .flatMap(([{ page, doi, authors, volume, ...fields }, damages]) => {
      const whole: Omit<BibRecord, 'id'> = {
        ...fields,
        authors: [...new Set(authors)].map((family) => ({ family, given: 'A' })),
        ...(volume !== undefined && { volume }),
        ...(page !== undefined && { pages: `${page}-${page + 8}` }),
        ...(doi !== undefined && { doi: `10.1000/owl.${doi}` }),
        source: { file: 'a.csv', entry: 1, line: 2 },
      };
      return damages.map((damage) => (DAMAGES[damage] as Damage)(whole));
    })
    .map((record, index) => ({ id: `a-${index + 1}`, ...record }));
}

function partition(records: readonly BibRecord[], lines: readonly RulingLine[] = []): string[][] {
  const { links } = planDedupe(records.map(toComparable), lines);
  return toReports(
    records.map((record) => record.id),
    links,
  ).all.map((report) => [...report.records]);
}

const sorted = (groups: readonly (readonly string[])[]) => groups.map((group) => [...group].sort().join(' ')).sort();

const ruling = (a: string, b: string, verdict: 'same' | 'different', n: number): RulingLine => ({
  record_a: a,
  record_b: b,
  verdict,
  note: '',
  at: `2025-01-01T00:00:0${n}.000Z`,
  person: 'MP',
  where: { file: 'dedupe/rulings/MP.csv', line: n + 2 },
});

describe('links', () => {
  it('are the same whichever of two records comes first', () => {
    fc.assert(
      fc.property(library, (papers) => {
        const records = recordsOf(papers).map(toComparable);
        for (const a of records) for (const b of records) if (a.id < b.id) expect(decide(a, b)).toEqual(decide(b, a));
      }),
      { numRuns: 500 },
    );
  });

  it('are the same in whatever order records come', () => {
    fc.assert(
      fc.property(library, fc.infiniteStream(fc.nat(1000)), (papers, keys) => {
        const records = recordsOf(papers);
        const shuffled = records
          .map((record) => ({ record, key: keys.next().value as number }))
          .sort((x, y) => x.key - y.key)
          .map(({ record }) => record);
        expect(sorted(partition(shuffled))).toEqual(sorted(partition(records)));
      }),
      { numRuns: 300 },
    );
  });

  it('hold no two records within a report that contradict each other', () => {
    fc.assert(
      fc.property(library, (papers) => {
        const records = recordsOf(papers);
        const known = new Map(records.map((record) => [record.id, toComparable(record)]));
        for (const group of partition(records)) {
          const members = group.flatMap((id) => known.get(id) ?? []);
          const pairs = members.flatMap((a, at) => members.slice(at + 1).map((b) => [a, b] as const));
          const clashing = pairs.filter(([a, b]) => contradicts(a, b, () => false) && decide(a, b).kind !== 'linked');
          expect(clashing).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('come out again when a report is searched for anew, and old ids stay what they were', () => {
    fc.assert(
      fc.property(library, (papers) => {
        const records = recordsOf(papers);
        const again = records.map((record, index) => ({ ...record, id: `b-${index + 1}` }));
        const before = sorted(partition(records));
        const after = partition([...records, ...again]);
        const old = after.map((group) => group.filter((id) => id.startsWith('a-'))).filter((group) => group.length > 0);
        expect(sorted(old)).toEqual(before);
        // What is shown under an id still is: new searches come later.
        const reports = after.flatMap(([first = '']) => (first.startsWith('a-') ? [first] : []));
        expect(reports.sort()).toEqual(
          partition(records)
            .map(([first = '']) => first)
            .sort(),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('honour every ruling, and end there: what was ruled is asked no more', () => {
    const said = fc.array(fc.tuple(fc.nat(30), fc.nat(30), fc.constantFrom('same' as const, 'different' as const)), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(library, said, (papers, rulings) => {
        const records = recordsOf(papers);
        const at = (n: number) => (records[n % records.length] as BibRecord).id;
        const lines = rulings
          .filter(([a, b]) => at(a) !== at(b))
          .slice(0, 1)
          .map(([a, b, verdict], n) => ruling(at(a), at(b), verdict, n));
        const found = partition(records, lines);
        for (const { record_a, record_b, verdict } of lines) {
          const isOne = found.some((group) => group.includes(record_a) && group.includes(record_b));
          expect(isOne).toBe(verdict === 'same');
          const { uncertain } = planDedupe(records.map(toComparable), lines);
          const isAsked = uncertain.some(({ a, b }) => [a, b].sort().join() === [record_a, record_b].sort().join());
          expect(isAsked).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});
