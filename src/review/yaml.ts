import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document } from 'yaml';
import type { z } from 'zod';
import { inputError, type Problem } from '../model/errors.ts';
import { inWords } from '../model/schema-words.ts';

const CONFLICT_MARKER = /^(?:<{7}|>{7}|\|{7}|={7})(?:\s|$)/;

/** `value` is there where all else could be read, though there may be problems with keys that are not known. */
export interface ParsedYaml<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}

/**
 * Reads and validates a YAML file: all its errors at once, each with its line.
 *
 * @param newest the newest schemaVersion that this program knows.
 */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
  newest: number,
): ParsedYaml<z.infer<Schema>> {
  const marker = text.split('\n').findIndex((line) => CONFLICT_MARKER.test(line)) + 1;
  if (marker > 0) {
    const message = 'it holds the markers of an unfinished merge';
    const hint = 'keep what is right of both sides, delete the marker lines, and run the command again';
    return { problems: [{ message, where: { file, line: marker }, hint }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    // One slip makes several errors in its line; the first of them says what it is.
    const byLine = new Map<number, Problem>();
    for (const error of document.errors) {
      const { line } = lines.linePos(error.pos[0]);
      const message = error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? 'invalid YAML';
      const hint = 'put a text that holds a colon, a # or quotes in double quotes';
      if (!byLine.has(line)) byLine.set(line, { message, where: { file, line }, hint });
    }
    return { problems: [...byLine.values()] };
  }
  let content: unknown;
  try {
    content = document.toJS();
  } catch (error) {
    // An alias (`*name`) of an anchor that does not exist is found only here; a text may begin with "*" by chance.
    const message = error instanceof Error ? error.message : String(error);
    const alias = /alias.*: (.+)$/.exec(message)?.[1];
    const line = text.split('\n').findIndex((item) => alias !== undefined && item.includes(`*${alias}`)) + 1;
    const hint = 'put a text that begins with * or & in quotes';
    return { problems: [{ message, where: { file, line: Math.max(1, line) }, hint }] };
  }
  const version = isMapping(content) ? content['schemaVersion'] : undefined;
  if (typeof version === 'number' && version > newest) {
    const hint = 'update litscreen: npm install -g litscreen@latest';
    return {
      problems: [
        {
          message: `written by a newer litscreen (schemaVersion ${version})`,
          where: { file, line: lineOf(document, lines, ['schemaVersion']) },
          hint,
        },
      ],
    };
  }
  if (content === null || content === undefined)
    return { problems: [{ message: 'the file is empty', where: { file, line: 1 } }] };
  // A schema is asked once: code that is made to ask it fast takes longer to make.
  const result = schema.safeParse(content, { error: inWords, jitless: true });
  if (result.success) return { value: result.data, problems: [] };
  const { issues } = result.error;
  const problems = issues.flatMap((issue) => toProblems(issue, document, lines, file));
  // A key that is misspelt hides nothing else that is wrong: the rest is read without it.
  const others = schema.safeParse(withoutKeys(content, issues), { error: inWords });
  return others.success ? { value: others.data, problems } : { problems };
}

/** The content without the keys that a schema does not know. */
function withoutKeys(content: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(content);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const parent = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], copy);
    for (const key of issue.keys) delete (parent as Record<string, unknown>)[key];
  }
  return copy;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toProblems(issue: z.core.$ZodIssue, document: Document, lines: LineCounter, file: string): Problem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const name = [...path, key].join('.');
      return {
        message: `${name} is no setting that litscreen knows`,
        // A comma ends a text in { … }.
        ...(key.includes(' ') && { hint: 'put a text that holds a comma or a colon in double quotes' }),
        where: { file, line: lineOf(document, lines, [...path, key]) },
      };
    });
  }
  const name = path.join('.') || 'the file';
  return [{ message: `${name}: ${issue.message}`, where: { file, line: lineOf(document, lines, path) } }];
}

/** The line of the key or list item at a path, or of the nearest thing above it that exists. */
function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const above = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const key = isMap(above)
      ? above.items.find((pair) => isScalar(pair.key) && pair.key.value === last)?.key
      : undefined;
    const node = key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** The line of a value in YAML text that is known to be valid. */
