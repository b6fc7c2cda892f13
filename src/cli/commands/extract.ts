import { basename } from 'node:path';
import {
  entryLines,
  agreedValue,
  isSaid,
  ownLines,
  pageColumn,
  planImport,
  quoteColumn,
  type EntryInput,
} from '../../extraction/plan-entries.ts';
import { summarise, type ItemSummary } from '../../extraction/summary.ts';
import { cellOf, readValue, shownValue } from '../../extraction/values.ts';
import { LitscreenError, usageError } from '../../model/errors.ts';
import { SHEET_COLUMNS, type Item } from '../../model/form.ts';
import type { EntryLine } from '../../model/ledgers.ts';
import type { BibRecord } from '../../model/record.ts';
import { shortName } from '../../records/authors.ts';
import { readExtraction, type Extraction } from '../../review/extraction.ts';
import { FORM_TEMPLATES } from '../../review/form-templates.ts';
import { findReview } from '../../review/load.ts';
import { FORM_FILE } from '../../review/paths.ts';
import { ReviewReader } from '../../review/reader.ts';
import { appendToLedger, applyWrites } from '../../review/store.ts';
import type { TemplateName } from '../../review/templates.ts';
import { readCsvSheet, writeCsvSheet } from '../../sheets/csv-sheet.ts';
import { oneLine } from '../../text/one-line.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { actingPerson, printJson, readNamedSheet, type Context } from '../context.ts';
import { openReview, readReportRecords, requireReport, type OpenReview } from '../open.ts';
import { outputPath, writeOutput, writeOutputKeeping } from '../output.ts';

/** `extract init`: a commented form to start from. */
export function init(context: Context, options: { template: TemplateName }): number {
  const root = findReview(context.folder);
  if (new ReviewReader(root).text(FORM_FILE) !== undefined) {
    throw usageError(`the review has a form already (${FORM_FILE})`, 'edit it; count  form:  up when its items change');
  }
  applyWrites(root, [{ path: FORM_FILE, content: FORM_TEMPLATES[options.template] }]);
  context.out(`${FORM_FILE} written\n`);
  context.note('Next: write your items into it, then  litscreen extract sheet <file> --as <you>\n');
  return 0;
}

interface OpenExtraction extends Extraction {
  readonly review: OpenReview;
}

/** @throws LitscreenError of kind `usage` where the review has no form yet. */
function openExtraction(context: Context): OpenExtraction {
  const review = openReview(context);
  const extraction = readExtraction(review.reader, review.state);
  review.reader.throwProblems();
  if (!extraction) throw usageError('the review has no extraction form', 'make one with  litscreen extract init');
  return { review, ...extraction };
}

/** The cells that tell which document a row is of. */
function knownCells(unit: string, record: BibRecord | undefined): string[] {
  const authors = (record?.authors ?? []).map(shortName).join('; ');
  const { title = '', year = '', venue = '', doi = '', url = '' } = record ?? {};
  return [unit, title, authors, String(year), venue, doi, url];
}

function unitsTold({ form, units }: Extraction): string {
  return plural(units.all.length, form.unit, form.unit === 'study' ? 'studies' : 'reports');
}

function columnsOf({ form }: Extraction): string[] {
  const others = SHEET_COLUMNS.filter((column) => column !== 'report' && column !== 'study');
  return [form.unit, ...others];
}

/** `extract sheet <file>`: a row for each included report or study, with what is known and what the person entered. */
export function sheet(context: Context, file: string, options: { as?: string; quotes?: boolean }): number {
  const extraction = openExtraction(context);
  const { review, form, units, entries } = extraction;
  const person = actingPerson(context, options.as, review.state.facts.protocol);
  const header = [
    ...columnsOf(extraction),
    ...form.items.flatMap((item) => cellColumns(item, options.quotes ?? false)),
  ];
  const records = readReportRecords(review, units.all);
  let due = 0;
  const rows = units.all.map((unit) => {
    const own = form.items.map((item) => {
      const lines = ownLines(entries, unit, item, person);
      return { item, line: agreedValue(lines) === undefined ? undefined : lines[0] };
    });
    due += own.filter(({ item, line }) => item.required && !line).length;
    const cells = own.flatMap(({ item, line }) => {
      const value = line ? cellOf(item, line.value) : '';
      return options.quotes ? [value, line?.quote ?? '', line?.page ?? ''] : [value];
    });
    return [...knownCells(unit, records.get(unit)), ...cells];
  });
  writeSheet(context, review, file, writeCsvSheet(header, rows));
  const cells = `${plural(form.items.length, 'item')}, ${plural(due, 'required cell')} to fill in`;
  context.out(`${file}: ${unitsTold(extraction)}, ${cells}\n`);
  context.note(
    'Options go by their ids, several with ; between; NR says "not reported"; an empty cell says nothing yet\n',
  );
  context.note(`Next: litscreen extract import ${file} --as ${person}\n`);
  return 0;
}

function cellColumns(item: Item, withQuotes: boolean): string[] {
  return withQuotes ? [item.id, quoteColumn(item), pageColumn(item)] : [item.id];
}

/** A sheet that stands in its place may hold a person's work, and is kept. */
function writeSheet(context: Context, review: OpenReview, file: string, content: string): void {
  const kept = writeOutputKeeping(outputPath(context, review.root, file), content);
  if (kept !== undefined) context.note(`${file} was there already, and is kept as ${basename(kept)}\n`);
}

