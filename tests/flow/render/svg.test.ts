import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureDejaVu } from '../../../src/cli/assets.ts';
import type { FlowColumn, FlowJson } from '../../../src/flow/model.ts';
import { renderSvg } from '../../../src/flow/render/svg.ts';
import { anyFlow, flowWith, UPDATED_SCOPING_REVIEW, UPDATED_SCOPING_WORDS } from './flows.ts';

const measure = measureDejaVu();
const draw = (flow: FlowJson, brokenRules = 0) => renderSvg(flow, measure, { brokenRules });
/** What is written in the picture, line by line. */
const written = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');
const source = (kind: string, name: string, n: number) => ({
  id: name.toLowerCase().replaceAll(' ', '-'),
  name,
  kind,
  n,
});

const FULL: Partial<FlowColumn> = {
  identified: 13_579,
  sources: [source('database', 'Scopus', 12_345), source('register', 'ICTRP', 34), source('database', 'Embase', 1200)],
  duplicates: 1234,
  screened: 12_345,
  excluded: 12_000,
  sought: 345,
  assessed: 345,
  excludedReports: [
    { id: 'a', label: 'off topic', n: 300 },
    { id: 'b', label: 'unused', n: 0 },
  ],
  included: 45,
};

describe('renderSvg', () => {
  it('draws the boxes of PRISMA 2020 in its words', () => {
    expect(written(draw(flowWith(FULL, {}, { included: { studies: 40, reports: 45 } })))).toEqual([
      'Identification of studies via databases and registers',
      'Records identified from:',
      'Databases (n = 13,545)',
      'Scopus (n = 12,345)',
      'Embase (n = 1,200)',
      'Registers (n = 34)',
      'ICTRP (n = 34)',
      'Records removed before screening:',
      'Duplicate records removed (n = 1,234)',
      'Records marked as ineligible by',
      'automation tools (n = 0)',
      'Records removed for other',
      'reasons (n = 0)',
      'Records screened',
      '(n = 12,345)',
      'Records excluded',
      '(n = 12,000)',
      'Reports sought for retrieval',
      '(n = 345)',
      'Reports not retrieved',
      '(n = 0)',
      'Reports assessed for eligibility',
      '(n = 345)',
      'Reports excluded:',
      'off topic (n = 300)',
      'Studies included in review',
      '(n = 40)',
      'Reports of included studies',
      '(n = 45)',
      'Identification',
      'Screening',
      'Included',
    ]);
  });

  it('never breaks a number, however long the last word before it is', () => {
    for (let length = 1; length <= 100; length++) {
      const excludedReports = [{ id: 'x', label: `not ${'l'.repeat(length)}`, n: 12_345 }];
      expect(written(draw(flowWith({ excludedReports }))).join('|')).toMatch(/[|l ]\(n = 12,345\)\|/);
    }
  });

  it('draws the other column by kind, where there is one', () => {
    const sources = [
      source('citation', 'citation searching', 15),
      source('other', 'Letters to authors', 2),
      source('website', 'Google Scholar', 200),
      source('website', 'NHS Evidence', 20),
    ];
    const svg = draw(flowWith({}, { sources, sought: 5, assessed: 5 }));
    const lines = written(svg);
    const from = lines.indexOf('Identification of studies via other methods');
    expect(lines.slice(from + 1, from + 8)).toEqual([
      'Records identified from:',
      'Websites (n = 220)',
      'Google Scholar (n = 200)',
      'NHS Evidence (n = 20)',
      'Citation searching (n = 15)',
      'Other sources (n = 2)',
      'Letters to authors (n = 2)',
    ]);
    expect(draw(flowWith())).not.toContain('other methods');
  });

  it('tells humans from automation tools, and what awaits classification, where there is something to tell', () => {
    const lines = written(draw(flowWith({ ...FULL, excludedByAutomation: 2000, awaiting: 3 })));
    const from = lines.indexOf('Records excluded');
    expect(lines.slice(from + 1, from + 4)).toEqual([
      '(n = 12,000)',
      'by a human (n = 10,000)',
      'by automation tools (n = 2,000)',
    ]);
    expect(lines).toContain('Reports awaiting classification');
    const plain = draw(flowWith(FULL));
    expect(plain).not.toMatch(/by a human|awaiting/);
  });

  it('notes what other methods found and the picture has no boxes for', () => {
    const other = {
      sources: [source('citation', 'x', 9000)],
      duplicates: 1,
      automation: 2,
      otherRemoved: 1,
      excluded: 1234,
    };
    expect(written(draw(flowWith({}, other))).at(-1)).toBe(
      'Via other methods, before retrieval: 1 duplicate, 1,234 excluded on title and abstract, 3 removed before screening.',
    );
  });

  it('says what an updated scoping review had and has, and why records were excluded', () => {
    const svg = draw(UPDATED_SCOPING_REVIEW);
    const said = written(svg).join(' ');
    expect(svg).toContain('<title id="prisma-title">PRISMA-ScR flow diagram</title>');
    for (const [label, n] of UPDATED_SCOPING_WORDS)
      expect(said).toContain(n === undefined ? label : `${label} (n = ${n})`);
    expect(written(draw(flowWith(FULL))).join(' ')).not.toMatch(/previous|new |total|evidence|no reason given/i);
  });

  it('says on its face that it is provisional, and why', () => {
    const pending = { ...flowWith().pending, 'title-abstract': { votes: 1234, conflicts: 1 } };
    const svg = draw(flowWith({}, {}, { provisional: true, pending }), 2);
    expect(svg).toContain('<title id="prisma-title">PRISMA 2020 flow diagram (provisional)</title>');
    expect(written(svg).slice(0, 4)).toEqual([
      'PROVISIONAL, while these are open:',
      '1,234 reports with votes due at title-abstract',
      '1 conflict at title-abstract',
      '2 broken rules, which litscreen check names',
    ]);
    expect(draw(flowWith())).not.toMatch(/provisional/i);
  });

  it('tells the whole flow to those who cannot see it', () => {
    const svg = draw(flowWith(FULL));
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="prisma-title prisma-desc"/);
    const told = /<desc id="prisma-desc">([^<]*)<\/desc>/.exec(svg)?.[1]?.split('\n');
    expect(told?.[1]).toBe(
      'Records identified from: Databases (n = 13,545), Scopus (n = 12,345), Embase (n = 1,200), Registers (n = 34), ICTRP (n = 34)',
    );
    expect(told).toContain('Reports excluded: off topic (n = 300)');
    expect(told?.at(-1)).toMatch(/^Studies included in review/);
  });

  it.each([
    ['markup', '</text><script>alert(1)</script>', '&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt; (n = 1)'],
    ['control characters', 'a\u0000b\u001b[31m', 'a b [31m (n = 1)'],
    ['reversed text', 'exclude\u202eedulcni', 'excludeedulcni (n = 1)'],
    ['half a character', 'cut \ud83d', 'cut \ufffd (n = 1)'],
    ['a label of which nothing is left', '\u200b\u202e', 'x (n = 1)'],
  ])('does not take %s from a label', (_, label, expected) => {
    const lines = written(draw(flowWith({ excludedReports: [{ id: 'x', label, n: 1 }] })));
    expect(lines.join(' ')).toContain(expected);
  });

  it('is well-formed, refers to nothing outside, and is the same every time, whatever the labels', () => {
    const tag =
      /<(\/?)(svg|title|desc|rect|g|text|polyline|polygon)( [a-z-]+="[^"<>]*")*( xmlns="[^"]*")?[^<>]*?(\/?)>/giu;
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const svg = draw(flow);
        expect(svg.replace(tag, '')).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|apos);)/);
        expect(svg).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/);
        expect(svg).not.toMatch(/\p{Surrogate}/u);
        expect(svg).not.toMatch(/<[^>]*(?:href|url\(|style=| on[a-z]+=)/);
        const open: string[] = [];
        for (const [, closes, name, , , alone] of svg.matchAll(tag)) {
          if (closes) expect(open.pop()).toBe(name);
          else if (!alone) open.push(name ?? '');
        }
        expect(open).toEqual([]);
        expect(draw(structuredClone(flow))).toBe(svg);
      }),
      { numRuns: 50 },
    );
  });
});
