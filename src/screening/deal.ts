import { groupBy } from '../model/group.ts';
import type { PersonId, ReportId } from '../model/ids.ts';
import { compareText } from '../text/order.ts';
import { hash53 } from '../text/hash.ts';

/** Reports that the same people read. */
export interface Group {
  readonly people: readonly PersonId[];
  readonly reports: readonly ReportId[];
}

/** Things in an order that a seed gives: the same for the same seed, whatever else there is. */
export function shuffled<T>(items: readonly T[], seed: string, keyOf: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item), at: hash53(`${seed} ${keyOf(item)}`) }));
  keyed.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
  return keyed.map(({ item }) => item);
}

/**
 * Deals reports out so that each gets some readers: a share of them, the sample by which agreement is known, gets more.
 * Each report goes to those with the fewest so far, among whom those who have met least often: loads differ by one at
 * most, and no pair meets much more often than another.
 *
 * @param rules `votes` readers a report; `overlap`, the share (0 to 1) that gets `overlapVotes`.
 * @param load how many reports each person was given before; those who have fewer catch up.
 */
export function deal(
  reports: readonly ReportId[],
  people: readonly PersonId[],
  rules: { readonly votes: number; readonly overlap: number; readonly overlapVotes: number },
  seed: number,
  load: ReadonlyMap<PersonId, number> = new Map(),
): Group[] {
  const loads = new Map(people.map((person) => [person, load.get(person) ?? 0]));
  const meetings = new Map<string, number>();
  const sample = Math.ceil(rules.overlap * reports.length - 1e-9);
  const dealt = shuffled(reports, `deal ${seed}`, (report) => report).map((report, index) => {
    const readers = choose(people, index < sample ? rules.overlapVotes : rules.votes, loads, meetings, (person) =>
      hash53(`${seed} ${report} ${person}`),
    );
    for (const person of readers) loads.set(person, (loads.get(person) ?? 0) + 1);
    for (const [a, b] of pairsOf(readers)) meetings.set(meetingOf(a, b), (meetings.get(meetingOf(a, b)) ?? 0) + 1);
    return { people: readers, report };
  });
  return inGroups(dealt);
}

/** Reports by who reads them, in the order of the people. */
export function inGroups(
  items: readonly { readonly people: readonly PersonId[]; readonly report: ReportId }[],
): Group[] {
  const groups = groupBy(items, ({ people }) => people.join(' '));
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, own]) => ({ people: own[0]?.people ?? [], reports: own.map(({ report }) => report) }));
}

function choose(
  people: readonly PersonId[],
  count: number,
  loads: ReadonlyMap<PersonId, number>,
  meetings: ReadonlyMap<string, number>,
  lot: (person: PersonId) => number,
): PersonId[] {
  const lots = new Map(people.map((person) => [person, lot(person)]));
  const chosen: PersonId[] = [];
  while (chosen.length < Math.min(count, people.length)) {
    const met = (person: PersonId) =>
      chosen.reduce((sum, other) => sum + (meetings.get(meetingOf(person, other)) ?? 0), 0);
    const [next] = people
      .filter((person) => !chosen.includes(person))
      .map((person) => [loads.get(person) ?? 0, met(person), lots.get(person) ?? 0, person] as const)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    if (!next) break;
    chosen.push(next[3]);
  }
  return people.filter((person) => chosen.includes(person));
}

function pairsOf(people: readonly PersonId[]): [PersonId, PersonId][] {
  return people.flatMap((a, index) => people.slice(index + 1).map((b): [PersonId, PersonId] => [a, b]));
}

function meetingOf(a: PersonId, b: PersonId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
