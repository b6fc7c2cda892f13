import { markdownSafe } from '../../text/markdown-safe.ts';
import { plural } from '../../text/plural.ts';
import { truncate } from '../../text/width.ts';
import type { FlowDiff } from '../diff.ts';
import { causesOf, sizesOf, type Titles } from './diff-text.ts';

/** A summary takes only so much; the whole is told in the terminal. */
const MOST_MOVES = 200;

/** How a flow moved, as Markdown for a pull request or the summary of a job. */
export function tellDiffInMarkdown({ changes, moves, settings }: FlowDiff, titles: Titles): string {
  if (changes.length === 0) return 'No box of the flow has moved.\n';
  const counted = `${plural(changes.length, 'box', 'boxes')} moved, by ${plural(moves.length, 'id')}.`;
  const boxes = changes.map((change) => `| \`${change.path}\` | ${sizesOf(change)} |`);
  const shown = moves.slice(0, MOST_MOVES).map((move) => {
    const causes = causesOf(move).map(markdownSafe).join('<br>');
    const paths = (list: readonly string[]) => list.map((path) => `\`${path}\``).join('<br>');
    const title = markdownSafe(truncate(titles(move.id), 100));
    return `| ${markdownSafe(move.id)} | ${title} | ${paths(move.from)} | ${paths(move.to)} | ${causes} |`;
  });
  const more = moves.length - shown.length;
  return [
    `${counted}${settings.length > 0 ? ` ${settings.map(markdownSafe).join('; ')}.` : ''}`,
    ['| Box | Size |', '| :-- | :-- |', ...boxes].join('\n'),
    ['| Id | Title | From | To | By |', '| :-- | :-- | :-- | :-- | :-- |', ...shown].join('\n'),
    ...(more > 0 ? [`… and ${more} more: \`litscreen diff\` tells them all.`] : []),
    '',
  ].join('\n\n');
}
