import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prismaTemplate } from '../../../src/cli/assets.ts';
import type { FlowColumn } from '../../../src/flow/model.ts';
import { leftOutOfPrismaCsv, renderPrismaCsv } from '../../../src/flow/render/prisma-csv.ts';
import { anyFlow, flowWith } from './flows.ts';
import { readPrismaCsv, type LabelledNumber } from './prisma2020.ts';

const TEMPLATE = prismaTemplate();
const cellOf = (csv: string, key: string) =>
  csv
    .split('\r\n')
    .find((row) => row.startsWith(`${key},`))
    ?.match(/(?:"[^"]*"|[^",]*)$/)?.[0];
const sum = (parts: readonly { readonly n: number }[]) => parts.reduce((total, { n }) => total + n, 0);
const ofKind = (column: FlowColumn, kind: string) => column.sources.filter((source) => source.kind === kind);
const source = (kind: string, name: string, n: number) => ({ id: kind, name, kind, n });
const reasons = (...labels: string[]) => labels.map((label, index) => ({ id: `r${index}`, label, n: index + 1 }));

it('the template is that of PRISMA2020 1.1.4', () => {
  expect(createHash('sha256').update(TEMPLATE).digest('hex')).toBe(
    '1aa04581d117bc134ed1a59dbbc4d094ff97fb6bfe7c86bef282a4dad365f038',
  );
});

