import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costShare, schemes } from './cost-share.ts';

test.each([
  ['employee', '3', 80_000, 0],
  ['employee', '3', 80_001, 1],
  ['employee', '1', 130_000, 90_000],
  ['resident', '2', 240_000, 150_000],
  ['resident', '3', 60_000 + 33_333_333, 20_000_000],
  ['resident', '3', 60_000 + 33_333_400, 20_000_000],
] as const)('%s, level %s, %i fen: the fund pays %i', (scheme, level, cost, fund) =>
  expect(costShare(scheme, level, cost)).toEqual({ fund, own: cost - fund }),
);

test('both parts add up to the cost, and the fund never pays more than its ceiling', () =>
  fc.assert(
    fc.property(
      fc.constantFrom('employee' as const, 'resident' as const),
      fc.constantFrom('1' as const, '2' as const, '3' as const),
      fc.integer({ min: 0, max: 1_000_000_000 }),
      (scheme, level, cost) => {
        const { fund, own } = costShare(scheme, level, cost);
        expect(fund + own).toBe(cost);
        expect(fund).toBeLessThanOrEqual(schemes[scheme].ceiling);
        expect(own).toBeGreaterThanOrEqual(Math.min(cost, schemes[scheme].deductible[level]));
      },
    ),
  ));
