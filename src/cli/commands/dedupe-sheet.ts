import { basename } from 'node:path';
import { inRecordOrder } from '../../dedupe/reports.ts';
import { openExport } from '../../formats/bytes/open-export.ts';
import { csvHeader } from '../../formats/tables/csv-table.ts';
import { LitscreenError, type Problem } from '../../model/errors.ts';
import { writeCsvSheet } from '../../sheets/csv-sheet.ts';
import { PAIR_COLUMNS, pairCells, readPairsSheet } from '../../sheets/pairs-sheet.ts';
import { writeXlsxSheets } from '../../sheets/xlsx-sheet.ts';
import { plural } from '../../text/plural.ts';
import { printJson, readNamedParts, readNamedSheet, type Context } from '../context.ts';
import { openReview } from '../open.ts';
import { outputPath, writeOutputKeeping } from '../output.ts';
import { openForRuling, ruleAnew, tellRuled } from './dedupe-rule.ts';
import {
  countSaid,
  keptOf,
  keyOf,
  SAID_OF,
  saidTold,
  standingRulings,
  type Kept,
  type Said,
  type ShownPair,
} from './dedupe-said.ts';
import { writeStudyLine } from './study.ts';

/** What a workbook is dated before anybody has ruled: nothing of it depends on the clock. */
const NO_RULINGS = '2000-01-01T00:00:00.000Z';

/** Writes the pairs to a sheet to fill in: CSV, or a workbook. */
export async function writePairsSheet(
  context: Context,
  root: string,
  person: string,
  file: string,
  pairs: readonly ShownPair[],
  latest: string | undefined,
): Promise<number> {
  const path = outputPath(context, root, file);
  const rows = pairs.map(pairCells);
  const content = WORKBOOK.test(file)
    ? await writeXlsxSheets([{ name: 'pairs', header: PAIR_COLUMNS, rows }], new Date(latest ?? NO_RULINGS))
    : writeCsvSheet(PAIR_COLUMNS, rows);
  const kept = writeOutputKeeping(path, content);
  if (kept !== undefined) context.note(`${file} was there already, and is kept as ${basename(kept)}\n`);
  context.out(`${file}: ${plural(pairs.length, 'pair')} to decide\n`);
  context.note(
    'In the column verdict write same, different, or study for two reports of one study; leave it empty for later\n',
  );
  context.note(`Next: litscreen dedupe review --as ${person} --import ${file}\n`);
  return 0;
}

/** The text of a sheet; of a workbook its sheet of pairs as CSV, a line a row. */
export async function pairsText(context: Context, file: string): Promise<string> {
  if (!WORKBOOK.test(file)) return readNamedSheet(context, file);
  const tables = await openExport(readNamedParts(context, file), file);
  const texts = tables.map(({ text }) => [...text()].join(''));
  return texts.find((text) => csvHeader(text).includes('record_a')) ?? texts[0] ?? '';
}

const WORKBOOK = /\.xlsx$/i;

interface ImportOptions {
  readonly as?: string;
  readonly json?: boolean;
}

/** Takes a filled-in sheet back; what it says again changes nothing. */
export function importPairs(context: Context, file: string, text: string, options: ImportOptions): number {
  const { rows, problems: unread } = readPairsSheet(text, file);
  const problems: Problem[] = [...unread];
  const { reader, person, searches } = openForRuling(context, [], options.as);
  const known = new Set(searches.flatMap((search) => reader.recordIds(search.id)));
  const lines = reader.ledger({ kind: 'rulings' });
  const standing = standingRulings(lines, person);
  const review = openReview(context);
  const related = new Set(review.state.facts.related.map(({ a, b }) => keyOf(a, b)));
  const given = new Map<string, Said>();
  const kept = rows.flatMap(({ a, b, verdict, note, row, line }): Kept[] => {
    const problem = (message: string, hint: string) =>
      problems.push({ message: `row ${row}: ${message}`, where: { file, line }, hint });
    const meant = SAID_OF[verdict];
    for (const id of [a, b])
      if (!known.has(id)) problem(`${id} is no record of this review`, 'leave the ids as the sheet had them');
    if (a === b) problem('these are one record, not two', 'leave the ids as the sheet had them');
    if (verdict === '') problem('a note without a verdict', 'write same, different or study, or empty the note');
    else if (!meant) problem(`"${verdict}" is no verdict`, 'write same, different or study, or leave it empty');
    const key = keyOf(a, b);
    const earlier = given.get(key) ?? meant;
    if (meant && earlier !== meant)
      problem(`${a} and ${b} are said to be ${earlier} and ${meant}`, 'leave one of the two');
    if (!meant || !known.has(a) || !known.has(b) || a === b || given.has(key)) return [];
    given.set(key, meant);
    const { ruling, study } = keptOf(
      meant,
      inRecordOrder([a, b], searches) as [string, string],
      !related.has(key),
      note,
    );
    const own = standing.get(key);
    // An empty note takes no earlier one away.
    const isNew = own?.verdict !== ruling?.verdict || (note !== '' && own?.note !== note);
    // What was said since the sheet was written is not undone by what the sheet says; `dedupe rule` does that.
    if (ruling && own && own.verdict !== ruling.verdict)
      problem(
        `you ruled ${a} and ${b} ${own.verdict} on ${own.at.slice(0, 10)}`,
        `empty the verdict, or say  litscreen dedupe rule ${a} ${b} ${ruling.verdict} --as ${person}`,
      );
    return ruling && !isNew ? (study ? [{ study }] : []) : [{ ...(ruling && { ruling }), ...(study && { study }) }];
  });
  if (problems.length > 0) throw new LitscreenError('input', problems);
  const rulings = kept.flatMap(({ ruling }) => ruling ?? []);
  const anew = ruleAnew(context, reader, person, rulings);
  const told = kept.flatMap(({ study }) =>
    study && writeStudyLine(context, review, person, study).length > 0 ? study : [],
  );
  const counts = countSaid([...given.values()]);
  const changed = rulings.length + told.length;
  if (options.json) {
    printJson(context, { schema: 1, rows: rows.length, ...counts, changed, uncertain: anew.plan.uncertain.length });
    return 0;
  }
  context.out(`${file}: ${saidTold(counts)}${changed === 0 && rows.length > 0 ? ', all of it said before' : ''}\n`);
  tellRuled(
    context,
    anew,
    rulings.flatMap(({ a, b }) => [a, b]),
  );
  return 0;
}
