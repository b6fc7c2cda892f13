import type { Report } from '../dedupe/reports.ts';
import type { ReportId } from '../model/ids.ts';
import type { StageOutcome } from './outcomes.ts';

/**
 * The outcomes of the reports that have reached a stage, in the order of the reports. Of a hundred thousand reports most
 * have no line at first: what is said of those is made when it is asked for, and not kept.
 */
export class StageOutcomes implements ReadonlyMap<ReportId, StageOutcome> {
  /** The outcomes of the reports on which somebody has written, in the order of the reports. */
  readonly written: ReadonlyMap<ReportId, StageOutcome>;
  readonly #reached: readonly Report[];
  readonly #find: (id: ReportId) => Report | undefined;
  readonly #unwritten: (report: Report) => StageOutcome;

  /**
   * @param reached the reports that have reached the stage.
   * @param find one of them by its id: a map of all would take longer to make than a key may take.
   * @param written the outcomes of some of them, in their order.
   * @param unwritten the outcome of any other one.
   */
  constructor(
    reached: readonly Report[],
    find: (id: ReportId) => Report | undefined,
    written: ReadonlyMap<ReportId, StageOutcome>,
    unwritten: (report: Report) => StageOutcome,
  ) {
    this.written = written;
    this.#reached = reached;
    this.#find = find;
    this.#unwritten = unwritten;
  }

  get size(): number {
    return this.#reached.length;
  }

  get(id: ReportId): StageOutcome | undefined {
    const written = this.written.get(id);
    if (written) return written;
    const report = this.#find(id);
    return report && this.#unwritten(report);
  }

  has(id: ReportId): boolean {
    return this.get(id) !== undefined;
  }

  *keys(): MapIterator<ReportId> {
    for (const { id } of this.#reached) yield id;
  }

  *values(): MapIterator<StageOutcome> {
    for (const report of this.#reached) yield this.written.get(report.id) ?? this.#unwritten(report);
  }

  *entries(): MapIterator<[ReportId, StageOutcome]> {
    for (const outcome of this.values()) yield [outcome.report, outcome];
  }

  [Symbol.iterator](): MapIterator<[ReportId, StageOutcome]> {
    return this.entries();
  }

  forEach(each: (outcome: StageOutcome, report: ReportId, all: ReadonlyMap<ReportId, StageOutcome>) => void): void {
    for (const outcome of this.values()) each(outcome, outcome.report, this);
  }
}
