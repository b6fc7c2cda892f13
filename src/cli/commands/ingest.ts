import { basename } from 'node:path';
import { decodeText } from '../../formats/bytes/decode.ts';
import { FORMATS, sniffFormat } from '../../formats/registry.ts';
import { deriveState } from '../../flow/derive.ts';
import { inputError, LitscreenError, usageError } from '../../model/errors.ts';
import { parseRecordId, SEARCH_ID } from '../../model/ids.ts';
import { columnOf, differingHits, type Search, type SearchKind } from '../../model/search.ts';
import { planIngest, type ExportFile, type FileAccount, type IngestPlan, type Via } from '../../records/plan-ingest.ts';
import { sha256 } from '../../review/files.ts';
import { findReview, loadFacts } from '../../review/load.ts';
import { withLock } from '../../review/lock.ts';
import { ReviewReader } from '../../review/reader.ts';
import { applyIngest, type RawExport } from '../../review/save.ts';
import { compareText } from '../../text/order.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { sortedIds } from '../../text/order.ts';
import { plural } from '../../text/plural.ts';
import { printJson, readNamedFile, type Context } from '../context.ts';

interface Options {
  readonly search?: string;
  readonly database?: string;
  readonly kind?: SearchKind;
  readonly format?: string;
  readonly date?: string;
  readonly platform?: string;
  readonly queryFile?: string;
  readonly limits?: string;
  readonly declaredHits?: number;
  readonly direction?: string;
  readonly via?: string;
  readonly round?: number;
  readonly index?: string;
  readonly seeds?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface OpenedExport extends RawExport {
  /** As it was named on the command line. */
  readonly path: string;
  readonly file: ExportFile;
  readonly formatName: string;
  readonly encoding: string;
}

/** `ingest <file…>`: exports of one search become records, and every entry is accounted for. */
export function ingest(context: Context, paths: readonly string[], options: Options): number {
  const root = findReview(context.folder);
  const opened = openExports(context, paths, options);
  // What is planned depends on what the search holds: nobody else may write to it in between.
  return withLock(root, 'ingest', () => ingestOpened(context, new ReviewReader(root), paths, options, opened));
}

function ingestOpened(
  context: Context,
  reader: ReviewReader,
  paths: readonly string[],
  options: Options,
  opened: readonly OpenedExport[],
): number {
  reader.protocol();
  const searches = reader.searches();
  const known = new Set(searches.flatMap((item) => reader.recordIds(item.id)));
  for (const { id } of searches) reader.rejected(id);
  reader.throwProblems();
  const id = searchId(paths, options, searches);
  const existing = searches.find((search) => search.id === id);
  const search = describe(context, id, options, existing, searches, seedsOf(reader, options, known));
  const via = viaOf(options, search, known);
  const plan = planIngest({
    search,
    existing: {
      files: existing?.files ?? [],
      records: existing ? [...reader.records(id)] : [],
      rejected: existing ? reader.rejected(id) : [],
    },
    files: opened.map((item) => item.file),
    ...(via && { via }),
    isKnown: (record) => known.has(record),
  });
  reader.throwProblems();
  if (plan.problems.length > 0) throw new LitscreenError('input', plan.problems);
  refuseBarren(plan, opened);
  const changed = options.dryRun ? [] : applyIngest(reader, plan, opened);
  report(context, plan, opened, options, changed, searches);
  return 0;
}

/** @throws LitscreenError of kind `input` where a file holds no record at all: it is no export, or of another format. */
function refuseBarren(plan: IngestPlan, opened: readonly OpenedExport[]): void {
  const barren = plan.accounts.find(({ file, unreadable }) => file.entries === unreadable);
  if (!barren) return;
  const source = opened.find((item) => item.name === barren.file.name);
  const line = plan.rejected.find((item) => item.file === barren.file.name)?.line ?? 1;
  throw inputError(
    `no record in it could be read as ${source?.formatName ?? barren.file.format}`,
    { file: source?.path ?? barren.file.name, line },
    'export the search again, or name the right format with  --format',
  );
}

function searchId(paths: readonly string[], options: Options, searches: readonly Search[]): string {
  // The first by name, whatever the order in which a shell gives them.
  const [first = ''] = paths.map((path) => basename(path)).sort(compareText);
  const stem = first
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-\d+$|-+$/g, '');
  const id = options.search ?? stem;
  if (!SEARCH_ID.test(id)) {
    throw usageError(
      `"${id}" is no id of a search`,
      'use letters, digits, "-" and "_", not ending in "-" and a number:  --search scopus',
    );
  }
  const clash = searches.find((search) => search.id !== id && search.id.toLowerCase() === id.toLowerCase());
  if (clash)
    throw usageError(
      `there is a search ${clash.id} already, and ids ignore case`,
      `name it  --search ${clash.id}  or choose another id`,
    );
  return id;
}

