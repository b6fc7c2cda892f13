import type { Problem, Where } from '../model/errors.ts';
import {
  AT,
  LEDGER_COLUMNS,
  LEDGER_VALUES,
  type LedgerKind,
  type LedgerLine,
  type VoteLine,
} from '../model/ledgers.ts';
import { ID } from '../model/ids.ts';
import { csvLine, splitCsvRecord } from '../text/csv.ts';
import { compareText } from '../text/order.ts';

/** A line that was never written to its end: it was never acknowledged, and does not count. */
export interface TornLine {
  readonly file: string;
  readonly line: number;
  /** It has a whole `at` all the same: a person's editing has lost a cell of it. */
  readonly isTimed: boolean;
}

export interface ParsedLedger<Kind extends LedgerKind> {
  /** Each distinct line once, in the order of (`at`, bytes). */
  readonly lines: readonly LedgerLine<Kind>[];
  readonly torn: readonly TornLine[];
  readonly problems: readonly Problem[];
}

const CONFLICT_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/;
const AT_LENGTH = 24;
/** How many lines a cell may be broken over by a spreadsheet. */
const MAX_BROKEN_OVER = 50;

/**
 * Reads one person's ledger. Lines may stand in any order, twice, or under repeated headers, as merges leave them. A
 * line without a whole `at` was torn while it was written, wherever a merge has carried it, and is left out.
 */
export function parseLedger<Kind extends LedgerKind>(
  kind: Kind,
  text: string,
  file: string,
  person: string,
): ParsedLedger<Kind> {
  const columns = LEDGER_COLUMNS[kind];
  const header = columns.join(',');
  const wrongValue = valuesCheck(kind);
  const toLine = lineMaker(kind, person);
  const usualLine = usualLines(columns.length, (cells) => wrongValue(cells) === undefined, toLine);
  // A merge of two branches can carry a byte order mark into the middle of a file.
  const isPlain = !text.includes('\r') && !text.includes('\ufeff');
  const physical = isPlain ? text.split('\n') : text.split('\n').map((line) => line.replace(/^\ufeff|\r$/g, ''));
  const problems: Problem[] = [];
  const torn: TornLine[] = [];
  const lines: LedgerLine<Kind>[] = [];
  const texts: string[] = [];
  // A person's clock mostly goes on: then the lines are in order as they stand.
  let [last, isInOrder] = ['', true];
  const add = (line: LedgerLine<Kind>, written: string) => {
    lines.push(line);
    texts.push(written);
    isInOrder &&= line.at > last;
    last = line.at;
  };

  let first = physical.findIndex((line) => line.trim() !== '');
  // A file whose first write was torn, alone or joined by a merge with one that is whole.
  while (isTornHeader(physical, first, header)) {
    torn.push({ file, line: first + 1, isTimed: false });
    first = physical.findIndex((line, index) => index > first && line.trim() !== '');
  }
  if (first === -1) return { lines: [], torn, problems };
  if (CONFLICT_MARKER.test(physical[first] ?? ''))
    return { lines: [], torn, problems: [conflictMarker(file, first + 1)] };
  if (physical[first] !== header) {
    const hint = `its first line must be  ${header}`;
    return {
      lines: [],
      torn,
      problems: [{ message: `its header is not that of a ledger of ${kind}`, where: { file, line: first + 1 }, hint }],
    };
  }

  for (let index = first + 1; index < physical.length; index++) {
    const line = physical[index] ?? '';
    const usual = usualLine(line, { file, line: index + 1 });
    if (usual) {
      add(usual, line);
      continue;
    }
    if (line.trim() === '' || line === header) continue;
    if (CONFLICT_MARKER.test(line)) {
      problems.push(conflictMarker(file, index + 1));
      break;
    }
    const read = readLine(physical, index, columns.length);
    if (read.kind === 'torn') {
      torn.push({ file, line: index + 1, isTimed: AT.test(line.slice(-AT_LENGTH)) && line.at(-AT_LENGTH - 1) === ',' });
      continue;
    }
    if (read.kind === 'wrong') {
      problems.push({ message: read.message, where: { file, line: index + 1 }, hint: read.hint });
      continue;
    }
    const bad = wrongValue(read.cells);
    if (bad) problems.push({ message: bad, where: { file, line: index + 1 }, hint: 'restore the line from git' });
    else add(toLine(read.cells, { file, line: index + 1 }), read.text);
    index += read.brokenOver;
  }
  return { lines: isInOrder ? lines : inOrder(lines, texts), torn, problems };
}

