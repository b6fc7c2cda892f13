import type { RelatedPair } from '../../dedupe/plan-dedupe.ts';
import { toReports, type Reports } from '../../dedupe/reports.ts';
import { readStudies, studyProposals } from '../../extraction/studies.ts';
import { LINK_RULES } from '../../dedupe/verdict.ts';
import { RULE_WORDS } from '../../dedupe/explain.ts';
import { RELATIONS, type Relation } from '../../model/relation.ts';
import { LitscreenError } from '../../model/errors.ts';
import type { StudyLine } from '../../model/ledgers.ts';
import type { BibRecord } from '../../model/record.ts';
import { findReview } from '../../review/load.ts';
import { ReviewReader } from '../../review/reader.ts';
import { citationLine, titleLine } from '../../terminal/report-card.ts';
import { plural } from '../../text/plural.ts';
import { printJson, type Context } from '../context.ts';
import { firstScreening } from '../next-steps.ts';
import { dedupeAnew, nextRuling } from './dedupe-rule.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** How many uncertain pairs are shown; all of them are in dedupe/uncertain.csv. */
const SHOWN_PAIRS = 10;

/** `dedupe`: links.csv, uncertain.csv and related.csv anew. */
export function dedupe(context: Context, options: Options): number {
  const root = findReview(context.folder);
  const started = context.now().getTime();
  const { plan, titles, searches, changed, inputs } = dedupeAnew(context, root, options.dryRun ?? false);
  context.debug('deduplicated', {
    records: titles.size,
    links: plan.links.length,
    ms: context.now().getTime() - started,
  });
  const reports = toReports([...titles.keys()], plan.links);
  const byRule = countBy(plan.links, LINK_RULES, ({ rule }) => rule);
  const byRelation = countBy(plan.related, RELATIONS, ({ relation }) => relation);
  if (options.json) {
    const counts = {
      records: titles.size,
      reports: reports.all.length,
      linked: plan.links.length,
      uncertain: plan.uncertain.length,
    };
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
    `${plural(titles.size, 'record')} from ${plural(searches, 'search', 'searches')} → ${plural(reports.all.length, 'report')}\n`,
  );
  context.out(`  ${plan.links.length} linked   ${listed(byRule, RULE_WORDS)}`.trimEnd() + '\n');
  context.out(`  ${plan.uncertain.length} uncertain, waiting for a person\n`);
  if (plan.related.length > 0) {
    const pairs = plural(plan.related.length, 'pair');
    context.out(`  ${pairs} related and kept apart, in dedupe/related.csv   ${listed(byRelation, RELATION_WORDS)}\n`);
  }
  // PRISMA counts a preprint and its article as two reports of one study: a person says so.
  const proposals = studiesToPropose(root, plan.related, reports);
  if (proposals > 0)
    context.out(`  ${plural(proposals, 'preprint')} beside an article, perhaps one study: dedupe review asks\n`);
  const shown = plan.uncertain.slice(0, SHOWN_PAIRS);
  const records = new ReviewReader(root).recordsById(new Set(shown.flatMap((pair) => [pair.a, pair.b])));
  for (const pair of shown) {
    context.out(`\n${[pair.a, pair.b].map((id) => describeRecord(id, records.get(id))).join('')}`);
    context.out(`    likeness ${pair.score.toFixed(2)}: ${pair.why}\n`);
  }
  const more = plan.uncertain.length - SHOWN_PAIRS;
  if (more > 0) context.out(`\n  and ${more} more in dedupe/uncertain.csv\n`);
  if (options.dryRun) context.out('dry run: nothing was written\n');
  const screening = inputs?.protocol.filters
    ? 'litscreen filter'
    : firstScreening(inputs?.protocol, () => new ReviewReader(root).rounds('title-abstract'), reports.all);
  const after = titles.size === 0 ? 'litscreen ingest <export> --search <id>' : screening;
  context.note(`Next: ${nextRuling(plan) ?? after}\n`);
  return 0;
}

/** How many preprints and their articles nobody has joined to one study, or said to be two. */
function studiesToPropose(root: string, related: readonly RelatedPair[], reports: Reports): number {
  if (!related.some(({ relation }) => relation === 'preprint')) return 0;
  const inputs = readStudyInputs(root);
  if (!inputs) return 0;
  const { people, lines } = inputs;
  return studyProposals(related, lines, undefined, reports, readStudies(lines, people, reports)).length;
}

interface StudyInputs {
  readonly people: ReadonlySet<string>;
  readonly lines: readonly StudyLine[];
}

/** What people said of studies; undefined where it cannot be read: links need nothing of it, `check` tells what is wrong. */
function readStudyInputs(root: string): StudyInputs | undefined {
  const reader = new ReviewReader(root);
  const people = new Set(reader.protocol()?.reviewers.map((person) => person.id));
  const inputs = { people, lines: reader.ledger({ kind: 'studies' }) };
  try {
    reader.throwProblems();
    return inputs;
  } catch (error) {
    if (error instanceof LitscreenError) return undefined;
    throw error;
  }
}

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

/** Id, title, and on a second line what else tells two records apart. */
function describeRecord(id: string, record: BibRecord | undefined): string {
  const indent = ' '.repeat(id.length + 4);
  const columns = 80 - indent.length;
  const citation = record ? citationLine(record, columns) : '';
  return `  ${id}  ${titleLine(record, columns)}\n${citation === '' ? '' : `${indent}${citation}\n`}`;
}
