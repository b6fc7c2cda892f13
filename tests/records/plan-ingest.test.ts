import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedEntry, RawFields } from '../../src/formats/entry.ts';
import type { BibRecord } from '../../src/model/record.ts';
import * as planning from '../../src/records/plan-ingest.ts';
import type { ExportFile } from '../../src/records/read-export.ts';
import type { Spool } from '../../src/records/spool.ts';

/** A plan with its records at hand. */
type IngestPlan = Omit<planning.IngestPlan, 'records' | 'lines'> & { readonly records: readonly BibRecord[] };
type IngestInputs = Omit<planning.IngestInputs, 'existing' | 'spool'> & {
  readonly existing: Pick<planning.ExistingSearch, 'files' | 'rejected'> & { readonly records: readonly BibRecord[] };
};

function planIngest({ existing, ...inputs }: IngestInputs): IngestPlan {
  const kept: string[] = [];
  const spool: Spool = { add: (json) => kept.push(json) - 1, get: (number) => kept[number] ?? '' };
  const { records, rejected, files } = existing;
  const asRead = {
    files,
    rejected,
    records: () => records,
    lines: () => records.map((record) => JSON.stringify(record)),
  };
  const plan = planning.planIngest({ ...inputs, existing: asRead, spool });
  const planned = [...plan.lines()].map((line) => JSON.parse(line) as BibRecord);
  expect(planned).toHaveLength(plan.records);
  const { search, rejected: left, accounts, problems, isVialess } = plan;
  return { search, rejected: left, accounts, problems, isVialess, records: planned };
}

const DATE = '2025-02-03';
const SEARCH: IngestInputs['search'] = { schemaVersion: 1, id: 's', source: 'Scopus', kind: 'database', date: DATE };
const CITATION: IngestInputs['search'] = {
  ...SEARCH,
  kind: 'citation',
  citation: { round: 1, direction: 'backward', seeds: [] },
};
const NOTHING = { files: [], records: [], rejected: [] };

/** An export of these entries; a number is an entry that cannot be read (equal ones alike), text is no entry at all. */
function exportFile(name: string, entries: readonly (RawFields | number | string)[]): ExportFile {
  const parsed = entries.map((item, index): ParsedEntry => {
    const place = { entry: index + 1, line: 10 * (index + 1) };
    if (typeof item === 'number')
      return { ok: false, ...place, kind: 'unreadable', reason: 'torn', text: `torn ${item}` };
    if (typeof item === 'string') return { ok: false, ...place, kind: 'not-a-record', reason: 'a footer', text: item };
    return { ok: true, ...place, fields: item };
  });
  return { name, sha256: '0'.repeat(64), format: 'ris', entries: parsed };
}

const fresh = (...files: ExportFile[]) =>
  planIngest({ search: SEARCH, existing: NOTHING, files, isKnown: () => false });
const again = (plan: IngestPlan, files: readonly ExportFile[], search = SEARCH) =>
  planIngest({ search, existing: { ...plan, files: plan.search.files }, files, isKnown: () => false });

/** `id:title`, and `†` where the record is gone from the newest version of its file. */
const told = (plan: IngestPlan) =>
  plan.records.map((record) => `${record.id}:${record.title}${record.absentSince === undefined ? '' : '†'}`).join(' ');
const counts = (plan: IngestPlan) =>
  plan.accounts.map(({ added, kept, known, absent }) => [added, kept, known, absent]);
const titled = (letters: string) => [...letters].map((title) => ({ title }));

