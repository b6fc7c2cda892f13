import { join, relative, resolve } from 'node:path';
import type { Finding } from '../model/finding.ts';
import { oneLine } from '../text/one-line.ts';
import { terminalSafe } from '../text/terminal-safe.ts';

/** What GitHub calls our levels. */
const LEVELS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * A finding as a command of GitHub's workflows, which shows it at its file and line.
 *
 * @param root the folder of the review.
 * @param workspace the folder from which paths are told.
 */
export function annotation({ level, code, message, file, line }: Finding, root: string, workspace: string): string {
  const path = file === undefined ? undefined : relative(resolve(workspace), join(root, file)).replaceAll('\\', '/');
  const properties = [
    ...(path === undefined ? [] : [`file=${property(path)}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${property(`litscreen: ${code}`)}`,
  ];
  return `::${LEVELS[level]} ${properties.join(',')}::${data(message)}\n`;
}

/** What comes from a record begins no command of its own: it stays on the line. */
function data(text: string): string {
  return oneLine(terminalSafe(text)).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
