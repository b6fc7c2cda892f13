import { decodeText } from '../../formats/bytes/decode.ts';
import { parse } from 'csv-parse/sync';
import { compare } from '../../dedupe/compare.ts';
import { decide } from '../../dedupe/decide.ts';
import {
  evaluateDedupe,
  namesOfRecords,
  readGold,
  type Evaluation,
  type Figures,
  type Pair,
} from '../../dedupe/evaluate.ts';
import { describeComparison, describeVerdict } from '../../dedupe/explain.ts';
import { inputError } from '../../model/errors.ts';
import type { BibRecord } from '../../model/record.ts';
import { toRecord } from '../../records/canonical.ts';
import { table, titleLine } from '../../terminal/report-card.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { printJson, readNamedFile, type Context } from '../context.ts';
import { openExports } from '../exports.ts';

interface Options {
  readonly format?: string;
  readonly encoding?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** How many wrong and missed pairs are shown, unless all are asked for. */
const SHOWN = 10;

/** `dedupe eval <records> <gold>`: what matching makes of a set in which people have marked the duplicates. */
export async function evaluate(context: Context, path: string, goldPath: string, options: Options): Promise<number> {
  const rows = readRows(context, goldPath);
  const records = await readRecords(context, path, options);
  const cells = new Set(rows.flat().flatMap((cell) => cell.split(';').map((id) => id.trim())));
  const names = namesOfRecords(records, cells);
  if (!names) {
    const hint =
      'write a group of duplicates a row, the ids of its records joined by ";", as the records name themselves';
    throw inputError(`none of its ids names a record of ${path}`, { file: goldPath }, hint);
  }
  const known = new Set(names);
  const strangers = [...cells].filter((id) => id !== '' && !known.has(id));
  // One row may be a header.
  if (strangers.length > (rows[0]?.length ?? 0))
    context.note(
      `warning: ${plural(strangers.length, 'id')} of ${goldPath} name no record of ${path}, such as ${terminalSafe(strangers.at(-1) ?? '')}: their pairs count as missed\n`,
    );
  if (known.size < records.length)
    context.note(`warning: some records of ${path} share an id: each stands for all of that name\n`);
  const result = evaluateDedupe(
    records,
    names,
    readGold(rows, (id) => known.has(id)),
    () => context.now().getTime(),
  );
  if (options.json) printJson(context, asJson(result));
  else
    tell(
      context,
      result,
      new Map(names.map((name, index) => [name, records[index] as BibRecord])),
      options.all ?? false,
    );
  return 0;
}

const GOLD = {
  name: 'a table of duplicates',
  hint: 'write a group of duplicates a row, the ids of its records joined by ";"',
};

function readRows(context: Context, path: string): string[][] {
  const text = decodeText(readNamedFile(context, path), path, GOLD).text;
  try {
    return parse(text, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  } catch (error) {
    throw inputError(
      `no table of groups: ${(error as Error).message}`,
      { file: path },
      'write a group a row, ids joined by ";"',
    );
  }
}

async function readRecords(context: Context, path: string, options: Options): Promise<BibRecord[]> {
  const records: BibRecord[] = [];
  let rejected = 0;
  for (const { name, read } of await openExports(context, [path], options)) {
    for (const entry of read().entries) {
      const record = entry.ok ? toRecord(entry, name) : undefined;
      if (record) records.push({ id: '', ...record });
      else rejected++;
    }
  }
  if (rejected > 0)
    context.note(`note: ${plural(rejected, 'entry', 'entries')} without a title or DOI, or that could not be read\n`);
  return records;
}

function asJson({ records, goldPairs, separate, duplicates }: Evaluation): unknown {
  return { schema: 1, records, goldPairs, ...separate, policies: { separate, duplicates } };
}

function tell(context: Context, result: Evaluation, records: ReadonlyMap<string, BibRecord>, all: boolean): void {
  const { separate, duplicates } = result;
  const pairs = plural(result.goldPairs, 'pair of duplicates', 'pairs of duplicates');
  context.out(
    `${plural(result.records, 'record')}, ${pairs} marked by people; matched in ${separate.seconds.toFixed(2)} s\n\n`,
  );
  const row = (name: string, { tp, fp, fn, uncertain, uncertainTrue }: Figures) => [
    name,
    `${tp} found`,
    `${fp} wrong`,
    `${fn} missed`,
    `precision ${share(tp, tp + fp)}`,
    `recall ${share(tp, tp + fn)}`,
    `${uncertain} uncertain, which hold ${uncertainTrue} of the missed`,
  ];
  const rows = [
    row('  errata, versions, preprints kept apart', separate),
    row('  the same counted as duplicates', duplicates),
  ];
  for (const line of table(rows)) context.out(`${line}\n`);
  const show = (title: string, list: readonly Pair[]) => {
    if (list.length === 0) return;
    context.out(`\n${title}\n`);
    for (const pair of all ? list : list.slice(0, SHOWN)) tellPair(context, pair, records, result.comparableOf);
    if (!all && list.length > SHOWN) context.out(`  … and ${list.length - SHOWN} more: --all shows them\n`);
  };
  show('Wrong pairs (kept apart):', separate.falsePositives);
  show('Missed pairs (kept apart):', separate.falseNegatives);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(4);
}

function tellPair(
  context: Context,
  [a, b]: Pair,
  records: ReadonlyMap<string, BibRecord>,
  comparableOf: Evaluation['comparableOf'],
): void {
  const [x, y] = [records.get(a), records.get(b)];
  context.out(`  ${terminalSafe(a)}  ${titleLine(x, 76)}\n  ${terminalSafe(b)}  ${titleLine(y, 76)}\n`);
  if (!x || !y) {
    context.out('      one of them is no record of the file\n');
    return;
  }
  const [one, other] = [comparableOf(a), comparableOf(b)];
  if (!one || !other) return;
  context.out(`      ${describeComparison(compare(one, other))}\n      ${describeVerdict(decide(one, other))}\n`);
}
