import { basename } from 'node:path';
import { toComparable } from '../../dedupe/comparable.ts';
import { compare } from '../../dedupe/compare.ts';
import { describeComparison } from '../../dedupe/explain.ts';
import type { UncertainPair } from '../../dedupe/plan-dedupe.ts';
import { inRecordOrder } from '../../dedupe/reports.ts';
import { rulingsInForce } from '../../dedupe/rulings.ts';
import { openExport } from '../../formats/bytes/open-export.ts';
import { csvHeader } from '../../formats/tables/csv-table.ts';
import { studyProposals } from '../../extraction/studies.ts';
import { LitscreenError, type Problem } from '../../model/errors.ts';
import type { RulingLine } from '../../model/ledgers.ts';
import type { BibRecord } from '../../model/record.ts';
import { writeCsvSheet } from '../../sheets/csv-sheet.ts';
import { PAIR_COLUMNS, pairCells, readPairsSheet } from '../../sheets/pairs-sheet.ts';
import { writeXlsxSheet } from '../../sheets/xlsx-sheet.ts';
import { openKeyboard, type Keyboard } from '../../terminal/keys.ts';
import { IN_BRACKETS, IN_REVERSE, recordPair, type Mark } from '../../terminal/record-pair.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { wrap } from '../../text/width.ts';
import { printJson, readNamedParts, readNamedSheet, refusal, type Context } from '../context.ts';
import { openReview, type OpenReview } from '../open.ts';
import { outputPath, writeOutputKeeping } from '../output.ts';
import { writeStudyLine, type StudySaid } from './study.ts';
import { dedupeAnew, openForRuling, ruleAnew, tellRuled, writeRulings, type PairRuled } from './dedupe-rule.ts';

interface Options {
  readonly as?: string;
  readonly sheet?: string;
  readonly import?: string;
  readonly json?: boolean;
}

/**
 * `dedupe review`: the uncertain pairs, then preprints beside their articles, one at a time at the terminal or through a
 * sheet.
 */
