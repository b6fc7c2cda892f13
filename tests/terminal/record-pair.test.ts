import { describe, expect, it } from 'vitest';
import type { BibRecord } from '../../src/model/record.ts';
import { IN_BRACKETS, IN_REVERSE, recordPair } from '../../src/terminal/record-pair.ts';
import { width } from '../../src/text/width.ts';

const record = (id: string, rest: Partial<BibRecord>): BibRecord => ({
  id,
  source: { file: 'x', entry: 1, line: 1 },
  ...rest,
});
const a = record('a-1', { title: 'Dogs in large towns', authors: [{ family: 'Poe', given: 'Edgar' }], year: 2024 });
const b = record('b-1', {
  title: 'Dogs in Large cities',
  authors: [{ family: 'Poe', given: 'E.' }],
  year: 2024,
  doi: '10.5555/b',
});

describe('recordPair', () => {
  it('stands side by side, with the words marked that only one has', () => {
    expect(recordPair(a, b, 100, IN_BRACKETS)).toEqual([
      'id       a-1                                            b-1',
      'title    Dogs in large [towns]                          Dogs in Large [cities]',
      'authors  Poe [Edgar]                                    Poe [E.]',
      'year     2024                                           2024',
      'doi      –                                              10.5555/b',
    ]);
  });

  it('stands one above the other where there is no room', () => {
    expect(recordPair(a, b, 60, IN_BRACKETS).slice(2, 4)).toEqual([
      'title    Dogs in large [towns]',
      '         Dogs in Large [cities]',
    ]);
  });

  it('stands side by side from 80 columns on', () => {
    const isBeside = (columns: number) => recordPair(a, b, columns, IN_BRACKETS)[0]?.includes('b-1');
    expect([79, 80].map(isBeside)).toEqual([false, true]);
  });

  it('marks words that stand in another place, and none that case or signs alone tell apart', () => {
    const titles = (x: string, y: string) =>
      recordPair(record('a-1', { title: x }), record('b-1', { title: y }), 60, IN_BRACKETS).slice(2);
    expect(titles('Cats of dogs', 'Dogs of cats')).toEqual(['title    [Cats] [of] dogs', '         Dogs [of] [cats]']);
    expect(titles('"Cats" of dögs.', 'cats of Dogs')).toEqual(['title    "Cats" of dögs.', '         cats of Dogs']);
  });

  it('shows the first lines of an abstract, and marks nothing for where it was cut', () => {
    const words = Array.from({ length: 120 }, (_, at) => `word${at}`).join(' ');
    const [x, y] = [record('a-1', { abstract: words }), record('b-1', { abstract: `Abstract: ${words}` })];
    const lines = recordPair(x, y, 80, IN_BRACKETS);
    expect(lines.join('\n').match(/\[[^\]]*\]/g)).toEqual(['[Abstract:]']);
    expect([lines.length, lines.at(-1)?.trim()]).toEqual([6, expect.stringMatching(/^… +…$/)]);
  });

  it('compares texts of any length', () => {
    const long = record('c-1', { title: 'so it goes '.repeat(20_000), authors: Array(3000).fill({ literal: 'Poe' }) });
    expect(recordPair(long, b, 80, IN_BRACKETS).length).toBeLessThan(150);
  });

  it('never lets a record write escapes, nor a line be wider than the screen', () => {
    const hostile = record('c-1', { title: `\u001b[2J${'猫'.repeat(200)} \u202eabc`, abstract: 'x'.repeat(5000) });
    for (const columns of [40, 80, 140]) {
      const lines = recordPair(hostile, b, columns, IN_REVERSE);
      expect(lines.every((line) => width(line) <= columns)).toBe(true);
      expect(lines.join('')).not.toContain('\u001b[2J');
    }
  });
});
