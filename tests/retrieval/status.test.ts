import { describe, expect, it } from 'vitest';
import type { RetrievalLine } from '../../src/model/ledgers.ts';
import { readRetrievals } from '../../src/retrieval/status.ts';
import { at, reportsOf } from '../screening/lines.ts';

/** `A:retrieved`, or `A@s-2:requested`; a minute apart. */
function lines(text: string): RetrievalLine[] {
  return text
    .split(' ')
    .filter((item) => item !== '')
    .map((item, index) => {
      const [who = '', status = ''] = item.split(':');
      const [person = '', report = 's-1'] = who.split('@');
      const where = { file: `retrieval/${person}.csv`, line: index + 2 };
      return { report, status, file: '', sha256: '', url: '', note: '', at: at(index + 1), person, where };
    });
}

const PEOPLE = new Set(['A', 'B']);

describe('readRetrievals', () => {
  it.each([
    ['A:requested', 'requested'],
    ['A:retrieved', 'retrieved'],
    ['A:requested A:not-retrieved', 'not-retrieved'],
    ['A:not-retrieved A:retrieved', 'retrieved'],
    ['A:retrieved A:withdrawn', 'open'],
    ['A:requested B:retrieved', 'retrieved'],
    ['B:retrieved A:requested', 'retrieved'],
    ['A:retrieved B:retrieved', 'retrieved'],
    ['A:retrieved B:not-retrieved', 'open'],
    ['A:retrieved B:not-retrieved B:withdrawn', 'retrieved'],
    ['A:retrieved B:not-retrieved B:retrieved', 'retrieved'],
  ])('%s: %s', (text, status) => {
    const { byReport, findings } = readRetrievals(lines(text), PEOPLE, reportsOf());
    expect(byReport.get('s-1')?.status).toBe(status);
    const isContradicted = text === 'A:retrieved B:not-retrieved';
    expect(findings.map((finding) => finding.code)).toEqual(isContradicted ? ['retrieval-contradicted'] : []);
  });

  it('knows nothing of a report without lines', () => {
    expect(readRetrievals([], PEOPLE, reportsOf()).byReport.size).toBe(0);
  });

  it('reads lines on any record as on the report, and splits them with it', () => {
    const text = lines('A@s-1:requested A@s-2:retrieved');
    expect(readRetrievals(text, PEOPLE, reportsOf('s-1', 's-2')).byReport.get('s-1')?.status).toBe('retrieved');
    const split = readRetrievals(text, PEOPLE, reportsOf()).byReport;
    expect([split.get('s-1')?.status, split.get('s-2')?.status]).toEqual(['requested', 'retrieved']);
  });

  it.each([
    ['Z:retrieved', 'unknown-person'],
    ['A@s-9:retrieved', 'unknown-report'],
  ])('finds and does not count %s: %s', (text, code) => {
    const { byReport, findings } = readRetrievals(lines(text), PEOPLE, reportsOf());
    expect(byReport.size).toBe(0);
    expect(findings).toMatchObject([{ code, level: 'error', line: 2 }]);
  });
});
