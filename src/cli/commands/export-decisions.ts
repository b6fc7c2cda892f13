import type { ToldDecision } from '../../formats/writers/decided.ts';
import { usageError } from '../../model/errors.ts';
import { toldDecision } from '../../screening/told-decisions.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context } from '../context.ts';
import type { OpenReview } from '../open.ts';
import { withOwnVotes } from '../own-votes.ts';
import type { ExportOptions } from './export.ts';

/** How many people's decisions a format has a place for. */
const MOST: Readonly<Record<string, number>> = { rayyan: Infinity, asreview: 1 };

/**
 * The decisions that go out with reports: those of `--decisions-of`, where they may be told.
 * @throws LitscreenError of kind `usage` where the format has no place for them, or the person is unknown.
 */
export function decisionsToTell(
  context: Context,
  review: OpenReview,
  format: string,
  ids: readonly string[],
  options: ExportOptions,
): (id: string) => readonly ToldDecision[] {
  const { outcomes, facts } = review.state;
  const named = [...new Set(options.decisionsOf ?? [])];
  if (named.length === 0) return () => [];
  const people = named.map((person) => actingPerson(context, person, facts.protocol));
  const most = MOST[format] ?? 0;
  if (most === 0)
    throw usageError(`${format} has no place for decisions`, 'rayyan and asreview have:  --format rayyan');
  if (people.length > most) throw usageError(`${format} knows one person's decisions`, 'name one, or write  rayyan');
  const at = options.stage ?? 'title-abstract';
  const stage = options.as === undefined ? outcomes[at] : withOwnVotes(review, options.as, at);
  const found = new Map<string, ToldDecision[]>();
  let untold = 0;
  for (const id of ids) {
    const outcome = stage.get(id);
    if (!outcome) continue;
    const decisions = people.map((person) => toldDecision(outcome, person, options.as));
    if (decisions.includes('untold')) untold++;
    found.set(
      id,
      decisions.flatMap((decision) => (decision === 'untold' ? [] : (decision ?? []))),
    );
  }
  const decided = [...found.values()].flat();
  context.note(`${plural(decided.length, 'decision')} of ${people.join(', ')} with them\n`);
  if (untold > 0) {
    context.note(
      `note: ${plural(untold, 'report')} without a decision: not all votes on them are in, or may be told\n`,
    );
  }
  const maybes = format === 'asreview' ? decided.filter(({ vote }) => vote === 'maybe').length : 0;
  if (maybes > 0) context.note(`note: ASReview knows no maybe: ${plural(maybes, 'report')} without a label for it\n`);
  return (id) => found.get(id) ?? [];
}
