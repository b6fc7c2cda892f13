import { summarise } from '../../extraction/summary.ts';
import { countFlow } from '../../flow/count.ts';
import type { FlowColumn } from '../../flow/model.ts';
import { addToGroup } from '../../model/group.ts';
import { STAGES, type Stage } from '../../model/protocol.ts';
import { isDedupeStale } from '../../review/dedupe.ts';
import { readExtraction } from '../../review/extraction.ts';
import { isFilterStale } from '../../review/filter.ts';
import { isPilotRound } from '../../model/rounds.ts';
import { dueFor, isDue, openConflicts, openRounds, sealedIn } from '../../screening/due.ts';
import type { StageOutcome } from '../../screening/outcomes.ts';
import { inHours, secondsPerVote } from '../../screening/pace.ts';
import { isToRetrieve } from '../../retrieval/status.ts';
import { compareIds } from '../../text/order.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { printJson, type Context, stageFlag } from '../context.ts';
import { openReview, type OpenReview } from '../open.ts';
import { FIRST_INGEST } from '../next-steps.ts';
import { unsealCommand } from './unseal.ts';
import { packageVersion } from '../program.ts';

/** `status`: where the review stands, and the next command. It never tells how anybody voted. */
export function status(context: Context, options: { json?: boolean }): number {
  const review = openReview(context);
  const { protocol } = review.state.facts;
  const { searches } = review.state;
  const { json: flow } = countFlow(review.state, packageVersion());
  const stages = STAGES.map((stage) => ({
    stage,
    reports: review.state.outcomes[stage].size,
    people: progressOf(review, stage),
    pilots: openPilots(review, stage),
    proposals: openConflicts(review.state, stage).shown.filter(isProposed).length,
  }));
  const isStale = isDedupeStale(review.root, review.state.facts);
  const extraction = extractionProgress(review);
  const filterIsStale = isFilterStale(review.root, review.state.facts);
  const next = isStale ? 'litscreen dedupe' : filterIsStale ? 'litscreen filter' : nextStep(review, stages, extraction);
  if (options.json) {
    const found = ({ identified, duplicates, automation, otherRemoved }: FlowColumn) => ({
      identified,
      duplicates,
      automation,
      otherRemoved,
    });
    printJson(context, {
      schema: 1,
      title: protocol.title,
      databases: found(flow.databases),
      other: found(flow.other),
      stages,
      pending: flow.pending,
      included: flow.included,
      ...(protocol.version > 1 && { version: protocol.version, previous: flow.previous, total: flow.total }),
      ...(extraction && { extraction }),
      provisional: flow.provisional,
      dedupeIsUpToDate: !isStale,
      filterIsUpToDate: !filterIsStale,
      next,
    });
    return 0;
  }
  const line = (label: string, n: number | string, what: string) =>
    context.out(`  ${label.padEnd(16)}${String(n).padStart(6)}   ${what}\n`.replace(/ +\n$/, '\n'));
  const isClosed = review.state.facts.versions.some((one) => one.version === protocol.version);
  const versionTold =
    protocol.version > 1 || isClosed ? `version ${protocol.version}${isClosed ? ' (closed)' : ''}, ` : '';
  context.out(`${terminalSafe(protocol.title)}      ${versionTold}protocol ${protocol.protocol}\n`);
  const before = flow.previous;
  if (protocol.version > 1)
    line('previous', before.reports, `reports of ${plural(before.studies, 'study', 'studies')}`);
  line('identified', flow.databases.identified + flow.other.identified, plural(searches.length, 'search', 'searches'));
  const notRetrieved = flow.databases.notRetrieved + flow.other.notRetrieved;
  const uncertain = flow.pending.uncertainDuplicates;
  const elsewhere = (flow.declared ?? []).reduce((sum, { n }) => sum + n, 0);
  line(
    'duplicates',
    flow.databases.duplicates + flow.other.duplicates,
    [
      isStale ? 'not up to date' : uncertain > 0 ? `${plural(uncertain, 'pair')} uncertain` : '',
      elsewhere > 0 ? `${elsewhere} more removed elsewhere, as declared` : '',
    ]
      .filter((part) => part !== '')
      .join(' · '),
  );
  const removedBy = (kind: 'automation' | 'otherRemoved') => flow.databases[kind] + flow.other[kind];
  const [byLimits, byOthers] = [removedBy('automation'), removedBy('otherRemoved')];
  if (byLimits + byOthers > 0 || filterIsStale) {
    const parts = [`${byLimits} by limits`, ...(byOthers > 0 ? [`${byOthers} for other reasons`] : [])];
    line('removed', byLimits + byOthers, filterIsStale ? 'not up to date' : parts.join(' · '));
  }
  for (const { stage, reports, people, pilots, proposals } of stages) {
    const conflicts = flow.pending[stage].conflicts;
    const done = people.map(({ person, done, due, secondsPerVote: pace }) => {
      const time = pace === undefined || due === 0 ? '' : ` (${inHours(pace * due)})`;
      return `${person} ${done} done${due > 0 ? `, ${due} to go${time}` : ''}`;
    });
    const proposed = proposals > 0 ? `, ${proposals} with a ruling proposed` : '';
    line(stage, reports, [...done, ...(conflicts > 0 ? [plural(conflicts, 'conflict') + proposed] : [])].join(' · '));
    for (const pilot of pilots) {
      const owed = pilot.people.map(({ person, due }) => (due > 0 ? `${person} ${due} to go` : `${person} is done`));
      line(`  ${pilot.round}`, pilot.reports, `first of all: ${owed.join(' · ')}`);
    }
    if (stage === 'title-abstract')
      line(
        'full texts',
        flow.databases.sought + flow.other.sought,
        [
          flow.pending.retrieval > 0 ? `${flow.pending.retrieval} to retrieve` : '',
          notRetrieved > 0 ? `${notRetrieved} not retrieved` : '',
        ]
          .filter((part) => part !== '')
          .join(' · '),
      );
  }
  line('included', flow.included.reports, flow.provisional ? 'provisional' : '');
  if (protocol.version > 1)
    line('in all', flow.total.reports, `reports of ${plural(flow.total.studies, 'study', 'studies')}`);
  if (extraction) line('extracted', extraction.complete, `of ${extraction.units} with all required items`);
  context.note(`Next: ${next}\n`);
  return 0;
}

