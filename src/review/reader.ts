import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Link, RelatedPair, UncertainPair } from '../dedupe/plan-dedupe.ts';
import type { Filtered } from '../filters/plan-filter.ts';
import { FrozenVersionSchema, type FrozenVersion } from '../flow/versions.ts';
import { lineOfInvalidByte } from '../formats/bytes/decode.ts';
import { LitscreenError, type Problem } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { parseRecordId, SEARCH_ID } from '../model/ids.ts';
import { RecordChangeSchema, type RecordChange } from '../model/change.ts';
import { formContradictions, FormSchema, type Form } from '../model/form.ts';
import type { LedgerLine } from '../model/ledgers.ts';
import { protocolContradictions, ProtocolSchema, type Protocol, type Stage } from '../model/protocol.ts';
import { RejectedSchema, type BibRecord, type Rejected } from '../model/record.ts';
import { RoundsSchema, type Round } from '../model/rounds.ts';
import { SearchSchema, type Search } from '../model/search.ts';
import { compareText } from '../text/order.ts';
import { chunksOf } from './files.ts';
import { LINKS, readTable, RELATED, REMOVED, UNCERTAIN, type DerivedTable } from './derived-tables.ts';
import { readLedgers } from './ledgers.ts';
import { isCode } from './lock.ts';
import { linesOf, type NumberedLine } from './lines.ts';
import { RecordFiles } from './record-files.ts';
import { idsOf, unpackFacts, type RecordFacts } from './record-index.ts';
import { FROM_GIT, leadingId, readRecordLine } from './record-line.ts';
import type { ScannedRecords } from './scan-records.ts';
import {
  changesFile,
  folderInPlaceOf,
  FORM_FILE,
  frozenProtocolFile,
  PROTOCOL_FILE,
  recordsFile,
  rejectedFile,
  roundsFile,
  searchFile,
  SEARCHES,
  VERSIONS,
  versionFile,
  type LedgerPlace,
} from './paths.ts';
import { recoverApply } from './store.ts';
import { lineInYaml, parseYaml } from './yaml.ts';

/** The newest layout of a review folder that this program reads and writes. */
const SCHEMA_VERSION = 1;

/** Reads files of a review and collects what is wrong with them, so that a person is told everything at once. */
export class ReviewReader {
  readonly root: string;
  readonly #problems: Problem[] = [];
  readonly #findings: Finding[] = [];
  #protocolText = '';
  /** Of the files that were read to their end. */
  readonly #hashes = new Map<string, string>();
  readonly #files: RecordFiles;

  constructor(root: string) {
    this.root = root;
    this.#files = new RecordFiles(root);
  }

