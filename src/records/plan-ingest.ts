import { KEPT_TEXT } from '../formats/entry.ts';
import type { Problem } from '../model/errors.ts';
import { addToGroup } from '../model/group.ts';
import { parseRecordId, recordId, rejectedId } from '../model/ids.ts';
import type { NumberList } from '../model/number-list.ts';
import type { BibRecord, Rejected } from '../model/record.ts';
import type { Search, SearchFile } from '../model/search.ts';
import { compareIds, compareText, sortedIds } from '../text/order.ts';
import { inOrder, type NewRecord } from './canonical.ts';
import { matchExisting, matchKeys, placeHash, type Likeness } from './match-existing.ts';
import { readExport, type ExportFile, type Filled, type ReadExport, type Via } from './read-export.ts';
import { AS_IT_WAS, PATCHED, RecordRows } from './record-rows.ts';
import type { Spool } from './spool.ts';

export interface IngestInputs {
  /** The search as it shall be described; its files and hashes are the plan's to fill. */
  readonly search: Omit<Search, 'files' | 'recordsSha256' | 'rejectedSha256'>;
  readonly existing: ExistingSearch;
  readonly files: readonly ExportFile[];
  readonly spool: Spool;
  readonly via?: Via;
  /** Tells whether an id names a record of this review: what `foundVia` points at must exist. */
  readonly isKnown: (id: string) => boolean;
}

/** What the search holds from earlier ingests. Its records are read as often as they are needed, and not held. */
export interface ExistingSearch {
  readonly files: readonly SearchFile[];
  readonly rejected: readonly Rejected[];
  /** In the order of their ids. */
  records(): Iterable<BibRecord>;
  /** The same as they are written, a line each without its end. */
  lines(): Iterable<string>;
}

/**
 * What one file brought. `known` entries are records that another file of this search already holds: they are told among
 * the rejected, and stand in `file.rejected` with those that could not be read.
 */
export interface FileAccount {
  readonly file: SearchFile;
  readonly added: number;
  readonly kept: number;
  readonly known: number;
  readonly unreadable: number;
  readonly absent: number;
  readonly notices: number;
  /**
   * The entries as an independent count of the format's separators has them; undefined where it is the number of those
   * that were read and rejected.
   */
  readonly counted?: number;
  readonly filled: Filled;
  readonly extra: Readonly<Record<string, number>>;
  readonly damaged: number;
  readonly repaired: number;
}

export interface IngestPlan {
  readonly search: Omit<Search, 'recordsSha256' | 'rejectedSha256'>;
  readonly rejected: readonly Rejected[];
  readonly accounts: readonly FileAccount[];
  readonly problems: readonly Problem[];
  /** How many records the search then has. */
  readonly records: number;
  /** Whether it is not known of some of them what led to them. */
  readonly isVialess: boolean;
  /**
   * Those records as they shall be written, a line each with its end, in the order of their ids.
   * @param onChange is told what a known record says now, and what it said before, where these differ.
   */
  lines(onChange?: (before: BibRecord, now: BibRecord) => void): Generator<string>;
}

/**
 * What ingesting some export files of one search would make of it. Ids are given in the order of the files' names and
 * of the entries in them, and kept from earlier ingests; a record gone from a newer version of its file stays, marked.
 *
 * What the records say goes through the spool; held are a few numbers of each.
 */
