import { describe, expect, it } from 'vitest';
import { deriveState } from '../../src/flow/derive.ts';
import type { ResolutionLine, VoteLine } from '../../src/model/ledgers.ts';
import { ProtocolSchema, type Protocol, type Stage } from '../../src/model/protocol.ts';
import { measureStage } from '../../src/screening/agreement/measure-stage.ts';
import type { StageOutcome } from '../../src/screening/outcomes.ts';
import { voteLines } from '../../src/screening/plan-vote.ts';
import { settlesOf } from '../../src/screening/resolutions.ts';
import { facts, PROTOCOL } from '../flow/facts.ts';

/** Lines in shorthand, in the order of their time: `MP vote include`, `ML revise exclude:off`, `MP withdraw`, `MP@b-1 vote …`. */
function lines(text: string): VoteLine[] {
  return text.split(',').map((item, index) => {
    const [who = '', event = 'vote', said = ''] = item.trim().split(' ');
    const [person = '', report = 'a-1'] = who.split('@');
    const [vote = '', reason = ''] = said.split(':');
    const at = `2025-01-01T00:00:00.${String(index).padStart(3, '0')}Z`;
    return {
      report,
      event,
      vote,
      reason,
      note: '',
      labels: '',
      round: 'all',
      protocol: '1',
      at,
      person,
      where: { file: person, line: index + 2 },
    };
  });
}

function resolution(person: string, decision: string, method: string, settles: string, reason = ''): ResolutionLine {
  return {
    report: 'a-1',
    decision,
    reason,
    method,
    settles,
    rationale: 'why',
    protocol: '1',
    at: `2025-02-01T00:00:00.000Z`,
    person,
    where: { file: person, line: 2 },
  };
}

interface Case {
  readonly votes: string;
  readonly resolutions?: readonly ResolutionLine[];
  readonly stage?: Stage;
  readonly links?: readonly (readonly [string, string])[];
  readonly rules?: Partial<Protocol['stages']['full-text']>;
}

function derive({ votes, resolutions = [], stage = 'title-abstract', links = [], rules = {} }: Case) {
  const passed = lines('MP vote include, ML vote include');
  const base = facts({ records: { a: 1, b: 1 }, links, retrieved: stage === 'full-text' ? ['a-1'] : [] });
  const stages = { ...PROTOCOL.stages, [stage]: { ...PROTOCOL.stages[stage], ...rules } };
  return deriveState({
    ...base,
    protocol: ProtocolSchema.parse({ ...PROTOCOL, stages }),
    votes: {
      'title-abstract': stage === 'full-text' ? passed : lines(votes),
      'full-text': stage === 'full-text' ? lines(votes) : [],
    },
    resolutions: { ...base.resolutions, [stage]: resolutions },
  });
}

function outcome(item: Case): StageOutcome {
  const found = derive(item).outcomes[item.stage ?? 'title-abstract'].get('a-1');
  if (!found) throw new Error('a-1 is not at the stage');
  return found;
}

const first = (votes: string) =>
  Object.fromEntries([...outcome({ votes }).votes.first].map(([person, line]) => [person, line.vote]));

