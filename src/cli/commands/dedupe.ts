import type { DedupePlan } from '../../dedupe/plan-dedupe.ts';
import { inRecordOrder, toReports } from '../../dedupe/reports.ts';
import { LINK_RULES, type LinkRule } from '../../dedupe/decide.ts';
import { RELATIONS, type Relation } from '../../model/relation.ts';
import { inputError, usageError } from '../../model/errors.ts';
import { laterThan } from '../../model/ledgers.ts';
import { STAGES, type Stage } from '../../model/protocol.ts';
import type { BibRecord } from '../../model/record.ts';
import { applyDedupe } from '../../review/save.ts';
import { appendToLedger } from '../../review/store.ts';
import { computeDedupe, noteDedupeFresh } from '../../review/dedupe.ts';
import { findReview } from '../../review/load.ts';
import { PROTOCOL_FILE } from '../../review/paths.ts';
import { ReviewReader } from '../../review/reader.ts';
import { withLock } from '../../review/lock.ts';
import { citationLine, titleLine } from '../../terminal/report-card.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, printJson, type Context } from '../context.ts';
import { openReview } from '../open.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** How many uncertain pairs are shown; all of them are in dedupe/uncertain.csv. */
const SHOWN_PAIRS = 10;

/** `dedupe`: links.csv and uncertain.csv anew. */
export function dedupe(context: Context, options: Options): number {
  const root = findReview(context.folder);
  const started = context.now().getTime();
  const { plan, titles, searches, changed, inputs } = dedupeAnew(root, options.dryRun ?? false);
  context.debug('deduplicated', {
    records: titles.size,
    links: plan.links.length,
    ms: context.now().getTime() - started,
  });
  const reports = toReports([...titles.keys()], plan.links).all.length;
  const byRule = countBy(plan.links, LINK_RULES, ({ rule }) => rule);
  const byRelation = countBy(plan.related, RELATIONS, ({ relation }) => relation);
  if (options.json) {
    const counts = { records: titles.size, reports, linked: plan.links.length, uncertain: plan.uncertain.length };
    printJson(context, {
      schema: 1,
      ...counts,
      related: plan.related.length,
      rules: Object.fromEntries(byRule),
      relations: Object.fromEntries(byRelation),
      dryRun: options.dryRun ?? false,
      changed,
    });
    return 0;
  }
  const listed = (counts: readonly (readonly [string, number])[], words: Readonly<Record<string, string>>) =>
    counts.flatMap(([name, n]) => (n > 0 ? [`${words[name] ?? name} ${n}`] : [])).join(' · ');
  context.out(
    `${plural(titles.size, 'record')} from ${plural(searches, 'search', 'searches')} → ${plural(reports, 'report')}\n`,
  );
  context.out(`  ${plan.links.length} linked   ${listed(byRule, RULE_WORDS)}`.trimEnd() + '\n');
  context.out(`  ${plan.uncertain.length} uncertain, waiting for a person\n`);
  if (plan.related.length > 0) {
    const pairs = plural(plan.related.length, 'pair', 'pairs');
    context.out(`  ${pairs} related and kept apart, in dedupe/related.csv   ${listed(byRelation, RELATION_WORDS)}\n`);
  }
  const shown = plan.uncertain.slice(0, SHOWN_PAIRS);
  const records = new ReviewReader(root).recordsById(new Set(shown.flatMap((pair) => [pair.a, pair.b])));
  for (const pair of shown) {
    context.out(`\n${[pair.a, pair.b].map((id) => describeRecord(id, records.get(id))).join('')}`);
    context.out(`    likeness ${pair.score.toFixed(2)}: ${pair.why}\n`);
  }
  const more = plan.uncertain.length - SHOWN_PAIRS;
  if (more > 0) context.out(`\n  and ${more} more in dedupe/uncertain.csv\n`);
  if (options.dryRun) context.out('dry run: nothing was written\n');
  const screening = inputs?.protocol.filters ? 'litscreen filter' : 'litscreen screen --as <you>';
  const after = titles.size === 0 ? 'litscreen ingest <export> --search <id>' : screening;
  context.note(`Next: ${nextRuling(plan) ?? after}\n`);
  return 0;
}

const RULE_WORDS: Readonly<Record<LinkRule, string>> = {
  doi: 'by DOI',
  id: 'by the number of an index',
  title: 'by title, year and authors',
  place: 'by volume and pages',
  abstract: 'by abstract',
  policy: 'by the protocol',
  ruling: 'by ruling',
};
const RELATION_WORDS: Readonly<Record<Relation, string>> = {
  correction: 'corrections',
  comment: 'comments and replies',
  conference: 'conference and journal, or twice published',
  preprint: 'preprints',
  version: 'versions',
};

/** How many items there are of each name, in the order of the names. */
function countBy<Item, Name extends string>(
  items: readonly Item[],
  names: readonly Name[],
  nameOf: (item: Item) => Name,
): (readonly [Name, number])[] {
  return names.map((name) => [name, items.filter((item) => nameOf(item) === name).length]);
}

function nextRuling(plan: DedupePlan): string | undefined {
  const [pair] = plan.uncertain;
  return pair && `litscreen dedupe rule ${pair.a} ${pair.b} same|different --as <you>`;
}

