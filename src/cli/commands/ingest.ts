import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { deriveState } from '../../flow/derive.ts';
import { includedReports } from '../../flow/included.ts';
import { suggestMapping } from '../../formats/tables/mapped-table.ts';
import type { FrozenVersion } from '../../flow/versions.ts';
import type { Columns } from '../../model/columns.ts';
import { inputError, LitscreenError, usageError } from '../../model/errors.ts';
import { parseRecordId, SEARCH_ID } from '../../model/ids.ts';
import type { Search, SearchKind } from '../../model/search.ts';
import { planIngest, type IngestPlan } from '../../records/plan-ingest.ts';
import type { Via } from '../../records/read-export.ts';
import type { Spool } from '../../records/spool.ts';
import { findReview, loadFacts } from '../../review/load.ts';
import { withLock } from '../../review/lock.ts';
import { STATE_FOLDER } from '../../review/paths.ts';
import { ReviewReader } from '../../review/reader.ts';
import { applyIngest } from '../../review/save.ts';
import { FileSpool } from '../../review/spool.ts';
import { oneLine } from '../../text/one-line.ts';
import { compareText, sortedIds } from '../../text/order.ts';
import { readNamedFile, type Context } from '../context.ts';
import { openExports, openTables, readMapping, type OpenedExport } from '../exports.ts';
import { tellIngest } from '../ingest-report.ts';

