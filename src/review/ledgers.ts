import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineOfInvalidByte } from '../formats/bytes/decode.ts';
import { LitscreenError, type Problem } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { ID } from '../model/ids.ts';
import type { LedgerKind, LedgerLine } from '../model/ledgers.ts';
import { compareText } from '../text/order.ts';
import { readLedger, versionAt, type LedgerFile } from './ledger-file.ts';
import { isCode } from './lock.ts';
import { folderInPlaceOf, ledgerFile, ledgerFolder, type LedgerPlace } from './paths.ts';

/** All people's lines of one kind, and what is wrong with their files. */
export interface Ledgers<Kind extends LedgerKind> {
  /** In the order of (`at`, person). */
  readonly lines: readonly LedgerLine<Kind>[];
  readonly problems: readonly Problem[];
  /** What is odd but readable: torn lines. */
  readonly findings: readonly Finding[];
}

/** Reads all people's ledgers of one kind. */
export function readLedgers<Place extends LedgerPlace>(root: string, place: Place): Ledgers<Place['kind']> {
  const { parts, problems, findings } = readParts(root, place);
  return { lines: merged([...parts.values()]), problems, findings };
}

interface Parts<Kind extends LedgerKind> extends Omit<Ledgers<Kind>, 'lines'> {
  /** Each person's lines, by person. */
  readonly parts: ReadonlyMap<string, readonly LedgerLine<Kind>[]>;
}

function readParts<Place extends LedgerPlace>(root: string, place: Place): Parts<Place['kind']> {
  const problems: Problem[] = [];
  const findings: Finding[] = [];
  const parts = new Map<string, readonly LedgerLine<Place['kind']>[]>();
  for (const person of peopleIn(root, place)) {
    const file = ledgerFile(place, person);
    if (!ID.test(person)) {
      const hint = 'give it back the name that it had, or move it out of the folder';
      problems.push({ message: `${person}.csv is not named after a person's id`, where: { file }, hint });
      continue;
    }
    try {
      const ledger = readLedger(root, place, person);
      problems.push(...ledger.problems);
      findings.push(...findingsOf(root, file, ledger));
      parts.set(person, ledger.lines);
    } catch (error) {
      if (!isCode(error, 'EISDIR')) throw error;
      problems.push(folderInPlaceOf(file));
    }
  }
  return { parts, problems, findings };
}

/** Whose ledgers there are, in the order of their names. */
function peopleIn(root: string, place: LedgerPlace): string[] {
  try {
    const names = readdirSync(join(root, ledgerFolder(place))).filter((name) => name.endsWith('.csv'));
    return names.sort(compareText).map((name) => name.slice(0, -'.csv'.length));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function findingsOf(root: string, file: string, { torn, isUtf8 }: LedgerFile<LedgerKind>): Finding[] {
  const found: Finding[] = [];
  const line = isUtf8 ? undefined : invalidLineOf(join(root, file));
  if (line !== undefined) {
    const message = 'this is not valid UTF-8 text: restore it from git, or save it as UTF-8';
    found.push({ code: 'encoding', level: 'error', message, ids: [], file, line });
  }
  for (const { line, isTimed } of torn) {
    // Its text stays untold: it may be a vote that nobody else may know yet.
    const what = isTimed ? 'a line that has lost a cell does not count' : 'an unfinished line is left out';
    const message = `${what}; if it was a decision, take it again`;
    found.push({ code: 'torn-line', level: isTimed ? 'error' : 'warning', message, ids: [], file, line });
  }
  return found;
}

/** Where a file is no UTF-8, but for its last line, which may be torn inside a character. */
function invalidLineOf(path: string): number | undefined {
  const bytes = readFileSync(path);
  return lineOfInvalidByte(bytes.subarray(0, bytes.lastIndexOf('\n') + 1));
}

interface Timed {
  readonly at: string;
  readonly person: string;
}

/** Lists in the order of (`at`, person) as one: of two at a time, so that each line is moved a few times only. */
function merged<Line extends Timed>(lists: readonly (readonly Line[])[]): readonly Line[] {
  const [first = [], ...others] = lists;
  if (others.length === 0) return first;
  const half = Math.ceil(lists.length / 2);
  return mergedTwo(merged(lists.slice(0, half)), merged(lists.slice(half)));
}

function mergedTwo<Line extends Timed>(a: readonly Line[], b: readonly Line[]): readonly Line[] {
  const lines: Line[] = [];
  let next = 0;
  for (const line of a) {
    for (let other = b[next]; other && isBefore(other, line); other = b[++next]) lines.push(other);
    lines.push(line);
  }
  for (; next < b.length; next++) lines.push(b[next] as Line);
  return lines;
}

function isBefore(a: Timed, b: Timed): boolean {
  return a.at < b.at || (a.at === b.at && a.person < b.person);
}

/** What people have written of one kind, asked for again and again: a file that nobody wrote to is not read again. */
export class LedgerWatch<Place extends LedgerPlace> {
  readonly #root: string;
  readonly #place: Place;
  #versions: string | undefined;
  #parts: Parts<Place['kind']> = { parts: new Map(), problems: [], findings: [] };
  #lines: readonly LedgerLine<Place['kind']>[] = [];

  constructor(root: string, place: Place) {
    this.#root = root;
    this.#place = place;
  }

  /**
   * All people's lines as they are on disk now, in the order of (`at`, person): the same list while nothing has changed.
   * @throws LitscreenError of kind `input` where a ledger cannot be read as a whole.
   */
  lines(): readonly LedgerLine<Place['kind']>[] {
    const versions = peopleIn(this.#root, this.#place)
      .map((person) => `${person} ${versionAt(join(this.#root, ledgerFile(this.#place, person))) ?? ''}`)
      .join('\n');
    if (versions !== this.#versions) {
      const next = readParts(this.#root, this.#place);
      const added = addedTo(this.#parts.parts, next.parts, this.#lines.at(-1));
      this.#lines = added ? this.#lines.concat(added) : merged([...next.parts.values()]);
      this.#parts = next;
      this.#versions = versions;
    }
    if (this.#parts.problems.length > 0) throw new LitscreenError('input', [...this.#parts.problems]);
    return this.#lines;
  }
}

/** What was added to one person's lines at their end, after the last line of all; undefined where more has changed. */
function addedTo<Line extends Timed>(
  before: ReadonlyMap<string, readonly Line[]>,
  now: ReadonlyMap<string, readonly Line[]>,
  last: Line | undefined,
): readonly Line[] | undefined {
  const changed = [...now].filter(([person, lines]) => before.get(person) !== lines);
  const [[person, lines] = ['', []], ...others] = changed;
  const known = before.get(person)?.length ?? 0;
  const added = lines[known];
  // A line that was read before is the same object: lines come in among them, and none goes.
  const isLonger = known > 0 && lines[known - 1] === before.get(person)?.[known - 1];
  if (others.length > 0 || before.size !== now.size || !isLonger || !added || !last) return undefined;
  return isBefore(last, added) ? lines.slice(known) : undefined;
}
