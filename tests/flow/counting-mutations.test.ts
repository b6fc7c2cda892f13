import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countFlow } from '../../src/flow/count.ts';
import { deriveState } from '../../src/flow/derive.ts';
import { proveFlow } from '../../src/flow/prove.ts';
import { facts, vote } from './facts.ts';

const VOTES = ['', 'include', 'exclude', 'exclude off', 'exclude type'] as const;
const TEXT_VOTES = ['', 'include', 'exclude off', 'exclude type'] as const;
const STATES = ['', 'retrieved', 'not-retrieved'] as const;

/** All that two people decided on one report: a vote of each at both stages, and what became of its full text. */
interface Decisions {
  readonly titles: readonly string[];
  readonly retrieval: string;
  readonly texts: readonly string[];
}

const decisions: fc.Arbitrary<Decisions> = fc.record({
  titles: fc.array(fc.constantFrom(...VOTES), { minLength: 2, maxLength: 2 }),
  retrieval: fc.constantFrom(...STATES),
  texts: fc.array(fc.constantFrom(...TEXT_VOTES), { minLength: 2, maxLength: 2 }),
});

/** Six reports that a database brought, and three that citations led to. */
const IDS = ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-6', 'c-1', 'c-2', 'c-3'];
const PEOPLE = ['MP', 'ML'];

function flowOf(review: readonly Decisions[]) {
  const cast = (of: (one: Decisions) => readonly string[]) =>
    review.flatMap((one, index) =>
      of(one).flatMap((said, who) => {
        const [decision = '', reason = ''] = said.split(' ');
        return decision === '' ? [] : [vote(PEOPLE[who] ?? '', IDS[index] ?? '', decision, reason)];
      }),
    );
  const wanted = facts({
    records: { a: 6, c: 3 },
    kinds: { c: 'citation' },
    votes: cast((one) => one.titles),
    fullText: cast((one) => one.texts),
  });
  const retrieval = review.flatMap(({ retrieval: status }, line) =>
    status === ''
      ? []
      : [
          {
            ...{ report: IDS[line] ?? '', status, file: '', sha256: '', url: '', note: '', person: 'ML' },
            at: '2025-02-01T00:00:00.000Z',
            where: { file: 'retrieval/ML.csv', line },
          },
        ],
  );
  const state = deriveState({ ...wanted, retrieval });
  const flow = countFlow(state, '0');
  expect(proveFlow(flow, state)).toEqual([]);
  return flow;
}

/** Where two votes lead: told in a few lines of its own, apart from the code that is tested. */
function verdict([a = '', b = '']: readonly string[]): string {
  if (a === '' || b === '') return 'open';
  const [routeA, routeB] = [a.split(' ')[0], b.split(' ')[0]];
  if (routeA !== routeB) return 'conflict';
  if (routeA === 'include') return 'include';
  return `exclude ${['off', 'type'].find((reason) => [a, b].includes(`exclude ${reason}`)) ?? ''}`;
}

/** The boxes that a report is in, but for those that all reports of its column are in. */
function boxesOf({ titles, retrieval, texts }: Decisions, column: string): string[] {
  const excluded = (said: string, path: string) => {
    const reason = said.split(' ')[1] ?? '';
    return reason === '' ? [] : [`${column}.${path}.${reason}`];
  };
  const title = verdict(titles);
  if (title === 'open') return ['pending.title-abstract.votes'];
  if (title === 'conflict') return ['pending.title-abstract.conflicts'];
  if (title !== 'include') return [`${column}.excluded`, ...excluded(title, 'excludedReasons')];
  const sought = [`${column}.sought`];
  if (retrieval === '') return [...sought, 'pending.retrieval'];
  if (retrieval === 'not-retrieved') return [...sought, `${column}.notRetrieved`];
  const assessed = [...sought, `${column}.assessed`];
  const text = verdict(texts);
  if (text === 'open') return [...assessed, 'pending.full-text.votes'];
  if (text === 'conflict') return [...assessed, 'pending.full-text.conflicts'];
  if (text !== 'include') return [...assessed, ...excluded(text, 'excludedReports')];
  const inAll = ['included.studies', 'included.reports', 'total.studies', 'total.reports'];
  return [...assessed, `${column}.included`, ...inAll];
}

/** One decision and what it is changed to. */
type Change = { titles: string; who: number } | { texts: string; who: number } | { retrieval: string };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ titles: fc.constantFrom(...VOTES), who: fc.nat(1) }),
  fc.record({ texts: fc.constantFrom(...TEXT_VOTES), who: fc.nat(1) }),
  fc.record({ retrieval: fc.constantFrom(...STATES) }),
);

function changed(one: Decisions, to: Change): Decisions {
  if ('titles' in to) return { ...one, titles: one.titles.with(to.who, to.titles) };
  if ('texts' in to) return { ...one, texts: one.texts.with(to.who, to.texts) };
  return { ...one, retrieval: to.retrieval };
}

it('whichever decision changes, exactly the boxes that must move do, by exactly that report', () => {
  const review = fc.array(decisions, { minLength: IDS.length, maxLength: IDS.length });
  fc.assert(
    fc.property(review, fc.nat(IDS.length - 1), change, (all, which, to) => {
      const [one, id] = [all[which] as Decisions, IDS[which] ?? ''];
      const column = id.startsWith('a') ? 'databases' : 'other';
      const [before, after] = [flowOf(all), flowOf(all.with(which, changed(one, to)))];
      const [was, is] = [boxesOf(one, column), boxesOf(changed(one, to), column)];
      const moved = [...before.boxes].flatMap(([path, { ids }]) => {
        const now = after.boxes.get(path)?.ids ?? [];
        const went = ids.filter((other) => !now.includes(other)).map((other) => `${path} − ${other}`);
        const came = now.filter((other) => !ids.includes(other)).map((other) => `${path} + ${other}`);
        return [...went, ...came];
      });
      const due = [
        ...was.filter((path) => !is.includes(path)).map((path) => `${path} − ${id}`),
        ...is.filter((path) => !was.includes(path)).map((path) => `${path} + ${id}`),
      ];
      expect(moved.sort()).toEqual(due.sort());
    }),
    { numRuns: 500 },
  );
});

it('counts what was decided, report by report', () => {
  const review = fc.array(decisions, { minLength: IDS.length, maxLength: IDS.length });
  fc.assert(
    fc.property(review, (all) => {
      const { boxes } = flowOf(all);
      const expected = new Map<string, string[]>();
      all.forEach((one, index) => {
        const id = IDS[index] ?? '';
        for (const path of boxesOf(one, id.startsWith('a') ? 'databases' : 'other'))
          expected.set(path, [...(expected.get(path) ?? []), id]);
      });
      for (const [path, ids] of expected) expect([path, boxes.get(path)?.ids]).toEqual([path, ids]);
    }),
    { numRuns: 300 },
  );
});