export function planIngest(inputs: IngestInputs): IngestPlan {
  const problems: Problem[] = [];
  const via = inputs.via && { via: inputs.via, isKnown: inputs.isKnown };
  const files = inputs.files.toSorted((a, b) => compareText(a.name, b.name));
  // What is ingested first, and alone, is compared with nothing.
  const isFirst = inputs.existing.files.length === 0 && files.length === 1;
  const read = files.map((file) => ({ file, read: readExport(file, inputs.spool, via, problems, !isFirst) }));
  const state: State = {
    rows: rowsOf(inputs.existing),
    files: new Map(inputs.existing.files.map((file) => [file.name, file])),
    rejected: [...inputs.existing.rejected],
  };
  let { accounts, hasMoved } = pass(inputs, read, state);
  // What one file no longer holds another one may: with the first pass carried out, that file takes it over as its own.
  for (let round = 0; hasMoved && round < MAX_ROUNDS; round++) {
    const before = { rows: state.rows.copy(), rejected: JSON.stringify(state.rejected) };
    const next = pass(inputs, read, state);
    accounts = next.accounts.map((account, index) => {
      const added = accounts[index]?.added ?? 0;
      return { ...account, added, kept: account.added + account.kept - added };
    });
    hasMoved = !state.rows.equals(before.rows) || JSON.stringify(state.rejected) !== before.rejected;
  }
  const { rows } = state;
  const whoseItIs = (item: Rejected): Rejected => {
    const n = parseRecordId(item.record ?? '')?.n;
    const row = n === undefined ? NONE : indexIn(rows.n, n);
    return row === NONE ? item : { ...item, reason: `it is ${item.record}, of ${rows.fileName(row)}` };
  };
  return {
    search: {
      ...inputs.search,
      ...withSeeds(inputs.search, rows),
      files: [...state.files.values()].sort((a, b) => compareText(a.name, b.name)),
    },
    records: rows.length,
    isVialess: rows.foundVia.size < rows.length,
    lines: (onChange) => linesOf(inputs, rows, onChange),
    rejected: state.rejected.map(whoseItIs).sort((a, b) => compareText(a.file, b.file) || a.line - b.line),
    accounts,
    problems,
  };
}

/** Records move between files once in nearly all cases; a limit, so that no odd export can make it go on. */
const MAX_ROUNDS = 4;

interface State {
  readonly rows: RecordRows;
  readonly files: Map<string, SearchFile>;
  rejected: Rejected[];
}

function rowsOf(existing: ExistingSearch): RecordRows {
  const rows = new RecordRows();
  for (const record of existing.records()) {
    const { file, entry, line } = record.source;
    const place = { file: rows.fileIndex(file), entry, line, place: placeHash(record), content: AS_IT_WAS };
    const row = rows.add(parseRecordId(record.id)?.n ?? 0, place);
    if (record.absentSince !== undefined) rows.absentSince.set(row, record.absentSince);
    if (record.foundVia) rows.foundVia.set(row, record.foundVia);
  }
  return rows;
}

/** The index of a number in a list that only grows; -1 where it is not there. */
function indexIn(sorted: NumberList, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted.at(middle) ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted.at(low) === wanted ? low : NONE;
}

interface ReadFile {
  readonly file: ExportFile;
  readonly read: ReadExport;
}

