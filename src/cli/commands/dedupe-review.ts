import { basename } from 'node:path';
import { toComparable } from '../../dedupe/comparable.ts';
import { compare } from '../../dedupe/compare.ts';
import { describeComparison } from '../../dedupe/explain.ts';
import type { UncertainPair } from '../../dedupe/plan-dedupe.ts';
import { inRecordOrder } from '../../dedupe/reports.ts';
import { openExport } from '../../formats/bytes/open-export.ts';
import { csvHeader } from '../../formats/tables/csv-table.ts';
import { LitscreenError, type Problem } from '../../model/errors.ts';
import type { RulingLine } from '../../model/ledgers.ts';
import type { BibRecord } from '../../model/record.ts';
import { writeCsvSheet } from '../../sheets/csv-sheet.ts';
import { PAIR_COLUMNS, pairCells, readPairsSheet } from '../../sheets/pairs-sheet.ts';
import { writeXlsxSheet } from '../../sheets/xlsx-sheet.ts';
import { openKeyboard, type Keyboard } from '../../terminal/keys.ts';
import { IN_BRACKETS, IN_REVERSE, recordPair } from '../../terminal/record-pair.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { printJson, readNamedParts, readNamedSheet, refusal, type Context } from '../context.ts';
import { openReview } from '../open.ts';
import { outputPath, writeOutputKeeping } from '../output.ts';
import { dedupeAnew, openForRuling, ruleAnew, tellRuled, writeRulings, type PairRuled } from './dedupe-rule.ts';

interface Options {
  readonly as?: string;
  readonly sheet?: string;
  readonly import?: string;
  readonly json?: boolean;
}

/** `dedupe review`: the uncertain pairs, one at a time at the terminal, or through a sheet. */
export async function review(context: Context, options: Options): Promise<number> {
  const { reader, person, searches } = openForRuling(context, [], options.as);
  if (options.import !== undefined) {
    const text = await pairsText(context, options.import);
    return importPairs(context, options.import, text, options);
  }
  // Whatever cannot be read is told before anybody begins to rule.
  openReview(context);
  const lines = reader.ledger({ kind: 'rulings' });
  const standing = standingRulings(lines, person);
  // A merge of two branches may have joined their tables: the best are first again.
  const pairs = reader
    .uncertain()
    .filter(({ a, b }) => !standing.has(keyOf(a, b)))
    .sort((x, y) => y.score - x.score);
  const records = reader.recordsById(new Set(pairs.flatMap(({ a, b }) => [a, b])));
  reader.throwProblems();
  if (pairs.length === 0) {
    context.out(`no uncertain pair waits for ${person}\n`);
    context.note('Next: litscreen status\n');
    return 0;
  }
  const known = pairs.flatMap((pair) => {
    const [a, b] = [records.get(pair.a), records.get(pair.b)];
    return a && b ? [{ ...pair, a, b }] : [];
  });
  if (options.sheet !== undefined) {
    const latest = new Date(lines.at(-1)?.at ?? NO_RULINGS);
    return writeSheet(context, reader.root, person, options.sheet, known, latest);
  }
  const lower = ({ a, b }: ShownPair) => inRecordOrder([a.id, b.id], searches) as [string, string];
  return reviewAtTerminal(context, reader.root, person, known, lower);
}

/** What a workbook is dated before anybody has ruled: nothing of it depends on the clock. */
const NO_RULINGS = '2000-01-01T00:00:00.000Z';

type ShownPair = Omit<UncertainPair, 'a' | 'b'> & { readonly a: BibRecord; readonly b: BibRecord };

function keyOf(a: string, b: string): string {
  return [a, b].sort().join(' ');
}

/** The pairs on which a person has a ruling that was not withdrawn, each with its verdict and note. */
function standingRulings(lines: readonly RulingLine[], person: string): ReadonlyMap<string, RulingLine> {
  const latest = new Map<string, RulingLine>();
  for (const line of lines) {
    if (line.person === person) latest.set(keyOf(line.record_a, line.record_b), line);
  }
  return new Map([...latest].filter(([, { verdict }]) => verdict !== 'withdrawn'));
}

