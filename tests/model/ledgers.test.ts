import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AT, laterThan, LEDGER_COLUMNS, LEDGER_VALUES } from '../../src/model/ledgers.ts';

it.each(Object.entries(LEDGER_COLUMNS))(
  '%s: a whole line ends in its time, and values stand in columns',
  (kind, columns) => {
    expect(columns.at(-1)).toBe('at');
    expect(columns.filter((column) => column === 'at')).toHaveLength(1);
    expect(columns).toEqual(expect.arrayContaining(Object.keys(LEDGER_VALUES[kind as keyof typeof LEDGER_VALUES])));
  },
);

describe('AT', () => {
  it.each([
    ['2025-03-01T09:00:00.000Z', true],
    ['2025-12-31T23:59:59.999Z', true],
    ['2025-03-01T09:00:00Z', false],
    ['2025-03-01T09:00:00.000', false],
    ['2025-03-01T09:00:00.000+00:00', false],
    ['2025-03-01 09:00:00.000Z', false],
    ['2025-03-01T24:00:00.000Z', false],
    ['2025-13-01T09:00:00.000Z', false],
    ['2025-03-00T09:00:00.000Z', false],
    ['2025-03-01T09:00:00.000Z\n', false],
    ['x2025-03-01T09:00:00.000Z', false],
  ])('%j: %s', (text, isTime) => expect(AT.test(text)).toBe(isTime));

  it('refuses every time that was cut off', () => {
    const whole = new Date(0).toISOString();
    for (let length = 0; length < whole.length; length++) expect(AT.test(whole.slice(0, length))).toBe(false);
  });
});

describe('laterThan', () => {
  const NOW = '2025-03-01T09:00:00.000Z';
  it.each([
    ['no earlier line', [], NOW],
    ['an earlier line', ['2025-02-01T09:00:00.000Z'], NOW],
    ['a line of the same millisecond', [NOW], '2025-03-01T09:00:00.001Z'],
    // The clock of another machine went ahead.
    ['a line of tomorrow', ['2025-03-02T09:00:00.000Z', NOW], '2025-03-02T09:00:00.001Z'],
    ['a line at the end of a year', ['2025-12-31T23:59:59.999Z'], '2026-01-01T00:00:00.000Z'],
  ])('after %s', (_, earlier, expected) => expect(laterThan(new Date(NOW), earlier)).toBe(expected));

  it('is later than every earlier line, not before the clock, and itself a time', () => {
    const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(time, fc.array(time), fc.boolean(), (now, earlier, isSame) => {
        const lines = [...earlier, ...(isSame ? [now] : [])].map((date) => date.toISOString());
        const at = laterThan(now, lines);
        expect(at).toMatch(AT);
        expect(at >= now.toISOString()).toBe(true);
        expect(lines.every((line) => line < at)).toBe(true);
      }),
    );
  });
});
