import type { Reports } from '../dedupe/reports.ts';
import type { Problem } from '../model/errors.ts';
import type { RecordId, ReportId } from '../model/ids.ts';
import type { BibRecord } from '../model/record.ts';
import { foldText } from '../text/fold.ts';
import type { SaidVote } from './plan-import.ts';

/** A row of a sheet that shows a title. */
export interface TitledRow extends Pick<SaidVote, 'row' | 'line' | 'report'> {
  readonly title: string;
}

type Titled = Pick<BibRecord, 'id' | 'title'>;

/**
 * The rows with another title than all records of their report have, as when some columns of a sheet were sorted and
 * others not.
 *
 * @param records those of the reports that the rows name.
 */
export function misplacedTitles<Row extends TitledRow>(
  rows: readonly Row[],
  reports: Reports,
  records: ReadonlyMap<RecordId, Titled>,
): Row[] {
  return rows.filter(({ report, title }) => {
    const own = (reports.of(report)?.records ?? []).flatMap((id) => records.get(id)?.title ?? []);
    return title !== '' && own.length > 0 && !own.some((known) => isTitle(title, known));
  });
}

/**
 * What is wrong with rows whose titles are misplaced. Where the title is that of a record which has no row in the sheet,
 * the two were one report when it was written, and nothing is wrong.
 *
 * @param rows all rows of the sheet. @param records all of the review.
 */
export function titleProblems(
  misplaced: readonly TitledRow[],
  rows: readonly Pick<SaidVote, 'report'>[],
  reports: Reports,
  records: Iterable<Titled>,
): Problem[] {
  const wanted = new Map(misplaced.map(({ title }): [string, ReportId[]] => [keyOf(title), []]));
  for (const { id, title } of records) {
    const report = title === undefined ? undefined : reports.of(id)?.id;
    if (report !== undefined) wanted.get(keyOf(title ?? ''))?.push(report);
  }
  const inSheet = new Set(rows.flatMap(({ report }) => reports.of(report)?.id ?? []));
  return misplaced.flatMap(({ row, line, report, title }): Problem[] => {
    const found = wanted.get(keyOf(title)) ?? [];
    const other = found.find((id) => inSheet.has(id));
    if (other === undefined && found.length > 0) return [];
    const place = row === undefined ? '' : `row ${row}, title: `;
    const message = other
      ? `this is the title of ${other}, not of ${report}: were columns sorted apart?`
      : `this is not the title of ${report}`;
    const hint = 'make a fresh sheet; where the row is right, empty its title';
    return [{ message: `${place}${message}`, where: { file: '', line }, hint }];
  });
}

/** A cell of a workbook may hold the beginning of a title only. */
const COMPARED = 1_000;

function keyOf(title: string): string {
  return foldText(title.slice(0, COMPARED));
}

/** Spreadsheets that save in an old encoding turn letters which it lacks into other signs. */
function isTitle(shown: string, known: string): boolean {
  if (keyOf(shown) === keyOf(known)) return true;
  const rest = plainRest(known);
  return plainRest(shown) === rest && (rest !== '' || !/\p{L}/u.test(shown));
}

function plainRest(title: string): string {
  return foldText(title.slice(0, COMPARED).replace(/[^\x20-\x7e]|\?/g, ''));
}