type Description = Parameters<typeof planIngest>[0]['search'];

/** What search.yaml shall say: what stood there, and what the command line says anew. */
function describe(
  context: Context,
  id: string,
  options: Options,
  existing: Search | undefined,
  searches: readonly Search[],
  seeds: readonly string[] | undefined,
): Description {
  const kind = options.kind ?? existing?.kind ?? (options.direction ? 'citation' : 'database');
  const direction = options.direction ?? existing?.citation?.direction;
  if (direction !== undefined && direction !== 'backward' && direction !== 'forward') {
    throw usageError(
      `${direction} is no direction`,
      'a citation search goes backward (to what is cited) or forward (to what cites)',
    );
  }
  if (kind === 'citation' && !direction)
    throw usageError('a citation search has a direction', 'add  --direction backward  or  --direction forward');
  if (kind !== 'citation' && (options.direction ?? options.via ?? options.seeds ?? options.round) !== undefined) {
    throw usageError('--direction, --via, --seeds and --round belong to a citation search', 'add  --kind citation');
  }
  const round =
    options.round ??
    existing?.citation?.round ??
    Math.max(0, ...searches.map((search) => search.citation?.round ?? 0)) + 1;
  const index = options.index ?? existing?.citation?.index;
  const query =
    options.queryFile === undefined
      ? existing?.query
      : readNamedFile(context, options.queryFile).toString('utf8').trim();
  const platform = options.platform ?? existing?.platform;
  const date = options.date ?? existing?.date;
  const limits = options.limits ?? existing?.limits;
  const declaredHits = options.declaredHits ?? existing?.declaredHits;
  return {
    schemaVersion: 1,
    id,
    source: options.database ?? existing?.source ?? id,
    ...(platform !== undefined && { platform }),
    kind,
    ...(date !== undefined && { date }),
    ...(query !== undefined && { query }),
    ...(limits !== undefined && { limits }),
    ...(declaredHits !== undefined && { declaredHits }),
    ...(kind === 'citation' &&
      direction && {
        citation: {
          round,
          direction,
          ...(index !== undefined && { index }),
          seeds: [...(seeds ?? existing?.citation?.seeds ?? [])],
        },
      }),
  };
}

/** The reports that a citation search started from: those named, or all that are included now. */
function seedsOf(reader: ReviewReader, options: Options, known: ReadonlySet<string>): string[] | undefined {
  if (options.seeds === undefined) return undefined;
  if (options.seeds === 'included') {
    const { outcomes, reports } = deriveState(loadFacts(reader));
    const isIncluded = (id: string) => outcomes['full-text'].get(id)?.outcome === 'included';
    return reports.all.map((report) => report.id).filter(isIncluded);
  }
  const ids = options.seeds.split(/[\s,;]+/).filter((id) => id !== '');
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw usageError(
      `--seeds: ${unknown.join(', ')} is no record of this review`,
      'name records, or say  --seeds included',
    );
  }
  return sortedIds(ids);
}

function viaOf(options: Options, search: Description, known: ReadonlySet<string>): Via | undefined {
  if (options.via === undefined || !search.citation) return undefined;
  const { direction } = search.citation;
  const named = parseRecordId(options.via);
  if (named && !known.has(options.via) && [...known].some((id) => parseRecordId(id)?.search === named.search))
    throw usageError(
      `--via: ${options.via} is no record of this review`,
      'name a record, or the column that names one',
    );
  return known.has(options.via) ? { direction, report: options.via } : { direction, column: options.via };
}

