import { describe, expect, it } from 'vitest';
import { LitscreenError } from '../../src/model/errors.ts';
import type { VoteLine } from '../../src/model/ledgers.ts';
import type { StageRules } from '../../src/model/protocol.ts';
import {
  checkReason,
  checkVote,
  checkVoter,
  resolutionLine,
  voteLines,
  type NewVoteLine,
  type ResolutionInput,
  type VoteInput,
} from '../../src/screening/plan-vote.ts';
import { at, outcome, protocolWith, reportOf, reportsOf, ruling, votes } from './lines.ts';

const NOW = new Date(at(300));

function usage(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof LitscreenError && error.kind === 'usage') return error.message;
    throw error;
  }
  return '';
}

/** What person A's ledger gets, on the report of s-1, after these votes of all. */
function cast(before: VoteLine[], input: Partial<VoteInput>, merged: string[] = [], now = NOW): NewVoteLine[] {
  const reports = reportsOf(...merged);
  const own = before.filter((line) => line.person === 'A');
  const said: VoteInput = { vote: 'include', reason: '', note: '', labels: '', ...input };
  return voteLines(reportOf(reports), outcome(before, { reports }), own, said, now, protocolWith());
}

const asA = (lines: readonly NewVoteLine[]): VoteLine[] =>
  lines.map((line) => ({ ...line, person: 'A', where: { file: 'votes/A.csv' } }));

describe('voteLines', () => {
  it.each([
    ['', 'vote'],
    ['B:x', 'vote'],
    ['A:x', 'vote'],
    ['A:x A-', 'vote'],
    ['A:x B:x', 'revise'],
    // all votes were in once: whatever was withdrawn since, nobody votes blindly any more
    ['A:x B:x A-', 'revise'],
    ['A:x B:x B-', 'revise'],
  ])('after "%s" writes a %s', (before, event) => {
    const lines = cast(votes(before), { vote: 'include', note: 'why' });
    const wanted = {
      report: 's-1',
      event,
      vote: 'include',
      reason: '',
      note: 'why',
      protocol: '1',
      at: NOW.toISOString(),
    };
    expect(lines).toMatchObject([wanted]);
  });

  it('writes nothing where that stands already, but something where the note differs', () => {
    expect(cast(votes('A:i'), { vote: 'include' })).toEqual([]);
    expect(cast(votes('A:i'), { vote: 'include', note: 'sure' })).toHaveLength(1);
    expect(cast(votes('A:i A-'), { vote: 'include' })).toHaveLength(1);
  });

  it('withdraws, and says so where there is nothing to withdraw', () => {
    expect(cast(votes('A:i'), { vote: 'withdraw' })).toMatchObject([{ event: 'withdraw', vote: '', labels: 'blind' }]);
    expect(cast(votes('A:i B:i'), { vote: 'withdraw' })).toMatchObject([{ event: 'withdraw', vote: '', labels: '' }]);
    expect(usage(() => cast([], { vote: 'withdraw' }))).toContain('no vote on s-1');
    expect(usage(() => cast(votes('A:i A-'), { vote: 'withdraw' }))).toContain('no vote on s-1');
  });

  it('is later than every earlier line of the person on the report, whatever the clock says', () => {
    expect(cast(votes('A:x'), {}, [], new Date(at(0)))[0]?.at).toBe('2025-03-01T09:01:00.001Z');
    expect(cast(votes('A@s-2:x'), {}, ['s-1', 's-2'], new Date(at(0)))[0]?.at).toBe('2025-03-01T09:01:00.001Z');
  });

  it('names the lowest record of a report that the person has not voted on', () => {
    expect(cast(votes('B@s-2:i'), {}, ['s-1', 's-2'])).toMatchObject([{ report: 's-1' }]);
  });

  it('makes the parts of a merged report agree again', () => {
    const merged = ['s-1', 's-2'];
    const before = votes('A@s-1:i B@s-1:i A@s-2:x B@s-2:i');
    expect(outcome(before, { reports: reportsOf(...merged) }).outcome).toBe('pending');
    const lines = cast(before, { vote: 'include' }, merged);
    expect(lines.map((line) => [line.report, line.event])).toEqual([['s-1', 'revise'], ['s-2', 'revise']]); // prettier-ignore
    expect(new Set(lines.map((line) => line.at)).size).toBe(1);
    const after = [...before, ...asA(lines)];
    expect(outcome(after, { reports: reportsOf(...merged) }).outcome).toBe('included');
    expect(outcome(after, { record: 's-1' }).outcome).toBe('included');
    // Alone, it was in conflict before the merge: voting again on the whole does not launder that.
    expect(outcome(after, { record: 's-2' }).outcome).toBe('conflict');
  });

  it('is no first vote any more where a merge has made it due again, and others may be known', () => {
    const before = votes('A@s-1:i B@s-2:x A@s-3:x');
    const lines = cast(before, { vote: 'exclude' }, ['s-1', 's-2', 's-3']);
    expect(lines.map((line) => [line.report, line.event])).toEqual([['s-1', 'revise'], ['s-3', 'revise']]); // prettier-ignore
  });

  it('takes no seat from others by changing a vote that does not count', () => {
    const protocol = protocolWith({ reviewers: ['A', 'B', 'E'], adjudicators: ['C'] });
    const before = votes('B@s-2:i E@s-2:x A@s-1:i');
    const merged = reportsOf('s-1', 's-2');
    const now = outcome(before, { protocol, reports: merged });
    expect(now.votes.asked).toEqual(['B', 'E']);
    const own = before.filter((line) => line.person === 'A');
    const input = { vote: 'maybe', reason: '', note: '', labels: '' } as const;
    const lines = voteLines(reportOf(merged), now, own, input, new Date(at(9)), protocol);
    expect(lines).toMatchObject([{ report: 's-1', event: 'vote' }]);
    const after = [...before, ...lines.map((line) => ({ ...line, person: 'A', where: { file: '' } }))];
    expect(outcome(after, { protocol, reports: merged })).toMatchObject({ outcome: 'conflict' });
  });

  it('is later than the lines of people whose clocks are ahead, so that what was known is seen', () => {
    const ahead = votes('B:x').map((line) => ({ ...line, at: at(500) }));
    expect(cast([...votes('A:i'), ...ahead], { vote: 'withdraw' })[0]?.at).toBe('2025-03-01T17:20:00.001Z');
  });

  it('is written where the person voted before, when nothing stands any more', () => {
    const merged = ['s-1', 's-2'];
    const before = votes('A@s-2:i B@s-2:i A@s-2-');
    expect(cast(before, { vote: 'exclude' }, merged)).toMatchObject([{ report: 's-2', event: 'revise' }]);
  });

  it('keeps a merged report in conflict when one of the two gives in', () => {
    const merged = ['s-1', 's-2'];
    const before = votes('A@s-1:i A@s-2:i B@s-1:x');
    const after = [...before, ...asA(cast(before, { vote: 'exclude' }, merged))];
    expect(outcome(after, { reports: reportsOf(...merged) })).toMatchObject({ outcome: 'conflict' });
  });
});

