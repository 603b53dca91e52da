import type { CashDay } from '../../../src-shared/contract/cash-day.ts';
import type { CashMove, Read, Store } from '../store/store.ts';
import { report } from '../transaction/report.ts';
import { businessDay, type DayEnd, dayAfter, endOfBusinessDay } from './business-day.ts';
import { dayTotals, worth } from './day-totals.ts';

/** A machine that stood still for longer was out of use, or had a wrong clock: it begins with today. */
const longestRowDays = 62;

/** `waiting`: a payment that is posted already is still giving change. It is of the old day, and ends in seconds. */
export type CutOver = 'upToDate' | 'waiting';

/**
 * Closes every business day that is over: its report and the beginning of the next one in one commit, so that there is
 * one report of each day, whatever the machine goes through. A payment that is under way goes with its posting: to the
 * new day where it is not posted yet.
 */
export function cutOver(store: Store, now: number, dayEnds: DayEnd): CutOver {
  const { read } = store;
  const today = businessDay(now, dayEnds);
  if (read.openCashDay() === undefined) store.commit((write) => write.openCashDay(today));
  for (let open = openDay(read); open.day < today; open = openDay(read)) {
    const active = read.activeCashIn()?.transactionId ?? null;
    if (active !== null && isPosted(read, active)) return 'waiting';
    const { day } = open;
    const summary = summarise(read, day, active, dayEnds);
    const latest = endOfBusinessDay(day, dayEnds) + longestRowDays * 86_400_000;
    const next = latest < now ? today : dayAfter(day);
    store.commit((write) => {
      write.closeCashDay(day, { carriedOut: active, report: summary });
      write.openCashDay(next);
      write.journal({ type: 'cashDayClosed', day, closing: summary.closing });
      report(write, 'cashDay', summary);
    });
  }
  return 'upToDate';
}

function openDay(read: Read) {
  const open = read.openCashDay();
  if (open === undefined) throw new Error('no business day is open');
  return open;
}

function isPosted(read: Read, transactionId: string): boolean {
  return read.cashMoves(transactionId).some(({ credit }) => credit === 'host' || credit === 'pending');
}

/** The day so far, as it would be reported if it ended now. */
export function daySoFar(read: Read, dayEnds: DayEnd): CashDay | null {
  const open = read.openCashDay();
  return open === undefined
    ? null
    : summarise(read, open.day, read.activeCashIn()?.transactionId ?? null, dayEnds);
}

function summarise(read: Read, day: string, active: string | null, dayEnds: DayEnd): CashDay {
  const { moves, counts } = read.cashDaySoFar();
  const own = moves.filter(({ transactionId }) => transactionId === null || transactionId !== active);
  const { totals, payments } = dayTotals(own);
  const last = read.lastCashDay();
  const to = endOfBusinessDay(day, dayEnds);
  const from = last === undefined ? to - 86_400_000 : Date.parse(last.to);
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  return {
    day,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    totals,
    opening: last?.closing ?? 0,
    closing: sum(read.cashBalances().flatMap((one) => (isPlace(one.account) ? [one.balance] : []))),
    carriedIn: last?.carriedOut ?? 0,
    carriedOut: carriedNotes(read, active),
    units: read.cashUnits().map(({ place }) => {
      const count = counts.find((one) => one.place === place);
      return {
        place,
        ledger: read.cashBalance(place) ?? 0,
        count: count === undefined ? null : { ledger: count.ledger, counted: count.counted },
      };
    }),
    payments: [...payments],
    underWay: [...new Set([...(active === null ? [] : [active]), ...read.pendingCashTransactions()])],
    suspense: 0 - (read.cashBalance('suspense') ?? 0),
    openDifferences: sum(read.openCashDifferences().map(({ amount }) => amount)),
    heldByCases: sum(read.cashCaseHolds().map(({ amount }) => amount)),
  };
}

const isPlace = (account: CashMove['debit']) => account.includes(':');

/** What the payment under way has brought into the machine so far. */
function carriedNotes(read: Read, transactionId: string | null): number {
  if (transactionId === null) return 0;
  return read.cashMoves(transactionId).reduce((sum, move) => {
    const came = isPlace(move.debit) ? worth(move) : 0;
    return sum + came - (isPlace(move.credit) ? worth(move) : 0);
  }, 0);
}
