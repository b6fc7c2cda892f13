import { readIdRanges } from '../model/id-ranges.ts';
import type { Protocol } from '../model/protocol.ts';
import type { Round } from '../model/rounds.ts';

/** What begins a review. */
export const FIRST_INGEST = 'litscreen ingest <export> --search <id> --database <name> --date <YYYY-MM-DD>';

/**
 * What begins screening: where the protocol deals reports out, those that are nobody's are dealt first.
 *
 * @param rounds those of the stage; asked for where the protocol deals.
 */
export function firstScreening(
  protocol: Protocol | undefined,
  rounds: () => readonly Round[],
  reports: Iterable<{ readonly records: readonly string[] }>,
): string {
  if (!protocol?.stages['title-abstract'].split) return 'litscreen screen --as <you>';
  const dealt = new Set(rounds().flatMap(({ groups }) => groups.flatMap((group) => readIdRanges(group.reports))));
  const isNobodys = [...reports].some(({ records }) => !records.some((id) => dealt.has(id)));
  return isNobodys ? 'litscreen assign' : 'litscreen screen --as <you>';
}
