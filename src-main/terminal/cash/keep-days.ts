import type { Clock } from '../../../src-shared/clock.ts';
import type { Store } from '../store/store.ts';
import { businessDay, type DayEnd, endOfBusinessDay } from './business-day.ts';
import { cutOver } from './cut-over.ts';

/** Somebody is getting change: seconds. */
const lookAgainMs = 500;
/** A clock that is set is noticed by then. */
const atMostMs = 3_600_000;

/**
 * Ends each business day at its time, and those that ended while the machine was off at the start. `onClosed`: reports
 * were queued. Returns the function that ends it.
 */
export function keepDays(store: Store, clock: Clock, dayEnds: DayEnd, onClosed: () => void): () => void {
  let cancel = () => {};
  const look = () => {
    const before = store.read.lastCashDay()?.day;
    const now = clock.now();
    const state = cutOver(store, now, dayEnds);
    if (store.read.lastCashDay()?.day !== before) onClosed();
    const rest = endOfBusinessDay(businessDay(now, dayEnds), dayEnds) - now;
    cancel = clock.schedule(state === 'waiting' ? lookAgainMs : Math.min(rest, atMostMs), look);
  };
  look();
  return () => cancel();
}
