import { expect, it } from 'vitest';
import { plural } from '../../src/text/plural.ts';

it.each([
  [0, 'record', undefined, '0 records'],
  [1, 'record', undefined, '1 record'],
  [2, 'record', undefined, '2 records'],
  [1, 'entry', 'entries', '1 entry'],
  [0, 'entry', 'entries', '0 entries'],
])('%i %s', (n, one, many, expected) => expect(plural(n, one, many)).toBe(expected));
