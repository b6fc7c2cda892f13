import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashesOf } from '../helpers/hashes.ts';
import { startIn, twoAtATime, type Ended } from '../helpers/processes.ts';
import { SLM, slmExport } from '../helpers/slm-review.ts';
import { workdirAt } from '../helpers/workdir.ts';

/** So often each of the four commands is killed at a random moment. Where a run ends first, it is tried again. */
const KILLS = 50;
const TRIES = 3 * KILLS;
const ROOM = mkdtempSync(join(tmpdir(), 'litscreen-kills-'));
afterAll(() => rmSync(ROOM, { recursive: true, force: true }));
const BASE = join(ROOM, 'base');
const DEDUPED = join(ROOM, 'deduped');
const VOTES = 'screening/title-abstract/votes/MP.csv';
const WOS = join(ROOM, 'wos.txt');
const INGEST = ['ingest', WOS, '--search', 'wos', '--date', '2025-02-06'];

/** `BASE`: two searches, one of which has the latter half of its export only. `DEDUPED`: all of it, and a sheet of votes. */
beforeAll(() => {
  const at = (path: string) => workdirAt(path);
  const wd = at(BASE);
  wd.ok(['init', '.', '--template', 'slm']);
  const [header = '', ...rows] = slmExport('wos.txt').split('\r\n');
  at(ROOM).write('wos.txt', [header, ...rows.slice(60)].join('\r\n'));
  wd.ok(['ingest', join(SLM, 'exports/acm.bib'), '--search', 'acm', '--date', '2025-02-05']);
  wd.ok(INGEST);
  wd.ok(['dedupe']);
  at(ROOM).write('wos.txt', slmExport('wos.txt'));
  cpSync(BASE, DEDUPED, { recursive: true });
  const deduped = at(DEDUPED);
  deduped.ok(INGEST);
  cpSync(DEDUPED, join(ROOM, 'stale'), { recursive: true });
  deduped.ok(['dedupe']);
  deduped.ok(['screen', '--as', 'MP', '--sheet', 'sheet.csv']);
  const sheet = deduped.read('sheet.csv').replace(/^((?:acm|wos)-\d+),,/gm, '$1,include,');
  deduped.write('sheet.csv', sheet);
});

/** Numbers that look random and are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/**
 * Runs a command again and again until it was killed so often at moments of its run: spread over its time, every other one
 * over its latter half, where most is written. How long a run takes is learned from those that ended before their kill.
 *
 * @param ms how long it took undisturbed. @param run one run, which is killed `after` so many milliseconds.
 */
async function killAtRandom(
  ms: number,
  seed: number,
  run: (after: number, n: number, worker: 0 | 1) => Promise<Ended>,
): Promise<void> {
  const random = randomFrom(seed);
  const parts = Array.from({ length: TRIES }, (_, n) => (n % 2 === 0 ? random() : 0.5 + 0.5 * random()));
  let duration = ms;
  let kills = 0;
  await twoAtATime([...parts.entries()], async ([n, part], worker) => {
    if (kills >= KILLS) return;
    const ended = await run(duration * part, n, worker);
    if (ended.status === null) kills++;
    else duration = Math.min(duration, ended.ms);
  });
  expect(kills).toBeGreaterThanOrEqual(KILLS);
}

/** What a kill leaves is a review that can be read, in which every id means what it meant. */
async function expectReadable(folder: string): Promise<void> {
  const { status, stdout, stderr } = await startIn(folder, ['check', '--json']);
  expect([0, 1], stderr).toContain(status);
  expect(() => JSON.parse(stdout) as unknown).not.toThrow();
}

const leftovers = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((path) =>
    /\.litscreen-tmp|apply\.json|\.lock/.test(path),
  );

/** All files but what git ignores, and what is there for speed alone. */
const filesOf = (folder: string) =>
  Object.entries(hashesOf(folder)).filter(([path]) => !path.startsWith('.litscreen/'));

