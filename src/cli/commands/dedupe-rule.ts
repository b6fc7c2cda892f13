import type { DedupePlan } from '../../dedupe/plan-dedupe.ts';
import { inRecordOrder, toReports } from '../../dedupe/reports.ts';
import { inputError, usageError } from '../../model/errors.ts';
import { laterThan } from '../../model/ledgers.ts';
import { STAGES, type Stage } from '../../model/protocol.ts';
import { computeDedupe } from '../../review/dedupe.ts';
import { noteDedupeFresh } from '../../review/dedupe-freshness.ts';
import { findReview } from '../../review/load.ts';
import { withLock } from '../../review/lock.ts';
import { PROTOCOL_FILE } from '../../review/paths.ts';
import { ReviewReader } from '../../review/reader.ts';
import { applyDedupe } from '../../review/save.ts';
import { appendToLedger } from '../../review/store.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, printJson, type Context } from '../context.ts';
import { openReview } from '../open.ts';

export function nextRuling({ uncertain }: DedupePlan): string | undefined {
  return uncertain.length > 0 ? 'litscreen dedupe review --as <you>' : undefined;
}

/** Links from what is on disk, computed and written as one: two at once must not undo each other. */
export function dedupeAnew(
  context: Context,
  root: string,
  isDryRun: boolean,
): ReturnType<typeof computeDedupe> & { changed: string[] } {
  return withLock(root, 'dedupe', () => {
    const reader = new ReviewReader(root);
    const computed = context.withProgress((tell) => computeDedupe(reader, tell));
    reader.throwProblems();
    if (isDryRun) return { ...computed, changed: [] };
    const changed = applyDedupe(root, computed.plan);
    noteDedupeFresh(reader, computed.inputs);
    return { ...computed, changed };
  });
}

/** `dedupe rule <a> <b> same|different|withdrawn`: a line in the person's ledger, then the links anew. */
export function rule(context: Context, pair: readonly [string, string], said: string, options: RuleOptions): number {
  const word = said.toLowerCase();
  const verdict = word === 'withdraw' ? 'withdrawn' : VERDICTS.find((each) => each === word);
  if (word === 'study')
    throw usageError('a study joins two reports, and is no ruling', `say  litscreen study join ${pair.join(' ')}`);
  if (verdict === undefined) throw usageError(`${said} is no ruling`, 'say same, different, or withdraw');
  const { reader, person, searches } = openForRuling(context, pair, options.as);
  const [a, b] = inRecordOrder(pair, searches) as [string, string];
  if (a === b)
    throw usageError('these are one record, not two', 'name the two records of a pair: see dedupe/uncertain.csv');
  const rulings = [{ a, b, verdict, note: options.note }];
  const plan = ruleAnew(context, reader, person, rulings);
  if (options.json) return printRulings(context, person, rulings, plan);
  context.out(`${a} ${b}: ${verdict} (${person})\n`);
  tellRuled(context, plan, [a, b]);
  return 0;
}

interface RuleOptions {
  readonly as?: string;
  readonly note?: string;
  readonly json?: boolean;
}

function printRulings(
  context: Context,
  person: string,
  rulings: readonly PairRuled[],
  { plan, titles }: ReturnType<typeof computeDedupe>,
): number {
  const reports = toReports([...titles.keys()], plan.links).all.length;
  const ruled = rulings.map(({ a, b, verdict }) => ({ a, b, verdict }));
  printJson(context, { schema: 1, person, ruled, reports, uncertain: plan.uncertain.length });
  return 0;
}

/** `dedupe undo <record>`: the record leaves its report, and no rule brings it back. */
export function undo(context: Context, record: string, options: RuleOptions): number {
  const { reader, person, searches } = openForRuling(context, [record], options.as);
  const ids = inRecordOrder(
    searches.flatMap((search) => reader.recordIds(search.id)),
    searches,
  );
  const others = (toReports(ids, reader.links()).of(record)?.records ?? []).filter((id) => id !== record);
  reader.throwProblems();
  if (others.length === 0)
    throw usageError(`${record} is a report of its own`, `litscreen explain ${record}  tells its story`);
  const rulings = others.map((other): PairRuled => {
    const [a, b] = inRecordOrder([record, other], searches) as [string, string];
    return { a, b, verdict: 'different', note: options.note };
  });
  const plan = ruleAnew(context, reader, person, rulings);
  if (options.json) return printRulings(context, person, rulings, plan);
  context.out(`${record} is no longer one report with ${others.join(', ')} (${person})\n`);
  tellRuled(context, plan, [record, ...others]);
  return 0;
}

