import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSmallReview } from '../helpers/small-review.ts';
import { workdir, workdirAt, type Workdir } from '../helpers/workdir.ts';

/** The small review, in which R1 and R2 have voted on a-1 and a-3, and not on the other reports. */
const folder = mkdtempSync(join(tmpdir(), 'litscreen-agreement-'));
beforeAll(() => buildSmallReview(workdirAt(folder)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const review = () => workdir(folder);

/** A person votes on all that waits for it. */
function finish(wd: Workdir, person: string): void {
  wd.ok(['screen', '--as', person, '--sheet', 'due.csv']);
  const rows = parse(wd.read('due.csv'), { bom: true, columns: true }) as unknown as { report: string }[];
  for (const { report } of rows) wd.ok(['vote', report, 'exclude', '--reason', 'off-topic', '--as', person]);
}

describe('agreement', () => {
  it('is not told to a reviewer who has votes due, by --as or LITSCREEN_USER', () => {
    const wd = review();
    for (const refused of [
      wd.run(['agreement', '--stage', 'title-abstract', '--as', 'R1']),
      wd.run(['agreement', '--stage', 'title-abstract'], { LITSCREEN_USER: 'R1' }),
    ]) {
      expect(refused.status).toBe(2);
      expect(refused.stdout).toBe('');
      expect(refused.stderr).toMatch(/^error: R1 has \d votes due at title-abstract: its agreement is not told before/);
      expect(refused.stderr).toMatch(/^hint: finish with {2}litscreen screen --as R1 .* or ask an adjudicator$/m);
    }
    // Without a stage, the one that is finished is told.
    const other = wd.run(['agreement', '--as', 'R1']);
    expect([other.status, other.stdout.includes('title-abstract'), other.stdout.includes('full-text: R1')]).toEqual([0, false, true]); // prettier-ignore
    expect(other.stderr).toContain('votes due at title-abstract');
    for (const args of [['--as', 'R3'], []])
      expect(wd.ok(['agreement', ...args])).toContain('R1 and R2, first votes on 2');
  });

  it('is told to a reviewer whose votes are all in', () => {
    const wd = review();
    finish(wd, 'R1');
    expect(wd.ok(['agreement', '--stage', 'title-abstract', '--as', 'R1'])).toContain('first votes on 2 reports');
  });

  it('refuses a round in which nobody voted, and names those that there are', () => {
    const { status, stderr } = review().run(['agreement', '--round', 'pilot-7']);
    expect([status, stderr]).toEqual([2, 'error: nobody voted in a round pilot-7\nhint: votes were cast in all\n']);
  });

  it('draws a picture beside either output, and never over a file of the review', () => {
    const wd = review();
    const args = ['agreement', '--stage', 'title-abstract', '--json', '--plot', 'output/agreement.svg'];
    const first = wd.run(args);
    expect([first.status, first.stderr]).toEqual([0, 'output/agreement.svg written\n']);
    expect(Object.keys(JSON.parse(first.stdout) as object)[0]).toBe('schema');
    expect(wd.read('output/agreement.svg')).toContain('R1 and R2, 2 reports');
    expect(wd.run(args).stderr).toBe('output/agreement.svg is up to date\n');
    expect(wd.run(['agreement', '--plot', 'review.yaml']).status).toBe(2);
  });

  it('has its statistics in one shape in JSON, and null where they are not defined', () => {
    const { stages } = review().json(['agreement', '--json']) as { stages: { pairs: unknown[] }[] };
    expect(stages.map(({ pairs }) => pairs)).toMatchObject([
      [{ n: 2, observed: 0.5, kappa: 0, word: 'slight', measures: { percent: { value: 0.5 } }, overTime: [] }],
      [{ n: 1, kappa: null, ci: null, word: null, measures: { alpha: { value: null, se: null, ci: null } } }],
    ]);
  });
});
