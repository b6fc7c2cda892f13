import type { ReviewState } from '../flow/derive.ts';
import { compareFlows } from '../flow/compare.ts';
import type { Flow } from '../flow/model.ts';
import { isForeignId } from '../flow/versions.ts';
import type { Finding } from '../model/finding.ts';
import { groupBy } from '../model/group.ts';
import { compareIds } from '../text/order.ts';
import { plural } from '../text/plural.ts';
import { versionFile } from './paths.ts';

/** What was closed has not changed since. */
export function checkVersions({ facts, reports }: ReviewState, flow: Flow): Finding[] {
  const { version } = facts.protocol;
  const found: Finding[] = [];
  const error = (code: string, message: string, file: string, ids: readonly string[] = []) =>
    found.push({ code, level: 'error', message, ids: [...ids].sort(compareIds), file });
  for (const frozen of facts.versions) {
    const file = versionFile(frozen.version);
    const missing = frozen.reports.filter((id) => !isForeignId(id) && !reports.of(id));
    if (missing.length > 0) {
      error('unknown-report', `${missing.join(', ')} is no record of this review`, file, missing);
    }
    const now = groupBy(frozen.reports, (id) => reports.of(id)?.id ?? id);
    for (const ids of [...now.values()].filter((group) => group.length > 1)) {
      const message = `${ids.join(' and ')} are one report now, and were ${ids.length} when version ${frozen.version} was closed: it stays as it was counted`;
      found.push({ code: 'version-merged', level: 'warning', message, ids, file });
    }
    if (frozen.version !== version) continue;
    const boxes = compareFlows(frozen.flow, flow.json).map(({ path, from, to }) => `${path} ${from} → ${to}`);
    if (boxes.length > 0) {
      const message = `version ${version} was closed, and ${plural(boxes.length, 'box', 'boxes')} of its flow changed since (${boxes.slice(0, 5).join(', ')}${boxes.length > 5 ? ', …' : ''}): take back what changed them`;
      error('version-changed', message, file);
    }
    for (const unit of ['reports', 'studies'] as const) {
      const present = flow.boxes.get(`total.${unit}`)?.ids ?? [];
      const moved = [...difference(present, frozen[unit]), ...difference(frozen[unit], present)];
      if (moved.length === 0) continue;
      const what = unit === 'reports' ? plural(moved.length, 'report') : plural(moved.length, 'study', 'studies');
      const message = `version ${version} was closed, and ${what} changed since (${moved.slice(0, 5).join(', ')}${moved.length > 5 ? ', …' : ''}): take the decisions back`;
      error('version-changed', message, file, moved);
    }
  }
  return found;
}

function difference(ids: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return ids.filter((id) => !known.has(id));
}
