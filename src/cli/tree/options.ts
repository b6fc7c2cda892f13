import { InvalidArgumentError, Option } from 'commander';
import type { Context } from '../context.ts';

/** Makes the action of a command from its work, which gets the context and gives the exit status. */
export type Run = (work: (context: Context) => number | Promise<number>) => () => Promise<void>;

export const STAGE = () =>
  new Option('--stage <stage>', 'title-abstract or full-text').choices(['title-abstract', 'full-text']);
export const AS = () => new Option('--as <person>', 'who is acting: an id from review.yaml').env('LITSCREEN_USER');
export const JSON_OPTION = () => new Option('--json', 'print the result as JSON');

/** Examples below a command’s help. */
export function example(...lines: string[]): string {
  return `\n${lines.length > 1 ? 'Examples' : 'Example'}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** @throws InvalidArgumentError where it is no whole number. */
export function asCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

/** Takes an option that may be given more than once. */
export function asList(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** @throws InvalidArgumentError where it is no date. */
export function asDate(value: string): string {
  const isDate = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(value);
  if (!isDate || (value.length === 10 && !isRealDay(value)))
    throw new InvalidArgumentError('It must be a date such as 2025-02-03.');
  return value;
}

function isRealDay(value: string): boolean {
  return new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
}
