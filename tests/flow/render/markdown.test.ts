import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/flow/render/markdown.ts';
import { HOSTILE_EXAMPLES } from '../../text/hostile.ts';
import { anyFlow, flowSaying, flowWith, UPDATED_SCOPING_REVIEW, UPDATED_SCOPING_WORDS } from './flows.ts';
import { markupIn, tablesOf } from './markdown-reading.ts';

describe('renderMarkdown', () => {
  it('is a title and a table for each column', () => {
    const flow = flowWith({
      identified: 12_345,
      sources: [{ id: 'scopus', name: 'Scopus', kind: 'database', n: 12_345 }],
      excludedReports: [{ id: 'off', label: 'off topic', n: 3 }],
    });
    const lines = renderMarkdown(flow).split('\n');
    expect(lines.slice(0, 7)).toEqual([
      '**PRISMA 2020 flow diagram**',
      '',
      '| Identification of studies via databases and registers | n |',
      '| :-- | --: |',
      '| Records identified from: |  |',
      '| &emsp;Databases | 12,345 |',
      '| &emsp;&emsp;Scopus | 12,345 |',
    ]);
    expect(lines).toContain('| &emsp;off topic | 3 |');
    expect(lines).toContain('| Included | n |');
    expect(lines).toContain('| Studies included in review | 0 |');
  });

  it('says above the tables that it is provisional, and what was declared', () => {
    const pending = { ...flowWith().pending, retrieval: 2 };
    const declared = [{ id: 'wos', n: 9, why: 'removed in <EndNote>\n# by MP' }];
    const lines = renderMarkdown(flowWith({}, {}, { provisional: true, pending, declared }), 1).split('\n\n');
    expect(lines[0]).toBe('**PRISMA 2020 flow diagram (provisional)**');
    expect(lines[1]).toMatch(/^> PROVISIONAL, while these are open: 2 full texts to retrieve, 1 broken rule/);
    expect(lines[2]).toContain('removed in &#60;EndNote&#62; \\# by MP');
  });

  it('says what an updated scoping review had and has, and why records were excluded', () => {
    const text = renderMarkdown(UPDATED_SCOPING_REVIEW);
    expect(text).toMatch(/^\*\*PRISMA-ScR flow diagram\*\*/);
    for (const [label, n = 'n'] of UPDATED_SCOPING_WORDS) expect(text).toContain(`${label} | ${n} |`);
    expect(renderMarkdown(flowWith())).not.toMatch(/previous|\bnew |total|evidence|no reason given/i);
  });

  it.each(HOSTILE_EXAMPLES.map((text) => [text.slice(0, 40), text]))('makes no markup of %j', (_, said) => {
    const text = renderMarkdown(flowSaying(said));
    expect(markupIn(text)).toEqual([]);
    expect(tablesOf(text).map((table) => table.length)).toEqual(
      tablesOf(renderMarkdown(flowSaying('said'))).map((table) => table.length),
    );
  });

  it('has as many cells in each row as in its header, and no markup but its own, whatever the labels', () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        const text = renderMarkdown(flow);
        expect(markupIn(text)).toEqual([]);
        for (const table of tablesOf(text)) expect(table.filter((cells) => cells !== 2)).toEqual([]);
        expect(renderMarkdown(structuredClone(flow))).toBe(text);
      }),
      { numRuns: 50 },
    );
  });
});
