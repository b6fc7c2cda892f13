import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse as csvParse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parseLedger } from '../../src/review/parse-ledger.ts';
import { appendToLedger } from '../../src/review/store.ts';
import { GITATTRIBUTES, GITIGNORE } from '../../src/review/templates.ts';
import { decision, HEADER, inFolder, ledgerLine, ledgerText, outcomesOf, PEOPLE, type Cells } from './ledgers.ts';

const PLACE = { kind: 'votes', stage: 'title-abstract' } as const;
const FILE = 'screening/title-abstract/votes/A.csv';

const decisions = fc.array(decision, { maxLength: 8 });
const some = fc.array(decision, { minLength: 1, maxLength: 8 });
const parse = (text: string) => parseLedger('votes', text, FILE, 'A');
const contentOf = (text: string) => parse(text).lines.map(({ person: _, where: __, ...cells }) => cells);

/** As git's union does it: what one side has and then what the other has; an unfinished last line is ended. */
function union(base: string, ours: string, theirs: string): string {
  const ended = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  return ended(base) + ended(ours) + theirs;
}

describe('the ledgers of one to three people', () => {
  const ledgers = fc.dictionary(fc.constantFrom(...PEOPLE), decisions, { minKeys: 1 });

  it('give the same outcome in any order of lines, with lines and headers repeated, CRLF and a byte order mark', () => {
    const noise = fc.record({ seed: fc.infiniteStream(fc.nat(1000)), isCrlf: fc.boolean(), hasMark: fc.boolean() });
    fc.assert(
      fc.property(ledgers, noise, (people, { seed, isCrlf, hasMark }) => {
        const next = () => Number(seed.next().value);
        const texts = Object.fromEntries(
          Object.entries(people).map(([person, own]) => [person, ledgerText(own.map(ledgerLine))]),
        );
        const disordered = Object.fromEntries(
          Object.entries(people).map(([person, own]) => {
            const lines = own.map(ledgerLine);
            const again = lines.filter(() => next() % 3 === 0);
            const headers = next() % 2 === 0 ? [HEADER] : [];
            const keyed = [...lines, ...again, ...headers].map((line) => ({ line, key: next() }));
            const text = ledgerText(keyed.sort((a, b) => a.key - b.key).map(({ line }) => line));
            return [person, (hasMark ? '\ufeff' : '') + (isCrlf ? text.replaceAll('\n', '\r\n') : text)];
          }),
        );
        for (const text of Object.values(disordered)) expect(parse(text)).toMatchObject({ torn: [], problems: [] });
        expect(outcomesOf(disordered)).toEqual(outcomesOf(texts));
      }),
    );
  });

  it('hold every decision, cell by cell', () => {
    fc.assert(
      fc.property(decisions, (own) => {
        const distinct = new Set(own.map(ledgerLine));
        const read = contentOf(ledgerText(own.map(ledgerLine)));
        expect(new Set(read.map(ledgerLine))).toEqual(distinct);
        expect(read).toHaveLength(distinct.size);
      }),
    );
  });

  it('are read as csv-parse reads them, though most lines are split without it', () => {
    fc.assert(
      fc.property(decisions, (own) => {
        const text = ledgerText(own.map(ledgerLine));
        const rows = csvParse(text, { columns: true });
        const distinct = new Map(rows.map((row) => [JSON.stringify(row), row]));
        expect(new Set(contentOf(text))).toEqual(new Set(distinct.values()));
      }),
    );
  });

  it('hold the same decisions when a spreadsheet has quoted every cell', () => {
    fc.assert(
      fc.property(decisions, (own) => {
        const quoted = own.map((cells) => {
          const { report, event, vote, reason, note, labels, round, protocol, at } = cells;
          return [report, event, vote, reason, note, labels, round, protocol, at]
            .map((cell) => `"${cell.replaceAll('"', '""')}"`)
            .join(',');
        });
        const plain = own.map(ledgerLine);
        expect(contentOf(ledgerText(quoted))).toEqual(contentOf(ledgerText(plain)));
        expect(contentOf(ledgerText([...plain, ...quoted]))).toEqual(contentOf(ledgerText(plain)));
      }),
    );
  });

  it('give the same outcome whichever way two branches are merged', () => {
    const branches = fc.tuple(ledgers, ledgers, ledgers);
    const merge = (base: Cells[], ours: Cells[], theirs: Cells[], cut: number) => {
      const lines = (cells: Cells[]) => cells.map((item) => `${ledgerLine(item)}\n`).join('');
      // Our last line may have no line end.
      const text = lines(ours).slice(0, ours.length > 0 ? -cut || undefined : undefined);
      return union(ledgerText(base.map(ledgerLine)), text, lines(theirs));
    };
    fc.assert(
      fc.property(branches, fc.nat(1), ([base, ours, theirs], cut) => {
        const merged = (x: typeof ours, y: typeof ours) =>
          Object.fromEntries(
            PEOPLE.map((person) => [person, merge(base[person] ?? [], x[person] ?? [], y[person] ?? [], cut)]),
          );
        expect(outcomesOf(merged(ours, theirs))).toEqual(outcomesOf(merged(theirs, ours)));
      }),
    );
  });
});

