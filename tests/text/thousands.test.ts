import { expect, it } from 'vitest';
import { groupThousands } from '../../src/text/thousands.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [12345, '12,345'],
  [1000000, '1,000,000'],
])('%i is %s', (n, expected) => expect(groupThousands(n)).toBe(expected));
