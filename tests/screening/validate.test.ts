import { describe, expect, it } from 'vitest';
import type { ResolutionLine } from '../../src/model/ledgers.ts';
import { validResolutions, validVotes } from '../../src/screening/validate.ts';
import { protocolWith, reportsOf, ruling, votes } from './lines.ts';

const protocol = protocolWith();

describe('validVotes', () => {
  it.each([
    ['A:i', 'title-abstract', undefined],
    ['A:x', 'title-abstract', undefined],
    ['A:x:off', 'title-abstract', undefined],
    ['A-', 'full-text', undefined],
    ['A!:x:data', 'full-text', undefined],
    ['A:x', 'full-text', 'reason-missing'],
    ['A:x:data', 'title-abstract', 'unknown-reason'],
    ['A:x:nonsense', 'full-text', 'unknown-reason'],
    ['A:i:off', 'full-text', 'reason-unexpected'],
    ['A', 'title-abstract', 'vote-missing'],
    ['C:i', 'title-abstract', 'adjudicator-voted'],
    ['Z:i', 'title-abstract', 'vote-not-asked'],
    ['A@s-9:i', 'title-abstract', 'unknown-report'],
  ] as const)('%s at %s: %s', (text, stage, code) => {
    const { byReport, findings } = validVotes(votes(text), protocol, stage, reportsOf());
    expect(findings.map((finding) => finding.code)).toEqual(code ? [code] : []);
    expect(byReport.size).toBe(code && code !== 'unknown-reason' ? 0 : 1);
    for (const { level, file, line } of findings)
      expect({ level, file, line }).toEqual({ level: 'error', file: `votes/${text[0]}.csv`, line: 2 });
  });

  it('finds an unknown reason of what stands, and not of what it replaced; one that is no id counts nothing', () => {
    const codes = (text: string, change = {}) => {
      const lines = votes(text).map((line) => ({ ...line, ...change }));
      const { byReport, findings } = validVotes(lines, protocol, 'title-abstract', reportsOf());
      return [findings.map(({ code }) => code), [...byReport.values()].flat().length];
    };
    expect(codes('A:x:gone A:x:off')).toEqual([[], 2]);
    expect(codes('A:x:off A:x:gone')).toEqual([['unknown-reason'], 2]);
    expect(codes('A:x:gone B:x:off')).toEqual([['unknown-reason'], 2]);
    expect(codes('A:x', { reason: '\x1b]0;x\x07' })).toEqual([['reason-malformed'], 0]);
  });

  it('gathers what is on the records of one report', () => {
    const { byReport } = validVotes(votes('A@s-3:i B:x A@s-2:i'), protocol, 'title-abstract', reportsOf('s-1', 's-3'));
    expect([...byReport].map(([report, lines]) => [report, lines.length])).toEqual([['s-1', 2], ['s-2', 1]]); // prettier-ignore
  });
});

describe('validResolutions', () => {
  const codesOf = (line: ResolutionLine, stage: 'title-abstract' | 'full-text') =>
    validResolutions([line], protocol, stage, reportsOf()).findings.map((finding) => finding.code);

  it.each([
    [ruling('C', 'adjudication', 'include', ''), 'title-abstract', undefined],
    [ruling('A', 'discussion', 'exclude', ''), 'title-abstract', undefined],
    [ruling('C', 'adjudication', 'awaiting', ''), 'full-text', undefined],
    [ruling('C', 'adjudication', 'exclude', '', { reason: 'data' }), 'full-text', undefined],
    [ruling('A', 'adjudication', 'include', ''), 'title-abstract', 'resolution-not-allowed'],
    [ruling('C', 'discussion', 'include', ''), 'title-abstract', 'resolution-not-allowed'],
    [ruling('C', 'adjudication', 'exclude', ''), 'full-text', 'reason-missing'],
    [ruling('C', 'adjudication', 'exclude', '', { reason: 'data' }), 'title-abstract', 'unknown-reason'],
    [ruling('C', 'adjudication', 'include', '', { reason: 'off' }), 'title-abstract', 'reason-unexpected'],
    [ruling('C', 'adjudication', 'awaiting', ''), 'title-abstract', 'awaiting-unexpected'],
    [ruling('C', 'adjudication', 'include', '', { rationale: '  ' }), 'title-abstract', 'rationale-missing'],
    [ruling('C', 'adjudication', 'include', '', { report: 's-9' }), 'title-abstract', 'unknown-report'],
  ] as const)('%o at %s: %s', (line, stage, code) => expect(codesOf(line, stage)).toEqual(code ? [code] : []));
});
