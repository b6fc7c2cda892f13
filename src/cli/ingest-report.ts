import { columnOf, differingHits, type Search } from '../model/search.ts';
import type { FileAccount, IngestPlan } from '../records/plan-ingest.ts';
import { COUNTED_FIELDS } from '../records/read-export.ts';
import { plural } from '../text/plural.ts';
import { terminalSafe } from '../text/terminal-safe.ts';
import { printJson, type Context } from './context.ts';
import type { OpenedExport } from './exports.ts';

interface Shown {
  readonly json?: boolean;
  readonly dryRun?: boolean;
  /** Every field, with the share of the records that state it. */
  readonly fields?: boolean;
}

/** Fields that are told of every file: what screening, deduplication and snowballing need most. */
const MAIN_FIELDS = ['title', 'authors', 'year', 'doi', 'abstract', 'references'] as const;
/** Rejected entries that are told on the terminal; all of them stand in rejected.jsonl. */
const TOLD = 20;

/** Tells what an ingest did, or would do: the account of each file, and what a person should look at. */
export function tellIngest(
  context: Context,
  plan: IngestPlan,
  opened: readonly OpenedExport[],
  shown: Shown,
  changed: readonly string[],
  searches: readonly Search[],
): void {
  const { id, declaredHits } = plan.search;
  const sourceOf = (account: FileAccount) => opened.find((item) => item.name === account.file.name);
  if (shown.json) {
    printJson(context, {
      schema: 1,
      search: id,
      dryRun: shown.dryRun ?? false,
      records: plan.records,
      entries: plan.search.files.reduce((sum, file) => sum + file.entries, 0),
      declaredHits: declaredHits ?? null,
      declaredDuplicates: plan.search.declaredDuplicates ?? null,
      files: plan.accounts.map((account) => asJson(account, sourceOf(account))),
      changed,
    });
  } else {
    for (const account of plan.accounts) {
      context.out(describeFile(id, account, sourceOf(account)));
      if (shown.fields) context.out(describeFields(account));
    }
    if (shown.dryRun) context.out('dry run: nothing was written\n');
    else if (changed.length === 0) context.out(`${id} is unchanged: ${plural(plan.records, 'record')}\n`);
  }
  for (const account of plan.accounts) warnOfFile(context, plan, account, sourceOf(account));
  warnOfSearch(context, plan, searches);
  const isOther = columnOf(plan.search.kind) === 'other';
  if (!shown.dryRun) context.note(`Next: ${isOther ? '' : 'ingest the other exports, then  '}litscreen dedupe\n`);
}

function asJson({ file, counted, ...account }: FileAccount, source: OpenedExport | undefined) {
  return { ...file, encoding: source?.encoding ?? '', counted: counted ?? file.entries, ...account };
}

function describeFile(search: string, account: FileAccount, source: OpenedExport | undefined): string {
  const { file, added, kept, known, unreadable, absent, notices, filled } = account;
  const parts = [plural(file.entries, 'entry', 'entries'), plural(file.records, 'record'), `${unreadable} rejected`];
  const changes = [
    kept > 0 ? `${kept} known from an earlier ingest` : '',
    kept > 0 && added > 0 ? `${added} new` : '',
    known > 0 ? `${known} that another file of this search holds` : '',
    absent > 0 ? `${absent} of the earlier version are gone, kept and marked` : '',
    notices > 0 ? `${plural(notices, 'notice')} left out` : '',
  ].filter((part) => part !== '');
  const lines = [
    `${search}  ${file.name}: ${source?.format.name ?? ''}, ${source?.encoding ?? ''}`,
    `        ${parts.join(' · ')}`,
  ];
  if (changes.length > 0) lines.push(`        ${changes.join(' · ')}`);
  lines.push(`        ${MAIN_FIELDS.map((field) => `${field} ${filled[field]}`).join(' · ')}`);
  return `${lines.join('\n')}\n`;
}

/** A line for each field: how many of the records state it. Fields without a name of ours stand below, by their tags. */
function describeFields({ file, known, filled, extra }: FileAccount): string {
  const records = file.records + known;
  const rows = [
    ...COUNTED_FIELDS.map((field): [string, number] => [field, filled[field]]),
    ...Object.entries(extra).map(([tag, n]): [string, number] => [`+ ${terminalSafe(tag)}`, n]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, n]) => {
      const share = records === 0 ? '' : `${Math.floor((100 * n) / records)} %`;
      return `        ${name.padEnd(width)} ${String(n).padStart(8)} ${share.padStart(7)}\n`;
    })
    .join('');
}

