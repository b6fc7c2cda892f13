import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hashesOf } from '../helpers/hashes.ts';
import { errorsOf } from '../helpers/refusal.ts';
import { slmExport } from '../helpers/slm-review.ts';
import { workdir, workdirAt, type Run, type Workdir } from '../helpers/workdir.ts';

const BIN = new URL('../../bin/litscreen.js', import.meta.url).pathname;
const BASE = mkdtempSync(join(tmpdir(), 'litscreen-full-'));
const VOTES = 'screening/title-abstract/votes/MP.csv';
afterAll(() => rmSync(BASE, { recursive: true, force: true }));

/** One search with its links of before a longer export came, a filled-in sheet, and a ledger of some size. */
beforeAll(() => {
  const wd = workdirAt(BASE);
  wd.ok(['init', '.', '--template', 'slm']);
  const [header = '', ...rows] = slmExport('wos.txt').split('\r\n');
  wd.write('exports/wos.txt', [header, ...rows.slice(0, 40)].join('\r\n'));
  wd.ok(['ingest', 'exports/wos.txt', '--search', 'wos', '--date', '2025-02-06']);
  wd.ok(['dedupe']);
  wd.ok(['vote', 'wos-1', 'include', '--note', 'n'.repeat(900), '--as', 'MP']);
  wd.ok(['screen', '--as', 'MP', '--sheet', 'sheet.csv']);
  wd.write('sheet.csv', wd.read('sheet.csv').replace(/^(wos-\d+),,/gm, '$1,include,'));
  wd.write('exports/wos.txt', slmExport('wos.txt'));
  wd.write('other.ris', `TY  - JOUR\nTI  - One more paper\nAB  - ${'words '.repeat(2000)}\nER  - \n`);
});

const COMMANDS: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['ingest', ['ingest', 'exports/wos.txt', '--search', 'wos']],
  ['ingest of a new search', ['ingest', 'other.ris', '--search', 'other', '--date', '2025-02-07']],
  ['dedupe', ['dedupe']],
  ['vote', ['vote', 'wos-2', 'exclude', '--reason', 'not-slm', '--note', 'x'.repeat(3000), '--as', 'MP']],
  ['a first vote', ['vote', 'wos-2', 'exclude', '--reason', 'not-slm', '--note', 'x'.repeat(3000), '--as', 'ML']],
  ['screen --import', ['screen', '--as', 'MP', '--import', 'sheet.csv']],
  ['flow --output', ['flow', '--format', 'json', '--output', 'output/prisma.json']],
  ['screen --sheet', ['screen', '--as', 'MP', '--sheet', 'sheet.csv']],
];

/** All that the review holds, but for what is there for speed alone. */
const filesOf = (wd: Workdir) =>
  Object.fromEntries(Object.entries(hashesOf(wd.path)).filter(([path]) => !FOR_SPEED.test(path)));
const FOR_SPEED = /^\.litscreen\/(?:dedupe-is-fresh|index\/[^/]+\.idx)$/;

/** Refused with a word on the cause, or done: in no case is a file half written, or anything left behind. */
function expectAllOrNothing(wd: Workdir, run: Run, before: Record<string, string>, cause: RegExp): 'done' | 'refused' {
  if (run.status === 0) return 'done';
  expect([run.status, errorsOf(run)]).toEqual([3, [expect.stringMatching(cause)]]);
  expect(filesOf(wd)).toEqual(before);
  return 'refused';
}

describe('a limit on the size of files', () => {
  /** In units of 512 bytes. */
  const limited = (wd: Workdir, limit: number, args: readonly string[]): Run => {
    const script = `ulimit -f ${limit}; exec "$0" "$@"`;
    const options = {
      cwd: wd.path,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' },
    } as const;
    const { status, signal, stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, BIN, ...args], options);
    expect(signal).toBe(null);
    return { status: status ?? -1, stdout, stderr };
  };

  it.each(COMMANDS)('%s: refused, and done when it is lifted', (_, args) => {
    const wd = workdir(BASE);
    // A file of the size that the command is to write needs more than some of these limits allow.
    const outcomes = [0, 2, 6].map((limit) => {
      const before = filesOf(wd);
      return expectAllOrNothing(wd, limited(wd, limit, args), before, /larger than is allowed/);
    });
    expect(outcomes[0]).toBe('refused');
    wd.ok(args);
    expect((wd.json(['check', '--json']) as { findings: object[] }).findings).not.toContainEqual(
      expect.objectContaining({ code: 'hash' }),
    );
  });
});

/** A disk of its own of a few megabytes; undefined where this process may not mount one. */
function smallDisk(): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'litscreen-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path]);
  onTestFinished(() => {
    if (status === 0) spawnSync('umount', ['-l', path]);
    rmSync(path, { recursive: true, force: true });
  });
  return status === 0 ? path : undefined;
}

/** Leaves so many bytes free, by a file that can be deleted again. */
function fill(disk: string, free: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - free)));
}

describe('a full disk', () => {
  it.for(COMMANDS)('%s: refused, and done when there is room', ([, args], { skip }) => {
    const disk = smallDisk();
    if (disk === undefined) return skip('this user may not mount a disk');
    const folder = join(disk, 'review');
    cpSync(BASE, folder, { recursive: true });
    const wd = workdirAt(folder);
    const outcomes = [0, 4096, 8192, 16_384, 40_960].map((free) => {
      fill(disk, free);
      const before = filesOf(wd);
      const outcome = expectAllOrNothing(wd, wd.run(args), before, /the disk is full/);
      rmSync(join(disk, 'filler'));
      return outcome;
    });
    expect(outcomes[0]).toBe('refused');
    wd.ok(args);
    const left = (readdirSync(folder, { recursive: true }) as string[]).filter((path) =>
      /-tmp$|\.tmp$|\.lock$/.test(path),
    );
    expect(left).toEqual([]);
    expect(wd.read(VOTES)).toMatch(/Z\n$/);
  });
});
