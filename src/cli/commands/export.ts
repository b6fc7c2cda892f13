import { extname } from 'node:path';
import { includedReports } from '../../flow/included.ts';
import { boxAt } from '../../flow/story.ts';
import { usageError } from '../../model/errors.ts';
import type { Stage } from '../../model/protocol.ts';
import type { StageOutcome } from '../../screening/outcomes.ts';
import type { BibRecord } from '../../model/record.ts';
import { writeExport, WRITERS } from '../../records/write-export.ts';
import { sortedIds } from '../../text/order.ts';
import { plural } from '../../text/plural.ts';
import type { Context } from '../context.ts';
import { openReview, readReportRecords, requireReport, warnWhereStale, type OpenReview } from '../open.ts';
import { outputPath, writeOutput } from '../output.ts';
import { decisionsToTell } from './export-decisions.ts';
import { provenFlow } from './flow.ts';

export interface ExportOptions {
  readonly format?: string;
  readonly stage?: Stage;
  readonly outcome?: StageOutcome['outcome'];
  readonly output?: string;
  readonly as?: string;
  readonly decisionsOf?: readonly string[];
}

/** `export [box|id…]`: reports of the review in the format of a reference manager. */
export async function exportReports(
  context: Context,
  named: readonly string[],
  options: ExportOptions,
): Promise<number> {
  const review = openReview(context);
  await warnWhereStale(context, review);
  const writer = writerFor(options);
  const { ids, what } = chosen(review, named, options);
  const decided = decisionsToTell(context, review, writer.id, ids, options);
  const records = recordsOf(review, ids);
  const text = [...writeExport(writer, records, decided)].join('');
  if (options.output === undefined) context.out(text);
  else {
    const changed = writeOutput(outputPath(context, review.root, options.output), text);
    context.note(`${options.output} ${changed ? 'written' : 'is up to date'}\n`);
  }
  context.note(`${what}: ${plural(records.length, 'record')} as ${writer.id}\n`);
  return 0;
}

/** @throws LitscreenError of kind `usage` where neither the option nor the name of the file tells a format. */
function writerFor({ format, output = '' }: ExportOptions) {
  const extension = extname(output).slice(1).toLowerCase();
  const writer = WRITERS.find((item) => (format === undefined ? item.extension === extension : item.id === format));
  if (writer) return writer;
  const ids = WRITERS.map((item) => item.id).join(', ');
  throw usageError(
    format === undefined ? 'in which format shall it be written?' : `${format} is no format to write`,
    `add  --format  with one of ${ids}`,
  );
}

function chosen(review: OpenReview, named: readonly string[], options: ExportOptions): { ids: string[]; what: string } {
  const { state } = review;
  if (options.outcome !== undefined) {
    if (named.length > 0) throw usageError('name boxes and ids, or an outcome, not both', 'leave one of them out');
    const stage = options.stage ?? 'title-abstract';
    // A conflict that may not be told yet is open, as far as anybody shall know.
    const told = ({ outcome, isTold }: StageOutcome) => (outcome === 'conflict' && !isTold ? 'pending' : outcome);
    const found = [...state.outcomes[stage]].filter(([, item]) => told(item) === options.outcome);
    return { ids: sortedIds(found.map(([report]) => report)), what: `${options.outcome} at ${stage}` };
  }
  if (options.decisionsOf !== undefined && named.length === 0) {
    const stage = options.stage ?? 'title-abstract';
    return { ids: sortedIds(state.outcomes[stage].keys()), what: `all reports at ${stage}` };
  }
  if (options.decisionsOf === undefined && options.stage !== undefined) {
    const hint = `such as  --stage ${options.stage} --outcome included`;
    throw usageError('--stage goes with the outcome of the reports there', hint);
  }
  const flow = provenFlow(review);
  if (named.length === 0) {
    const included = sortedIds(includedReports(state));
    if (included.length > 0) return { ids: included, what: 'included reports' };
    const all = [...state.outcomes['title-abstract'].keys()];
    return { ids: sortedIds(all), what: 'no report is included yet: all reports in screening' };
  }
  const ids = named.flatMap((item) => boxAt(flow, item)?.ids ?? [requireReport(review, item).id]);
  return { ids: sortedIds([...new Set(ids)]), what: named.join(', ') };
}

/**
 * The records behind ids: of a report its lowest record, with what that leaves out taken from its duplicates; of a record
 * that is no report's first one, that record alone.
 */
function recordsOf(review: OpenReview, ids: readonly string[]): BibRecord[] {
  const reports = ids.filter((id) => review.state.reports.of(id)?.id === id);
  const whole = readReportRecords(review, reports);
  const others = review.reader.recordsById(new Set(ids.filter((id) => !whole.has(id))));
  review.reader.throwProblems();
  return ids.flatMap((id) => whole.get(id) ?? others.get(id) ?? []);
}
