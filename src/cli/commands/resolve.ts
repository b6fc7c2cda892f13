import { usageError } from '../../model/errors.ts';
import { reasonsAt, type Stage, type StageRules } from '../../model/protocol.ts';
import { appendToLedger } from '../../review/store.ts';
import { openConflicts } from '../../screening/due.ts';
import type { StageOutcome } from '../../screening/outcomes.ts';
import { checkReason, resolutionLine, type ResolutionInput } from '../../screening/plan-vote.ts';
import { mayAdjudicate } from '../../screening/resolutions.ts';
import { commonRoute } from '../../screening/votes.ts';
import { openKeyboard, type Keyboard } from '../../terminal/keys.ts';
import { pressedReason, reasonMenu } from '../../terminal/reasons.ts';
import { reportCard } from '../../terminal/report-card.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context } from '../context.ts';
import { freezeProtocol, openReview, readReportRecords, requireReport, type OpenReview } from '../open.ts';

interface Options {
  readonly as?: string;
  readonly stage?: Stage;
  readonly method?: 'discussion' | 'adjudication';
  readonly rationale?: string;
  readonly reason?: string;
}

/** `resolve`: one ruling from the command line, or all open conflicts one after the other at the terminal. */
export async function resolve(
  context: Context,
  id: string | undefined,
  decision: string | undefined,
  options: Options,
): Promise<number> {
  const review = openReview(context);
  const { protocol } = review.state.facts;
  const stage = options.stage ?? 'title-abstract';
  const person = actingPerson(context, options.as, protocol);
  if (id === undefined) return resolveAtTerminal(context, review, person, stage);
  const report = requireReport(review, id);
  const outcome = review.state.outcomes[stage].get(report.id);
  if (!outcome)
    throw usageError(
      `${report.id} has not reached ${stage}`,
      `see where it stands with  litscreen explain ${report.id}`,
    );
  const allowed = stage === 'full-text' ? ['include', 'exclude', 'awaiting'] : ['include', 'exclude'];
  if (decision === undefined)
    throw usageError(`${allowed.join(' or ')}?`, `litscreen resolve ${id} ${allowed.join('|')} …`);
  const method = options.method ?? 'missing';
  if (method === 'missing')
    throw usageError('how was it settled?', 'add  --method discussion  or  --method adjudication');
  if (!allowed.includes(decision)) throw usageError(`${decision} is no ruling`, `say ${allowed.join(' or ')}`);
  checkReason(decision, options.reason ?? '', protocol, stage);
  rule(context, review, person, stage, outcome, {
    decision,
    reason: options.reason ?? '',
    method,
    rationale: options.rationale ?? '',
  });
  return 0;
}

function rule(
  context: Context,
  review: OpenReview,
  person: string,
  stage: Stage,
  outcome: StageOutcome,
  input: ResolutionInput,
): void {
  appendToLedger(review.root, { kind: 'resolutions', stage }, person, (own) => [
    resolutionLine(outcome, person, own, input, context.now(), review.state.facts.protocol, stage),
  ]);
  freezeProtocol(review);
  const after = openReview(context).state;
  const now = after.outcomes[stage].get(outcome.report);
  const others = [...outcome.votes.present.keys()].filter((voter) => voter !== person);
  const isOpen = now?.outcome === 'conflict';
  const isProposal = isOpen && input.method === 'discussion';
  const ruled = isProposal ? `${input.decision} proposed` : `${input.decision} (${input.method})`;
  context.out(`${outcome.report}: ${stage}, ${ruled}\n`);
  if (stage === 'title-abstract' && review.state.outcomes['full-text'].has(outcome.report)) {
    context.note(`note: ${outcome.report} was at full-text; for a ruling there add  --stage full-text\n`);
  }
  if (isProposal) {
    const contrary = now.resolutions.proposed.filter(
      (line) => line.person !== person && line.decision !== input.decision,
    );
    for (const line of contrary) context.note(`note: ${line.person} has proposed ${line.decision}\n`);
    const enter = others.length === 1 ? 'enters' : 'enter';
    const flag = stage === 'title-abstract' ? '' : ` --stage ${stage}`;
    context.note(
      `it takes effect when ${others.join(' and ')} ${enter} the same: litscreen resolve ${outcome.report} ${input.decision}${flag} --method discussion …\n`,
    );
  } else if (isOpen) {
    context.note('warning: it contradicts another ruling, so neither holds: the report is open until you agree\n');
  }
  context.note(`${plural(openConflicts(after, stage).shown.length, 'conflict')} left at ${stage}\n`);
}

