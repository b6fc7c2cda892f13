import { rejected, type ParsedEntry, type RawFields } from '../entry.ts';
import { piecesOf, type ExportText } from '../pieces.ts';

/** One record of a JSON export: an object, not looked into yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** No record is longer; what is still open after so many characters was never closed. */
const LONGEST = 1 << 23;

/**
 * The records of a JSON export, one by one: the objects of a list at the top, those of the first list of objects in an
 * object at the top (`{"items": […]}`), or one a line. Each is parsed alone, so that a broken one costs no other.
 *
 * @param toFields undefined for an object that is no record.
 */
export function* parseJsonRecords(
  text: ExportText,
  toFields: (record: JsonRecord) => RawFields | undefined,
): Generator<ParsedEntry> {
  let entry = 0;
  for (const object of jsonObjects(text)) {
    const whole = parseObject(object.source);
    for (const { line, source, record } of whole ? [{ ...object, record: whole }] : salvaged(object)) {
      const fields = record && toFields(record);
      if (fields) yield { ok: true, entry: ++entry, line, fields };
      else if (record) yield rejected(entry, line, 'not-a-record', 'an object that is no record', source);
      else yield rejected(++entry, line, 'unreadable', 'it is no JSON object', source);
    }
  }
}

interface FoundObject extends JsonObject {
  /** Undefined for text that is no object. */
  readonly record: JsonRecord | undefined;
}

/** How many objects a broken one is looked through for at the most, and how many parts one can have. */
const MOST_PARTS = 200_000;
const MOST_JOINED = 40;
const BETWEEN = /\}\s*,\s*(?=\{)/g;

/**
 * What a broken object has swallowed: a quote that was lost makes the next objects look like a part of it. Where one may
 * begin, the shortest text that is an object with a title is one.
 */
function salvaged({ line, source }: JsonObject): FoundObject[] {
  const starts = [
    0,
    ...[...source.matchAll(BETWEEN)].slice(0, MOST_PARTS).map((match) => match.index + match[0].length),
  ];
  const found: FoundObject[] = [];
  let broken = 0;
  const endBroken = (to: number) => {
    if (to > broken) found.push({ ...placed(broken, to), record: undefined });
  };
  let lines = 0;
  let lineEnd = source.indexOf('\n');
  const placed = (from: number, to: number): JsonObject => {
    for (; lineEnd !== -1 && lineEnd < from; lineEnd = source.indexOf('\n', lineEnd + 1)) lines++;
    return { line: line + lines, source: source.slice(from, to) };
  };
  for (let index = 1; index < starts.length; index++) {
    const from = starts[index] ?? 0;
    for (let next = index + 1; next <= Math.min(starts.length, index + MOST_JOINED); next++) {
      const to = source.lastIndexOf('}', (starts[next] ?? source.length) - 1) + 1;
      const record = to > from ? parseObject(source.slice(from, to)) : undefined;
      if (!record || !('title' in record)) continue;
      endBroken(from);
      found.push({ ...placed(from, to), record });
      broken = starts[next] ?? source.length;
      index = next - 1;
      break;
    }
  }
  endBroken(source.length);
  return found.sort((a, b) => a.line - b.line);
}

/** The object that a text is as JSON; undefined where it is none. */
export function parseObject(source: string): JsonRecord | undefined {
  try {
    const value = JSON.parse(source) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : undefined;
  } catch {
    return undefined;
  }
}

interface JsonObject {
  readonly line: number;
  readonly source: string;
}

/** No value of a record nests deeper: a parser and a writer of JSON go down into it by calling themselves. */
const DEEPEST = 200;

const [LF, QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x0a, 0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The objects that stand in a list, or at the top with none around them. Only quotes and brackets are looked at. An object
 * at the top that holds a list of objects is the envelope of a list, and none itself.
 */
function* jsonObjects(text: ExportText): Generator<JsonObject> {
  let line = 1;
  /** What is open, from the outside in: lists, and objects around the records. */
  const around: number[] = [];
  /** Of the object that is read: how many brackets are open in it; 0 outside. */
  let depth = 0;
  let first = 1;
  let source = '';
  let isString = false;
  let isEscaped = false;
  let isTooDeep = false;
  const pieces = piecesOf(text)[Symbol.iterator]();
  for (let next = pieces.next(); !next.done; next = pieces.next()) {
    let piece = next.value;
    let from = 0;
    /** Whether the object that begins here is a record; the text is read on until that is seen. */
    const isRecordAt = (start: number, isInside: boolean): boolean => {
      const isSo = isInside ? isRecordInside : isRecordAtTop;
      for (;;) {
        const isRecord = namesItself(piece, start, isSo);
        if (isRecord !== undefined) return isRecord;
        const more = pieces.next();
        if (more.done) return namesItself(piece, start, isSo, true) ?? false;
        piece += more.value;
      }
    };
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (code === LF) {
        line++;
        // No text goes on behind a line end: its closing quote was lost.
        isString = false;
        isEscaped = false;
        continue;
      }
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (code === BACKSLASH) isEscaped = true;
        else if (code === QUOTE) isString = false;
        continue;
      }
      if (code === QUOTE) {
        isString = true;
        continue;
      }
      if (code !== OPEN && code !== CLOSE && code !== OPEN_LIST && code !== CLOSE_LIST) continue;
      if (depth > 0) {
        depth += code === OPEN || code === OPEN_LIST ? 1 : -1;
        if (depth > DEEPEST) isTooDeep = true;
        if (depth === 0) {
          const whole = source + piece.slice(from, at + 1);
          // Cut, it is no JSON any more, and is told as that.
          yield { line: first, source: isTooDeep ? whole.slice(0, 500) : whole };
          source = '';
        }
        continue;
      }
      if (
        code === OPEN &&
        (around.at(-1) === OPEN_LIST || (around.length <= DEEPEST_ENVELOPE && isRecordAt(at, around.length > 0)))
      ) {
        depth = 1;
        isTooDeep = false;
        first = line;
        from = at;
        source = '';
      } else if (code === OPEN || code === OPEN_LIST) around.push(code);
      // A bracket too many closes nothing.
      else if (around.at(-1) === (code === CLOSE ? OPEN : OPEN_LIST)) around.pop();
    }
    if (depth > 0) {
      source += piece.slice(from);
      if (source.length > LONGEST) {
        yield { line: first, source };
        source = '';
        depth = 0;
        isString = false;
        isEscaped = false;
      }
    }
  }
  if (depth > 0) yield { line: first, source };
}

