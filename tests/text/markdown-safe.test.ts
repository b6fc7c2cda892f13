import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markdownSafe } from '../../src/text/markdown-safe.ts';
import { HOSTILE_EXAMPLES, hostileText } from './hostile.ts';

const NO_WIDTH = '&#8203;';

it.each([
  ['HTML', '<img src=x onerror=alert(1)>', '&#60;img src=x onerror=alert\\(1\\)&#62;'],
  ['a link', '[x](javascript:alert(1))', '\\[x\\]\\(javascript:alert\\(1\\)\\)'],
  ['an image', '![x](y.png)', '\\!\\[x\\]\\(y.png\\)'],
  ['an address', 'https://evil.example', `https${NO_WIDTH}://evil.example`],
  ['an address without a scheme', 'WWW.evil.example', `WWW${NO_WIDTH}.evil.example`],
  ['a mention', '@everyone', `@${NO_WIDTH}everyone`],
  ['an address of mail', 'a@evil.example', `a@${NO_WIDTH}evil.example`],
  ['a reference to an issue', 'see #12 and GH-3', `see \\#${NO_WIDTH}12 and GH-${NO_WIDTH}3`],
  ['code', '`x` ```', '\\`x\\` \\`\\`\\`'],
  ['the border of a cell', 'a | b \\| c', 'a \\| b \\\\\\| c'],
  ['character references', '&lt; &#64;', '&#38;lt; &#38;\\#' + NO_WIDTH + '64;'],
  ['emphasis and formulas', '*a* _b_ ~c~ $d$', '\\*a\\* \\_b\\_ \\~c\\~ \\$d\\$'],
  ['a list', '- a', '\\- a'],
  ['a numbered list', '1. a', '1\\. a'],
  ['a heading', '# a', '\\# a'],
  ['the line under a heading', '=== ', '\\==='],
  ['line ends', 'a\n\n# b\r\n::error::x', 'a \\# b ::error::x'],
  ['control characters', 'a\0b\u001b[31m', 'a b \\[31m'],
  ['reversed text', 'exclude\u202eedulcni', 'excludeedulcni'],
])('takes the power from %s', (_, text, expected) => expect(markdownSafe(text)).toBe(expected));

it('keeps the words of every script', () => {
  const words = 'A trial of 12 models – 系统评价, مراجعة منهجية, é 😀 👩‍🔬: 5.1 %';
  expect(markdownSafe(words)).toBe(words);
});

it('leaves nothing that Markdown, GitHub or a terminal takes for a sign, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(hostileText, fc.constantFrom(...HOSTILE_EXAMPLES)), (text) => {
      const safe = markdownSafe(text);
      expect(safe).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u2028\u2029]/u);
      expect(safe).not.toMatch(/[<>"']|&(?!#\d+;)/);
      expect(safe).not.toMatch(/@[\w-]|(?:https?|ftp|mailto):|www\.|#\d+(?!\d*;)|GH-\d/i);
      const bare = safe.replace(/\\[\\`*_{}[\]()#+!|~$=-]/g, '').replace(/&#\d+;/g, '');
      expect(bare).not.toMatch(/[\\`*_{}[\]()#+!|~$]/);
    }),
    { numRuns: 500 },
  );
});
