import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openVotes, sealedOf, sealVote } from '../../src/screening/seal.ts';
import { outcome, votes } from './lines.ts';

const SALT = '00112233445566778899aabbccddeeff';
const line = (text: string) => {
  const [first] = votes(text);
  if (!first) throw new Error(text);
  return first;
};
const seal = (text: string, salt = SALT) => {
  const written = line(text);
  const { sealed, opening } = sealVote(written, salt);
  const where = { file: `openings/${written.person}.csv`, line: 2 };
  return {
    written,
    sealed: { ...sealed, person: written.person, where: written.where },
    opening: { ...opening, person: written.person, where },
  };
};

describe('a sealed vote', () => {
  it('tells nothing of what it says, and opens to just that', () => {
    const { written, sealed, opening } = seal('A:x:off');
    expect(JSON.stringify(sealed)).not.toMatch(/exclude|"off"/);
    expect(sealed).toMatchObject({
      report: 's-1',
      event: 'vote',
      vote: 'sealed',
      reason: '',
      note: '',
      at: written.at,
    });
    expect(sealed.labels).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(openVotes([sealed], [opening])).toEqual({ votes: [written], findings: [] });
    expect(openVotes([sealed], [])).toEqual({ votes: [sealed], findings: [] });
    expect([...sealedOf([sealed]).keys()]).toEqual([opening.seal]);
  });

  it('stays sealed where its opening was changed in any way, and that is found', () => {
    const { sealed, opening } = seal('A:x:off');
    const changes = fc.constantFrom(
      { vote: 'include' },
      { reason: 'type' },
      { note: 'n' },
      { labels: 'l' },
      { salt: `${SALT}0` },
      { report: 's-2' },
      { at: '2025-03-01T10:00:00.000Z' },
      { person: 'B' },
    );
    fc.assert(
      fc.property(changes, (change) => {
        const { votes: opened, findings } = openVotes([sealed], [{ ...opening, ...change }]);
        expect(opened).toEqual([sealed]);
        expect(findings).toMatchObject([{ code: 'seal-broken', level: 'error', file: 'openings/A.csv', line: 2 }]);
      }),
    );
  });

  it('is there, but does not complete a report before it is open', () => {
    const [a, b] = [seal('A:i'), seal('B:x:off')];
    const cast = outcome([a.sealed, b.sealed]);
    expect([cast.outcome, cast.isTold, cast.votes.isCast]).toEqual(['pending', false, true]);
    const half = outcome(openVotes([a.sealed, b.sealed], [a.opening]).votes);
    // What A said is there to be read: what B says from now on is a revision.
    expect([half.outcome, half.isTold, half.votes.wasComplete, half.votes.mayBeKnown]).toEqual([
      'pending',
      false,
      false,
      true,
    ]);
    const open = outcome(openVotes([a.sealed, b.sealed], [a.opening, b.opening]).votes);
    expect([open.outcome, open.isTold]).toEqual(['conflict', true]);
    expect([...open.votes.first].map(([person, { vote }]) => [person, vote])).toEqual([
      ['A', 'include'],
      ['B', 'exclude'],
    ]);
  });
});
