import type { Finding } from '../../model/finding.ts';
import { markdownSafe } from '../../text/markdown-safe.ts';
import { plural } from '../../text/plural.ts';
import type { Flow } from '../model.ts';
import { renderMarkdown } from './markdown.ts';
import { renderMermaid } from './mermaid.ts';

/** A summary takes only so much; the log has all of them. */
const MOST_FINDINGS = 50;

export interface Summary {
  /** The title of the review. */
  readonly title: string;
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly flow: Flow;
  /** What moved since another commit, as Markdown, and which. */
  readonly since?: { readonly revision: string; readonly moved: string };
}

/** What a check found and the flow, as Markdown for the summary of a job: the verdict first, the picture for who scrolls. */
export function summaryInMarkdown({ title, ok, findings, flow, since }: Summary): string {
  const ranks = { error: 0, warning: 1, note: 2 };
  const shown = [...findings].sort((a, b) => ranks[a.level] - ranks[b.level]).slice(0, MOST_FINDINGS);
  const rows = shown.map(({ level, code, message, file, line }) => {
    const place = file === undefined ? '' : markdownSafe(`${file}${line === undefined ? '' : `:${line}`}`);
    return `| ${level} | ${place} | ${markdownSafe(message)} | ${code} |`;
  });
  const more = findings.length - shown.length;
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const verdict = ok ? 'Every rule holds' : plural(count('error'), 'error');
  return [
    `## ${markdownSafe(title)}`,
    `**${verdict}**, ${plural(count('warning'), 'warning')}, ${plural(count('note'), 'note')}`,
    ...(rows.length > 0 ? [['| Level | Where | What | Code |', '| :-- | :-- | :-- | :-- |', ...rows].join('\n')] : []),
    ...(more > 0 ? [`… and ${more} more in the log.`] : []),
    ...(since ? [`### Moved since ${markdownSafe(since.revision)}`, since.moved.trim()] : []),
    '### The flow',
    `\`\`\`mermaid\n${renderMermaid(flow.json, flow.brokenRules)}\`\`\``,
    `<details><summary>As tables</summary>\n\n${renderMarkdown(flow.json, flow.brokenRules)}\n</details>`,
    '',
  ].join('\n\n');
}
