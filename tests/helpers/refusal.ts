import { expect } from 'vitest';
import type { Run } from './workdir.ts';

type Told = Pick<Run, 'stdout' | 'stderr'>;

/** What a person must never see: a stack, the inside of Node, a value that was not there. */
const LEAK = /\n\s+at |node:internal|\bundefined\b|\[object |\bNaN\b|a bug in litscreen/;

/** The errors of a refusal that is told as a person needs it: each in a sentence, what to do, and nothing else. */
export function errorsOf(run: Told): string[] {
  expect(run.stdout + run.stderr).not.toMatch(LEAK);
  const lines = run.stderr.split('\n').filter((line) => line !== '');
  const isTold = (line: string) => /^(?:error|hint|warning|note): \S/.test(line);
  expect(lines.filter((line) => !isTold(line))).toEqual([]);
  expect(lines.some((line) => line.startsWith('hint: '))).toBe(true);
  return lines.filter((line) => line.startsWith('error: ')).map((line) => line.slice('error: '.length));
}

interface ErrorJson {
  readonly schema: number;
  readonly error: {
    readonly kind: string;
    readonly problems: readonly { message: string; where?: { file: string; line?: number } }[];
  };
}

/** The same of a command with `--json`, whose document must say the same as stderr. */
export function jsonErrorsOf(run: Told): { readonly kind: string; readonly told: readonly string[] } {
  const told = errorsOf(run);
  const { schema, error } = JSON.parse(run.stdout) as ErrorJson;
  const problems = error.problems.map(({ message, where }) => {
    const place = where ? `${where.file}${where.line === undefined ? '' : `:${where.line}`}: ` : '';
    return `${place}${message}`;
  });
  expect([schema, problems]).toEqual([1, told]);
  return { kind: error.kind, told };
}
