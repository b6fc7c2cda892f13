import type { PersonId } from '../../model/ids.ts';
import type { Stage } from '../../model/protocol.ts';
import type { Round } from '../../model/rounds.ts';
import { addRound } from '../../review/rounds.ts';
import { planHandover, planSplit, type StageToPlan } from '../../screening/plan-rounds.ts';
import { readIdRanges } from '../../model/id-ranges.ts';
import { usageError } from '../../model/errors.ts';
import { plural } from '../../text/plural.ts';
import { printJson, type Context } from '../context.ts';
import { freezeProtocol, openReview, warnWhereStale, type OpenReview } from '../open.ts';

interface AssignOptions {
  readonly stage?: Stage;
  readonly from?: PersonId;
  readonly to?: readonly PersonId[];
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `assign`: deals reports out among the reviewers, or gives what one of them has left to others. */
export async function assign(context: Context, options: AssignOptions): Promise<number> {
  const review = openReview(context);
  await warnWhereStale(context, review);
  const stage = options.stage ?? 'title-abstract';
  const { from, to = [] } = options;
  if ((from === undefined) !== (to.length === 0))
    throw usageError('a handover names who leaves and who takes over', 'add  --from <person> --to <person>');
  const at = stageToPlan(review, stage);
  const round = from === undefined ? planSplit(at, context.now()) : planHandover(at, from, to, context.now());
  if (round && !options.dryRun) {
    addRound(review.root, stage, round);
    freezeProtocol(review);
  }
  if (options.json) {
    printJson(context, { schema: 1, stage, dryRun: options.dryRun ?? false, round: round ?? null });
    return 0;
  }
  if (!round) {
    const what = from === undefined ? `every report of ${stage} is somebody's` : `${from} owes nothing at ${stage}`;
    context.out(`${what}: there is nothing to assign\n`);
    return 0;
  }
  tellRound(context, round);
  if (options.dryRun) context.out('dry run: nothing was written\n');
  else context.note('Next: litscreen status\n');
  return 0;
}

/** What `pilot` and `assign` plan from. */
export function stageToPlan({ state }: OpenReview, stage: Stage): StageToPlan {
  const { protocol, rounds } = state.facts;
  return {
    stage,
    protocol,
    rounds: rounds[stage],
    outcomes: state.outcomes[stage],
  };
}

function tellRound(context: Context, { name, groups, from }: Round): void {
  const sizes = groups.map(({ people, reports }) => ({ people, n: readIdRanges(reports).length }));
  const total = sizes.reduce((sum, { n }) => sum + n, 0);
  context.out(`${name}: ${plural(total, 'report')}${from === undefined ? '' : ` that ${from} had left`}\n`);
  const loads = new Map<PersonId, number>();
  for (const { people, n } of sizes) for (const person of people) loads.set(person, (loads.get(person) ?? 0) + n);
  const shares = [...loads].sort(([a], [b]) => (a < b ? -1 : 1)).map(([person, n]) => `${person} ${n}`);
  context.out(`  ${shares.join(' · ')}\n`);
  for (const { people, n } of sizes) context.out(`  ${String(n).padStart(6)}  ${people.join(', ')}\n`);
}
