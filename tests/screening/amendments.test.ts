import { describe, expect, it } from 'vitest';
import type { Protocol } from '../../src/model/protocol.ts';
import type { VoteLine } from '../../src/model/ledgers.ts';
import { voteLines } from '../../src/screening/plan-vote.ts';
import { validVotes } from '../../src/screening/validate.ts';
import { outcome, protocolWith, reportOf, reportsOf, ruling, votes } from './lines.ts';

/** A protocol that amendments have made: each says what it affects. */
function amended(...affects: readonly string[][]): Protocol {
  const amendments = affects.map((affected, index) => {
    return { protocol: index + 2, date: '2025-03-01', by: 'A', why: 'because', affects: affected };
  });
  return { ...protocolWith(), protocol: amendments.length + 1, amendments };
}

/** Votes in shorthand; those behind a bar were cast under the next protocol: `A:i B:i | A:x`. */
function underProtocols(text: string) {
  let protocol = 1;
  const words = text.split(' ').filter((word) => word !== '|');
  const numbers = text.split(' ').flatMap((word) => {
    if (word === '|') protocol++;
    return word === '|' ? [] : [String(protocol)];
  });
  return votes(words.join(' ')).map((line, index) => ({ ...line, protocol: numbers[index] ?? '' }));
}

describe('after an amendment', () => {
  it.each([
    // it affects nothing, another stage, another outcome
    ['A:i B:i', [], 'included', []],
    ['A:i B:i', ['full-text'], 'included', []],
    ['A:i B:i', ['title-abstract:excluded'], 'included', []],
    ['A:x:off B:x:off', ['title-abstract:excluded:type'], 'excluded', []],
    // it affects the stage, the outcome, the reason
    ['A:i B:i', ['title-abstract'], 'pending', ['A', 'B']],
    ['A:x:off B:x:off', ['title-abstract:excluded'], 'pending', ['A', 'B']],
    ['A:x:off B:x:off', ['title-abstract:excluded:off'], 'pending', ['A', 'B']],
    ['A:x:off B:x:off', ['full-text', 'title-abstract:excluded:off'], 'pending', ['A', 'B']],
    ['A:i B:x', ['title-abstract'], 'pending', ['A', 'B']],
    ['A:i B:x', ['title-abstract:excluded'], 'conflict', []],
    // what was pending is affected, whichever way the one vote was cast
    ['A:i', ['title-abstract:excluded'], 'pending', ['A']],
    ['A:x:off', ['title-abstract:excluded'], 'pending', ['A']],
    ['A:i', ['full-text'], 'pending', []],
    // votes under the amended protocol count
    ['A:i B:i | A!:i', ['title-abstract'], 'pending', ['B']],
    ['A:i B:i | A!:i B!:i', ['title-abstract'], 'included', []],
    ['A:x:off B:x:off | A!:i B!:i', ['title-abstract:excluded'], 'included', []],
    ['A:x:off B:x:off | A!:i B!:x', ['title-abstract:excluded'], 'conflict', []],
    ['A:i B:x | A!:i B!:i', ['title-abstract'], 'included', []],
    // without an amendment that affects it, who changed a vote is in conflict with whom did not
    ['A:x:off B:x:off | A!:i B!:i', [], 'conflict', []],
    ['A:i B:i | A!:x B!:x A!:i', ['title-abstract'], 'conflict', []],
    ['A:i | B:i', ['title-abstract'], 'pending', ['A']],
  ] as const)('"%s", affecting %s: %s, due again of %s', (text, affects, expected, people) => {
    const { outcome: name, votes: read } = outcome(underProtocols(text), { protocol: amended([...affects]) });
    expect([name, [...read.dueAgain].sort()]).toEqual([expected, people]);
    expect(read.first.size).toBe(new Set(votes(text.replaceAll('| ', '')).map((line) => line.person)).size);
  });

  it('each amendment is read on what stood before it', () => {
    const before = underProtocols('A:i B:i | A!:i B!:i');
    expect(outcome(before, { protocol: amended(['title-abstract'], ['title-abstract:excluded']) }).outcome).toBe(
      'included',
    );
    expect(outcome(before, { protocol: amended(['title-abstract'], ['title-abstract:included']) }).outcome).toBe(
      'pending',
    );
  });

  it('a ruling is due again with the votes that it settled, though they are cast again as they were', () => {
    const resolutions = [ruling('C', 'adjudication', 'include', 'A=include|B=exclude')];
    const again = underProtocols('A:i B:x | A!:i B!:x');
    expect(outcome(votes('A:i B:x'), { resolutions }).outcome).toBe('included');
    expect(outcome(again, { resolutions, protocol: amended(['title-abstract']) }).outcome).toBe('conflict');
    expect(outcome(again, { resolutions, protocol: amended(['full-text']) }).outcome).toBe('included');
  });

  it('a reason that an amendment took away is no broken rule of who gave it before, and of nobody else', () => {
    const protocol = amended(['title-abstract:excluded:gone']);
    const both = underProtocols('A:x:gone B:x:gone');
    expect([...outcome(both, { protocol }).votes.dueAgain].sort()).toEqual(['A', 'B']);
    // It was corrected, or somebody ruled otherwise: nothing rests on it any more.
    expect(outcome(underProtocols('A:x:gone A:x:off B:x:off'), { protocol }).outcome).toBe('excluded');
    const ruled = [ruling('C', 'adjudication', 'include', 'A=exclude:gone|B=include')];
    expect(outcome(underProtocols('A:x:gone B:i'), { protocol, resolutions: ruled }).outcome).toBe('included');
    const codes = (lines: VoteLine[], under = protocol) =>
      validVotes(lines, under, 'title-abstract', reportsOf()).findings.map(({ code }) => code);
    const unknown = ['unknown-reason', 'unknown-reason'];
    expect(codes(both)).toEqual([]);
    expect(codes(both.map((line) => ({ ...line, protocol: '2' })))).toEqual(unknown);
    expect(codes(both.map((line) => ({ ...line, protocol: '' })))).toEqual(unknown);
    expect(codes(both, amended([]))).toEqual(unknown);
  });

  it('asks for every open vote again, whether or not it gave a reason that is gone', () => {
    const protocol = amended(['title-abstract:excluded:gone']);
    for (const text of ['A:x:gone', 'A:x:off', 'A:i']) {
      expect([...outcome(underProtocols(text), { protocol }).votes.dueAgain]).toEqual(['A']);
    }
  });

  it('the same vote is written again, under the protocol in force', () => {
    const protocol = amended(['title-abstract']);
    const own = underProtocols('A:i B:i').filter((line) => line.person === 'A');
    const state = outcome(underProtocols('A:i B:i'), { protocol });
    const input = { vote: 'include', reason: '', note: '', labels: '' } as const;
    const cast = voteLines(reportOf(reportsOf()), state, own, input, new Date('2025-04-01T00:00:00Z'), protocol);
    expect(cast).toMatchObject([{ event: 'revise', vote: 'include', protocol: '2' }]);
  });
});
