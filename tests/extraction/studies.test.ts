import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStudies } from '../../src/extraction/studies.ts';
import type { StudyLine } from '../../src/model/ledgers.ts';
import { at, reportsOf } from '../screening/lines.ts';

/** `A:join:s-1:s-2`; a minute apart. */
function lines(text: string): StudyLine[] {
  return text
    .split(' ')
    .filter((item) => item !== '')
    .map((item, index) => {
      const [person = '', action = '', study = '', report = ''] = item.split(':');
      const where = { file: `studies/${person}.csv`, line: index + 2 };
      return { report, study, action, note: '', at: at(index + 1), person, where };
    });
}

const PEOPLE = new Set(['A', 'B']);
const study = (text: string, report = 's-1', reports = reportsOf()) =>
  readStudies(lines(text), PEOPLE, reports).of(report);

describe('readStudies', () => {
  it.each([
    ['', ['s-1']],
    ['A:join:s-1:s-2', ['s-1', 's-2']],
    // whichever is named first
    ['A:join:s-2:s-1', ['s-1', 's-2']],
    ['A:join:s-1:s-2 A:leave:s-2:s-1', ['s-1']],
    ['A:join:s-1:s-2 B:join:s-1:s-2 A:leave:s-1:s-2', ['s-1', 's-2']],
    ['A:join:s-1:s-2 B:join:s-2:s-3', ['s-1', 's-2', 's-3']],
    ['A:join:s-1:s-2 B:leave:s-1:s-2', ['s-1']],
    ['B:leave:s-1:s-2 A:join:s-1:s-2', ['s-1']],
    ['A:join:s-1:s-2 B:leave:s-1:s-2 B:join:s-1:s-2', ['s-1', 's-2']],
  ])('"%s": the study of s-1 is %s', (text, reports) => {
    expect(study(text)).toEqual({ id: 's-1', reports });
  });

  it('finds people who contradict each other, strangers and unknown reports', () => {
    const codes = (text: string) => readStudies(lines(text), PEOPLE, reportsOf()).findings.map(({ code }) => code);
    expect(codes('A:join:s-1:s-2 B:leave:s-1:s-2')).toEqual(['study-contradicted']);
    expect(codes('A:join:s-1:s-2 A:leave:s-1:s-2')).toEqual([]);
    expect(codes('X:join:s-1:s-2 A:join:s-1:s-9')).toEqual(['unknown-person', 'unknown-report']);
  });

  it('reads lines on the reports to which their records belong now', () => {
    const merged = reportsOf('s-1', 's-2');
    expect(study('A:join:s-2:s-3', 's-1', merged).reports).toEqual(['s-1', 's-3']);
    expect(study('A:join:s-1:s-2', 's-1', merged).reports).toEqual(['s-1']);
  });

  it('puts every report into just one study, whatever is said', () => {
    const id = fc.constantFrom('s-1', 's-2', 's-3', 's-4');
    const line = fc.tuple(fc.constantFrom('A', 'B'), fc.constantFrom('join', 'leave'), id, id);
    fc.assert(
      fc.property(fc.array(line), (said) => {
        const studies = readStudies(lines(said.map((parts) => parts.join(':')).join(' ')), PEOPLE, reportsOf());
        for (const report of ['s-1', 's-2', 's-3', 's-4']) {
          const own = studies.of(report);
          expect(own.reports).toContain(report);
          for (const other of own.reports) expect(studies.of(other)).toEqual(own);
        }
      }),
    );
  });
});
