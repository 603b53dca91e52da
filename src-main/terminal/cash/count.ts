import type { CashAccount, CashHands, CashItems, Read, Store, Write } from '../store/store.ts';
import { openDifference } from './differences.ts';

export interface Counted {
  readonly place: CashAccount;
  /** What was found there: face value in fen and number. */
  readonly items: readonly CashItems[];
  readonly by: CashHands;
}

/**
 * Balancing (轧账): what was counted by hand against what the ledger has. A difference goes to suspense and into the
 * register, where it stays until it is followed to its end; the count is right from then on.
 *
 * @returns fen too many (positive, long) or too few (negative, short)
 */
export function bookCount(store: Store, { place, items, by }: Counted): number {
  return store.commit((write) => {
    const ledger = store.read.cashBalance(place) ?? 0;
    const difference = setHolding(write, store.read, { place, items, against: 'suspense' });
    write.setCashAccuracy(place, 'accurateSet');
    write.recordCashCount({ place, by, ledger, counted: ledger + difference });
    write.journal({ type: 'cashCounted', place, difference, by });
    if (difference !== 0) openDifference(write, { place, amount: difference, foundBy: by, caseId: null });
    return difference;
  });
}

const reasons = {
  suspense: { more: 'countedLong', less: 'countedShort' },
  vault: { more: 'loaded', less: 'collected' },
} as const;

/** Moves what makes a place hold exactly these items. Answers the fen that came to it, negative where they left. */
export function setHolding(
  write: Write,
  read: Read,
  set: {
    readonly place: CashAccount;
    readonly items: readonly CashItems[];
    readonly against: keyof typeof reasons;
  },
): number {
  const { place, items, against } = set;
  const held = read.cashHolding(place);
  const values = new Set([...held, ...items].map(({ value }) => value));
  let difference = 0;
  for (const value of values) {
    const count = numberOf(items, value) - numberOf(held, value);
    if (count === 0) continue;
    difference += count * value;
    const [debit, credit] = count > 0 ? [place, against] : [against, place];
    write.moveCash({
      transactionId: null,
      reason: reasons[against][count > 0 ? 'more' : 'less'],
      debit,
      credit,
      amount: { value, count: Math.abs(count) },
    });
  }
  return difference;
}

function numberOf(items: readonly CashItems[], value: number): number {
  return items.find((one) => one.value === value)?.count ?? 0;
}
