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
      // Addresses, mentions and references become links by themselves, in what the escapes stand for too: only a space of
      // no width parts them.
      .replace(/@/g, '@&#8203;')
      .replace(/\\#(?=\d)|GH-(?=\d)/gi, '$&&#8203;')
      .replace(/(https?|ftp|mailto|www)([:.])/gi, '$1&#8203;$2')
      .replace(/^([-=])/, '\\$1')
      .replace(/^(\d+)\./, '$1\\.')
  );
}
