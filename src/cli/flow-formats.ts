import { dateOfReview } from '../flow/latest-decision.ts';
import type { Flow } from '../flow/model.ts';
import type { PictureStyle } from '../flow/render/looks.ts';
import { renderJson } from '../flow/render/json.ts';
import { renderText } from '../flow/render/text.ts';
import { usageError } from '../model/errors.ts';
import type { MeasureText } from '../text/measure.ts';
import { openedBoxes } from './opened-boxes.ts';
import type { OpenReview } from './open.ts';

export interface Drawing {
  readonly review: OpenReview;
  readonly flow: Flow;
  readonly style: PictureStyle;
  /** Of JSON: whether the ids are left out. */
  readonly countsOnly: boolean;
}

interface Format {
  /** The endings of files that are written in it, with their dots. */
  readonly endings: readonly string[];
  /** Whether it is no text, and nothing for a terminal. */
  readonly isBinary?: boolean;
  /** Whether it is drawn with the font that comes with the program alone, and not with those of whoever reads it. */
  readonly isSet?: boolean;
  readonly render: (drawing: Drawing) => string | Uint8Array | Promise<string | Uint8Array>;
}

/** The flow in each format. What only one of them needs is loaded when it is called for. */
const FORMATS = {
  text: { endings: ['.txt', ''], render: ({ flow }) => renderText(flow.json, flow.brokenRules) },
  json: { endings: ['.json'], render: ({ flow, countsOnly }) => renderJson(flow.json, { countsOnly }) },
  csv: {
    endings: ['.csv'],
    render: async ({ flow }) => {
      const [{ renderPrismaCsv }, { prismaTemplate }] = await Promise.all([
        import('../flow/render/prisma-csv.ts'),
        import('./assets.ts'),
      ]);
      return renderPrismaCsv(flow.json, prismaTemplate());
    },
  },
  md: {
    endings: ['.md'],
    render: async ({ flow }) =>
      (await import('../flow/render/markdown.ts')).renderMarkdown(flow.json, flow.brokenRules),
  },
  mermaid: {
    endings: ['.mmd', '.mermaid'],
    render: async ({ flow }) => (await import('../flow/render/mermaid.ts')).renderMermaid(flow.json, flow.brokenRules),
  },
  dot: {
    endings: ['.dot', '.gv'],
    render: async ({ flow }) => (await import('../flow/render/dot.ts')).renderDot(flow.json, flow.brokenRules),
  },
  svg: { endings: ['.svg'], render: (drawing) => drawSvg(drawing) },
  png: {
    endings: ['.png'],
    isBinary: true,
    isSet: true,
    render: async (drawing) => {
      const [{ renderPng }, { dejaVuFiles }] = await Promise.all([
        import('../flow/render/png.ts'),
        import('./assets.ts'),
      ]);
      return renderPng(await drawSvg(drawing), dejaVuFiles());
    },
  },
  pdf: {
    endings: ['.pdf'],
    isBinary: true,
    isSet: true,
    render: async ({ flow, style, review }) => {
      const [{ renderPdf }, { dejaVu, measureDejaVu }] = await Promise.all([
        import('../flow/render/pdf.ts'),
        import('./assets.ts'),
      ]);
      const { brokenRules } = flow;
      const date = dateOfReview(review.state.facts);
      return renderPdf(flow.json, measureDejaVu(), { brokenRules, style, date, fonts: dejaVu() });
    },
  },
  html: {
    endings: ['.html', '.htm'],
    render: async ({ flow, review }) => {
      const { renderHtml } = await import('../flow/render/html.ts');
      const { title } = review.state.facts.protocol;
      const open = openedBoxes(review, flow);
      return renderHtml(flow.json, await measure(), { brokenRules: flow.brokenRules, title, open });
    },
  },
  docx: {
    endings: ['.docx'],
    isBinary: true,
    render: async ({ flow, style, review }) => {
      const { renderDocx } = await import('../flow/render/docx.ts');
      const date = dateOfReview(review.state.facts);
      return renderDocx(flow.json, await measure(), { brokenRules: flow.brokenRules, style, date });
    },
  },
} satisfies Readonly<Record<string, Format>>;
export type FlowFormat = keyof typeof FORMATS;

export const FLOW_FORMATS = Object.keys(FORMATS) as FlowFormat[];

async function measure(): Promise<MeasureText> {
  return (await import('./assets.ts')).measureDejaVu();
}

async function drawSvg({ flow: { json, brokenRules }, style }: Drawing): Promise<string> {
  const { renderSvg } = await import('../flow/render/svg.ts');
  return renderSvg(json, await measure(), { brokenRules, style });
}

/**
 * The format of files that end so.
 * @throws LitscreenError of kind `usage` where the flow has none.
 */
export function formatOfFile(file: string, ending: string): FlowFormat {
  const named = FLOW_FORMATS.find((format) => (FORMATS[format] as Format).endings.includes(ending.toLowerCase()));
  if (named) return named;
  const known = FLOW_FORMATS.flatMap((format) => FORMATS[format].endings[0] ?? []);
  throw usageError(`the flow has no format for ${file}`, `name the file with ${known.join(', ')}, or add  --format`);
}

export function formatNamed(format: FlowFormat): Format {
  return FORMATS[format];
}

/** What the flow says that the font of the program has no sign for, each character once, in the order of the picture. */
export async function unsetCharacters({ json, brokenRules }: Flow): Promise<string[]> {
  const [{ layoutFlow }, { dejaVuHas, measureDejaVu }] = await Promise.all([
    import('../flow/render/layout.ts'),
    import('./assets.ts'),
  ]);
  const has = dejaVuHas();
  const { boxes } = layoutFlow(json, measureDejaVu(), brokenRules);
  const characters = new Set(boxes.flatMap((box) => box.lines.flatMap((line) => [...line.text])));
  return [...characters].filter((character) => !has(character));
}
