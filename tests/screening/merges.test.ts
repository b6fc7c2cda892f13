import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LEDGER_COLUMNS, type ResolutionLine, type VoteLine } from '../../src/model/ledgers.ts';
import { LitscreenError } from '../../src/model/errors.ts';
import { parseLedger } from '../../src/review/parse-ledger.ts';
import { isAsked, resolutionLine, voteLines } from '../../src/screening/plan-vote.ts';
import { csvLine } from '../../src/text/csv.ts';
import { compareText } from '../../src/text/order.ts';
import { at, outcome, protocolWith, reportOf, reportsOf } from './lines.ts';

const PROTOCOL = protocolWith({ adjudicators: ['C'] });
const REPORTS = reportsOf();
const RECORDS = ['s-1', 's-2'];
const BRANCHES = ['main', 'other', 'third'] as const;

/** The ledgers of a branch, as text: what git joins line by line. */
interface Branch {
  readonly votes: Map<string, string>;
  readonly resolutions: Map<string, string>;
}

const step = fc.oneof(
  fc.record({
    kind: fc.constant('vote' as const),
    branch: fc.constantFrom(...BRANCHES),
    person: fc.constantFrom('A', 'B'),
    record: fc.constantFrom(...RECORDS),
    said: fc.constantFrom('include', 'exclude', 'maybe', 'withdraw'),
    clock: fc.integer({ min: -30, max: 30 }),
  }),
  fc.record({
    kind: fc.constant('rule' as const),
    branch: fc.constantFrom(...BRANCHES),
    person: fc.constantFrom('A', 'B', 'C'),
    record: fc.constantFrom(...RECORDS),
    decision: fc.constantFrom('include', 'exclude'),
    clock: fc.integer({ min: -30, max: 30 }),
  }),
  fc.record({
    kind: fc.constant('merge' as const),
    branch: fc.constantFrom(...BRANCHES),
    from: fc.constantFrom(...BRANCHES),
  }),
);

function linesIn<Kind extends 'votes' | 'resolutions'>(kind: Kind, ledgers: ReadonlyMap<string, string>) {
  const all = [...ledgers].flatMap(([person, text]) => parseLedger(kind, text, `${person}.csv`, person).lines);
  // Where a line stands is all that the order of a merge may change.
  const placed = all.map((line) => ({ ...line, where: { file: '' } }));
  return placed.sort((a, b) => compareText(a.at, b.at) || compareText(a.person, b.person));
}

/** Git's union merge keeps the lines of both sides. */
function joined(ours: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): Map<string, string> {
  const people = new Set([...ours.keys(), ...theirs.keys()]);
  return new Map([...people].map((person) => [person, (ours.get(person) ?? '') + (theirs.get(person) ?? '')]));
}

function standing(branch: Branch, record: string) {
  const votes = linesIn('votes', branch.votes) as VoteLine[];
  const resolutions = linesIn('resolutions', branch.resolutions) as ResolutionLine[];
  return outcome(votes, { protocol: PROTOCOL, reports: REPORTS, record, resolutions });
}

function append(ledgers: Map<string, string>, kind: 'votes' | 'resolutions', person: string, lines: readonly object[]) {
  const columns: readonly string[] = LEDGER_COLUMNS[kind];
  const text = lines.map((line) => `${csvLine(columns.map((name) => (line as Record<string, string>)[name] ?? ''))}\n`);
  const before = ledgers.get(person) ?? `${columns.join(',')}\n`;
  ledgers.set(person, before + text.join(''));
}

it('branches joined in any order tell one outcome, each report is in one state, and no line is lost', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 14 }),
      fc.shuffledSubarray([...BRANCHES], { minLength: 3 }),
      (steps, order) => {
        const branches = new Map<string, Branch>(
          BRANCHES.map((name) => [name, { votes: new Map(), resolutions: new Map() }]),
        );
        const written: string[] = [];
        steps.forEach((item, minute) => {
          const branch = branches.get(item.branch) as Branch;
          if (item.kind === 'merge') {
            const from = branches.get(item.from) as Branch;
            const votes = joined(branch.votes, from.votes);
            branches.set(item.branch, { votes, resolutions: joined(branch.resolutions, from.resolutions) });
            return;
          }
          const now = standing(branch, item.record);
          const clock = new Date(at(minute * 5 + item.clock));
          try {
            if (item.kind === 'vote') {
              if (!isAsked(now.votes, item.person)) return;
              const own = linesIn('votes', branch.votes).filter(({ person }) => person === item.person);
              const input = { vote: item.said as 'include', reason: '', note: '', labels: '' };
              const lines = voteLines(reportOf(REPORTS, item.record), now, own, input, clock, PROTOCOL);
              written.push(
                ...lines.map((line) => `${item.person} ${line.report} ${line.event} ${line.vote} ${line.at}`),
              );
              append(branch.votes, 'votes', item.person, lines);
            } else {
              const own = linesIn('resolutions', branch.resolutions).filter(({ person }) => person === item.person);
              const method = item.person === 'C' ? 'adjudication' : 'discussion';
              const ruling = { decision: item.decision, reason: '', method, rationale: 'because' } as const;
              const line = resolutionLine(now, item.person, own, ruling, clock, PROTOCOL, 'title-abstract');
              append(branch.resolutions, 'resolutions', item.person, [line]);
            }
          } catch (error) {
            // There was nothing to withdraw, or to rule on.
            if (!(error instanceof LitscreenError)) throw error;
          }
        });
        const joinAll = (names: readonly string[]) =>
          names
            .map((name) => branches.get(name) as Branch)
            .reduce((ours, theirs) => ({
              votes: joined(ours.votes, theirs.votes),
              resolutions: joined(ours.resolutions, theirs.resolutions),
            }));
        const [one, other] = [joinAll(BRANCHES), joinAll(order)];
        for (const record of RECORDS) {
          const here = standing(one, record);
          expect(standing(other, record)).toEqual(here);
          expect(['pending', 'conflict', 'included', 'excluded', 'awaiting']).toContain(here.outcome);
          expect(here.isTold).toBe(here.votes.isComplete);
        }
        const kept = linesIn('votes', other.votes).map(
          (line) => `${line.person} ${line.report} ${line.event} ${line.vote} ${line.at}`,
        );
        expect(new Set(kept)).toEqual(new Set(written));
      },
    ),
    { numRuns: 500 },
  );
});
