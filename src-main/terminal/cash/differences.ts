import type {
  CashDifference,
  CashDifferenceEnd,
  CashDifferenceFinding,
  CashHands,
  Read,
  Store,
  Write,
} from '../store/store.ts';
import { report } from '../transaction/report.ts';

type Found = Pick<CashDifference, 'place' | 'amount' | 'foundBy' | 'caseId'>;

/** Enters a long (positive) or a short (negative) into the register, and tells the centre. Answers its number. */
export function openDifference(write: Write, found: Found): number {
  const opened = write.openCashDifference(found);
  const { number, place, amount, foundBy } = opened;
  write.journal({ type: 'cashDifferenceOpened', number, place, amount, by: foundBy });
  tell(write, opened);
  return number;
}

/** The last word: what it was, and that it is settled with the books of the cash centre. */
export interface DifferenceEnd {
  readonly state: CashDifferenceEnd;
  readonly finding: CashDifferenceFinding;
  readonly by: CashHands;
}

const reasons = {
  explained: 'differenceExplained',
  writtenOff: 'differenceWrittenOff',
  returned: 'differenceReturned',
  madeGood: 'differenceMadeGood',
} as const satisfies Record<CashDifferenceEnd, string>;

/** What is too much cannot be made good, what is missing cannot be given back. */
export function mayEnd({ amount }: Pick<CashDifference, 'amount'>, state: CashDifferenceEnd): boolean {
  return amount > 0 ? state !== 'madeGood' : state !== 'returned';
}

/** Answers false where no such difference is open, or it cannot end so. */
export function closeDifference(
  store: Store,
  number: number,
  { state, finding, by }: DifferenceEnd,
): boolean {
  const open = store.read.openCashDifferences().find((one) => one.number === number);
  if (open === undefined || !mayEnd(open, state)) return false;
  const { amount } = open;
  store.commit((write) => {
    const closed = write.closeCashDifference(number, { state, finding, by });
    write.moveCash({
      transactionId: null,
      reason: reasons[state],
      debit: amount > 0 ? 'suspense' : 'vault',
      credit: amount > 0 ? 'vault' : 'suspense',
      amount: Math.abs(amount),
    });
    write.journal({ type: 'cashDifferenceClosed', number, state, finding, by });
    tell(write, closed);
  });
  return true;
}

/**
 * Fen in suspense that are neither in the register nor held by an open case nor a note on its way back: 0, always.
 * Anything else is a fault of this program.
 */
export function unregistered(read: Read): number {
  const balances = read.cashBalances();
  const stray = read.lastCashMove(['escrow'])?.transactionId === null;
  const inMouth = balances.filter(({ account }) => stray && account.startsWith('escrow:'));
  return (
    0 -
    (read.cashBalance('suspense') ?? 0) -
    total(read.openCashDifferences().map(({ amount }) => amount)) -
    total(read.cashCaseHolds().map(({ amount }) => amount)) -
    total(inMouth.map(({ balance }) => balance))
  );
}

const total = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

function tell(
  write: Write,
  { number, place, amount, openedAt, foundBy, caseId, ...end }: CashDifference,
): void {
  const { state, finding } = end;
  report(write, 'cashDifference', { number, place, amount, openedAt, by: foundBy, caseId, state, finding });
}
