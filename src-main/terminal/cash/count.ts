import type { CashAccount, Store } from '../store/store.ts';

export interface Counted {
  readonly place: CashAccount;
  /** What two people found there: face value in fen and number. */
  readonly items: readonly { readonly value: number; readonly count: number }[];
  /** Who counted, as the journal names them: never a name. */
  readonly by: string;
  /** `vault`: somebody loaded or collected, and the difference is theirs. */
  readonly against?: 'suspense' | 'vault';
}

/**
 * Balancing (轧账): what was counted by hand against what the ledger has. A difference goes to suspense, where it
 * stays visible until it is explained; the count is right from then on.
 *
 * @returns fen too many (positive, long) or too few (negative, short)
 */
export function bookCount(store: Store, { place, items, by, against = 'suspense' }: Counted): number {
  return store.commit((write) => {
    const held = store.read.cashHolding(place);
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
    write.journal({ type: against === 'vault' ? 'cashExchanged' : 'cashCounted', place, difference, by });
    return difference;
  });
}

const reasons = {
  suspense: { more: 'countedLong', less: 'countedShort' },
  vault: { more: 'loaded', less: 'collected' },
} as const;

function numberOf(
  items: readonly { readonly value: number; readonly count: number }[],
  value: number,
): number {
  return items.find((one) => one.value === value)?.count ?? 0;
}
