import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowJson } from '../../../src/flow/model.ts';
import { summaryInMarkdown, type Summary } from '../../../src/flow/render/summary-markdown.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { HOSTILE_EXAMPLES, hostileText } from '../../text/hostile.ts';
import { flowSaying, flowWith, UPDATED_SCOPING_REVIEW } from './flows.ts';
import { markupIn, tablesOf } from './markdown-reading.ts';

function finding(level: Finding['level'], message: string, rest: Partial<Finding> = {}): Finding {
  return { code: 'some-code', level, message, ids: [], ...rest };
}

function summarise(rest: Partial<Summary> = {}, json: FlowJson = flowWith()): string {
  const flow = { json, boxes: new Map(), brokenRules: 0 };
  return summaryInMarkdown({ title: 'A review', ok: true, findings: [], flow, ...rest });
}

/** A summary without its picture, which is no Markdown. */
function withoutPicture(summary: string): string {
  const parts = summary.split(/^```(?:mermaid)?$/m);
  expect(parts).toHaveLength(3);
  return `${parts[0]}${parts[2]}`;
}

describe('summaryInMarkdown', () => {
  it('says the verdict first, and draws the flow', () => {
    const lines = summarise().split('\n');
    expect(lines.slice(0, 7)).toEqual([
      '## A review',
      '',
      '**Every rule holds**, 0 warnings, 0 notes',
      '',
      '### The flow',
      '',
      '```mermaid',
    ]);
    expect(lines.slice(-4)).toEqual(['', '</details>', '', '']);
  });

  it('lists errors before warnings before notes, each at its line', () => {
    const findings = [
      finding('note', 'later'),
      finding('error', 'no such report', { file: 'votes/MP.csv', line: 3 }),
      finding('warning', 'look', { file: 'a|b.csv' }),
    ];
    const summary = summarise({ ok: false, findings });
    expect(summary).toContain('\n**1 error**, 1 warning, 1 note\n');
    expect(summary).toContain(
      [
        '| Level | Where | What | Code |',
        '| :-- | :-- | :-- | :-- |',
        '| error | votes/MP.csv:3 | no such report | some-code |',
        '| warning | a\\|b.csv | look | some-code |',
        '| note |  | later | some-code |',
      ].join('\n'),
    );
  });

  it('says how many findings it leaves out', () => {
    const summary = summarise({ findings: Array.from({ length: 53 }, () => finding('note', 'open')) });
    expect(tablesOf(summary)[0]).toHaveLength(52);
    expect(summary).toContain('\n… and 3 more in the log.\n');
  });

  it('tells what moved since another commit', () => {
    const summary = summarise({ since: { revision: 'main_1', moved: 'No box of the flow has moved.\n' } });
    expect(summary).toContain('\n### Moved since main\\_1\n\nNo box of the flow has moved.\n\n### The flow\n');
  });

  it('says what an updated scoping review had and has, in its picture and in its tables', () => {
    const summary = summarise({}, UPDATED_SCOPING_REVIEW);
    expect(summary).toContain('Total sources of evidence included in review (n#nbsp;=#nbsp;1,024)');
    expect(summary).toContain('| Total sources of evidence included in review | 1,024 |');
    expect(summary).toContain('**PRISMA-ScR flow diagram**');
  });

  it('makes no markup of titles, findings and labels, whatever they are', () => {
    const told = fc.oneof(hostileText, fc.constantFrom(...HOSTILE_EXAMPLES));
    fc.assert(
      fc.property(told, told, (title, text) => {
        const findings = [finding('error', text, { file: text.slice(0, 99), line: 1 })];
        const since = { revision: text.slice(0, 99), moved: 'No box of the flow has moved.' };
        const summary = summarise({ title, ok: false, findings, since }, flowSaying(text));
        const markdown = withoutPicture(summary);
        expect(markupIn(markdown)).toEqual([]);
        expect(markdown.match(/<[^>]*>/g)).toEqual(['<details>', '<summary>', '</summary>', '</details>']);
        const [found, ...columns] = tablesOf(markdown);
        expect(found).toEqual([4, 4, 4]);
        for (const table of columns) expect(table.filter((cells) => cells !== 2)).toEqual([]);
        expect(markdown.match(/^#+ /gm)).toEqual(['## ', '### ', '### ']);
      }),
      { numRuns: 100 },
    );
  });
});
