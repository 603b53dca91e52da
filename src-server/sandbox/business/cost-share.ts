/** Who pays what of a stay in hospital. Rates and limits are illustrative: every place has its own. Amounts in fen. */

type Level = '1' | '2' | '3';

export const schemes = {
  employee: {
    deductible: { '1': 30_000, '2': 50_000, '3': 80_000 },
    /** Percent that the fund pays above the deductible. */
    rate: { '1': 90, '2': 85, '3': 80 },
    /** Of a year. */
    ceiling: 30_000_000,
  },
  resident: {
    deductible: { '1': 20_000, '2': 40_000, '3': 60_000 },
    rate: { '1': 85, '2': 75, '3': 60 },
    ceiling: 20_000_000,
  },
} as const;

/** Adds up to the cost, to the fen. Below the deductible the fund pays nothing, and never more than the ceiling. */
export function costShare(
  scheme: keyof typeof schemes,
  level: Level,
  cost: number,
): { readonly fund: number; readonly own: number } {
  const { deductible, rate, ceiling } = schemes[scheme];
  const above = Math.max(0, cost - deductible[level]);
  const fund = Math.min(ceiling, Math.round((above * rate[level]) / 100));
  return { fund, own: cost - fund };
}