/** A record that stands in no list stands within so many envelopes at the most. */
const DEEPEST_ENVELOPE = 3;

/** Keys that a record has itself, and the envelope of a list has not, or not all of them. */
const RECORD_KEY = /^(?:title|display_name|doi|type|itemType|key)$/i;
const isRecordAtTop = (keys: ReadonlySet<string>) => keys.size > 0;
/** An envelope may have a title too; a record that alone stands in one has more (`{"message": {"DOI": …, "title": …}}`). */
const isRecordInside = (keys: ReadonlySet<string>) => keys.has('title') && keys.has('doi');
const LONGEST_KEY = 16;
/** A colon stands so near behind its key. */
const COLON_WITHIN = 9;

/** A record at the top names itself as one in so many characters; what is before the list in an envelope is shorter. */
const LONGEST_HEAD = 1 << 20;

/**
 * An object that stands in no list is a record if it has a record's keys itself; else it is the envelope of a list.
 *
 * @returns undefined where `text` ends before that is seen, unless it is all there is.
 */
function namesItself(
  text: string,
  from: number,
  isSo: (keys: ReadonlySet<string>) => boolean,
  isWhole = false,
): boolean | undefined {
  const keys = new Set<string>();
  let depth = 0;
  const end = Math.min(text.length, from + LONGEST_HEAD);
  for (let index = from; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      const start = index + 1;
      for (index++; index < end && text.charCodeAt(index) !== QUOTE; index++) {
        // As there, no text goes on behind a line end.
        if (text.charCodeAt(index) === LF) break;
        if (text.charCodeAt(index) === BACKSLASH) index++;
      }
      if (depth !== 1 || index - start > LONGEST_KEY) continue;
      if (index + COLON_WITHIN >= text.length && !isWhole) return undefined;
      const key = text.slice(start, index).toLowerCase();
      if (!RECORD_KEY.test(key) || !/^\s*:/.test(text.slice(index + 1, index + COLON_WITHIN))) continue;
      if (isSo(keys.add(key))) return true;
    } else if (code === OPEN || code === OPEN_LIST) depth++;
    else if ((code === CLOSE || code === CLOSE_LIST) && --depth === 0) return false;
  }
  return isWhole || end < text.length ? false : undefined;
}

/** The text of a value that is one, or a number. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function objectOf(value: unknown): JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {};
}

/** The items of a list; one that stands alone is a list of one. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : value === undefined || value === null ? [] : [value];
}

export function textsOf(value: unknown): string[] {
  return listOf(value).flatMap((item) => textOf(item) ?? []);
}

/** What has not been used, as it is written: texts as they are, all else as JSON. */
export function restOf(record: JsonRecord, used: ReadonlySet<string>): RawFields['extra'] {
  const rest = new Map<string, string>();
  for (const [key, value] of Object.entries(record)) {
    if (used.has(key) || value === null || value === '' || value === false) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    rest.set(key, textOf(value) ?? JSON.stringify(value));
  }
  return rest.size > 0 ? Object.fromEntries(rest) : undefined;
}
