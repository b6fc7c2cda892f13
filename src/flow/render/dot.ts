import { xmlSafe } from '../../text/xml-safe.ts';
import type { FlowJson } from '../model.ts';
import { graphOf, type GraphBox } from './graph.ts';
import { tellNumber } from './prisma-boxes.ts';

/**
 * The flow in DOT, the language of Graphviz, which lays it out: what leaves the flow stands beside the step that it
 * leaves. Labels are strings whose quotes, backslashes and entities are escaped.
 *
 * @param brokenRules how many lines break a rule of the review: a reason for which the flow is provisional.
 */
export function renderDot(flow: FlowJson, brokenRules = 0): string {
  const { groups, arrows, notes } = graphOf(flow, brokenRules);
  const boxes = groups.flatMap((group) => group.boxes);
  const titled = groups.flatMap(({ id, title, boxes: [first] }) => (title && first ? [{ id, title, first }] : []));
  const lines = [
    'digraph prisma {',
    '  graph [rankdir=TB, splines=polyline, nodesep=0.4, ranksep=0.35]',
    '  node [shape=box, style=filled, fillcolor=white, fontname="DejaVu Sans,Verdana,sans-serif", fontsize=10]',
    ...(notes.length > 0 ? [`  label=${quoted(`${notes.join('\n')}\n`)}`, '  labeljust=l'] : []),
    ...titled.map(
      ({ id, title }) =>
        `  ${id}Title [label=${quoted(title)}, style="filled,rounded", fillcolor="${id === 'databases' ? '#ffc000' : '#d9d9d9'}"]`,
    ),
    ...boxes.map((box) => `  ${box.id} [label=${labelOf(box)}${box.look === 'other' ? ', fillcolor="#d9d9d9"' : ''}]`),
    ...titled.map(({ id, first }) => `  ${id}Title -> ${first.id} [style=invis]`),
    `  { rank=same; ${titled.map(({ id }) => `${id}Title`).join('; ')} }`,
    `  { rank=same; ${titled.map(({ first }) => first.id).join('; ')} }`,
    ...arrows.map(({ from, to }) => `  ${from} -> ${to}`),
    ...arrows.filter(({ isAside }) => isAside).map(({ from, to }) => `  { rank=same; ${from}; ${to} }`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** Lines that begin at the left side, as `\l` ends them. */
function labelOf({ content }: GraphBox): string {
  const lines = content.map(({ label, n, indent = 0 }) => {
    const number = n === undefined ? '' : ` ${tellNumber(n)}`;
    return `${'   '.repeat(indent)}${label}${number}\n`;
  });
  return quoted(lines.join(''));
}

/**
 * Graphviz reads the entities of HTML 4 in strings, so that `&` is escaped too; `&apos;` is not of them. It reads
 * backslashes after entities, which can therefore not stand for one. A line break is written as `\l`.
 */
function quoted(text: string): string {
  const escaped = xmlSafe(text).replaceAll('&apos;', "'").replaceAll('\\', '\\\\');
  return `"${escaped.replaceAll('\n', '\\l')}"`;
}
