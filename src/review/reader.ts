import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { z } from 'zod';
import { LINK_RULES } from '../dedupe/verdict.ts';
import type { Link, RelatedPair, UncertainPair } from '../dedupe/plan-dedupe.ts';
import { FILTERS } from '../filters/limits.ts';
import type { Filtered } from '../filters/plan-filter.ts';
import { lineOfInvalidByte } from '../formats/bytes/decode.ts';
import { LitscreenError, type Problem } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { ID, parseRecordId, SEARCH_ID } from '../model/ids.ts';
import { RecordChangeSchema, type RecordChange } from '../model/change.ts';
import { formContradictions, FormSchema, type Form } from '../model/form.ts';
import type { LedgerLine } from '../model/ledgers.ts';
import { protocolContradictions, ProtocolSchema, type Protocol, type Stage } from '../model/protocol.ts';
import { RejectedSchema, type BibRecord, type Rejected } from '../model/record.ts';
import { RoundsSchema, type Round } from '../model/rounds.ts';
import { RELATIONS } from '../model/relation.ts';
import { SearchSchema, type Search } from '../model/search.ts';
import { splitCsvRecord } from '../text/csv.ts';
import { compareText } from '../text/order.ts';
import { chunksOf } from './files.ts';
import { isCode } from './lock.ts';
import { readRecordLine } from './record-line.ts';
import { parseLedger } from './parse-ledger.ts';
import {
  changesFile,
  FORM_FILE,
  frozenProtocolFile,
  LINK_COLUMNS,
  LINKS_FILE,
  ledgerFile,
  ledgerFolder,
  PROTOCOL_FILE,
  recordsFile,
  RELATED_COLUMNS,
  RELATED_FILE,
  REMOVED_COLUMNS,
  REMOVED_FILE,
  rejectedFile,
  roundsFile,
  searchFile,
  SEARCHES,
  UNCERTAIN_COLUMNS,
  UNCERTAIN_FILE,
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

  constructor(root: string) {
    this.root = root;
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
      if (isCode(error, 'ENOENT')) return undefined;
      if (!isCode(error, 'EISDIR')) throw error;
      this.#folderInPlaceOf(path);
      return undefined;
    }
  }

  sha256(path: string): string | undefined {
    try {
      const hash = createHash('sha256');
      for (const chunk of chunksOf(join(this.root, path))) hash.update(chunk);
      return hash.digest('hex');
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined;
      if (!isCode(error, 'EISDIR')) throw error;
      this.#folderInPlaceOf(path);
      return undefined;
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
    for (const { text, line } of this.numberedLines(search)) {
      if (wanted && !wanted.has(LEADING_ID.exec(text)?.[1] ?? '')) continue;
      const { record, problem } = readRecordLine(text);
      if (record) yield record;
      else this.addRecordProblem(search, line, problem);
    }
  }

  /** The lines of a search's records with their numbers, for who reads them itself. */
  *numberedLines(search: string): Generator<{ text: string; line: number }> {
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
  recordIds(search: string): string[] {
    const file = recordsFile(search);
    const ids: string[] = [];
    const seen = new Set<string>();
    for (const { text, line } of this.#lines(file)) {
      if (text === '') continue;
      const id = LEADING_ID.exec(text)?.[1];
      const where = { file, line };
      if (id === undefined || !text.endsWith('}'))
        this.#problems.push({ message: 'this line is no record', where, hint: FROM_GIT });
      else if (parseRecordId(id)?.search !== search)
        this.#problems.push({ message: `${id} is no id of ${search}`, where, hint: FROM_GIT });
      else if (seen.has(id)) this.#problems.push({ message: `${id} stands here twice`, where, hint: FROM_GIT });
      else ids.push(id);
      if (id !== undefined) seen.add(id);
    }
    return ids;
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

  /** Whether the files that an ingest wrote are those that it wrote: one that was changed is a finding. */
  damage(search: Search): Finding[] {
    const written = [
      [recordsFile(search.id), search.recordsSha256],
      [rejectedFile(search.id), search.rejectedSha256],
    ] as const;
    return written.flatMap(([file, hash]): Finding[] => {
      const present = this.#hashes.get(file) ?? this.sha256(file);
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
    return this.#table(LINKS_FILE, LINK_COLUMNS).flatMap(
      ({ cells: [record = '', duplicateOf = '', rule = '', score = ''], line }) => {
        const known = LINK_RULES.find((name) => name === rule);
        if (known !== undefined && SCORE.test(score))
          return [{ record, duplicateOf, rule: known, score: Number(score) }];
        this.#notWritten(LINKS_FILE, line);
        return [];
      },
    );
  }

  uncertain(): UncertainPair[] {
    return this.#table(UNCERTAIN_FILE, UNCERTAIN_COLUMNS).flatMap(
      ({ cells: [a = '', b = '', score = '', why = ''], line }) => {
        if (SCORE.test(score)) return [{ a, b, score: Number(score), why }];
        this.#notWritten(UNCERTAIN_FILE, line);
        return [];
      },
    );
  }

  related(): RelatedPair[] {
    return this.#table(RELATED_FILE, RELATED_COLUMNS).flatMap(
      ({ cells: [a = '', b = '', relation = '', why = ''], line }) => {
        const known = RELATIONS.find((name) => name === relation);
        if (known !== undefined) return [{ a, b, relation: known, why }];
        this.#notWritten(RELATED_FILE, line);
        return [];
      },
    );
  }

  removed(): Filtered[] {
    return this.#table(REMOVED_FILE, REMOVED_COLUMNS).flatMap(
      ({ cells: [report = '', filter = '', detail = ''], line }) => {
        const known = FILTERS.find((name) => name === filter);
        if (known !== undefined) return [{ report, filter: known, detail }];
        this.#notWritten(REMOVED_FILE, line);
        return [];
      },
    );
  }

  /** All people's lines of one kind, in the order of (`at`, person); torn lines become findings. */
  ledger<Place extends LedgerPlace>(place: Place): LedgerLine<Place['kind']>[] {
    const kind: Place['kind'] = place.kind;
    const lines = this.#namesIn(ledgerFolder(place))
      .filter((name) => name.endsWith('.csv'))
      .flatMap((name) => {
        const person = name.slice(0, -'.csv'.length);
        const file = ledgerFile(place, person);
        if (!ID.test(person)) {
          const hint = 'give it back the name that it had, or move it out of the folder';
          this.#problems.push({ message: `${name} is not named after a person's id`, where: { file }, hint });
          return [];
        }
        const parsed = parseLedger(kind, this.text(file) ?? '', file, person);
        this.#problems.push(...parsed.problems);
        for (const { line, isTimed } of parsed.torn) {
          // Its text stays untold: it may be a vote that nobody else may know yet.
          const what = isTimed ? 'a line that has lost a cell does not count' : 'an unfinished line is left out';
          const message = `${what}; if it was a decision, take it again`;
          this.#findings.push({
            code: 'torn-line',
            level: isTimed ? 'error' : 'warning',
            message,
            ids: [],
            file,
            line,
          });
        }
        return parsed.lines;
      });
    return lines.sort((a, b) => compareText(a.at, b.at) || compareText(a.person, b.person));
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

  /** A setting that cannot be read is a problem; of a ledger the ids can be, and its last line may be torn anywhere. */
  #notUtf8(path: string, bytes: Buffer): void {
    const isLedger = path.endsWith('.csv');
    const line = lineOfInvalidByte(isLedger ? bytes.subarray(0, bytes.lastIndexOf('\n') + 1) : bytes);
    const message = 'this is not valid UTF-8 text';
    if (line === undefined) return;
    if (!isLedger) this.#problems.push({ message, where: { file: path, line }, hint: 'save it as UTF-8' });
    else {
      const told = `${message}: restore it from git, or save it as UTF-8`;
      this.#findings.push({ code: 'encoding', level: 'error', message: told, ids: [], file: path, line });
    }
  }

  #folderInPlaceOf(path: string): void {
    const hint = 'move the folder away, and restore the file from git';
    this.#problems.push({ message: 'a folder stands where a file belongs', where: { file: path }, hint });
  }

  #exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** The lines of a file with their numbers, read in parts: a file of records may be larger than a string. */
  *#lines(path: string): Generator<{ text: string; line: number }> {
    const decoder = new StringDecoder('utf8');
    const hash = createHash('sha256');
    let rest = '';
    let line = 0;
    try {
      for (const chunk of chunksOf(join(this.root, path))) {
        hash.update(chunk);
        const texts = (rest + decoder.write(chunk)).split('\n');
        rest = texts.pop() ?? '';
        for (const text of texts) yield { text: text.replace(/\r$/, ''), line: ++line };
      }
    } catch (error) {
      if (isCode(error, 'ENOENT')) return;
      if (!isCode(error, 'EISDIR')) throw error;
      this.#folderInPlaceOf(path);
      return;
    }
    this.#hashes.set(path, hash.digest('hex'));
    if (rest !== '') yield { text: rest.replace(/\r$/, ''), line: ++line };
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

  #table(file: string, columns: readonly string[]): { cells: string[]; line: number }[] {
    const rows: { cells: string[]; line: number }[] = [];
    const seen = new Set<string>();
    for (const { text, line } of this.#lines(file)) {
      // A merge joins two branches' tables: their headers and lines may stand twice.
      if (text === '' || seen.has(text)) continue;
      seen.add(text);
      const cells = splitCsvRecord(text);
      if (line === 1) {
        if (text === columns.join(',')) continue;
        this.#notWritten(file, line, `its first line is not  ${columns.join(',')}`);
        break;
      }
      if (cells?.length === columns.length) rows.push({ cells, line });
      else this.#notWritten(file, line);
    }
    return rows;
  }

  /** A table that litscreen derives has a line that it did not write. */
  #notWritten(file: string, line: number, message = 'this line is not what litscreen wrote'): void {
    this.#problems.push({
      message,
      where: { file, line },
      hint: file === REMOVED_FILE ? DERIVED_BY.filter : DERIVED_BY.dedupe,
    });
  }
}

/** Ids that are given anew may differ from those that decisions name. */
const FROM_GIT =
  'restore it from git; where there is none, delete the folder of the search and ingest its exports again';
const FROM_GIT_ALONE = 'restore it from git';
const RENORMALISE =
  'a checkout changed its line ends: litscreen init .  and  git rm -rq --cached . && git reset --hard  put them right';
const FRESH_PROTOCOL = 'see how it is written in a fresh one:  litscreen init <new folder>';

/** A record's id is its first key. */
const LEADING_ID = /^\{"id":"([A-Za-z0-9_-]+)"/;
const DERIVED_BY = {
  dedupe: 'it is derived: write it anew with  litscreen dedupe',
  filter: 'it is derived: write it anew with  litscreen filter',
};
const SCORE = /^[01]\.\d{3}$/;

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