/** Whether somebody has proposed how a conflict is settled, and others have not said so yet. */
function isProposed({ resolutions }: StageOutcome): boolean {
  return resolutions.proposed.length > 0;
}

interface Progress {
  readonly units: number;
  readonly complete: number;
}

/** How far the extraction is; undefined where the review has no form. */
function extractionProgress({ reader, state }: OpenReview): Progress | undefined {
  const extraction = readExtraction(reader, state);
  reader.throwProblems();
  if (!extraction) return undefined;
  const { units, complete } = summarise(extraction.form, extraction.units, extraction.entries);
  return { units, complete };
}

interface StageProgress {
  readonly stage: Stage;
  readonly people: readonly PersonProgress[];
  readonly pilots: readonly OpenPilot[];
}

interface PersonProgress {
  readonly person: string;
  readonly done: number;
  readonly due: number;
  readonly secondsPerVote?: number;
}

/** Who owes how many votes, and how fast they come; never how anybody voted. */
function progressOf(review: OpenReview, stage: Stage): PersonProgress[] {
  const { facts, outcomes } = review.state;
  const all = [...outcomes[stage].values()];
  return facts.protocol.stages[stage].reviewers.map((person) => {
    const pace = secondsPerVote(facts.votes[stage].filter((line) => line.person === person));
    return {
      person,
      done: all.filter(({ votes }) => votes.present.has(person)).length,
      due: dueFor(review.state, person, stage).length,
      ...(pace !== undefined && { secondsPerVote: pace }),
    };
  });
}

interface OpenPilot {
  readonly round: string;
  readonly reports: number;
  readonly people: readonly { readonly person: string; readonly due: number }[];
}

/** The pilots of a stage that wait for votes: all else waits for them. */
function openPilots({ state }: OpenReview, stage: Stage): OpenPilot[] {
  const rounds = new Map<string, StageOutcome[]>();
  for (const item of state.outcomes[stage].values())
    if (item.isAssigned && isPilotRound(item.round)) addToGroup(rounds, item.round, item);
  return [...rounds].flatMap(([round, own]) => {
    if (own.every(({ votes }) => votes.isCast)) return [];
    const people = [...new Set(own.flatMap(({ votes }) => votes.asked))].sort(compareIds);
    const dueOf = (person: string) => own.filter(({ votes }) => isDue(votes, person)).length;
    return [{ round, reports: own.length, people: people.map((person) => ({ person, due: dueOf(person) })) }];
  });
}

/** A pilot that waits for votes, reports that nobody is to read yet, or sealed votes that can be opened. */
function roundsStep(review: OpenReview, stage: Stage): string | undefined {
  const { facts, outcomes } = review.state;
  const flag = stageFlag(stage);
  const all = [...outcomes[stage].values()];
  const isNobodys = ({ isAssigned, votes }: StageOutcome) => !isAssigned && votes.voters.size === 0;
  const isInPilot = all.some(({ round, votes }) => isPilotRound(round) && !(votes.isCast && votes.isComplete));
  if (!isInPilot && facts.protocol.stages[stage].split && all.some(isNobodys)) return `litscreen assign${flag}`;
  const open = openRounds(all);
  const [person] = sealedIn(all.filter(({ round }) => !open.has(round)));
  return person && unsealCommand(person, stage);
}

function nextStep(review: OpenReview, stages: readonly StageProgress[], extraction: Progress | undefined): string {
  const { facts, outcomes, retrieval } = review.state;
  if (review.state.searches.length === 0) return FIRST_INGEST;
  if (facts.uncertain.length > 0) return 'litscreen dedupe review --as <you>';
  for (const { stage, people, pilots } of stages) {
    const states = [...outcomes[stage].values()];
    const flag = stageFlag(stage);
    const first = roundsStep(review, stage);
    if (first !== undefined) return first;
    // Who has done a pilot waits for the others.
    const waiting = [...(pilots[0]?.people ?? []), ...people].find(({ due }) => due > 0);
    if (waiting) return `litscreen screen --as ${waiting.person}${flag}`;
    if (states.some((item) => item.outcome === 'conflict')) return `litscreen resolve --as <you>${flag}`;
    const isOpen = (id: string) => isToRetrieve(retrieval.get(id));
    if (stage === 'title-abstract' && states.some((item) => item.outcome === 'included' && isOpen(item.report)))
      return 'litscreen retrieve list --status open';
  }
  if (extraction && extraction.complete < extraction.units) return 'litscreen extract sheet <file> --as <you>';
  if (facts.versions.some((one) => one.version === facts.protocol.version))
    return 'litscreen update --as <you>, when the searches are run again';
  return 'litscreen check --final, then  litscreen flow';
}
