import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
};

/** What a schema asks for, as a person says it: zod tells programmers of `undefined` and of regular expressions. */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value') {
    if (issue.input === undefined) return 'it is missing';
    if (issue.code === 'invalid_value') return `it must be ${issue.values.map(String).join(' or ')}`;
    const due = KINDS[issue.expected] ?? issue.expected;
    return issue.input === null ? `it is empty, and must be ${due}` : `it must be ${due}`;
  }
  if (issue.code === 'invalid_format') return 'it is not written as it must be';
  if (issue.code !== 'too_small') return undefined;
  if (issue.origin === 'string' || issue.origin === 'array') return 'it must not be empty';
  return `it must be ${issue.inclusive === true ? 'at least' : 'greater than'} ${issue.minimum}`;
}
