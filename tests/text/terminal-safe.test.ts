import fc from 'fast-check';
import { expect, it } from 'vitest';
import { terminalSafe } from '../../src/text/terminal-safe.ts';
import { hostileText } from './hostile.ts';

it.each([
  ['colours', 'a\u001b[31mb', 'a\ufffd[31mb'],
  ['the title of the window', '\u001b]0;owned\u0007', '\ufffd]0;owned\ufffd'],
  ['one-byte escapes of 8-bit terminals', '\u009b2J', '\ufffd2J'],
  ['the cursor', 'safe\rowned\b', 'safe owned\ufffd'],
  ['line ends and tabs', 'a\nb\tc\r\nd', 'a b c  d'],
  ['reversed text', 'exclude\u202eedulcni\u202c', 'exclude\ufffdedulcni\ufffd'],
  ['isolates and marks', '\u2067a\u2069\u200fb', '\ufffda\ufffd\ufffdb'],
])('takes the power from %s', (_, text, expected) => expect(terminalSafe(text)).toBe(expected));

it('leaves no control character and no override of direction, and all the rest', () => {
  const harmful = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
  fc.assert(
    fc.property(hostileText, (text) => {
      const safe = terminalSafe(text);
      expect(safe).not.toMatch(harmful);
      expect(safe.replace(/[ \ufffd]/g, '')).toBe(text.replace(harmful, '').replace(/[ \ufffd]/g, ''));
    }),
    { numRuns: 500 },
  );
});