describe('resolutionLine', () => {
  const said: ResolutionInput = { decision: 'include', reason: '', method: 'adjudication', rationale: 'why' };
  interface Resolved {
    readonly person?: string;
    readonly rules?: Partial<StageRules>;
    readonly input?: Partial<ResolutionInput>;
    readonly own?: Parameters<typeof ruling>[];
  }
  const resolve = (lines: string, { person = 'C', rules = {}, input = {}, own = [] }: Resolved = {}) => {
    const protocol = protocolWith(rules);
    const written = own.map((args) => ruling(...args));
    const where = outcome(lines, { protocol, resolutions: written });
    return resolutionLine(where, person, written, { ...said, ...input }, NOW, protocol, 'title-abstract');
  };

  it('names the votes that it settles', () => {
    expect(resolve('A:i B:x:off')).toEqual({
      report: 's-1',
      decision: 'include',
      reason: '',
      method: 'adjudication',
      settles: 'A=include|B=exclude:off',
      rationale: 'why',
      protocol: '1',
      at: NOW.toISOString(),
    });
  });

  it.each<[string, string, Resolved, string]>([
    ['no conflict', 'A:i B:i', {}, 'not in conflict'],
    ['votes missing', 'A:i', {}, 'not in conflict'],
    ['no rationale', 'A:i B:x', { input: { rationale: ' ' } }, 'says why'],
    ['a stranger adjudicating', 'A:i B:x', { person: 'Z' }, 'does not adjudicate'],
    ['a voter adjudicating', 'A:i B:x', { person: 'A', rules: { adjudicators: ['A', 'C'] } }, 'cannot rule'],
    ['a third person discussing', 'A:i B:x', { input: { method: 'discussion' } }, 'did not vote'],
    ['a closed stage', 'A:i B:x', { rules: { closed: true } }, 'closed'],
  ])('refuses %s', (_, lines, options, message) => {
    expect(usage(() => resolve(lines, options))).toContain(message);
  });

  it('can change a ruling, and is later than it on whichever record that was', () => {
    const own: Parameters<typeof ruling>[] = [
      ['C', 'adjudication', 'exclude', 'A=include|B=exclude', { at: at(400), report: 's-1' }],
    ];
    expect(resolve('A:i B:x', { own }).at).toBe('2025-03-01T15:40:00.001Z');
    const onAnotherRecord: Parameters<typeof ruling>[] = [
      ['C', 'adjudication', 'exclude', 'A=include|B=exclude', { at: at(400), report: 's-2' }],
    ];
    expect(resolve('A:i B:x', { own: onAnotherRecord }).at).toBe('2025-03-01T15:40:00.001Z');
  });
});

describe('what may be said', () => {
  const protocol = protocolWith();

  it.each([
    ['include', '', 'title-abstract', ''],
    ['exclude', '', 'title-abstract', ''],
    ['exclude', 'data', 'full-text', ''],
    ['withdraw', '', 'full-text', ''],
    ['perhaps', '', 'title-abstract', 'no vote'],
    ['include', 'off', 'full-text', 'only an exclusion'],
    ['exclude', '', 'full-text', 'exactly one reason'],
    ['exclude', 'data', 'title-abstract', 'no reason of'],
  ] as const)('%s "%s" at %s: %s', (vote, reason, stage, message) => {
    const said = usage(() => checkVote(vote, reason, protocol, stage));
    if (message === '') expect(said).toBe('');
    else expect(said).toContain(message);
  });

  it('asks for the reason of a ruling as of a vote', () => {
    expect(usage(() => checkReason('exclude', '', protocol, 'full-text'))).toContain('exactly one reason');
    expect(usage(() => checkReason('awaiting', 'off', protocol, 'full-text'))).toContain('only an exclusion');
  });

  it('lets the reviewers of an open stage vote', () => {
    const check = (person: string, rules: Partial<StageRules> = {}) =>
      usage(() => checkVoter(person, protocolWith(rules), 'full-text', 's-1', 9));
    expect(check('A')).toBe('');
    expect(check('C')).toContain('not a reviewer');
    expect(check('Z')).toContain('not a reviewer');
    expect(check('A', { closed: true })).toContain('closed');
  });
});
