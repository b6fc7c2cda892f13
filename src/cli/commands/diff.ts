import { countFlow } from '../../flow/count.ts';
import { deriveState } from '../../flow/derive.ts';
import { diffFlows, type FlowDiff, type Standing } from '../../flow/diff.ts';
import { findReview, loadFacts } from '../../review/load.ts';
import { ReviewReader } from '../../review/reader.ts';
import { atRevision } from '../../review/revision.ts';
import { tellDiff, type Titles } from '../../flow/render/diff-text.ts';
import { tellDiffInMarkdown } from '../../flow/render/diff-markdown.ts';
import { usageError } from '../../model/errors.ts';
import { printJson, type Context } from '../context.ts';
import { readReportRecords } from '../open.ts';
import { packageVersion } from '../program.ts';

interface Options {
  readonly json?: boolean;
  readonly format?: 'text' | 'md' | 'json';
}

/** `diff <rev> [<rev>]`: which boxes moved between two commits, or from a commit to what stands in the folder now. */
export async function diff(
  context: Context,
  first: string,
  second: string | undefined,
  options: Options,
): Promise<number> {
  const root = findReview(context.folder);
  const [before, after] = revisionsOf(first, second);
  const { diff: found, titles } = await diffBetween(root, before, after);
  const format = options.json ? 'json' : (options.format ?? 'text');
  if (format === 'json') printJson(context, { schema: 1, from: before, to: after ?? null, ...found });
  else if (format === 'md') context.out(tellDiffInMarkdown(found, titles));
  else context.out(tellDiff(found, titles));
  return 0;
}

/** `a..b` is two revisions, as git's. */
function revisionsOf(first: string, second: string | undefined): [string, string | undefined] {
  const range = /^(.+?)\.\.(\.?)(.*)$/.exec(first);
  if (!range) return [first, second];
  const [, from = '', dots, to = ''] = range;
  if (dots === '.' || second !== undefined) {
    const hint = 'name one or two commits:  litscreen diff main HEAD';
    throw usageError(`${first} is no commit`, hint);
  }
  return [from, to === '' ? 'HEAD' : to];
}

/**
 * How the flow moved from one commit to another.
 *
 * @param after undefined: to what stands in the folder.
 */
export async function diffBetween(
  root: string,
  before: string,
  after?: string,
): Promise<{ readonly diff: FlowDiff; readonly titles: Titles }> {
  return atRevision(root, before, (old) => {
    const compare = (present: string) => {
      const [was, is] = [standingIn(old), standingIn(present)];
      const found = diffFlows(was, is);
      const ids = found.moves.flatMap(({ id }) => id.split('|'));
      const titles = new Map([...titlesOf(old, was, ids), ...titlesOf(present, is, ids)]);
      return { diff: found, titles: (id: string) => titles.get(id) ?? '' };
    };
    return after === undefined ? compare(root) : atRevision(root, after, compare);
  });
}

function standingIn(folder: string): Standing {
  const state = deriveState(loadFacts(new ReviewReader(folder)));
  return { state, flow: countFlow(state, packageVersion()) };
}

function titlesOf(root: string, { state }: Standing, ids: readonly string[]): [string, string][] {
  const records = readReportRecords({ root, reader: new ReviewReader(root), state }, ids);
  return ids.flatMap((id): [string, string][] => {
    const record = records.get(state.reports.of(id)?.id ?? '');
    return record ? [[id, record.title ?? '(no title)']] : [];
  });
}
