import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderDot } from '../../../src/flow/render/dot.ts';
import { HOSTILE_EXAMPLES } from '../../text/hostile.ts';
import { anyFlow, flowSaying, flowWith, UPDATED_SCOPING_REVIEW, UPDATED_SCOPING_WORDS } from './flows.ts';

const hasGraphviz = spawnSync('dot', ['-V']).status === 0;

function graphviz(format: string, dot: string): string {
  const { status, stdout, stderr } = spawnSync('dot', [`-T${format}`], { input: dot, encoding: 'utf8' });
  expect(stderr).not.toMatch(/syntax|error/i);
  expect(status).toBe(0);
  return stdout;
}

/** A string of DOT ends at the first quote without a backslash; a backslash takes the power from the sign after it. */
const STRING = /"(?:\\.|[^"\\])*"/gsu;

/** What is left of the source when its strings are taken out must be this alone. */
const STATEMENTS = [
  /^digraph prisma \{$/,
  /^ {2}(?:graph|node) \[[^\]"]*\]$/,
  /^ {2}label=□$|^ {2}labeljust=l$/,
  /^ {2}[A-Za-z]+ \[label=□(?:, style=□)?(?:, fillcolor=□)?\]$/,
  /^ {2}[A-Za-z]+ -> [A-Za-z]+(?: \[style=invis\])?$/,
  /^ {2}\{ rank=same; [A-Za-z]+(?:; [A-Za-z]+)* \}$/,
  /^\}$/,
];

function strangersIn(dot: string): string[] {
  const bare = dot.replace(STRING, '□');
  return [
    ...bare
      .trimEnd()
      .split('\n')
      .filter((line) => !STATEMENTS.some((statement) => statement.test(line))),
    ...(dot.match(/(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu) ?? []),
    // In a string there are line ends, backslashes and references, and no markup.
    ...(dot.match(STRING) ?? []).flatMap(
      (text) => text.replaceAll('\\\\', '').match(/\n|[<>]|\\[^l]|&(?!(?:amp|lt|gt|quot);)/g) ?? [],
    ),
  ];
}

describe('renderDot', () => {
  it('draws each box, and an arrow from each to the next', () => {
    const dot = renderDot(flowWith({ screened: 1234 }));
    expect(dot).toContain('  screened [label="Records screened (n = 1,234)\\l"]\n');
    expect(dot).toContain('\n  screened -> excluded\n  screened -> sought\n');
    expect(dot).toContain('\n  { rank=same; screened; excluded }\n');
    expect(dot).not.toContain('labeljust');
  });

  it('says what an updated scoping review had and has, and why records were excluded', () => {
    const dot = renderDot(UPDATED_SCOPING_REVIEW);
    for (const [label, n] of UPDATED_SCOPING_WORDS)
      expect(dot).toContain(n === undefined ? label : `${label} (n = ${n})`);
    expect(renderDot(flowWith())).not.toMatch(/previous|\bnew |total|evidence|no reason given/i);
  });

  it.each(HOSTILE_EXAMPLES.map((text) => [text.slice(0, 40), text]))('keeps %j in its string', (_, said) => {
    expect(strangersIn(renderDot(flowSaying(said)))).toEqual([]);
  });

  it('is nothing but nodes and arrows, with balanced strings, whatever the labels', () => {
    fc.assert(
      fc.property(anyFlow, fc.nat({ max: 3 }), (flow, brokenRules) => {
        expect(strangersIn(renderDot(flow, brokenRules))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it.skipIf(!hasGraphviz)('is read by Graphviz, where it is installed, whatever the labels', () => {
    graphviz('canon', HOSTILE_EXAMPLES.map((text) => renderDot(flowSaying(text))).join('\n'));
    for (const flow of fc.sample(anyFlow, { numRuns: 5, seed: 1 })) graphviz('canon', renderDot(flow));
  });

  it.skipIf(!hasGraphviz).each(['\\n \\l \\N \\G \\\\ &#92;n', '<b>"x"</b> & \'y\' `z`', 'ends in \\'])(
    'is shown by Graphviz as %j',
    (label) => {
      const svg = graphviz(
        'svg',
        `digraph { a [${/ {2}excludedReports \[(label=.*)\]/.exec(renderDot(flowSaying(label)))?.[1]}] }`,
      );
      const shown = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) =>
        text.replace(
          /&(?:#(\d+)|(\w+));/g,
          (_, code: string, name: string) =>
            ({ lt: '<', gt: '>', amp: '&', quot: '"' })[name] ?? String.fromCodePoint(Number(code)),
        ),
      );
      expect(shown.map((text) => text.replace(/\u00a0/g, ' ').trim())).toContain(`${label} (n = 3)`);
    },
  );
});