/** Which paper each id names; the fixture writes some papers twice, in two spellings. */
const papers = (folder: string) =>
  new Map(
    readFileSync(join(folder, 'searches/wos/records.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; title: string })
      .map(({ id, title }) => [
        id,
        title
          .toLowerCase()
          .replace(/[^a-z]+/g, ' ')
          .trim(),
      ]),
  );

interface Writer {
  readonly from: string;
  readonly args: readonly string[];
}
const WRITERS: Readonly<Record<string, Writer>> = {
  ingest: { from: BASE, args: INGEST },
  dedupe: { from: join(ROOM, 'stale'), args: ['dedupe'] },
};

async function undisturbed({ from, args }: Writer): Promise<{ folder: string; run: Ended }> {
  const folder = mkdtempSync(join(ROOM, 'whole-'));
  cpSync(from, folder, { recursive: true });
  const run = await startIn(folder, args);
  expect(run).toMatchObject({ status: 0 });
  return { folder, run };
}

/** Kills a command, looks at what it left, and runs it again: it must come to what it comes to undisturbed. */
async function killAndRunAgain(
  writer: Writer,
  whole: string,
  how: { after?: number; atWrite?: number },
): Promise<Ended> {
  const folder = mkdtempSync(join(ROOM, 'killed-'));
  cpSync(writer.from, folder, { recursive: true });
  const before = papers(folder);
  const killed = await startIn(folder, writer.args, how);
  await expectReadable(folder);
  const now = papers(folder);
  for (const [id, paper] of before) expect([id, now.get(id)]).toEqual([id, paper]);
  const again = await startIn(folder, writer.args);
  expect([again.status, again.stderr.match(/^error.*/gm)]).toEqual([0, null]);
  expect(filesOf(folder)).toEqual(filesOf(whole));
  expect(leftovers(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
  return killed;
}

describe.each(Object.entries(WRITERS))('%s that is killed', (name, writer) => {
  it(`at ${KILLS} random moments, runs again to the same bytes`, { timeout: 300_000 }, async () => {
    const { folder: whole, run } = await undisturbed(writer);
    await killAtRandom(run.ms, name.length, (after) => killAndRunAgain(writer, whole, { after }));
  });

  it('before each of its writes, runs again to the same bytes', { timeout: 300_000 }, async () => {
    const { folder: whole } = await undisturbed(writer);
    const writes = await countWrites(writer);
    expect(writes).toBeGreaterThan(10);
    await twoAtATime(upTo(writes), async (atWrite) => {
      expect(await killAndRunAgain(writer, whole, { atWrite })).toMatchObject({ status: null });
    });
  });
});

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

async function countWrites({ from, args }: Writer): Promise<number> {
  const folder = mkdtempSync(join(ROOM, 'counted-'));
  cpSync(from, folder, { recursive: true });
  const countTo = join(ROOM, 'count');
  await startIn(folder, args, { countTo });
  return Number(readFileSync(countTo, 'utf8'));
}

/** What a ledger says, without the times. */
const decisionsIn = (folder: string) =>
  new Set(
    readFileSync(join(folder, VOTES), 'utf8')
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/,[^,]*$/, '')),
  );

describe('screen --import that is killed', () => {
  const writer: Writer = { from: DEDUPED, args: ['screen', '--as', 'MP', '--import', 'sheet.csv'] };

  async function killImport(whole: string, how: { after?: number; atWrite?: number }): Promise<Ended> {
    const folder = mkdtempSync(join(ROOM, 'killed-'));
    cpSync(writer.from, folder, { recursive: true });
    const killed = await startIn(folder, writer.args, how);
    await expectReadable(folder);
    const acknowledged = killed.stdout.includes('votes taken');
    if (acknowledged) expect(decisionsIn(folder)).toEqual(decisionsIn(whole));
    const again = await startIn(folder, writer.args);
    expect([again.status, again.stderr.match(/^error.*/gm)]).toEqual([0, null]);
    expect(decisionsIn(folder)).toEqual(decisionsIn(whole));
    // A lock of a process that is gone does not keep the next one from its work, which takes it away.
    expect(await startIn(folder, ['dedupe'])).toMatchObject({ status: 0 });
    expect(leftovers(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
    return killed;
  }

  it(`at ${KILLS} random moments, takes every vote when it runs again`, { timeout: 300_000 }, async () => {
    const { folder: whole, run } = await undisturbed(writer);
    expect(decisionsIn(whole).size).toBeGreaterThan(150);
    await killAtRandom(run.ms, 3, (after) => killImport(whole, { after }));
  });

  it('before each of its writes, takes every vote when it runs again', { timeout: 300_000 }, async () => {
    const { folder: whole } = await undisturbed(writer);
    await twoAtATime(upTo(await countWrites(writer)), async (atWrite) => {
      expect(await killImport(whole, { atWrite })).toMatchObject({ status: null });
    });
  });
});

describe('votes that are killed', () => {
  it(
    `at ${KILLS} random moments: what was acknowledged is there, and the rest can be cast`,
    { timeout: 300_000 },
    async () => {
      // One folder for each of two people: what one kill leaves the next vote finds.
      const people = ['MP', 'ML'] as const;
      const folders = people.map((person) => {
        const folder = join(ROOM, `votes-${person}`);
        cpSync(DEDUPED, folder, { recursive: true });
        return folder;
      });
      const { run } = await undisturbed({ from: DEDUPED, args: ['vote', 'acm-1', 'include', '--as', 'MP'] });
      const reports = [...readFileSync(join(DEDUPED, 'sheet.csv'), 'utf8').matchAll(/^(acm-\d+),/gm)].map(
        ([, id]) => id,
      );
      const cast = new Map(people.map((person) => [person, [] as string[]]));
      await killAtRandom(run.ms, 4, async (after, n, worker) => {
        const [person, report] = [people[worker], reports[n % reports.length] as string];
        const folder = folders[worker] as string;
        const ledger = join(folder, `screening/title-abstract/votes/${person}.csv`);
        const args = ['vote', report, 'include', '--as', person];
        const killed = await startIn(folder, args, { after });
        const votes = cast.get(person) as string[];
        if (killed.status === 0 || killed.stdout.includes(report)) votes.push(report);
        await expectReadable(folder);
        const lines = () =>
          (existsSync(ledger) ? readFileSync(ledger, 'utf8') : '').split('\n').map((line) => line.split(',')[0]);
        expect(lines()).toEqual(expect.arrayContaining(votes));
        expect((await startIn(folder, args)).status).toBe(0);
        votes.push(report);
        expect(lines().filter((id) => id === report)).toEqual([report]);
        expect(leftovers(folder)).toEqual([]);
        return killed;
      });
    },
  );

  it('before each write', { timeout: 300_000 }, async () => {
    const args = ['vote', 'acm-2', 'exclude', '--reason', 'not-slm', '--as', 'MP'];
    const { folder: from } = await undisturbed({ from: DEDUPED, args: ['vote', 'acm-1', 'include', '--as', 'MP'] });
    await twoAtATime(upTo(await countWrites({ from, args })), async (atWrite) => {
      const folder = mkdtempSync(join(ROOM, 'killed-'));
      cpSync(from, folder, { recursive: true });
      const killed = await startIn(folder, args, { atWrite });
      expect(killed).toMatchObject({ status: null });
      await expectReadable(folder);
      expect((await startIn(folder, args)).status).toBe(0);
      expect([...decisionsIn(folder)]).toEqual(['acm-1,vote,include,,,,all,1', 'acm-2,vote,exclude,not-slm,,,all,1']);
      expect(leftovers(folder)).toEqual([]);
      rmSync(folder, { recursive: true });
    });
  });
});
