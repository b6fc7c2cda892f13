import { describe, expect, it } from 'vitest';
import { readForMatching, type ComparablesOfLines } from '../../src/review/record-line.ts';
import type * as Helper from '../../src/review/matching-helper.ts';

// The second thread runs what was built: plain JavaScript.
const built = new URL('../../dist/review/matching-helper.js', import.meta.url).href;

const lines = Array.from({ length: 9000 }, (_, index) => ({
  line: index + 1,
  text:
    index % 1000 === 500
      ? '{"id":'
      : JSON.stringify({
          id: `a-${index + 1}`,
          title: `Effects of model ${index} on the owls of the north`,
          source: { file: 'a.csv', entry: index + 1, line: index + 2 },
        }),
}));
const parts = Array.from({ length: 9 }, (_, at) => ({ search: 'a', lines: lines.slice(at * 1000, at * 1000 + 1000) }));
const byLine = (read: readonly ComparablesOfLines[]) => ({
  records: read.flatMap(({ records }) => records).sort((x, y) => (x.comparable.id < y.comparable.id ? -1 : 1)),
  problems: read.flatMap(({ problems }) => problems).sort((x, y) => x.line - y.line),
});

describe('MatchingHelper', () => {
  it.each([
    ['few records, which one thread reads', 10],
    ['many, which two read', 1_000_000],
  ])('%s', async (_, records) => {
    const { MatchingHelper } = (await import(built)) as typeof Helper;
    const read: ComparablesOfLines[] = [];
    const helper = new MatchingHelper(records, (part) => read.push(part));
    for (const part of parts) helper.read(part);
    helper.finish();
    expect(read).toHaveLength(parts.length);
    expect(byLine(read)).toEqual(byLine(parts.map(readForMatching)));
    expect(byLine(read).problems).toHaveLength(9);
  });
});