/** `extract import <file>`: what a filled-in sheet says, all of it or nothing. */
export function importSheet(context: Context, file: string, options: { as?: string; revise?: boolean }): number {
  const extraction = openExtraction(context);
  const { review, form, units, entries } = extraction;
  const person = actingPerson(context, options.as, review.state.facts.protocol);
  const known = [form.unit, ...form.items.flatMap((item) => cellColumns(item, true))];
  const hint = 'make a fresh sheet with  litscreen extract sheet <file>';
  const read = readCsvSheet(readNamedSheet(context, file), file, known, [form.unit], hint);
  const plan = planImport(read.rows, file, form, units, entries, person, options.revise ?? false);
  const problems = [...read.problems, ...plan.problems];
  if (problems.length > 0) throw new LitscreenError('input', problems);
  const written = enter(context, extraction, person, plan.inputs);
  const others = read.unknown.filter((column) => !SHEET_COLUMNS.some((name) => name === column.trim().toLowerCase()));
  if (others.length > 0) {
    context.note(
      `warning: these columns are no items of the form, and were left out: ${terminalSafe(others.join(', '))}\n`,
    );
  }
  const left = new Set(read.rows.map(({ cells }) => units.of(cells.get(form.unit) ?? '')));
  context.out(`${file}: ${plural(written, 'entry', 'entries')} taken from ${plural(left.size, 'row')}\n`);
  context.note('Next: litscreen extract summary\n');
  return 0;
}

/** `extract fill <unit> <item> <value>`: one entry, for scripts; an empty value takes the person's earlier one back. */
export function fill(
  context: Context,
  [id, name, text]: readonly [string, string, string],
  options: { as?: string; quote?: string; page?: string },
): number {
  const extraction = openExtraction(context);
  const { review, form, units, entries } = extraction;
  const person = actingPerson(context, options.as, review.state.facts.protocol);
  const report = requireReport(review, id);
  const unit = units.of(report.id);
  if (unit === undefined) throw usageError(`${report.id} is not included`, `see  litscreen explain ${report.id}`);
  const item = form.items.find((known) => known.id.toLowerCase() === name.toLowerCase());
  if (!item) {
    const items = form.items.map((known) => known.id).join(', ');
    throw usageError(`${name} is no item of the form`, `its items are ${items}`);
  }
  const read = text.trim() === '' ? { value: '' } : readValue(item, text);
  if ('problem' in read) throw usageError(`${item.id}: ${read.problem}`, read.hint);
  const input = { unit, item, value: read.value, quote: oneLine(options.quote), page: oneLine(options.page) };
  const isSame = isSaid(input, ownLines(entries, unit, item, person));
  if (!isSame) enter(context, extraction, person, [input]);
  const said = read.value === '' ? 'taken back' : shownValue(item, read.value);
  context.out(`${unit}: ${item.id}, ${terminalSafe(said)}${isSame ? ', as before' : ''}\n`);
  return 0;
}

/** @returns how many lines were added to the person's ledger. */
function enter(
  context: Context,
  { review, form, units }: OpenExtraction,
  person: string,
  inputs: readonly EntryInput[],
): number {
  const make = (own: readonly EntryLine[]) => entryLines(inputs, own, form, units, context.now());
  return appendToLedger(review.root, { kind: 'entries' }, person, make).length;
}

/** `extract final <file>`: the table for analysis: the values that stand, and empty cells where none does. */
export function final(context: Context, file: string): number {
  const extraction = openExtraction(context);
  const { review, form, units, entries } = extraction;
  const records = readReportRecords(review, units.all);
  const rows = units.all.map((unit) => {
    const cells = form.items.map((item) => {
      const value = entries.cells.get(unit)?.get(item.id)?.value;
      return value === undefined ? '' : cellOf(item, value);
    });
    return [...knownCells(unit, records.get(unit)), ...cells];
  });
  const header = [...columnsOf(extraction), ...form.items.map((item) => item.id)];
  writeOutput(outputPath(context, review.root, file), writeCsvSheet(header, rows));
  const { complete, items } = summarise(form, units, entries);
  const differing = items.reduce((sum, item) => sum + item.differing, 0);
  context.out(`${file}: ${plural(units.all.length, 'row')}, ${complete} complete\n`);
  if (differing > 0) {
    context.note(`${plural(differing, 'cell')} left empty: people differ there; see  litscreen check\n`);
  }
  return 0;
}

/** `extract summary`: what was extracted, item by item. */
export function summary(context: Context, options: { json?: boolean }): number {
  const extraction = openExtraction(context);
  const { form, units, entries } = extraction;
  const result = summarise(form, units, entries);
  if (options.json) {
    printJson(context, { schema: 1, form: form.form, ...result });
    return 0;
  }
  context.out(`${unitsTold(extraction)} included, ${result.complete} with all required items\n`);
  for (const item of result.items) context.out(itemTold(item));
  return 0;
}

function itemTold(item: ItemSummary): string {
  const parts = [
    `${item.filled} filled`,
    item.notReported > 0 ? `${item.notReported} not reported` : '',
    item.differing > 0 ? `${item.differing} differing` : '',
    item.missing > 0 ? `${item.missing} missing` : '',
    item.distinct === undefined ? '' : `${item.distinct} different`,
  ].filter((part) => part !== '');
  const head = `\n${terminalSafe(item.label)}   ${item.id}, ${item.type}\n  ${parts.join(' · ')}\n`;
  const { numbers, options = [] } = item;
  // That a document does not report an item is an answer: shares are of all documents with one.
  const answered = item.filled + item.notReported;
  const range = numbers ? `  median ${numbers.median}, from ${numbers.min} to ${numbers.max}\n` : '';
  const width = Math.max(0, ...options.map((option) => option.label.length));
  const lines = options.map(({ label, n }) => {
    const share = answered === 0 ? '' : `${((100 * n) / answered).toFixed(1).padStart(7)} %`;
    return `  ${terminalSafe(label).padEnd(width)}  ${String(n).padStart(5)}${share}\n`;
  });
  return head + range + lines.join('');
}
