import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { termFinder } from '../../src/text/terms.ts';

const found = (text: string, include: string[], exclude: string[] = []) =>
  termFinder({ include, exclude })(text).map(({ start, end, kind }) => `${kind[0] ?? ''} ${text.slice(start, end)}`);

describe('terms', () => {
  it.each([
    ['as whole words, in any case', 'Cats, concatenate CATS', ['cats'], ['i Cats', 'i CATS']],
    [
      'with * for the letters of a word',
      'Distilling, distilled; distil',
      ['distil*'],
      ['i Distilling', 'i distilled', 'i distil'],
    ],
    ['with * at the beginning', 'multimodal modal', ['*modal'], ['i multimodal', 'i modal']],
    [
      'as phrases over spaces and hyphens',
      'small-language  models',
      ['small language model*'],
      ['i small-language  models'],
    ],
    ['with signs of their own', 'C++ and C, GPT-4', ['c++', 'gpt-4'], ['i C++', 'i GPT-4']],
    ['in scripts without spaces', '研究小型语言模型的方法', ['语言模型'], ['i 语言模型']],
    ['with accents', 'une étude naïve', ['étude'], ['i étude']],
  ])('are found %s', (_, text, include, expected) => {
    expect(found(text, include)).toEqual(expected);
  });

  it('of those that overlap the longer one counts', () => {
    expect(found('large language models', ['language models'], ['large language models'])).toEqual([
      'e large language models',
    ]);
    expect(found('rat', ['rat'], ['rat'])).toEqual(['i rat']);
  });

  it('that are nothing find nothing', () => {
    expect(found('anything', ['', '*', ' * '], ['**'])).toEqual([]);
  });

  it('never overlap, whatever they are, and stay quick on hostile texts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 5 }),
        fc.array(fc.string(), { maxLength: 5 }),
        fc.string(),
        (a, b, text) => {
          let last = 0;
          for (const { start, end } of termFinder({ include: a, exclude: b })(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
        },
      ),
    );
    const started = performance.now();
    termFinder({ include: ['a*a*a*b'], exclude: [] })('a'.repeat(3000));
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
