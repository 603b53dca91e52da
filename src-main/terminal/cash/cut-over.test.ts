import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { CashDay } from '../../../src-shared/contract/cash-day.ts';
import { daysRemainder } from '../../../src-shared/contract/days-remainder.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { CashAccount, CashItems, Store } from '../store/store.ts';
import { businessDay, endOfBusinessDay } from './business-day.ts';
import { openClaim } from './case.ts';
import { bookCount } from './count.ts';
import { cutOver, daySoFar } from './cut-over.ts';
import { keepDays } from './keep-days.ts';
import { memoryDisk } from './simulation/disk.ts';

const cashbox: CashAccount = 'unit:r/cashbox';
const payout: CashAccount = 'unit:r/payout';
const escrow: CashAccount = 'escrow:r';
const dayMs = 86_400_000;

const disks: ReturnType<typeof memoryDisk>[] = [];
let disk: ReturnType<typeof memoryDisk>;
let clock: VirtualClock;
let store: Store;
let ids = 0;
const newId = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`;
const open = () => disk.open({ clock, terminalNumber: '0001', newId });
function begin(): void {
  disk = memoryDisk();
  disks.push(disk);
  // 9:00 in the morning of 22 November in China.
  clock = new VirtualClock();
  store = open();
  store.commit((write) => {
    for (const place of [cashbox, payout, escrow]) write.openCashPlace(place);
  });
  cut();
  move(payout, 'vault', { value: 1_000, count: 50 }, 'loaded');
}
beforeEach(begin);
afterAll(() => {
  for (const one of disks) one.remove();
});

const cut = () => cutOver(store, clock.now(), '24:00');
const later = (milliseconds: number) => clock.advance(milliseconds);
function move(
  debit: CashAccount,
  credit: CashAccount,
  amount: CashItems | number,
  reason = 'test',
  transactionId: string | null = null,
): void {
  store.commit((write) => write.moveCash({ transactionId, reason, debit, credit, amount }));
}
const reports = () =>
  store.read
    .unsentReports(1_000)
    .filter(({ kind }) => kind === 'cashDay')
    .map(({ body }) => body as CashDay);
const reportOf = (day: string) => reports().find((one) => one.day === day);

/** A payment in cash, piece by piece. 100 yuan for something of so many fen. */
function payment(due: number) {
  const id = newId();
  const mine = (debit: CashAccount, credit: CashAccount, amount: CashItems | number, reason: string) =>
    move(debit, credit, amount, reason, id);
  store.commit((write) => {
    write.beginTransaction({ id, itemCode: 'TEST', configurationVersion: 'test' });
    write.beginCashIn({ transactionId: id, device: 'r', due });
  });
  return {
    id,
    puts() {
      mine(escrow, 'citizen', { value: 10_000, count: 1 }, 'escrow');
      mine(cashbox, escrow, { value: 10_000, count: 1 }, 'stacked');
    },
    posts: (to: 'host' | 'pending' = 'host') => mine('citizen', to, due, 'payment'),
    booked: () => mine('pending', 'host', due, 'bookedAfterAll'),
    getsBack: (fen: number) => mine('citizen', payout, { value: 1_000, count: fen / 1_000 }, 'paidOut'),
    claims: (amount: number) =>
      store.commit((write) => openClaim(write, { code: id.slice(-9), transactionId: id, amount }, 'citizen')),
    ends: (status: 'ok' | 'rollback' = 'ok') => store.commit((write) => write.endCashIn(id, status)),
  };
}
function pays(due: number): string {
  const one = payment(due);
  one.puts();
  one.posts();
  if (due < 10_000) one.getsBack(10_000 - due);
  one.ends();
  return one.id;
}

describe('the business day', () => {
  it.each([
    ['2026-11-22T15:59:59.999Z', '24:00', '2026-11-22'],
    ['2026-11-22T16:00:00Z', '24:00', '2026-11-23'],
    ['2026-11-22T09:29:59Z', '17:30', '2026-11-22'],
    ['2026-11-22T09:30:00Z', '17:30', '2026-11-23'],
    ['2026-12-31T20:00:00Z', '17:30', '2027-01-01'],
  ] as const)('at %s, where it ends at %s, is %s', (at, dayEnds, day) => {
    expect(businessDay(Date.parse(at), dayEnds)).toBe(day);
    const end = endOfBusinessDay(day, dayEnds);
    expect([businessDay(end - 1, dayEnds), businessDay(end, dayEnds) > day]).toEqual([day, true]);
  });
});

describe('a day', () => {
  it('has its totals: in, change, refunds, claims, host, loaded, counted', async () => {
    const id = pays(7_000);
    const refunded = payment(5_000);
    refunded.puts();
    refunded.getsBack(4_000);
    refunded.claims(6_000);
    refunded.ends('rollback');
    bookCount(store, { place: cashbox, items: [{ value: 10_000, count: 1 }], by: 'staff' });
    await later(dayMs);
    expect(cut()).toBe('upToDate');
    expect(reportOf('2026-11-22')).toMatchObject({
      to: '2026-11-22T16:00:00.000Z',
      totals: {
        cashIn: 20_000,
        change: 3_000,
        refunds: 4_000,
        cashOut: 0,
        host: 7_000,
        pending: 0,
        claimsOpened: 6_000,
        loaded: 50_000,
        short: 10_000,
      },
      opening: 0,
      closing: 53_000,
      payments: [{ transactionId: id, amount: 7_000 }],
      underWay: [],
      units: [
        { place: cashbox, ledger: 10_000, count: { ledger: 20_000, counted: 10_000 } },
        { place: payout, ledger: 43_000, count: null },
      ],
      openDifferences: -10_000,
      suspense: -10_000,
    });
    expect(reports().map(daysRemainder)).toEqual([0]);
  });

  it('follows the one before, and counts of yesterday are not of today', async () => {
    bookCount(store, { place: payout, items: [{ value: 1_000, count: 50 }], by: 'staff' });
    await later(dayMs);
    cut();
    pays(10_000);
    await later(dayMs);
    cut();
    expect(reports()).toMatchObject([
      { day: '2026-11-22', closing: 50_000 },
      {
        day: '2026-11-23',
        from: '2026-11-22T16:00:00.000Z',
        opening: 50_000,
        closing: 60_000,
        units: [{ count: null }, { count: null }],
      },
    ]);
  });

  it('has one report, however often it is ended, and each day that the machine was off has one', async () => {
    await later(3 * dayMs);
    cut();
    cut();
    store = open();
    cut();
    expect(reports().map(({ day }) => day)).toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
    expect(store.read.openCashDay()?.day).toBe('2026-11-25');
  });

  it('a clock that was years behind makes no thousand reports', async () => {
    await later(900 * dayMs);
    cut();
    expect(reports()).toHaveLength(1);
    expect(store.read.openCashDay()?.day).toBe(businessDay(clock.now(), '24:00'));
  });

  it('a clock that is set back ends nothing twice', async () => {
    await later(dayMs);
    cut();
    cutOver(store, clock.now() - 3 * dayMs, '24:00');
    expect(reports()).toHaveLength(1);
    expect(store.read.openCashDay()?.day).toBe('2026-11-23');
  });

  it('is in the journal', async () => {
    await later(dayMs);
    cut();
    expect(store.read.journal(0, 1_000).at(-1)?.event).toEqual({
      type: 'cashDayClosed',
      day: '2026-11-22',
      closing: 50_000,
    });
  });
});

describe('a payment over midnight', () => {
  it('that is posted afterwards is of the new day, with all its notes', async () => {
    const one = payment(7_000);
    one.puts();
    await later(dayMs);
    expect(cut()).toBe('upToDate');
    one.posts();
    one.getsBack(3_000);
    one.ends();
    await later(dayMs);
    cut();
    expect(reports()).toMatchObject([
      {
        totals: { cashIn: 0, host: 0 },
        closing: 60_000,
        carriedOut: 10_000,
        payments: [],
        underWay: [one.id],
      },
      {
        totals: { cashIn: 10_000, change: 3_000, host: 7_000 },
        carriedIn: 10_000,
        carriedOut: 0,
        payments: [{ transactionId: one.id, amount: 7_000 }],
      },
    ]);
    expect(reports().map(daysRemainder)).toEqual([0, 0]);
  });

  it('that is posted before keeps the old day open until its change is given', async () => {
    const one = payment(7_000);
    one.puts();
    one.posts();
    await later(dayMs);
    expect(cut()).toBe('waiting');
    expect(reports()).toEqual([]);
    one.getsBack(3_000);
    one.ends();
    expect(cut()).toBe('upToDate');
    expect(reports()).toMatchObject([{ totals: { cashIn: 10_000, change: 3_000, host: 7_000 } }]);
  });

  it('that is of no known outcome is under way, and of the day in which it becomes known', async () => {
    const one = payment(10_000);
    one.puts();
    one.posts('pending');
    one.ends();
    await later(dayMs);
    cut();
    one.booked();
    await later(dayMs);
    cut();
    expect(reports()).toMatchObject([
      { totals: { pending: 10_000, host: 0 }, payments: [], underWay: [one.id] },
      { totals: { pending: -10_000, host: 10_000 }, payments: [{ amount: 10_000 }], underWay: [] },
    ]);
  });

  it('over two midnights is of the third day', async () => {
    const one = payment(10_000);
    one.puts();
    await later(2 * dayMs);
    cut();
    one.posts();
    one.ends();
    await later(dayMs);
    cut();
    expect(reports().map(({ totals }) => totals.cashIn)).toEqual([0, 0, 10_000]);
    expect(reports().map(daysRemainder)).toEqual([0, 0, 0]);
  });
});

describe('kept', () => {
  it('a day ends at its time, by itself, and says so', async () => {
    let told = 0;
    const stop = keepDays(store, clock, '24:00', () => told++);
    await later(15 * 3_600_000 - 1);
    expect([reports().length, told]).toEqual([0, 0]);
    await later(1);
    expect([reports().length, told]).toEqual([1, 1]);
    stop();
    await later(2 * dayMs);
    expect(reports()).toHaveLength(1);
  });

  it('it waits for change that is being given, and no longer', async () => {
    const stop = keepDays(store, clock, '24:00', () => {});
    const one = payment(7_000);
    one.puts();
    one.posts();
    await later(15 * 3_600_000 + 2_000);
    expect(reports()).toEqual([]);
    one.getsBack(3_000);
    one.ends();
    await later(500);
    expect(reports()).toHaveLength(1);
    stop();
  });
});

it('the file refuses a day that does not follow, and a second end', async () => {
  await later(dayMs);
  cut();
  const day = reportOf('2026-11-22');
  expect(() => store.commit((write) => write.openCashDay('2026-11-22'))).toThrow();
  expect(() => store.commit((write) => write.openCashDay('2026-11-30'))).toThrow();
  expect(() =>
    store.commit((write) => write.closeCashDay('2026-11-22', { carriedOut: null, report: day as CashDay })),
  ).toThrow('a day ends once');
});

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('pay', 'begin', 'put', 'post', 'finish', 'count', 'night', 'restart'),
    fen: fc.constantFrom(7_000, 9_000, 10_000),
  }),
  { maxLength: 30 },
);

it('every fen is of exactly one day, and every day adds up, whatever happens at midnight', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (happened) => {
      begin();
      let under: { one: ReturnType<typeof payment>; due: number; posted: boolean; put: boolean } | null =
        null;
      for (const { what, fen } of happened) {
        if (what === 'pay' && under === null) pays(fen);
        else if (what === 'begin' && under === null)
          under = { one: payment(fen), due: fen, posted: false, put: false };
        else if (what === 'put' && under !== null && !under.put) {
          under.one.puts();
          under.put = true;
        } else if (what === 'post' && under?.put && !under.posted) {
          under.one.posts();
          under.posted = true;
        } else if (what === 'finish' && under !== null) {
          const { one, due, posted, put } = under;
          const owed = (put ? 10_000 : 0) - (posted ? due : 0);
          if (owed > 0) one.getsBack(owed);
          one.ends(posted ? 'ok' : 'rollback');
          under = null;
        } else if (what === 'count')
          bookCount(store, { place: payout, items: [{ value: 1_000, count: 60 }], by: 'staff' });
        else if (what === 'night') await later(dayMs);
        else if (what === 'restart') store = open();
        cut();
      }
      const today = daySoFar(store.read, '24:00');
      const days = today === null ? reports() : [...reports(), today];
      expect(days.map(daysRemainder).every((fen) => fen === 0)).toBe(true);
      const host = days.reduce((sum, { totals }) => sum + totals.host, 0);
      const carried = under?.posted ? under.due : 0;
      expect(host + carried + (store.read.cashBalance('host') ?? 0)).toBe(0);
      const listed = days.flatMap(({ payments }) => payments.map(({ transactionId }) => transactionId));
      expect(new Set(listed).size).toBe(listed.length);
    }),
    { numRuns: 50 },
  );
});
