import { csvLine } from '../../text/csv.ts';
import { toSheetCell } from '../../text/spreadsheet-safe.ts';
import { csvWriter } from './csv-writer.ts';
import { NOTE_COLUMN, REASON_COLUMN } from './decided.ts';
import type { Writer } from './writer.ts';

/** ASReview knows two labels: a maybe is none. */
const LABELS = { include: '1', exclude: '0', maybe: '' } as const;

const cells = (line: string, more: readonly string[]) => `${line.trimEnd()},${csvLine(more.map(toSheetCell))}\n`;

/** A table for ASReview, with the decisions of one person as its labels; columns that it does not know, it keeps. */
export const asreviewWriter: Writer = {
  ...csvWriter,
  id: 'asreview',
  frame: { ...csvWriter.frame, begin: cells(csvWriter.frame.begin, ['included', REASON_COLUMN, NOTE_COLUMN]) },
  write(record, exact, [decision] = []) {
    const label = decision ? LABELS[decision.vote] : '';
    const more = label === '' ? ['', '', ''] : [label, decision?.reason ?? '', decision?.note ?? ''];
    return cells(csvWriter.write(record, exact), more);
  },
};
