import type { ReportId } from '../../model/ids.ts';
import { labelProblem, ownLabels } from '../../screening/labels.ts';
import type { VoteInput } from '../../screening/plan-vote.ts';
import { isSealed } from '../../screening/seal.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import type { Desk } from './desk.ts';

/** What is written on a report, and waits for a vote; what is undefined stays as it stands. */
export interface Remark {
  readonly note?: string | undefined;
  readonly labels?: string | undefined;
}

/** Notes and labels: each stays with its report until the vote there, wherever the person goes meanwhile. */
export class Remarks {
  readonly #desk: Desk;
  readonly #own: ReadonlyMap<ReportId, VoteInput>;
  readonly #waiting = new Map<ReportId, Remark>();

  /** @param own the present votes of the person. */
  constructor(desk: Desk, own: ReadonlyMap<ReportId, VoteInput>) {
    this.#desk = desk;
    this.#own = own;
  }

  /** Those that wait for a vote. */
  get waiting(): ReadonlyMap<ReportId, Remark> {
    return this.#waiting;
  }

  /** What the next vote on a report says beside its direction. */
  present(report: ReportId): Pick<VoteInput, 'note' | 'labels'> {
    const { note, labels } = this.#waiting.get(report) ?? {};
    const own = this.#own.get(report);
    // What is sealed is not known; and a vote on one report is none on many, whatever stood there before.
    const stands = own && !isSealed(own) ? own : undefined;
    return { note: note ?? stands?.note ?? '', labels: labels ?? ownLabels(stands?.labels ?? '').join(' ') };
  }

  async askNote(report: ReportId): Promise<void> {
    const note = await this.#desk.ask('note: ', 'keep', { initial: this.present(report).note });
    if (note !== undefined) this.set(report, { ...this.#waiting.get(report), note });
  }

  /** @returns how many labels there are now; undefined where the prompt was left. */
  async askLabels(report: ReportId): Promise<number | undefined> {
    const split = (typed: string) => [...new Set(typed.split(/[\s,;]+/).filter((label) => label !== ''))];
    const wrong = (typed: string) => {
      const bad = split(typed).find((label) => labelProblem(label) !== undefined);
      return bad === undefined ? undefined : `${terminalSafe(bad)} can be no label: use letters, digits, - and _`;
    };
    const typed = await this.#desk.ask('labels: ', 'keep', { initial: this.present(report).labels, wrong });
    if (typed === undefined) return undefined;
    const labels = split(typed);
    this.set(report, { ...this.#waiting.get(report), labels: labels.join(' ') });
    return labels.length;
  }

  /** What was written with a vote that is taken back is not thrown away with it. */
  restore(report: ReportId, taken: VoteInput): void {
    const stands = this.#own.get(report);
    const since = this.#waiting.get(report);
    const own = ownLabels(taken.labels).join(' ');
    const note = taken.note === (stands?.note ?? '') ? undefined : taken.note;
    const labels = own === ownLabels(stands?.labels ?? '').join(' ') ? undefined : own;
    this.set(report, { note: since?.note ?? note, labels: since?.labels ?? labels });
  }

  /** Sets what waits for a vote on a report: nothing, where a remark says nothing. */
  set(report: ReportId, remark: Remark): void {
    if (remark.note === undefined && remark.labels === undefined) this.#waiting.delete(report);
    else this.#waiting.set(report, remark);
  }
}