describe('a last line torn at any byte', () => {
  const next: Cells = {
    report: 's-3',
    event: 'vote',
    vote: 'include',
    reason: '',
    note: 'after',
    labels: '',
    round: 'all',
    protocol: '1',
    at: '2025-04-01T00:00:00.000Z',
  };

  it('never counts; the others do, and the next append moves it away and loses nothing', () => {
    fc.assert(
      fc.property(decisions, decision, (own, last) => {
        const whole = ledgerText(own.map(ledgerLine));
        const line = Buffer.from(ledgerLine(last));
        for (let bytes = 1; bytes < line.length; bytes++) {
          const tail = line.subarray(0, bytes);
          const torn = Buffer.concat([Buffer.from(whole), tail]);
          const read = parse(torn.toString('utf8'));
          expect(read.problems).toEqual([]);
          expect(read.torn).toHaveLength(1);
          expect(read.torn[0]).toMatchObject({ file: FILE, line: whole.split('\n').length });
          expect(contentOf(torn.toString('utf8'))).toEqual(contentOf(whole));
          // Every place on disk would take long: those around the line's delicate ones, and some others.
          if (bytes % 17 !== 0 && bytes > 2 && bytes < line.length - 2) continue;
          inFolder((root) => {
            mkdirSync(dirname(join(root, FILE)), { recursive: true });
            writeFileSync(join(root, FILE), torn);
            appendToLedger(root, PLACE, 'A', () => [next]);
            expect(readFileSync(join(root, FILE), 'utf8')).toBe(`${whole}${ledgerLine(next)}\n`);
            const [kept, ...others] = readdirSync(join(root, '.litscreen/torn'));
            expect(others).toEqual([]);
            expect(readFileSync(join(root, '.litscreen/torn', kept ?? ''))).toEqual(tail);
          });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('counts when only its line end is missing', () => {
    fc.assert(
      fc.property(some, (own) => {
        const whole = ledgerText(own.map(ledgerLine));
        expect(contentOf(whole.slice(0, -1))).toEqual(contentOf(whole));
      }),
    );
  });

  it('does no harm in the middle, where a merge of the branch has carried it', () => {
    fc.assert(
      fc.property(decisions, decision, some, fc.nat(), (base, last, theirs, at) => {
        const whole = ledgerText(base.map(ledgerLine));
        const line = Buffer.from(ledgerLine(last));
        const tail = line.subarray(0, 1 + (at % (line.length - 1)));
        const text = union(whole, tail.toString('utf8'), theirs.map((cells) => `${ledgerLine(cells)}\n`).join(''));
        const read = parse(text);
        expect([read.problems, read.torn.length]).toEqual([[], 1]);
        expect(contentOf(text)).toEqual(contentOf(ledgerText([...base, ...theirs].map(ledgerLine))));
      }),
      { numRuns: 500 },
    );
  });

  it('does no harm in the middle of a file that is appended to, cut inside a character', () => {
    inFolder((root) => {
      const own = Buffer.from(ledgerLine({ ...next, note: '研究' }));
      const cut = own.subarray(0, own.indexOf(Buffer.from('研')) + 1);
      const later = `${ledgerLine({ ...next, report: 's-1' })}\n`;
      const bytes = Buffer.concat([Buffer.from(`${HEADER}\n`), cut, Buffer.from(`\n${later}`)]);
      const unfinished = Buffer.from('s-2,vote,ex');
      mkdirSync(dirname(join(root, FILE)), { recursive: true });
      writeFileSync(join(root, FILE), Buffer.concat([bytes, unfinished]));
      appendToLedger(root, PLACE, 'A', () => [next]);
      expect(readFileSync(join(root, FILE))).toEqual(Buffer.concat([bytes, Buffer.from(`${ledgerLine(next)}\n`)]));
    });
  });
});

describe('real git', () => {
  const git = (root: string, ...args: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...args],
      {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );

  type Branch = readonly (readonly [person: string, cells: Cells])[];

  /** Appends with our own code, and commits. What was written has been acknowledged. */
  function record(root: string, votes: Branch, acknowledged: Map<string, Set<string>>, message: string): void {
    for (const [person, cells] of votes) {
      const written = appendToLedger(root, PLACE, person, () => [cells]);
      const own = acknowledged.get(person) ?? new Set<string>();
      acknowledged.set(person, own);
      for (const line of written) own.add(ledgerLine(line));
    }
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '--allow-empty', '-m', message);
  }

  const branch = (people: readonly string[]): fc.Arbitrary<Branch> =>
    fc.array(fc.tuple(fc.constantFrom(...people), decision), { minLength: 1, maxLength: 5 });

  it.each([
    ['one person', ['A'], ['A']],
    ['two people', ['A'], ['B']],
    ['two people, each on both', ['A', 'B'], ['A', 'B']],
  ])('merges two branches of %s both ways to the same outcome, and loses no line', (_, onOurs, onTheirs) => {
    fc.assert(
      fc.property(branch(['A', 'B']), branch(onOurs), branch(onTheirs), fc.boolean(), (base, ours, theirs, isFresh) => {
        inFolder((root) => {
          const acknowledged = new Map<string, Set<string>>();
          git(root, 'init', '-q', '-b', 'main');
          writeFileSync(join(root, '.gitattributes'), GITATTRIBUTES);
          writeFileSync(join(root, '.gitignore'), GITIGNORE);
          // With nothing in the base, both branches make the same file anew.
          record(root, isFresh ? [] : base, acknowledged, 'base');
          git(root, 'checkout', '-q', '-b', 'ours');
          record(root, ours, acknowledged, 'ours');
          git(root, 'checkout', '-q', '-b', 'theirs', 'main');
          record(root, theirs, acknowledged, 'theirs');

          const merged = (into: string, from: string) => {
            git(root, 'checkout', '-q', '-b', `${into}-with-${from}`, into);
            git(root, 'merge', '-q', '--no-edit', from);
            const texts: Record<string, string> = {};
            for (const [person, lines] of acknowledged) {
              const path = join(root, `screening/title-abstract/votes/${person}.csv`);
              texts[person] = existsSync(path) ? readFileSync(path, 'utf8') : '';
              const read = parseLedger('votes', texts[person], path, person);
              expect([read.torn, read.problems]).toEqual([[], []]);
              expect(new Set(read.lines.map(ledgerLine))).toEqual(lines);
            }
            return outcomesOf(texts);
          };
          expect(merged('ours', 'theirs')).toEqual(merged('theirs', 'ours'));
        });
      }),
      { numRuns: 8 },
    );
  });
});
