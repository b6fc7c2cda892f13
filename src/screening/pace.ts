import type { VoteLine } from '../model/ledgers.ts';

/** Longer without a vote, and somebody was elsewhere. */
const PAUSE_MS = 10 * 60_000;
/** Faster than anybody reads: votes on many at once, or keys typed ahead. */
const READING_MS = 500;
/** Fewer gaps foretell nothing. */
const LEAST = 20;
/** The present pace is that of the latest votes. */
const LATEST = 100;

/**
 * How many seconds a person takes for a vote at present: the median of the gaps between their latest votes, pauses left
 * out. It is of times alone, and says nothing of how they voted. Undefined where there are too few.
 */
export function secondsPerVote(lines: readonly Pick<VoteLine, 'at' | 'event'>[]): number | undefined {
  const times = lines.filter(({ event }) => event !== 'withdraw').map(({ at }) => Date.parse(at));
  const latest = times.sort((a, b) => a - b).slice(-LATEST - 1);
  const gaps = latest
    .slice(1)
    .map((time, index) => time - (latest[index] ?? time))
    .filter((gap) => gap >= READING_MS && gap <= PAUSE_MS)
    .sort((a, b) => a - b);
  if (gaps.length < LEAST) return undefined;
  const middle = (gaps.length - 1) / 2;
  return ((gaps[Math.floor(middle)] ?? 0) + (gaps[Math.ceil(middle)] ?? 0)) / 2000;
}

/** How long so many seconds are, as a person says it: `about 3 h`. */
export function inHours(seconds: number): string {
  if (seconds < 90) return 'about a minute';
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
  const hours = seconds / 3600;
  return `about ${hours < 10 ? Number(hours.toFixed(1)) : Math.round(hours)} h`;
}
