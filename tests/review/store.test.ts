import { spawn, spawnSync } from 'node:child_process';
import type * as Fs from 'node:fs';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LitscreenError } from '../../src/model/errors.ts';
import { withLock } from '../../src/review/lock.ts';
import { parseLedger } from '../../src/review/parse-ledger.ts';
import { appendToLedger, applyWrites, recoverApply } from '../../src/review/store.ts';
import { HEADER, ledgerLine, ledgerText, type Cells } from './ledgers.ts';

/** What is written while this is set goes to a disk that fills up after so many bytes. */
const disk = vi.hoisted(() => ({ space: Infinity }));

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof Fs>();
  const writeSync = (handle: number, data: string | Uint8Array, offset?: number): number => {
    if (typeof data === 'string') return fs.writeSync(handle, data);
    const bytes = data.subarray(offset ?? 0);
    if (disk.space === Infinity) return fs.writeSync(handle, bytes);
    if (disk.space === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const written = fs.writeSync(handle, bytes.subarray(0, disk.space));
    disk.space -= written;
    return written;
  };
  return { ...fs, writeSync };
});

function fullAfter<T>(bytes: number, work: () => T): T {
  disk.space = bytes;
  try {
    return work();
  } finally {
    disk.space = Infinity;
  }
}

function folder() {
  const root = mkdtempSync(join(tmpdir(), 'litscreen-store-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return {
    root,
    write: (path: string, content: string | Uint8Array) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    read: (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined),
    files: () =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .sort(),
  };
}

const PLACE = { kind: 'votes', stage: 'title-abstract' } as const;
const FILE = 'screening/title-abstract/votes/A.csv';
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

describe('applyWrites', () => {
  it('writes files, tells which have changed, and leaves nothing beside them', () => {
    const { root, write, read, files } = folder();
    write('a/same.txt', 'same');
    write('b.txt', 'old');
    const past = new Date('2020-01-01T00:00:00Z');
    utimesSync(join(root, 'a/same.txt'), past, past);
    const changed = applyWrites(root, [
      { path: 'new/deep/c.bin', content: new Uint8Array([0, 255]) },
      { path: 'a/same.txt', content: 'same' },
      { path: 'b.txt', content: 'new' },
    ]);
    expect(changed).toEqual(['new/deep/c.bin', 'b.txt']);
    expect([read('a/same.txt'), read('b.txt')]).toEqual(['same', 'new']);
    expect(statSync(join(root, 'a/same.txt')).mtime).toEqual(past);
    expect(files()).toEqual(['a/same.txt', 'b.txt', 'new/deep/c.bin']);
    expect(applyWrites(root, [{ path: 'b.txt', content: 'new' }])).toEqual([]);
  });

  it('writes in parts what is large, and knows it again', () => {
    const { root, read } = folder();
    const content = Array.from({ length: 40_000 }, (_, n) => `{"id":"é😀-${n}","title":"a title of some length"}\n`);
    expect(applyWrites(root, [{ path: 'big.jsonl', content }])).toEqual(['big.jsonl']);
    expect(read('big.jsonl') === content.join('')).toBe(true);
    expect(applyWrites(root, [{ path: 'big.jsonl', content }])).toEqual([]);
    expect(applyWrites(root, [{ path: 'big.jsonl', content: content.slice(1) }])).toEqual(['big.jsonl']);
    expect(applyWrites(root, [{ path: 'big.jsonl', content: content.slice(1, -1) }])).toEqual(['big.jsonl']);
  });

  it('leaves every file as it was where one cannot be written', () => {
    const { root, write, read, files } = folder();
    write('a.txt', 'old');
    const writes = [
      { path: 'a.txt', content: 'new and long' },
      { path: 'b.txt', content: 'x'.repeat(1000) },
    ];
    expect(() => fullAfter(500, () => applyWrites(root, writes))).toThrow('no space left');
    expect([read('a.txt'), files()]).toEqual(['old', ['a.txt']]);
    applyWrites(root, writes);
    expect(read('a.txt')).toBe('new and long');
  });

  it('renames in order, the commit mark last', () => {
    const { root, write, read } = folder();
    const paths = ['first.txt', 'second.txt', 'mark.txt'];
    for (const path of paths) write(`.${path}.litscreen-tmp`, 'new');
    write('.litscreen/apply.json', JSON.stringify(paths.map((to) => ({ from: `.${to}.litscreen-tmp`, to }))));
    // A folder stands where the second file should go: what comes after it must wait.
    write('second.txt/in-the-way', '');
    expect(() => recoverApply(root)).toThrow();
    expect([read('first.txt'), read('mark.txt')]).toEqual(['new', undefined]);
    rmSync(join(root, 'second.txt'), { recursive: true });
    recoverApply(root);
    expect([read('second.txt'), read('mark.txt')]).toEqual(['new', 'new']);
  });

  describe('after a process was killed', () => {
    const PATHS = ['data/one.txt', 'data/two.txt', 'mark.txt'];
    const beside = (path: string) => join(dirname(path), `.${path.split('/').at(-1)}.litscreen-tmp`);
    const renames = JSON.stringify(PATHS.map((path) => ({ from: beside(path), to: path })));

    it.each([0, 1, 2, 3])('with its journal written and %i renames done, finishes the rest', (done) => {
      const { root, write, read, files } = folder();
      PATHS.forEach((path, index) => {
        write(path, index < done ? 'new' : 'old');
        if (index >= done) write(beside(path), 'new');
      });
      write('.litscreen/apply.json', renames);
      recoverApply(root);
      expect(PATHS.map(read)).toEqual(['new', 'new', 'new']);
      expect(files()).toEqual(PATHS);
      recoverApply(root);
      expect(files()).toEqual(PATHS);
    });

    it.each([0, 1, 2, 3])('with %i files written beside and no journal, discards them', (written) => {
      const { root, write, read, files } = folder();
      PATHS.forEach((path, index) => {
        write(path, 'old');
        if (index < written) write(beside(path), index === written - 1 ? 'ne' : 'new');
      });
      write('.litscreen/apply.json.tmp', renames);
      recoverApply(root);
      expect(PATHS.map(read)).toEqual(['old', 'old', 'old']);
      expect(applyWrites(root, [{ path: 'other.txt', content: 'x' }])).toEqual(['other.txt']);
      expect(PATHS.map(read)).toEqual(['old', 'old', 'old']);
      expect(files()).toEqual([...PATHS, 'other.txt'].sort());
    });

    it('while it wrote down what it was about to do, forgets it', () => {
      const { root, write, files } = folder();
      write('.litscreen/apply.json.tmp', renames.slice(0, 20));
      applyWrites(root, [{ path: 'other.txt', content: 'x' }]);
      expect(files()).toEqual(['other.txt']);
    });

    it('finishes before it writes anything else', () => {
      const { root, write, read } = folder();
      write(beside('mark.txt'), 'new');
      write('.litscreen/apply.json', JSON.stringify([{ from: beside('mark.txt'), to: 'mark.txt' }]));
      expect(applyWrites(root, [{ path: 'mark.txt', content: 'newest' }])).toEqual(['mark.txt']);
      expect(read('mark.txt')).toBe('newest');
    });

    it('says what to do about a journal that cannot be read', () => {
      const { root, write } = folder();
      write('.litscreen/apply.json', '[{"from"');
      expect(() => recoverApply(root)).toThrow(LitscreenError);
    });
  });
});

describe('appendToLedger', () => {
  it('makes the ledger with its header, and appends after what is there', () => {
    const { root, read } = folder();
    expect(appendToLedger(root, PLACE, 'A', () => [cells(1, 'a, "b"\nc')])).toHaveLength(1);
    appendToLedger(root, PLACE, 'A', (own) => [cells(own.length + 1), cells(own.length + 2)]);
    expect(read(FILE)).toBe(ledgerText([ledgerLine(cells(1, 'a, "b" c')), ledgerLine(cells(2)), ledgerLine(cells(3))]));
  });

  it('leaves no file where there is nothing to write, or the decision is refused', () => {
    const { root, files } = folder();
    expect(appendToLedger(root, PLACE, 'A', () => [])).toEqual([]);
    const refuse = () => {
      throw new Error('refused');
    };
    expect(() => appendToLedger(root, PLACE, 'A', refuse)).toThrow('refused');
    expect(files()).toEqual([]);
  });

  it.each([
    ['nothing', '', HEADER],
    ['a byte order mark', '\ufeff', `\ufeff\n${HEADER}`],
    ['a blank line', '\n', `\n${HEADER}`],
    ['a header without its line end', HEADER, HEADER],
    ['a torn header', HEADER.slice(0, 9), HEADER],
    ['a torn header that a merge has ended', `${HEADER.slice(0, 9)}\n`, `${HEADER.slice(0, 9)}\n${HEADER}`],
    ['a decision without its line end', ledgerText([ledgerLine(cells(9))]).trimEnd(), ledgerText([ledgerLine(cells(9))]).trimEnd()], // prettier-ignore
  ])('goes on after %s', (_, before, after) => {
    const { root, write, read } = folder();
    write(FILE, before);
    appendToLedger(root, PLACE, 'A', () => [cells(1)]);
    expect(read(FILE)).toBe(`${after}\n${ledgerLine(cells(1))}\n`);
    const { lines, problems } = parseLedger('votes', read(FILE) ?? '', FILE, 'A');
    expect([lines[0]?.report, problems]).toEqual(['s-1', []]);
  });

  it('moves a torn line away, and a second one at the same place beside it', () => {
    const { root, write, read, files } = folder();
    for (const tail of ['s-1,vote,incl', 's-1,vote,exclude,,"no']) {
      write(FILE, `${HEADER}\n${tail}`);
      appendToLedger(root, PLACE, 'A', (own) => {
        expect(own).toEqual([]);
        return [cells(2)];
      });
      expect(read(FILE)).toBe(ledgerText([ledgerLine(cells(2))]));
    }
    const torn = files().filter((file) => file.startsWith('.litscreen/torn/'));
    expect(torn.map((file) => read(file)).sort()).toEqual(['s-1,vote,exclude,,"no', 's-1,vote,incl']);
  });

  it('does not take the end of a cell that a spreadsheet broke over lines for torn', () => {
    const { root, write, read } = folder();
    const text = `${HEADER}\n${ledgerLine(cells(1, 'x')).replace(',x,', ',"one\ntwo",')}`;
    write(FILE, text);
    appendToLedger(root, PLACE, 'A', (own) => [cells(own.length + 1)]);
    expect(read(FILE)).toBe(`${text}\n${ledgerLine(cells(2))}\n`);
  });

  it.each([
    ['another header', 'report,vote\n'],
    ['conflict markers', `${HEADER}\n<<<<<<< HEAD\n`],
  ])('does not write to a ledger with %s', (_, text) => {
    const { root, write, read } = folder();
    write(FILE, text);
    expect(() => appendToLedger(root, PLACE, 'A', () => [cells(1)])).toThrow(LitscreenError);
    expect(read(FILE)).toBe(text);
  });

  it.each([0, 1, 30])('leaves the ledger as it was where the disk is full after %i bytes', (bytes) => {
    const { root, write, read } = folder();
    const text = ledgerText([ledgerLine(cells(1))]);
    write(FILE, text);
    expect(() => fullAfter(bytes, () => appendToLedger(root, PLACE, 'A', () => [cells(2)]))).toThrow('no space left');
    expect(read(FILE)).toBe(text);
    appendToLedger(root, PLACE, 'A', () => [cells(3)]);
    expect(read(FILE)).toBe(text + `${ledgerLine(cells(3))}\n`);
  });

  it('loses nothing when several processes of one person write at once', async () => {
    const { root, read } = folder();
    const program = `
      import { appendToLedger } from ${JSON.stringify(join(compiledSources(), 'review/store.js'))};
      const place = ${JSON.stringify(PLACE)};
      for (let turn = 0; turn < 20; turn++) {
        appendToLedger(process.argv[1], place, 'A', (own) => {
          const n = own.length + 1;
          const at = new Date(Date.UTC(2025, 2, 1) + n).toISOString();
          return [{ ...${JSON.stringify(cells(0))}, report: 's-' + n, note: process.argv[2] + '.' + turn, at }];
        });
      }`;
    const runs = ['p', 'q', 'r', 's'].map(
      (name) =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, ['--input-type=module', '-e', program, root, name]);
          let said = '';
          child.stderr.on('data', (data: Buffer) => (said += data.toString()));
          child.on('close', (code) => resolve(`${code}${said}`));
        }),
    );
    expect(await Promise.all(runs)).toEqual(['0', '0', '0', '0']);
    const { lines, torn, problems } = parseLedger('votes', read(FILE) ?? '', FILE, 'A');
    expect([torn, problems]).toEqual([[], []]);
    // Each saw all that was written before it: no number was given twice.
    expect(lines.map((line) => line.report)).toEqual(Array.from({ length: 80 }, (_, index) => `s-${index + 1}`));
    expect(new Set(lines.map((line) => line.note)).size).toBe(80);
    expect(readdirSync(join(root, '.litscreen/locks'))).toEqual([]);
  });
});

