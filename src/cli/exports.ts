import { basename } from 'node:path';
import type { ByteSource } from '../formats/bytes/byte-source.ts';
import { openExport } from '../formats/bytes/open-export.ts';
import type { EntryCounter } from '../formats/count.ts';
import type { Format, ParsedEntry } from '../formats/entry.ts';
import { mappedTable, missingColumns } from '../formats/tables/mapped-table.ts';
import { ColumnsSchema, type Columns } from '../model/columns.ts';
import { parseYaml } from '../review/yaml.ts';
import { decodeText } from '../formats/bytes/decode.ts';
import { FORMATS, sniffFormat } from '../formats/registry.ts';
import { inputError, LitscreenError, usageError } from '../model/errors.ts';
import { sha256Of } from '../review/files.ts';
import { plural } from '../text/plural.ts';
import { readNamedFile, readNamedParts, type Context } from './context.ts';

/** An export that was named on the command line, or a file in an archive that was: found out, and not read yet. */
export interface OpenedExport {
  /** As it was named on the command line. */
  readonly path: string;
  /** As the review names it; a file in an archive behind the archive and `!`. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: ByteSource;
  readonly format: Format;
  /** What it is to a person: `UTF-8`, `gzip, UTF-16LE`. */
  readonly encoding: string;
  /** Whether only the statistics of its letters speak for that encoding. */
  readonly isGuessed?: true;
  /** Bytes that are no text in it. */
  readonly damaged?: { readonly count: number; readonly line: number };
  /** Reads the entries, each time from the first; the counter has seen the whole text when the last one was read. */
  readonly read: () => { readonly entries: Iterable<ParsedEntry>; readonly counter: EntryCounter };
}

export interface OpenOptions {
  readonly format?: string;
  readonly encoding?: string;
  /** What a person says of the columns of a table. */
  readonly mapping?: Columns;
}

/**
 * Opens the exports that are named on the command line, each in the encoding and the format that its content shows. Of an
 * archive every file that is an export is opened.
 * @throws LitscreenError of kind `usage` where there is no such file, of kind `input` where one is no export.
 */
export async function openExports(
  context: Context,
  paths: readonly string[],
  options: OpenOptions,
): Promise<OpenedExport[]> {
  const opened: OpenedExport[] = [];
  for (const path of paths) opened.push(...(await openOne(context, path, options)));
  const names = new Set<string>();
  for (const { name } of opened) {
    if (names.has(name))
      throw usageError(`two of the files are called ${name}`, 'rename one: files of a search are told apart by name');
    names.add(name);
  }
  return opened;
}

async function openOne(context: Context, path: string, options: OpenOptions): Promise<OpenedExport[]> {
  const bytes = readNamedParts(context, path);
  const texts = await openExport(bytes, path, options.encoding);
  const sha256 = sha256Of(bytes());
  const isArchive = texts.length === 0 || texts.some((text) => text.member !== undefined);
  const found = texts.map((text) => ({ text, format: formatOf(headOf(text.text()), path, options) }));
  const known = found.filter((item): item is typeof item & { format: Format } => item.format !== undefined);
  const unknown = found.flatMap(({ text, format }) => (format || text.member === undefined ? [] : [text.member]));
  if (known.length === 0) {
    const isEmpty = !isArchive && texts.every(({ text }) => headOf(text()).trim() === '');
    throw isEmpty
      ? inputError('the file is empty', { file: path }, 'export the search again')
      : noExport(path, isArchive);
  }
  if (unknown.length > 0) {
    const named = unknown.slice(0, NAMED).join(', ') + (unknown.length > NAMED ? ', …' : '');
    context.note(`note: ${path}: ${plural(unknown.length, 'file')} in it left out, which are no exports: ${named}\n`);
  }
  return known.map(({ text, format }) => {
    const name = safeName(basename(path));
    const encoding = [text.container, text.encoding].filter((part) => part !== undefined).join(', ');
    return {
      path,
      name: text.member === undefined ? name : `${name}!${safeName(text.member)}`,
      sha256,
      bytes,
      format,
      encoding,
      ...(text.isGuessed && { isGuessed: text.isGuessed }),
      ...(text.damaged && { damaged: text.damaged }),
      read: () => reading(format, text.text(), path),
    };
  });
}

