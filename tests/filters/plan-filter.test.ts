import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toReports } from '../../src/dedupe/reports.ts';
import { verdictOn, type Limited } from '../../src/filters/limits.ts';
import { planFilter } from '../../src/filters/plan-filter.ts';
import type { Filters } from '../../src/model/protocol.ts';

const ENGLISH: Filters = { languages: ['English'] };
const YEARS: Filters = { dates: { from: '2023-01', to: '2025-01' } };
const ARTICLES: Filters = { types: ['article', 'preprint'] };

describe('a limit on one record', () => {
  const verdict = (record: Omit<Limited, 'id'>, name: 'languages' | 'dates' | 'types', filters: Filters) =>
    verdictOn({ id: 'a-1', ...record }, name, filters)?.verdict;

  it.each([
    ['eng', 'passes'],
    ['en', 'passes'],
    ['French; English', 'passes'],
    ['French', 'fails'],
    ['French; German', 'fails'],
    ['Undetermined', 'undecided'],
    ['French or so', 'undecided'],
    [undefined, 'unstated'],
  ])('language %s %s', (language, expected) => {
    expect(verdict({ language }, 'languages', ENGLISH)).toBe(expected);
  });

  it.each([
    [{ date: '2023-01-01' }, 'passes'],
    [{ date: '2022-12-31' }, 'fails'],
    [{ date: '2025-01-31' }, 'passes'],
    [{ date: '2025-02' }, 'fails'],
    [{ date: '2025-01' }, 'passes'],
    [{ year: 2024 }, 'passes'],
    [{ year: 2022 }, 'fails'],
    [{ year: 2026 }, 'fails'],
    [{ year: 2025 }, 'undecided'],
    // the more precise of the two counts
    [{ year: 2025, date: '2025-01' }, 'passes'],
    [{ year: 2025, date: '2025-06-02' }, 'fails'],
    [{}, 'unstated'],
  ] as const)('date %o %s', (record, expected) => expect(verdict(record, 'dates', YEARS)).toBe(expected));

  it.each([
    [{ from: '2024' }, 2024, 'passes'],
    [{ from: '2024' }, 2023, 'fails'],
    [{ to: '2024' }, 2024, 'passes'],
    [{ to: '2024-06-30' }, 2024, 'undecided'],
    [{ from: '2024-01-01', to: '2024-12-31' }, 2024, 'passes'],
  ])('limits %o, year %i: %s', (dates, year, expected) => {
    expect(verdict({ year }, 'dates', { dates })).toBe(expected);
  });

  it.each([
    ['article', 'passes'],
    ['preprint', 'passes'],
    ['book', 'fails'],
    ['other', 'undecided'],
    [undefined, 'unstated'],
  ] as const)('type %s %s', (type, expected) => expect(verdict({ type }, 'types', ARTICLES)).toBe(expected));
});

describe('planFilter', () => {
  const reports = toReports(['a-1', 'a-2', 'b-1', 'b-2'], [{ record: 'b-1', duplicateOf: 'a-1' }]);
  const plan = (records: readonly Limited[], filters: Filters) => planFilter(records, reports, filters);

  it('removes a report only if every record that states the field fails', () => {
    const french = { id: 'a-1', language: 'French' };
    expect(plan([french, { id: 'b-1', language: 'English' }], ENGLISH).removed).toEqual([]);
    expect(plan([french, { id: 'b-1' }], ENGLISH).removed).toEqual([
      { report: 'a-1', filter: 'languages', detail: 'French (a-1)' },
    ]);
    expect(plan([french, { id: 'b-1', language: 'German' }], ENGLISH).removed).toEqual([
      { report: 'a-1', filter: 'languages', detail: 'French (a-1) · German (b-1)' },
    ]);
  });

  it('leaves to people what no record states, or not precisely enough', () => {
    const { removed, undecided } = plan([{ id: 'a-1', year: 2025 }, { id: 'b-1', year: 2026 }, { id: 'a-2' }], YEARS);
    expect(removed).toEqual([]);
    expect(undecided).toEqual([
      { report: 'a-1', filter: 'dates', detail: '2025 (a-1) · 2026 (b-1)' },
      { report: 'a-2', filter: 'dates', detail: '' },
    ]);
  });

  it('names the first limit that a report fails, and asks nobody about the others', () => {
    const record = { id: 'a-2', language: 'French', year: 1999 };
    const filters = { ...ENGLISH, ...YEARS, ...ARTICLES };
    expect(plan([record], filters)).toEqual({
      removed: [{ report: 'a-2', filter: 'languages', detail: 'French (a-2)' }],
      undecided: [],
    });
  });

  it('says nothing where the protocol sets no limits', () => {
    expect(planFilter([{ id: 'a-1', language: 'French' }], reports, undefined)).toEqual({ removed: [], undecided: [] });
  });

  it('does not depend on the order of records; nothing is both removed and undecided; what passes is neither', () => {
    const record = fc.record({
      id: fc.constantFrom('a-1', 'a-2', 'b-1', 'b-2'),
      language: fc.option(fc.constantFrom('English', 'French', 'Elvish'), { nil: undefined }),
      year: fc.option(fc.integer({ min: 2021, max: 2026 }), { nil: undefined }),
    });
    const records = fc.uniqueArray(record, { selector: ({ id }) => id });
    fc.assert(
      fc.property(records, (list) => {
        const filters = { ...ENGLISH, ...YEARS };
        const { removed, undecided } = plan(list, filters);
        expect(plan(list.toReversed(), filters)).toEqual({ removed, undecided });
        const out = new Set(removed.map((line) => line.report));
        expect(undecided.filter((line) => out.has(line.report))).toEqual([]);
        const passing = list.filter(({ language, year }) => language === 'English' && year === 2024);
        for (const { id } of passing) expect(out.has(reports.of(id)?.id ?? '')).toBe(false);
      }),
    );
  });
});
