import { createHash } from 'node:crypto';
import type { MeasureText } from '../../text/measure.ts';
import { groupThousands } from '../../text/thousands.ts';
import { plural } from '../../text/plural.ts';
import { xmlSafe } from '../../text/xml-safe.ts';
import type { BoxUnit, FlowJson } from '../model.ts';
import { graphOf, type GraphBox } from './graph.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './html-assets.ts';
import type { DrawnBox } from './layout-box.ts';
import { layoutFlow } from './layout.ts';
import type { BoxEntry } from './prisma-boxes.ts';
import { drawLayout, titleOf } from './svg.ts';

/** A record or report of a box. */
export interface BoxRow {
  readonly id: string;
  readonly title: string;
  /** Who decided what on it, when and why; or what else is behind its place. */
  readonly told: string;
}

export interface OpenedBox {
  readonly unit: BoxUnit;
  /** How many there are; of a large box, not all of them stand in `rows`. */
  readonly n: number;
  readonly rows: readonly BoxRow[];
}

export interface HtmlOptions {
  readonly brokenRules?: number;
  /** The title of the review. */
  readonly title: string;
  /** What is in the box at a path. */
  readonly open: (path: string) => OpenedBox | undefined;
}

/**
 * The flow as one HTML page that needs nothing else: the picture, whose boxes lead to what is in them, and each box with
 * its records, who decided on them, when and why. On a narrow screen the boxes stand below each other in place of the
 * picture. Its policy lets it load nothing, send nothing, and run no script but its own.
 */
export function renderHtml(flow: FlowJson, measure: MeasureText, options: HtmlOptions): string {
  const { groups, arrows, notes } = graphOf(flow, options.brokenRules);
  const beside = new Set(arrows.filter((arrow) => arrow.isAside).map((arrow) => arrow.to));
  const sections = groups.map(({ id, title, boxes }) => {
    const shown = boxes.map((box) => boxSection(box, beside.has(box.id), flow.version, options.open)).join('\n');
    const heading = title ?? 'Included';
    return `<section aria-labelledby="group-${id}"><h3 id="group-${id}" class="title ${id}">${xmlSafe(heading)}</h3>\n${shown}\n</section>`;
  });
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(PAGE_STYLE)}'`,
    `script-src '${hashOf(PAGE_SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const title = titleOf(flow);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${xmlSafe(options.title)}: ${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${xmlSafe(options.title)}</h1>
<p>${title}${flow.version > 1 ? `, version ${flow.version}` : ''}. Each number is the size of a set of records or reports: open a box to see them.</p>
</header>
<main>
${notes.map((note, at) => `<p class="${flow.provisional && at === 0 ? 'provisional' : 'note'}">${xmlSafe(note)}</p>`).join('\n')}
<figure class="picture">
${picture(flow, measure, options.brokenRules ?? 0)}
</figure>
<h2>Box by box</h2>
${sections.join('\n')}
</main>
<footer><p>Made by litscreen ${xmlSafe(flow.litscreen)} from the decisions of the review.</p></footer>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** The picture, each of whose boxes is a link to the same box below. */
function picture(flow: FlowJson, measure: MeasureText, brokenRules: number): string {
  const layout = layoutFlow(flow, measure, brokenRules);
  const linked = (box: DrawnBox, drawn: string) => {
    const target = anchorOf(box.content);
    if (target === undefined) return drawn;
    return `<a href="#${target}" aria-label="${xmlSafe(box.told)}">\n${drawn}\n</a>`;
  };
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${layout.width}" height="${layout.height}" viewBox="0 0 ${layout.width} ${layout.height}" role="group" aria-label="${titleOf(flow)}"` +
    ` font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">\n${drawLayout(layout, 'light', linked)}\n</svg>`
  );
}

/** The id of a box on the page: that of the first number in it. */
function anchorOf(content: readonly BoxEntry[]): string | undefined {
  const path = content.find((entry) => entry.path !== undefined)?.path;
  return path === undefined ? undefined : `box-${path}`;
}

function boxSection({ content, look }: GraphBox, isAside: boolean, version: number, open: HtmlOptions['open']): string {
  const anchor = anchorOf(content);
  const entries = content.map((entry) => entryTold(entry, version, open));
  return `<div class="box ${look} ${isAside ? 'aside' : 'step'}"${anchor === undefined ? '' : ` id="${xmlSafe(anchor)}"`}>\n${entries.join('\n')}\n</div>`;
}

function entryTold(entry: BoxEntry, version: number, open: HtmlOptions['open']): string {
  const { label, n, path } = entry;
  const indent = entry.indent ?? 0;
  // A no-break space: a number never stands alone on a line.
  const number = n === undefined ? '' : `\u00a0<span class="n">${groupThousands(n)}</span>`;
  const told = `<span class="label">${xmlSafe(label)}</span>${number}`;
  const box = path === undefined ? undefined : open(path);
  if (!box || path === undefined || box.n === 0) return `<p class="entry indent-${indent}">${told}</p>`;
  const rows = box.rows.map(
    ({ id, title, told: why }) =>
      `<tr><th scope="row">${xmlSafe(id)}</th><td>${xmlSafe(title)}</td><td>${xmlSafe(why)}</td></tr>`,
  );
  const more = box.n - box.rows.length;
  const left =
    more > 0
      ? `<p>… and ${groupThousands(more)} more: <code>litscreen explain ${xmlSafe(path)}</code> lists them all.</p>`
      : '';
  const unit = box.unit === 'study' ? plural(box.n, 'study', 'studies') : plural(box.n, box.unit);
  return `<details class="indent-${indent}"><summary>${told}</summary>
<div class="rows"><table><caption>${xmlSafe(label)}: ${unit}${version > 1 ? `, version ${version}` : ''}</caption>
<thead><tr><th scope="col">Id</th><th scope="col">Title</th><th scope="col">Why it is here</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>${left}
</details>`;
}
