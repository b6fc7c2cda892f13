import { appendFileSync } from 'node:fs';
import type { Flow } from '../../flow/model.ts';
import { countFlow } from '../../flow/count.ts';
import { LitscreenError, usageError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import { checkReview } from '../../review/check.ts';
import { computeDedupe } from '../../review/dedupe.ts';
import { readExtraction } from '../../review/extraction.ts';
import { computeFilter } from '../../review/filter.ts';
import { findReview } from '../../review/load.ts';
import { ReviewReader } from '../../review/reader.ts';
import { markdownSafe } from '../../text/markdown-safe.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { annotation } from '../annotations.ts';
import { printJson, type Context } from '../context.ts';
import { checkCommitted } from '../flow-check.ts';
import { openReview, type OpenReview } from '../open.ts';
import { outputPath } from '../output.ts';
import { packageVersion } from '../program.ts';

interface Options {
  readonly final?: boolean;
  readonly json?: boolean;
  readonly flow?: string;
  readonly base?: string;
  readonly summary?: string;
  readonly annotations?: boolean;
}

/** `check`: all findings; exit 1 where one is an error. */
export async function check(context: Context, options: Options): Promise<number> {
  if (options.base !== undefined && options.summary === undefined)
    throw usageError('--base is for the summary', 'add  --summary <file>, or see  litscreen diff <rev>');
  const reader = new ReviewReader(findReview(context.folder));
  const { plan } = computeDedupe(reader);
  const review = openReview(context, reader);
  const { reports, facts } = review.state;
  const filters = computeFilter(reader, reports, facts);
  const extraction = readExtraction(reader, review.state);
  const flow = countFlow(review.state, packageVersion());
  const final = options.final ?? false;
  const findings = checkReview(reader, review.state, { plan, filters, extraction, final, flow });
  reader.throwProblems();
  if (options.flow !== undefined) findings.push(...checkCommitted(context, review, flow.json, options.flow, final));
  const ok = !findings.some((finding) => finding.level === 'error');
  tell(context, review, findings, ok, options);
  if (findings.some((finding) => finding.code === 'flow-moved' && finding.ids.length > 0))
    context.note(
      `hint: if the decisions are right, write the new flow:  litscreen flow --format json --output ${options.flow ?? ''}\n`,
    );
  if (options.summary !== undefined) await appendSummary(context, review, flow, findings, ok, options);
  return ok ? 0 : 1;
}

function tell(
  context: Context,
  { root, state: { facts, reports } }: OpenReview,
  findings: readonly Finding[],
  ok: boolean,
  options: Options,
): void {
  if (options.json) {
    printJson(context, { schema: 1, ok, findings });
    return;
  }
  const workspace = context.env['GITHUB_WORKSPACE'] ?? context.folder;
  for (const finding of findings)
    context.out(options.annotations ? annotation(finding, root, workspace) : lineOf(finding));
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const records = [...facts.recordIds.values()].reduce((sum, ids) => sum + ids.length, 0);
  const verdict = ok ? 'every rule holds' : plural(count('error'), 'error');
  context.out(
    `${plural(records, 'record')}, ${plural(reports.all.length, 'report')}: ${verdict}, ${plural(count('warning'), 'warning')}, ${plural(count('note'), 'note')}\n`,
  );
}

function lineOf({ level, code, message, file, line }: Finding): string {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
  return `${level}: ${place}${terminalSafe(message)} [${code}]\n`;
}

/** Adds to a file, for the steps of a job write one summary together. */
async function appendSummary(
  context: Context,
  review: OpenReview,
  flow: Flow,
  findings: readonly Finding[],
  ok: boolean,
  { base, summary = '' }: Options,
): Promise<void> {
  const { summaryInMarkdown } = await import('../../flow/render/summary-markdown.ts');
  const { title } = review.state.facts.protocol;
  const since = base === undefined ? undefined : { revision: base, moved: await movedSince(context, review, base) };
  const text = summaryInMarkdown({ title, ok, findings, flow, ...(since && { since }) });
  appendFileSync(outputPath(context, review.root, summary), `${text}\n`);
}

/** What moved since a commit; a commit that has no review, or a broken one, is no fault of this one. */
async function movedSince(context: Context, { root }: OpenReview, base: string): Promise<string> {
  const [{ diffBetween }, { tellDiffInMarkdown }] = await Promise.all([
    import('./diff.ts'),
    import('../../flow/render/diff-markdown.ts'),
  ]);
  try {
    const { diff, titles } = await diffBetween(root, base);
    return tellDiffInMarkdown(diff, titles);
  } catch (error) {
    if (!(error instanceof LitscreenError)) throw error;
    context.note(`warning: what moved since ${base} cannot be told: ${terminalSafe(error.message)}\n`);
    return `It cannot be told: ${markdownSafe(error.message)}.`;
  }
}
