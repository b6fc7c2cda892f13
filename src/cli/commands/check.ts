import { checkReview } from '../../review/check.ts';
import { computeDedupe } from '../../review/dedupe.ts';
import { readExtraction } from '../../review/extraction.ts';
import { computeFilter } from '../../review/filter.ts';
import { findReview } from '../../review/load.ts';
import { ReviewReader } from '../../review/reader.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { printJson, type Context } from '../context.ts';
import { openReview } from '../open.ts';
import { packageVersion } from '../program.ts';

/** `check`: all findings; exit 1 where one is an error. */
export function check(context: Context, options: { final?: boolean; json?: boolean }): number {
  const reader = new ReviewReader(findReview(context.folder));
  const { plan } = computeDedupe(reader);
  const review = openReview(context, reader);
  const { reports, facts } = review.state;
  const filters = computeFilter(reader, reports, facts);
  const extraction = readExtraction(reader, review.state);
  const rules = { plan, filters, extraction, final: options.final ?? false, version: packageVersion() };
  const findings = checkReview(reader, review.state, rules);
  reader.throwProblems();
  const count = (level: string) => findings.filter((finding) => finding.level === level).length;
  const ok = count('error') === 0;
  if (options.json) {
    printJson(context, { schema: 1, ok, findings });
    return ok ? 0 : 1;
  }
  for (const { level, code, message, file, line } of findings) {
    const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
    context.out(`${level}: ${place}${terminalSafe(message)} [${code}]\n`);
  }
  const records = [...facts.recordIds.values()].reduce((sum, ids) => sum + ids.length, 0);
  const verdict = ok ? 'every rule holds' : plural(count('error'), 'error');
  context.out(
    `${plural(records, 'record')}, ${plural(reports.all.length, 'report')}: ${verdict}, ${plural(count('warning'), 'warning')}, ${plural(count('note'), 'note')}\n`,
  );
  return ok ? 0 : 1;
}
