import fc from 'fast-check';
import { expect, it } from 'vitest';
import { denominate, type Held } from './denominate.ts';

const value = (items: readonly Held[]) => items.reduce((sum, one) => sum + one.value * one.count, 0);
const count = (items: readonly Held[]) => items.reduce((sum, one) => sum + one.count, 0);

it.each<[number, Held[], Held[] | null]>([
  [0, [], []],
  [
    60,
    [
      { value: 50, count: 1 },
      { value: 20, count: 3 },
    ],
    [{ value: 20, count: 3 }],
  ],
  [
    60,
    [
      { value: 50, count: 1 },
      { value: 20, count: 2 },
    ],
    null,
  ],
  [
    80,
    [
      { value: 50, count: 1 },
      { value: 20, count: 4 },
      { value: 10, count: 1 },
    ],
    [
      { value: 50, count: 1 },
      { value: 20, count: 1 },
      { value: 10, count: 1 },
    ],
  ],
  [30, [{ value: 100, count: 9 }], null],
])('%i out of %o: %o', (amount, held, made) => {
  expect(denominate(held, amount)).toEqual(made);
});

const holdings = fc.uniqueArray(
  fc.record({ value: fc.constantFrom(1, 5, 10, 20, 50, 100), count: fc.integer({ min: 0, max: 6 }) }),
  { selector: (one) => one.value },
);

it('what it names is there, and makes exactly the amount; and it finds what anybody could have taken out', () => {
  fc.assert(
    fc.property(holdings, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (held, shares) => {
      const taken = held.map((one) => ({
        value: one.value,
        count: Math.floor((shares.next().value ?? 0) * (one.count + 0.999)),
      }));
      const made = denominate(held, value(taken));
      expect(made).not.toBeNull();
      expect(value(made ?? [])).toBe(value(taken));
      expect(count(made ?? [])).toBeLessThanOrEqual(count(taken));
      for (const one of made ?? [])
        expect(one.count).toBeLessThanOrEqual(held.find(({ value: face }) => face === one.value)?.count ?? 0);
    }),
    { numRuns: 200 },
  );
});
