import type { Report } from '../dedupe/reports.ts';
import type { ReportId } from '../model/ids.ts';
import type { Protocol, Stage } from '../model/protocol.ts';
import { heldBack, outcomeOf, type ReportLines, type StageOutcome } from './outcomes.ts';
import type { Assignment } from './rounds.ts';
import { isWritten } from './validate.ts';

/** The reports that have reached a stage, and what is written on each. */
export interface ReachedReports {
  /** In their order. */
  readonly reports: readonly Report[];
  /** One of them by its id: a map of all would take longer to make than a key may take. */
  find(id: ReportId): Report | undefined;
  linesOn(report: Report): ReportLines;
}

/**
 * The outcomes of the reports that have reached a stage, in the order of the reports. Each is derived when it is asked for:
 * of a hundred thousand reports most have no line at first, and of most others a command needs nothing.
 */
export class StageOutcomes implements ReadonlyMap<ReportId, StageOutcome> {
  readonly #reached: ReachedReports;
  readonly #protocol: Protocol;
  readonly #stage: Stage;
  /** Of the reports on which somebody has written, those that were asked for. */
  readonly #derived = new Map<ReportId, StageOutcome>();
  /** All reports that are read by the same people, and on which nobody has written, stand alike. */
  readonly #alike = new Map<Assignment | undefined, StageOutcome>();
  #held: ReadonlyMap<ReportId, StageOutcome> | undefined;

  constructor(reached: ReachedReports, protocol: Protocol, stage: Stage) {
    this.#reached = reached;
    this.#protocol = protocol;
    this.#stage = stage;
  }

  get size(): number {
    return this.#reached.reports.length;
  }

  /** The reports that have reached the stage, in their order. */
  get reports(): readonly Report[] {
    return this.#reached.reports;
  }

  /** What is written on one of them. */
  linesOn(report: Report): ReportLines {
    return this.#reached.linesOn(report);
  }

  /** The outcome of one of them. */
  of(report: Report): StageOutcome {
    this.#held ??= new Map(
      heldBack({ values: () => this.#allDerived() }, this.#protocol, this.#stage).map((item) => [item.report, item]),
    );
    return this.#held.get(report.id) ?? this.#derive(report);
  }

  get(id: ReportId): StageOutcome | undefined {
    const report = this.#reached.find(id);
    return report && this.of(report);
  }

  has(id: ReportId): boolean {
    return this.#reached.find(id) !== undefined;
  }

  *keys(): MapIterator<ReportId> {
    for (const { id } of this.reports) yield id;
  }

  *values(): MapIterator<StageOutcome> {
    for (const report of this.reports) yield this.of(report);
  }

  /** The outcomes of the reports on which somebody has written, in the order of the reports. */
  *written(): Generator<StageOutcome> {
    for (const report of this.reports) if (isWritten(this.linesOn(report))) yield this.of(report);
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

  *#allDerived(): Generator<StageOutcome> {
    for (const report of this.reports) yield this.#derive(report);
  }

  #derive(report: Report): StageOutcome {
    const known = this.#derived.get(report.id);
    if (known) return known;
    const lines = this.linesOn(report);
    if (isWritten(lines)) {
      const outcome = outcomeOf(report.id, lines, this.#protocol, this.#stage);
      this.#derived.set(report.id, outcome);
      return outcome;
    }
    const alike = this.#alike.get(lines.assignment) ?? outcomeOf(report.id, lines, this.#protocol, this.#stage);
    this.#alike.set(lines.assignment, alike);
    return { ...alike, report: report.id };
  }
}
