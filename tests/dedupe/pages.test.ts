import { describe, expect, it } from 'vitest';
import { readPages, relatePages } from '../../src/dedupe/pages.ts';

describe('relatePages', () => {
  it.each([
    ['244-258', '244-58', 'same'],
    ['542', '542-544', 'same'],
    ['p. 9', '9-11', 'same'],
    ['S42', 's42-s43', 'same'],
    ['08-Nov', '8-11', 'same'],
    ['548-550', '584-590', 'near'],
    ['244-258', '250-258', 'near'],
    ['1875-1875', '2539-2542', 'apart'],
    ['S42', 'e505', 'apart'],
    ['e12724', '1-6', 'unknown'],
    ['1-17', '566-582', 'unknown'],
    ['215 p', '12-14', 'unknown'],
    [undefined, '12-14', 'unknown'],
  ] as const)('%s and %s: %s', (a, b, relation) => {
    const [x, y] = [readPages(a, undefined, 2020), readPages(b, undefined, 2020)];
    expect(relatePages(x, y)).toBe(relation);
    expect(relatePages(y, x)).toBe(relation);
  });

  it('takes the year in the place of pages for none', () => {
    expect(readPages('2020', undefined, 2020)).toBeUndefined();
  });
});
