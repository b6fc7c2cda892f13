import { extname } from 'node:path';
import { compareFlows, type BoxChange } from '../../flow/compare.ts';
import { countFlow } from '../../flow/count.ts';
import type { Flow, FlowJson } from '../../flow/model.ts';
import { proveFlow } from '../../flow/prove.ts';
import type { PictureStyle } from '../../flow/render/looks.ts';
import type { StoryEvent } from '../../flow/story.ts';
import { LitscreenError, usageError } from '../../model/errors.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { plural } from '../../text/plural.ts';
import { printJson, type Context } from '../context.ts';
import { decisionsBehind } from '../flow-check.ts';
import { formatNamed, formatOfFile, unsetCharacters, type FlowFormat } from '../flow-formats.ts';
import { openReview, warnQuickly, type OpenReview } from '../open.ts';
import { outputPath, writeOutput } from '../output.ts';
import { packageVersion } from '../program.ts';
import { readFlow } from '../read-flow.ts';

interface Options {
  readonly format?: FlowFormat;
  readonly style?: PictureStyle;
  readonly json?: boolean;
  readonly output?: string;
  readonly check?: string;
  readonly final?: boolean;
  readonly countsOnly?: boolean;
}

/** `flow`: derived anew, proved, then printed, written or compared. */
export async function flow(context: Context, options: Options): Promise<number> {
  const review = openReview(context);
  const present = provenFlow(review);
  await warnQuickly(context, review);
  if (options.check !== undefined) return checkFlow(context, review, present.json, options.check, options);
  const name = formatOf(options);
  const format = formatNamed(name);
  refuseOnTerminal(format.isBinary ?? false, name, options);
  const { style = 'light', countsOnly = false } = options;
  const drawn = await format.render({ review, flow: present, style, countsOnly });
  if (name === 'csv') await warnOfLosses(context, present.json);
  if (format.isSet) await warnOfUnset(context, present);
  if (options.output === undefined) context.out(drawn);
  else {
    const changed = writeOutput(outputPath(context, review.root, options.output), drawn);
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
function formatOf({ json, format, output = '' }: Options): FlowFormat {
  if (json) return 'json';
  return format ?? formatOfFile(output, extname(output));
}

async function warnOfLosses(context: Context, flow: FlowJson): Promise<void> {
  const { leftOutOfPrismaCsv } = await import('../../flow/render/prisma-csv.ts');
  for (const what of leftOutOfPrismaCsv(flow)) context.note(`warning: the CSV has no place for this: ${what}\n`);
}

/** How many of the characters are named that the font does not have. */
const NAMED = 10;

async function warnOfUnset(context: Context, flow: Flow): Promise<void> {
  const unset = await unsetCharacters(flow);
  if (unset.length === 0) return;
  const named = unset.slice(0, NAMED).join(' ') + (unset.length > NAMED ? ' …' : '');
  context.note(`warning: the font that comes with litscreen has no ${terminalSafe(named)}\n`);
  context.note('hint: the SVG, the HTML page and the Word document are set in the fonts of whoever reads them\n');
}

/** @throws LitscreenError of kind `usage` where bytes would go to a terminal. */
function refuseOnTerminal(isBinary: boolean, format: FlowFormat, { output }: Options): void {
  if (!isBinary || output !== undefined || !process.stdout.isTTY) return;
  throw usageError(`${format} is nothing for a terminal`, `add  --output output/prisma.${format}`);
}

function checkFlow(context: Context, review: OpenReview, present: FlowJson, file: string, options: Options): number {
  const committed = readFlow(context, file);
  if (committed.version !== present.version)
    context.note(`note: it is the flow of version ${committed.version}, and version ${present.version} is in force\n`);
  const changes = compareFlows(committed, present);
  const isOpen = options.final === true && present.provisional;
  if (options.json) {
    printJson(context, { schema: 1, ok: changes.length === 0 && !isOpen, provisional: present.provisional, changes });
  } else {
    const behind = decisionsBehind(review);
    for (const change of changes) context.out(describeChange(change, (id) => behindTold(behind(change.path, id))));
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

/** One id a line beyond the first, with the decision that moved it where there is one. */
function describeChange({ path, from, to, added, removed }: BoxChange, behind: (id: string) => string): string {
  const sizes = from === to ? `${from} → ${to}, other ids` : `${from} → ${to}`;
  const lines = [...removed.map((id) => `  − ${id}${behind(id)}`), ...added.map((id) => `  + ${id}${behind(id)}`)];
  return `${path}   ${sizes}\n${lines.map((line) => `${line}\n`).join('')}`;
}

function behindTold(event: StoryEvent | undefined): string {
  if (!event) return '';
  return `   ${terminalSafe(event.text)} (${event.at.slice(0, 10)}, ${event.where.file}:${event.where.line ?? 1})`;
}
