import { describe, expect, it } from 'vitest';
import { measureDejaVu } from '../../src/cli/assets.ts';

const measure = measureDejaVu();
const width = (text: string) => measure(text, { size: 1 });

describe('measureWith', () => {
  it('adds up the advance widths of the font', () => {
    // From the table `hmtx` of DejaVu Sans 2.37, in units of 1/2048 em.
    expect(width('a')).toBe(1255 / 2048);
    expect(width('W')).toBe(2025 / 2048);
    expect(width('aW')).toBe(width('a') + width('W'));
    expect(measure('a', { size: 12 })).toBe(12 * width('a'));
    expect(measure('', { size: 12 })).toBe(0);
  });

  it('sets bold text wider', () => {
    expect(measure('Identification', { size: 12, bold: true })).toBeGreaterThan(
      measure('Identification', { size: 12 }),
    );
  });

  it.each([
    ['Chinese, which the font lacks', '漢', 1],
    ['a character beyond the basic plane', '𠮷', 1],
    ['a combining mark', 'e\u0301', 1260 / 2048],
    ['a mark that the font lacks', '\u0e34', 0],
  ])('%s', (_, text, expected) => expect(width(text)).toBe(expected));
});
