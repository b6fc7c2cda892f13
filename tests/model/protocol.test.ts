import { describe, expect, it } from 'vitest';
import { protocolContradictions, ProtocolSchema, reasonsAt, type Protocol } from '../../src/model/protocol.ts';

const STAGE = { reviewers: ['A', 'B'], adjudicators: ['C'] };
const VALID = {
  schemaVersion: 1,
  title: 'A review',
  reviewers: ['A', 'B', 'C'].map((id) => ({ id, name: id })),
  criteria: {
    exclude: [
      { id: 'off', label: 'off topic' },
      { id: 'early', label: 'too early', stages: ['title-abstract'] },
      { id: 'data', label: 'no data', stages: ['full-text'] },
    ],
  },
  stages: { 'title-abstract': STAGE, 'full-text': STAGE },
};

describe('ProtocolSchema', () => {
  it('fills in what a protocol leaves out', () => {
    expect(ProtocolSchema.parse(VALID)).toMatchObject({
      protocol: 1,
      version: 1,
      authors: [],
      questions: [],
      criteria: { include: [] },
      stages: {
        'full-text': {
          votes: 2,
          maybe: 'include',
          conflicts: 'when-both-voted',
          reasons: 'priority',
          closed: false,
        },
      },
    });
  });

  it.each<[string, object, string]>([
    ['a newer schema', { schemaVersion: 2 }, 'schemaVersion'],
    ['an empty title', { title: '' }, 'title'],
    ['no reviewers', { reviewers: [] }, 'reviewers'],
    ['a reviewer whose id is no file name', { reviewers: [{ id: '../A', name: 'A' }] }, 'reviewers.0.id'],
    ['protocol 0', { protocol: 0 }, 'protocol'],
    ['a misspelt key', { reviewer: [] }, ''],
    [
      'a misspelt rule',
      { stages: { 'title-abstract': { ...STAGE, vote: 1 }, 'full-text': STAGE } },
      'stages.title-abstract',
    ],
    ['a stage that is none', { stages: { ...VALID.stages, pilot: STAGE } }, 'stages'],
    ['a stage left out', { stages: { 'title-abstract': STAGE } }, 'stages.full-text'],
    [
      'no votes',
      { stages: { 'title-abstract': STAGE, 'full-text': { ...STAGE, votes: 0 } } },
      'stages.full-text.votes',
    ],
    [
      'half a vote',
      { stages: { 'title-abstract': STAGE, 'full-text': { ...STAGE, votes: 1.5 } } },
      'stages.full-text.votes',
    ],
    [
      'nobody who votes',
      { stages: { 'title-abstract': STAGE, 'full-text': { reviewers: [] } } },
      'stages.full-text.reviewers',
    ],
    ['a reason without a label', { criteria: { exclude: [{ id: 'off', label: '' }] } }, 'criteria.exclude.0.label'],
    [
      'a reason at no stage',
      { criteria: { exclude: [{ id: 'off', label: 'off', stages: [] }] } },
      'criteria.exclude.0.stages',
    ],
    [
      'a reason at an unknown stage',
      { criteria: { exclude: [{ id: 'off', label: 'off', stages: ['abstract'] }] } },
      'criteria.exclude.0.stages.0',
    ],
  ])('refuses %s', (_, changes, path) => {
    const { error } = ProtocolSchema.safeParse({ ...VALID, ...changes });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});

describe('reasonsAt', () => {
  it.each([
    ['title-abstract', 'off early'],
    ['full-text', 'off data'],
  ] as const)('%s: those of the stage and those of all, in the order of the protocol', (stage, expected) => {
    expect(
      reasonsAt(ProtocolSchema.parse(VALID), stage)
        .map((reason) => reason.id)
        .join(' '),
    ).toBe(expected);
  });
});

describe('protocolContradictions', () => {
  const found = (change: (protocol: Protocol) => void) => {
    const protocol = ProtocolSchema.parse(VALID);
    change(protocol);
    return protocolContradictions(protocol).map((item) => item.path.join('.'));
  };

  it('finds none in a sound protocol', () => expect(found(() => undefined)).toEqual([]));

  it.each<[string, (protocol: Protocol) => void, string[]]>([
    ['two people of one id', (protocol) => protocol.reviewers.push({ id: 'a', name: 'Another' }), ['reviewers.3']],
    [
      'two reasons of one id',
      ({ criteria }) => criteria.exclude.push({ id: 'OFF', label: 'again' }),
      ['criteria.exclude.3'],
    ],
    [
      'two criteria of one id',
      ({ criteria }) =>
        criteria.include.push({ id: 'x', label: 'x' }, { id: 'y', label: 'y' }, { id: 'X', label: 'x' }),
      ['criteria.include.2'],
    ],
    [
      'two questions of one id',
      ({ questions }) => questions.push({ id: 'rq1', text: 'x' }, { id: 'RQ1', text: 'y' }),
      ['questions.1'],
    ],
    [
      'a reviewer named twice at a stage, who would fill two seats',
      ({ stages }) => (stages['full-text'].reviewers = ['A', 'A']),
      ['stages.full-text.reviewers.1'],
    ],
    [
      'a reviewer who is none of the review',
      ({ stages }) => stages['full-text'].reviewers.push('Z'),
      ['stages.full-text.reviewers.2'],
    ],
    [
      'an adjudicator who is none of the review',
      ({ stages }) => stages['title-abstract'].adjudicators.push('Z'),
      ['stages.title-abstract.adjudicators.1'],
    ],
    [
      'a person whose id is written in another case: ledgers are told apart by it',
      ({ stages }) => (stages['title-abstract'].adjudicators = ['c']),
      ['stages.title-abstract.adjudicators.0'],
    ],
    [
      'more votes than reviewers',
      ({ stages }) => (stages['title-abstract'].votes = 3),
      ['stages.title-abstract.votes'],
    ],
    [
      'no reason at full text',
      ({ criteria }) => (criteria.exclude = criteria.exclude.filter((reason) => reason.id === 'early')),
      ['criteria.exclude'],
    ],
    [
      'several at once',
      ({ reviewers, stages }) => {
        reviewers.push({ id: 'B', name: 'B' });
        stages['full-text'].votes = 9;
      },
      ['reviewers.3', 'stages.full-text.votes'],
    ],
  ])('finds %s', (_, change, expected) => expect(found(change)).toEqual(expected));
});
