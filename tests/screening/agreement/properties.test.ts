import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, square, sum, type Table } from '../../../src/screening/agreement/contingency.ts';
import { deltaError, wilson, type Estimate } from '../../../src/screening/agreement/intervals.ts';
import {
  fleissKappa,
  groupUnits,
  krippendorffAlpha,
  ordinal,
  unitsOfTable,
} from '../../../src/screening/agreement/many-raters.ts';
import { twoRaters, type Measures } from '../../../src/screening/agreement/two-raters.ts';

const count = fc.oneof(fc.constant(0), fc.nat(4), fc.nat(300));
const tableOf = (size: number): fc.Arbitrary<Table> =>
  fc.array(fc.array(count, { minLength: size, maxLength: size }), { minLength: size, maxLength: size });
const anyTable = fc.integer({ min: 2, max: 4 }).chain(tableOf);
const units = (raters: fc.Arbitrary<readonly number[]>) => fc.array(raters, { maxLength: 30 });
const votes = (min: number, max: number) =>
  fc
    .array(fc.nat(2), { minLength: min, maxLength: max })
    .map((said) => [0, 1, 2].map((category) => said.filter((value) => value === category).length));

const measure = (table: Table) => twoRaters(table, table.map(String)).measures;
const entries = (measures: Measures) => Object.entries(measures) as [keyof Measures, Estimate][];
const transposed = (table: Table) => table.map((_, j) => table.map((row) => at(row, j)));

/** Equal but for the errors of floating point; what is not defined stays so. */
function same(a: Estimate, b: Estimate, message = ''): void {
  const numbers = (estimate: Estimate) => [estimate.value, estimate.se, ...(estimate.ci ?? [null, null])];
  const others = numbers(b);
  numbers(a).forEach((value, index) => {
    const other = others[index] ?? null;
    if (value === null || other === null) expect(value, message).toBe(other);
    else expect(Math.abs(value - other), message).toBeLessThan(1e-7);
  });
}

const LOWEST: Partial<Record<keyof Measures, number>> = { percent: 0, positive: 0, negative: 0 };

describe('two raters', () => {
  it('every value is within its bounds, or null with its interval; never NaN or infinite', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        for (const [name, { value, se, ci }] of entries(measure(table))) {
          if (value === null) expect([name, se, ci]).toEqual([name, null, null]);
          else {
            expect(value, name).toBeGreaterThanOrEqual((LOWEST[name] ?? -1) - 1e-9);
            expect(value, name).toBeLessThanOrEqual(1 + 1e-9);
            expect(se === null, name).toBe(ci === null);
          }
          for (const number of [se, ...(ci ?? [])])
            if (number !== null) expect(Number.isFinite(number), name).toBe(true);
          if (ci && value !== null) expect(ci[0] <= value + 1e-12 && value <= ci[1] + 1e-12, name).toBe(true);
        }
      }),
    );
  });

  it('exchanging the raters changes only the sign of the bias', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const [one, other] = [measure(table), measure(transposed(table))];
        for (const [name, estimate] of entries(one)) {
          if (name !== 'bias') same(estimate, other[name] as Estimate, name);
        }
        same(
          { ...other.bias, value: 0 - (other.bias.value ?? 0), ci: null },
          { ...one.bias, value: one.bias.value ?? 0, ci: null },
        );
      }),
    );
  });

  it('the order of the categories does not matter to what has no order', () => {
    const permuted = anyTable.chain((table) =>
      fc.tuple(fc.constant(table), fc.shuffledSubarray([...table.keys()], { minLength: table.length })),
    );
    fc.assert(
      fc.property(permuted, ([table, order]) => {
        const moved = order.map((i) => order.map((j) => at(table[i], j)));
        const [one, other] = [measure(table), measure(moved)];
        for (const name of ['percent', 'kappa', 'pabak', 'ac1', 'pi', 'alpha'] as const)
          same(one[name], other[name], name);
      }),
    );
  });

  it('reading the order from its other end turns positive into negative agreement', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const turned = table.map((row) => [...row].reverse()).reverse();
        const [one, other] = [measure(table), measure(turned)];
        same(one.positive, other.negative);
        if (one.kappaLinear && other.kappaLinear) same(one.kappaLinear, other.kappaLinear);
        if (one.kappaQuadratic && other.kappaQuadratic) same(one.kappaQuadratic, other.kappaQuadratic);
      }),
    );
  });

  it('twice as many of each halves every variance of the delta method, and leaves the values', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        fc.pre(sum(table.flat()) >= 2);
        const doubled = table.map((row) => row.map((n) => 2 * n));
        const [one, other] = [measure(table), measure(doubled)];
        for (const name of ['kappa', 'pabak', 'ac1', 'pi', 'positive', 'prevalence'] as const) {
          same(
            { ...one[name], se: (one[name].se ?? 0) / Math.SQRT2, ci: null },
            { ...other[name], se: other[name].se ?? 0, ci: null },
            name,
          );
        }
      }),
    );
  });

  it('full agreement on more than one category is 1 with no error; on one alone kappa is not defined', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 2, maxLength: 4 }), (diagonal) => {
        const { kappa, pi, alpha } = measure(square(diagonal.length, (i, j) => (i === j ? at(diagonal, i) : 0)));
        const used = diagonal.filter((n) => n > 0).length;
        for (const { value } of [kappa, pi, alpha]) expect(value).toBe(used > 1 ? 1 : null);
      }),
    );
  });

  it('kappa is 0 without error where one of the two said one thing throughout', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 4 }), (row) => {
        const { kappa } = measure(square(row.length, (i, j) => (i === 0 ? at(row, j) : 0)));
        expect(kappa).toEqual({ value: 0, se: 0, ci: [0, 0] });
      }),
    );
  });

  it('alpha is pi corrected for few units: 1 − α = (1 − π)(2n − 1) / 2n', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const { alpha, pi } = measure(table);
        const judgements = 2 * sum(table.flat());
        expect(alpha.value === null).toBe(pi.value === null);
        if (alpha.value === null || pi.value === null) return;
        expect(1 - alpha.value).toBeCloseTo(((1 - pi.value) * (judgements - 1)) / judgements, 9);
      }),
    );
  });

  it('with two categories linear, quadratic and plain kappa are one, and PABAK is 2 p − 1', () => {
    fc.assert(
      fc.property(tableOf(2), (table) => {
        const { percent, pabak, kappaLinear } = measure(table);
        expect(kappaLinear).toBeUndefined();
        if (percent.value !== null) expect(pabak.value).toBeCloseTo(2 * percent.value - 1, 12);
      }),
    );
  });

  it('with two categories kappa is PABAK adjusted (Byrt 1993)', () => {
    fc.assert(
      fc.property(tableOf(2), (table) => {
        const { kappa, pabak, prevalence, bias } = measure(table);
        if (kappa.value === null) return;
        const [p, b] = [prevalence.value ?? NaN, bias.value ?? NaN];
        expect(kappa.value).toBeCloseTo(((pabak.value ?? NaN) - p ** 2 + b ** 2) / (1 - p ** 2 + b ** 2), 9);
      }),
    );
  });
});

