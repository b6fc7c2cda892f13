import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { Problem } from '../model/errors.ts';

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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error): Problem => {
      const isMerge = /^(?:<{7}|={7}|>{7})/m.test(text);
      const message = isMerge
        ? 'it holds the markers of an unfinished merge'
        : (error.message.split('\n')[0] ?? 'invalid YAML');
      return {
        message: message.replace(/ at line \d+.*$/, ''),
        where: { file, line: lines.linePos(error.pos[0]).line },
      };
    });
    return { problems: problems.slice(0, 1) };
  }
  const content: unknown = document.toJS();
  const version = isMapping(content) ? content['schemaVersion'] : undefined;
  if (typeof version === 'number' && version > newest) {
    const hint = 'update litscreen: npm install -g litscreen@latest';
    return {
      problems: [
        { message: `written by a newer litscreen (schemaVersion ${version})`, where: { file, line: 1 }, hint },
      ],
    };
  }
  const result = schema.safeParse(content);
  if (result.success) return { value: result.data, problems: [] };
  return { problems: result.error.issues.flatMap((issue) => toProblems(issue, document, lines, file)) };
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
        where: { file, line: lineOf(document, lines, [...path, key]) },
      };
    });
  }
  const name = path.join('.') || 'the file';
  return [{ message: `${name}: ${issue.message}`, where: { file, line: lineOf(document, lines, path) } }];
}

/** The line of the value at a path, or of the nearest thing above it that exists. */
export function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
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
  const present = (document.toJS() ?? {}) as Record<string, unknown>;
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) document.delete(key);
    else if (JSON.stringify(present[key]) !== JSON.stringify(value)) document.set(key, document.createNode(value));
  }
  return document.toString({ lineWidth: 0 });
}
