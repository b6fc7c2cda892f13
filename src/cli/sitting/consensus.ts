import { reasonsAt, type Reason, type Stage } from '../../model/protocol.ts';
import type { VoteLine } from '../../model/ledgers.ts';
import type { StageOutcome } from '../../screening/outcomes.ts';
import type { ResolutionInput } from '../../screening/plan-vote.ts';
import { lettered } from '../../screening/resolutions.ts';
import type { Key } from '../../terminal/keys.ts';
import { hanging, type Page } from '../../terminal/page.ts';
import { criteriaLines, reasonKeys, reasonLines } from '../../terminal/reasons.ts';
import { reportBody, type Hidden } from '../../terminal/report-body.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { termFinder, type FindTerms } from '../../text/terms.ts';
import { refusal } from '../context.ts';
import type { OpenReview } from '../open.ts';
import { standing, type Ruled } from '../rulings.ts';
import { reasonByKey } from './ask-reason.ts';
import type { Desk } from './desk.ts';
import { told } from './screening-page.ts';
import { Shelf } from './shelf.ts';

/** What somebody rules on. */
export interface ConsensusTask {
  readonly person: string;
  readonly stage: Stage;
  readonly conflicts: readonly StageOutcome[];
}

/** A sitting of the consensus step: one conflict after the other, with the votes as A and B, and a ruling with its why. */
export class ConsensusSitting {
  readonly #review: OpenReview;
  readonly #task: ConsensusTask;
  readonly #desk: Desk;
  readonly #rule: (outcome: StageOutcome, input: ResolutionInput) => Ruled;
  readonly #shelf: Shelf;
  readonly #reasons: readonly Reason[];
  readonly #hidden: Hidden;
  readonly #find: FindTerms;
  readonly #reports: readonly string[];
  /** What was ruled on which conflict in this sitting. */
  readonly #done = new Map<number, string>();
  /** Those of them that somebody else must confirm. */
  readonly #proposed = new Set<number>();
  #at = 0;
  #scroll = 0;
  #showsCriteria = false;
  #message = '';

  /** @param rule writes a ruling, and tells what became of the conflict. */
  constructor(
    review: OpenReview,
    task: ConsensusTask,
    desk: Desk,
    rule: (outcome: StageOutcome, input: ResolutionInput) => Ruled,
  ) {
    const { protocol } = review.state.facts;
    this.#review = review;
    this.#task = task;
    this.#desk = desk;
    this.#rule = rule;
    this.#shelf = new Shelf(review);
    this.#reasons = reasonsAt(protocol, task.stage);
    this.#hidden = new Set(protocol.hide);
    this.#find = termFinder(protocol.highlights ?? { include: [], exclude: [] });
    this.#reports = task.conflicts.map(({ report }) => report);
  }

  /** How many conflicts a ruling has settled, or tried to. */
  get ruled(): number {
    return this.#done.size - this.#proposed.size;
  }

  /** On how many something was proposed that is to be confirmed. */
  get proposed(): number {
    return this.#proposed.size;
  }

  /** Runs until the person leaves, or the last conflict is ruled on. */
  async run(): Promise<'quit' | 'interrupt' | 'done'> {
    this.#desk.show(() => this.#page());
    for (;;) {
      this.#desk.paint();
      const key = await this.#desk.next();
      if (key === undefined) return 'interrupt';
      const ended = await this.#press(key);
      if (ended) return ended;
    }
  }

