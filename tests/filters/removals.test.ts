import { describe, expect, it } from 'vitest';
import { readRemovals } from '../../src/filters/removals.ts';
import type { ManualLine } from '../../src/model/ledgers.ts';
import { at, reportsOf } from '../screening/lines.ts';

/** `A:remove`, or `A@s-2:keep`; a minute apart. */
function lines(text: string): ManualLine[] {
  return text
    .split(' ')
    .filter((item) => item !== '')
    .map((item, index) => {
      const [who = '', action = ''] = item.split(':');
      const [person = '', report = 's-1'] = who.split('@');
      const where = { file: `filters/manual/${person}.csv`, line: index + 2 };
      return { report, action, reason: 'why', note: '', at: at(index + 1), person, where };
    });
}

const PEOPLE = new Set(['A', 'B']);
const FILTERED = [{ report: 's-1', filter: 'languages', detail: 'French (s-1)' }] as const;

describe('readRemovals', () => {
  it.each([
    ['', 'filter'],
    ['A:keep', undefined],
    ['A:keep A:withdraw', 'filter'],
    ['A:keep B:keep', undefined],
    ['A:remove', 'person'],
    ['A:remove A:keep', undefined],
    ['A:remove A:withdraw', 'filter'],
    // people who contradict each other say nothing
    ['A:remove B:keep', 'filter'],
    ['A:remove B:keep B:withdraw', 'person'],
  ])('with a limit against it, "%s": %s', (text, by) => {
    const { byReport, findings } = readRemovals(FILTERED, lines(text), PEOPLE, reportsOf());
    expect(byReport.get('s-1')?.by).toBe(by);
    const isContradicted = text === 'A:remove B:keep';
    expect(findings.map(({ code }) => code)).toEqual(isContradicted ? ['removal-contradicted'] : []);
  });

  it('reads a line on the report to which its record belongs now', () => {
    const merged = readRemovals([], lines('A@s-2:remove'), PEOPLE, reportsOf('s-1', 's-2'));
    expect([...merged.byReport.keys()]).toEqual(['s-1']);
    const filtered = [{ report: 's-2', filter: 'dates', detail: '' }] as const;
    expect([...readRemovals(filtered, [], PEOPLE, reportsOf('s-1', 's-2')).byReport.keys()]).toEqual(['s-1']);
  });

  it('finds strangers and unknown records, and does not count them', () => {
    const unknown = [{ report: 's-9', filter: 'dates', detail: '' }] as const;
    const { byReport, findings } = readRemovals(unknown, lines('X:remove A@s-8:remove'), PEOPLE, reportsOf());
    expect(byReport.size).toBe(0);
    expect(findings.map(({ code, ids }) => [code, ...ids])).toEqual([
      ['unknown-person', 's-1'],
      ['unknown-report', 's-8'],
      ['unknown-report', 's-9'],
    ]);
  });
});
