import { describe, expect, it } from 'vitest';
import { progressLine } from '../../src/terminal/progress.ts';

describe('progressLine', () => {
  const told = (columns = 80) => {
    const lines: string[] = [];
    let now = 0;
    const tell = progressLine(
      (line) => lines.push(line),
      () => now,
      columns,
    );
    return { lines, at: (ms: number, ...said: Parameters<typeof tell>) => ((now = ms), tell(...said)) };
  };

  it('shows nothing of what is short, and then a few lines a second', () => {
    const { lines, at } = told();
    for (let ms = 0; ms < 2000; ms += 10) at(ms, 'comparing pairs', ms, 4000);
    expect(lines).toHaveLength(5);
  });

  it('estimates what is left of a step from how it went', () => {
    const { lines, at } = told();
    at(0, 'reading records', 0, 10);
    at(2000, 'comparing pairs', 0, 1_000_000);
    at(12_000, 'comparing pairs', 250_000, 1_000_000);
    at(1_000_000, 'comparing pairs', 500_000, 1_000_000);
    expect(lines).toEqual([
      'comparing pairs  ░░░░░░░░░░░░░░░░░░░░░░░░  0 % of 1,000,000',
      'comparing pairs  ██████░░░░░░░░░░░░░░░░░░  25 % of 1,000,000  about 30 s left',
      'comparing pairs  ████████████░░░░░░░░░░░░  50 % of 1,000,000  about 17 min left',
    ]);
  });

  it('never runs over the end of the line', () => {
    const { lines, at } = told(30);
    at(5000, 'comparing pairs', 9, 10);
    expect(lines.map((line) => line.length)).toEqual([29]);
  });
});
