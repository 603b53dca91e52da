import fc from 'fast-check';
import { expect, test } from 'vitest';
import { annuity } from './loan.ts';

test('a loan of 100,000 yuan over a year at 2.85 %', () => {
  const plan = annuity(10_000_000, 12, 285);
  expect(plan).toHaveLength(12);
  expect(plan[0]).toMatchObject({ number: 1, interest: 23_750 });
  expect(plan.at(-1)).toMatchObject({ number: 12, left: 0 });
});

test('without interest it is the amount in parts', () => {
  expect(annuity(100, 3, 0).map(({ principal }) => principal)).toEqual([34, 34, 32]);
});

test('whatever the loan, its principal is paid to the fen, and nothing is negative', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200_000_000 }),
      fc.integer({ min: 1, max: 360 }),
      fc.integer({ min: 0, max: 2_400 }),
      (amount, months, rate) => {
        const plan = annuity(amount, months, rate);
        expect(plan.reduce((sum, { principal }) => sum + principal, 0)).toBe(amount);
        expect(plan.at(-1)?.left).toBe(0);
        for (const { principal, interest, left } of plan)
          expect(Math.min(principal, interest, left)).toBeGreaterThanOrEqual(0);
      },
    ),
  ));