function openExports(context: Context, paths: readonly string[], options: Options): OpenedExport[] {
  const names = new Set<string>();
  return paths.map((path) => {
    const bytes = readNamedFile(context, path);
    // A file's name becomes a path in the review: nothing in it may lead elsewhere.
    const name = basename(path)
      .replace(/[^\p{L}\p{N}._ ()+-]/gu, '_')
      .replace(/^\.+/, '_');
    if (names.has(name))
      throw usageError(`two of the files are called ${name}`, 'rename one: files of a search are told apart by name');
    names.add(name);
    const { text, encoding } = decodeText(bytes, path);
    if (text.trim() === '') throw inputError('the file is empty', { file: path }, 'export the search again');
    const format =
      options.format === undefined ? sniffFormat(text) : FORMATS.find((item) => item.id === options.format);
    if (!format && options.format !== undefined) {
      throw usageError(
        `${options.format} is no format`,
        `the formats are ${FORMATS.map((item) => item.id).join(', ')}`,
      );
    }
    if (!format) {
      const hint = `litscreen reads ${FORMATS.map((item) => item.name).join(', ')}; name one with --format if you know better`;
      throw inputError('this is no export that litscreen knows', { file: path, line: 1 }, hint);
    }
    const started = context.now().getTime();
    const entries = [...format.parse(text)];
    context.debug('export read', {
      path,
      format: format.id,
      encoding,
      entries: entries.length,
      ms: context.now().getTime() - started,
    });
    const file: ExportFile = { name, sha256: sha256(bytes), format: format.id, entries };
    return { name, path, bytes, file, formatName: format.name, encoding };
  });
}

function report(
  context: Context,
  plan: IngestPlan,
  opened: readonly OpenedExport[],
  options: Options,
  changed: readonly string[],
  searches: readonly Search[],
): void {
  const { id, declaredHits } = plan.search;
  const entries = plan.search.files.reduce((sum, file) => sum + file.entries, 0);
  if (options.json) {
    const files = plan.accounts.map(({ file, ...account }) => ({ ...file, ...account }));
    printJson(context, {
      schema: 1,
      search: id,
      dryRun: options.dryRun ?? false,
      records: plan.records.length,
      entries,
      declaredHits: declaredHits ?? null,
      files,
      changed,
    });
  } else {
    for (const account of plan.accounts) {
      const source = opened.find((item) => item.name === account.file.name);
      context.out(describeFile(id, account, `${source?.formatName ?? ''}, ${source?.encoding ?? ''}`));
    }
    if (options.dryRun) context.out('dry run: nothing was written\n');
    else if (changed.length === 0) context.out(`${id} is unchanged: ${plural(plan.records.length, 'record')}\n`);
  }
  for (const item of plan.rejected
    .filter((entry) => plan.accounts.some(({ file }) => file.name === entry.file))
    .slice(0, 20)) {
    const what =
      item.kind === 'unreadable' ? `entry ${item.entry} could not be read: ${item.reason}` : `${item.reason}, left out`;
    context.note(`warning: ${item.file}:${item.line}: ${what}: ${terminalSafe(item.text).slice(0, 80)}\n`);
  }
  const unreadable = plan.rejected.filter((item) => item.kind === 'unreadable').length;
  const hits = differingHits(plan.search, plan.records.length + unreadable);
  if (hits !== undefined) {
    const shown = plural(declaredHits ?? 0, 'hit');
    context.note(`warning: ${id}: the database showed ${shown}, the export has ${plural(hits, 'entry', 'entries')}\n`);
  }
  if (plan.search.date === undefined) {
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
  if (plan.search.kind === 'citation' && plan.records.some((record) => record.foundVia === undefined)) {
    context.note(`warning: ${id}: what led to these records is not told: add  --via <report|column>\n`);
  }
  if (plan.search.date !== undefined && plan.search.date > context.now().toISOString().slice(0, 10)) {
    context.note(`warning: ${id}: its date, ${plan.search.date}, is yet to come\n`);
  }
  const isCitation = columnOf(plan.search.kind) === 'other';
  if (!options.dryRun) context.note(`Next: ${isCitation ? '' : 'ingest the other exports, then  '}litscreen dedupe\n`);
}

function describeFile(search: string, account: FileAccount, source: string): string {
  const { file, added, kept, known, unreadable, absent, notices, filled } = account;
  const parts = [plural(file.entries, 'entry', 'entries'), plural(file.records, 'record'), `${unreadable} rejected`];
  const changes = [
    kept > 0 ? `${kept} known from an earlier ingest` : '',
    kept > 0 && added > 0 ? `${added} new` : '',
    known > 0 ? `${known} that another file of this search holds` : '',
    absent > 0 ? `${absent} of the earlier version are gone, kept and marked` : '',
    notices > 0 ? `${plural(notices, 'notice')} left out` : '',
  ].filter((part) => part !== '');
  const lines = [`${search}  ${file.name}: ${source}`, `        ${parts.join(' · ')}`];
  if (changes.length > 0) lines.push(`        ${changes.join(' · ')}`);
  lines.push(
    `        ${Object.entries(filled)
      .map(([field, n]) => `${field} ${n}`)
      .join(' · ')}`,
  );
  return `${lines.join('\n')}\n`;
}