async function resolveAtTerminal(context: Context, review: OpenReview, person: string, stage: Stage): Promise<number> {
  const { protocol } = review.state.facts;
  const rules = protocol.stages[stage];
  const { shown, withheld } = openConflicts(review.state, stage);
  const mine = shown.filter(({ votes }) => votes.present.has(person) || mayAdjudicate(person, votes, rules));
  if (mine.length === 0) {
    context.out(
      `no conflict of ${stage} waits for ${person}${withheld > 0 ? '; some are shown when all votes of the round are in' : ''}\n`,
    );
    return 0;
  }
  const records = readReportRecords(
    review,
    mine.map((outcome) => outcome.report),
  );
  const twin = `in scripts use  litscreen resolve <report> include|exclude --as ${person} --method … --rationale "…"`;
  const keyboard = openKeyboard(process.stdin, context.out, twin);
  try {
    for (const [index, outcome] of mine.entries()) {
      const record = records.get(outcome.report);
      const columns = Math.min(100, process.stdout.columns || 80);
      const method = outcome.votes.present.has(person) ? 'discussion' : 'adjudication';
      context.out(
        `\n${'─'.repeat(columns)}\n${stage} · conflict ${index + 1} of ${mine.length} · ${person}, by ${method}\n\n`,
      );
      const card = record ? reportCard(record, columns).join('\n') : outcome.report;
      context.out(`${card}\n\n${votesShown(outcome, method)}${standing(outcome, rules)}\n`);
      const ruling = await askRuling(context, review, stage, keyboard);
      if (ruling === 'quit' || ruling === 'interrupt') {
        context.out(`\n${plural(mine.length - index, 'conflict')} left\n`);
        context.note(`Next: litscreen resolve --as ${person} --stage ${stage}\n`);
        return ruling === 'quit' ? 0 : 130;
      }
      if (ruling !== 'skip') rule(context, review, person, stage, outcome, { ...ruling, method });
    }
  } finally {
    keyboard.close();
  }
  return 0;
}

/** The votes in conflict: by name among those who discuss, as A and B for a third person, who judges the votes alone. */
function votesShown(outcome: StageOutcome, method: string): string {
  return [...outcome.votes.present]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([voter, line], index) => {
      const name = method === 'discussion' ? voter : String.fromCharCode(65 + index);
      return `  ${name}  ${line.vote}${line.reason && ` (${line.reason})`}${line.note && `  "${terminalSafe(line.note)}"`}\n`;
    })
    .join('');
}

/** What there is to rule on where the votes do not differ in what they do. */
export function standing({ votes }: StageOutcome, rules: StageRules): string {
  if (votes.onlyReasonsDiffer) return '  only the reason is open\n';
  if (commonRoute([...votes.present.values()], rules) === undefined) return '';
  return '  they agree now; a report that was in conflict waits for a ruling all the same\n';
}

async function askRuling(
  context: Context,
  review: OpenReview,
  stage: Stage,
  keyboard: Keyboard,
): Promise<Omit<ResolutionInput, 'method'> | 'skip' | 'quit' | 'interrupt'> {
  const reasons = reasonsAt(review.state.facts.protocol, stage);
  context.out(
    `exclude because\n${reasonMenu(reasons)}i include   ${stage === 'full-text' ? '' : 'e exclude   '}s skip   q quit\n> `,
  );
  for (;;) {
    const key = await keyboard.next();
    if (key === undefined) return 'interrupt';
    if (key.name === 's') return 'skip';
    if (key.name === 'q') return 'quit';
    const reason = await pressedReason(keyboard, key, reasons);
    const decision =
      key.name === 'i'
        ? 'include'
        : reason !== undefined || (key.name === 'e' && stage !== 'full-text')
          ? 'exclude'
          : undefined;
    if (decision === undefined) continue;
    for (;;) {
      const rationale = await keyboard.line(`${decision}${reason ? ` · ${reason}` : ''} because: `);
      if (rationale === undefined) break;
      if (rationale.trim() !== '') return { decision, reason: reason ?? '', rationale };
      context.out('a ruling says why; escape takes it back\n');
    }
    context.out('> ');
  }
}