export async function review(context: Context, options: Options): Promise<number> {
  const { reader, person, searches } = openForRuling(context, [], options.as);
  if (options.import !== undefined) {
    const text = await pairsText(context, options.import);
    return importPairs(context, options.import, text, options);
  }
  // Whatever cannot be read is told before anybody begins to rule.
  const opened = openReview(context);
  const { state } = opened;
  const lines = reader.ledger({ kind: 'rulings' });
  const standing = standingRulings(lines, person);
  // A merge of two branches may have joined their tables: the best are first again.
  // Where people contradict each other, each of them may say otherwise now.
  const contradicted = new Set(
    rulingsInForce(state.rulings).flatMap(({ a, b, verdict }) => (verdict === 'contradicted' ? [keyOf(a, b)] : [])),
  );
  const uncertain = reader
    .uncertain()
    .filter(({ a, b }) => !standing.has(keyOf(a, b)) || contradicted.has(keyOf(a, b)))
    .sort((x, y) => y.score - x.score);
  const { related, studies } = state.facts;
  const pairs: Pair[] = [
    ...uncertain,
    ...studyProposals(related, studies, person, state.reports, state.studies).map(({ a, b, why }) => ({ a, b, why })),
  ];
  const records = reader.recordsById(new Set(pairs.flatMap(({ a, b }) => [a, b])));
  reader.throwProblems();
  if (pairs.length === 0) {
    context.out(`no pair waits for ${person}\n`);
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
  return reviewAtTerminal(context, opened, person, known, lower);
}

/** What a workbook is dated before anybody has ruled: nothing of it depends on the clock. */
const NO_RULINGS = '2000-01-01T00:00:00.000Z';

/** An uncertain pair has a likeness; a preprint and its article are surely two reports, and may be one study. */
type Pair = Omit<UncertainPair, 'score'> & { readonly score?: number };
type ShownPair = Omit<Pair, 'a' | 'b'> & { readonly a: BibRecord; readonly b: BibRecord };

/** What a person says of a pair: one report, two reports of one study, or two that have nothing to do with each other. */
type Said = 'same' | 'study' | 'different';

/** How that is kept: a ruling on the pair, a line on its study, or both. */
interface Kept {
  readonly ruling?: PairRuled;
  readonly study?: StudySaid;
}

function keptOf(said: Said, [a, b]: readonly [string, string], isUncertain: boolean, note: string): Kept {
  if (said === 'same') return { ruling: { a, b, verdict: 'same', note } };
  const study: StudySaid = { a, b, action: said === 'study' ? 'join' : 'leave', note };
  if (!isUncertain) return { study };
  return { ruling: { a, b, verdict: 'different', note }, ...(said === 'study' && { study }) };
}

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
  context.note(
    'In the column verdict write same, different, or study for two reports of one study; leave it empty for later\n',
  );
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

const SAID_OF: Readonly<Record<string, Said | undefined>> = {
  same: 'same',
  s: 'same',
  different: 'different',
  d: 'different',
  study: 'study',
  o: 'study',
};

function countSaid(all: readonly Said[]): Readonly<Record<Said, number>> {
  const of = (said: Said) => all.filter((each) => each === said).length;
  return { same: of('same'), different: of('different'), study: of('study') };
}

function saidTold({ same, different, study }: Readonly<Record<Said, number>>): string {
  return `${same} same, ${different} different${study > 0 ? `, ${study} one study` : ''}`;
}

async function reviewAtTerminal(
  context: Context,
  opened: OpenReview,
  person: string,
  pairs: readonly ShownPair[],
  lower: (pair: ShownPair) => [string, string],
): Promise<number> {
  const { root } = opened;
  const twin = `in scripts use  litscreen dedupe rule; in a spreadsheet  litscreen dedupe review --as ${person} --sheet <file>`;
  const keyboard = openKeyboard(process.stdin, context.out, twin);
  const hasColours = process.stdout.isTTY && !context.env['NO_COLOR'] && context.env['TERM'] !== 'dumb';
  const mark = hasColours ? IN_REVERSE : IN_BRACKETS;
  /** What was done in this sitting, for undo: the last at the end. */
  const done: { readonly index: number; readonly said?: Said; readonly kept?: Kept }[] = [];
  /** Writes what is not said already, and gives what was written: only that can be undone. */
  const keep = ({ ruling, study }: Kept): Kept => {
    if (ruling) writeRulings(context, root, person, [ruling]);
    const isNew = study !== undefined && writeStudyLine(context, opened, person, study).length > 0;
    return { ...(ruling && { ruling }), ...(isNew && { study }) };
  };
  const takeBack = ({ ruling, study }: Kept) => {
    if (ruling) writeRulings(context, root, person, [{ ...ruling, verdict: 'withdrawn', note: '' }]);
    // A `leave` is taken back by a `join` and its own `leave`: then nothing is said.
    if (study?.action === 'leave') writeStudyLine(context, opened, person, { ...study, action: 'join', note: '' });
    if (study) writeStudyLine(context, opened, person, { ...study, action: 'leave', note: '' });
  };
  let wasInterrupted = false;
  try {
    // After the last pair the sitting waits once more: what was said last can be undone.
    for (let index = 0; index < pairs.length || done.length > 0;) {
      const pair = pairs[index];
      const columns = Math.min(140, process.stdout.columns || 80);
      context.out(`\n${'─'.repeat(columns)}\n`);
      if (pair) showPair(context, pair, `${person} · ${index + 1} of ${pairs.length}`, columns, mark);
      else context.out('that was the last pair\n\nu undo   q quit\n> ');
      const answer = await ask(keyboard, context, pair?.score === undefined);
      if (answer.kind === 'quit' || answer.kind === 'interrupt') {
        wasInterrupted = answer.kind === 'interrupt';
        break;
      }
      if (answer.kind === 'undo') {
        const last = done.pop();
        const refused = last?.kept && refusal(() => takeBack(last.kept as Kept));
        context.out(last ? `${refused ?? 'undone'}\n` : 'nothing to undo in this sitting\n');
        index = last?.index ?? index;
      } else if (!pair) break;
      else if (answer.kind === 'said') {
        const kept = keep(keptOf(answer.said, lower(pair), pair.score !== undefined, answer.note));
        context.out(`${answer.said === 'study' ? 'one study' : answer.said}\n`);
        done.push({ index, said: answer.said, kept });
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
  const said = done.flatMap((item) => item.said ?? []);
  const rulings = done.flatMap(({ kept }) => kept?.ruling ?? []);
  const left = pairs.length - said.length;
  context.out(`\n${plural(said.length, 'pair')} decided: ${saidTold(countSaid(said))}; ${left} left\n`);
  if (rulings.length > 0)
    tellRuled(
      context,
      dedupeAnew(context, root, false),
      rulings.flatMap(({ a, b }) => [a, b]),
    );
  return wasInterrupted ? 130 : 0;
}

/** A pair with what is asked of it, what comparing it says, and the keys. */
function showPair(context: Context, pair: ShownPair, where: string, columns: number, mark: Mark): void {
  const { a, b, score, why } = pair;
  const isStudy = score === undefined;
  const likeness = isStudy ? '' : `likeness ${score.toFixed(2)}: `;
  const heading = `${isStudy ? 'one study?' : 'duplicates?'} · ${where} · ${likeness}${terminalSafe(why)}`;
  const said = describeComparison(compare(toComparable(a), toComparable(b)));
  const lines = [
    ...wrap(heading, columns),
    ...wrap(said, columns),
    '',
    ...recordPair(a, b, columns, mark),
    '',
    ...wrap(isStudy ? STUDY_KEYS : KEYS, columns),
  ];
  context.out(`${lines.join('\n')}\n> `);
}

const KEYS = 's same   d different   o one study   l later   u undo   n note   ? help   q quit';
const STUDY_KEYS = 'o one study   d two studies   s same report   l later   u undo   n note   ? help   q quit';
const ALWAYS = [
  'l  later (the space bar and the right arrow too): the pair waits on',
  'u  takes back what you did last in this sitting',
  'n  a note, kept with what you say next',
  'q  quits; all that was said is kept at once, and the links are computed anew at the end',
];
const HELP = [
  's  the two records are one document: they become one report',
  'd  they are two documents, and no rule will link them',
  'o  they are two documents of one study, such as a preprint and its article',
  ...ALWAYS,
].join('\n');
const STUDY_HELP = [
  'o  they are two reports of one study: both are kept, and the study is counted once',
  'd  they are two studies',
  's  they are one document after all, and become one report: of a preprint and its article, one would be lost',
  ...ALWAYS,
].join('\n');

type Answer =
  | { readonly kind: 'said'; readonly said: Said; readonly note: string }
  | { readonly kind: 'later' | 'undo' | 'quit' | 'interrupt' };

async function ask(keyboard: Keyboard, context: Context, isStudy: boolean): Promise<Answer> {
  let note = '';
  for (;;) {
    const key = await keyboard.next();
    if (key === undefined) return { kind: 'interrupt' };
    // By what was typed: the name of ctrl-s is `s` too.
    const typed = key.text.toLowerCase();
    const said = typed.length === 1 ? SAID_OF[typed] : undefined;
    if (said) return { kind: 'said', said, note };
    if (typed === 'l' || typed === ' ' || key.name === 'right') return { kind: 'later' };
    if (typed === 'u') return { kind: 'undo' };
    if (typed === 'q') return { kind: 'quit' };
    if (typed === '?') context.out(`\n${isStudy ? STUDY_HELP : HELP}\n> `);
    if (typed === 'n') {
      const written = await keyboard.line('note: ');
      if (written === undefined) context.out('no note was taken\n');
      note = written ?? note;
      context.out('> ');
    }
  }
}
