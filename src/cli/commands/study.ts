import { pairOf, standing } from '../../extraction/studies.ts';
import { usageError } from '../../model/errors.ts';
import { laterThan, type StudyLine } from '../../model/ledgers.ts';
import { appendToLedger } from '../../review/store.ts';
import { oneLine } from '../../text/one-line.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context } from '../context.ts';
import { isForeignId } from '../../flow/versions.ts';
import { openReview, requireReport, type OpenReview } from '../open.ts';

interface Options {
  readonly as?: string;
  readonly note?: string;
}

/** What a person says of two reports. */
export interface StudySaid {
  readonly a: string;
  readonly b: string;
  readonly action: StudyLine['action'];
  readonly note?: string | undefined;
}

/** Writes what a person says of two reports into their ledger, unless it is what they said last. */
export function writeStudyLine(
  context: Context,
  { root, state: { reports } }: OpenReview,
  person: string,
  { a, b, action, note }: StudySaid,
): readonly unknown[] {
  return appendToLedger(root, { kind: 'studies' }, person, (own) => {
    const pair = pairOf({ report: a, study: b }, reports);
    const onPair = own.filter((line) => pairOf(line, reports).join('|') === pair.join('|'));
    // Nothing stands after an own join was taken back: to leave then says that they are two.
    if (standing(onPair) === action) return [];
    const at = laterThan(
      context.now(),
      onPair.map((line) => line.at),
    );
    // The study goes by its lowest report: the order of ids on the command line says nothing.
    const known = reports.all.map((item) => item.id).filter((id) => pair.includes(id));
    const [study = a, report = b] = [...pair.filter((id) => !known.includes(id)), ...known];
    return [{ report, study, action, note: oneLine(note), at }];
  });
}

/** `study join|leave <report> <report>`: two reports are of one study, or are not. */
export function study(
  context: Context,
  action: StudyLine['action'],
  ids: readonly [string, string],
  options: Options,
): number {
  const review = openReview(context);
  const { facts } = review.state;
  const person = actingPerson(context, options.as, facts.protocol);
  const [a, b] = ids.map((id) =>
    review.state.previous?.reports.includes(id) && isForeignId(id) ? id : requireReport(review, id).id,
  ) as [string, string];
  if (a === b) {
    throw usageError(
      `${ids.join(' and ')} are one report, not two`,
      'a study joins reports; records are joined by dedupe',
    );
  }
  const written = writeStudyLine(context, review, person, { a, b, action, note: options.note });
  const { studies } = openReview(context).state;
  const now = studies.of(a);
  const isOne = now.reports.includes(b);
  const said = isOne
    ? `one study of ${plural(now.reports.length, 'report')}: ${now.reports.join(', ')}`
    : 'two studies';
  context.out(`${a} and ${b} are ${said}${written.length === 0 ? ', as before' : ''}\n`);
  const { previous } = review.state;
  if (previous?.reports.includes(a) && previous.reports.includes(b))
    context.note(
      `note: both were included by version ${previous.version}, which is closed: its studies stay as counted\n`,
    );
  if (isOne && action === 'leave')
    context.note('note: another report or person joins them still: see litscreen explain\n');
  if (!isOne && action === 'join') context.note('note: somebody else says that they are two: see litscreen check\n');
  return 0;
}
