import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMermaid } from '../../../src/flow/render/mermaid.ts';
import { HOSTILE_EXAMPLES } from '../../text/hostile.ts';
import { anyFlow, flowSaying, flowWith, UPDATED_SCOPING_REVIEW, UPDATED_SCOPING_WORDS } from './flows.ts';

/** What Mermaid does with a source before it reads it: a label must come out of it whole. */
function encodedByMermaid(source: string): string {
  const withoutLast = (match: string) => match.slice(0, -1);
  return source
    .replace(/style.*:\S*#.*;/g, withoutLast)
    .replace(/classDef.*:\S*#.*;/g, withoutLast)
    .replace(/#(\w+);/g, '⟨$1⟩');
}

/** Each line by what it is; what has no place in a flowchart is told. */
function strangersIn(mermaid: string): string[] {
  const [first, ...lines] = mermaid.trimEnd().split('\n');
  const known = [
    /^ {2}subgraph [A-Za-z]+\["[^"<>`]*"\]$/,
    /^ {2}end$/,
    /^ {2,4}[A-Za-z]+\["(?:[^"<>`]|<br>)*"\]:::(?:main|other)$/,
    /^ {2}[A-Za-z]+ --> [A-Za-z]+$/,
    /^ {2}classDef (?:main|other) [a-z]+:#[0-9a-f]{6}(?:,[a-z]+:#[0-9a-f]{6})*$/,
  ];
  return [
    ...(first === 'flowchart TB' ? [] : [first ?? '']),
    ...lines.filter((line) => !known.some((pattern) => pattern.test(line))),
    ...(mermaid.match(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu) ?? []),
  ];
}

/** The labels of the nodes, as they are read. */
function labelsOf(mermaid: string): string[] {
  const read = mermaid
    .split('\n')
    .flatMap((line) => /\["(.*)"\]/.exec(encodedByMermaid(line))?.[1]?.split('<br>') ?? []);
  return read.map((label) =>
    label
      .replace(/⟨nbsp⟩/g, ' ')
      .replace(/⟨(\d+)⟩/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .trim(),
  );
}

describe('renderMermaid', () => {
  it('draws each box, and an arrow from each to the next', () => {
    const mermaid = renderMermaid(flowWith({ screened: 1234 }));
    expect(mermaid).toContain('    screened["Records screened (n#nbsp;=#nbsp;1,234)"]:::main\n');
    expect(mermaid).toContain('\n  screened --> excluded\n  screened --> sought\n');
    expect(mermaid).toContain('\n  subgraph databases["Identification of studies via databases and registers"]\n');
    expect(mermaid).not.toMatch(/notes|other\[/);
  });

  it('says what an updated scoping review had and has, and why records were excluded', () => {
    const labels = labelsOf(renderMermaid(UPDATED_SCOPING_REVIEW));
    for (const [label, n] of UPDATED_SCOPING_WORDS)
      expect(labels).toContain(n === undefined ? label : `${label} (n = ${n})`);
    expect(renderMermaid(flowWith())).not.toMatch(/previous|\bnew |total|evidence|no reason given/i);
  });

  it.each(HOSTILE_EXAMPLES.map((text) => [text.slice(0, 40), text]))('keeps %j in its label', (_, said) => {
    expect(strangersIn(renderMermaid(flowSaying(said)))).toEqual([]);
  });

  it.each([
    'life style:(none) or "x":y',
    'classDef a:#b',
    'a"]:::main;b["c"] --> d',
    '<script>alert(1)</script> & `x` | \\n #35; %%{init}%%',
  ])('is read as %j', (label) => {
    expect(labelsOf(renderMermaid(flowSaying(label)))).toContain(`${label} (n = 3)`);
  });

  it('is nothing but nodes, arrows and looks, whatever the labels', () => {
    fc.assert(
      fc.property(anyFlow, fc.nat({ max: 3 }), (flow, brokenRules) => {
        const mermaid = renderMermaid(flow, brokenRules);
        expect(strangersIn(mermaid)).toEqual([]);
        const ids = [...mermaid.matchAll(/^ +([A-Za-z]+)\["/gm)].map(([, id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [, from, to] of mermaid.matchAll(/^ {2}(\w+) --> (\w+)$/gm))
          expect(ids).toEqual(expect.arrayContaining([from, to]));
        // No reference loses its end on the way.
        expect(encodedByMermaid(mermaid).replace(/classDef.*/g, '')).not.toContain('#');
      }),
      { numRuns: 50 },
    );
  });
});
