import { describe, expect, it } from 'vitest';
import { countFlow } from '../../../src/flow/count.ts';
import { deriveState } from '../../../src/flow/derive.ts';
import type { FlowJson } from '../../../src/flow/model.ts';
import { renderText } from '../../../src/flow/render/text.ts';
import { width } from '../../../src/text/width.ts';
import { facts, vote } from '../facts.ts';

const flowOf = (wanted: Parameters<typeof facts>[0]): FlowJson => countFlow(deriveState(facts(wanted)), '0').json;

describe('renderText', () => {
  it('fits 80 columns whatever the labels and numbers', () => {
    const flow = flowOf({ records: { a: 3, b: 2, c: 1 }, kinds: { c: 'citation' } });
    const label = 'A very long reason, with 漢字 and e\u0301 and averyveryverylongwordthatcannotbebroken';
    const huge: FlowJson = {
      ...flow,
      databases: {
        ...flow.databases,
        identified: 1_000_000,
        sources: [{ id: 'a', name: label, kind: 'database', n: 999_999 }],
        excludedReports: [{ id: 'x', label, n: 123_456 }],
      },
    };
    const lines = renderText(huge).split('\n');
    expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(80);
    expect(lines.join('\n')).toContain('1000000');
  });

  it('does not let a label move the cursor', () => {
    const flow = flowOf({ records: { a: 1 } });
    const text = renderText({
      ...flow,
      databases: { ...flow.databases, sources: [{ id: 'a', name: '\u001b[2J\u202eevil\r', kind: 'database', n: 1 }] },
    });
    expect(text).not.toMatch(/[\u001b\u202e\r]/);
  });

  it('leaves the column of other methods out where there are none, and says what is open', () => {
    const text = renderText(flowOf({ records: { a: 2 }, votes: [vote('MP', 'a-1', 'include')] }));
    expect(text).not.toContain('via other methods');
    expect(text).toMatch(/PROVISIONAL[^\n]*\n {2}2 reports with votes due at title-abstract/);
  });

  it('notes what other methods found but databases had', () => {
    const text = renderText(flowOf({ records: { a: 1, c: 2 }, kinds: { c: 'citation' }, links: [['c-1', 'a-1']] }));
    expect(text).toContain('Via other methods, before retrieval: 1 duplicate.');
  });
});
