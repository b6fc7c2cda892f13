import type { ReviewState } from '../flow/derive.ts';
import type { Flow } from '../flow/model.ts';
import type { Finding } from '../model/finding.ts';
import { compareIds } from '../text/order.ts';
import { plural } from '../text/plural.ts';
import { PROTOCOL_FILE, searchFile, versionFile } from './paths.ts';

/** The versions of the review: each one before the one in force was closed, and what was closed has not changed since. */
export function checkVersions({ facts, reports }: ReviewState, flow: Flow): Finding[] {
  const { version } = facts.protocol;
  const found: Finding[] = [];
  const error = (code: string, message: string, file: string, ids: readonly string[] = []) =>
    found.push({ code, level: 'error', message, ids: [...ids].sort(compareIds), file });
  if (version > 1 && !facts.versions.some((one) => one.version === version - 1)) {
    const message = `version ${version} is in force, but version ${version - 1} was not closed: litscreen update  counts it up`;
    error('version-missing', message, PROTOCOL_FILE);
  }
  for (const search of facts.searches) {
    if ((search.version ?? 1) <= version) continue;
    const message = `it was run for version ${search.version}, but version ${version} is in force`;
    error('search-version', message, searchFile(search.id), [search.id]);
  }
  for (const frozen of facts.versions) {
    const file = versionFile(frozen.version);
    const missing = frozen.reports.filter((id) => frozen.from === undefined && !reports.of(id));
    if (missing.length > 0) {
      error('unknown-report', `${missing.join(', ')} is no record of this review`, file, missing);
    }
    if (frozen.version !== version) continue;
    for (const unit of ['reports', 'studies'] as const) {
      const now = flow.boxes.get(`total.${unit}`)?.ids ?? [];
      const moved = [...difference(now, frozen[unit]), ...difference(frozen[unit], now)];
      if (moved.length === 0) continue;
      const what = unit === 'reports' ? plural(moved.length, 'report') : plural(moved.length, 'study', 'studies');
      const message = `version ${version} was closed, and ${what} changed since (${moved.slice(0, 5).join(', ')}${moved.length > 5 ? ', …' : ''}): take the decisions back, or begin the next version with  litscreen update`;
      error('version-changed', message, file, moved);
    }
  }
  return found;
}

function difference(ids: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return ids.filter((id) => !known.has(id));
}
