import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { CashAccount, CashDifferenceEnd, CashItems, Store } from '../store/store.ts';
import { journalTypes, reportBodies } from '../transaction/test-ground.ts';
import { closeCase, openCase } from './case.ts';
import { bookCount } from './count.ts';
import { closeDifference, mayEnd, openDifference, unregistered } from './differences.ts';
import { memoryDisk } from './simulation/disk.ts';

const cashbox: CashAccount = 'unit:r/cashbox';
const disks: ReturnType<typeof memoryDisk>[] = [];
let disk: ReturnType<typeof memoryDisk>;
let store: Store;
let ids = 0;
const newId = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`;
const open = () => disk.open({ clock: new VirtualClock(), terminalNumber: '0001', newId });
function newStore(): void {
  disk = memoryDisk();
  disks.push(disk);
  store = open();
  store.commit((write) => {
    write.openCashPlace(cashbox);
    write.moveCash({
      transactionId: null,
      reason: 'loaded',
      debit: cashbox,
      credit: 'vault',
      amount: { value: 100, count: 50 },
    });
  });
}
beforeEach(newStore);
afterAll(() => {
  for (const one of disks) one.remove();
});

const count = (number: number) =>
  bookCount(store, { place: cashbox, items: [{ value: 100, count: number }], by: 'two staff' });
const register = () => store.read.openCashDifferences();
const end = (number: number, state: CashDifferenceEnd) =>
  closeDifference(store, number, { state, finding: 'miscounted', by: 'staff' });
const suspense = () => 0 - (store.read.cashBalance('suspense') ?? Number.NaN);

/** A payout of which nobody knows whether it came out: its money is in suspense, and a case is open about it. */
function payoutUnknown(amount: number, cases = 1): string[] {
  const transactionId = newId();
  const made = Array.from({ length: cases }, newId);
  store.commit((write) => {
    write.beginTransaction({ id: transactionId, itemCode: 'TEST', configurationVersion: 'test' });
    const move = (debit: CashAccount, credit: CashAccount, reason: string) =>
      write.moveCash({ transactionId, reason, debit, credit, amount });
    move('vault', 'citizen', 'test');
    move('citizen', 'suspense', 'payoutUnknown');
    for (const id of made) openCase(write, { id, transactionId, device: 'r', amount, evidence: [] });
  });
  return made;
}

describe('a difference', () => {
  it('gets the next number, and tells the journal and the centre in the same commit', () => {
    count(49);
    count(51);
    expect(register()).toMatchObject([
      { number: 1, place: cashbox, amount: -100, foundBy: 'two staff', state: 'open' },
      { number: 2, place: cashbox, amount: 200, foundBy: 'two staff', state: 'open' },
    ]);
    expect(suspense()).toBe(100);
    expect(reportBodies(store, 'cashDifference')).toMatchObject([
      { number: 1, amount: -100, by: 'two staff', state: 'open', finding: null, caseId: null },
      { number: 2, amount: 200 },
    ]);
    expect(journalTypes(store).filter((type) => type === 'cashDifferenceOpened')).toHaveLength(2);
  });

  it('is none where the count agrees, and where notes are exchanged for as much', () => {
    count(50);
    bookCount(store, { place: cashbox, items: [{ value: 500, count: 10 }], by: 'staff' });
    expect(register()).toEqual([]);
    expect(suspense()).toBe(0);
  });

  it.each<[CashDifferenceEnd, number]>([
    ['explained', 49],
    ['explained', 51],
    ['writtenOff', 49],
    ['writtenOff', 51],
    ['returned', 51],
    ['madeGood', 49],
  ])('ends once: %s (counted %i of 50)', (state, counted) => {
    count(counted);
    expect(end(1, state)).toBe(true);
    expect([register(), suspense()]).toEqual([[], 0]);
    expect(reportBodies(store, 'cashDifference').at(-1)).toMatchObject({
      number: 1,
      state,
      finding: 'miscounted',
    });
    expect(store.read.journal(0, 1_000).at(-1)?.event).toEqual({
      type: 'cashDifferenceClosed',
      number: 1,
      state,
      finding: 'miscounted',
      by: 'staff',
    });
    expect(end(1, state)).toBe(false);
    expect(suspense()).toBe(0);
  });

  it('what is missing is not given back, what is too much is not made good, and of no number is nothing', () => {
    count(49);
    expect(mayEnd({ amount: -1 }, 'returned')).toBe(false);
    expect(mayEnd({ amount: 1 }, 'madeGood')).toBe(false);
    expect(end(1, 'returned')).toBe(false);
    expect(end(2, 'explained')).toBe(false);
    count(51);
    expect(end(2, 'madeGood')).toBe(false);
    expect(register()).toHaveLength(2);
  });

  it('is there after the process died', () => {
    count(49);
    store = open();
    expect(register()).toMatchObject([{ number: 1, amount: -100 }]);
  });
});

describe('the file refuses', () => {
  it('a number that is not the next, an end that is none, and a second end', () => {
    const found = { place: cashbox, amount: -100, foundBy: 'machine', caseId: null } as const;
    const number = store.commit((write) => openDifference(write, found));
    const close = (state: CashDifferenceEnd) =>
      store.commit((write) =>
        write.closeCashDifference(number, { state, finding: 'miscounted', by: 'staff' }),
      );
    expect(() => close('returned')).toThrow('CHECK');
    close('madeGood');
    expect(() => close('madeGood')).toThrow('a difference ends once');
    expect(() =>
      store.commit((write) =>
        write.closeCashDifference(9, { state: 'explained', finding: 'miscounted', by: 'staff' }),
      ),
    ).toThrow('no difference 9');
    expect(() => store.commit((write) => openDifference(write, { ...found, amount: 0 }))).toThrow('CHECK');
  });
});

describe('a case', () => {
  it('holds what its transaction put into suspense, until it is closed: then the register has it', () => {
    const [caseId = ''] = payoutUnknown(3_000);
    expect(store.read.cashCaseHolds()).toEqual([{ caseId, amount: 3_000 }]);
    expect([unregistered(store.read), suspense()]).toEqual([0, 3_000]);
    closeCase(store, caseId, 'givenToCitizen', 'staff');
    expect(store.read.cashCaseHolds()).toEqual([]);
    expect(register()).toMatchObject([{ number: 1, place: 'r', amount: 3_000, caseId }]);
    expect(unregistered(store.read)).toBe(0);
    // The notes are gone from the unit, and the count finds it: the two cancel out.
    count(20);
    expect(register().map(({ amount }) => amount)).toEqual([3_000, -3_000]);
    expect(suspense()).toBe(0);
  });

  it('of the same transaction holds it once, and passes it on once', () => {
    const [first = '', second = ''] = payoutUnknown(3_000, 2);
    expect(store.read.cashCaseHolds()).toEqual([{ caseId: first, amount: 3_000 }]);
    closeCase(store, first, 'nothingFound', 'staff');
    expect(store.read.cashCaseHolds()).toEqual([]);
    closeCase(store, second, 'nothingFound', 'staff');
    expect(register()).toHaveLength(1);
    expect(unregistered(store.read)).toBe(0);
  });

  it('that holds nothing leaves nothing in the register', () => {
    const caseId = newId();
    store.commit((write) =>
      openCase(write, { id: caseId, transactionId: null, device: 'r', amount: 100, evidence: [] }),
    );
    closeCase(store, caseId, 'nothingFound', 'staff');
    closeCase(store, caseId, 'nothingFound', 'staff');
    expect(register()).toEqual([]);
    expect(reportBodies(store, 'cashCase')).toHaveLength(2);
  });
});

it('money in suspense that nobody registered is noticed', () => {
  const amount: CashItems = { value: 100, count: 1 };
  store.commit((write) =>
    write.moveCash({ transactionId: null, reason: 'test', debit: cashbox, credit: 'suspense', amount }),
  );
  expect(unregistered(store.read)).toBe(100);
});

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('count', 'case', 'closeCase', 'end', 'restart'),
    number: fc.integer({ min: 0, max: 60 }),
    state: fc.constantFrom<CashDifferenceEnd>('explained', 'writtenOff', 'returned', 'madeGood'),
  }),
  { maxLength: 25 },
);

it('suspense is always what is open in the register plus what cases hold', () => {
  fc.assert(
    fc.property(steps, (happened) => {
      newStore();
      for (const { what, number, state } of happened) {
        const cases = store.read.openCashCases();
        if (what === 'count') count(number);
        else if (what === 'case') payoutUnknown(100 * (number + 1), 1 + (number % 2));
        else if (what === 'closeCase') closeCase(store, cases[number % 3]?.id ?? '', 'nothingFound', 'staff');
        else if (what === 'end') end(register()[number % 3]?.number ?? 0, state);
        else store = open();
        const listed = [...register(), ...store.read.cashCaseHolds()];
        expect(listed.reduce((sum, { amount }) => sum + amount, 0)).toBe(suspense());
        expect(unregistered(store.read)).toBe(0);
      }
    }),
    { numRuns: 60 },
  );
});
