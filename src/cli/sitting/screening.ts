import { reasonsAt, type Reason } from '../../model/protocol.ts';
import type { ReportId } from '../../model/ids.ts';
import { BULK } from '../../screening/labels.ts';
import type { VoteInput } from '../../screening/plan-vote.ts';
import type { Key } from '../../terminal/keys.ts';
import type { Page } from '../../terminal/page.ts';
import type { Hidden } from '../../terminal/report-body.ts';
import { plural } from '../../text/plural.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { termFinder, type FindTerms, type Terms } from '../../text/terms.ts';
import { loadWidths } from '../../text/width.ts';
import type { Ballot } from '../cast.ts';
import type { Context } from '../context.ts';
import type { OpenReview } from '../open.ts';
import { reasonByKey, typedVote } from './ask-reason.ts';
import type { Desk } from './desk.ts';
import { findReports } from './find-reports.ts';
import { openInBrowser, webAddress } from './open-page.ts';
import { Remarks, type Remark } from './remarks.ts';
import { screeningPage, told, type Panel } from './screening-page.ts';
import { Shelf } from './shelf.ts';
import type { Task } from './task.ts';
import { VoteSteps, type Step } from './vote-steps.ts';

interface Search {
  readonly query: string;
  readonly hits: readonly ReportId[];
  /** Where the person was before. */
  readonly from: number;
}

/** A sitting at the terminal: one report after the other, each decision on disk before the next one shows. */
export class ScreeningSitting {
  readonly #review: OpenReview;
  readonly #task: Task;
  readonly #desk: Desk;
  readonly #shelf: Shelf;
  readonly #reasons: readonly Reason[];
  readonly #hidden: Hidden;
  readonly #steps: VoteSteps;
  readonly #remarks: Remarks;
  #terms: Terms;
  #find: FindTerms;
  #list: readonly ReportId[];
  #at: number;
  #search: Search | undefined;
  #panel: Panel = 'report';
  #scroll = 0;
  #message = '';

  /** @param message what is told with the first report. */
  constructor(context: Context, review: OpenReview, task: Task, desk: Desk, message: string) {
    const { protocol } = review.state.facts;
    this.#review = review;
    this.#task = task;
    this.#desk = desk;
    this.#message = message;
    this.#shelf = new Shelf(review);
    this.#steps = new VoteSteps(context, review, task);
    this.#remarks = new Remarks(desk, task.own);
    this.#reasons = reasonsAt(protocol, task.stage);
    this.#hidden = new Set(protocol.hide);
    this.#terms = protocol.highlights ?? { include: [], exclude: [] };
    this.#find = termFinder(this.#terms);
    this.#list = task.list;
    this.#at = this.#nextDue(0);
  }

  /** Runs until the person leaves. */
  async run(): Promise<'quit' | 'interrupt'> {
    this.#desk.show(() => this.#page());
    // While the person reads the first report, what the first key would wait for is made ready.
    setImmediate(() => {
      loadWidths();
      this.#review.state.outcomes[this.#task.stage].has(this.#report ?? '');
    });
    for (;;) {
      this.#desk.paint();
      const key = await this.#desk.next();
      if (key === undefined) return 'interrupt';
      if ((await this.#press(key)) === 'quit') return 'quit';
    }
  }

  /** What was written on reports, and no vote has followed. */
  get unvoted(): ReadonlyMap<ReportId, Remark> {
    return this.#remarks.waiting;
  }

  /** How many reports were decided in this sitting. */
  get decided(): number {
    return this.#steps.decided;
  }

  get #report(): ReportId | undefined {
    return this.#list[this.#at];
  }

  /** The next place, from one on and then from the beginning, where a vote is due; the end of the list where none is. */
  #nextDue(from: number): number {
    const { length } = this.#list;
    for (let step = 0; step < length; step++) {
      const place = (from + step) % length;
      if (!this.#task.own.has(this.#list[place] ?? '')) return place;
    }
    return length;
  }

  #goTo(place: number): void {
    this.#at = Math.min(Math.max(0, place), this.#list.length);
    this.#scroll = 0;
  }