/** One pass over the files. `hasMoved`: some record is gone from its file, belongs to another one, or says something else. */
function pass(inputs: IngestInputs, files: readonly ReadFile[], state: State) {
  const accounts: FileAccount[] = [];
  let hasMoved = false;
  for (const { file, read } of files) {
    const { search, spool } = inputs;
    const { rows } = state;
    const own = rows.fileIndex(file.name);
    const matches = matchRows(inputs, own, read, rows);
    let next = (rows.n.at(-1) ?? 0) + 1;
    const counts = { added: 0, kept: 0, known: 0, absent: 0 };
    const present = new Uint8Array(rows.length);
    const known: Rejected[] = [];
    for (let index = 0; index < read.entry.length; index++) {
      const match = matches.rows[index] ?? NONE;
      const via = mergedVia(rows.foundVia.get(match), read.foundVia.get(index));
      if (match !== NONE) {
        present[match] = 1;
        if (via) rows.foundVia.set(match, via);
        if (rows.file.at(match) !== own && !rows.absentSince.has(match)) {
          counts.known++;
          known.push(
            alreadyHeld(JSON.parse(spool.get(read.content.at(index) ?? 0)) as NewRecord, search.id, rows, match),
          );
          // What led to it a second time is worth keeping.
          if (read.foundVia.has(index) && rows.content.at(match) === AS_IT_WAS) rows.content.set(match, PATCHED);
          continue;
        }
        // What another file took it for before may not be what it is now.
        if (matches.renamed.has(index)) hasMoved = true;
        counts.kept++;
        rows.absentSince.delete(match);
      } else counts.added++;
      const place = {
        file: own,
        entry: read.entry.at(index) ?? 0,
        line: read.line.at(index) ?? 0,
        place: read.place.at(index) ?? 0,
        content: read.content.at(index) ?? 0,
      };
      if (match !== NONE) rows.move(match, place);
      else {
        const row = rows.add(next++, place);
        if (via) rows.foundVia.set(row, via);
      }
    }
    const heldElsewhere = new Map<string | undefined, Rejected>();
    for (const item of state.rejected) {
      if (item.file !== file.name && !heldElsewhere.has(item.record)) heldElsewhere.set(item.record, item);
    }
    const takenOver = new Set<Rejected>();
    for (let row = 0; row < present.length; row++) {
      if (rows.file.at(row) !== own || present[row] === 1) continue;
      if (!rows.absentSince.has(row)) hasMoved = true;
      const held = heldElsewhere.get(recordId(search.id, rows.n.at(row) ?? 0));
      const content = rows.content.at(row) === AS_IT_WAS ? PATCHED : (rows.content.at(row) ?? PATCHED);
      if (held) {
        // Another file of the search holds it too: from now on it is that file's.
        const { entry, line } = held;
        rows.move(row, { file: rows.fileIndex(held.file), entry, line, place: 0, content });
        rows.absentSince.delete(row);
        takenOver.add(held);
        const account = state.files.get(held.file);
        if (account) {
          const { records, rejected } = account;
          state.files.set(held.file, { ...account, records: records + 1, rejected: rejected - 1 });
        }
        continue;
      }
      counts.absent++;
      if (rows.absentSince.has(row)) continue;
      rows.absentSince.set(row, search.date ?? 'unknown');
      rows.content.set(row, content);
    }
    state.rejected = state.rejected.filter((item) => !takenOver.has(item));
    const elsewhere = state.rejected.filter((item) => item.file !== file.name);
    const unreadable = read.rejected.filter((item) => item.kind === 'unreadable').length;
    const notices = read.rejected.length - unreadable;
    const given = withIds(search.id, read.rejected, state.rejected, [...state.files.values()]);
    state.rejected = [...elsewhere, ...given, ...known];
    const account: SearchFile = {
      name: file.name,
      sha256: file.sha256,
      format: file.format,
      entries: read.entry.length + unreadable,
      records: read.entry.length - counts.known,
      rejected: unreadable + counts.known,
    };
    state.files.set(file.name, account);
    const { filled, extra, damaged, repaired } = read;
    accounts.push({
      file: account,
      ...counts,
      unreadable,
      notices,
      ...counted(file, account, notices),
      filled,
      extra,
      damaged,
      repaired,
    });
  }
  return { accounts, hasMoved };
}

const NONE = -1;

/** The independent count where it is another number than that of the entries. */
function counted(file: ExportFile, { entries }: SearchFile, notices: number): { counted?: number } {
  if (!file.counter) return {};
  const total = file.counter.total();
  return total === entries + (file.counter.counts === 'entries' ? 0 : notices) ? {} : { counted: total };
}

/** Which row each entry of a file is, or `NONE`; and the entries whose title is another than the record's. */
interface RowMatches {
  readonly rows: Int32Array;
  readonly renamed: ReadonlySet<number>;
}

/**
 * Entries that stand where they stood with what they said are known by a number; only what is left is compared by what it
 * says. Of the entries and the records that are left those alone are held that share a key with the fewer of the two.
 */