  async #press(key: Key): Promise<'quit' | 'done' | undefined> {
    const typed = key.isCtrl ? '' : key.text.toLowerCase();
    const outcome = this.#task.conflicts[this.#at];
    if (this.#showsCriteria) {
      // Beside the report nothing is ruled.
      if (this.#desk.isScroll(key)) this.#scroll = this.#desk.scrolled(this.#scroll, key);
      else if (typed === 'c' || typed === 'q' || key.name === 'escape') this.#showsCriteria = false;
      return undefined;
    }
    if (typed === 'q') return 'quit';
    if (!this.#desk.isScroll(key)) this.#message = '';
    if (typed === 'c') this.#showsCriteria = true;
    else if (key.name === 'left') this.#goTo(this.#at - 1);
    else if (key.name === 'right') this.#goTo(this.#at + 1);
    else if (typed === 's') return this.#next();
    else if (typed === 'u') this.#message = 'a ruling stays: ← goes back, and another one takes its place';
    else if (typed === '?') this.#message = 'what each key does stands below; c shows the criteria';
    else if (this.#desk.isScroll(key)) this.#scroll = this.#desk.scrolled(this.#scroll, key);
    else if (outcome && (await this.#decide(typed, outcome))) return this.#next();
    return undefined;
  }

  #goTo(place: number): void {
    this.#at = Math.min(Math.max(0, place), this.#task.conflicts.length - 1);
    this.#scroll = 0;
  }

  #next(): 'done' | undefined {
    const { length } = this.#task.conflicts;
    for (let step = 1; step <= length; step++) {
      const place = (this.#at + step) % length;
      if (this.#done.has(place)) continue;
      this.#goTo(place);
      return undefined;
    }
    return 'done';
  }

  /** Asks why, and rules; false where nothing was ruled. */
  async #decide(typed: string, outcome: StageOutcome): Promise<boolean> {
    const ruling = await this.#rulingOf(typed);
    if (!ruling) return false;
    const what = told({ vote: ruling.decision, reason: ruling.reason });
    const proposed = this.#proposedRationale(outcome, ruling);
    const asked = proposed === '' ? `${what} because: ` : `${what} because (enter: as proposed): `;
    const wrong = (why: string) => (why === '' && proposed === '' ? 'a ruling says why' : undefined);
    const typedWhy = await this.#desk.ask(asked, 'rule', { wrong });
    if (typedWhy === undefined) return false;
    const rationale = typedWhy === '' ? proposed : typedWhy;
    let ruled: Ruled | undefined;
    const refused = refusal(() => {
      ruled = this.#rule(outcome, { ...ruling, method: this.#methodOn(outcome), rationale });
    });
    if (refused !== undefined || !ruled) {
      this.#message = refused ?? '';
      return false;
    }
    this.#done.set(this.#at, what);
    if (ruled.isProposal) this.#proposed.add(this.#at);
    else this.#proposed.delete(this.#at);
    this.#message = `last: ${what} ${outcome.report}${ruled.isProposal ? ', proposed' : ruled.isOpen ? ', which contradicts another ruling: neither holds' : ''}`;
    return true;
  }

  async #rulingOf(typed: string): Promise<{ decision: string; reason: string } | undefined> {
    const isFullText = this.#task.stage === 'full-text';
    if (typed === 'i') return { decision: 'include', reason: '' };
    if (typed === 'a' && isFullText) return { decision: 'awaiting', reason: '' };
    if (typed === 'e' && !isFullText) return { decision: 'exclude', reason: '' };
    if (typed === 'e') this.#message = 'at full text an exclusion has a reason: press its number';
    const reason = await reasonByKey(this.#desk, typed, this.#reasons);
    return reason && { decision: 'exclude', reason: reason.id };
  }

  /** Who confirms what another one has proposed, may keep the words. */
  #proposedRationale({ resolutions }: StageOutcome, ruling: { decision: string; reason: string }): string {
    const same = resolutions.proposed.find(
      (line) => line.decision === ruling.decision && line.reason === ruling.reason && line.person !== this.#task.person,
    );
    return same?.rationale ?? '';
  }

  #methodOn({ votes }: StageOutcome): ResolutionInput['method'] {
    return votes.present.has(this.#task.person) ? 'discussion' : 'adjudication';
  }

  #page(): Page {
    const { stage, person, conflicts } = this.#task;
    const { protocol } = this.#review.state.facts;
    const outcome = conflicts[this.#at];
    const aside = (columns: number) => criteriaLines(protocol.criteria.include, this.#reasons, columns);
    const method = outcome ? this.#methodOn(outcome) : 'adjudication';
    // What is cut below the report, stands in full at its end.
    let isCut = false;
    const votes = (columns: number, rows: number) => {
      const texts = outcome ? this.#voteLines(outcome, columns) : [];
      const most = Math.min(rows, LINES_EACH * texts.length);
      isCut = texts.flat().length > most;
      return cutTo(texts, most);
    };
    const how = method === 'discussion' ? `${person} discusses` : `${person} decides`;
    return {
      left: terminalSafe(`conflict ${this.#at + 1} of ${conflicts.length} · ${how} · ${stage}`),
      right: [this.#progress(), ''],
      body: this.#showsCriteria ? aside : (columns) => this.#body(columns, isCut),
      aside: this.#showsCriteria ? undefined : aside,
      blocks: [
        (columns) => (this.#desk.hasAside() ? [] : reasonLines(this.#reasons, this.#desk.styles, columns)),
        votes,
      ],
      message: terminalSafe(this.#told()),
      keys: [
        ['i', 'include'],
        ...(stage === 'full-text' ? ([['a', 'awaiting']] as const) : ([['e', 'exclude']] as const)),
        ...reasonKeys(this.#reasons),
        ['s', 'skip'],
        ['←→', 'back, on'],
        ['c', 'criteria'],
        ['↑↓', 'scroll'],
        ['q', 'quit'],
      ],
      scroll: this.#scroll,
    };
  }

  #progress(): string {
    return `${this.ruled} ruled on${this.proposed > 0 ? `, ${this.proposed} proposed` : ''}`;
  }

  #told(): string {
    const ruled = this.#done.get(this.#at);
    const own = ruled === undefined ? '' : `you said ${ruled} here; another ruling takes its place`;
    return [this.#message, own].filter((part) => part !== '').join(' · ');
  }

  #body(columns: number, withVotes: boolean): readonly string[] {
    const record = this.#shelf.at(this.#reports, this.#at);
    const outcome = this.#task.conflicts[this.#at];
    const body = record ? reportBody(record, columns, this.#find, this.#desk.styles, this.#hidden) : [];
    return outcome && withVotes ? [...body, '', ...this.#voteLines(outcome, columns).flat()] : body;
  }

  /** The votes as A and B, what is proposed, and what there is to rule on: each in its lines. */
  #voteLines(outcome: StageOutcome, columns: number): readonly (readonly string[])[] {
    const { protocol } = this.#review.state.facts;
    const letters = lettered(outcome, protocol.seed);
    const letterOf = new Map(letters.map(({ letter, line }) => [line.person, letter]));
    const open = standing(outcome, protocol.stages[this.#task.stage]).trim();
    const isOwn = (line: VoteLine) => (line.person === this.#task.person ? ', yours' : '');
    return [
      ...letters.map(({ letter, line }) =>
        hanging(
          letter,
          terminalSafe(`${told(line)}${isOwn(line)}${line.note === '' ? '' : `   "${line.note}"`}`),
          2,
          columns,
        ),
      ),
      ...outcome.resolutions.proposed.map(({ person, decision, reason, rationale }) => {
        const who = person === this.#task.person ? 'you propose' : `${letterOf.get(person) ?? person} proposes`;
        return hanging('→', terminalSafe(`${who} ${told({ vote: decision, reason })}: "${rationale}"`), 2, columns);
      }),
      ...(open === '' ? [] : [hanging('', open, 2, columns)]),
    ];
  }
}

/** A vote with a long note leaves the report its place. */
const LINES_EACH = 3;

/** Texts on at most so many rows: each of them begins there, and what is cut ends with an ellipsis. */
function cutTo(texts: readonly (readonly string[])[], rows: number): readonly string[] {
  if (texts.flat().length <= rows) return texts.flat();
  const each = Math.max(1, Math.floor(rows / texts.length));
  const cut = texts.flatMap((lines) =>
    lines.length <= each
      ? lines
      : [...lines.slice(0, each - 1), `${(lines[each - 1] ?? '').slice(0, -2).replace(/\s\S*$/, '')} …`],
  );
  return cut.slice(0, rows);
}
