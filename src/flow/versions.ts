import { z } from 'zod';
import { knownBefore, type Report } from '../dedupe/reports.ts';
import type { Protocol } from '../model/protocol.ts';
import type { Search } from '../model/search.ts';
import { sortedIds } from '../text/order.ts';
import { countsOf, FlowSchema, type Flow, type FlowJson } from './model.ts';

/**
 * A version of the review as it was closed: `versions/<n>.json`. It holds the ids of all reports and studies that were
 * included by then, whichever version had found them: PRISMA 2020's “previous studies” of the next one.
 */
export const FrozenVersionSchema = z
  .object({
    schema: z.literal(1),
    version: z.int().positive(),
    closed: z.object({ by: z.string(), at: z.string(), protocol: z.int().positive() }).readonly(),
    /** The title of another review, whose ids are not those of this folder, where it was taken from one. */
    from: z.string().optional(),
    reports: z.array(z.string()).readonly(),
    studies: z.array(z.string()).readonly(),
    flow: FlowSchema,
  })
  .readonly();
export type FrozenVersion = z.infer<typeof FrozenVersionSchema>;

/** The newest version before the one in force that was closed; 0 where there is none. */
export function closedVersion(protocol: Protocol, versions: readonly FrozenVersion[]): number {
  return Math.max(0, ...versions.map((one) => one.version).filter((version) => version < protocol.version));
}

/** The version before the one in force, as it was closed; undefined for a new review. */
export function previousVersion(protocol: Protocol, versions: readonly FrozenVersion[]): FrozenVersion | undefined {
  const last = closedVersion(protocol, versions);
  return versions.find((one) => one.version === last);
}

/** The searches that were run for the version in force. */
export function searchesSince(searches: readonly Search[], closed: number): Search[] {
  return searches.filter((search) => (search.version ?? 1) > closed);
}

/** The reports of a flow that are included by all versions together, and their studies. */
function totalOf(boxes: Flow['boxes']): Pick<FrozenVersion, 'reports' | 'studies'> {
  return { reports: boxes.get('total.reports')?.ids ?? [], studies: boxes.get('total.studies')?.ids ?? [] };
}

/** The version in force as it is closed now. */
export function freezeVersion(flow: Flow, closed: FrozenVersion['closed']): FrozenVersion {
  return { schema: 1, version: flow.json.version, closed, ...totalOf(flow.boxes), flow: countsOf(flow.json) };
}

/** The id of what another review has included: it is no id of this folder, and says of which version it is. */
function foreignId(id: string, version: number): string {
  return isForeignId(id) ? id : `v${version}:${id}`;
}

/** Whether an id names what a review in another folder has included. */
export function isForeignId(id: string): boolean {
  return /^v\d+:/.test(id);
}

/**
 * Another review's flow as the version that this review updates.
 *
 * @param title of the other review.
 * @returns undefined where the flow lists no ids: nothing would prove its numbers.
 */
export function versionFrom(flow: FlowJson, title: string, closed: FrozenVersion['closed']): FrozenVersion | undefined {
  const { ids } = flow;
  if (!ids) return undefined;
  const all = (...paths: string[]) =>
    sortedIds(paths.flatMap((path) => ids[path] ?? []).map((id) => foreignId(id, flow.version)));
  return {
    schema: 1,
    version: flow.version,
    closed,
    from: title,
    reports: all('previous.reports', 'databases.included', 'other.included'),
    studies: all('previous.studies', 'included.studies'),
    flow: countsOf(flow),
  };
}

/** Tells the reports that an earlier version knew. In a new review there is none. */
export function knownReports(searches: readonly Search[], closed: number): (report: Report) => boolean {
  return closed === 0 ? () => false : knownBefore(searches, closed);
}
