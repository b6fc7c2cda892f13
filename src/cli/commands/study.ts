import { pairOf } from '../../extraction/studies.ts';
import { usageError } from '../../model/errors.ts';
import { laterThan, type StudyLine } from '../../model/ledgers.ts';
import { appendToLedger } from '../../review/store.ts';
import { oneLine } from '../../text/one-line.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context } from '../context.ts';
import { openReview, requireReport } from '../open.ts';

interface Options {
  readonly as?: string;
  readonly note?: string;
}

/** `study join|leave <report> <report>`: two reports are of one study, or are not. */
export function study(
  context: Context,
  action: StudyLine['action'],
  ids: readonly [string, string],
  options: Options,
): number {
  const review = openReview(context);
  const { reports, facts } = review.state;
  const person = actingPerson(context, options.as, facts.protocol);
  const [a, b] = ids.map((id) => requireReport(review, id).id) as [string, string];
  if (a === b) {
    throw usageError(
      `${ids.join(' and ')} are one report, not two`,
      'a study joins reports; records are joined by dedupe',
    );
  }
  const written = appendToLedger(review.root, { kind: 'studies' }, person, (own) => {
    const pair = pairOf({ report: a, study: b }, reports).join('|');
    const onPair = own.filter((line) => pairOf(line, reports).join('|') === pair);
    if (onPair.at(-1)?.action === action) return [];
    const at = laterThan(
      context.now(),
      onPair.map((line) => line.at),
    );
    const note = oneLine(options.note);
    // The study goes by its lowest report: the order of ids on the command line says nothing.
    const [study = a, report = b] = reports.all.map((item) => item.id).filter((id) => id === a || id === b);
    return [{ report, study, action, note, at }];
  });
  const { studies } = openReview(context).state;
  const now = studies.of(a);
  const isOne = now.reports.includes(b);
  const said = isOne
    ? `one study of ${plural(now.reports.length, 'report')}: ${now.reports.join(', ')}`
    : 'two studies';
  context.out(`${a} and ${b} are ${said}${written.length === 0 ? ', as before' : ''}\n`);
  if (isOne && action === 'leave')
    context.note('note: another report or person joins them still: see litscreen explain\n');
  if (!isOne && action === 'join') context.note('note: somebody else says that they are two: see litscreen check\n');
  return 0;
}
