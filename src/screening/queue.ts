import type { PersonId, ReportId } from '../model/ids.ts';
import type { ScreeningOrder, Stage } from '../model/protocol.ts';
import { hash53After } from '../text/hash.ts';

/** What an order needs to know of a report, without reading it. */
export interface ReportFacts {
  readonly report: ReportId;
  /** Absent where no record of it has one. */
  readonly year?: number | undefined;
  readonly hasAbstract: boolean;
  /** The place of its search among those of the review, and its own place in the order of ingest. */
  readonly search: number;
  readonly place: number;
}

/** How somebody wants to read what they have to read. */
export interface QueueOrder {
  readonly order: ScreeningOrder;
  readonly sameOrder: boolean;
  readonly withoutAbstract: 'in-order' | 'last';
}

/** Whether an order asks nothing of reports but their ids. */
export function isPlainOrder({ order, withoutAbstract }: QueueOrder): boolean {
  return (order === 'random' || order === 'ingested') && withoutAbstract === 'in-order';
}

/** The same as `inReadingOrder` for a plain order, which is the usual one and waits for nobody: numbers alone are sorted. */
export function inPlainOrder(
  reports: readonly ReportId[],
  { order, sameOrder }: QueueOrder,
  seed: number,
  stage: Stage,
  person: PersonId,
): readonly ReportId[] {
  if (order === 'ingested') return reports;
  const lot = lots(seed, stage, sameOrder ? '' : person);
  const keys = new Float64Array(reports.length);
  let next = 0;
  for (const report of reports) keys[next] = lot(report) * PLACES + next++;
  keys.sort();
  const list: ReportId[] = [];
  for (const key of keys) list.push(reports[key - Math.floor(key / PLACES) * PLACES] ?? '');
  return list;
}

/** Places fit so many; with the 32 bits of a lot they make a number that is exact. */
const PLACES = 2 ** 21;

/** Draws for each report: 32 bits of its hash. */
function lots(seed: number, stage: Stage, person: PersonId): (report: ReportId) => number {
  const hash = hash53After(`${seed} ${stage} ${person} `);
  return (report) => Math.floor(hash(report) / PLACES);
}

/**
 * The reports of a person at a stage in the order in which they are read; those of one lot in the order of their places. It
 * depends on the protocol, the person and the reports alone, never on how anybody voted.
 */
export function inReadingOrder(
  reports: readonly ReportFacts[],
  { order, sameOrder, withoutAbstract }: QueueOrder,
  seed: number,
  stage: Stage,
  person: PersonId,
): ReportId[] {
  const lot = lots(seed, stage, sameOrder ? '' : person);
  const keyOf: Readonly<Record<ScreeningOrder, (facts: ReportFacts) => number>> = {
    random: ({ report }) => lot(report),
    ingested: ({ place }) => place,
    search: ({ search }) => search,
    // Those of no year come last in both directions.
    newest: ({ year }) => (year === undefined ? Infinity : -year),
    oldest: ({ year }) => year ?? Infinity,
  };
  const keyed = reports.map((facts) => ({
    report: facts.report,
    last: withoutAbstract === 'last' && !facts.hasAbstract ? 1 : 0,
    key: keyOf[order](facts),
    // Within a search nobody needs the order of its export.
    place: order === 'search' ? lot(facts.report) : facts.place,
  }));
  keyed.sort((a, b) => a.last - b.last || compareKeys(a.key, b.key) || a.place - b.place);
  return keyed.map(({ report }) => report);
}

function compareKeys(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A part of what is to be read, as `--only` names it: `search=scopus`, `year=2023..2024`, `label=check`, `abstract=no`. */
export interface Part {
  readonly searches: ReadonlySet<string>;
  readonly years?: readonly [from: number, to: number];
  readonly labels: ReadonlySet<string>;
  readonly hasAbstract?: boolean;
}

/** Reads `--only`; undefined with what is wrong where it cannot be read. */
export function readPart(items: readonly string[]): Part | { readonly wrong: string } {
  const searches = new Set<string>();
  const labels = new Set<string>();
  let years: [number, number] | undefined;
  let hasAbstract: boolean | undefined;
  for (const item of items) {
    const [, name, value = ''] = /^(search|year|label|abstract)=(.+)$/.exec(item.trim()) ?? [];
    const range = /^(\d{4})?(\.\.)?(\d{4})?$/.exec(value);
    if (name === 'search') searches.add(value);
    else if (name === 'label') labels.add(value);
    else if (name === 'abstract' && (value === 'yes' || value === 'no')) hasAbstract = value === 'yes';
    else if (name === 'year' && range && (range[1] ?? range[3]) !== undefined) {
      const [, from, dots, to] = range;
      years = dots === undefined ? [Number(from), Number(from)] : [Number(from ?? 0), Number(to ?? 9999)];
    } else return { wrong: item };
  }
  return { searches, labels, ...(years && { years }), ...(hasAbstract !== undefined && { hasAbstract }) };
}

/** Whether a report is of the part. `labels`: those that the person has given it. */
export function isOfPart(
  part: Part,
  facts: Pick<ReportFacts, 'year' | 'hasAbstract'>,
  searches: readonly string[],
  labels: readonly string[],
): boolean {
  if (part.searches.size > 0 && !searches.some((search) => part.searches.has(search))) return false;
  if (part.labels.size > 0 && !labels.some((label) => part.labels.has(label))) return false;
  if (part.hasAbstract !== undefined && part.hasAbstract !== facts.hasAbstract) return false;
  const [from, to] = part.years ?? [0, 9999];
  return part.years === undefined || (facts.year !== undefined && facts.year >= from && facts.year <= to);
}