function warnOfFile(
  context: Context,
  { rejected }: IngestPlan,
  { file, counted, damaged, repaired }: FileAccount,
  source: OpenedExport | undefined,
): void {
  const own = rejected.filter((item) => item.file === file.name);
  for (const item of own.slice(0, TOLD)) {
    const what =
      item.kind === 'unreadable' ? `entry ${item.entry} could not be read: ${item.reason}` : `${item.reason}, left out`;
    context.note(`warning: ${item.file}:${item.line}: ${what}: ${terminalSafe(item.text).slice(0, 80)}\n`);
  }
  if (own.length > TOLD)
    context.note(`warning: ${file.name}: ${own.length - TOLD} more; all stand in rejected.jsonl\n`);
  if (counted !== undefined) {
    const [there, read] = [plural(counted, 'entry', 'entries'), file.entries];
    context.note(`warning: ${file.name}: by its separators the file has ${there}, read and rejected were ${read}\n`);
    context.note(
      'hint: look where one entry runs into the next; litscreen may have missed one, or counted text as one\n',
    );
  }
  if (repaired > 0) {
    const records = plural(repaired, 'record');
    context.note(
      `warning: ${file.name}: ${records} had letters such as “Ã©” for “é”, misread before they came here: mended\n`,
    );
  }
  if (source?.isGuessed) {
    context.note(`warning: ${file.name}: its letters look like ${source.encoding}; nothing in it says so\n`);
    context.note('hint: where names look wrong in records.jsonl, name the encoding with  --encoding, such as euc-kr\n');
  }
  if (source?.damaged) {
    const { count, line } = source.damaged;
    context.note(`warning: ${file.name}:${line}: ${plural(count, 'byte')} here and below are no ${source.encoding}\n`);
    context.note('hint: export the search again as UTF-8, or name the encoding with  --encoding\n');
  } else if (damaged > 0) {
    const records = plural(damaged, 'record');
    context.note(`warning: ${file.name}: ${records} hold “\ufffd”, letters that were lost before the file came here\n`);
  }
}

function warnOfSearch(context: Context, plan: IngestPlan, searches: readonly Search[]): void {
  const { id, declaredHits, date, kind } = plan.search;
  const unreadable = plan.rejected.filter((item) => item.kind === 'unreadable').length;
  const hits = differingHits(plan.search, plan.records + unreadable);
  if (hits !== undefined) {
    const shown = plural(declaredHits ?? 0, 'hit');
    const { declaredDuplicates: elsewhere } = plan.search;
    const removed = elsewhere ? `, and ${elsewhere.n} were removed before, as declared` : '';
    context.note(
      `warning: ${id}: the database showed ${shown}, the export has ${plural(hits, 'entry', 'entries')}${removed}\n`,
    );
  }
  if (plan.search.declaredDuplicates) {
    const said = plural(plan.search.declaredDuplicates.n, 'duplicate');
    context.note(
      `note: ${id}: ${said} removed elsewhere: no record proves it, so the flow tells it and does not count it\n`,
    );
  }
  if (date === undefined) {
    context.note(`warning: ${id}: when was this search run? PRISMA-S asks for it: add  --date YYYY-MM-DD\n`);
  }
  const twin = searches.find(
    (search) =>
      search.id !== id &&
      search.files.some((file) => plan.accounts.some((account) => account.file.sha256 === file.sha256)),
  );
  if (twin) {
    context.note(`warning: the same file is in the search ${twin.id} already\n`);
    context.note(`hint: if that was a slip, delete the folder searches/${id} and run  litscreen dedupe\n`);
  }
  if (kind === 'citation' && plan.isVialess) {
    context.note(`warning: ${id}: what led to these records is not told: add  --via <report|column>\n`);
  }
  if (date !== undefined && date > context.now().toISOString().slice(0, 10)) {
    context.note(`warning: ${id}: its date, ${date}, is yet to come\n`);
  }
}
