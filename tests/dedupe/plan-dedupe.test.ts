import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toComparable } from '../../src/dedupe/comparable.ts';
import { planDedupe } from '../../src/dedupe/plan-dedupe.ts';
import { toReports } from '../../src/dedupe/reports.ts';
import type { RulingLine } from '../../src/model/ledgers.ts';
import type { BibRecord } from '../../src/model/record.ts';

const record = (id: string, title: string, doi?: string): BibRecord => ({
  id,
  title,
  authors: [{ family: 'Doe', given: 'J.' }],
  year: 2024,
  ...(doi !== undefined && { doi }),
  source: { file: 'x', entry: 1, line: 1 },
});
const ruling = (a: string, b: string, verdict: string, person = 'MP', n = 0): RulingLine => ({
  record_a: a,
  record_b: b,
  verdict,
  note: '',
  at: `2025-01-01T00:00:00.${String(n).padStart(3, '0')}Z`,
  person,
  where: { file: `dedupe/rulings/${person}.csv`, line: n + 2 },
});
const TITLE = 'Teaching small language models to reason';
const groups = (records: readonly BibRecord[], lines: readonly RulingLine[]) => {
  const plan = planDedupe(records.map(toComparable), lines);
  return toReports(
    records.map((item) => item.id),
    plan.links,
  ).all.map((report) => report.records.join(' '));
};

