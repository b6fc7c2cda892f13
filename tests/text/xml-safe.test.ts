import fc from 'fast-check';
import { expect, it } from 'vitest';
import { xmlSafe } from '../../src/text/xml-safe.ts';
import { hostileText } from './hostile.ts';

it.each([
  ['markup', '</text><script>alert(1)</script>', '&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['references', '&amp; &#0; &x;', '&amp;amp; &amp;#0; &amp;x;'],
  ['the end of an attribute', `" onload='x'`, '&quot; onload=&apos;x&apos;'],
  ['the end of a section', ']]>', ']]&gt;'],
  ['characters that no XML can hold', 'a\u0000b\u001b[31mc\ufffed\u000be', 'ab[31mcde'],
  ['half a character', 'cut \ud83d', 'cut \ufffd'],
  ['reversed text', 'exclude\u202eedulcni\u202c \u2067a\u2069\u200f', 'excludeedulcni a'],
])('takes the power from %s', (_, text, expected) => expect(xmlSafe(text)).toBe(expected));

it('keeps line ends, tabs and characters beyond the basic plane', () => {
  expect(xmlSafe('a\tb\nc\r𝒳 😀 漢字')).toBe('a\tb\nc\r𝒳 😀 漢字');
});

it('leaves only what XML 1.0 allows, whatever comes', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(xmlSafe(text)).toMatch(
        /^(?:&(?:amp|lt|gt|quot|apos);|[\t\n\r\u0020-\u0025\u0028-\u003b=?-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}])*$/u,
      );
    }),
    { numRuns: 500 },
  );
});
