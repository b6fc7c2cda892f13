import type { ReportId } from '../../model/ids.ts';
import type { BibRecord } from '../../model/record.ts';
import { readReportRecords, type OpenReview } from '../open.ts';

/** How many reports are fetched together: what comes next is at hand when it is asked for. */
const AHEAD = 16;
/** How many are kept: of a hundred thousand, only those around the reader. */
const KEPT = 512;

/** The records of reports, fetched as they are needed. */
export class Shelf {
  readonly #review: OpenReview;
  readonly #records = new Map<ReportId, BibRecord>();

  constructor(review: OpenReview) {
    this.#review = review;
  }

  /** The record at a place of a list; undefined where it cannot be had. Those that follow are fetched with it. */
  at(list: readonly ReportId[], place: number): BibRecord | undefined {
    const wanted = list[place];
    if (wanted === undefined) return undefined;
    const known = this.#records.get(wanted);
    if (known) return known;
    const next = list.slice(place, place + AHEAD).filter((report) => !this.#records.has(report));
    if (this.#records.size > KEPT) this.#records.clear();
    for (const [report, record] of readReportRecords(this.#review, next)) this.#records.set(report, record);
    return this.#records.get(wanted);
  }
}
