import { inRecordOrder, toReports } from '../../dedupe/reports.ts';
import type { Filtered } from '../../filters/plan-filter.ts';
import { FILTERS, type FilterName } from '../../filters/limits.ts';
import { inputError, usageError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import { laterThan, type ManualLine } from '../../model/ledgers.ts';
import type { Filters } from '../../model/protocol.ts';
import { isDedupeStale } from '../../review/dedupe.ts';
import { computeFilter, noteFilterFresh } from '../../review/filter.ts';
import { findReview } from '../../review/load.ts';
import { withLock } from '../../review/lock.ts';
import { PROTOCOL_FILE } from '../../review/paths.ts';
import { ReviewReader } from '../../review/reader.ts';
import { applyFilter } from '../../review/save.ts';
import { appendToLedger } from '../../review/store.ts';
import { titleLine } from '../../terminal/report-card.ts';
import { oneLine } from '../../text/one-line.ts';
import { plural } from '../../text/plural.ts';
import { truncate } from '../../text/width.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { actingPerson, printJson, type Context } from '../context.ts';
import { firstScreening } from '../next-steps.ts';
import { openReview, requireOpenReport } from '../open.ts';

/** How many reports that the limits cannot decide are shown; `--json` lists all of them. */
const SHOWN = 20;
const COLUMNS = 80;

/** `filter`: filters/removed.csv anew. */
export function filter(context: Context, options: { dryRun?: boolean; json?: boolean }): number {
  const root = findReview(context.folder);
  // What is planned depends on the links: nobody else may write them in between.
  const { reader, plan, protocol, reports, kept, changed, isStale, uncertain } = withLock(root, 'dedupe', () =>
    filterAnew(root, options.dryRun ?? false),
  );
  const { filters } = protocol;
  if (isStale) {
    context.note('warning: records or rulings have changed since the last dedupe\n');
    context.note('hint: run  litscreen dedupe  first, then this again\n');
  }
  if (options.json) {
    printJson(context, {
      schema: 1,
      dryRun: options.dryRun ?? false,
      filters: filters ?? {},
      reports,
      removed: plan.removed,
      undecided: plan.undecided,
      changed,
    });
    return 0;
  }
  if (!filters) {
    context.out('review.yaml sets no limits: nothing is removed\n');
    context.note('hint: under  filters:  set languages, dates or types; litscreen filter --help shows how\n');
    return 0;
  }
  context.out(`${plural(reports, 'report')}, ${plan.removed.length} removed\n`);
  for (const name of FILTERS.filter((limit) => filters[limit] !== undefined)) {
    const n = plan.removed.filter((line) => line.filter === name).length;
    context.out(`${String(n).padStart(6)}  by ${name}: ${limitTold(name, filters)}\n`);
  }
  const open = new Set(plan.undecided.map((line) => line.report));
  if (open.size > 0) {
    context.out(
      `${plural(open.size, 'report')} cannot be decided, and ${open.size === 1 ? 'goes' : 'go'} to people:\n`,
    );
    context.out(undecidedTold(reader, plan.undecided.slice(0, SHOWN)));
    if (plan.undecided.length > SHOWN) context.out(`  … all of them with  litscreen filter --dry-run --json\n`);
  }
  if (options.dryRun) context.out('dry run: nothing was written\n');
  if (plan.removed.length > 0) context.note('To keep a report all the same:  litscreen keep <report> --as <you>\n');
  if (!options.dryRun)
    context.note(
      `Next: ${uncertain > 0 ? 'litscreen dedupe' : firstScreening(protocol, () => reader.rounds('title-abstract'), kept)}\n`,
    );
  return 0;
}

function filterAnew(root: string, isDryRun: boolean) {
  const reader = new ReviewReader(root);
  const protocol = reader.protocol();
  const searches = reader.searches();
  const ids = inRecordOrder(
    searches.flatMap((search) => reader.recordIds(search.id)),
    searches,
  );
  const links = reader.links();
  const reports = toReports(ids, links);
  const versions = reader.versions();
  const [rulings, uncertain, related] = [reader.ledger({ kind: 'rulings' }), reader.uncertain(), reader.related()];
  reader.throwProblems();
  if (!protocol) throw inputError('the protocol could not be read', { file: PROTOCOL_FILE });
  const plan = computeFilter(reader, reports, { protocol, searches, versions });
  reader.throwProblems();
  const changed = isDryRun ? [] : applyFilter(root, plan);
  if (!isDryRun) noteFilterFresh(root, { protocol, searches, versions, links, removed: reader.removed() });
  const removed = new Set(plan.removed.map(({ report }) => report));
  const isStale = isDedupeStale(root, { protocol, searches, rulings, links, uncertain, related });
  return {
    reader,
    plan,
    protocol,
    reports: reports.all.length,
    kept: reports.all.filter(({ id }) => !removed.has(id)),
    changed,
    isStale,
    uncertain: uncertain.length,
  };
}

function limitTold(name: FilterName, filters: Filters): string {
  if (name !== 'dates') return terminalSafe((filters[name] ?? []).join(', '));
  const { from, to } = filters.dates ?? {};
  return [from && `from ${from}`, to && `to ${to}`].filter((part) => part !== undefined).join(' ');
}

function undecidedTold(reader: ReviewReader, lines: readonly Filtered[]): string {
  const records = reader.recordsById(new Set(lines.map((line) => line.report)));
  const told = lines.map(({ report, filter: name, detail }) => {
    const stated = detail === '' ? 'not stated' : terminalSafe(detail);
    const indent = ' '.repeat(18);
    const why = truncate(`${name}: ${stated}`, COLUMNS - indent.length);
    return `  ${report.padEnd(14)}  ${titleLine(records.get(report), COLUMNS - indent.length)}\n${indent}${why}\n`;
  });
  return told.join('');
}

interface ManualOptions {
  readonly as?: string;
  readonly reason?: string;
  readonly note?: string;
  readonly withdraw?: boolean;
}

/** `remove <report>`: it is taken out before screening, for a reason that no limit knows. */
export function remove(context: Context, id: string, options: ManualOptions): number {
  if (!options.withdraw && oneLine(options.reason) === '') {
    throw usageError('a removal says why', 'add  --reason  and what it is, such as  --reason retracted');
  }
  return decide(context, id, options.withdraw ? 'withdraw' : 'remove', options);
}

/** `keep <report>`: it is screened, whatever the protocol's limits say. */
export function keep(context: Context, id: string, options: ManualOptions): number {
  return decide(context, id, options.withdraw ? 'withdraw' : 'keep', options);
}

function decide(context: Context, id: string, action: ManualLine['action'], options: ManualOptions): number {
  const before = openReview(context);
  const person = actingPerson(context, options.as, before.state.facts.protocol);
  const report = requireOpenReport(before, id);
  const written = appendToLedger(before.root, { kind: 'manual' }, person, (own) => {
    const onReport = own.filter((line) => report.records.includes(line.report));
    const last = onReport.at(-1);
    const standing = last?.action === 'withdraw' ? undefined : last;
    if (action === 'withdraw' && !standing) {
      throw usageError(`${person} has neither removed nor kept ${report.id}`, 'there is nothing to take back');
    }
    const line = { report: report.id, action, reason: oneLine(options.reason), note: oneLine(options.note) };
    if (standing?.action === action && standing.reason === line.reason && standing.note === line.note) return [];
    const earlier = onReport.map((item) => item.at);
    return [{ ...line, at: laterThan(context.now(), earlier) }];
  });
  const { state } = openReview(context);
  const removal = state.removals.get(report.id);
  const now = removal === undefined ? 'is screened' : removal.by === 'person' ? 'is removed' : 'is removed by a limit';
  context.out(`${report.id}: ${action}${written.length === 0 ? ', as before' : ''}; it ${now}\n`);
  const votes = state.facts.votes['title-abstract'].some((line) => report.records.includes(line.report));
  if (removal && votes) context.note(`note: votes on ${report.id} wait: they count if it is kept\n`);
  const isContradicted = (finding: Finding) =>
    finding.code === 'removal-contradicted' && finding.ids.includes(report.id);
  for (const { message } of state.findings.filter(isContradicted)) context.note(`warning: ${message}\n`);
  return 0;
}
