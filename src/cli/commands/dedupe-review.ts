import { toComparable } from '../../dedupe/comparable.ts';
import { compare } from '../../dedupe/compare.ts';
import { describeComparison } from '../../dedupe/explain.ts';
import { inRecordOrder } from '../../dedupe/reports.ts';
import { rulingsInForce } from '../../dedupe/rulings.ts';
import { studyProposals } from '../../extraction/studies.ts';
import { openKeyboard, type Keyboard } from '../../terminal/keys.ts';
import { IN_BRACKETS, IN_REVERSE, recordPair, type Mark } from '../../terminal/record-pair.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { wrap } from '../../text/width.ts';
import { refusal, type Context } from '../context.ts';
import { openReview, type OpenReview } from '../open.ts';
import { dedupeAnew, openForRuling, tellRuled, writeRulings } from './dedupe-rule.ts';
import {
  countSaid,
  keptOf,
  keyOf,
  SAID_OF,
  saidTold,
  standingRulings,
  type Kept,
  type Pair,
  type Said,
  type ShownPair,
} from './dedupe-said.ts';
import { importPairs, pairsText, writePairsSheet } from './dedupe-sheet.ts';
import { writeStudyLine } from './study.ts';

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
    return writePairsSheet(context, reader.root, person, options.sheet, known, lines.at(-1)?.at);
  }
  const lower = ({ a, b }: ShownPair) => inRecordOrder([a.id, b.id], searches) as [string, string];
  return reviewAtTerminal(context, opened, person, known, lower);
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
