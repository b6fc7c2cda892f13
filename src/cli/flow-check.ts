import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { compareFlows, type BoxChange } from '../flow/compare.ts';
import type { FlowJson } from '../flow/model.ts';
import { storyTeller, type StoryEvent } from '../flow/story.ts';
import type { Finding } from '../model/finding.ts';
import type { Context } from './context.ts';
import type { OpenReview } from './open.ts';
import { readFlow } from './read-flow.ts';

/** Tells the latest decision on the report of an id; undefined where there is none. */
export function latestDecisions({ state }: OpenReview): (id: string) => StoryEvent | undefined {
  const story = storyTeller(state);
  return (id) => {
    const report = state.reports.of(id);
    return report && story(report).at(-1);
  };
}

/**
 * What of the present flow is not as it was committed: a finding for each box that moved, at the decision that moved it
 * where there is one. A flow that was never committed is open work.
 *
 * @param file the committed flow, as it is named on the command line.
 */
export function checkCommitted(
  context: Context,
  review: OpenReview,
  present: FlowJson,
  file: string,
  final: boolean,
): Finding[] {
  const path = resolve(context.folder, file);
  const named = relative(review.root, path).replaceAll('\\', '/');
  const hint = `litscreen flow --format json --output ${file}`;
  if (!existsSync(path)) {
    const message = `no flow is committed yet: ${hint}  writes it`;
    return [{ code: 'flow-missing', level: final ? 'error' : 'note', message, ids: [], file: named }];
  }
  const latest = latestDecisions(review);
  return compareFlows(readFlow(context, file), present).map((change) => {
    const [event] = [...change.added, ...change.removed].flatMap((id) => latest(id) ?? []);
    const place = event ? event.where : { file: named };
    const message = `${movedTold(change)}: if the decisions are right, ${hint}  writes the new flow`;
    return { code: 'flow-moved', level: 'error', message, ids: [...change.added, ...change.removed], ...place };
  });
}

/** How many ids a message names. */
const NAMED = 5;

function movedTold({ path, from, to, added, removed }: BoxChange): string {
  const ids = [...removed.map((id) => `−${id}`), ...added.map((id) => `+${id}`)];
  const more = ids.length > NAMED ? `, and ${ids.length - NAMED} more` : '';
  const sizes = from === to ? `${from}, other ids` : `${from} → ${to}`;
  return `${path} moved: ${sizes}${ids.length > 0 ? ` (${ids.slice(0, NAMED).join(', ')}${more})` : ''}`;
}