  /** @throws LitscreenError of kind `input` with all problems of all files read so far. */
  throwProblems(): void {
    // A file may have been read for more than one reason.
    const problems = distinct(this.#problems);
    if (problems.length > 0) throw new LitscreenError('input', problems);
  }

  /** What was odd but readable: torn lines. */
  get findings(): readonly Finding[] {
    return distinct(this.#findings);
  }

  text(path: string): string | undefined {
    try {
      const bytes = readFileSync(join(this.root, path));
      if (!isUtf8(bytes)) this.#notUtf8(path, bytes);
      return bytes.toString('utf8');
    } catch (error) {
      return this.#missingOrFolder(path, error);
    }
  }

  sha256(path: string): string | undefined {
    try {
      const hash = createHash('sha256');
      for (const chunk of chunksOf(join(this.root, path))) hash.update(chunk);
      return hash.digest('hex');
    } catch (error) {
      return this.#missingOrFolder(path, error);
    }
  }

  protocol(): Protocol | undefined {
    return this.#protocolIn(PROTOCOL_FILE);
  }

  /** A protocol as it was when it came into force; undefined where it was not frozen. */
  frozenProtocol(n: number): Protocol | undefined {
    return this.#protocolIn(frozenProtocolFile(n));
  }

  /** The extraction form; undefined where there is none. */
  form(): Form | undefined {
    const hint = 'see how it is written in a fresh one:  litscreen extract init  in a new review';
    return this.#consistent(FORM_FILE, FormSchema, hint, formContradictions);
  }

  /** The rounds of a stage, in the order of the file; a line that a merge has doubled stands once. */
  rounds(stage: Stage): Round[] {
    const file = roundsFile(stage);
    const text = this.text(file);
    if (text === undefined) return [];
    return distinct(this.#yaml(text, file, RoundsSchema, FROM_GIT_ALONE) ?? []);
  }

  /** review.yaml as it was last read for `protocol`. */
  get protocolText(): string {
    return this.#protocolText;
  }

  #protocolIn(file: string): Protocol | undefined {
    return this.#consistent(file, ProtocolSchema, FRESH_PROTOCOL, protocolContradictions);
  }

  /** The value of a YAML file, where it is there and valid; what contradicts itself in it is a problem too. */
  #consistent<Schema extends z.ZodType>(
    file: string,
    schema: Schema,
    hint: string,
    contradictions: (value: z.infer<Schema>) => { path: (string | number)[]; message: string }[],
  ): z.infer<Schema> | undefined {
    const text = this.text(file);
    if (text === undefined) return undefined;
    if (file === PROTOCOL_FILE) this.#protocolText = text;
    const value = this.#yaml(text, file, schema, hint);
    for (const { path, message } of value === undefined ? [] : contradictions(value)) {
      this.#problems.push({
        message: `${path.join('.')}: ${message}`,
        where: { file, line: lineInYaml(text, path) },
        hint: 'mend that line: in a list an id stands once, and what is named elsewhere must be there',
      });
    }
    return value;
  }

  /** All searches that an ingest has finished, in the order of their ids. */
  searches(): Search[] {
    const folders = this.#namesIn(SEARCHES);
    const isHalf = (name: string) => !this.#exists(searchFile(name)) && this.#exists(recordsFile(name));
    // An ingest may be about to put its last file in its place: it is waited for.
    if (folders.some(isHalf)) recoverApply(this.root);
    for (const name of folders.filter(isHalf)) {
      const hint = 'restore it from git: without it nothing is known of the search';
      this.#problems.push({ message: 'the file is missing', where: { file: searchFile(name) }, hint });
    }
    const names = folders.filter((name) => this.#exists(searchFile(name)));
    const spellings = new Map<string, string>();
    return names.flatMap((name) => {
      const other = spellings.get(name.toLowerCase());
      spellings.set(name.toLowerCase(), name);
      if (other !== undefined) {
        const message = `there is a search ${other} too, and ids ignore case`;
        const hint = 'delete the folder of one of them, and ingest its exports again under another id';
        this.#problems.push({ message, where: { file: searchFile(name), line: 1 }, hint });
      }
      for (const written of [recordsFile(name), rejectedFile(name)].filter((path) => !this.#exists(path)))
        this.#problems.push({ message: 'the file is missing', where: { file: written }, hint: FROM_GIT });
      const file = searchFile(name);
      const text = this.text(file);
      const parsed = text === undefined ? undefined : this.#yaml(text, file, SearchSchema, FROM_GIT);
      if (!parsed) {
        // Nothing will ask for its records, but what is wrong with them shall be told at the same time.
        for (const record of this.records(name)) void record;
        return [];
      }
      if (parsed.id !== name || !SEARCH_ID.test(name)) {
        const hint = 'a search keeps its id, and its folder has the name of it: restore it from git';
        this.#problems.push({
          message: `id: "${parsed.id}" stands in the folder ${name}`,
          where: { file, line: 1 },
          hint,
        });
      }
      return [parsed];
    });
  }

  /** The records of a search, one by one; or only those of them that are wanted, without the cost of reading others. */
  *records(search: string, wanted?: ReadonlySet<string>): Generator<BibRecord> {
    for (const { text, line } of wanted ? this.#wantedLines(search, wanted) : this.numberedLines(search)) {
      const { record, problem } = readRecordLine(text);
      if (record) yield record;
      else this.addRecordProblem(search, line, problem);
    }
  }

  /** A few are read each at its place, where that is known; many, or those of which it proves wrong, one after the other. */
  *#wantedLines(search: string, wanted: ReadonlySet<string>): Generator<NumberedLine> {
    let last = 0;
    const places = this.#files.linesAt(search, wanted);
    for (let next = places.next(); ; next = places.next()) {
      if (next.done) {
        if (next.value) return;
        break;
      }
      last = next.value.line;
      yield next.value;
    }
    for (const item of this.numberedLines(search)) {
      if (item.line > last && wanted.has(leadingId(item.text) ?? '')) yield item;
    }
  }

  /** The lines of a search's records with their numbers, for who reads them itself. */
  *numberedLines(search: string): Generator<NumberedLine> {
    for (const item of this.#lines(recordsFile(search))) if (item.text !== '') yield item;
  }

  /** What is wrong with such a line, to be told with all else. */
  addRecordProblem(search: string, line: number, message: string): void {
    this.#problems.push({ message, where: { file: recordsFile(search), line }, hint: FROM_GIT });
  }

  /** All records of a search, which have to stand in the order of their ids, each once. */
  *recordsInOrder(search: string): Generator<BibRecord> {
    let last = 0;
    for (const record of this.records(search)) {
      const id = parseRecordId(record.id);
      const where = { file: recordsFile(search) };
      if (id?.search !== search)
        this.#problems.push({ message: `${record.id} is no id of ${search}`, where, hint: FROM_GIT });
      else if (id.n <= last)
        this.#problems.push({ message: `${record.id} stands twice, or out of order`, where, hint: FROM_GIT });
      last = Math.max(last, id?.n ?? 0);
      yield record;
    }
  }

  /** The lines of a search's records as they are written, without their ends. */
  *recordLines(search: string): Generator<string> {
    for (const { text } of this.#lines(recordsFile(search))) if (text !== '') yield text;
  }

  /** The versions of the review that were closed, the oldest first. */
  versions(): FrozenVersion[] {
    const numbers = this.#namesIn(VERSIONS).flatMap((name) => /^([1-9]\d*)\.json$/.exec(name)?.[1] ?? []);
    const versions = numbers.flatMap((n): FrozenVersion[] => {
      const file = versionFile(Number(n));
      const parsed = FrozenVersionSchema.safeParse(this.#json(file));
      if (parsed.success && parsed.data.version === Number(n)) return [parsed.data];
      const message = `this is no version ${n} of a review as it was closed`;
      this.#problems.push({ message, where: { file, line: 1 }, hint: FROM_GIT_ALONE });
      return [];
    });
    return versions.sort((a, b) => a.version - b.version);
  }

  #json(file: string): unknown {
    try {
      return JSON.parse(this.text(file) ?? '') as unknown;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  /** What records of a search said before newer exports said something else. */
  changes(search: string): RecordChange[] {
    const file = changesFile(search);
    return [...this.#jsonLines(file)].flatMap(({ line, value }) => {
      const parsed = RecordChangeSchema.safeParse(value);
      if (parsed.success) return [parsed.data];
      this.#problems.push({ message: 'this line is no change of a record', where: { file, line }, hint: FROM_GIT });
      return [];
    });
  }

  /** These records, of whatever searches, by their ids. */
  recordsById(ids: ReadonlySet<string>): Map<string, BibRecord> {
    const searches = new Set([...ids].flatMap((id) => parseRecordId(id)?.search ?? []));
    const records = [...searches].flatMap((search) => [...this.records(search, ids)]);
    return new Map(records.map((record) => [record.id, record]));
  }

  /** The ids of a search's records, without the cost of reading what else they hold. */
  recordIds(search: string): readonly string[] {
    const index = this.#files.index(search);
    return index ? idsOf(index) : (this.#scan(search)?.ids ?? []);
  }

  /** What an order of screening asks of a search's records, in the order of `recordIds`, as cheap as that. */
  recordFacts(search: string): readonly RecordFacts[] {
    const index = this.#files.index(search);
    const { ids, facts } = index ? { ids: idsOf(index), facts: index.facts } : (this.#scan(search) ?? NOTHING);
    return ids.map((id, place) => unpackFacts(id, facts[place] ?? 0));
  }

  /** One pass over a search's records: it tells what is wrong with them, and makes the next one needless. */
  #scan(search: string): ScannedRecords | undefined {
    const file = recordsFile(search);
    try {
      const scanned = this.#files.scan(search);
      this.#problems.push(...scanned.problems);
      this.#hashes.set(file, scanned.sha256);
      return scanned;
    } catch (error) {
      return this.#missingOrFolder(file, error);
    }
  }

  rejected(search: string): Rejected[] {
    const file = rejectedFile(search);
    return [...this.#jsonLines(file)].flatMap(({ line, value }) => {
      const parsed = RejectedSchema.safeParse(value);
      if (parsed.success) return [parsed.data];
      this.#problems.push({ message: 'this line is no rejected entry', where: { file, line }, hint: FROM_GIT });
      return [];
    });
  }

  /**
   * Whether the files that an ingest wrote are those that it wrote: one that was changed is a finding. A file that was
   * read, is judged by what was read; else one that has not changed since it was indexed, by its index.
   */
  damage(search: Search): Finding[] {
    const written = [
      [recordsFile(search.id), search.recordsSha256],
      [rejectedFile(search.id), search.rejectedSha256],
    ] as const;
    return written.flatMap(([file, hash]): Finding[] => {
      const indexed = () => (file === recordsFile(search.id) ? this.#files.index(search.id)?.sha256 : undefined);
      const present = this.#hashes.get(file) ?? indexed() ?? this.sha256(file);
      if (present === undefined || present === hash) return [];
      const hint = this.#hasLineEnds(file, '\r\n') ? RENORMALISE : 'restore it from git, or ingest the exports again';
      return [{ code: 'hash', level: 'error', message: `changed since it was ingested: ${hint}`, ids: [], file }];
    });
  }

  #hasLineEnds(file: string, end: string): boolean {
    for (const chunk of chunksOf(join(this.root, file))) {
      if (Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).includes(end)) return true;
    }
    return false;
  }

  links(): Link[] {
    return this.#table(LINKS);
  }

  uncertain(): UncertainPair[] {
    return this.#table(UNCERTAIN);
  }

  related(): RelatedPair[] {
    return this.#table(RELATED);
  }

  removed(): Filtered[] {
    return this.#table(REMOVED);
  }

  /** All people's lines of one kind, in the order of (`at`, person); torn lines become findings. */
  ledger<Place extends LedgerPlace>(place: Place): LedgerLine<Place['kind']>[] {
    const { lines, problems, findings } = readLedgers(this.root, place);
    this.#problems.push(...problems);
    this.#findings.push(...findings);
    return [...lines];
  }

  /** A YAML file's value, where it has one; what is wrong is told with what to do. */
  #yaml<Schema extends z.ZodType>(
    text: string,
    file: string,
    schema: Schema,
    hint: string,
  ): z.infer<Schema> | undefined {
    const parsed = parseYaml(text, file, schema, SCHEMA_VERSION);
    this.#problems.push(...parsed.problems.map((problem) => ({ hint, ...problem })));
    return parsed.value;
  }

  #namesIn(folder: string): string[] {
    try {
      return readdirSync(join(this.root, folder)).sort(compareText);
    } catch (error) {
      if (isCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  #notUtf8(path: string, bytes: Buffer): void {
    const line = lineOfInvalidByte(bytes);
    if (line === undefined) return;
    const where = { file: path, line };
    this.#problems.push({ message: 'this is not valid UTF-8 text', where, hint: 'save it as UTF-8' });
  }

  /** What to make of a file that cannot be read: nothing where it is missing. */
  #missingOrFolder(path: string, error: unknown): undefined {
    if (isCode(error, 'ENOENT')) return;
    if (!isCode(error, 'EISDIR')) throw error;
    this.#problems.push(folderInPlaceOf(path));
  }

  #exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** The lines of a file with their numbers. */
  *#lines(path: string): Generator<NumberedLine> {
    try {
      const hash = yield* linesOf(join(this.root, path));
      this.#hashes.set(path, hash);
    } catch (error) {
      this.#missingOrFolder(path, error);
    }
  }

  *#jsonLines(file: string): Generator<{ line: number; value: unknown }> {
    for (const { text, line } of this.#lines(file)) {
      if (text === '') continue;
      try {
        yield { line, value: JSON.parse(text) as unknown };
      } catch {
        this.#problems.push({ message: 'this line is no JSON', where: { file, line }, hint: FROM_GIT });
      }
    }
  }

  #table<Row>(table: DerivedTable<Row>): Row[] {
    const { rows, problems } = readTable(table, this.#lines(table.file));
    this.#problems.push(...problems);
    return rows;
  }
}

const FROM_GIT_ALONE = 'restore it from git';
const RENORMALISE =
  'a checkout changed its line ends: litscreen init .  and  git rm -rq --cached . && git reset --hard  put them right';
const FRESH_PROTOCOL = 'see how it is written in a fresh one:  litscreen init <new folder>';
const NOTHING = { ids: [], facts: [] };

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