describe('outcomes', () => {
  it.each([
    ['one vote', 'MP vote include', 'pending'],
    ['two alike', 'MP vote include, ML vote include', 'included'],
    ['two exclusions', 'MP vote exclude:off, ML vote exclude', 'excluded'],
    ['two that differ', 'MP vote include, ML vote exclude', 'conflict'],
    ['a maybe goes on', 'MP vote maybe, ML vote include', 'included'],
    ['a vote taken back', 'MP vote include, ML vote include, MP withdraw', 'pending'],
    [
      'a slip undone before the other voted',
      'MP vote exclude, MP withdraw, MP vote include, ML vote include',
      'included',
    ],
    ['once in conflict, though revised to agree', 'MP vote include, ML vote exclude, ML revise include', 'conflict'],
    [
      'a slip undone blindly is no conflict',
      'MP vote exclude, ML vote include, MP withdraw, MP vote include',
      'included',
    ],
    ['a stranger does not count', 'MP vote include, FC vote include', 'pending'],
  ])('%s', (_, votes, expected) => {
    expect(outcome({ votes }).outcome).toBe(expected);
  });

  it('lets a maybe ask for a ruling where the protocol says so', () => {
    expect(outcome({ votes: 'MP vote maybe, ML vote maybe', rules: { maybe: 'conflict' } }).outcome).toBe('conflict');
  });

  it('takes the first reason in the protocol’s order, or asks for a ruling', () => {
    const item = { votes: 'MP vote exclude:type, ML vote exclude:off', stage: 'full-text' } as const;
    expect(outcome(item)).toMatchObject({ outcome: 'excluded', reason: 'off' });
    expect(outcome({ ...item, rules: { reasons: 'ruling' } }).outcome).toBe('conflict');
  });

  it('does not count an exclusion at full text without a reason, and finds one with an unknown one', () => {
    for (const [vote, stands] of [
      ['exclude', 'pending'],
      ['exclude:nope', 'conflict'],
    ]) {
      const item = { votes: `MP vote include, ML vote ${vote}`, stage: 'full-text' } as const;
      expect(outcome(item).outcome).toBe(stands);
      expect(derive(item).findings).toMatchObject([{ level: 'error', file: 'ML', line: 3 }]);
    }
  });

  it('says nothing of an unknown reason before all votes are in: only exclusions have one', () => {
    for (const vote of ['exclude:nope', 'exclude', 'include']) {
      const item = { votes: `ML vote ${vote}` } as const;
      expect(derive(item).findings).toEqual([]);
      expect(outcome(item).votes.voters.has('ML')).toBe(true);
    }
  });

  it('gives any of three reviewers a seat until two have voted', () => {
    const rules = { reviewers: ['MP', 'ML', 'FC'], adjudicators: [] };
    expect(outcome({ votes: 'FC vote include', rules })).toMatchObject({ outcome: 'pending', votes: { openSeats: 1 } });
    const item = { votes: 'FC vote include, MP vote include, ML vote exclude', rules };
    expect(outcome(item).outcome).toBe('included');
    expect(derive(item).findings).toMatchObject([{ code: 'vote-not-asked', level: 'warning' }]);
  });
});

describe('resolutions', () => {
  const votes = 'MP vote include, ML vote exclude:off';
  const settles = 'ML=exclude:off|MP=include';

  it.each([
    ['an adjudication', [resolution('FC', 'include', 'adjudication', settles)], 'included'],
    [
      'a discussion with both lines',
      [
        resolution('MP', 'exclude', 'discussion', settles, 'off'),
        resolution('ML', 'exclude', 'discussion', settles, 'off'),
      ],
      'excluded',
    ],
    ['one line of a discussion is a proposal', [resolution('MP', 'include', 'discussion', settles)], 'conflict'],
    [
      'two lines that differ',
      [resolution('MP', 'include', 'discussion', settles), resolution('ML', 'exclude', 'discussion', settles)],
      'conflict',
    ],
    [
      'two lines with other reasons',
      [
        resolution('MP', 'exclude', 'discussion', settles, 'off'),
        resolution('ML', 'exclude', 'discussion', settles, 'type'),
      ],
      'conflict',
    ],
    [
      'a ruling on earlier votes is stale',
      [resolution('FC', 'include', 'adjudication', 'ML=exclude|MP=include')],
      'conflict',
    ],
    ['a voter cannot adjudicate', [resolution('MP', 'include', 'adjudication', settles)], 'conflict'],
    [
      'a discussion against an adjudication',
      [
        resolution('FC', 'include', 'adjudication', settles),
        resolution('MP', 'exclude', 'discussion', settles),
        resolution('ML', 'exclude', 'discussion', settles),
      ],
      'conflict',
    ],
  ])('%s', (_, resolutions, expected) => {
    expect(outcome({ votes, resolutions }).outcome).toBe(expected);
  });

  it('holds neither of two adjudications that contradict each other', () => {
    const rules = { reviewers: ['MP', 'ML'], adjudicators: ['FC', 'MP'] };
    const resolutions = [
      resolution('FC', 'include', 'adjudication', settles),
      resolution('MP', 'exclude', 'adjudication', settles),
    ];
    // MP voted on this report: only FC's ruling counts.
    expect(outcome({ votes, resolutions, rules }).outcome).toBe('included');
  });

  it('puts a report in conflict again when a vote is revised after the ruling', () => {
    const resolutions = [resolution('FC', 'include', 'adjudication', settles)];
    const item = { votes: `${votes}, MP revise maybe`, resolutions };
    expect(outcome(item).outcome).toBe('conflict');
    expect(derive(item).findings).toMatchObject([{ code: 'stale-resolution' }]);
    expect(settlesOf(outcome(item).votes.present)).toBe('ML=exclude:off|MP=maybe');
  });
});

