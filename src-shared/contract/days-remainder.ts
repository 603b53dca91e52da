import type { CashDay } from './cash-day.ts';

/** What lies in the machine is what lay there and what came and went: 0 where the day adds up. */
export function daysRemainder({ totals, opening, closing, carriedIn, carriedOut }: CashDay): number {
  const { cashIn, change, refunds, cashOut, loaded, collected, long, short } = totals;
  const came = cashIn - change - refunds - cashOut + loaded - collected + long - short;
  return closing - carriedOut - (opening - carriedIn + came);
}
