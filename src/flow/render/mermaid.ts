import type { FlowJson } from '../model.ts';
import { graphOf, type GraphBox } from './graph.ts';
import { tellNumber } from './prisma-boxes.ts';

const CLASSES = [
  'classDef main fill:#ffffff,stroke:#000000,color:#000000',
  'classDef other fill:#d9d9d9,stroke:#d9d9d9,color:#000000',
];

/**
 * The flow as a Mermaid flowchart: GitHub, GitLab and many editors draw it where it stands in Markdown. Labels hold no
 * markup: what could be taken for it is written as character references.
 *
 * @param brokenRules how many lines break a rule of the review: a reason for which the flow is provisional.
 */
export function renderMermaid(flow: FlowJson, brokenRules = 0): string {
  const { groups, arrows, notes } = graphOf(flow, brokenRules);
  const lines = groups.flatMap(({ id, title, boxes }) => {
    const inside = boxes.map((box) => `${box.id}["${labelOf(box)}"]:::${box.look}`);
    if (title === undefined) return inside.map((line) => `  ${line}`);
    return [`  subgraph ${id}["${safe(title)}"]`, ...inside.map((line) => `    ${line}`), '  end'];
  });
  const edges = arrows.map(({ from, to }) => `  ${from} --> ${to}`);
  const said = notes.length === 0 ? [] : [`  notes["${notes.map(safe).join('<br>')}"]:::other`];
  return `${['flowchart TB', ...said, ...lines, ...edges, ...CLASSES.map((line) => `  ${line}`)].join('\n')}\n`;
}

function labelOf({ content }: GraphBox): string {
  return content
    .map(({ label, n, indent = 0 }) => {
      const number = n === undefined ? '' : ` ${tellNumber(n, '#nbsp;')}`;
      return `${'#nbsp;'.repeat(2 * indent)}${safe(label)}${number}`;
    })
    .join('<br>');
}

/**
 * All but letters, digits and what is harmless as character references of Mermaid's (`#35;`): a label can neither end,
 * nor hold HTML, Markdown or a link.
 * A colon before a reference, anywhere after the word “style”, makes Mermaid lose the end of the last reference of the line.
 */
function safe(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N} .,:–—’]|:(?! |$)/gu, (char) => `#${char.codePointAt(0) ?? 63};`);
}
