import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { compareFlows, type BoxChange } from '../flow/compare.ts';
import type { FlowJson } from '../flow/model.ts';
import { storyTeller, type StoryEvent } from '../flow/story.ts';
import { searchOf } from '../flow/derive.ts';
import type { Where } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { REMOVED_FILE, searchFile } from '../review/paths.ts';
import type { Context } from './context.ts';
import type { OpenReview } from './open.ts';
import { readFlow } from './read-flow.ts';

/**
 * Tells the latest decision on the report of an id, which is likely to have moved it into a box or out of it; undefined
 * where there is none, and for boxes that decisions do not fill.
 */
export function decisionsBehind({ state }: OpenReview): (path: string, id: string) => StoryEvent | undefined {
  const story = storyTeller(state);
  return (path, id) => {
    const report = isOfRecords(path) ? undefined : state.reports.of(id);
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
  const committed = readFlow(context, file);
  if (committed.version !== present.version) {
    const message = `it is the flow of version ${committed.version}, and version ${present.version} is in force: ${hint}  writes the new one`;
    return [{ code: 'flow-moved', level: 'error', message, ids: [], file: named }];
  }
  const behind = decisionsBehind(review);
  return compareFlows(committed, present).map((change) => {
    const ids = [...change.added, ...change.removed];
    const [event] = ids.flatMap((id) => behind(change.path, id) ?? []);
    const place = event?.where ?? placeWithout(change, named);
    return { code: 'flow-moved', level: 'error', message: movedTold(change), ids, ...place };
  });
}

/** What stands in a box of records is said by their search, or by the limits. */
function placeWithout({ path, added, removed }: BoxChange, flowFile: string): Where {
  const [id = ''] = [...added, ...removed];
  if (path.endsWith('.automation')) return { file: REMOVED_FILE };
  const search = searchOf(id.replace('!', '-'));
  return isOfRecords(path) && search !== '' ? { file: searchFile(search) } : { file: flowFile };
}

/** Whether a box says what a search found, which no decision on a report can change. */
function isOfRecords(path: string): boolean {
  return ['sources', 'identified', 'duplicates', 'automation'].includes(path.split('.')[1] ?? '');
}

/** How many ids a message names. */
const NAMED = 5;

function movedTold({ path, from, to, added, removed }: BoxChange): string {
  const ids = [...removed.map((id) => `−${id}`), ...added.map((id) => `+${id}`)];
  const more = ids.length > NAMED ? `, and ${ids.length - NAMED} more` : '';
  const sizes = from === to ? `${from}, other ids` : `${from} → ${to}`;
  return `${path} moved: ${sizes}${ids.length > 0 ? ` (${ids.slice(0, NAMED).join(', ')}${more})` : ''}`;
}