async function writeSheet(
  context: Context,
  root: string,
  person: string,
  file: string,
  pairs: readonly ShownPair[],
  date: Date,
): Promise<number> {
  const path = outputPath(context, root, file);
  const rows = pairs.map(pairCells);
  const content = WORKBOOK.test(file)
    ? await writeXlsxSheet('pairs', PAIR_COLUMNS, rows, date)
    : writeCsvSheet(PAIR_COLUMNS, rows);
  const kept = writeOutputKeeping(path, content);
  if (kept !== undefined) context.note(`${file} was there already, and is kept as ${basename(kept)}\n`);
  context.out(`${file}: ${plural(pairs.length, 'pair')} to decide\n`);
  context.note('In the column verdict write same or different; leave it empty for later\n');
  context.note(`Next: litscreen dedupe review --as ${person} --import ${file}\n`);
  return 0;
}

/** The text of a sheet; of a workbook its sheet of pairs as CSV, a line a row. */
async function pairsText(context: Context, file: string): Promise<string> {
  if (!WORKBOOK.test(file)) return readNamedSheet(context, file);
  const tables = await openExport(readNamedParts(context, file), file);
  const texts = tables.map(({ text }) => [...text()].join(''));
  return texts.find((text) => csvHeader(text).includes('record_a')) ?? texts[0] ?? '';
}

const WORKBOOK = /\.xlsx$/i;

/** Takes a filled-in sheet back; what it says again changes nothing. */
function importPairs(context: Context, file: string, text: string, options: Options): number {
  const { rows, problems: unread } = readPairsSheet(text, file);
  const problems: Problem[] = [...unread];
  const { reader, person, searches } = openForRuling(context, [], options.as);
  const known = new Set(searches.flatMap((search) => reader.recordIds(search.id)));
  const standing = standingRulings(reader.ledger({ kind: 'rulings' }), person);
  const said = new Map<string, string>();
  const rulings = rows.flatMap(({ a, b, verdict, note, row, line }): PairRuled[] => {
    const problem = (message: string, hint: string) =>
      problems.push({ message: `row ${row}: ${message}`, where: { file, line }, hint });
    const meant = VERDICT_OF[verdict];
    for (const id of [a, b])
      if (!known.has(id)) problem(`${id} is no record of this review`, 'leave the ids as the sheet had them');
    if (a === b) problem('these are one record, not two', 'leave the ids as the sheet had them');
    if (verdict === '') problem('a note without a verdict', 'write same or different, or empty the note');
    else if (!meant) problem(`"${verdict}" is no verdict`, 'write same or different, or leave it empty');
    const key = keyOf(a, b);
    if (meant && (said.get(key) ?? meant) !== meant)
      problem(`${a} and ${b} are said to be same and different`, 'leave one of the two');
    if (!meant || !known.has(a) || !known.has(b) || a === b || said.has(key)) return [];
    said.set(key, meant);
    if (standing.get(key)?.verdict === meant && standing.get(key)?.note === note) return [];
    const [low, high] = inRecordOrder([a, b], searches) as [string, string];
    return [{ a: low, b: high, verdict: meant, note }];
  });
  if (problems.length > 0) throw new LitscreenError('input', problems);
  const anew = ruleAnew(context, reader, person, rulings);
  const counts = countVerdicts(rulings);
  if (options.json) {
    printJson(context, { schema: 1, rows: rows.length, ...counts, uncertain: anew.plan.uncertain.length });
    return 0;
  }
  context.out(
    `${file}: ${counts.same} same, ${counts.different} different, ${rows.length - rulings.length} said before\n`,
  );
  tellRuled(
    context,
    anew,
    rulings.flatMap(({ a, b }) => [a, b]),
  );
  return 0;
}

const VERDICT_OF: Readonly<Record<string, 'same' | 'different' | undefined>> = {
  same: 'same',
  s: 'same',
  different: 'different',
  d: 'different',
};

function countVerdicts(rulings: readonly PairRuled[]): { same: number; different: number } {
  const of = (verdict: string) => rulings.filter((ruling) => ruling.verdict === verdict).length;
  return { same: of('same'), different: of('different') };
}

