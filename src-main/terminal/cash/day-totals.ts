import type { CashDayTotals } from '../../../src-shared/contract/cash-day.ts';
import type { CashAccount, CashMove } from '../store/store.ts';

interface Day {
  readonly totals: CashDayTotals;
  /** What the authority was paid in notes, by transaction; negative where it paid out. */
  readonly payments: readonly { readonly transactionId: string; readonly amount: number }[];
}

const isPlace = (account: CashAccount) => account.includes(':');
/** Fen. */
export const worth = ({ amount }: CashMove): number =>
  typeof amount === 'number' ? amount : amount.value * amount.count;

/** What the moves of a day come to. Whole transactions: what one of them paid says what its change was. */
export function dayTotals(moves: readonly CashMove[]): Day {
  const between = (debit: Side, credit: Side, among = moves) =>
    among
      .filter((move) => matches(move.debit, debit) && matches(move.credit, credit))
      .reduce((sum, move) => sum + worth(move), 0);
  let change = 0;
  let refunds = 0;
  let cashOut = 0;
  const payments: Day['payments'][number][] = [];
  for (const [transactionId, own] of byTransaction(moves)) {
    const paidOut = between('citizen', 'store', own);
    const host = between('any', 'host', own) - between('host', 'any', own);
    const pending = between('any', 'pending', own);
    if (host !== 0) payments.push({ transactionId, amount: host });
    if (host < 0) cashOut += paidOut;
    else if (host > 0 || pending > 0) change += paidOut;
    else refunds += paidOut;
  }
  return {
    payments,
    totals: {
      cashIn: between('place', 'citizen') - between('citizen', 'place') + change + refunds + cashOut,
      change,
      refunds,
      cashOut,
      host: between('any', 'host') - between('host', 'any'),
      pending: between('any', 'pending') - between('pending', 'any'),
      claimsOpened: between('any', 'claims'),
      claimsSettled: between('claims', 'any'),
      held: between('citizen', 'suspense'),
      loaded: between('place', 'vault'),
      collected: between('vault', 'place'),
      long: between('place', 'suspense'),
      short: between('suspense', 'place'),
    },
  };
}

type Side = 'place' | 'store' | 'any' | 'citizen' | 'host' | 'pending' | 'claims' | 'suspense' | 'vault';

function matches(account: CashAccount, side: Side): boolean {
  if (side === 'any') return true;
  if (side === 'place') return isPlace(account);
  // Out of the mouth comes the note that went in, and no payout.
  return side === 'store' ? isPlace(account) && !account.startsWith('escrow:') : account === side;
}

function byTransaction(moves: readonly CashMove[]): Map<string, CashMove[]> {
  const found = new Map<string, CashMove[]>();
  for (const move of moves) {
    if (move.transactionId === null) continue;
    const own = found.get(move.transactionId);
    if (own === undefined) found.set(move.transactionId, [move]);
    else own.push(move);
  }
  return found;
}
