import { exitStatus } from '../../model/errors.ts';
import { SEALED, type VoteLine } from '../../model/ledgers.ts';
import type { Stage } from '../../model/protocol.ts';
import { ALL_ROUND } from '../../model/rounds.ts';
import { openSealed } from '../../review/cast.ts';
import { ledgerFile } from '../../review/paths.ts';
import { openRounds, sealedIn } from '../../screening/due.ts';
import type { StageOutcome } from '../../screening/outcomes.ts';
import { owedInWords, owing } from '../../screening/plan-rounds.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context, stageFlag } from '../context.ts';
import { openReview, type OpenReview } from '../open.ts';
import { stageToPlan } from './rounds.ts';
import { requireVoter } from './vote.ts';

interface Options {
  readonly as?: string;
  readonly stage?: Stage;
}

/** What a person types to open the own sealed votes of a stage. */
export function unsealCommand(person: string, stage: Stage): string {
  return `litscreen unseal --as ${person}${stageFlag(stage)}`;
}

/** Tells of votes that are all in, and that nobody can read before they are opened. */
export function noteSealed(context: Context, { state }: OpenReview, stage: Stage): void {
  const sealed = sealedIn([...state.outcomes[stage].values()].filter(({ votes }) => votes.isCast));
  if (sealed.length === 0) return;
  const commands = sealed.map((person) => unsealCommand(person, stage));
  context.note(`note: ${stage} has reports whose votes are in, and sealed: ${commands.join(', ')}\n`);
}

/** `unseal`: a person's sealed votes are opened in the rounds in which all votes are in. */
export function unseal(context: Context, options: Options): number {
  const review = openReview(context);
  const { state } = review;
  const stage = options.stage ?? 'title-abstract';
  const person = actingPerson(context, options.as, state.facts.protocol);
  requireVoter(review, person, stage, '<report>');
  const outcomes = [...state.outcomes[stage].values()];
  const isOpen = openRounds(outcomes);
  const roundOf = (record: string) => state.outcomes[stage].get(state.reports.of(record)?.id ?? '')?.round;
  // What is not at the stage may come back to it.
  const mayOpen = (record: string) => {
    const round = roundOf(record);
    return round !== undefined && !isOpen.has(round);
  };
  const { opened, missing, changed } = openSealed(review.reader, stage, person, (line) => mayOpen(line.report));
  context.out(`${plural(opened, 'vote')} of ${person} at ${stage} opened\n`);
  const secrets = ledgerFile({ kind: 'secrets', stage }, person);
  const say = (lines: readonly VoteLine[]) => (lines.length === 1 ? 'says' : 'say');
  if (missing.length > 0) {
    context.note(
      `warning: what ${plural(missing.length, 'sealed vote')} ${say(missing)} is not here ${some(missing)}\n`,
    );
    context.note(
      `hint: unseal where you voted: ${secrets} stays there, and is not in git; if it is lost, withdraw these votes and vote again\n`,
    );
  }
  if (changed.length > 0) {
    context.note(
      `warning: what ${plural(changed.length, 'sealed vote')} ${say(changed)} in ${secrets} is not what was sealed ${some(changed)}\n`,
    );
    context.note('hint: put the file back as it was; if that is lost, withdraw these votes and vote again\n');
  }
  const isOwnShut = ({ round, votes }: StageOutcome) => isOpen.has(round) && votes.present.get(person)?.vote === SEALED;
  const own = new Set(outcomes.filter(isOwnShut).map(({ round }) => round));
  // Who has sealed nothing is told why there is nothing to open.
  const stay = own.size > 0 || opened > 0 || !state.facts.protocol.seal ? own : isOpen;
  for (const round of [...stay].sort()) {
    const due = owedInWords(owing(stageToPlan(review, stage), new Set([round])));
    const where = round === ALL_ROUND ? stage : round;
    context.note(`${where}: votes are due from ${due}; what was cast there stays sealed until then\n`);
  }
  const isLeft = missing.length + changed.length > 0 || (opened === 0 && stay.size > 0);
  return isLeft ? exitStatus.no : exitStatus.done;
}

/** The reports of some votes, in brackets. */
function some(lines: readonly VoteLine[]): string {
  const first = lines.slice(0, 5).map((line) => line.report);
  return `(${first.join(', ')}${lines.length > 5 ? ', …' : ''})`;
}
