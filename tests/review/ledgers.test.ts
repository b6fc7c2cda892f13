import fc from 'fast-check';
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLedger } from '../../src/review/ledger-file.ts';
import { LedgerWatch, readLedgers } from '../../src/review/ledgers.ts';
import { parseLedger } from '../../src/review/parse-ledger.ts';
import { ledgerFile } from '../../src/review/paths.ts';
import { appendToLedger } from '../../src/review/store.ts';
import { decision, HEADER, inFolder, ledgerLine, ledgerText, PEOPLE, type Cells } from './ledgers.ts';

const PLACE = { kind: 'votes', stage: 'title-abstract' } as const;
const fileOf = (person: string) => ledgerFile(PLACE, person);

const cells = (n: number, note = ''): Cells => ({
  report: `s-${n}`,
  event: 'vote',
  vote: 'include',
  reason: '',
  note,
  labels: '',
  round: 'all',
  protocol: '1',
  at: new Date(Date.UTC(2025, 2, 1) + n).toISOString(),
});

/** Runs something with a folder and ways to write a person's ledger in it. */
function withLedgers<T>(
  work: (review: {
    root: string;
    path: (person: string) => string;
    write: (person: string, text: string) => void;
  }) => T,
): T {
  return inFolder((root) => {
    const path = (person: string) => join(root, fileOf(person));
    const write = (person: string, text: string) => {
      mkdirSync(dirname(path(person)), { recursive: true });
      writeFileSync(path(person), text);
    };
    return work({ root, path, write });
  });
}

/** What somebody finds in a ledger who has never read it. */
const parsedAnew = (path: string, person: string) =>
  parseLedger('votes', readFileSync(path, 'utf8'), fileOf(person), person);

