import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readName, splitNames } from '../../../src/formats/bibtex/names.ts';

describe('splitNames', () => {
  it.each([
    ['Smith, J.', ['Smith, J.']],
    ['Smith, J. and Doe, A. and Li, W.', ['Smith, J.', 'Doe, A.', 'Li, W.']],
    ['Smith, J.\n  and Doe, A.', ['Smith, J.', 'Doe, A.']],
    ['Smith, J. AND Doe, A.', ['Smith, J.', 'Doe, A.']],
    ['{Barnes and Noble} and Doe, A.', ['{Barnes and Noble}', 'Doe, A.']],
    ['Smith, J. and others', ['Smith, J.']],
    ['Anderson, A. and Sandy, B.', ['Anderson, A.', 'Sandy, B.']],
    ['Smith, J. and and Doe, A.', ['Smith, J.', 'Doe, A.']],
    ['Smith, J.; Doe, A.', ['Smith, J.; Doe, A.']],
    ['', []],
  ])('parts %j', (value, names) => expect(splitNames(value)).toEqual(names));

  it('reads back any names that it is given', () => {
    const name = fc
      .string({ unit: fc.constantFrom(...'aB é,.-'), minLength: 1 })
      .map((text) => `x${text.trim().replaceAll(/\s+/g, ' ')}y`);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), fc.constantFrom(' and ', '\nand\n', '  AND\t'), (names, and) => {
        expect(splitNames(names.join(and))).toEqual(names);
      }),
    );
  });

  it('does not hang on many names', { timeout: 20_000 }, () => {
    expect(splitNames('Smith, J. and '.repeat(50_000))).toHaveLength(50_000);
    expect(splitNames(' '.repeat(200_000))).toEqual([]);
  });
});

describe('readName', () => {
  it.each([
    ['Smith, J.', 'Smith, J.'],
    ['M{\\"u}ller, Anna', 'Müller, Anna'],
    ['{World Health Organization}', { literal: 'World Health Organization' }],
    ['{The {ATLAS} Collaboration}', { literal: 'The ATLAS Collaboration' }],
    ['{U.S. Census Bureau}', { literal: 'U.S. Census Bureau' }],
    ['{P. Kumar Dutta}', 'P. Kumar Dutta'],
    ['{Y. -X. Wang}', 'Y. -X. Wang'],
    ['{J.-P. Meyer}', 'J.-P. Meyer'],
    ['{Smith, John}', 'Smith, John'],
    ['{OpenAI}', 'OpenAI'],
    ['{van der} {Meer}', 'van der Meer'],
    ['family=Meer, given=Peter, prefix=van der', { family: 'van der Meer', given: 'Peter' }],
    ['"family=Doe", "given={J. R.}", suffix=Jr.', { family: 'Doe', given: 'J. R. Jr.' }],
    ['family=Plato', { family: 'Plato' }],
    ['given=Plato', 'given=Plato'],
    ['family=', 'family='],
  ])('reads %j', (written, name) => expect(readName(written, false)).toEqual(name));

  it('takes no name in braces for that of a body where people are written so', () => {
    expect(readName('{Liming Zhu}', true)).toBe('Liming Zhu');
    expect(readName('{Liming Zhu}', false)).toEqual({ literal: 'Liming Zhu' });
  });
});