async function reviewAtTerminal(
  context: Context,
  root: string,
  person: string,
  pairs: readonly ShownPair[],
  lower: (pair: ShownPair) => [string, string],
): Promise<number> {
  const twin = `in scripts use  litscreen dedupe rule; in a spreadsheet  litscreen dedupe review --as ${person} --sheet <file>`;
  const keyboard = openKeyboard(process.stdin, context.out, twin);
  const hasColours = process.stdout.isTTY && !context.env['NO_COLOR'] && context.env['TERM'] !== 'dumb';
  const mark = hasColours ? IN_REVERSE : IN_BRACKETS;
  /** What was done in this sitting, for undo: the last at the end. */
  const done: { readonly index: number; readonly ruling?: PairRuled }[] = [];
  const withdraw = (ruling: PairRuled) =>
    writeRulings(context, root, person, [{ ...ruling, verdict: 'withdrawn', note: '' }]);
  let wasInterrupted = false;
  try {
    for (let index = 0; index < pairs.length;) {
      const pair = pairs[index] as ShownPair;
      const columns = Math.min(140, process.stdout.columns || 80);
      const { a, b, score, why } = pair;
      const said = describeComparison(compare(toComparable(a), toComparable(b)));
      context.out(
        `\n${'─'.repeat(columns)}\nduplicates? · ${person} · ${index + 1} of ${pairs.length} · likeness ${score.toFixed(2)}: ${terminalSafe(why)}\n${said}\n\n` +
          `${recordPair(a, b, columns, mark).join('\n')}\n\n${KEYS}\n> `,
      );
      const answer = await ask(keyboard, context);
      if (answer.kind === 'quit' || answer.kind === 'interrupt') {
        wasInterrupted = answer.kind === 'interrupt';
        break;
      }
      if (answer.kind === 'undo') {
        const last = done.pop();
        const refused = last?.ruling && refusal(() => withdraw(last.ruling as PairRuled));
        context.out(last ? `${refused ?? 'undone'}\n` : 'nothing to undo in this sitting\n');
        index = last?.index ?? index;
      } else if (answer.kind === 'same' || answer.kind === 'different') {
        const [low, high] = lower(pair);
        const ruling: PairRuled = { a: low, b: high, verdict: answer.kind, note: answer.note };
        writeRulings(context, root, person, [ruling]);
        context.out(`${answer.kind}\n`);
        done.push({ index, ruling });
        index++;
      } else {
        context.out('later\n');
        done.push({ index });
        index++;
      }
    }
  } finally {
    keyboard.close();
  }
  const rulings = done.flatMap(({ ruling }) => ruling ?? []);
  const { same, different } = countVerdicts(rulings);
  const left = pairs.length - rulings.length;
  context.out(`\n${plural(rulings.length, 'pair')} decided: ${same} same, ${different} different; ${left} left\n`);
  if (rulings.length > 0)
    tellRuled(
      context,
      dedupeAnew(root, false),
      rulings.flatMap(({ a, b }) => [a, b]),
    );
  return wasInterrupted ? 130 : 0;
}

const KEYS = 's same   d different   l later   u undo   n note   ? help   q quit';
const HELP = [
  's  the two records are one document: they become one report',
  'd  they are two documents, and no rule will link them',
  'l  later (the space bar and the right arrow too): the pair waits on',
  'u  takes back what you did last in this sitting',
  'n  a note, kept with the ruling that you give next',
  'q  quits; every ruling is kept at once, and the links are computed anew at the end',
].join('\n');

type Answer =
  | { readonly kind: 'same' | 'different'; readonly note: string }
  | { readonly kind: 'later' | 'undo' | 'quit' | 'interrupt' };

async function ask(keyboard: Keyboard, context: Context): Promise<Answer> {
  let note = '';
  for (;;) {
    const key = await keyboard.next();
    if (key === undefined) return { kind: 'interrupt' };
    // By what was typed: the name of ctrl-s is `s` too.
    const typed = key.text.toLowerCase();
    if (typed === 's') return { kind: 'same', note };
    if (typed === 'd') return { kind: 'different', note };
    if (typed === 'l' || typed === ' ' || key.name === 'right') return { kind: 'later' };
    if (typed === 'u') return { kind: 'undo' };
    if (typed === 'q') return { kind: 'quit' };
    if (typed === '?') context.out(`\n${HELP}\n> `);
    if (typed === 'n') {
      note = (await keyboard.line('note: ')) ?? note;
      context.out('> ');
    }
  }
}
