import { KEPT_TEXT, type ParsedEntry } from '../formats/entry.ts';
import type { Problem } from '../model/errors.ts';
import { parseRecordId, recordId, rejectedId } from '../model/ids.ts';
import type { BibRecord, Rejected } from '../model/record.ts';
import type { Search, SearchFile } from '../model/search.ts';
import { compareIds, compareText, sortedIds } from '../text/order.ts';
import { inOrder, toRecord, type NewRecord } from './canonical.ts';
import { matchExisting } from './match-existing.ts';

/** One export file, read and parsed. */
export interface ExportFile {
  readonly name: string;
  readonly sha256: string;
  readonly format: string;
  readonly entries: readonly ParsedEntry[];
}

/** What led to the records of a citation search: one report for all, or the column that names it for each. */
export interface Via {
  readonly direction: 'backward' | 'forward';
  readonly report?: string;
  readonly column?: string;
}

export interface IngestInputs {
  /** The search as it shall be described; its files and hashes are the plan's to fill. */
  readonly search: Omit<Search, 'files' | 'recordsSha256' | 'rejectedSha256'>;
  readonly existing: {
    readonly files: readonly SearchFile[];
    readonly records: readonly BibRecord[];
    readonly rejected: readonly Rejected[];
  };
  readonly files: readonly ExportFile[];
  readonly via?: Via;
  /** Tells whether an id names a record of this review: what `foundVia` points at must exist. */
  readonly isKnown: (id: string) => boolean;
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
  /** How many records of this file state each of these fields. */
  readonly filled: Readonly<Record<(typeof COUNTED_FIELDS)[number], number>>;
}

const COUNTED_FIELDS = ['title', 'authors', 'year', 'doi', 'abstract', 'references'] as const;

export interface IngestPlan {
  readonly search: Omit<Search, 'recordsSha256' | 'rejectedSha256'>;
  readonly records: readonly BibRecord[];
  readonly rejected: readonly Rejected[];
  readonly accounts: readonly FileAccount[];
  readonly problems: readonly Problem[];
}

/**
 * What ingesting some export files of one search would make of it. Ids are given in the order of the files' names and
 * of the entries in them, and kept from earlier ingests; a record gone from a newer version of its file stays, marked.
 */
export function planIngest(inputs: IngestInputs): IngestPlan {
  let { plan, hasMoved } = planOnce(inputs);
  // What one file no longer holds another one may: with the first plan carried out, that file takes it over as its own.
  for (let round = 0; hasMoved && round < MAX_ROUNDS; round++) {
    const { records, rejected, search, accounts, problems } = plan;
    const next = planOnce({ ...inputs, search, existing: { files: search.files, records, rejected } });
    const told = next.plan.accounts.map((account, index) => {
      const added = accounts[index]?.added ?? 0;
      return { ...account, added, kept: account.added + account.kept - added };
    });
    hasMoved = JSON.stringify([next.plan.records, next.plan.rejected]) !== JSON.stringify([records, rejected]);
    plan = { ...next.plan, accounts: told, problems };
  }
  return plan;
}

/** Records move between files once in nearly all cases; a limit, so that no odd export can make it go on. */
const MAX_ROUNDS = 4;

/** One pass over the files. `hasMoved`: some record is gone from its file, belongs to another one, or says something else. */
function planOnce(inputs: IngestInputs): { readonly plan: IngestPlan; readonly hasMoved: boolean } {
  const { search, existing } = inputs;
  const records = new Map(existing.records.map((record) => [record.id, record]));
  const files = new Map(existing.files.map((file) => [file.name, file]));
  let rejected = [...existing.rejected];
  let next = Math.max(0, ...existing.records.map((record) => parseRecordId(record.id)?.n ?? 0)) + 1;
  const accounts: FileAccount[] = [];
  const problems: Problem[] = [];
  let hasMoved = false;

  for (const file of inputs.files.toSorted((a, b) => compareText(a.name, b.name))) {
    const read = readEntries(file, inputs, problems);
    const matches = matchExisting(read.records, [...records.values()], file.name);
    const counts = { added: 0, kept: 0, known: 0, absent: 0 };
    const present = new Set<string>();
    const known: Rejected[] = [];
    read.records.forEach((entry, index) => {
      const match = matches.get(index);
      const id = match?.id ?? recordId(search.id, next++);
      present.add(id);
      if (match && match.source.file !== file.name && match.absentSince === undefined) {
        counts.known++;
        known.push(alreadyHeld(entry, match));
        // What led to it a second time is worth keeping.
        records.set(id, inOrder<BibRecord>({ ...match, ...foundVia(match.foundVia, entry.foundVia) }));
        return;
      }
      // What another file took it for before may not be what it is now.
      if (match && match.title !== entry.title) hasMoved = true;
      if (match) counts.kept++;
      else counts.added++;
      records.set(id, inOrder<BibRecord>({ ...entry, ...foundVia(match?.foundVia, entry.foundVia), id }));
    });
    for (const record of records.values()) {
      if (record.source.file !== file.name || present.has(record.id)) continue;
      if (record.absentSince === undefined) hasMoved = true;
      const held = rejected.find((item) => item.record === record.id && item.file !== file.name);
      if (held) {
        // Another file of the search holds it too: from now on it is that file's.
        const { entry, line } = held;
        const source = { file: held.file, entry, line };
        records.set(record.id, inOrder<BibRecord>({ ...record, absentSince: undefined, source }));
        rejected = rejected.filter((item) => item !== held);
        const account = files.get(held.file);
        if (account) files.set(held.file, { ...account, records: account.records + 1, rejected: account.rejected - 1 });
        continue;
      }
      counts.absent++;
      const absentSince = record.absentSince ?? search.date ?? 'unknown';
      records.set(record.id, inOrder<BibRecord>({ ...record, absentSince }));
    }
    const elsewhere = rejected.filter((item) => item.file !== file.name);
    const unreadable = read.rejected.filter((item) => item.kind === 'unreadable').length;
    rejected = [...elsewhere, ...withIds(search.id, read.rejected, rejected, [...files.values()]), ...known];
    const account: SearchFile = {
      name: file.name,
      sha256: file.sha256,
      format: file.format,
      entries: read.records.length + unreadable,
      records: read.records.length - counts.known,
      rejected: unreadable + counts.known,
    };
    files.set(file.name, account);
    accounts.push({
      file: account,
      ...counts,
      unreadable,
      notices: read.rejected.length - unreadable,
      filled: countFilled(read.records),
    });
  }
  const whoseItIs = (item: Rejected): Rejected => {
    const record = records.get(item.record ?? '');
    return record ? { ...item, reason: `it is ${record.id}, of ${record.source.file}` } : item;
  };
  const allRecords = [...records.values()].sort((a, b) => compareIds(a.id, b.id));
  const plan: IngestPlan = {
    search: {
      ...search,
      ...withSeeds(search, allRecords),
      files: [...files.values()].sort((a, b) => compareText(a.name, b.name)),
    },
    records: allRecords,
    rejected: rejected.map(whoseItIs).sort((a, b) => compareText(a.file, b.file) || a.line - b.line),
    accounts,
    problems,
  };
  return { plan, hasMoved };
}