export function lineInYaml(text: string, path: readonly (string | number)[]): number {
  const lines = new LineCounter();
  return lineOf(parseDocument(text, { lineCounter: lines }), lines, path);
}

/**
 * The YAML text with these top-level values: comments, order and formatting of what does not change are kept. A value
 * of undefined takes its key away.
 */
export function editYaml(text: string, values: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(text);
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) document.delete(key);
    else setIn(document, [key], value);
  }
  return document.toString({ lineWidth: 0 });
}

/** Goes down to the values that differ: a comment stands at a key or an item, and a new node there would lose it. */
function setIn(document: Document, path: readonly (string | number)[], value: unknown): void {
  const present = document.getIn(path, true);
  if (isMap(present) && isMapping(value)) {
    const known = present.items.map(({ key }) => String(isScalar(key) ? key.value : key));
    for (const key of known.filter((name) => value[name] === undefined)) present.delete(key);
    for (const [key, item] of Object.entries(value)) if (item !== undefined) setIn(document, [...path, key], item);
  } else if (isSeq(present) && Array.isArray(value)) {
    value.forEach((item, index) => setIn(document, [...path, index], item));
    present.items.length = value.length;
  } else if (isScalar(present) && (typeof value !== 'object' || value === null)) {
    if (present.value !== value) present.value = value;
  } else document.setIn(path, document.createNode(value));
}

/**
 * The YAML text of a map with a value set at a path: a scalar, or a new last entry of a map or list. What stands there
 * already stays as it is written, byte by byte, where that can be done; comments always do.
 *
 * @throws LitscreenError of kind `input` where the value would change elsewhere too, through an alias.
 */
export function setInYaml(text: string, path: readonly (string | number)[], value: unknown): string {
  const before: unknown = parseDocument(text).toJS();
  try {
    const edited = edit(text, path, value);
    if (isDeepStrictEqual(parseDocument(edited).toJS(), withValue(before, path, value))) return edited;
  } catch {
    // The library does not set a value within an alias.
  }
  const hint = `write  ${path.slice(0, -1).join('.')}  out, without & and *, and run the command again`;
  throw inputError(`${path.join('.')} cannot be set: it is shared by an anchor and its aliases`, undefined, hint);
}

/** A copy of a value with another one at a path. */
function withValue(content: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list = Array.isArray(content) ? [...(content as unknown[])] : [];
    list[key] = withValue(list[key], rest, value);
    return list;
  }
  const map = isMapping(content) ? content : {};
  return { ...map, [key]: withValue(map[key], rest, value) };
}

function edit(text: string, path: readonly (string | number)[], value: unknown): string {
  const document = parseDocument(text);
  const present = document.getIn(path, true);
  if (isScalar(present) && present.range) {
    const [start, end] = present.range;
    return text.slice(0, start) + JSON.stringify(value) + text.slice(end);
  }
  const parentPath = path.slice(0, -1);
  const parent = parentPath.length === 0 ? document.contents : document.getIn(parentPath, true);
  const last = isMap(parent) ? parent.items.at(-1)?.value : isSeq(parent) ? parent.items.at(-1) : undefined;
  const key = path.at(-1);
  if (parent === undefined && typeof key === 'number') return edit(text, parentPath, [value]);
  const start = (isMap(parent) || isSeq(parent)) && !parent.flow ? parent.range?.[0] : undefined;
  if (present === undefined && start !== undefined && isNode(last) && last.range) {
    const column = start - (text.lastIndexOf('\n', start - 1) + 1);
    const entry = stringify(isMap(parent) ? { [String(key)]: value } : [value], { lineWidth: 0 });
    return insertAfterLine(text, last.range[1], indented(entry, column));
  }
  document.setIn(path, document.createNode(value));
  return document.toString({ lineWidth: 0 });
}

/** The text with a block put behind the line in which something ends. */
function insertAfterLine(text: string, end: number, block: string): string {
  const isLineEnd = text[end - 1] === '\n';
  const at = isLineEnd ? end : text.indexOf('\n', end) + 1;
  return at > 0 ? text.slice(0, at) + block + text.slice(at) : `${text}\n${block}`;
}

function indented(block: string, columns: number): string {
  return block.replace(/^(?=.)/gm, ' '.repeat(columns));
}
