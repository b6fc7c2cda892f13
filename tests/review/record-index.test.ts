import fc from 'fast-check';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LitscreenError } from '../../src/model/errors.ts';
import { indexFile, recordsFile } from '../../src/review/paths.ts';
import { ReviewReader } from '../../src/review/reader.ts';
import { decodeIndex, encodeIndex, type RecordIndex } from '../../src/review/record-index.ts';

interface Written {
  readonly title?: string;
  readonly year?: number;
  readonly abstract?: string;
  readonly extra?: Readonly<Record<string, string>>;
}

const source = { file: 'a.csv', entry: 1, line: 2 };
const lineOf = (n: number, rest: Written = {}) => JSON.stringify({ id: `a-${n}`, ...rest, source });
/** Enough of them that one is read at its place. */
const many = (count = 40) =>
  Array.from({ length: count }, (_, index) => lineOf(index + 1, { title: `Title ${index + 1}` }));
const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** A review folder with one search, a, of these records. */
function folderWith(text: string) {
  const root = mkdtempSync(join(tmpdir(), 'litscreen-index-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const records = join(root, recordsFile('a'));
  const index = join(root, indexFile('a'));
  mkdirSync(dirname(records), { recursive: true });
  writeFileSync(records, text);
  return {
    root,
    records,
    index,
    ids: () => [...new ReviewReader(root).recordIds('a')],
    facts: () => [...new ReviewReader(root).recordFacts('a')],
    titles: (...ids: string[]) =>
      [...new ReviewReader(root).recordsById(new Set(ids)).values()].map(({ id, title }) => `${id} ${title ?? ''}`),
    decoded: () => decodeIndex('a', readFileSync(index)),
    /** Puts an index in its place that was made wrong by who knows how, and is whole by itself. */
    forge: (change: (index: RecordIndex) => RecordIndex) => {
      const made = decodeIndex('a', readFileSync(index));
      if (made) writeFileSync(index, encodeIndex(change(made)));
    },
  };
}

function problemsOf(reader: ReviewReader): string[] {
  try {
    reader.throwProblems();
    return [];
  } catch (error) {
    return (error as LitscreenError).problems.map(({ message, where }) => `${where?.line ?? ''} ${message}`);
  }
}

/** Makes a difference that neither the size of a file nor its time tells. */
function keepingTime(path: string, work: () => void): void {
  const { atime, mtime } = statSync(path);
  work();
  utimesSync(path, atime, mtime);
}

describe('the index of a search', () => {
  it('tells the ids and facts that a pass over the records tells', () => {
    const { ids, facts, index, decoded } = folderWith(
      textOf([
        lineOf(1, { year: 2001, abstract: 'About, "year":1 it' }),
        lineOf(2, { title: ',"year":1999,', extra: { year: '1999', abstract: 'not ours' } }),
        lineOf(3, { year: 1999, abstract: '' }),
        lineOf(7, { title: 'Größe, 研究', abstract: '"' }),
        '{"id":"a-9","source":{"file":"a.csv","entry":1,"line":2}, "abstract" : "x", "year" : 2003}',
      ]),
    );
    const passed = [ids(), facts()];
    expect(existsSync(index)).toBe(true);
    expect([ids(), facts()]).toEqual(passed);
    expect(passed).toEqual([
      ['a-1', 'a-2', 'a-3', 'a-7', 'a-9'],
      [
        { id: 'a-1', year: 2001, hasAbstract: true },
        { id: 'a-2', year: 0, hasAbstract: false },
        { id: 'a-3', year: 1999, hasAbstract: false },
        { id: 'a-7', year: 0, hasAbstract: true },
        { id: 'a-9', year: 2003, hasAbstract: true },
      ],
    ]);
    expect([...(decoded()?.lines ?? [])]).toEqual([1, 2, 3, 4, 5]);
  });

  it('finds each record at its place, whatever stands between the lines and however they end', () => {
    const rest = fc.record(
      { title: fc.string({ unit: 'grapheme' }), year: fc.integer({ min: -5, max: 40_000 }), abstract: fc.string() },
      { requiredKeys: [] },
    );
    const end = fc.constantFrom('\n', '\r\n', '\n\n', '\n\r\n');
    const content = fc.array(fc.tuple(rest, end, fc.integer({ min: 1, max: 3 })), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(content, fc.boolean(), (parts, isEnded) => {
        let n = 0;
        const lines = parts.map(([record, ended, step]) => ({ record, ended, n: (n += step) }));
        const whole = lines.map((line) => lineOf(line.n, line.record) + line.ended).join('');
        const { root, index } = folderWith(isEnded ? whole : whole.trimEnd());
        const cold = new ReviewReader(root);
        const expected = [...cold.records('a')];
        cold.recordIds('a');
        expect(existsSync(index)).toBe(true);
        const warm = new ReviewReader(root);
        expect(warm.recordIds('a')).toEqual(expected.map(({ id }) => id));
        for (const record of expected) expect([...warm.records('a', new Set([record.id]))]).toEqual([record]);
        expect(warm.recordFacts('a')).toEqual(
          expected.map(({ id, year = 0, abstract = '' }) => ({
            id,
            year: year > 0 && year < 2 ** 15 ? year : 0,
            hasAbstract: abstract !== '',
          })),
        );
        expect(problemsOf(warm)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('reads records that are longer than what is read at once', () => {
    const long = 'é'.repeat(1_500_000);
    const lines = many();
    lines[4] = lineOf(5, { title: long });
    const { root, ids } = folderWith(textOf(lines));
    expect(ids()).toHaveLength(40);
    const read = new ReviewReader(root).recordsById(new Set(['a-5', 'a-6']));
    expect([read.get('a-5')?.title === long, read.get('a-6')?.title]).toEqual([true, 'Title 6']);
  });

  it.each([
    ['records were added', (path: string) => writeFileSync(path, textOf(many(41)))],
    ['the file is shorter', (path: string) => truncateSync(path, textOf(many(39)).length)],
    [
      'ids were exchanged, and the time was set back',
      (path: string) => {
        const text = readFileSync(path, 'utf8').replace('"a-40"', '"a-41"');
        keepingTime(path, () => writeFileSync(path, text));
      },
    ],
  ])('is made anew where %s', (_, change) => {
    const { ids, records, decoded } = folderWith(textOf(many()));
    ids();
    change(records);
    const expected = readFileSync(records, 'utf8').match(/a-\d+(?=")/g);
    expect(ids()).toEqual(expected);
    expect(decoded()?.numbers).toHaveLength(expected?.length ?? 0);
    expect(ids()).toEqual(expected);
  });

  it.each([
    ['empty', () => new Uint8Array()],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -3)],
    ['cut off in its header', (bytes: Buffer) => bytes.subarray(0, 50)],
    ['garbage', (bytes: Buffer) => Buffer.alloc(bytes.length, 'garbage ')],
    ['of another version', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 4), Buffer.of(9), bytes.subarray(5)])],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
  ])('does not count where it is %s', (_, change) => {
    const { ids, titles, index } = folderWith(textOf(many()));
    const [expected, good] = [ids(), readFileSync(index)];
    writeFileSync(index, change(good));
    expect(titles('a-7')).toEqual(['a-7 Title 7']);
    expect(ids()).toEqual(expected);
    expect(readFileSync(index)).toEqual(good);
  });

  it('does not count where any one of its bytes is another', () => {
    const { ids, index } = folderWith(textOf(many()));
    const [expected, good] = [ids(), readFileSync(index)];
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] ?? 0) ^ change;
        writeFileSync(index, bad);
        expect(ids()).toEqual(expected);
      }),
    );
  });

  it.each([
    ['of another file', (index: RecordIndex) => ({ ...index, fingerprint: new Uint8Array(32) })],
    ['with a place behind the end', (index: RecordIndex) => ({ ...index, offsets: index.offsets.with(-1, 1e15) })],
    ['with a place that is none', (index: RecordIndex) => ({ ...index, offsets: index.offsets.with(3, NaN) })],
    ['with a number twice', (index: RecordIndex) => ({ ...index, numbers: index.numbers.with(3, 3) })],
  ])('does not count where it is whole and %s', (_, change) => {
    const { ids, forge, decoded } = folderWith(textOf(many()));
    const expected = ids();
    const good = decoded();
    forge(change);
    expect(ids()).toEqual(expected);
    expect(decoded()).toEqual(good);
  });

  it.each([
    ['the place of another record', (index: RecordIndex) => index.offsets.with(6, (index.offsets[7] ?? 0) - 1)],
    ['a place inside a line', (index: RecordIndex) => index.offsets.with(6, (index.offsets[6] ?? 0) + 1)],
    ['places of others throughout', (index: RecordIndex) => index.offsets.map((offset) => offset + 70)],
  ])('is dropped, and the right records are read, where it tells %s', (_, offsets) => {
    const { ids, titles, forge, index } = folderWith(textOf([...many(), lineOf(41, { title: 'long '.repeat(40) })]));
    ids();
    forge((made) => ({ ...made, offsets: offsets(made) }));
    expect(titles('a-2', 'a-7', 'a-9')).toEqual(['a-2 Title 2', 'a-7 Title 7', 'a-9 Title 9']);
    expect(existsSync(index)).toBe(false);
    expect(ids()).toHaveLength(41);
    expect(existsSync(index)).toBe(true);
  });

  it('never says a record twice where it proves wrong in the middle', () => {
    const { root, ids, forge } = folderWith(textOf(many()));
    ids();
    forge((made) => ({ ...made, offsets: made.offsets.with(20, (made.offsets[20] ?? 0) + 1) }));
    const read = [...new ReviewReader(root).records('a', new Set(['a-30', 'a-3', 'a-21', 'a-40']))];
    expect(read.map(({ id }) => id)).toEqual(['a-3', 'a-21', 'a-30', 'a-40']);
  });

  it('follows a file that changes while a reader stays open', () => {
    const { root, records } = folderWith(textOf(many()));
    const reader = new ReviewReader(root);
    reader.recordIds('a');
    const read = () => [...reader.records('a', new Set(['a-7']))].map(({ title }) => title);
    expect(read()).toEqual(['Title 7']);
    writeFileSync(records, textOf([lineOf(1, { title: 'A longer title' }), ...many().slice(1)]));
    expect(read()).toEqual(['Title 7']);
    rmSync(join(root, '.litscreen'), { recursive: true });
    expect(read()).toEqual(['Title 7']);
  });

  it('is not made of a file with problems, which are told each time', () => {
    const { root, index } = folderWith(textOf([lineOf(1), 'x', lineOf(2), '{"id":"b-3"}', lineOf(2), '{"id":"a-4"']));
    for (let turn = 0; turn < 2; turn++) {
      const reader = new ReviewReader(root);
      expect(reader.recordIds('a')).toEqual(['a-1', 'a-2']);
      expect(problemsOf(reader)).toEqual([
        '2 this line is no record',
        '4 b-3 is no id of a',
        '5 a-2 stands here twice',
        '6 this line is no record',
      ]);
    }
    expect(existsSync(index)).toBe(false);
  });

  it('is not made of records out of order, which are read all the same', () => {
    const { ids, titles, index } = folderWith(textOf(many().reverse()));
    expect(ids().slice(0, 2)).toEqual(['a-40', 'a-39']);
    expect(titles('a-7')).toEqual(['a-7 Title 7']);
    expect(existsSync(index)).toBe(false);
  });

  it('tells of no record what the record does not hold', () => {
    const { titles, ids, root } = folderWith(textOf(many()));
    ids();
    expect(titles('a-0', 'a-41', 'b-1', 'a-1x', 'a-99999999999')).toEqual([]);
    expect(new ReviewReader(root).recordIds('missing')).toEqual([]);
  });

  it('is not needed where nothing can be written', () => {
    const { root, ids, titles } = folderWith(textOf(many()));
    writeFileSync(join(root, '.litscreen'), 'a file where the folder would be');
    expect(ids()).toHaveLength(40);
    expect(titles('a-7')).toEqual(['a-7 Title 7']);
    rmSync(join(root, '.litscreen'));
    mkdirSync(join(root, '.litscreen'));
    chmodSync(join(root, '.litscreen'), 0o555);
    expect(ids()).toHaveLength(40);
    chmodSync(join(root, '.litscreen'), 0o755);
  });

  it('is not what a reader goes by that has read the records itself', () => {
    const { root, records, ids, forge } = folderWith(textOf(many()));
    ids();
    const sha256 = 'f'.repeat(64);
    forge((made) => ({ ...made, sha256 }));
    writeFileSync(join(root, 'searches/a/rejected.jsonl'), '');
    const search = { schemaVersion: 1 as const, id: 'a', source: 'A', kind: 'database' as const, files: [] };
    const rejectedSha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const damage = (reader: ReviewReader) => reader.damage({ ...search, recordsSha256: sha256, rejectedSha256 }).length;
    expect(damage(new ReviewReader(root))).toBe(0);
    const thorough = new ReviewReader(root);
    for (const line of thorough.numberedLines('a')) void line;
    expect(damage(thorough)).toBe(1);
    expect(statSync(records).size).toBeGreaterThan(0);
  });
});
