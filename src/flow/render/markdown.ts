import { markdownSafe } from '../../text/markdown-safe.ts';
import { groupThousands } from '../../text/thousands.ts';
import type { FlowJson } from '../model.ts';
import { graphOf } from './graph.ts';
import { titleOf } from './svg.ts';

/**
 * The flow as Markdown: a table for each column of PRISMA's picture, which reads well as text, in a pull request and on a
 * page. What a protocol or a search says is escaped: it makes no links, images, HTML or mentions.
 *
 * @param brokenRules how many lines break a rule of the review: a reason for which the flow is provisional.
 */
export function renderMarkdown(flow: FlowJson, brokenRules = 0): string {
  const { groups, notes } = graphOf(flow, brokenRules);
  const tables = groups.map(({ title, boxes }) => {
    const rows = boxes.flatMap(({ content }) =>
      content.map(({ label, n, indent = 0 }) => {
        const number = n === undefined ? '' : groupThousands(n);
        return `| ${'&emsp;'.repeat(indent)}${markdownSafe(label)} | ${number} |`;
      }),
    );
    return [`| ${title === undefined ? 'Included' : markdownSafe(title)} | n |`, '| :-- | --: |', ...rows].join('\n');
  });
  const said = notes.map((note) => `> ${markdownSafe(note)}`);
  return `${[`**${titleOf(flow)}**`, ...said, ...tables].join('\n\n')}\n`;
}