  async #press(key: Key): Promise<'quit' | undefined> {
    const typed = key.isCtrl ? '' : key.text.toLowerCase();
    if (this.#panel !== 'report') {
      this.#pressOnPanel(key, typed);
      return undefined;
    }
    if (typed === 'q') return 'quit';
    if (!this.#desk.isScroll(key)) this.#message = '';
    if (key.name === 'escape') this.#leaveSearch();
    else if (this.#desk.isScroll(key)) this.#scroll = this.#desk.scrolled(this.#scroll, key);
    else if (key.name === 'left') this.#goTo(this.#at - 1);
    else if (key.name === 'right') this.#goTo(this.#at + 1);
    else await this.#command(typed);
    return undefined;
  }

  /** Beside the report nothing is decided: who does not see a report does not vote on it. */
  #pressOnPanel(key: Key, typed: string): void {
    if (this.#desk.isScroll(key)) this.#scroll = this.#desk.scrolled(this.#scroll, key);
    else if (typed === 'c' || typed === '?') this.#toggle(typed === 'c' ? 'criteria' : 'help');
    else if (key.name === 'escape' || typed === 'q') this.#toggle(this.#panel);
  }

  async #command(typed: string): Promise<void> {
    const { stage } = this.#task;
    if (/^[0-9]$/.test(typed)) {
      const reason = await reasonByKey(this.#desk, typed, this.#reasons);
      if (reason) this.#vote('exclude', reason.id);
      return;
    }
    switch (typed) {
      case 'i':
        return this.#vote('include', '');
      case 'm':
        return this.#vote('maybe', '');
      case 'e':
        if (stage === 'full-text') this.#message = 'at full text an exclusion has a reason: press its number';
        else this.#vote('exclude', '');
        return;
      case 's':
        this.#steps.skip(this.#report);
        this.#goTo(this.#nextDue(this.#at + 1));
        return;
      case 'u':
        return this.#undo();
      case 'n':
        return this.#remark((report) => this.#remarks.askNote(report));
      case 'l':
        return this.#remark(async (report) => {
          const count = (await this.#remarks.askLabels(report)) ?? 0;
          if (count > 1) this.#message = `${count} labels`;
        });
      case 'c':
        return this.#toggle('criteria');
      case '?':
        return this.#toggle('help');
      case 'h':
        return this.#askTerms();
      case '/':
        return this.#askSearch();
      case 'g':
        return this.#askPlace();
      case 'o':
        return this.#open();
      case 'b':
        return this.#bulk();
    }
  }

