import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFlow } from '../../../src/flow/count.ts';
import { deriveState } from '../../../src/flow/derive.ts';
import type { FlowJson } from '../../../src/flow/model.ts';
import { renderText } from '../../../src/flow/render/text.ts';
import { width } from '../../../src/text/width.ts';
import { HOSTILE_EXAMPLES } from '../../text/hostile.ts';
import { facts, vote } from '../facts.ts';
import { anyFlow, flowSaying, flowWith, UPDATED_SCOPING_REVIEW } from './flows.ts';

/** What would move the cursor, turn the direction of text, or is no text at all. */
const HARMFUL = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const flowOf = (wanted: Parameters<typeof facts>[0]): FlowJson => countFlow(deriveState(facts(wanted)), '0').json;

describe('renderText', () => {
  it('fits 80 columns and moves no cursor, whatever the sources, reasons and numbers', () => {
    fc.assert(
      fc.property(anyFlow, fc.integer({ min: 0, max: 1_000_000 }), (flow, brokenRules) => {
        const text = renderText(flow, brokenRules);
        expect(text).not.toMatch(HARMFUL);
        const lines = text.split('\n');
        expect(lines.filter((line) => width(line) > 80)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it.each(HOSTILE_EXAMPLES.map((text) => [text.slice(0, 40), text]))('says %j in its boxes', (_, said) => {
    const text = renderText(flowSaying(said));
    expect(text).not.toMatch(HARMFUL);
    expect(text.split('\n').filter((line) => width(line) > 80)).toEqual([]);
  });

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

  it('wraps what other methods found at 80 columns', () => {
    const other = {
      sources: [{ id: 'c', name: 'c', kind: 'citation', n: 9 }],
      duplicates: 1_000_000,
      excluded: 1_000_000,
      automation: 1_000_000,
    };
    const lines = renderText(flowWith({}, other)).split('\n');
    expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(80);
    expect(lines.join(' ')).toContain(
      'Via other methods, before retrieval: 1000000 duplicates, 1000000 excluded on title and abstract, 1000000 removed before screening.',
    );
  });

  it('names a source or reason by its id where nothing is left of its label', () => {
    const nameless = {
      sources: [{ id: 'scopus', name: '\u200b', kind: 'database', n: 5 }],
      excludedReports: [{ id: 'off', label: '\u202e', n: 6 }],
    };
    const text = renderText(flowWith(nameless));
    expect(text).toMatch(/  scopus +5 /);
    expect(text).toMatch(/  off +6 /);
  });

  it('says what an updated scoping review had and has, and why records were excluded', () => {
    const text = renderText(UPDATED_SCOPING_REVIEW);
    const said = text.replace(/[│┌─┐└┘→\s]+/g, ' ');
    expect(text).toMatch(/^ Previous sources of evidence\n┌/);
    expect(text).toMatch(/\n Identification of new sources of evidence via databases[^\n]*\n/);
    for (const [label, n] of [
      ['off topic', 31],
      ['wrong type', 12],
      ['no reason given', 7],
    ] as const)
      expect(said).toContain(`${label} ${n}`);
    expect(said).toContain('Reports of new included sources of evidence 22 ');
    expect(said).toContain('Reports of total included sources of evidence 1026 ');
    expect(said).toContain('Sources of evidence in previous version 1003 Reports of these 1004 ');
    expect(said).toContain('New sources of evidence included in review 21 ');
    expect(said).toContain('Total sources of evidence included in review 1024 ');
    expect(renderText(flowWith())).not.toMatch(/previous|new |total|evidence/i);
  });
});