describe('renderPrismaCsv', () => {
  it('is the template, byte for byte, without the column n', () => {
    const withoutLast = (csv: string) => csv.split('\r\n').map((row) => row.replace(/(?:"[^"]*"|[^",]*)$/, ''));
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const csv = renderPrismaCsv(flow, TEMPLATE);
        expect(withoutLast(csv)).toEqual(withoutLast(TEMPLATE));
        expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 50 },
    );
  });

  it('is read by the package as what the flow says', () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const read = readPrismaCsv(renderPrismaCsv(flow, TEMPLATE));
        const { databases, other, included, total } = flow;
        const isUpdate = flow.version > 1 || flow.previous.studies + flow.previous.reports > 0;
        const numbers: Record<string, number> = {
          database_results: sum(ofKind(databases, 'database')),
          register_results: sum(ofKind(databases, 'register')),
          duplicates: databases.duplicates,
          excluded_automatic: databases.automation,
          excluded_other: databases.otherRemoved,
          records_screened: databases.screened,
          records_excluded: databases.excluded,
          dbr_sought_reports: databases.sought,
          dbr_notretrieved_reports: databases.notRetrieved,
          dbr_assessed: databases.assessed,
          other_sought_reports: other.sought,
          other_notretrieved_reports: other.notRetrieved,
          other_assessed: other.assessed,
          new_studies: included.studies,
          new_reports: included.reports,
          total_studies$: total.studies,
          total_reports$: total.reports,
        };
        for (const [key, n] of Object.entries(numbers)) expect([key, read.number(key)]).toEqual([key, n]);

        const lists: Record<string, readonly { readonly n: number }[]> = {
          database_specific_results: ofKind(databases, 'database'),
          register_specific_results: ofKind(databases, 'register'),
          dbr_excluded: databases.excludedReports.filter(({ n }) => n > 0),
          other_excluded: other.excludedReports.filter(({ n }) => n > 0),
        };
        for (const [key, parts] of Object.entries(lists)) {
          const listed = read.list(key);
          expect(listed.map(({ n }) => n)).toEqual(parts.length === 0 ? [0] : parts.map(({ n }) => n));
          for (const { label } of listed) expect(label).not.toMatch(/[,;"'`\\\r\n]|@@|^[\s=+@-]/);
          if (parts.length > 0) expect(listed.every(({ label }) => label !== '')).toBe(true);
        }
        expect([read.hidesPrevious, read.hidesMetaAnalysis]).toEqual([!isUpdate, true]);
        expect(read.hidesOther).toBe(other.sources.length === 0);
        const kinds = {
          website_results: 'website',
          organisation_results: 'organisation',
          citations_results: 'citation',
        };
        for (const [key, kind] of Object.entries(kinds)) expect(read.number(key) ?? 0).toBe(sum(ofKind(other, kind)));
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, LabelledNumber['label'], string]>([
    ['what is between commas', 'not a trial, e.g. an editorial', 'not a trial – e.g. an editorial, 1'],
    ['semicolons', 'too old;too new', 'too old – too new, 1'],
    ['thousands', 'over 7,000 words', 'over 7000 words, 1'],
    ['quotes', `no "real" children's data`, 'no ”real” children’s data, 1'],
    ['backslashes', 'either\\or', 'either/or, 1'],
    ['references of the drawing language', 'see @@1', 'see @1, 1'],
    ['formulas', '=HYPERLINK(1)', 'HYPERLINK(1), 1'],
    ['a label of which nothing is left', ';,', 'r0, 1'],
    ['line breaks', 'one\r\ntwo', 'one two, 1'],
  ])('writes %s so that they are read as text', (_, label, expected) => {
    const flow = flowWith({ excludedReports: reasons(label) });
    expect(cellOf(renderPrismaCsv(flow, TEMPLATE), 'dbr_excluded')).toBe(`"${expected}"`);
  });

  it('lists sources and reasons, and leaves out the reasons that were not used', () => {
    const excludedReports = [
      ...reasons('off topic'),
      { id: 'z', label: 'unused', n: 0 },
      ...reasons('a', 'no data').slice(1),
    ];
    const sources = [
      source('database', 'Scopus', 335),
      source('register', 'ICTRP', 12),
      source('database', 'Embase', 0),
    ];
    const csv = renderPrismaCsv(flowWith({ excludedReports, sources }), TEMPLATE);
    expect(cellOf(csv, 'dbr_excluded')).toBe('"off topic, 1; no data, 2"');
    expect(cellOf(csv, 'database_results')).toBe('335');
    expect(cellOf(csv, 'database_specific_results')).toBe('"Scopus, 335; Embase, 0"');
    expect(cellOf(csv, 'register_specific_results')).toBe('"ICTRP, 12"');
  });

  it('says 0 where there is nothing to list', () => {
    const csv = renderPrismaCsv(flowWith({ excludedReports: [{ id: 'z', label: 'unused', n: 0 }] }), TEMPLATE);
    expect(cellOf(csv, 'dbr_excluded')).toBe('0');
    expect(readPrismaCsv(csv).list('dbr_excluded')).toEqual([{ label: '', n: 0 }]);
  });

  it('hides the lines of other methods that were not used, and the column where none was', () => {
    const keys = ['website_results', 'organisation_results', 'citations_results'];
    const cells = (...sources: FlowColumn['sources']) => {
      const csv = renderPrismaCsv(flowWith({}, { sources }), TEMPLATE);
      return keys.map((key) => cellOf(csv, key));
    };
    expect(cells()).toEqual(['NA', 'NA', 'NA']);
    expect(cells(source('citation', 'x', 15))).toEqual(['NA', 'NA', '15']);
    expect(cells(source('website', 'x', 0), source('other', 'x', 3))).toEqual(['0', 'NA', 'NA']);
    expect(cells(source('other', 'x', 3))).toEqual(['0', '0', '0']);
  });

  it('shows the previous version of an updated review', () => {
    const csv = renderPrismaCsv(flowWith({}, {}, { previous: { studies: 3, reports: 5 } }), TEMPLATE);
    expect(['previous_studies', 'previous_reports'].map((key) => cellOf(csv, key))).toEqual(['3', '5']);
  });
});

describe('leftOutOfPrismaCsv', () => {
  it('is empty where the CSV says all', () => {
    expect(leftOutOfPrismaCsv(flowWith({}, { sources: [source('website', 'x', 3)] }))).toEqual([]);
  });

  it('names what the CSV has no place for', () => {
    const other = { sources: [source('other', 'x', 3)], duplicates: 2, awaiting: 1 };
    expect(
      leftOutOfPrismaCsv(flowWith({ awaiting: 1, excludedByAutomation: 4 }, other, { provisional: true })),
    ).toEqual([
      'that the flow is provisional',
      'that automation tools excluded 4 of the records excluded',
      '3 records of sources of the kind other',
      '2 reports awaiting classification',
      '2 duplicates, via other methods before retrieval',
    ]);
  });
});
