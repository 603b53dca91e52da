import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCase } from '../../src-main/terminal/cash/case.ts';
import { openTill } from '../../src-main/terminal/cash/test-till.ts';
import { compare } from './compare.ts';
import { type Found, type VisitPlan, visit } from './staff-visit.ts';

let till: Awaited<ReturnType<typeof openTill>>;
beforeEach(async () => {
  till = await openTill(null, 1, { notes: 60, coins: 90 });
});
afterEach(() => till.close());

const look = (plan: VisitPlan) => {
  const { store, recycler, dispensers, clock, randomUUID } = till.ground;
  return visit(
    {
      store,
      clock,
      randomUUID,
      terminal: { number: '0001', place: { zh: '', en: '' }, hotline: '' },
      notes: [],
      dayEnds: '24:00',
      wakeUplink: () => {},
      devices: { cashRecycler: recycler, cashDispensers: dispensers, receiptPrinter: undefined },
    },
    plan,
  );
};
const inRecycler = (place: 'payout' | 'cashbox') =>
  till.unit.inventory()[place].map(({ value, count }) => ({ value, count }));
/** What hands find, with so many coins in the hopper. */
const found = (coins: number): Found[] => [
  { place: 'unit:recycler-1/payout', items: inRecycler('payout') },
  { place: 'unit:recycler-1/cashbox', items: inRecycler('cashbox') },
  { place: 'unit:dispenser-1/cassette', items: [{ value: 10_000, count: 60 }] },
  { place: 'unit:dispenser-1/reject', items: [] },
  { place: 'unit:hopper-1/hopper', items: [{ value: 100, count: coins }] },
];
const aCase = (amount: number, id = '00000000-0000-4000-8000-0000000000a1') =>
  till.store.commit((write) =>
    openCase(write, { id, transactionId: null, device: 'hopper-1', amount, evidence: ['it fell silent'] }),
  );
const books = { posted: 0, waiting: 0, payments: 0, bookings: 0 };
/** As the centre has them when it has all. */
const reports = () => till.store.read.unsentReports(1_000).map(({ kind }) => ({ kind: String(kind) }));
const compared = (coins: number, ended = { cases: 0, differences: 0 }) =>
  compare(till.store.read, found(coins), { ...books, reports: reports() }, ended).filter(
    // Nothing is sent here.
    (what) => !what.startsWith('a report was not sent'),
  );

describe('staff at the cash screen', () => {
  it('find all as the ledger has it, and close the case', async () => {
    aCase(300);
    expect(await look({ does: 'count', found: found(90) })).toEqual({
      cases: 1,
      told: 300,
      difference: 0,
      ended: 0,
    });
    expect(till.store.read.openCashCases()).toEqual([]);
    expect(compared(90, { cases: 1, differences: 0 })).toEqual([]);
  });

  it('find coins missing: the ledger follows their count, and the difference is followed to its end', async () => {
    aCase(300);
    expect(await look({ does: 'count', found: found(87) })).toEqual({
      cases: 1,
      told: 300,
      difference: -300,
      ended: 1,
    });
    expect(till.store.read.cashBalance('unit:hopper-1/hopper')).toBe(8_700);
    expect(till.store.read.openCashDifferences()).toEqual([]);
    expect(compared(87, { cases: 1, differences: 1 })).toEqual([]);
  });

  it('every other difference stays open', async () => {
    for (const coins of [87, 80]) await look({ does: 'count', found: found(coins) });
    expect(till.store.read.openCashDifferences()).toMatchObject([{ number: 2, amount: -700 }]);
    expect(compared(80, { cases: 0, differences: 1 })).toEqual([]);
  });

  it('load a unit in an exchange: what they put in is no difference', async () => {
    const hopper = found(190).filter(({ place }) => place === 'unit:hopper-1/hopper');
    await look({ does: 'load', found: hopper });
    expect(till.store.read.openCashExchange()).toBeUndefined();
    expect(till.store.read.openCashDifferences()).toEqual([]);
    expect(compared(190)).toEqual([]);
  });

  it('a place that the machine does not have cannot be counted', async () => {
    const plan = { does: 'count', found: [{ place: 'unit:hopper-2/hopper', items: [] }] } as const;
    await expect(look(plan)).rejects.toThrow('unit:hopper-2/hopper could not be counted');
  });
});

describe('the comparison notices', () => {
  it('a coin that is not there, by face value', () => {
    expect(compared(89)).toEqual([
      'unit:hopper-1/hopper: ledger 90 x 1, in the unit 89 x 1',
      '-100 fen more in the units than in the ledger, cases tell of 0',
    ]);
  });

  it('more missing than the open cases tell of, and no more than they tell', () => {
    aCase(100);
    expect(compared(89)).toEqual([]);
    expect(compared(88)).toEqual(['-200 fen more in the units than in the ledger, cases tell of 100']);
  });

  it.each([
    ['the ledger paid 0 fen, the server has 5', { posted: 5 }],
    ['2 payments, 1 bookings', { payments: 2, bookings: 1 }],
    ['a payment still waits although the authority answers', { waiting: 1 }],
  ])('%s', (what, wrong) => {
    const told = compare(
      till.store.read,
      found(90),
      { ...books, reports: [], ...wrong },
      { cases: 0, differences: 0 },
    );
    expect(told).toContain(what);
  });

  it('a case that the centre was not told of', () => {
    aCase(100);
    const told = compare(till.store.read, found(90), { ...books, reports: [] }, { cases: 0, differences: 0 });
    expect(told).toContain('cashCase: 1 to tell, 0 told');
  });
});
