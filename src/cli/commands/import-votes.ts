import { openExport } from '../../formats/bytes/open-export.ts';
import { sniffFormat } from '../../formats/registry.ts';
import { csvHeader } from '../../formats/tables/csv-table.ts';
import { inputError, LitscreenError } from '../../model/errors.ts';
import type { Stage } from '../../model/protocol.ts';
import type { ImportedDecision } from '../../screening/imported-decisions.ts';
import { readNamedParts, readNamedSheet, type Context } from '../context.ts';
import { openExports } from '../exports.ts';
import { warnWhereStale, type OpenReview } from '../open.ts';
import { importDecisions } from './import-decisions.ts';
import { importSheet } from './import-sheet.ts';

export interface ImportOptions {
  readonly as?: string;
  readonly revise?: boolean;
  readonly reviewer?: readonly string[];
  readonly reasonMap?: readonly string[];
  readonly all?: ImportedDecision['vote'];
  readonly dryRun?: boolean;
}

/** `screen --import`: votes from a filled-in sheet, or from an export of Rayyan, ASReview or Covidence. */
export async function importVotes(
  context: Context,
  review: OpenReview,
  stage: Stage,
  file: string,
  options: ImportOptions,
): Promise<number> {
  const text = await sheetText(context, file);
  if (text !== undefined) return importSheet(context, review, stage, file, text, options);
  await warnWhereStale(context, review);
  const opened = await openExports(context, [file], {});
  return importDecisions(context, review, stage, file, opened, options);
}

/**
 * The text of a sheet of ours, of a workbook as CSV with a line a row; undefined where the file is something else, which
 * is opened as an export.
 */
async function sheetText(context: Context, file: string): Promise<string | undefined> {
  let text: string;
  try {
    text = readNamedSheet(context, file);
  } catch (error) {
    // An archive or a workbook is no text, but may be an export, and a workbook a sheet.
    if (error instanceof LitscreenError && error.kind === 'input' && /archive|Office|Excel/.test(error.message))
      return sheetInWorkbook(context, file);
    throw error;
  }
  const isOther = sniffFormat(text.slice(0, HEAD)) !== undefined;
  return isOurs(text) || !isOther ? text : undefined;
}

async function sheetInWorkbook(context: Context, file: string): Promise<string | undefined> {
  const tables = await openExport(readNamedParts(context, file), file);
  const texts = tables.filter(({ container = '' }) => WORKBOOKS.has(container)).map(({ text }) => [...text()].join(''));
  const [first, ...others] = texts.filter(isOurs);
  if (others.length === 0) return first;
  const hint = 'leave one of them in the file, or save each as a file of its own';
  throw inputError(`${others.length + 1} of its sheets have a column report or vote`, { file }, hint);
}

const WORKBOOKS = new Set(['XLSX', 'XLS']);
const HEAD = 65_536;

/** One of the columns is enough: that the other is missing shall be told. */
function isOurs(text: string): boolean {
  const columns = csvHeader(text.slice(0, HEAD)).map((name) => name.toLowerCase());
  return columns.includes('report') || columns.includes('vote');
}