function matchRows(inputs: IngestInputs, own: number, read: ReadExport, rows: RecordRows): RowMatches {
  const matched = new Int32Array(read.entry.length).fill(NONE);
  const taken = new Uint8Array(rows.length);
  const none: RowMatches = { rows: matched, renamed: new Set() };
  if (rows.length === 0) return none;
  matchPlaces(own, read, rows, matched, taken);
  const entries: number[] = [];
  matched.forEach((row, index) => row === NONE && entries.push(index));
  const isLeft = (row: number) => taken[row] === 0;
  const left = taken.reduce((count, isTaken) => count + (isTaken === 0 ? 1 : 0), 0);
  if (entries.length === 0 || left === 0) return none;

  const entryRecords = () =>
    entries.map((index): Candidate => ({ index, ...spooled(inputs.spool, read.content.at(index)) }));
  const rowRecords = () => likenessesOf(inputs, rows, isLeft);
  const [fewer, more] = entries.length <= left ? [entryRecords, rowRecords] : [rowRecords, entryRecords];
  const few = [...fewer()];
  const keys = new Set(few.flatMap(matchKeys));
  const many = [...sharing(more(), keys)];
  const [wanted, known] = fewer === entryRecords ? [few, many] : [many, few];
  const renamed = new Set<number>();
  for (const [position, match] of matchExisting(wanted, known, read.name)) {
    const index = wanted[position]?.index ?? NONE;
    matched[index] = match.index;
    if (match.title !== wanted[position]?.title) renamed.add(index);
  }
  return { rows: matched, renamed };
}

/** An entry by its index, or a record by its row, with what matching looks at. */
interface Candidate extends Likeness {
  readonly index: number;
}

function* sharing(candidates: Iterable<Candidate>, keys: ReadonlySet<string>): Generator<Candidate> {
  for (const candidate of candidates) if (matchKeys(candidate).some((key) => keys.has(key))) yield candidate;
}

function matchPlaces(own: number, read: ReadExport, rows: RecordRows, matched: Int32Array, taken: Uint8Array): void {
  const last = read.entry.at(-1) ?? 0;
  /** By the number of an entry: the first row that stands there; and of a row, the next one that does. */
  const first = new Int32Array(last + 1).fill(NONE);
  const next = new Int32Array(rows.length).fill(NONE);
  for (let row = rows.length - 1; row >= 0; row--) {
    const entry = rows.entry.at(row) ?? 0;
    if (rows.file.at(row) !== own || rows.place.at(row) === 0 || entry > last) continue;
    next[row] = first[entry] ?? NONE;
    first[entry] = row;
  }
  for (let index = 0; index < read.entry.length; index++) {
    let row = first[read.entry.at(index) ?? 0] ?? NONE;
    while (row !== NONE && (taken[row] === 1 || rows.place.at(row) !== read.place.at(index))) row = next[row] ?? NONE;
    if (row === NONE) continue;
    matched[index] = row;
    taken[row] = 1;
  }
}

function spooled(spool: Spool, content = 0): Likeness {
  return likenessOf(JSON.parse(spool.get(content)) as NewRecord);
}

/** What matching looks at of a record, without what makes it large. */
function likenessOf({
  title,
  authors,
  year,
  venue,
  volume,
  issue,
  pages,
  articleNumber,
  doi,
  ids,
  source,
}: NewRecord): Likeness {
  const [author] = authors ?? [];
  const likeness = {
    title,
    authors: author && [author],
    year,
    venue,
    volume,
    issue,
    pages,
    articleNumber,
    doi,
    ids,
    source,
  };
  return JSON.parse(JSON.stringify(likeness)) as Likeness;
}

/** The records of some rows as they are now. */
function* likenessesOf(
  inputs: IngestInputs,
  rows: RecordRows,
  isWanted: (row: number) => boolean,
): Generator<Candidate> {
  const existing = inputs.existing.records()[Symbol.iterator]();
  for (let row = 0; row < rows.length; row++) {
    const before = existing.next();
    if (!isWanted(row)) continue;
    const content = rows.content.at(row) ?? AS_IT_WAS;
    const likeness = content >= 0 ? spooled(inputs.spool, content) : before.done ? undefined : likenessOf(before.value);
    if (!likeness) continue;
    const source = { file: rows.fileName(row), entry: rows.entry.at(row) ?? 0, line: rows.line.at(row) ?? 0 };
    yield { ...likeness, source, index: row };
  }
}

