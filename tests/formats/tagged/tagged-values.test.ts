import { beforeEach, describe, expect, it } from 'vitest';
import { TaggedValues } from '../../../src/formats/tagged/tagged-values.ts';

const ALL = {
  TI: ['One', 'Two'],
  T1: 'One',
  T2: 'Venue',
  UR: ['see below', 'https://a.org', 'https://b.org'],
  N1: 'note',
};

let values: TaggedValues;
beforeEach(() => {
  values = new TaggedValues(
    new Map([
      ['TI', ['One', 'Two']],
      ['T1', ['One']],
      ['T2', ['Venue']],
      ['UR', ['see below', 'https://a.org', 'https://b.org']],
      ['ZZ', []],
      ['N1', [' ', 'note']],
    ]),
  );
});

describe('TaggedValues', () => {
  it.each<[string, (values: TaggedValues) => unknown, unknown, Record<string, unknown>]>([
    ['first takes one value, and what repeats it', (v) => v.first('TI', 'T1'), 'One', { TI: 'Two', T1: undefined }],
    ['first passes over empty tags', (v) => v.first('ZZ', 'T0', 'T2'), 'Venue', { T2: undefined, TI: ['One', 'Two'] }],
    ['first leaves other tags that say something else', (v) => v.first('TI', 'T2'), 'One', { TI: 'Two' }],
    ['first of tags that are not there', (v) => v.first('XX'), undefined, { TI: ['One', 'Two'] }],
    ['all', (v) => v.all('TI', 'T2', 'XX'), ['One', 'Two', 'Venue'], { TI: undefined, T2: undefined, T1: 'One' }],
    ['allOfFirst', (v) => v.allOfFirst('ZZ', 'TI', 'T1'), ['One', 'Two'], { TI: undefined, T1: 'One' }],
    ['allOfFirst of none', (v) => v.allOfFirst('ZZ', 'XX'), [], { TI: ['One', 'Two'] }],
    [
      'find',
      (v) => v.find((x) => x.startsWith('https'), 'TI', 'UR'),
      'https://a.org',
      { UR: ['see below', 'https://b.org'] },
    ],
    [
      'allThat',
      (v) => v.allThat((x) => x.startsWith('https'), 'TI', 'UR'),
      ['https://a.org', 'https://b.org'],
      { UR: 'see below' },
    ],
    ['find without a match', (v) => v.find((x) => x === 'x', 'UR'), undefined, { T2: 'Venue' }],
    ['peek', (v) => v.peek('T2', 'TI'), ['Venue', 'One', 'Two'], { T2: 'Venue', TI: ['One', 'Two'] }],
  ])('%s', (_, read, expected, left) => {
    expect(read(values)).toEqual(expected);
    expect(values.rest()).toEqual({ ...ALL, ...left });
  });

  it('keeps what was not taken, one value as text and several as a list', () => {
    expect(values.rest()).toEqual(ALL);
  });

  it('has no rest once all was taken', () => {
    values.all('TI', 'T1', 'T2', 'UR', 'N1');
    expect(values.rest()).toBeUndefined();
  });

  it('has room for more values than a call has arguments', () => {
    const many = new TaggedValues(new Map([['KW', Array.from({ length: 300_000 }, () => 'x')]]));
    expect(many.all('KW')).toHaveLength(300_000);
  });
});
