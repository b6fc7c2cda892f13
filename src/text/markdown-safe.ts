import { cleanText } from './clean.ts';

/**
 * Text as it reads in a line or a cell of a table of Markdown (CommonMark and GitHub's): what could be markup, HTML, a
 * mention or the border of a cell is escaped, and control characters and marks of direction are gone.
 */
export function markdownSafe(text: string): string {
  return (
    cleanText(text)
      .replace(/[\\`*_{}[\]<>()#+!|~$&"']/g, (char) =>
        /[&<>"']/.test(char) ? `&#${char.charCodeAt(0)};` : `\\${char}`,
      )
      // Mentions and addresses become links by themselves.
      .replace(/@/g, '&#64;')
      .replace(/(https?|ftp|mailto|www)([:.])/gi, '$1&#8203;$2')
      .replace(/^([-=])/, '\\$1')
      .replace(/^(\d+)\./, '$1\\.')
  );
}
