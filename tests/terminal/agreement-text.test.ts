import { describe, expect, it } from 'vitest';
import { measureStage } from '../../src/screening/agreement/measure-stage.ts';
import { describeAgreement } from '../../src/terminal/agreement-text.ts';
import { width } from '../../src/text/width.ts';
import { outcome, protocolWith, votes } from '../screening/lines.ts';

const STAGE = 'title-abstract';

/** The text on reports whose votes are given in shorthand, so many of each. */
function textOf(reports: readonly (readonly [n: number, text: string, round?: string])[], rules = {}): string {
  const protocol = protocolWith(rules);
  const outcomes = reports.flatMap(([n, text, round = 'all']) => {
    const lines = votes(text).map((line) => ({ ...line, round }));
    return Array.from({ length: n }, () => outcome(lines, { protocol }));
  });
  return describeAgreement(STAGE, measureStage(outcomes, protocol.stages[STAGE]), protocol.stages[STAGE]);
}

describe('agreement as people read it', () => {
  it('has the table, every statistic with its interval, the word and its caveat', () => {
    const text = textOf([[910, 'A:x B:x'], [20, 'A:i B:x'], [30, 'A:x B:i'], [40, 'A:i B:i']]); // prettier-ignore
    expect(text).toContain('title-abstract: A and B, first votes on 1000 reports\n');
    expect(text).toMatch(/^ {2}exclude +910 +30$/m);
    expect(text).toMatch(/^ {2}agreement +95\.0 % +93\.5 to 96\.2$/m);
    expect(text).toMatch(/^ {2}Cohen's kappa +0\.589 +0\.486 to 0\.692$/m);
    expect(text).toMatch(/^ {2}prevalence index +-0\.870 /m);
    expect(text).toContain('“moderate” (Landis and Koch 1977), a word that never stands alone');
    expect(text).toContain('give the table, the agreement and AC1 or PABAK beside it');
    expect(text).toMatch(/^ +801–900 +2025-03-01 +100\.0 % {2}not defined$/m);
    expect(text).toContain('  50 reports are not decided yet: until then all is too high\n');
    expect(text).not.toContain('weights');
  });

  it('has votes as cast beside what they do where somebody said maybe', () => {
    const text = textOf([[30, 'A:x B:x'], [3, 'A:m B:i'], [2, 'A:x B:m'], [9, 'A:i B:i']]); // prettier-ignore
    expect(text).toMatch(/^ +as voted +as pass or stop$/m);
    expect(text).toMatch(/^ {2}kappa, linear weights +0\.\d{3} /m);
  });

  it.each([
    [[[9, 'A:x B:x']], ['kappa, pi and alpha are not defined: both said one thing throughout', 'positive agreement is not defined: nobody said include']],
    [[[1, 'A:x B:i']], ['no interval']],
    [[[1, 'A:i']], ['title-abstract: A and B, first votes on 0 reports\n  no report has all votes yet']],
  ] as const)('says in words what is not defined: %j', (reports, said) => {
    const text = textOf(reports);
    for (const words of said) expect(text).toContain(words);
    expect(text).not.toMatch(/NaN|null|Infinity|undefined/);
  }); // prettier-ignore

  it('says that agreement is told when the round is complete', () => {
    const text = textOf([[2, 'A:i B:x'], [1, 'A:i']], { conflicts: 'when-round-complete' }); // prettier-ignore
    expect(text).toContain('2 reports have all votes, which are told when the round is complete');
    expect(text).not.toContain('against the outcome');
  });

  it('tells of pilot rounds in short', () => {
    const text = textOf([[4, 'A:i B:i'], [1, 'A:i B:x', 'pilot-1'], [3, 'A:i B:i', 'pilot-1']]); // prettier-ignore
    expect(text).toContain('first votes on 4 reports');
    expect(text).toContain('left out above: 4 reports of pilot rounds (--round pilot-1 tells more)');
    expect(text).toContain('  pilot-1: A and B 75.0 % on 4 reports, kappa 0.000');
  });

  it('tells of many pairs in a line each, and of all together', () => {
    const people = { reviewers: ['A', 'B', 'C', 'D'], votes: 2 };
    const text = textOf([[9, 'A:x B:x'], [8, 'C:i D:i'], [7, 'A:i C:x'], [6, 'B:m C:x'], [5, 'B:i D:i']], people); // prettier-ignore
    expect(text).toMatch(/^ {2}A, B +9 +100\.0 % +not defined$/m);
    expect(text).toContain('title-abstract: all 4 reviewers, first votes on 35 reports');
    expect(text).toContain("Fleiss' kappa is on the 35 reports with 2 votes");
  });

  it('warns of liberal-accelerated screening', () => {
    expect(textOf([[4, 'A:x B:x'], [1, 'A:x B:i']], { rule: 'liberal-accelerated' })).toContain('liberal-accelerated'); // prettier-ignore
  });

  it('fits into 80 columns', () => {
    const text = textOf([[300, 'A:x B:x'], [30, 'A:m B:i'], [20, 'A:x B:m'], [99, 'A:i B:i'], [5, 'A:i B:x', 'pilot-1']]); // prettier-ignore
    const wide = text.split('\n').filter((line) => width(line) > 80);
    expect(wide).toEqual([]);
  });
});