describe('planDedupe', () => {
  it('never joins different DOIs through a record that has none', () => {
    const records = [record('a-1', TITLE, '10.1/x'), record('b-1', TITLE), record('c-1', TITLE, '10.1/y')];
    const plan = planDedupe(records.map(toComparable), []);
    // What the records say decides which of two equal links holds; the other is for a person.
    expect(groups(records, [])).toEqual(['a-1 b-1', 'c-1']);
    expect(plan.uncertain.map(({ a, b }) => `${a} ${b}`)).toEqual(['b-1 c-1']);
  });

  it('a ruling joins the two reports that were shown, whatever their other records say', () => {
    const of = (id: string, venue: string, place: Partial<BibRecord> = {}): BibRecord => ({
      ...record(id, 'Outcomes of therapy in young patients of the north'),
      authors: ['Poe', 'Roe', 'Doe'].map((family) => ({ family })),
      venue,
      ...place,
    });
    const records = [
      of('a-1', 'Pediatric Nephrology', { volume: '26', issue: '9', pages: '1663' }),
      of('a-2', 'Pediatr Nephrol', { volume: '26', issue: '9', pages: '1663' }),
      of('b-1', 'Journal of Thrombosis', { volume: '9', pages: '331' }),
      of('b-2', 'J Thromb', { volume: '9', pages: '331' }),
    ];
    expect(groups(records, [])).toEqual(['a-1 a-2', 'b-1 b-2']);
    for (const a of ['a-1', 'a-2'])
      for (const b of ['b-1', 'b-2']) expect(groups(records, [ruling(a, b, 'same')])).toEqual(['a-1 a-2 b-1 b-2']);
    // And what a person keeps apart from one of them stays so.
    const both = [ruling('a-1', 'b-1', 'same'), ruling('a-1', 'b-2', 'different')];
    expect(groups(records, both)).toEqual(['a-1 a-2 b-1', 'b-2']);
  });

  it('takes for a correction what another record names by its place', () => {
    const paper = 'Autoantibodies in a fifth recipient of a kidney';
    const at = (id: string, title: string, issue: string, pages: string): BibRecord => ({
      ...record(id, title),
      authors: ['Poe', 'Roe', 'Doe'].map((family) => ({ family })),
      venue: 'American Journal of Transplantation',
      volume: '9',
      issue,
      pages,
    });
    const note = '[Erratum appears in Am J Transplant. 2024 Sep;9(9):2205 Note: Roe, R [added]';
    const records = [
      at('a-1', paper, '5', '1223-1229'),
      at('b-1', `${paper} ${note}`, '5', '1223-1229'),
      at('c-1', paper, '9', '2205'),
      at('c-2', paper, '9', '2206'),
    ];
    const comparables = records.map(toComparable);
    const plan = planDedupe(comparables, []);
    expect(plan.links.map((link) => `${link.record} ${link.duplicateOf}`)).toEqual(['b-1 a-1']);
    expect(plan.related.map(({ a, b, relation }) => `${a} ${b} ${relation}`)).toContain('a-1 c-1 correction');
    expect(plan.uncertain.map(({ a, b }) => `${a} ${b}`)).toEqual(['a-1 c-2']);
    const merged = planDedupe(comparables, [], { correction: 'duplicates' });
    expect(merged.links.map((link) => `${link.record} ${link.duplicateOf}`)).toContain('c-1 a-1');
    expect(
      planDedupe(
        [comparables[0], comparables[2]].filter((each) => each !== undefined),
        [],
      ).related,
    ).toEqual([]);
  });

  it('asks of a column only where each of two has one counterpart', () => {
    const of = (id: string, venue: string): BibRecord => ({
      ...record(id, 'Guest editorial'),
      authors: [{ family: 'Poe', given: 'E' }],
      venue,
    });
    const [full, short] = ['Journal of Stroke Research', 'J Stroke Res'];
    const asked = (...records: BibRecord[]) =>
      planDedupe(records.map(toComparable), []).uncertain.map(({ a, b }) => `${a} ${b}`);
    expect(asked(of('a-1', full), of('b-1', short))).toEqual(['a-1 b-1']);
    expect(asked(of('a-1', full), of('b-1', short), of('b-2', short))).toEqual([]);
    expect(asked(of('a-1', full), of('a-2', full))).toEqual([]);
  });

  it('keeps the paper of a meeting and its article apart, where each has its own copies, and tells of it', () => {
    const of = (id: string, year: number, venue: string): BibRecord => ({
      ...record(id, 'Efficiently publishing relational data as documents'),
      authors: ['Poe', 'Roe', 'Doe'].map((family) => ({ family })),
      year,
      venue,
    });
    const meeting = 'Very Large Data Bases';
    const journal = 'The VLDB Journal: The International Journal on Very Large Data Bases';
    const records = [
      of('a-1', 2000, meeting),
      of('a-2', 2001, journal),
      of('b-1', 2000, meeting),
      of('b-2', 2001, journal),
    ];
    const plan = planDedupe(records.map(toComparable), []);
    expect(groups(records, [])).toEqual(['a-1 b-1', 'a-2 b-2']);
    expect(plan.uncertain).toEqual([]);
    expect(plan.related).toMatchObject([{ a: 'a-1', b: 'a-2', relation: 'conference' }]);
  });

  it('never takes a column that many people write for one paper', () => {
    const column = (id: string, families: string[]): BibRecord => ({
      ...record(id, 'Reminiscences on influential papers'),
      authors: families.map((family) => ({ family })),
    });
    const records = [
      column('a-1', ['Larson', 'Gravano', 'Ross', 'Milo']),
      column('a-2', ['Rao', 'Gravano', 'Ross']),
      column('a-3', ['Johnson', 'Snodgrass', 'Ross']),
    ];
    expect(groups(records, [])).toEqual(['a-1', 'a-2', 'a-3']);
    // The same pair alone is worth a link: the lists share most of their names.
    expect(groups(records.slice(0, 2), [])).toEqual(['a-1 a-2']);
  });

  it('lets a ruling win over rules, in both directions, and for good', () => {
    const records = [
      record('a-1', TITLE, '10.1/x'),
      record('b-1', TITLE, '10.1/x'),
      record('c-1', 'Something else about cats and dogs', '10.1/y'),
    ];
    expect(groups(records, [ruling('b-1', 'a-1', 'different')])).toEqual(['a-1', 'b-1', 'c-1']);
    expect(groups(records, [ruling('a-1', 'c-1', 'same')])).toEqual(['a-1 b-1 c-1']);
    expect(groups(records, [ruling('a-1', 'b-1', 'different'), ruling('a-1', 'b-1', 'withdrawn', 'MP', 1)])).toEqual([
      'a-1 b-1',
      'c-1',
    ]);
  });

  it('keeps apart what a ruling keeps apart, also through a third record', () => {
    const records = [record('a-1', TITLE), record('b-1', TITLE), record('c-1', TITLE)];
    const result = groups(records, [ruling('a-1', 'c-1', 'different')]);
    expect(result.some((group) => group.includes('a-1') && group.includes('c-1'))).toBe(false);
    expect(result.join(' ').split(' ').sort()).toEqual(['a-1', 'b-1', 'c-1']);
  });

  it('opens a pair again on which people contradict each other', () => {
    const records = [record('a-1', TITLE), record('b-1', 'Teaching SLMs to reason')];
    const lines = [ruling('a-1', 'b-1', 'same', 'MP'), ruling('b-1', 'a-1', 'different', 'ML', 1)];
    const plan = planDedupe(records.map(toComparable), lines);
    expect(plan.links).toEqual([]);
    expect(plan.uncertain).toMatchObject([{ a: 'a-1', b: 'b-1', why: 'MP says same, ML says different' }]);
  });

  it('names the rule of each link', () => {
    const records = [
      record('a-1', TITLE, '10.1/x'),
      record('b-1', TITLE, '10.1/x'),
      record('c-1', TITLE),
      record('d-1', 'On something different entirely'),
    ];
    const plan = planDedupe(records.map(toComparable), [ruling('a-1', 'd-1', 'same')]);
    expect(plan.links.map(({ record: id, duplicateOf, rule }) => `${id} ${duplicateOf} ${rule}`)).toEqual([
      'b-1 a-1 doi',
      'c-1 a-1 title',
      'd-1 a-1 ruling',
    ]);
  });

  it('partitions any records, whatever the order of rulings and wherever it is run again', () => {
    const titles = fc.constantFrom(
      TITLE,
      'Teaching SLMs to reason',
      'Editorial',
      `${TITLE}, Part 2`,
      'A survey of compact models',
    );
    const dois = fc.option(fc.constantFrom('10.1/x', '10.1/y'), { nil: undefined });
    const recordsOf = fc.array(fc.record({ title: titles, doi: dois }), { minLength: 1, maxLength: 12 });
    const verdicts = fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.constantFrom('same', 'different')), { maxLength: 5 });
    fc.assert(
      fc.property(recordsOf, verdicts, (items, rulings) => {
        const records = items.map(({ title, doi }, index) => record(`a-${index + 1}`, title, doi));
        const lines = rulings
          .filter(([a, b]) => a !== b && a < records.length && b < records.length)
          .map(([a, b, verdict], n) => ruling(`a-${a + 1}`, `a-${b + 1}`, verdict, 'MP', n));
        const found = groups(records, lines);
        expect(found.flatMap((group) => group.split(' ')).sort()).toEqual(records.map((item) => item.id).sort());
        expect(groups(records, lines)).toEqual(found);
        // A ruling "different" holds, whatever else says same; without any ruling no report holds two DOIs.
        const latest = new Map(lines.map((line) => [[line.record_a, line.record_b].sort().join(' '), line.verdict]));
        for (const [pair, verdict] of latest) {
          const [a = '', b = ''] = pair.split(' ');
          const together = found.some((group) => group.split(' ').includes(a) && group.split(' ').includes(b));
          if (verdict === 'different') expect(together).toBe(false);
        }
        if (lines.length > 0) return;
        for (const group of found) {
          const held = new Set(group.split(' ').flatMap((id) => records.find((item) => item.id === id)?.doi ?? []));
          expect(held.size).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
