import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LEDGER_COLUMNS, type VoteLine } from '../../src/model/ledgers.ts';
import { parseLedger } from '../../src/review/parse-ledger.ts';
import { csvLine } from '../../src/text/csv.ts';
import { outcome, protocolWith } from '../screening/lines.ts';

export const HEADER = LEDGER_COLUMNS.votes.join(',');
export const PEOPLE = ['A', 'B', 'C'] as const;
export const RECORDS = ['s-1', 's-2', 's-3'] as const;

export type Cells = Omit<VoteLine, 'person' | 'where'>;

export function ledgerLine(cells: Cells): string {
  return csvLine(LEDGER_COLUMNS.votes.map((column) => cells[column]));
}

export function ledgerText(lines: readonly string[]): string {
  return [HEADER, ...lines].map((line) => `${line}\n`).join('');
}

/** Notes that could be taken for something else. */
const note = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '',
    HEADER,
    's-9,vote,include,,,,all,1,2025-03-01T09:00:00.000Z',
    '2025-03-01T09:00:00.000Z',
    '"',
    '""',
    '","',
    ',',
    '<<<<<<< HEAD',
    '=======',
    '>>>>>>> branch',
    ' spaces ',
    'l’étude, 研究 😀',
    '=1+1',
  ),
);

/** One decision; times are few, so that some are equal. */
export const decision: fc.Arbitrary<Cells> = fc
  .record({
    report: fc.constantFrom(...RECORDS),
    event: fc.constantFrom('vote', 'vote', 'revise', 'withdraw'),
    vote: fc.constantFrom('include', 'exclude', 'maybe'),
    note,
    minute: fc.nat(30),
  })
  .map(({ report, event, vote, note: text, minute }) => ({
    report,
    event,
    vote: event === 'withdraw' ? '' : vote,
    reason: '',
    note: text.replace(/[\r\n]/g, ' '),
    labels: '',
    round: 'all',
    protocol: '1',
    at: new Date(Date.UTC(2025, 2, 1, 9, minute)).toISOString(),
  }));

/** The outcomes of all records that the ledgers of these people give. */
export function outcomesOf(ledgers: Readonly<Record<string, string>>) {
  const lines = Object.entries(ledgers)
    .flatMap(([person, text]) => parseLedger('votes', text, `votes/${person}.csv`, person).lines)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.person < b.person ? -1 : a.person > b.person ? 1 : 0));
  const protocol = protocolWith({ reviewers: [...PEOPLE], adjudicators: ['D'] });
  return RECORDS.map((record) => {
    const { outcome: name, reason, votes } = outcome(lines, { protocol, record });
    const said = (map: ReadonlyMap<string, VoteLine>) =>
      [...map].map(([person, line]) => [person, line.vote, line.note, line.at].join('|')).sort();
    return {
      record,
      name,
      reason,
      present: said(votes.present),
      first: said(votes.first),
      flags: [votes.wasComplete, votes.wasInConflict, votes.openSeats],
    };
  });
}

/** Runs something in a folder of its own that is removed afterwards. */
export function inFolder<T>(work: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'litscreen-ledger-'));
  try {
    return work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
