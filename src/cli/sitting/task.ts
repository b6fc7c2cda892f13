import { searchOf } from '../../flow/derive.ts';
import { usageError } from '../../model/errors.ts';
import type { ReportId } from '../../model/ids.ts';
import type { ScreeningOrder, Stage } from '../../model/protocol.ts';
import { ALL_ROUND } from '../../model/rounds.ts';
import type { VoteInput } from '../../screening/plan-vote.ts';
import { inPlainOrder, inReadingOrder, isOfPart, isPlainOrder, readPart } from '../../screening/queue.ts';
import { shareOf } from '../../screening/share.ts';
import { withSecrets } from '../../review/cast.ts';
import { voteOf } from '../cast.ts';
import type { OpenReview } from '../open.ts';
import { reportFacts } from './report-facts.ts';

/** What somebody screens. */
export interface Task {
  readonly person: string;
  readonly stage: Stage;
  readonly round: string | undefined;
  /** The person's reports in reading order, those that are decided among them. */
  readonly list: readonly ReportId[];
  /** The person's present votes. */
  readonly own: Map<ReportId, VoteInput>;
  /** What part of them was asked for: told in the heading. */
  readonly part: string;
  /** A pilot that the person has done, and others have not. */
  readonly waitsFor: string | undefined;
}

/** How somebody wants to read. */
export interface TaskOptions {
  readonly order?: ScreeningOrder;
  readonly abstractsFirst?: boolean;
  readonly only?: readonly string[];
  readonly round?: string;
}

/**
 * What a person reads at a stage, and in which order.
 * @throws LitscreenError of kind `usage` where there is no such round or part.
 */
export function taskOf(review: OpenReview, person: string, stage: Stage, options: TaskOptions): Task {
  const { state } = review;
  const { protocol } = state.facts;
  const rules = protocol.stages[stage];
  const order = {
    order: options.order ?? rules.order,
    sameOrder: rules.sameOrder,
    withoutAbstract: options.abstractsFirst ? ('last' as const) : rules.withoutAbstract,
  };
  const part = readPart(options.only ?? []);
  if ('wrong' in part) {
    const hint = 'write it as  search=<id>, year=2023, year=2020..2024, label=<label>, abstract=yes  or  abstract=no';
    throw usageError(`--only: ${part.wrong} names no part`, hint);
  }
  const rounds = new Set([ALL_ROUND, ...state.facts.rounds[stage].map(({ name }) => name)]);
  if (options.round !== undefined && !rounds.has(options.round)) {
    throw usageError(`${stage} has no round ${options.round}`, `its rounds are ${[...rounds].sort().join(', ')}`);
  }
  const strange = [...part.searches].find((search) => !state.facts.recordIds.has(search));
  if (strange !== undefined) {
    const known = [...state.facts.recordIds.keys()].join(', ');
    throw usageError(`--only: there is no search ${strange}`, `the searches are ${known}`);
  }
  const share = shareOf(state.outcomes[stage], protocol, stage, person, options.round);
  const { mine, round, waitsFor } = share;
  const opened = withSecrets(review.reader, stage, person, [...share.own.values()]);
  const votes = new Map<ReportId, VoteInput>();
  let next = 0;
  for (const report of share.own.keys()) {
    const line = opened[next++];
    if (line) votes.set(report, voteOf(line));
  }
  const isPart = (options.only ?? []).length > 0;
  const told = { person, stage, round, part: (options.only ?? []).join(' '), waitsFor };
  if (!isPart && isPlainOrder(order))
    return { ...told, list: inPlainOrder(mine, order, protocol.seed, stage, person), own: votes };
  const chosen = reportFacts(review, mine).filter((item) => {
    if (!isPart) return true;
    const searches = (state.reports.of(item.report)?.records ?? []).map(searchOf);
    return isOfPart(part, item, searches, votes.get(item.report)?.labels.split(' ') ?? []);
  });
  const list = inReadingOrder(chosen, order, protocol.seed, stage, person);
  const isListed = new Set(isPart ? list : []);
  const own = isPart ? new Map([...votes].filter(([report]) => isListed.has(report))) : votes;
  return { ...told, list, own };
}