describe('more raters', () => {
  it('the order of units does not matter', () => {
    fc.assert(
      fc.property(
        units(votes(0, 5)).chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          same(krippendorffAlpha(groupUnits(list)), krippendorffAlpha(groupUnits(shuffled)));
          same(krippendorffAlpha(groupUnits(list), ordinal), krippendorffAlpha(groupUnits(shuffled), ordinal));
        },
      ),
    );
  });

  it('grouping equal units changes nothing', () => {
    fc.assert(
      fc.property(units(votes(3, 3)), (list) => {
        const single = list.map((counts) => ({ counts, times: 1 }));
        same(krippendorffAlpha(groupUnits(list)), krippendorffAlpha(single));
        same(fleissKappa(groupUnits(list)), fleissKappa(single));
      }),
    );
  });

  it('units with fewer than two judgements do not count for alpha', () => {
    fc.assert(
      fc.property(units(votes(2, 4)), units(votes(0, 1)), (list, few) => {
        same(krippendorffAlpha(groupUnits(list)), krippendorffAlpha(groupUnits([...list, ...few])));
      }),
    );
  });

  it('the order of the categories does not matter', () => {
    fc.assert(
      fc.property(units(votes(3, 3)), (list) => {
        const turned = list.map((counts) => [at(counts, 2), at(counts, 0), at(counts, 1)]);
        same(krippendorffAlpha(groupUnits(list)), krippendorffAlpha(groupUnits(turned)));
        same(fleissKappa(groupUnits(list)), fleissKappa(groupUnits(turned)));
      }),
    );
  });

  it('values are at most 1, and never NaN', () => {
    fc.assert(
      fc.property(units(votes(3, 3)), (list) => {
        for (const { value, se } of [krippendorffAlpha(groupUnits(list)), fleissKappa(groupUnits(list))]) {
          if (value !== null) expect(value >= -1 && value <= 1 + 1e-12).toBe(true);
          if (se !== null) expect(Number.isFinite(se)).toBe(true);
        }
      }),
    );
  });

  it('Fleiss’ kappa of two raters is Scott’s pi', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const fleiss = fleissKappa(unitsOfTable(table)).value;
        const pi = measure(table).pi.value;
        if (fleiss === null || pi === null) expect(fleiss).toBe(pi);
        else expect(fleiss).toBeCloseTo(pi, 9);
      }),
    );
  });
});

describe('intervals', () => {
  it('of Wilson hold the share, and stay within 0 and 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (n, part) => {
        const successes = part % (n + 1);
        const { value, ci } = wilson(successes, n);
        const [low, high] = ci ?? [NaN, NaN];
        expect(value).toBe(successes / n);
        expect(0 <= low && low <= successes / n && successes / n <= high && high <= 1).toBe(true);
      }),
    );
  });

  it('of one unit alone do not exist', () => {
    expect(deltaError({ n: 1, size: 2, cells: [[1, 0], [0, 0]], rows: [1, 0], columns: [1, 0] }, [[1, 0], [0, 0]])).toBeNull(); // prettier-ignore
    expect(wilson(0, 0)).toEqual({ value: null, se: null, ci: null });
    const { kappa, alpha } = measure([[0, 1], [0, 0]]); // prettier-ignore
    expect([kappa, alpha]).toEqual([
      { value: 0, se: null, ci: null },
      { value: 0, se: null, ci: null },
    ]);
  });
});