describe('a ledger that is appended to again and again', () => {
  it('is what somebody reads who reads it as a whole, whatever was there before', () => {
    const before = fc.constantFrom(
      '',
      HEADER,
      `${HEADER}\n`,
      HEADER.slice(0, 9),
      ledgerText([ledgerLine(cells(1, 'a, "note"')), '', ledgerLine(cells(2))]),
      ledgerText([ledgerLine(cells(2)), ledgerLine(cells(1))]),
      ledgerText([ledgerLine(cells(1))]).trimEnd(),
      ledgerText([ledgerLine(cells(1))]).replaceAll('\n', '\r\n'),
      `${ledgerText([ledgerLine(cells(1))])}s-2,vote,incl`,
      `${HEADER}\n${ledgerLine(cells(1, 'x')).replace(',x,', ',"one\ntwo",')}\n`,
      ledgerText(['s-2,vote,include,2025-03-01T09:00:00.000Z', ledgerLine(cells(1))]),
    );
    const appends = fc.array(fc.array(decision, { maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(before, appends, (text, turns) => {
        withLedgers(({ root, path, write }) => {
          write('A', text);
          for (const turn of turns) {
            appendToLedger(root, PLACE, 'A', (own) => {
              expect(own).toEqual(parsedAnew(path('A'), 'A').lines);
              return turn;
            });
            expect(readLedger(root, PLACE, 'A')).toMatchObject(parsedAnew(path('A'), 'A'));
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  it('is not parsed again while nobody else writes to it', () => {
    withLedgers(({ root, write }) => {
      write('A', ledgerText([ledgerLine(cells(1))]));
      const [first] = readLedger(root, PLACE, 'A').lines;
      for (const n of [2, 3]) appendToLedger(root, PLACE, 'A', () => [cells(n)]);
      const { lines } = readLedger(root, PLACE, 'A');
      expect(lines[0]).toBe(first);
      expect(lines.map(({ report, where }) => [report, where.line])).toEqual([
        ['s-1', 2],
        ['s-2', 3],
        ['s-3', 4],
      ]);
    });
  });

  it('is parsed again when another process has written to it, if only a word of the same length', () => {
    withLedgers(({ root, path, write }) => {
      write('A', ledgerText([ledgerLine(cells(1))]));
      appendToLedger(root, PLACE, 'A', () => [cells(2)]);
      appendFileSync(path('A'), `${ledgerLine(cells(3))}\n`);
      const reports = () => readLedger(root, PLACE, 'A').lines.map(({ report, vote }) => `${report} ${vote}`);
      expect(reports()).toEqual(['s-1 include', 's-2 include', 's-3 include']);
      const { atime, mtime } = statSync(path('A'));
      writeFileSync(path('A'), readFileSync(path('A'), 'utf8').replace('include', 'exclude'));
      utimesSync(path('A'), atime, mtime);
      expect(reports()).toEqual(['s-1 exclude', 's-2 include', 's-3 include']);
      rmSync(path('A'));
      expect(reports()).toEqual([]);
    });
  });
});

describe('all ledgers of one kind', () => {
  it('are in the order of time and person', () => {
    const ledgers = fc.dictionary(fc.constantFrom(...PEOPLE), fc.array(decision, { maxLength: 8 }));
    fc.assert(
      fc.property(ledgers, (people) => {
        withLedgers(({ root, path, write }) => {
          for (const [person, own] of Object.entries(people)) write(person, ledgerText(own.map(ledgerLine)));
          const expected = Object.keys(people)
            .sort()
            .flatMap((person) => parsedAnew(path(person), person).lines)
            .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
          expect(readLedgers(root, PLACE)).toEqual({ lines: expected, problems: [], findings: [] });
        });
      }),
    );
  });
});

describe('a watch of ledgers', () => {
  it('gives the same list until somebody writes, and then what stands there', () => {
    withLedgers(({ root, path, write }) => {
      const watch = new LedgerWatch(root, PLACE);
      const reports = () => watch.lines().map(({ person, report }) => `${person} ${report}`);
      expect(reports()).toEqual([]);
      write('B', ledgerText([ledgerLine(cells(2))]));
      expect(reports()).toEqual(['B s-2']);
      appendToLedger(root, PLACE, 'A', () => [cells(1)]);
      appendToLedger(root, PLACE, 'A', () => [cells(3)]);
      expect(reports()).toEqual(['A s-1', 'B s-2', 'A s-3']);
      expect(watch.lines()).toBe(watch.lines());
      appendFileSync(path('B'), `${ledgerLine(cells(4))}\ns-5,vote,incl`);
      expect(reports()).toEqual(['A s-1', 'B s-2', 'A s-3', 'B s-4']);
      rmSync(path('A'));
      expect(reports()).toEqual(['B s-2', 'B s-4']);
    });
  });

  it('tells what somebody reads who reads all ledgers, whoever appends what in whichever order of time', () => {
    const turns = fc.array(fc.tuple(fc.constantFrom(...PEOPLE), fc.array(decision, { maxLength: 2 })), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(turns, (appends) => {
        withLedgers(({ root, path }) => {
          const watch = new LedgerWatch(root, PLACE);
          const seen = new Set<string>();
          for (const [person, own] of appends) {
            if (appendToLedger(root, PLACE, person, () => own).length > 0) seen.add(person);
            const expected = [...seen]
              .sort()
              .flatMap((name) => parsedAnew(path(name), name).lines)
              .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
            expect(watch.lines()).toEqual(expected);
          }
        });
      }),
    );
  });

  it('tells what is wrong each time until it is mended', () => {
    withLedgers(({ root, write }) => {
      const watch = new LedgerWatch(root, PLACE);
      write('A', `${HEADER}\n<<<<<<< HEAD\n`);
      for (let turn = 0; turn < 2; turn++) expect(() => watch.lines()).toThrow('markers of an unfinished merge');
      write('A', ledgerText([ledgerLine(cells(1))]));
      expect(watch.lines()).toHaveLength(1);
    });
  });
});
