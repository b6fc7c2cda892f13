import { basename, extname, relative } from 'node:path';
import { latestDecision } from '../../flow/latest-decision.ts';
import { usageError } from '../../model/errors.ts';
import { reasonsAt, type Stage } from '../../model/protocol.ts';
import { shortName } from '../../records/authors.ts';
import { ownLabels } from '../../screening/labels.ts';
import { writeScreeningCsv, writeScreeningWorkbook, type SheetRow } from '../../sheets/screening-sheet.ts';
import { plural } from '../../text/plural.ts';
import type { Context } from '../context.ts';
import { readReportRecords, type OpenReview } from '../open.ts';
import { outputPath, writeOutputKeeping } from '../output.ts';

/** What a workbook is dated before anybody has decided anything: nothing of it depends on the clock. */
const NO_DECISIONS = '2000-01-01T00:00:00.000Z';

/** Spreadsheets that are not written: what is called so is expected to be one. */
const OTHER_SPREADSHEETS = new Set(['.xls', '.xlsm', '.xlsb', '.ods', '.numbers']);

/** `screen --sheet`: writes the reports that a person votes on, and what that person has said of them so far. */
export async function writeSheet(
  context: Context,
  review: OpenReview,
  person: string,
  stage: Stage,
  file: string,
): Promise<number> {
  const { protocol } = review.state.facts;
  const extension = extname(file).toLowerCase();
  if (OTHER_SPREADSHEETS.has(extension)) {
    throw usageError(`sheets are not written as ${extension}`, 'name a .xlsx or a .csv file: spreadsheets open both');
  }
  const path = outputPath(context, review.root, file);
  const isWorkbook = extension === '.xlsx';
  const rows = sheetRows(review, person, stage);
  const purpose = { protocol, stage };
  const date = new Date(latestDecision(review.state.facts) ?? NO_DECISIONS);
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
    for (const { id, label } of reasons) context.note(`  ${id.padEnd(width)}  ${label}\n`);
  }
  if (!relative(review.root, path).startsWith('..')) {
    context.note('Keep it out of git until all votes are in: it shows yours\n');
  }
  context.note(`Next: litscreen screen --as ${person} --stage ${stage} --import ${file}\n`);
  return 0;
}

function sheetRows(review: OpenReview, person: string, stage: Stage): SheetRow[] {
  const outcomes = review.state.outcomes[stage];
  const records = readReportRecords(review, outcomes.keys());
  return [...outcomes.values()].flatMap(({ report, votes }) => {
    const record = records.get(report);
    if (!record || (votes.openSeats === 0 && !votes.asked.includes(person))) return [];
    const own = votes.present.get(person);
    const authors = (record.authors ?? []).map(shortName).join('; ');
    const labels = ownLabels(own?.labels ?? '');
    return [{ record, authors, vote: own?.vote ?? '', reason: own?.reason ?? '', note: own?.note ?? '', labels }];
  });
}
