import { describe, expect, it } from 'vitest';
import { dueFor, openConflicts } from '../../src/screening/due.ts';
import { heldBack } from '../../src/screening/outcomes.ts';
import { outcome, protocolWith, reportsOf, ruling, type Case } from './lines.ts';

describe('outcomeOf', () => {
  it.each([
    ['', 'pending'],
    ['A:i', 'pending'],
    ['B:x', 'pending'],
    ['A:i B:i', 'included'],
    ['A:x B:x', 'excluded'],
    ['A:i B:x', 'conflict'],
    ['A:m B:i', 'included'],
    ['A:m B:m', 'included'],
    ['A:m B:x', 'conflict'],
    ['A:i B:x A!:x', 'conflict'],
    ['A:i B:i A!:x', 'conflict'],
    ['A:i B:i A!:x A!:i', 'conflict'],
    ['A:i B:x A-', 'pending'],
    ['A:i B:i A-', 'pending'],
    ['A:i A- B:x A:x', 'excluded'],
    // strangers' votes count for nothing
    ['C:i D:i', 'pending'],
    ['A:x C:i B:x', 'excluded'],
  ])('%s: %s', (lines, expected) => expect(outcome(lines).outcome).toBe(expected));

  it.each(['A:m B:i', 'A:m B:m', 'A:m B:x'])('%s is a conflict where a maybe asks for a ruling', (lines) => {
    expect(outcome(lines, { protocol: protocolWith({ maybe: 'conflict' }) }).outcome).toBe('conflict');
  });

  it('asks for as many votes as the protocol says', () => {
    const protocol = protocolWith({ votes: 1, reviewers: ['A', 'B'] });
    expect(outcome('A:i', { protocol }).outcome).toBe('included');
    expect(outcome('A:i B:x', { protocol }).outcome).toBe('included');
  });

  describe('reasons at full text', () => {
    const fullText = (lines: string, reasons: 'priority' | 'ruling', more: Case = {}) => {
      const { outcome: name, reason } = outcome(lines, {
        protocol: protocolWith({ reasons }),
        stage: 'full-text',
        ...more,
      });
      return [name, reason];
    };

    it.each([
      ['A:x:type B:x:type', 'priority', 'excluded', 'type'],
      ['A:x:type B:x:off', 'priority', 'excluded', 'off'],
      ['A:x:data B:x:type', 'priority', 'excluded', 'type'],
      ['A:x:type B:x:type', 'ruling', 'excluded', 'type'],
      ['A:x:type B:x:off', 'ruling', 'conflict', ''],
      ['A:x:type B:i', 'priority', 'conflict', ''],
      // an exclusion without a reason does not count, one for a reason of no stage does
      ['A:x B:x:type', 'priority', 'pending', ''],
      ['A:x:nonsense B:x:type', 'priority', 'excluded', 'type'],
      ['A:x:nonsense B:x:gone', 'priority', 'excluded', 'gone'],
    ] as const)('%s by %s: %s %s', (lines, reasons, name, reason) => {
      expect(fullText(lines, reasons)).toEqual([name, reason]);
    });

    it('takes the reason of a ruling', () => {
      const resolutions = [ruling('C', 'adjudication', 'exclude', 'A=exclude:type|B=exclude:off', { reason: 'type' })];
      expect(fullText('A:x:type B:x:off', 'ruling', { resolutions })).toEqual(['excluded', 'type']);
    });

    it('can await classification', () => {
      const resolutions = [ruling('C', 'adjudication', 'awaiting', 'A=include|B=exclude:off')];
      expect(fullText('A:i B:x:off', 'priority', { resolutions })).toEqual(['awaiting', '']);
    });
  });

  it('needs no reason at title and abstract, and shows the one that was given', () => {
    expect(outcome('A:x B:x:type')).toMatchObject({ outcome: 'excluded', reason: 'type' });
    expect(outcome('A:x B:x')).toMatchObject({ outcome: 'excluded', reason: '' });
  });

  describe('after a merge and a split', () => {
    const lines = 'A@s-1:i B@s-1:i A@s-3:x B@s-3:i';

    it('has one person vote again, not two people in conflict', () => {
      const merged = outcome(lines, { reports: reportsOf('s-1', 's-3') });
      expect(merged.outcome).toBe('pending');
      expect([...merged.votes.present.keys()]).toEqual(['B']);
    });

    it('leaves each decision with the part of its record', () => {
      expect(outcome(lines, { record: 's-1' }).outcome).toBe('included');
      expect(outcome(lines, { record: 's-3' }).outcome).toBe('conflict');
    });

    it('reads votes and rulings on any record as on the report', () => {
      const resolutions = [ruling('C', 'adjudication', 'include', 'A=include|B=exclude', { report: 's-3' })];
      const reports = reportsOf('s-1', 's-3');
      expect(outcome('A@s-1:i B@s-3:x', { reports, resolutions }).outcome).toBe('included');
    });
  });
});

describe('what waits for whom', () => {
  const stateOf = (lines: readonly string[], protocol = protocolWith()) => {
    const derived = lines.map((text, index) => ({ ...outcome(text, { protocol }), report: `s-${index + 1}` }));
    const all = [...derived, ...heldBack(derived, protocol, 'title-abstract')];
    const outcomes = new Map(all.map((item) => [item.report, item]));
    return { facts: { protocol }, outcomes: { 'title-abstract': outcomes, 'full-text': new Map() } } as const;
  };

  it('is every report that a reviewer has no vote on', () => {
    const state = stateOf(['', 'A:i', 'B:x', 'A:i B:x', 'A:i A-']);
    expect(dueFor(state, 'A', 'title-abstract')).toEqual(['s-1', 's-3', 's-5']);
    expect(dueFor(state, 'B', 'title-abstract')).toEqual(['s-1', 's-2', 's-5']);
    expect(dueFor(state, 'C', 'title-abstract')).toEqual([]);
  });

  it('is not what others have taken already', () => {
    const state = stateOf(['A:i B:i', 'A:i', 'A:i A- B:i'], protocolWith({ reviewers: ['A', 'B', 'C'] }));
    expect(dueFor(state, 'C', 'title-abstract')).toEqual(['s-2', 's-3']);
  });

  it('shows conflicts at once, or when the round is voted on', () => {
    const waiting = protocolWith({ conflicts: 'when-round-complete' });
    const shown = (lines: readonly string[], protocol = protocolWith()) => {
      const conflicts = openConflicts(stateOf(lines, protocol), 'title-abstract');
      return [conflicts.shown.map((item) => item.report).join(' '), conflicts.withheld];
    };
    expect(shown(['A:i B:x', 'A:i'])).toEqual(['s-1', 0]);
    expect(shown(['A:i B:x', 'A:i'], waiting)).toEqual(['', 1]);
    expect(shown(['A:i B:x', 'A:i B:i'], waiting)).toEqual(['s-1', 0]);
  });
});