describe('planIngest', () => {
  it('gives ids in the order of names and entries, and accounts for every entry', () => {
    const plan = fresh(
      exportFile('b.ris', titled('DE')),
      exportFile('a.ris', [{ title: 'A' }, 1, { title: 'B', year: '2024' }, { abstract: 'nameless' }, 'end of file']),
    );
    expect(told(plan)).toBe('s-1:A s-2:B s-3:D s-4:E');
    expect(plan.records.map(({ source }) => `${source.file}:${source.entry}`)).toEqual([
      'a.ris:1',
      'a.ris:3',
      'b.ris:1',
      'b.ris:2',
    ]);
    expect(plan.search.files).toMatchObject([
      { name: 'a.ris', entries: 4, records: 2, rejected: 2 },
      { name: 'b.ris', entries: 2, records: 2, rejected: 0 },
    ]);
    expect(plan.rejected).toMatchObject([
      { file: 'a.ris', entry: 2, line: 20, kind: 'unreadable' },
      { file: 'a.ris', entry: 4, line: 40, kind: 'unreadable', text: '{"abstract":"nameless"}' },
      { file: 'a.ris', entry: 5, line: 50, kind: 'not-a-record' },
    ]);
    expect(plan.accounts[0]).toMatchObject({ added: 2, notices: 1, filled: { title: 2, year: 1, doi: 0 } });
  });

  it('keeps ids when an export comes again', () => {
    const first = fresh(exportFile('a.ris', titled('ABC')));
    const longer = again(first, [exportFile('a.ris', titled('XAYBCZ'))]);
    expect(told(longer)).toBe('s-1:A s-2:B s-3:C s-4:X s-5:Y s-6:Z');
    expect(counts(longer)).toEqual([[3, 3, 0, 0]]);
    const shorter = again(longer, [exportFile('a.ris', titled('CX'))]);
    expect(told(shorter)).toBe('s-1:A† s-2:B† s-3:C s-4:X s-5:Y† s-6:Z†');
    expect(counts(shorter)).toEqual([[0, 2, 0, 4]]);
    // An id is never given again, and what comes back is the record that it was.
    const other = again(shorter, [exportFile('a.ris', titled('CNA'))]);
    expect(told(other)).toBe('s-1:A s-2:B† s-3:C s-4:X† s-5:Y† s-6:Z† s-7:N');
  });

  it('keeps the day on which a record was first missed', () => {
    const first = fresh(exportFile('a.ris', titled('AB')));
    const missed = again(first, [exportFile('a.ris', titled('A'))]);
    const later = again(missed, [exportFile('a.ris', titled('A'))], { ...SEARCH, date: '2026-01-01' });
    expect(later.records.map((record) => record.absentSince)).toEqual([undefined, DATE]);
  });

  it('takes over what a newer version of the file says', () => {
    const first = fresh(exportFile('a.ris', [{ title: 'A', doi: ['10.1000/x'] }]));
    const corrected = again(first, [
      exportFile('a.ris', [{ title: 'A, corrected', doi: ['10.1000/x'], year: '2024' }]),
    ]);
    expect(corrected.records).toMatchObject([{ id: 's-1', title: 'A, corrected', year: 2024 }]);
  });

  it('makes one record of an entry that stands in two files of the search', () => {
    const a = exportFile('a.ris', titled('AB'));
    const b = exportFile('b.ris', titled('BC'));
    const both = fresh(a, b);
    expect(told(both)).toBe('s-1:A s-2:B s-3:C');
    expect(counts(both)).toEqual([
      [2, 0, 0, 0],
      [1, 0, 1, 0],
    ]);
    expect(again(fresh(a), [b]).records).toEqual(both.records);
  });

  it('names an entry that another file of the search holds, and where', () => {
    const plan = fresh(exportFile('a.ris', titled('AB')), exportFile('b.ris', titled('BC')));
    expect(plan.rejected).toMatchObject([
      { file: 'b.ris', entry: 1, kind: 'not-a-record', reason: 'it is s-2, of a.ris', text: 'B' },
    ]);
    expect(plan.search.files).toMatchObject([
      { name: 'a.ris', entries: 2, records: 2, rejected: 0 },
      { name: 'b.ris', entries: 2, records: 1, rejected: 1 },
    ]);
  });

  describe('of entries that cannot be read', () => {
    const idsOf = (plan: IngestPlan) => plan.rejected.map(({ file, text, id }) => `${file} ${text} ${id ?? ''}`);

    it('gives ids by their numbers, and one id to what two files of the search hold', () => {
      const plan = fresh(exportFile('a.ris', [{ title: 'A' }, 1]), exportFile('b.ris', [1, { title: 'B' }, 2]));
      expect(idsOf(plan)).toEqual(['a.ris torn 1 s!2', 'b.ris torn 1 s!2', 'b.ris torn 2 s!5']);
      expect(plan.search.files.map((file) => file.rejected)).toEqual([1, 2]);
    });

    it('keeps ids when another file comes before theirs, and when their file grows', () => {
      const first = fresh(exportFile('m.ris', [{ title: 'A' }, 1]));
      expect(idsOf(first)).toEqual(['m.ris torn 1 s!2']);
      const next = again(first, [exportFile('a.ris', [{ title: 'B' }]), exportFile('m.ris', [{ title: 'C' }, 3, 1])]);
      expect(idsOf(next)).toContain('m.ris torn 1 s!2');
      expect(new Set(next.rejected.map((item) => item.id)).size).toBe(2);
    });

    it('keeps what one file holds when the other is mended', () => {
      const first = fresh(exportFile('a.ris', [{ title: 'A' }, 1]), exportFile('b.ris', [{ title: 'B' }, 1]));
      const mended = again(first, [exportFile('a.ris', titled('AC'))]);
      expect(idsOf(mended)).toEqual(['b.ris torn 1 s!2']);
    });
  });

  it('goes on with another file that holds a record which is gone from the first', () => {
    const first = fresh(exportFile('a.ris', titled('AB')), exportFile('b.ris', titled('B')));
    const moved = again(first, [exportFile('a.ris', titled('A')), exportFile('b.ris', titled('B'))]);
    expect(told(moved)).toBe('s-1:A s-2:B');
    expect(moved.records[1]?.source.file).toBe('b.ris');
  });

  it('leaves alone the files that do not come again', () => {
    const first = fresh(exportFile('a.ris', [{ title: 'A' }, 1]), exportFile('b.ris', [{ title: 'B' }, 2]));
    const next = again(first, [exportFile('b.ris', titled('BC'))]);
    expect(told(next)).toBe('s-1:A s-2:B s-3:C');
    expect(next.rejected.map((item) => item.text)).toEqual(['torn 1']);
    expect(next.search.files).toMatchObject([
      { name: 'a.ris', entries: 2, rejected: 1 },
      { name: 'b.ris', entries: 2, rejected: 0 },
    ]);
  });

  describe('of a citation search', () => {
    const ingest = (via: NonNullable<IngestInputs['via']>, entries: readonly RawFields[], seeds: string[] = []) =>
      planIngest({
        search: { ...CITATION, citation: { round: 1, direction: 'backward', seeds } },
        existing: NOTHING,
        files: [exportFile('a.ris', entries)],
        via,
        isKnown: (id) => ['scopus-2', 'scopus-10', 'wos-1'].includes(id),
      });

    it('names the report that led to each record, and the seeds', () => {
      const plan = ingest({ direction: 'backward', report: 'scopus-10' }, titled('AB'), ['wos-1']);
      const foundVia = [{ report: 'scopus-10', direction: 'backward' }];
      expect(plan.records).toMatchObject([{ foundVia }, { foundVia }]);
      expect(plan.search.citation?.seeds).toEqual(['scopus-10', 'wos-1']);
      expect(plan.problems).toEqual([]);
    });

    it.each([
      ['scopus-10; scopus-2', 'scopus-2 scopus-10'],
      ['wos-1|wos-1', 'wos-1'],
      [['scopus-2', 'wos-1'], 'scopus-2 wos-1'],
    ])('reads them from a column: %j', (cell, expected) => {
      const plan = ingest({ direction: 'forward', column: 'C1' }, [{ title: 'A', extra: { C1: cell } }]);
      expect(plan.records[0]?.foundVia?.map((via) => via.report).join(' ')).toBe(expected);
      expect(plan.problems).toEqual([]);
    });

    it('adds what led to a record a second time, and forgets nothing', () => {
      const inputs = (existing: IngestInputs['existing'], file: string, report?: string): IngestInputs => ({
        search: CITATION,
        existing,
        files: [exportFile(file, titled('A'))],
        ...(report !== undefined && { via: { direction: 'backward', report } }),
        isKnown: () => true,
      });
      const first = planIngest(inputs(NOTHING, 'a.ris', 'scopus-10'));
      const existing = (plan: IngestPlan) => ({
        files: plan.search.files,
        records: plan.records,
        rejected: plan.rejected,
      });
      const led = (plan: IngestPlan) => plan.records[0]?.foundVia?.map((via) => via.report).join(' ');
      const second = planIngest(inputs(existing(first), 'b.ris', 'scopus-2'));
      expect([led(first), led(second)]).toEqual(['scopus-10', 'scopus-2 scopus-10']);
      expect(second.search.citation?.seeds).toEqual(['scopus-2', 'scopus-10']);
      expect(led(planIngest(inputs(existing(second), 'a.ris')))).toBe('scopus-2 scopus-10');
    });

    it.each<[RawFields, string]>([
      [{ title: 'B' }, 'C1'],
      [{ title: 'B', extra: { C1: 'wos-1; nobody-7' } }, 'nobody-7'],
    ])('says where the column of %j is no help', (fields, message) => {
      const plan = ingest({ direction: 'forward', column: 'C1' }, [{ title: 'A', extra: { C1: 'wos-1' } }, fields]);
      expect(plan.problems).toHaveLength(1);
      expect(plan.problems[0]?.where).toEqual({ file: 'a.ris', line: 20 });
      expect(plan.problems[0]?.message).toContain(message);
    });
  });

  describe('of any exports', () => {
    const fields: fc.Arbitrary<RawFields> = fc
      .record({
        title: fc.constantFrom('A', 'B', 'Editorial', undefined),
        doi: fc.constantFrom(['10.1000/x'], ['10.1000/y'], undefined),
        ids: fc.constantFrom({ eid: '1' }, { eid: '2' }, { pmid: '1' }, undefined),
        year: fc.constantFrom('2023', '2024'),
      })
      .map((item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)));
    const entries = fc.array(fc.oneof({ weight: 6, arbitrary: fields }, fc.constant(1), fc.constant('footer')), {
      maxLength: 8,
    });
    /** Entries that can be told apart. */
    const distinct = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 });
    const numbered = (name: string, numbers: readonly number[]) =>
      exportFile(
        name,
        numbers.map((n) => ({ title: `Title ${n}`, ...(n % 3 === 0 ? { doi: [`10.1000/${n}`] } : {}) })),
      );

    it('loses no entry and gives no id twice', () => {
      fc.assert(
        fc.property(entries, entries, entries, (one, two, three) => {
          const first = fresh(exportFile('a.ris', one), exportFile('b.ris', two));
          const second = again(first, [exportFile('a.ris', three)]);
          for (const plan of [first, second]) {
            const ids = plan.records.map((record) => record.id);
            expect(ids).toEqual(ids.map((_, index) => `s-${index + 1}`));
            for (const { file, added, kept, known, unreadable } of plan.accounts) {
              expect(added + kept).toBe(file.records);
              expect(unreadable + known).toBe(file.rejected);
              expect(file.records + file.rejected).toBe(file.entries);
            }
          }
          expect(second.records.length).toBeGreaterThanOrEqual(first.records.length);
        }),
        { numRuns: 300 },
      );
    });

    it('changes nothing when several files come again, and a record is absent only where no file holds it', () => {
      const some = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
      const call = fc.dictionary(fc.constantFrom('a.ris', 'b.ris', 'c.ris'), some, { minKeys: 1 });
      fc.assert(
        fc.property(fc.array(call, { minLength: 1, maxLength: 4 }), (calls) => {
          let plan: IngestPlan | undefined;
          const held = new Map<string, readonly number[]>();
          for (const files of calls) {
            const exports = Object.entries(files).map(([name, numbers]) => numbered(name, numbers));
            const next = plan ? again(plan, exports) : fresh(...exports);
            const repeated = again(next, exports);
            expect([repeated.records, repeated.rejected, repeated.search]).toEqual([
              next.records,
              next.rejected,
              next.search,
            ]);
            plan = next;
            for (const [name, numbers] of Object.entries(files)) held.set(name, numbers);
            const present = next.records.filter((record) => record.absentSince === undefined);
            const titles = new Set([...held.values()].flat().map((n) => `Title ${n}`));
            expect(new Set(present.map((record) => record.title))).toEqual(titles);
            expect(next.search.files.reduce((sum, file) => sum + file.records, 0)).toBe(present.length);
          }
        }),
        { numRuns: 500 },
      );
    });

    it('changes nothing when a file comes again', () => {
      fc.assert(
        fc.property(entries, (one) => {
          const file = exportFile('a.ris', one);
          const first = fresh(file);
          const { accounts, ...second } = again(first, [file]);
          expect({ ...second, accounts: first.accounts }).toEqual(first);
          expect(accounts).toMatchObject([{ added: 0, kept: first.records.length, known: 0, absent: 0 }]);
        }),
        { numRuns: 300 },
      );
    });

    it('changes nothing when files come again, together or one by one', () => {
      fc.assert(
        fc.property(distinct, distinct, (one, two) => {
          const files = [numbered('a.ris', one), numbered('b.ris', two)];
          const first = fresh(...files);
          expect(again(first, files).records).toEqual(first.records);
          let plan = fresh();
          for (const file of [...files, ...files]) plan = again(plan, [file]);
          expect(plan.records).toEqual(first.records);
        }),
      );
    });

    it('does not depend on the order in which the files are named', () => {
      fc.assert(
        fc.property(entries, entries, entries, (one, two, three) => {
          const files = [exportFile('a.ris', one), exportFile('B.ris', two), exportFile('ä.ris', three)];
          expect(fresh(...files.toReversed())).toEqual(fresh(...files));
          expect(fresh(...files.slice(1), ...files.slice(0, 1))).toEqual(fresh(...files));
        }),
      );
    });

    it('keeps every id, whatever a newer export adds and leaves out', () => {
      fc.assert(
        fc.property(distinct, distinct, (before, now) => {
          const first = fresh(numbered('a.ris', before));
          const second = again(first, [numbered('a.ris', now)]);
          const known = second.records.slice(0, first.records.length);
          expect(known.map(({ id, title }) => `${id} ${title}`)).toEqual(
            before.map((n, index) => `s-${index + 1} Title ${n}`),
          );
          expect(known.map((record) => record.absentSince)).toEqual(
            before.map((n) => (now.includes(n) ? undefined : DATE)),
          );
          const added = second.records.slice(first.records.length);
          expect(added.map((record) => record.title)).toEqual(
            now.filter((n) => !before.includes(n)).map((n) => `Title ${n}`),
          );
          const back = again(second, [numbered('a.ris', before)]);
          expect(back.records.slice(0, first.records.length)).toEqual(first.records);
        }),
      );
    });
  });
});