  #toggle(panel: Panel): void {
    this.#panel = this.#panel === panel ? 'report' : panel;
    this.#scroll = 0;
  }

  #vote(vote: VoteInput['vote'], reason: string): void {
    const report = this.#report;
    if (report === undefined) return;
    const input = { vote, reason, ...this.#remarks.present(report) };
    const known = this.#task.own.get(report);
    const step = this.#cast([{ report, input }]);
    if (!step) return;
    this.#remarks.set(report, {});
    const replaced = step.before.get(report);
    const isOthers = replaced !== undefined && (!known || told(known) !== told(replaced));
    const elsewhere = isOthers ? `, in the place of ${told(replaced)} from another window` : '';
    this.#message = `last: ${told(input)} ${report}${elsewhere}`;
    this.#goTo(this.#nextDue(this.#at + 1));
  }

  /** Writes votes; undefined where they were refused, which the page tells. */
  #cast(ballots: readonly Ballot[]): Step | undefined {
    const cast = this.#steps.cast(this.#report, ballots);
    if (typeof cast !== 'string') return cast;
    this.#message = cast;
    return undefined;
  }

  /** Takes the last step back: what stood before its votes stands again. */
  #undo(): void {
    const step = this.#steps.undo();
    if (step === undefined || typeof step === 'string') {
      this.#message = step ?? 'nothing more to undo in this sitting; ← goes back, and a vote can be cast anew';
      return;
    }
    const names = [...step.before.keys()];
    const what = names.length === 0 ? 'a skip' : names.length === 1 ? (names[0] ?? '') : plural(names.length, 'vote');
    const target = names.length === 1 ? (names[0] ?? '') : (step.from ?? '');
    if (!this.#list.includes(target)) this.#leaveSearch();
    this.#message = `undone: ${what}`;
    const place = this.#list.indexOf(target);
    this.#goTo(place < 0 ? this.#nextDue(this.#at) : place);
    const [taken] = names.length === 1 ? step.after.values() : [];
    if (taken) this.#remarks.restore(target, taken);
  }

  /** Asks for what stands beside a vote, where there is a report. */
  async #remark(ask: (report: ReportId) => Promise<void>): Promise<void> {
    if (this.#report === undefined) this.#message = 'notes and labels are on a report: ← goes back to one';
    else await ask(this.#report);
  }

  async #askTerms(): Promise<void> {
    const { highlights } = this.#review.state.facts.protocol;
    const added = (terms: readonly string[], known: readonly string[] = []) => terms.slice(known.length);
    const present = [
      ...added(this.#terms.include, highlights?.include),
      ...added(this.#terms.exclude, highlights?.exclude).map((term) => `-${term}`),
    ].join(', ');
    const asked = 'highlight (- before a term that speaks against; commas between): ';
    const typed = await this.#desk.ask(asked, 'mark', { initial: present });
    if (typed === undefined) return;
    const terms = typed.split(',').map((term) => term.trim());
    const against = terms.filter((term) => term.startsWith('-')).map((term) => term.slice(1).trim());
    const infavour = terms.filter((term) => term !== '' && !term.startsWith('-'));
    this.#terms = {
      include: [...(highlights?.include ?? []), ...infavour],
      exclude: [...(highlights?.exclude ?? []), ...against],
    };
    this.#find = termFinder(this.#terms);
    this.#message = typed === '' ? 'only the terms of the protocol are highlighted' : 'highlighted in this sitting';
  }

  async #askSearch(): Promise<void> {
    let hits: readonly ReportId[] = [];
    const wrong = (query: string) => {
      hits = findReports(this.#review, this.#task.list, query, this.#hidden);
      return query !== '' && hits.length === 0 ? `nothing of yours has ${terminalSafe(query)}` : undefined;
    };
    const query = await this.#desk.ask('search: ', 'find', { wrong });
    if (query === undefined) return;
    this.#leaveSearch();
    if (query === '') return;
    this.#search = { query, hits, from: this.#at };
    this.#list = hits;
    this.#goTo(this.#nextDue(0) % hits.length);
    const due = hits.filter((report) => !this.#task.own.has(report)).length;
    const bulk =
      due > 0 ? `; b votes on ${due === hits.length ? 'all' : `the ${due} that are not decided`} at once` : '';
    this.#message = `${plural(hits.length, 'hit')}${bulk}; esc leaves the search`;
  }

  #leaveSearch(): void {
    if (!this.#search) return;
    const { from } = this.#search;
    this.#search = undefined;
    this.#list = this.#task.list;
    this.#message = '';
    // Undo goes back to places of the list that is shown then.
    this.#goTo(this.#task.own.has(this.#list[from] ?? '') ? this.#nextDue(from) : from);
  }

  async #askPlace(): Promise<void> {
    const placeOf = (typed: string) => {
      const report = this.#review.state.reports.of(typed)?.id;
      const place = report === undefined ? Number(typed) - 1 : this.#list.indexOf(report);
      return Number.isInteger(place) && place >= 0 && place < this.#list.length ? place : undefined;
    };
    const wrong = (typed: string) =>
      typed === '' || placeOf(typed) !== undefined
        ? undefined
        : `${terminalSafe(typed)} is not among what you read here`;
    const typed = await this.#desk.ask('go to (an id, or a number in the list): ', 'go', { wrong });
    const place = placeOf(typed ?? '');
    if (place !== undefined) this.#goTo(place);
  }

  #open(): void {
    const record = this.#shelf.at(this.#list, this.#at);
    const address = record && webAddress(record);
    if (this.#hidden.has('venue')) this.#message = 'the protocol hides where reports appeared, and their page tells it';
    else if (address === undefined) this.#message = 'it has no DOI, and no address';
    else {
      this.#message = `opened ${terminalSafe(address)}`;
      openInBrowser(address, () => {
        this.#message = `there is no browser here: ${terminalSafe(address)}`;
        this.#desk.paint();
      });
    }
  }

  /** One vote on all hits of a search that are not decided, with one confirmation. */
  async #bulk(): Promise<void> {
    if (!this.#search) {
      this.#message = 'search first with /: b votes on all hits at once';
      return;
    }
    const due = this.#search.hits.filter((report) => !this.#task.own.has(report));
    if (due.length === 0) {
      this.#message = 'all hits are decided already';
      return;
    }
    const bare = this.#task.stage === 'full-text' ? 'include, maybe' : 'include, exclude, maybe';
    const asked = `vote on ${plural(due.length, 'report')}: ${bare}, or a reason's number or id: `;
    const read = (typed: string) => typedVote(typed, this.#task.stage, this.#reasons);
    const wrong = (typed: string) => (typed === '' || read(typed) ? undefined : `${terminalSafe(typed)} is no vote`);
    const said = read((await this.#desk.ask(asked, 'go on', { wrong })) ?? '');
    if (!said) return;
    const sure = await this.#desk.ask(`${told(said)} all ${due.length}? type yes: `, 'vote');
    const noteOn = (report: ReportId) => this.#remarks.waiting.get(report)?.note ?? '';
    if (sure?.toLowerCase() !== 'yes') this.#message = 'nothing was decided';
    else if (this.#cast(due.map((report) => ({ report, input: { ...said, note: noteOn(report), labels: BULK } })))) {
      for (const report of due) this.#remarks.set(report, { labels: this.#remarks.waiting.get(report)?.labels });
      this.#message = `${told(said)}: ${plural(due.length, 'report')} (u takes them back)`;
      this.#goTo(this.#nextDue(this.#at));
    }
  }

  #page(): Page {
    return screeningPage({
      task: this.#task,
      protocol: this.#review.state.facts.protocol,
      reasons: this.#reasons,
      report: this.#report,
      record: this.#shelf.at(this.#list, this.#at),
      left: this.#report === undefined ? this.#list.filter((report) => !this.#task.own.has(report)).length : 0,
      place: this.#at + 1,
      search: this.#search && { query: this.#search.query, hits: this.#search.hits.length },
      panel: this.#panel,
      scroll: this.#scroll,
      ...this.#remarks.waiting.get(this.#report ?? ''),
      message: this.#message,
      find: this.#find,
      styles: this.#desk.styles,
      hasAside: this.#desk.hasAside(),
    });
  }
}
