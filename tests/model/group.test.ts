import { expect, it } from 'vitest';
import { addToGroup, groupBy } from '../../src/model/group.ts';

it('groups items in their order, under keys in the order in which they first come', () => {
  const groups = groupBy(['bee', 'ant', 'bat', 'asp'], (name) => name.charAt(0));
  expect([...groups]).toEqual([
    ['b', ['bee', 'bat']],
    ['a', ['ant', 'asp']],
  ]);
});

it('adds to a group in place', () => {
  const group = ['ant'];
  const groups = new Map([['a', group]]);
  addToGroup(groups, 'a', 'asp');
  addToGroup(groups, 'b', 'bee');
  expect(group).toEqual(['ant', 'asp']);
  expect(groups.get('b')).toEqual(['bee']);
});