/** Makes lines of cells. */
function lineMaker<Kind extends LedgerKind>(kind: Kind, person: string) {
  const columns: readonly string[] = LEDGER_COLUMNS[kind];
  return (cells: readonly string[], where: Where): LedgerLine<Kind> => {
    // Of votes there are hundreds of thousands: an object that is written out costs half of one that grows.
    if (kind === 'votes') return toVote(cells, person, where) as LedgerLine<LedgerKind>;
    const named = Object.fromEntries(columns.map((column, position) => [column, cells[position] ?? '']));
    return { ...named, person, where } as unknown as LedgerLine<Kind>;
  };
}

function toVote(c: readonly string[], person: string, where: Where): VoteLine {
  const cell = (position: number) => c[position] ?? '';
  return {
    report: cell(0),
    event: cell(1),
    vote: cell(2),
    reason: cell(3),
    note: cell(4),
    labels: cell(5),
    round: cell(6),
    protocol: cell(7),
    at: cell(8),
    person,
    where,
  };
}

/** Each distinct line once, in the order of (`at`, bytes). */
function inOrder<Line extends { readonly at: string }>(lines: readonly Line[], texts: readonly string[]): Line[] {
  return lines
    .map((line, index) => ({ line, text: texts[index] ?? '' }))
    .sort((a, b) => compareText(a.line.at, b.line.at) || compareBytes(a.text, b.text))
    .filter(({ text }, index, sorted) => index === 0 || text !== sorted[index - 1]?.text)
    .map(({ line }) => line);
}

function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The beginning of a header, with nothing after it but another header. */
function isTornHeader(physical: readonly string[], first: number, header: string): boolean {
  const line = physical[first];
  if (line === undefined || line === header || !header.startsWith(line)) return false;
  const next = physical.slice(first + 1).find((other) => other.trim() !== '');
  return next === undefined || header.startsWith(next);
}

type ReadLine =
  | { readonly kind: 'whole'; readonly cells: readonly string[]; readonly text: string; readonly brokenOver: number }
  | { readonly kind: 'torn' }
  | { readonly kind: 'wrong'; readonly message: string; readonly hint: string };

/** So many ways to fill the cells between the first and the last are remembered: votes without a note fill them in a few. */
const MAX_FILLINGS = 256;

/**
 * Reads lines as the program writes them, without quotes. Most differ from others in what they are on and in their time
 * alone: what stands between is taken apart, and looked at, once. Undefined where a line is not of that kind.
 */
function usualLines<Line>(
  width: number,
  isValid: (cells: readonly string[]) => boolean,
  toLine: (cells: readonly string[], where: Where) => Line,
): (line: string, where: Where) => Line | undefined {
  const fillings = new Map<string, string[]>();
  return (line, where) => {
    const comma = line.indexOf(',');
    const end = line.length - AT_LENGTH - 1;
    if (comma < 1 || comma >= end || line[end] !== ',') return undefined;
    const between = line.slice(comma + 1, end);
    let cells = fillings.get(between);
    if (!cells) {
      if (between.includes('"')) return undefined;
      cells = ['', ...between.split(','), ''];
      if (cells.length !== width || !isValid(cells)) return undefined;
      if (fillings.size < MAX_FILLINGS) fillings.set(between, cells);
    }
    const first = line.slice(0, comma);
    const at = line.slice(end + 1);
    if (!ID.test(first) || !AT.test(at)) return undefined;
    cells[0] = first;
    cells[width - 1] = at;
    return toLine(cells, where);
  };
}

