import type { DedupePlan } from '../../dedupe/plan-dedupe.ts';
import { inRecordOrder, toReports } from '../../dedupe/reports.ts';
import { usageError } from '../../model/errors.ts';
import { laterThan } from '../../model/ledgers.ts';
import { STAGES, type Stage } from '../../model/protocol.ts';
import type { BibRecord } from '../../model/record.ts';
import { applyDedupe } from '../../review/save.ts';
import { appendToLedger } from '../../review/store.ts';
import { computeDedupe, noteDedupeFresh } from '../../review/dedupe.ts';
import { findReview } from '../../review/load.ts';
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
  const byRule = (rule: string) => plan.links.filter((link) => link.rule === rule).length;
  if (options.json) {
    const counts = { records: titles.size, reports, linked: plan.links.length, uncertain: plan.uncertain.length };
    printJson(context, {
      schema: 1,
      ...counts,
      rules: { doi: byRule('doi'), title: byRule('title'), ruling: byRule('ruling') },
      dryRun: options.dryRun ?? false,
      changed,
    });
    return 0;
  }
  context.out(
    `${plural(titles.size, 'record')} from ${plural(searches, 'search', 'searches')} → ${plural(reports, 'report')}\n`,
  );
  context.out(
    `  ${plan.links.length} linked   by DOI ${byRule('doi')} · by title, year and authors ${byRule('title')} · by ruling ${byRule('ruling')}\n`,
  );
  context.out(`  ${plan.uncertain.length} uncertain, waiting for a person\n`);
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
  const reader = new ReviewReader(findReview(context.folder));
  const protocol = reader.protocol();
  const searches = reader.searches();
  const known = new Set(searches.flatMap((search) => reader.recordIds(search.id)));
  reader.throwProblems();
  if (!protocol) return 3;
  const person = actingPerson(context, options.as, protocol);
  const verdict = said === 'withdraw' ? 'withdrawn' : said;
  if (!['same', 'different', 'withdrawn'].includes(verdict))
    throw usageError(`${said} is no ruling`, 'say same, different, or withdraw');
  for (const id of pair)
    if (!known.has(id)) throw usageError(`${id} is no record of this review`, 'see the pairs in dedupe/uncertain.csv');
  const [a, b] = inRecordOrder(pair, searches) as [string, string];
  if (a === b)
    throw usageError('these are one record, not two', 'name the two records of a pair: see dedupe/uncertain.csv');
  // Whatever cannot be read is told before anything is written.
  openReview(context);
  computeDedupe(reader);
  reader.throwProblems();
  appendToLedger(reader.root, { kind: 'rulings' }, person, (own) => {
    const onPair = own.filter((line) => new Set([line.record_a, line.record_b, a, b]).size === 2);
    if (verdict === 'withdrawn' && (onPair.at(-1)?.verdict ?? 'withdrawn') === 'withdrawn')
      throw usageError(
        `${person} has no ruling on ${a} and ${b} to withdraw`,
        `see who ruled with  litscreen explain ${a}`,
      );
    const earlier = onPair.map((line) => line.at);
    return [{ record_a: a, record_b: b, verdict, note: options.note ?? '', at: laterThan(context.now(), earlier) }];
  });
  const { plan, titles } = dedupeAnew(reader.root, false);
  const reports = toReports([...titles.keys()], plan.links).all.length;
  context.out(`${a} ${b}: ${verdict} (${person})\n`);
  context.note(`${plural(reports, 'report')}, ${plural(plan.uncertain.length, 'pair')} still uncertain\n`);
  for (const { stage, report, people } of votesDueAgain(context, [a, b])) {
    const who = `${people.join(' and ')} voted differently on its records`;
    context.note(`warning: ${report} waits for votes at ${stage} again: ${who}\n`);
  }
  const next = nextRuling(plan);
  if (next !== undefined) context.note(`Next: ${next}\n`);
  return 0;
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