/** The sources as JavaScript, for processes of their own: a build may be missing or old. */
function compiledSources(): string {
  const out = mkdtempSync(join(tmpdir(), 'litscreen-js-'));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const src = new URL('../../src/', import.meta.url).pathname;
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    rewriteRelativeImportExtensions: true,
    verbatimModuleSyntax: true,
  };
  for (const folderName of ['model', 'text', 'review']) {
    mkdirSync(join(out, folderName));
    for (const name of readdirSync(join(src, folderName))) {
      const { outputText } = ts.transpileModule(readFileSync(join(src, folderName, name), 'utf8'), { compilerOptions });
      writeFileSync(join(out, folderName, name.replace(/\.ts$/, '.js')), outputText);
    }
  }
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  symlinkSync(new URL('../../node_modules', import.meta.url).pathname, join(out, 'node_modules'));
  return out;
}

describe('withLock', () => {
  const LOCK = '.litscreen/locks/work.lock';
  const GONE = spawnSync(process.execPath, ['-e', '']).pid;
  const held = (pid: number, host = hostname()) => JSON.stringify({ host, pid });
  const LONG_AGO = 11 * 60_000;
  /** Gives a file the age of so many milliseconds, as of now. */
  const age = (path: string, by: number) => utimesSync(path, new Date(Date.now() - by), new Date(Date.now() - by));

  it('is held during the work alone, whether that succeeds or fails', () => {
    const { root, files } = folder();
    expect(withLock(root, 'work', files)).toEqual([LOCK]);
    expect(() => withLock(root, 'work', () => JSON.parse('{') as unknown)).toThrow(SyntaxError);
    expect(files()).toEqual([]);
  });

  it('does not spoil the work of one whose lock was cleaned away', () => {
    const { root } = folder();
    expect(withLock(root, 'work', () => (rmSync(join(root, '.litscreen'), { recursive: true }), 'done'))).toBe('done');
  });

  it.each([
    ['of a process that is gone', held(GONE), 0],
    ['of another machine, after a long time', held(1, 'elsewhere'), LONG_AGO],
    ['that nobody has signed, after a while', '', LONG_AGO],
  ])('is broken %s', (_, content, by) => {
    const { root, write, files } = folder();
    write(LOCK, content);
    age(join(root, LOCK), by);
    expect(withLock(root, 'work', () => 'done', 0)).toBe('done');
    expect(files()).toEqual([]);
  });

  it.each([
    ['of a living process', held(process.ppid), 0, `process ${process.ppid} on ${hostname()}`],
    ['of a living process, even after a long time', held(process.ppid), LONG_AGO, 'process'],
    ['of another machine', held(GONE, 'elsewhere'), 0, `process ${GONE} on elsewhere`],
    ['that is being signed', '', 0, 'another process'],
  ])('is waited for, then told of: one %s', (_, content, by, who) => {
    const { root, write, read } = folder();
    write(LOCK, content);
    age(join(root, LOCK), by);
    const start = Date.now();
    let problem: LitscreenError | undefined;
    try {
      withLock(root, 'work', () => 'never', 80);
    } catch (error) {
      if (error instanceof LitscreenError) problem = error;
    }
    expect(Date.now() - start).toBeGreaterThanOrEqual(80);
    expect(problem?.kind).toBe('input');
    expect(problem?.message).toContain(who);
    expect(problem?.problems[0]?.hint).toContain(LOCK);
    expect(read(LOCK)).toBe(content);
  });

  it('is broken though one who was about to break it was killed', () => {
    const { root, write, files } = folder();
    write(LOCK, held(GONE));
    write(`${LOCK}.breaking`, '');
    expect(() => withLock(root, 'work', () => 'never', 0)).toThrow(LitscreenError);
    age(join(root, `${LOCK}.breaking`), 3000);
    expect(withLock(root, 'work', () => 'done', 1000)).toBe('done');
    expect(files()).toEqual([]);
  });

  it('is taken as soon as the other lets go', () => {
    const { root, write } = folder();
    write(LOCK, held(process.ppid));
    const path = JSON.stringify(join(root, LOCK));
    spawn(process.execPath, ['-e', `setTimeout(() => require('fs').unlinkSync(${path}), 150)`]);
    expect(withLock(root, 'work', () => 'done', 8000)).toBe('done');
  });
});