export interface Options {
  readonly search?: string;
  readonly database?: string;
  readonly kind?: SearchKind;
  readonly format?: string;
  readonly encoding?: string;
  readonly map?: string;
  readonly suggestMap?: boolean;
  readonly date?: string;
  readonly platform?: string;
  readonly queryFile?: string;
  readonly limits?: string;
  readonly declaredHits?: number;
  readonly declaredDuplicates?: number;
  readonly why?: string;
  readonly direction?: string;
  readonly via?: string;
  readonly round?: number;
  readonly index?: string;
  readonly seeds?: string;
  readonly fields?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `ingest <file…>`: exports of one search become records, and every entry is accounted for. */
export async function ingest(context: Context, paths: readonly string[], options: Options): Promise<number> {
  if (options.suggestMap) return suggestMaps(context, paths, options);
  const root = reviewOf(context, options);
  const mapping = mappingFor(context, root, paths, options);
  const opened = await openExports(context, paths, { ...options, ...(mapping && { mapping }) });
  // Outside of a review nothing can be written; what is in the files can be told all the same.
  if (root === undefined) return planned(context, undefined, paths, options, opened, mapping);
  // What is planned depends on what the search holds: nobody else may write to it in between.
  return withLock(root, 'ingest', () => planned(context, new ReviewReader(root), paths, options, opened, mapping));
}

/** Prints a draft of a mapping file for each table. */
async function suggestMaps(context: Context, paths: readonly string[], options: Options): Promise<number> {
  for (const head of await openTables(context, paths, options.encoding))
    context.out(suggestMapping(head.text, head.name));
  context.note('Next: save it as columns.yaml, mend it, then  litscreen ingest <file> --map columns.yaml\n');
  return 0;
}

/** What a person says of the columns: in the file named now, or when the search was ingested before. */
function mappingFor(
  context: Context,
  root: string | undefined,
  paths: readonly string[],
  options: Options,
): Columns | undefined {
  if (options.map !== undefined) return readMapping(context, options.map);
  if (root === undefined || options.format !== undefined) return undefined;
  const searches = new ReviewReader(root).searches();
  const id = searchId(paths, options, searches);
  return searches.find((search) => search.id === id)?.columns;
}

function reviewOf(context: Context, { dryRun }: Options): string | undefined {
  try {
    return findReview(context.folder);
  } catch (error) {
    if (dryRun && error instanceof LitscreenError && error.kind === 'usage') return undefined;
    throw error;
  }
}

function planned(
  context: Context,
  reader: ReviewReader | undefined,
  paths: readonly string[],
  options: Options,
  opened: readonly OpenedExport[],
  mapping: Columns | undefined,
): number {
  // One file outside of a review is told of, and nothing that is in it is asked for again.
  if (!reader && opened.length === 1) return ingestOpened(context, reader, paths, options, opened, mapping, NO_SPOOL);
  const place = reader && !options.dryRun ? join(reader.root, STATE_FOLDER) : tmpdir();
  const spool = new FileSpool(join(place, `ingest-${process.pid}.spool`));
  try {
    return ingestOpened(context, reader, paths, options, opened, mapping, spool);
  } finally {
    spool.close();
  }
}

const NO_SPOOL: Spool = { add: () => 0, get: () => '' };

function ingestOpened(
  context: Context,
  reader: ReviewReader | undefined,
  paths: readonly string[],
  options: Options,
  opened: readonly OpenedExport[],
  mapping: Columns | undefined,
  spool: Spool,
): number {
  const protocol = reader?.protocol();
  const searches = reader?.searches() ?? [];
  const versions = reader?.versions() ?? [];
  const id = searchId(paths, options, searches);
  const existing = searches.find((search) => search.id === id);
  const rejected = new Map(searches.map((item) => [item.id, reader?.rejected(item.id) ?? []]));
  // Only a citation search names records; of the others it is enough that they can be read.
  const isCitation = (options.kind ?? existing?.kind) === 'citation' || options.direction !== undefined;
  const known = new Set<string>();
  for (const item of searches.filter((search) => isCitation || search.id !== id)) {
    for (const record of reader?.recordIds(item.id) ?? []) if (isCitation) known.add(record);
  }
  reader?.throwProblems();
  const described = describe(
    context,
    id,
    options,
    existing ?? { version: protocol?.version },
    searches,
    reader && seedsOf(reader, options, known),
  );
  const search = { ...described, ...(mapping && { columns: mapping }) };
  if (protocol) refuseClosed(existing, search, protocol.version, versions, opened);
  const via = viaOf(options, search, known);
  const started = context.now().getTime();
  const plan = planIngest({
    search,
    existing: {
      files: existing?.files ?? [],
      rejected: rejected.get(id) ?? [],
      records: () => (existing && reader ? reader.recordsInOrder(id) : []),
      lines: () => (existing && reader ? reader.recordLines(id) : []),
    },
    files: opened.map(({ name, sha256, format, read }) => ({ name, sha256, format: format.id, ...read() })),
    spool,
    ...(via && { via }),
    isKnown: (record) => known.has(record),
  });
  reader?.throwProblems();
  if (plan.problems.length > 0) throw new LitscreenError('input', plan.problems);
  refuseBarren(plan, opened);
  context.debug('exports read', { files: opened.length, records: plan.records, ms: context.now().getTime() - started });
  const changed = options.dryRun || !reader ? [] : applyIngest(reader, plan, opened, context.now().toISOString());
  tellIngest(context, plan, opened, options, changed, searches);
  return 0;
}

/**
 * The searches of a version that was closed stay what they were; to ingest the same exports again changes nothing.
 * @throws LitscreenError of kind `usage` where it would.
 */
function refuseClosed(
  existing: Search | undefined,
  described: Description,
  version: number,
  versions: readonly FrozenVersion[],
  opened: readonly OpenedExport[],
): void {
  const own = existing?.version ?? (existing ? 1 : version);
  const last = Math.max(0, ...versions.map((one) => one.version));
  const isKnown = ({ name, sha256 }: OpenedExport) =>
    existing?.files.some((file) => file.name === name && file.sha256 === sha256) ?? false;
  const isAsItWas = Object.entries(described).every(
    ([key, value]) => JSON.stringify(value) === JSON.stringify(existing?.[key as keyof Search]),
  );
  if (own > last || (isAsItWas && opened.every(isKnown))) return;
  if (version <= last)
    throw usageError(`version ${version} of the review is closed`, 'begin the next one:  litscreen update --as <you>');
  const hint = `give the new search an id of its own, such as  --search ${existing?.id ?? 'scopus'}V${version}: what was known comes as duplicates`;
  throw usageError(`${existing?.id ?? ''} was run for version ${own}, which is closed`, hint);
}

/** @throws LitscreenError of kind `input` where a file holds no record at all: it is no export, or of another format. */
function refuseBarren(plan: IngestPlan, opened: readonly OpenedExport[]): void {
  const barren = plan.accounts.find(({ file, unreadable }) => file.entries === unreadable);
  if (!barren) return;
  const source = opened.find((item) => item.name === barren.file.name);
  const line = plan.rejected.find((item) => item.file === barren.file.name)?.line ?? 1;
  throw inputError(
    `no record in it could be read as ${source?.format.name ?? barren.file.format}`,
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
  existing: Partial<Search>,
  searches: readonly Search[],
  seeds: readonly string[] | undefined,
): Description {
  const kind = options.kind ?? existing.kind ?? (options.direction ? 'citation' : 'database');
  const direction = options.direction ?? existing.citation?.direction;
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
    existing.citation?.round ??
    Math.max(0, ...searches.map((search) => search.citation?.round ?? 0)) + 1;
  const index = options.index ?? existing.citation?.index;
  const query =
    options.queryFile === undefined
      ? existing.query
      : readNamedFile(context, options.queryFile).toString('utf8').trim();
  const platform = options.platform ?? existing.platform;
  const date = options.date ?? existing.date;
  const limits = options.limits ?? existing.limits;
  const declaredHits = options.declaredHits ?? existing.declaredHits;
  const declaredDuplicates = declaredElsewhere(options) ?? existing.declaredDuplicates;
  return {
    schemaVersion: 1,
    id,
    source: options.database ?? existing.source ?? id,
    ...(platform !== undefined && { platform }),
    kind,
    ...(existing.version !== undefined && existing.version > 1 && { version: existing.version }),
    ...(date !== undefined && { date }),
    ...(query !== undefined && { query }),
    ...(limits !== undefined && { limits }),
    ...(declaredHits !== undefined && { declaredHits }),
    // Nothing declared takes the key out of the file again.
    ...(declaredDuplicates && { declaredDuplicates: declaredDuplicates.n > 0 ? declaredDuplicates : undefined }),
    ...(kind === 'citation' &&
      direction && {
        citation: {
          round,
          direction,
          ...(index !== undefined && { index }),
          seeds: [...(seeds ?? existing.citation?.seeds ?? [])],
        },
      }),
  };
}

/**
 * The duplicates that somebody removed before the export was made. 0 takes an earlier statement back.
 * @throws LitscreenError of kind `usage` for a number without a reason: nothing else stands for it.
 */
function declaredElsewhere({ declaredDuplicates: n, why = '' }: Options): Search['declaredDuplicates'] {
  if (n === undefined) {
    if (why === '') return undefined;
    throw usageError('--why belongs to --declared-duplicates', 'add  --declared-duplicates <n>');
  }
  if (n > 0 && why.trim() === '') {
    const hint = `such as  --declared-duplicates ${n} --why "removed in EndNote 21 by MP"`;
    throw usageError('no record proves these duplicates: say who removed them, where and how', hint);
  }
  return { n, why: oneLine(why) };
}

/** The reports that a citation search started from: those named, or all that are included now. */
function seedsOf(reader: ReviewReader, options: Options, known: ReadonlySet<string>): string[] | undefined {
  if (options.seeds === undefined) return undefined;
  if (options.seeds === 'included') {
    return includedReports(deriveState(loadFacts(reader)));
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