/** The beginnings of the tables in some files, by their names. */
export async function openTables(
  context: Context,
  paths: readonly string[],
  encoding: string | undefined,
): Promise<{ name: string; text: string }[]> {
  const tables: { name: string; text: string }[] = [];
  for (const path of paths) {
    for (const opened of await openExport(readNamedParts(context, path), path, encoding)) {
      tables.push({ name: basename(opened.member ?? path), text: headOf(opened.text(), TABLE_HEAD) });
    }
  }
  return tables;
}

const TABLE_HEAD = 1 << 20;

/**
 * A mapping file.
 * @throws LitscreenError of kind `input` with all that is wrong in it.
 */
export function readMapping(context: Context, path: string): Columns {
  const text = decodeText(readNamedFile(context, path), path, MAPPING).text;
  const parsed = parseYaml(text, path, ColumnsSchema, 1);
  const hint = 'see how it is written:  litscreen ingest <table> --suggest-map';
  if (parsed.value !== undefined && parsed.problems.length === 0) return parsed.value;
  throw new LitscreenError(
    'input',
    parsed.problems.map((problem) => ({ hint, ...problem })),
  );
}

const MAPPING = { name: 'a mapping file', hint: 'draft one with  litscreen ingest <table> --suggest-map' };

/** A file's name becomes a path in the review: nothing in it may lead elsewhere. */
function safeName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._ ()+-]/gu, '_').replace(/^\.+/, '_');
}

/** So many files of an archive that are no exports are named. */
const NAMED = 5;

/** What is looked at to find the format: nothing that tells it stands further behind. */
const HEAD = 1 << 16;

function headOf(text: Iterable<string>, length = HEAD): string {
  let head = '';
  for (const piece of text) {
    head += piece;
    if (head.length >= length) break;
  }
  return head;
}

function formatOf(head: string, path: string, options: OpenOptions): Format | undefined {
  if (head.trim() === '') return undefined;
  if (options.mapping) {
    const { missing, present } = missingColumns(options.mapping, head);
    if (missing.length === 0) return mappedTable(options.mapping);
    const hint = `its columns are ${present.join(', ')}`;
    throw inputError(
      `the mapping names columns that it does not have: ${missing.join(', ')}`,
      { file: path, line: 1 },
      hint,
    );
  }
  if (options.format === undefined) return sniffFormat(head);
  const named = FORMATS.find((item) => item.id === options.format);
  if (named) return named;
  throw usageError(`${options.format} is no format`, `the formats are ${FORMATS.map((item) => item.id).join(', ')}`);
}

function noExport(path: string, isArchive: boolean): LitscreenError {
  const formats = `litscreen reads ${FORMATS.map((item) => item.name).join(', ')}`;
  if (isArchive) return inputError('no file in it is an export that litscreen knows', { file: path }, formats);
  return inputError(
    'this is no export that litscreen knows',
    { file: path, line: 1 },
    `${formats}; of a table say what its columns are:  litscreen ingest ${path} --suggest-map > columns.yaml`,
  );
}

function reading(format: Format, text: Iterable<string>, path: string): ReturnType<OpenedExport['read']> {
  const counter = format.counter();
  return { counter, entries: named(format.parse(counting(text, counter)), path) };
}

/** The pieces of a text on their way to the parser, seen by the counter. */
function* counting(text: Iterable<string>, counter: EntryCounter): Generator<string> {
  for (const piece of text) {
    counter.add(piece);
    yield piece;
  }
}

/** A parser knows no file: what it throws gets the name here. */
function* named(entries: Iterable<ParsedEntry>, file: string): Generator<ParsedEntry> {
  try {
    yield* entries;
  } catch (error) {
    if (!(error instanceof LitscreenError)) throw error;
    const problems = error.problems.map((problem) => ({ ...problem, where: { ...problem.where, file } }));
    throw new LitscreenError(error.kind, problems);
  }
}
