import { extname } from 'node:path';
import { compareFlows, type BoxChange } from '../../flow/compare.ts';
import { countFlow } from '../../flow/count.ts';
import { FlowSchema, type Flow, type FlowJson } from '../../flow/model.ts';
import { proveFlow } from '../../flow/prove.ts';
import { renderJson } from '../../flow/render-json.ts';
import { leftOutOfPrismaCsv, renderPrismaCsv } from '../../flow/render-prisma-csv.ts';
import { renderSvg } from '../../flow/render-svg.ts';
import { renderText } from '../../flow/render-text.ts';
import { storyTeller } from '../../flow/story.ts';
import { inputError, LitscreenError, usageError } from '../../model/errors.ts';
import { inWords } from '../../model/schema-words.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { plural } from '../../text/plural.ts';
import { printJson, readNamedFile, type Context } from '../context.ts';
import { openReview, warnQuickly, type OpenReview } from '../open.ts';
import { outputPath, writeOutput } from '../output.ts';
import { packageVersion } from '../program.ts';

type Format = 'text' | 'json' | 'svg' | 'csv';

interface Options {
  readonly format?: Format;
  readonly json?: boolean;
  readonly output?: string;
  readonly check?: string;
  readonly final?: boolean;
  readonly countsOnly?: boolean;
}

const FORMAT_OF_FILE: Readonly<Record<string, Format>> = {
  '.json': 'json',
  '.svg': 'svg',
  '.csv': 'csv',
  '.txt': 'text',
  '': 'text',
};

/** The flow in each format; what only one of them needs is loaded when it is called for. */
const RENDERERS: Readonly<Record<Format, (flow: Flow, options: Options) => string | Promise<string>>> = {
  text: ({ json, brokenRules }) => renderText(json, brokenRules),
  json: ({ json }, options) => renderJson(json, options),
  svg: async ({ json, brokenRules }) => {
    const { measureDejaVu } = await import('../assets.ts');
    return renderSvg(json, measureDejaVu(), brokenRules);
  },
  csv: async ({ json }) => renderPrismaCsv(json, (await import('../assets.ts')).prismaTemplate()),
};

/** `flow`: derived anew, proved, then printed, written or compared. */
export async function flow(context: Context, options: Options): Promise<number> {
  const review = openReview(context);
  const present = provenFlow(review);
  await warnQuickly(context, review);
  if (options.check !== undefined) return checkFlow(context, review, present.json, options.check, options);
  const format = formatOf(options);
  const text = await RENDERERS[format](present, options);
  for (const what of format === 'csv' ? leftOutOfPrismaCsv(present.json) : []) {
    context.note(`warning: the CSV has no place for this: ${what}\n`);
  }
  if (options.output === undefined) context.out(text);
  else {
    const changed = writeOutput(outputPath(context, review.root, options.output), text);
    context.note(`${options.output} ${changed ? 'written' : 'is up to date'}\n`);
  }
  if (options.final && present.json.provisional) {
    context.note('error: the flow is provisional\nhint: see what is open with  litscreen status\n');
    return 1;
  }
  return 0;
}

/**
 * The flow of a review.
 * @throws LitscreenError of kind `no` where its sets do not add up.
 */
export function provenFlow(review: OpenReview): Flow {
  const result = countFlow(review.state, packageVersion());
  const broken = proveFlow(result, review.state);
  if (broken.length > 0)
    throw new LitscreenError(
      'no',
      broken.map(({ message }) => ({ message, hint: 'litscreen check  tells more' })),
    );
  return result;
}

/**
 * The format that is asked for, or that of the file to write.
 * @throws LitscreenError of kind `usage` where the file is called like one of a format that the flow does not have.
 */
function formatOf({ json, format, output = '' }: Options): Format {
  if (json) return 'json';
  const named = format ?? FORMAT_OF_FILE[extname(output).toLowerCase()];
  if (named !== undefined) return named;
  const known = Object.keys(FORMAT_OF_FILE).filter((extension) => extension !== '');
  throw usageError(`the flow has no format for ${output}`, `name the file with ${known.join(', ')}, or add  --format`);
}

function checkFlow(context: Context, review: OpenReview, present: FlowJson, file: string, options: Options): number {
  const changes = compareFlows(readFlow(context, file), present);
  const isOpen = options.final === true && present.provisional;
  if (options.json) {
    printJson(context, { schema: 1, ok: changes.length === 0 && !isOpen, provisional: present.provisional, changes });
  } else {
    const behind = decisionBehind(review);
    for (const change of changes) context.out(describeChange(change, behind));
    if (changes.length === 0) context.out(`the flow is that of ${file}\n`);
  }
  if (changes.length > 0) {
    context.note(`error: the flow differs from ${file} in ${plural(changes.length, 'box', 'boxes')}\n`);
    context.note(
      `hint: if the decisions are right, write the new flow:  litscreen flow --format json --output ${file}\n`,
    );
  }
  if (isOpen) context.note('error: the flow is provisional\nhint: see what is open with  litscreen status\n');
  return changes.length > 0 || isOpen ? 1 : 0;
}

function readFlow(context: Context, file: string): FlowJson {
  const hint = 'name a flow that was written by  litscreen flow --format json --output output/prisma.json';
  const where = { file, line: 1 };
  let value: unknown;
  try {
    value = JSON.parse(
      readNamedFile(context, file)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
  } catch (error) {
    if (error instanceof SyntaxError) throw inputError('this is no JSON', where, hint);
    throw error;
  }
  const parsed = FlowSchema.safeParse(value, { error: inWords });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const what = issue ? ` (${issue.path.join('.')}: ${issue.message})` : '';
  throw inputError(`this is no flow that litscreen wrote${what}`, where, hint);
}

/** One id a line beyond the first, with the decision that moved it where there is one. */
function describeChange({ path, from, to, added, removed }: BoxChange, behind: (id: string) => string): string {
  const sizes = from === to ? `${from} → ${to}, other ids` : `${from} → ${to}`;
  const lines = [...removed.map((id) => `  − ${id}`), ...added.map((id) => `  + ${id}${behind(id)}`)];
  return `${path}   ${sizes}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** Tells the latest decision on the report of an id, and where it stands. */
function decisionBehind({ state }: OpenReview): (id: string) => string {
  const story = storyTeller(state);
  return (id) => {
    const report = state.reports.of(id);
    const event = report && story(report).at(-1);
    if (!event) return '';
    const where = event.where ? `, ${event.where.file}:${event.where.line ?? 1}` : '';
    return `   ${terminalSafe(event.text)} (${event.at.slice(0, 10)}${where})`;
  };
}
