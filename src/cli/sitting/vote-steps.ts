import type { ReportId } from '../../model/ids.ts';
import type { VoteInput } from '../../screening/plan-vote.ts';
import { castVotes, StageLedgers, type Ballot } from '../cast.ts';
import { refusal, type Context } from '../context.ts';
import type { OpenReview } from '../open.ts';
import type { Task } from './task.ts';

/** What undo takes back: the votes of one key, each with what stood before; or a step without any. */
export interface Step {
  /** Where the person was. */
  readonly from: ReportId | undefined;
  readonly before: ReadonlyMap<ReportId, VoteInput | undefined>;
  readonly after: ReadonlyMap<ReportId, VoteInput>;
}

const WITHDRAWN: VoteInput = { vote: 'withdraw', reason: '', note: '', labels: '' };

/** The votes of a sitting: each step is on disk when it is taken, and any number of them can be taken back. */
export class VoteSteps {
  readonly #context: Context;
  readonly #review: OpenReview;
  readonly #task: Task;
  readonly #ledgers: StageLedgers;
  readonly #steps: Step[] = [];
  readonly #decided = new Set<ReportId>();

  constructor(context: Context, review: OpenReview, task: Task) {
    this.#context = context;
    this.#review = review;
    this.#task = task;
    this.#ledgers = new StageLedgers(review.root, task.stage);
  }

  /** How many reports were decided in this sitting. */
  get decided(): number {
    return this.#decided.size;
  }

  /** Takes a step without a vote, which undo goes back. */
  skip(from: ReportId | undefined): void {
    this.#steps.push({ from, before: new Map(), after: new Map() });
  }

  /**
   * Writes votes.
   * @param from where the person is.
   * @returns the step, with what stood before it; or why the votes are refused.
   */
  cast(from: ReportId | undefined, ballots: readonly Ballot[]): Step | string {
    let before: Step['before'] = new Map();
    const refused = refusal(() => (before = this.#write(ballots)));
    if (refused !== undefined) return refused;
    const step = { from, before, after: new Map(ballots.map(({ report, input }) => [report, input])) };
    this.#steps.push(step);
    for (const { report, input } of ballots) {
      this.#task.own.set(report, input);
      this.#decided.add(report);
    }
    return step;
  }

  /**
   * Takes the last step back: what stood before its votes stands again.
   * @returns the step; undefined where there is none; or why it is refused, and then it can be tried again.
   */
  undo(): Step | string | undefined {
    const step = this.#steps.at(-1);
    if (!step) return undefined;
    const ballots = [...step.before].map(([report, before]) => ({ report, input: before ?? WITHDRAWN }));
    const refused = refusal(() => {
      if (ballots.length > 0) this.#write(ballots);
    });
    if (refused !== undefined) return refused;
    this.#steps.pop();
    for (const [report, before] of step.before) {
      if (before) this.#task.own.set(report, before);
      else this.#task.own.delete(report);
      // One that was decided before in this sitting still is.
      if (!this.#steps.some(({ after }) => after.has(report))) this.#decided.delete(report);
    }
    return step;
  }

  #write(ballots: readonly Ballot[]): Step['before'] {
    const { person, stage } = this.#task;
    return castVotes(this.#context, this.#review, person, stage, ballots, this.#ledgers);
  }
}