export const VERDICTS = ['same', 'different', 'withdrawn'] as const;

/** @throws LitscreenError of kind `usage` where one of the ids names no record, or nobody of the review acts. */
export function openForRuling(context: Context, ids: readonly string[], as: string | undefined) {
  const reader = new ReviewReader(findReview(context.folder));
  const protocol = reader.protocol();
  const searches = reader.searches();
  const known = new Set(searches.flatMap((search) => reader.recordIds(search.id)));
  reader.throwProblems();
  if (!protocol) throw inputError('the protocol could not be read', { file: PROTOCOL_FILE });
  const person = actingPerson(context, as, protocol);
  for (const id of ids)
    if (!known.has(id)) throw usageError(`${id} is no record of this review`, 'see the pairs in dedupe/uncertain.csv');
  return { reader, person, searches };
}

/** A ruling on a pair, its lower record first. */
export interface PairRuled {
  readonly a: string;
  readonly b: string;
  readonly verdict: (typeof VERDICTS)[number];
  readonly note?: string | undefined;
}

/** Writes rulings into a person's ledger: all of them in one append. */
export function writeRulings(context: Context, root: string, person: string, rulings: readonly PairRuled[]): void {
  appendToLedger(root, { kind: 'rulings' }, person, (own) =>
    rulings.map(({ a, b, verdict, note }) => {
      const onPair = own.filter((line) => new Set([line.record_a, line.record_b, a, b]).size === 2);
      if (verdict === 'withdrawn' && (onPair.at(-1)?.verdict ?? 'withdrawn') === 'withdrawn')
        throw usageError(
          `${person} has no ruling on ${a} and ${b} to withdraw`,
          `see who ruled with  litscreen explain ${a}`,
        );
      const earlier = onPair.map((line) => line.at);
      return { record_a: a, record_b: b, verdict, note: note ?? '', at: laterThan(context.now(), earlier) };
    }),
  );
}

/** The same, and the links anew. Whatever cannot be read is told before anything is written. */
export function ruleAnew(context: Context, reader: ReviewReader, person: string, rulings: readonly PairRuled[]) {
  openReview(context);
  computeDedupe(reader);
  reader.throwProblems();
  writeRulings(context, reader.root, person, rulings);
  return dedupeAnew(context, reader.root, false);
}

export function tellRuled(
  context: Context,
  { plan, titles }: ReturnType<typeof computeDedupe>,
  records: readonly string[],
): void {
  const reports = toReports([...titles.keys()], plan.links).all.length;
  context.note(`${plural(reports, 'report')}, ${plural(plan.uncertain.length, 'pair')} still uncertain\n`);
  for (const { stage, report, people, isClosed } of votesDueAgain(context, records)) {
    const who = `${people.join(' and ')} voted differently on its records`;
    context.note(`warning: ${report} waits for votes at ${stage} again: ${who}\n`);
    if (isClosed)
      context.note(`hint: ${stage} is closed: take  closed  out of review.yaml to vote, or withdraw the ruling\n`);
  }
  const next = nextRuling(plan);
  if (next !== undefined) context.note(`Next: ${next}\n`);
}

/** Where a ruling has made one report of records on which people had voted differently: their votes are due again. */
function votesDueAgain(
  context: Context,
  records: readonly string[],
): { readonly stage: Stage; readonly report: string; readonly people: string[]; readonly isClosed: boolean }[] {
  const { state } = openReview(context);
  return STAGES.flatMap((stage) =>
    [...new Set(records.map((id) => state.reports.of(id)?.id ?? ''))].flatMap((report) => {
      const votes = state.outcomes[stage].get(report)?.votes;
      const people = votes
        ? votes.asked.filter((person) => votes.voters.has(person) && !votes.present.has(person))
        : [];
      const isClosed = state.facts.protocol.stages[stage].closed === true;
      return people.length > 0 ? [{ stage, report, people, isClosed }] : [];
    }),
  );
}
