import { unregistered } from '../../src-main/terminal/cash/differences.ts';
import type { CashAccount, Read } from '../../src-main/terminal/store/store.ts';
import type { Books } from './centre.ts';
import type { HeldReport } from './report-witness.ts';
import type { Found } from './staff-visit.ts';

/** What staff have ended in the whole run. */
export interface Ended {
  readonly cases: number;
  readonly differences: number;
}

/** Everything but the order of the reports against everything, with the machine at rest. Answers every broken invariant, in words. */
export function compare(
  read: Read,
  units: readonly Found[],
  books: Omit<Books, 'reports' | 'certificates' | 'prints'> & {
    readonly reports: readonly Pick<HeldReport, 'kind'>[];
  },
  ended: Ended,
): string[] {
  const found: string[] = [];
  const expect = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  const balance = (account: CashAccount) => read.cashBalance(account) ?? 0;
  const cases = read.openCashCases();

  let difference = 0;
  for (const { place, items } of units) {
    const account = place as CashAccount;
    const real = items.reduce((sum, { value, count }) => sum + value * count, 0);
    difference += real - balance(account);
    if (cases.length > 0) continue;
    const [ledger, there] = [written(read.cashHolding(account)), written(items)];
    expect(ledger === there, `${place}: ledger ${ledger}, in the unit ${there}`);
  }
  const told = sum(cases);
  expect(
    Math.abs(difference) <= told,
    `${difference} fen more in the units than in the ledger, cases tell of ${told}`,
  );
  const total = read.cashBalances().reduce((all, one) => all + one.balance, 0);
  expect(total === 0, `the balances add up to ${total} fen`);
  expect(balance('citizen') === 0, `${-balance('citizen')} fen are owed to a citizen who has left`);
  expect(balance('escrow:recycler') === 0, 'the ledger has a note in escrow');
  expect(
    -balance('host') === books.posted,
    `the ledger paid ${-balance('host')} fen, the server has ${books.posted}`,
  );
  expect(books.payments === books.bookings, `${books.payments} payments, ${books.bookings} bookings`);
  expect(books.waiting === 0, 'a payment still waits although the authority answers');
  expect(balance('pending') === 0, 'a payment is still pending although the server answers');
  const claims = read.openCashClaims();
  expect(
    -balance('claims') === sum(claims),
    `claims of ${sum(claims)} fen, the ledger owes ${-balance('claims')}`,
  );
  const loose = unregistered(read);
  expect(loose === 0, `${loose} fen in suspense are in no register`);
  expect(read.activeCashIn() === undefined, 'a cash-in is still active');
  expect(read.openCashExchange() === undefined, 'an exchange is still open');
  expect(read.unsettledIntents().length === 0, 'an intent was never decided');
  expect(read.unsentReportCount() === 0, 'a report was not sent although the server answers');
  const reported = (kind: string) => books.reports.filter((one) => one.kind === kind).length;
  expect(reported('cashClaim') === claims.length, `${claims.length} claims, ${reported('cashClaim')} told`);
  // Each is told when it is opened, and again when a person has ended it.
  const toldOf = { cashCase: cases.length + 2 * ended.cases, cashDifference: 2 * ended.differences };
  toldOf.cashDifference += read.openCashDifferences().length;
  for (const kind of ['cashCase', 'cashDifference'] as const)
    expect(reported(kind) === toldOf[kind], `${kind}: ${toldOf[kind]} to tell, ${reported(kind)} told`);
  return found;
}

function written(items: readonly { readonly value: number; readonly count: number }[]): string {
  return [...items]
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.value - a.value)
    .map(({ value, count }) => `${count} x ${value / 100}`)
    .join(', ');
}

const sum = (amounts: readonly { readonly amount: number }[]) =>
  amounts.reduce((total, { amount }) => total + amount, 0);