describe('first votes', () => {
  it.each([
    ['MP vote include, ML vote exclude, ML revise include', { MP: 'include', ML: 'exclude' }],
    ['MP vote exclude, MP withdraw, MP vote include, ML vote include', { MP: 'include', ML: 'include' }],
    ['MP vote include, MP vote exclude, ML vote include', { MP: 'exclude', ML: 'include' }],
    ['MP vote include, ML vote exclude, MP withdraw, MP revise exclude', { MP: 'include', ML: 'exclude' }],
    ['MP vote include, MP withdraw, ML vote include', { ML: 'include' }],
  ])('%s', (votes, expected) => {
    expect(first(votes)).toEqual(expected);
  });

  it('are what agreement is computed on, of reports with all votes in', () => {
    const outcomes = ['MP vote include, ML vote exclude, ML revise include', 'MP vote exclude'].map((votes) =>
      outcome({ votes }),
    );
    expect(measureStage(outcomes, PROTOCOL.stages['title-abstract']).pairs).toMatchObject([
      {
        n: 1,
        observed: 0,
        table: [
          [0, 0],
          [1, 0],
        ],
      },
    ]);
  });
});

describe('merges and splits of reports', () => {
  const links = [['b-1', 'a-1']] as const;

  it('counts equal votes on the parts as one, the earliest', () => {
    const merged = outcome({ votes: 'MP vote include, MP@b-1 vote include, ML@b-1 vote include', links });
    expect(merged.outcome).toBe('included');
    expect(merged.votes.present.get('MP')?.report).toBe('a-1');
  });

  it('makes a person’s vote due again where the parts differ, never a conflict', () => {
    const merged = outcome({ votes: 'MP vote include, MP@b-1 vote exclude, ML vote include', links });
    expect(merged.outcome).toBe('pending');
    expect([...merged.votes.present.keys()]).toEqual(['ML']);
  });

  it('lets the vote be cast again on all parts, as a revision: the other vote may be known', () => {
    const votes = 'MP vote include, MP@b-1 vote exclude, ML vote include';
    const merged = outcome({ votes, links });
    const report = { id: 'a-1', records: ['a-1', 'b-1'] };
    const input = { vote: 'exclude', reason: '', note: '', labels: '' } as const;
    const own = lines(votes).filter((line) => line.person === 'MP');
    const added = voteLines(report, merged, own, input, new Date('2025-03-01T00:00:00.000Z'), PROTOCOL);
    expect(added.map(({ report: id, event, vote }) => [id, event, vote])).toEqual([
      ['a-1', 'revise', 'exclude'],
      ['b-1', 'revise', 'exclude'],
    ]);
    expect(new Set(added.map((line) => line.at)).size).toBe(1);
    const again = 'MP vote include, MP@b-1 vote exclude, ML vote include, MP vote exclude, MP@b-1 vote exclude';
    expect(outcome({ votes: again, links })).toMatchObject({ outcome: 'conflict' });
  });

  it('leaves a decision with its record’s part after a split', () => {
    const state = derive({ votes: 'MP vote include, ML vote include, MP@b-1 vote include' });
    expect(state.outcomes['title-abstract'].get('a-1')?.outcome).toBe('included');
    expect(state.outcomes['title-abstract'].get('b-1')?.outcome).toBe('pending');
  });
});
