import { relative, resolve, sep } from 'node:path';
import { usageError } from '../../model/errors.ts';
import { laterThan } from '../../model/ledgers.ts';
import { sha256 } from '../../review/files.ts';
import { appendToLedger } from '../../review/store.ts';
import { titleLine } from '../../terminal/report-card.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, printJson, readNamedFile, type Context } from '../context.ts';
import { openReview, readReportRecords, requireOpenReport, type OpenReview } from '../open.ts';

const STATUSES = ['requested', 'retrieved', 'not-retrieved', 'withdraw'];

/** `retrieve list`: the reports that title and abstract let through, and where their full texts stand. */
export function list(context: Context, options: { status?: string; json?: boolean }): number {
  const review = openReview(context);
  const sought = soughtReports(review).filter((item) => options.status === undefined || item.status === options.status);
  if (options.json) {
    printJson(context, { schema: 1, reports: sought });
    return 0;
  }
  const records = readReportRecords(
    review,
    sought.map((item) => item.report),
  );
  for (const { report, status } of sought) {
    const record = records.get(report);
    const link = record?.doi === undefined ? (record?.url ?? '') : `https://doi.org/${record.doi}`;
    context.out(
      `${status.padEnd(13)}  ${report.padEnd(14)}  ${titleLine(record, 60)}\n${link === '' ? '' : `${' '.repeat(31)}${link}\n`}`,
    );
  }
  const open = sought.filter((item) => item.status === 'open' || item.status === 'requested');
  context.note(`${plural(sought.length, 'report')}, ${open.length} open\n`);
  if (open[0])
    context.note(`Next: litscreen retrieve mark ${open[0].report} retrieved|not-retrieved|requested --as <you>\n`);
  return 0;
}

function soughtReports(review: OpenReview): { report: string; status: string }[] {
  return [...review.state.outcomes['title-abstract'].values()]
    .filter((outcome) => outcome.outcome === 'included')
    .map(({ report }) => ({ report, status: review.state.retrieval.get(report)?.status ?? 'open' }));
}

/** `retrieve mark <report> <status>`: one line in the person's retrieval ledger. */
export function mark(
  context: Context,
  id: string,
  said: string,
  options: { as?: string; file?: string; url?: string; note?: string },
): number {
  const review = openReview(context);
  const person = actingPerson(context, options.as, review.state.facts.protocol);
  const report = requireOpenReport(review, id);
  if (!STATUSES.includes(said))
    throw usageError(`${said} is no state of a full text`, `say ${STATUSES.slice(0, 3).join(', ')}; or withdraw`);
  if (!soughtReports(review).some((item) => item.report === report.id)) {
    throw usageError(
      `${report.id} is not sought: it has not passed title-abstract`,
      `see  litscreen explain ${report.id}`,
    );
  }
  const { file, hash } =
    options.file === undefined ? { file: '', hash: '' } : fullText(context, review.root, options.file);
  const status = said === 'withdraw' ? 'withdrawn' : said;
  appendToLedger(review.root, { kind: 'retrieval' }, person, (own) => {
    const onReport = own.filter((line) => report.records.includes(line.report));
    if (status === 'withdrawn' && (onReport.at(-1)?.status ?? 'withdrawn') === 'withdrawn')
      throw usageError(
        `${person} has said nothing of ${report.id} that could be withdrawn`,
        `see where it stands with  litscreen explain ${report.id}`,
      );
    const earlier = onReport.map((line) => line.at);
    return [
      {
        report: report.id,
        status,
        file,
        sha256: hash,
        url: options.url ?? '',
        note: options.note ?? '',
        at: laterThan(context.now(), earlier),
      },
    ];
  });
  const sought = soughtReports(openReview(context));
  const now = sought.find((item) => item.report === report.id)?.status;
  const isContradicted = now === 'open' && status !== 'withdrawn';
  context.out(`${report.id}: ${status}${isContradicted ? ', but others say otherwise: it is open again' : ''}\n`);
  const open = sought.filter((item) => item.status === 'open' || item.status === 'requested');
  context.note(
    open.length === 0
      ? 'Next: litscreen screen --as <you> --stage full-text\n'
      : `${plural(open.length, 'full text')} still to get\n`,
  );
  return 0;
}

/** The file's path as it is kept: relative to the review where it lies in it. */
function fullText(context: Context, root: string, path: string): { file: string; hash: string } {
  const hash = sha256(readNamedFile(context, path));
  const absolute = resolve(context.folder, path);
  const inside = relative(root, absolute);
  const file = inside.startsWith('..') ? path : inside.split(sep).join('/');
  return { file, hash };
}