function* linesOf(
  inputs: IngestInputs,
  rows: RecordRows,
  onChange: (before: BibRecord, now: BibRecord) => void = () => undefined,
): Generator<string> {
  const existing = inputs.existing.lines()[Symbol.iterator]();
  for (let row = 0; row < rows.length; row++) {
    const before = existing.next();
    const content = rows.content.at(row) ?? AS_IT_WAS;
    const id = recordId(inputs.search.id, rows.n.at(row) ?? 0);
    const foundVia = rows.foundVia.get(row);
    let line: string;
    if (content === AS_IT_WAS) line = before.done ? '' : before.value;
    else if (content >= 0 && !foundVia) line = `{"id":"${id}",${inputs.spool.get(content).slice(1)}`;
    else {
      const record = JSON.parse(
        content >= 0 ? inputs.spool.get(content) : before.done ? '' : before.value,
      ) as BibRecord;
      const source = { file: rows.fileName(row), entry: rows.entry.at(row) ?? 0, line: rows.line.at(row) ?? 0 };
      const absentSince = rows.absentSince.get(row);
      line = JSON.stringify(inOrder<BibRecord>({ ...record, id, foundVia, absentSince, source }));
    }
    if (!before.done && before.value !== line)
      onChange(JSON.parse(before.value) as BibRecord, JSON.parse(line) as BibRecord);
    yield `${line}\n`;
  }
}

/** What led to a record, once each, in one order; undefined where nothing is known of it. */
function mergedVia(...lists: readonly BibRecord['foundVia'][]): BibRecord['foundVia'] {
  const all = new Map(lists.flatMap((list) => list ?? []).map((via) => [`${via.direction} ${via.report}`, via]));
  const sorted = [...all.values()].sort(
    (a, b) => compareIds(a.report, b.report) || compareText(a.direction, b.direction),
  );
  return sorted.length > 0 ? sorted : undefined;
}

/** An entry that is a record of another file of the search: as when a longer export was saved under a new name. */
function alreadyHeld({ source, title, doi }: NewRecord, search: string, rows: RecordRows, row: number): Rejected {
  const text = (title ?? doi ?? '').slice(0, KEPT_TEXT);
  return { ...source, record: recordId(search, rows.n.at(row) ?? 0), kind: 'not-a-record', reason: '', text };
}

/**
 * Unreadable entries with the ids under which the flow counts them: those that they had; for others the number of the
 * entry, after the entries of the search's other files. What stands in two files with the same text is one entry of the
 * database; what stands twice in one file is two.
 */
function withIds(
  search: string,
  read: readonly Rejected[],
  earlier: readonly Rejected[],
  files: readonly SearchFile[],
): Rejected[] {
  const given = new Map<string, string[]>();
  const taken = new Set<string>();
  for (const { text, id } of earlier.toReversed()) {
    if (id === undefined || taken.has(id)) continue;
    taken.add(id);
    addToGroup(given, text, id);
  }
  /** By a number that is taken: one behind it from which on others may be free. */
  const behind = new Map<number, number>();
  const freeFrom = (first: number): number => {
    let n = first;
    while (taken.has(rejectedId(search, n))) n = behind.get(n) ?? n + 1;
    for (let at = first; at < n;) {
      const next = behind.get(at) ?? at + 1;
      behind.set(at, n);
      at = next;
    }
    return n;
  };
  const others = files.filter((file) => !read.some((item) => item.file === file.name));
  const offset = others.reduce((n, file) => n + file.entries, 0);
  return read.map((item) => {
    if (item.kind !== 'unreadable') return item;
    // The earliest of several stands last.
    const id = given.get(item.text)?.pop() ?? rejectedId(search, freeFrom(offset + item.entry));
    taken.add(id);
    return { id, ...item };
  });
}

/** The seeds of a citation search are the reports that led to its records. */
function withSeeds(search: IngestInputs['search'], rows: RecordRows): Pick<Search, 'citation'> {
  if (!search.citation) return {};
  const found = [...rows.foundVia.values()].flatMap((list) => list.map((via) => via.report));
  return { citation: { ...search.citation, seeds: sortedIds([...search.citation.seeds, ...found]) } };
}
