import type { CashAccount, CashHands, Store } from '../store/store.ts';
import { report } from '../transaction/report.ts';
import { setHolding } from './count.ts';

/**
 * Loading and collecting, XFS4IoT StartExchange, SetStorage, EndExchange. From the start on nothing is taken from and
 * nothing given to a citizen, over any crash, until somebody completes it.
 */
export function startExchange(store: Store, id: string, by: CashHands): void {
  store.commit((write) => {
    write.startCashExchange({ id, by });
    write.journal({ type: 'cashExchangeStarted', by });
    report(write, 'cashExchange', { exchangeId: id, state: 'started', by, units: [] });
  });
}

export interface ExchangedUnit {
  readonly place: CashAccount;
  /** Fen. */
  readonly before: number;
  readonly after: number;
}

/** Books what was entered against the cash centre, and begins the counters of those units anew: all of it, or nothing. */
export function completeExchange(store: Store, by: CashHands): ExchangedUnit[] {
  const { read } = store;
  const open = read.openCashExchange();
  if (open === undefined) return [];
  return store.commit((write) => {
    const units = open.entered.map(({ place, items }) => {
      const before = read.cashBalance(place) ?? 0;
      const difference = setHolding(write, read, { place, items, against: 'vault' });
      write.resetCashCounters(place);
      write.journal({ type: 'cashExchanged', place, difference, by });
      return { place, before, after: before + difference };
    });
    write.completeCashExchange(open.id, by);
    write.journal({ type: 'cashExchangeCompleted', by });
    report(write, 'cashExchange', { exchangeId: open.id, state: 'completed', by, units });
    return units;
  });
}