function foundVia(...lists: readonly BibRecord['foundVia'][]): Pick<BibRecord, 'foundVia'> {
  const all = new Map(lists.flatMap((list) => list ?? []).map((via) => [`${via.direction} ${via.report}`, via]));
  const sorted = [...all.values()].sort(
    (a, b) => compareIds(a.report, b.report) || compareText(a.direction, b.direction),
  );
  return sorted.length > 0 ? { foundVia: sorted } : {};
}

/** An entry that is a record of another file of the search: as when a longer export was saved under a new name. */
function alreadyHeld({ source, title, doi }: NewRecord, record: BibRecord): Rejected {
  const text = (title ?? doi ?? '').slice(0, KEPT_TEXT);
  return { ...source, record: record.id, kind: 'not-a-record', reason: '', text };
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
  for (const { text, id } of earlier) {
    const ids = given.get(text) ?? [];
    if (id !== undefined && !ids.includes(id)) given.set(text, [...ids, id]);
  }
  const taken = new Set([...given.values()].flat());
  const others = files.filter((file) => !read.some((item) => item.file === file.name));
  const offset = others.reduce((n, file) => n + file.entries, 0);
  return read.map((item) => {
    if (item.kind !== 'unreadable') return item;
    let n = offset + item.entry;
    while (taken.has(rejectedId(search, n))) n++;
    const id = given.get(item.text)?.shift() ?? rejectedId(search, n);
    taken.add(id);
    return { id, ...item };
  });
}

interface ReadFile {
  readonly records: NewRecord[];
  readonly rejected: Rejected[];
}

function readEntries(file: ExportFile, inputs: IngestInputs, problems: Problem[]): ReadFile {
  const read: ReadFile = { records: [], rejected: [] };
  for (const entry of file.entries) {
    if (!entry.ok) {
      const { entry: number, line, kind, reason, text } = entry;
      read.rejected.push({ file: file.name, entry: number, line, kind, reason, text });
      continue;
    }
    const record = toRecord(entry, file.name);
    if (!record) {
      const reason = 'it names neither a title nor a DOI';
      const text = JSON.stringify(entry.fields).slice(0, KEPT_TEXT);
      read.rejected.push({ file: file.name, entry: entry.entry, line: entry.line, kind: 'unreadable', reason, text });
      continue;
    }
    read.records.push(inputs.via ? withVia(record, inputs.via, inputs.isKnown, problems) : record);
  }
  return read;
}

function withVia(record: NewRecord, via: Via, isKnown: (id: string) => boolean, problems: Problem[]): NewRecord {
  const cell = via.column === undefined ? undefined : record.extra?.[via.column];
  const named = via.report ?? (Array.isArray(cell) ? cell.join(';') : (cell ?? ''));
  const reports = named.split(/[;,|\s]+/).filter((id) => id !== '');
  const where = { file: record.source.file, line: record.source.line };
  if (reports.length === 0) {
    const message = `nothing in ${via.column ?? 'the export'} says which report led to this record`;
    const hint = 'name one report for all with  --via <report>, or the column (or RIS tag) that names it for each';
    problems.push({ where, message, hint });
  }
  for (const id of reports) {
    if (isKnown(id)) continue;
    const hint = 'see that the column names records by their ids here, such as scopus-31';
    problems.push({ where, message: `${id} is no record of this review`, hint });
  }
  const foundVia = sortedIds(reports).map((report) => ({ report, direction: via.direction }));
  return inOrder<NewRecord>({ ...record, foundVia });
}

/** The seeds of a citation search are the reports that led to its records. */
function withSeeds(search: IngestInputs['search'], records: readonly BibRecord[]): Pick<Search, 'citation'> {
  if (!search.citation) return {};
  const found = records.flatMap((record) => record.foundVia?.map((via) => via.report) ?? []);
  return { citation: { ...search.citation, seeds: sortedIds([...search.citation.seeds, ...found]) } };
}

function countFilled(records: readonly NewRecord[]): FileAccount['filled'] {
  const filled = Object.fromEntries(COUNTED_FIELDS.map((field) => [field, 0])) as Record<
    (typeof COUNTED_FIELDS)[number],
    number
  >;
  for (const record of records) for (const field of COUNTED_FIELDS) if (record[field] !== undefined) filled[field]++;
  return filled;
}
