import { protocolChanges, type ProtocolChange } from '../../model/protocol-changes.ts';
import { AFFECTS, reasonsAt, STAGES, type Amendment, type Protocol, type Stage } from '../../model/protocol.ts';
import { LitscreenError, usageError } from '../../model/errors.ts';
import { deriveState, type ReviewState } from '../../flow/derive.ts';
import { frozenProtocolFile, PROTOCOL_FILE } from '../../review/paths.ts';
import { applyAmendment, isUnamended, nextProtocol } from '../../review/protocol.ts';
import { findReview } from '../../review/load.ts';
import { withLock } from '../../review/lock.ts';
import { applyWrites } from '../../review/store.ts';
import { setInYaml } from '../../review/yaml.ts';
import type { ReportVotes } from '../../screening/votes.ts';
import { affectedPilots } from '../../screening/rounds.ts';
import { readAffected, retiredReasons } from '../../screening/amendments.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { actingPerson, printJson, type Context } from '../context.ts';
import { openReview, type OpenReview } from '../open.ts';

interface AmendOptions {
  readonly as?: string;
  readonly why?: string;
  readonly affects?: readonly string[];
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `protocol amend`: what was changed in review.yaml becomes the next protocol, with a reason and what it affects. */
export function amend(context: Context, options: AmendOptions): number {
  return withProtocolLocked(context, (review) => amendOpened(context, review, options));
}

/** What is planned depends on what review.yaml says: nobody else may change it in between. */
function withProtocolLocked(context: Context, work: (review: OpenReview) => number): number {
  return withLock(findReview(context.folder), 'protocol', () => work(openReview(context)));
}

function amendOpened(context: Context, review: OpenReview, options: AmendOptions): number {
  const { facts } = review.state;
  const { protocol } = facts;
  const person = actingPerson(context, options.as, protocol);
  const frozen = review.reader.frozenProtocol(protocol.protocol);
  review.reader.throwProblems();
  if (isUnamended(review.reader, protocol)) {
    throw usageError(
      `protocol ${protocol.protocol} was counted up by hand: nothing says why`,
      `set  protocol: ${protocol.protocol - 1}  again in review.yaml; the amendment counts it up`,
    );
  }
  if (frozen === undefined) {
    throw usageError(
      `protocol ${protocol.protocol} is not in force yet: no decision was made under it`,
      'edit review.yaml freely; the first vote freezes it',
    );
  }
  const changes = protocolChanges(frozen, protocol);
  if (changes.length === 0) {
    const hint = 'edit its criteria, stages, questions or filters first, then say here why';
    throw usageError(`review.yaml says what protocol ${protocol.protocol} says`, hint);
  }
  const retired = retiredReasons(frozen, protocol);
  const pilots = affectedPilots(facts.rounds, changes, protocol);
  const amendment: Amendment = {
    protocol: nextProtocol(review.reader, protocol),
    date: context.now().toISOString().slice(0, 10),
    by: person,
    why: requireWhy(options),
    affects: [...new Set([...requireAffects(options, protocol), ...retired, ...pilots])],
  };
  const amended = { ...protocol, protocol: amendment.protocol, amendments: [...protocol.amendments, amendment] };
  const due = dueAgainIn(deriveState({ ...facts, protocol: amended }), review.state);
  const text = review.reader.protocolText;
  const written = options.dryRun ? [] : applyAmendment(review.root, text, protocol, amendment);
  if (options.json) {
    printJson(context, {
      schema: 1,
      dryRun: options.dryRun ?? false,
      amendment,
      changes,
      dueAgain: due,
      changed: written,
    });
    return 0;
  }
  const why = amendment.why === '' ? '' : `: ${terminalSafe(amendment.why)}`;
  context.out(`protocol ${amendment.protocol} (${amendment.date}, ${person})${why}\n`);
  for (const change of changes) context.out(`  ${changeTold(change)}\n`);
  for (const { stage, reports, people } of due) {
    const shares = people.map(({ person: who, n }) => `${who} ${n}`).join(' · ');
    context.out(`due again at ${stage}: ${plural(reports.length, 'report')}   ${shares}\n`);
  }
  if (due.length === 0) context.out('no decision is due again\n');
  if (retired.length > 0) {
    context.out(`reasons that are gone affect what was excluded for them: ${retired.join(', ')}\n`);
  }
  for (const item of pilots) {
    context.out(
      `its criteria have changed: votes of ${item.replace(':', ', ')} decide no more, and its reports are read anew\n`,
    );
  }
  for (const { stage } of due.filter((item) => protocol.stages[item.stage].closed)) {
    context.note(`note: ${stage} is closed; for new votes set  closed: false  in review.yaml\n`);
  }
  if (options.dryRun) context.out('dry run: nothing was written\n');
  else context.note(`frozen as ${frozenProtocolFile(amendment.protocol)}\nNext: litscreen status\n`);
  return 0;
}

function requireWhy({ why = '', dryRun }: AmendOptions): string {
  if (why.trim() === '' && !dryRun) throw usageError('an amendment says why', 'add  --why "…"');
  return why.trim();
}

/** @throws LitscreenError of kind `usage` where it is not said what the amendment affects, or not as it must be. */
function requireAffects({ affects: said, dryRun }: AmendOptions, protocol: Protocol): string[] {
  const hint =
    'add  --affects none  or, once or more:  --affects title-abstract, --affects full-text:excluded, --affects title-abstract:excluded:<reason>';
  if (said === undefined && dryRun) return [];
  if (said === undefined) throw usageError('which earlier decisions does it affect?', hint);
  if (said.length === 1 && said[0] === 'none') return [];
  for (const text of said) {
    if (!AFFECTS.test(text)) throw usageError(`${text} is not what an amendment can affect`, hint);
    const { stage, reason } = readAffected(text);
    const known = reasonsAt(protocol, stage).map(({ id }) => id);
    if (reason !== undefined && !known.includes(reason)) {
      throw usageError(`${reason} is no reason of ${stage}`, `its reasons are ${known.join(', ')}`);
    }
  }
  return [...said];
}

interface DueAgain {
  readonly stage: Stage;
  readonly reports: readonly string[];
  readonly people: readonly { readonly person: string; readonly n: number }[];
}

/** The reports whose decisions an amendment makes due again that were not due before, and how many of each person's. */
function dueAgainIn(state: ReviewState, before: ReviewState): DueAgain[] {
  return STAGES.flatMap((stage) => {
    const outcomes = [...state.outcomes[stage].values()].filter(({ report, votes, outcome }) => {
      const earlier = before.outcomes[stage].get(report);
      const isNew = [...votes.dueAgain].some((person) => !earlier?.votes.dueAgain.has(person));
      // Other people, or more votes, may be asked for from now on.
      return isNew || (outcome === 'pending' && earlier !== undefined && earlier.outcome !== 'pending');
    });
    if (outcomes.length === 0) return [];
    const people = state.facts.protocol.stages[stage].reviewers
      .map((person) => ({
        person,
        n: outcomes.filter(({ votes }) => votes.dueAgain.has(person) || isNewlyAsked(votes, person)).length,
      }))
      .filter(({ n }) => n > 0);
    return [{ stage, reports: outcomes.map((outcome) => outcome.report), people }];
  });
}

/** Whether a report waits for a vote of somebody who has not voted on it. */
function isNewlyAsked({ asked, present, isComplete, dueAgain }: ReportVotes, person: string): boolean {
  return !isComplete && dueAgain.size === 0 && asked.includes(person) && !present.has(person);
}

function changeTold({ path, from, to }: ProtocolChange): string {
  const quoted = (text: string) => `"${terminalSafe(text)}"`;
  if (from === undefined) return `+ ${path}: ${quoted(to ?? '')}`;
  return to === undefined ? `- ${path}: ${quoted(from)}` : `${path}: ${quoted(from)} → ${quoted(to)}`;
}

/** `close --stage s`: the stage takes no more votes and rulings; work that opens in it later is an error of `check`. */
export function close(context: Context, stage: Stage): number {
  return withProtocolLocked(context, (review) => closeOpened(context, review, stage));
}

function closeOpened(context: Context, review: OpenReview, stage: Stage): number {
  const { protocol } = review.state.facts;
  if (protocol.stages[stage].closed) {
    context.out(`${stage} is closed already\n`);
    return 0;
  }
  const outcomes = [...review.state.outcomes[stage].values()];
  const open = (name: string) => outcomes.filter(({ outcome }) => outcome === name).length;
  const parts = [
    open('pending') > 0 ? plural(open('pending'), 'report waits for votes', 'reports wait for votes') : '',
    open('conflict') > 0 ? plural(open('conflict'), 'conflict') : '',
    outcomes.length === 0 ? 'no report has reached it' : '',
  ].filter((part) => part !== '');
  if (parts.length > 0) {
    const message = `${stage} cannot be closed: ${parts.join(', ')}`;
    throw new LitscreenError('no', { message, hint: 'see what is open with  litscreen status' });
  }
  const text = review.reader.protocolText;
  const content = setInYaml(text, ['stages', stage, 'closed'], true);
  applyWrites(review.root, [{ path: PROTOCOL_FILE, content }]);
  context.out(`${stage} is closed: ${plural(outcomes.length, 'report')} decided\n`);
  context.note('To open it again, set  closed: false  in review.yaml\n');
  return 0;
}