/** Id, title, and on a second line what else tells two records apart. */
function describeRecord(id: string, record: BibRecord | undefined): string {
  const indent = ' '.repeat(id.length + 4);
  const columns = 80 - indent.length;
  const citation = record ? citationLine(record, columns) : '';
  return `  ${id}  ${titleLine(record, columns)}\n${citation === '' ? '' : `${indent}${citation}\n`}`;
}

/** Links from what is on disk, computed and written as one: two at once must not undo each other. */
function dedupeAnew(root: string, isDryRun: boolean): ReturnType<typeof computeDedupe> & { changed: string[] } {
  return withLock(root, 'dedupe', () => {
    const reader = new ReviewReader(root);
    const computed = computeDedupe(reader);
    reader.throwProblems();
    if (isDryRun) return { ...computed, changed: [] };
    const changed = applyDedupe(root, computed.plan);
    noteDedupeFresh(reader, computed.inputs);
    return { ...computed, changed };
  });
}

/** `dedupe rule <a> <b> same|different|withdrawn`: a line in the person's ledger, then the links anew. */
export function rule(
  context: Context,
  pair: readonly [string, string],
  said: string,
  options: { as?: string; note?: string },
): number {
  const verdict = said === 'withdraw' ? 'withdrawn' : VERDICTS.find((each) => each === said);
  if (verdict === undefined) throw usageError(`${said} is no ruling`, 'say same, different, or withdraw');
  const { reader, person, searches } = openForRuling(context, pair, options.as);
  const [a, b] = inRecordOrder(pair, searches) as [string, string];
  if (a === b)
    throw usageError('these are one record, not two', 'name the two records of a pair: see dedupe/uncertain.csv');
  const plan = appendRulings(context, reader, person, [[a, b]], verdict, options.note);
  context.out(`${a} ${b}: ${verdict} (${person})\n`);
  tellRuled(context, plan, [a, b]);
  return 0;
}

/** `dedupe undo <record>`: the record leaves its report, and no rule brings it back. */
export function undo(context: Context, record: string, options: { as?: string; note?: string }): number {
  const { reader, person, searches } = openForRuling(context, [record], options.as);
  const ids = inRecordOrder(
    searches.flatMap((search) => reader.recordIds(search.id)),
    searches,
  );
  const others = (toReports(ids, reader.links()).of(record)?.records ?? []).filter((id) => id !== record);
  reader.throwProblems();
  if (others.length === 0)
    throw usageError(`${record} is a report of its own`, `litscreen explain ${record}  tells its story`);
  const pairs = others.map((other) => inRecordOrder([record, other], searches) as [string, string]);
  const plan = appendRulings(context, reader, person, pairs, 'different', options.note);
  context.out(`${record} is no longer one report with ${others.join(', ')} (${person})\n`);
  tellRuled(context, plan, [record, ...others]);
  return 0;
}

const VERDICTS = ['same', 'different', 'withdrawn'] as const;

/** @throws LitscreenError of kind `usage` where one of the ids names no record, or nobody of the review acts. */
function openForRuling(context: Context, ids: readonly string[], as: string | undefined) {
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

/** Writes a person's rulings, one a pair, and the links anew. */
function appendRulings(
  context: Context,
  reader: ReviewReader,
  person: string,
  pairs: readonly (readonly [string, string])[],
  verdict: (typeof VERDICTS)[number],
  note: string | undefined,
): ReturnType<typeof computeDedupe> {
  // Whatever cannot be read is told before anything is written.
  openReview(context);
  computeDedupe(reader);
  reader.throwProblems();
  appendToLedger(reader.root, { kind: 'rulings' }, person, (own) =>
    pairs.map(([a, b]) => {
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
  return dedupeAnew(reader.root, false);
}

function tellRuled(
  context: Context,
  { plan, titles }: ReturnType<typeof computeDedupe>,
  records: readonly string[],
): void {
  const reports = toReports([...titles.keys()], plan.links).all.length;
  context.note(`${plural(reports, 'report')}, ${plural(plan.uncertain.length, 'pair')} still uncertain\n`);
  for (const { stage, report, people } of votesDueAgain(context, records)) {
    const who = `${people.join(' and ')} voted differently on its records`;
    context.note(`warning: ${report} waits for votes at ${stage} again: ${who}\n`);
  }
  const next = nextRuling(plan);
  if (next !== undefined) context.note(`Next: ${next}\n`);
}

/** Where a ruling has made one report of records on which people had voted differently: their votes are due again. */
function votesDueAgain(
  context: Context,
  records: readonly string[],
): { readonly stage: Stage; readonly report: string; readonly people: string[] }[] {
  const { state } = openReview(context);
  return STAGES.flatMap((stage) =>
    [...new Set(records.map((id) => state.reports.of(id)?.id ?? ''))].flatMap((report) => {
      const votes = state.outcomes[stage].get(report)?.votes;
      const people = votes
        ? votes.asked.filter((person) => votes.voters.has(person) && !votes.present.has(person))
        : [];
      return people.length > 0 ? [{ stage, report, people }] : [];
    }),
  );
}
