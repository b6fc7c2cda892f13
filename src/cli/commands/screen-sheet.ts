import { basename, extname, relative } from 'node:path';
import { dateOfReview } from '../../flow/latest-decision.ts';
import { usageError } from '../../model/errors.ts';
import { reasonsAt } from '../../model/protocol.ts';
import { shortName } from '../../records/authors.ts';
import { isSealed } from '../../screening/seal.ts';
import { ownLabels } from '../../screening/labels.ts';
import { writeScreeningCsv, writeScreeningWorkbook, type SheetRow } from '../../sheets/screening-sheet.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import type { Context } from '../context.ts';
import { readReportRecords, type OpenReview } from '../open.ts';
import type { Task } from '../sitting/task.ts';
import { outputPath, writeOutputKeeping } from '../output.ts';

/** Spreadsheets that are not written: what is called so is expected to be one. */
const OTHER_SPREADSHEETS = new Set(['.xls', '.xlsm', '.xlsb', '.ods', '.numbers']);

/** `screen --sheet`: writes the reports that a person votes on, and what that person has said of them so far. */
export async function writeSheet(context: Context, review: OpenReview, task: Task, file: string): Promise<number> {
  const { person, stage } = task;
  const { protocol } = review.state.facts;
  const extension = extname(file).toLowerCase();
  if (OTHER_SPREADSHEETS.has(extension)) {
    throw usageError(`sheets are not written as ${extension}`, 'name a .xlsx or a .csv file: spreadsheets open both');
  }
  const path = outputPath(context, review.root, file);
  const isWorkbook = extension === '.xlsx';
  const rows = sheetRows(review, task);
  const purpose = { protocol, stage, person };
  const date = dateOfReview(review.state.facts);
  const content = isWorkbook ? await writeScreeningWorkbook(rows, purpose, date) : writeScreeningCsv(rows, purpose);
  const kept = writeOutputKeeping(path, content);
  if (kept !== undefined) context.note(`${file} was there already, and is kept as ${basename(kept)}\n`);
  const due = rows.filter((row) => row.vote === '').length;
  context.out(`${file}: ${plural(rows.length, 'report')}, ${due} to decide\n`);
  if (isWorkbook) context.note('How to fill it in, and the criteria, stand on its second sheet\n');
  else {
    const reasons = reasonsAt(protocol, stage);
    const width = Math.max(0, ...reasons.map(({ id }) => id.length));
    context.note('In the column vote write include, exclude or maybe; in reason, of an exclusion, one of\n');
    for (const { id, label } of reasons) context.note(`  ${id.padEnd(width)}  ${terminalSafe(label)}\n`);
  }
  if (!relative(review.root, path).startsWith('..')) {
    context.note('Keep it out of git until all votes are in: it shows yours\n');
  }
  context.note(`Next: litscreen screen --as ${person} --stage ${stage} --import ${file}\n`);
  return 0;
}

/** The reports of a person in reading order, and what the person has said of them; what is sealed elsewhere is not known. */
function sheetRows(review: OpenReview, { list, own }: Task): SheetRow[] {
  const records = readReportRecords(review, list);
  return list.flatMap((report): SheetRow[] => {
    const record = records.get(report);
    if (!record) return [];
    const said = own.get(report);
    const authors = (record.authors ?? []).map(shortName).join('; ');
    if (!said || isSealed(said)) return [{ record, authors, vote: '', reason: '', note: '', labels: [] }];
    const { vote, reason, note, labels } = said;
    return [{ record, authors, vote, reason, note, labels: ownLabels(labels) }];
  });
}
