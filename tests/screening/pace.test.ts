import { describe, expect, it } from 'vitest';
import { inHours, secondsPerVote } from '../../src/screening/pace.ts';

/** Votes with these seconds between them. */
const after = (...gaps: readonly number[]) => {
  let time = Date.UTC(2025, 2, 1, 9);
  const at = [0, ...gaps].map((gap) => new Date((time += gap * 1000)).toISOString());
  return at.map((stamp) => ({ at: stamp, event: 'vote' }));
};
const many = (gap: number, times: number) => Array.from({ length: times }, () => gap);

describe('the pace of a person', () => {
  it.each([
    ['is not known from a few votes', many(20, 19), undefined],
    ['is the median of the gaps', [...many(20, 15), ...many(30, 10)], 20],
    ['leaves out pauses, and votes on many at once', [...many(24, 20), ...many(3600, 30), ...many(0, 50)], 24],
    ['is that of the latest votes', [...many(90, 300), ...many(10, 100)], 10],
  ])('%s', (_, gaps, seconds) => {
    expect(secondsPerVote(after(...gaps))).toBe(seconds);
  });

  it('says nothing of what was taken back', () => {
    const taken = after(...many(20, 30)).map((line) => ({ ...line, event: 'withdraw' }));
    expect(secondsPerVote(taken)).toBeUndefined();
  });
});

it.each([
  [30, 'about a minute'],
  [600, 'about 10 min'],
  [9000, 'about 2.5 h'],
  [90_000, 'about 25 h'],
])('%d seconds are %s', (seconds, words) => {
  expect(inHours(seconds)).toBe(words);
});