function readLine(physical: readonly string[], index: number, width: number): ReadLine {
  const line = physical[index] ?? '';
  const cells = splitCsvRecord(line);
  if (cells && isWhole(cells, width)) return { kind: 'whole', cells, text: asWritten(line, cells), brokenOver: 0 };
  if (!cells) {
    const joined = joinBrokenCell(physical, index, width);
    if (joined || isOpen(line)) return joined ?? { kind: 'torn' };
    // No beginning of a line that we write looks like this: a person has edited it.
    const hint = 'put cells that hold a double quote in double quotes, and double the quotes in them';
    return { kind: 'wrong', message: 'a double quote stands where none can stand', hint };
  }
  if (cells.length < width || (cells.length === width && beginsTime(cells.at(-1) ?? ''))) return { kind: 'torn' };
  if (cells.length > width) {
    return {
      kind: 'wrong',
      message: `${cells.length} cells where ${width} are due`,
      hint: 'put cells that hold a comma in double quotes',
    };
  }
  const hint = 'a time reads like 2025-03-01T09:30:00.000Z; restore it from git, spreadsheets change it when they save';
  return { kind: 'wrong', message: `"${cells.at(-1) ?? ''}" is no time of a ledger`, hint };
}

/** A cell with a line break in it, as a spreadsheet may write one. A line that is whole by itself never goes on another. */
function joinBrokenCell(physical: readonly string[], index: number, width: number): ReadLine | undefined {
  let joined = physical[index] ?? '';
  for (let next = index + 1; next < Math.min(physical.length, index + MAX_BROKEN_OVER); next++) {
    const line = physical[next] ?? '';
    if (isWhole(splitCsvRecord(line), width)) return undefined;
    joined += `\n${line}`;
    const cells = splitCsvRecord(joined);
    if (cells && isWhole(cells, width))
      return { kind: 'whole', cells, text: asWritten(joined, cells), brokenOver: next - index };
  }
  return undefined;
}

/** The line as the program writes it: spreadsheets quote more cells than need it, and the same decision is one line. */
function asWritten(text: string, cells: readonly string[]): string {
  return text.includes('"') ? csvLine(cells) : text;
}

/** Whether a line ends inside a quoted cell; not its first, for an id needs no quotes. */
function isOpen(line: string): boolean {
  return !line.startsWith('"') && splitCsvRecord(`${line}"`) !== undefined;
}

function isWhole(cells: readonly string[] | undefined, width: number): boolean {
  return cells?.length === width && AT.test(cells.at(-1) ?? '');
}

/** The beginning of a time, cut off before its end. */
function beginsTime(text: string): boolean {
  return (
    text.length < 24 &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text + '0000-00-00T00:00:00.000Z'.slice(text.length))
  );
}

/** Tells what is wrong with the cells of a line, if anything is. */
function valuesCheck(kind: LedgerKind): (cells: readonly string[]) => string | undefined {
  const columns: readonly string[] = LEDGER_COLUMNS[kind];
  const limited = Object.entries(LEDGER_VALUES[kind]).map(([column, allowed]) => ({
    column,
    allowed,
    position: columns.indexOf(column),
  }));
  return (cells) => {
    for (const { column, allowed, position } of limited) {
      const value = cells[position] ?? '';
      if (allowed.includes(value)) continue;
      // Of a vote nobody may learn before all are in, not even by its misspelling.
      const what = column === 'vote' ? 'is' : `is "${value}", and`;
      return `${column} ${what} not one of ${allowed.filter((item) => item !== '').join(', ')}`;
    }
    return undefined;
  };
}

function conflictMarker(file: string, line: number): Problem {
  return {
    message: 'it holds the markers of an unfinished merge',
    where: { file, line },
    hint: 'keep the lines of both sides and delete only the marker lines: every line of a ledger counts',
  };
}
