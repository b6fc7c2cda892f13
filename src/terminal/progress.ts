import type { TellProgress } from '../model/progress.ts';
import { groupThousands } from '../text/thousands.ts';
import { bar } from './bar.ts';

/** Short work shows nothing, and the line changes a few times a second at most. */
const PATIENCE_MS = 1000;
const EVERY_MS = 200;
const CELLS = 24;

/**
 * A line that tells how far a step is, and how long it still takes if it goes on as it went:
 * `comparing pairs  ██████░░░░░░  41 %  about 12 s left`.
 *
 * @param show shows a line in place of the last one.
 * @param clock milliseconds.
 */
export function progressLine(show: (line: string) => void, clock: () => number, columns: number): TellProgress {
  const begun = clock();
  let step = '';
  let stepBegun = begun;
  let shownAt = begun + PATIENCE_MS - EVERY_MS;
  return (name, done, total) => {
    const now = clock();
    if (name !== step) [step, stepBegun] = [name, now];
    if (now - shownAt < EVERY_MS) return;
    shownAt = now;
    // Every sign of it is one column wide; what measures others would be loaded by every command.
    show(lineOf(name, done, total, now - stepBegun).slice(0, columns - 1));
  };
}

function lineOf(step: string, done: number, total: number, elapsed: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const left = (elapsed / share - elapsed) / 1000;
  // The first few hundredths foretell nothing.
  const estimate = share < 0.03 || elapsed < PATIENCE_MS ? '' : `  about ${inWords(left)} left`;
  return `${step}  ${bar(share, CELLS)}  ${Math.floor(share * 100)} % of ${groupThousands(total)}${estimate}`;
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}
