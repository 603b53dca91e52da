import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { CashAccount, Store } from '../store/store.ts';
import { reportBodies } from '../transaction/test-ground.ts';
import { unregistered } from './differences.ts';
import { completeExchange, startExchange } from './exchange.ts';
import { memoryDisk } from './simulation/disk.ts';
import { type DeathPlan, mortalStore } from './simulation/mortal-store.ts';
import { isDeath } from './simulation/simulate.ts';
import { cashUnitState } from './unit-counters.ts';

const cashbox: CashAccount = 'unit:r/cashbox';
const payout: CashAccount = 'unit:r/payout';
let disk: ReturnType<typeof memoryDisk>;
let ids: number;
const newId = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`;
const open = () => disk.open({ clock: new VirtualClock(), terminalNumber: '0001', newId });
beforeEach(() => {
  ids = 0;
  disk = memoryDisk();
  open().commit((write) => {
    for (const place of [cashbox, payout]) write.openCashPlace(place);
    const amount = { value: 10_000, count: 7 };
    write.moveCash({ transactionId: null, reason: 'foundTaken', debit: cashbox, credit: 'vault', amount });
  });
});
afterEach(() => disk.remove());

const state = (store: Store, place: CashAccount) =>
  cashUnitState(store.read, place, { limits: undefined, missing: false, full: false });

/** What staff do: empty the cashbox, fill the payout store. Whoever finds an exchange open goes on with it. */
function exchange(store: Store): void {
  if (store.read.openCashExchange() === undefined) startExchange(store, newId(), 'two staff');
  const id = store.read.openCashExchange()?.id ?? '';
  store.commit((write) => write.enterCashExchange(id, cashbox, []));
  store.commit((write) => write.enterCashExchange(id, payout, [{ value: 1_000, count: 40 }]));
  completeExchange(store, 'two staff');
}

function expectExchanged(store: Store): void {
  expect(store.read.openCashExchange()).toBeUndefined();
  expect([store.read.cashBalance(cashbox), store.read.cashBalance(payout)]).toEqual([0, 40_000]);
  expect(state(store, payout)).toMatchObject({
    initial: [{ value: 1_000, count: 40 }],
    accuracy: 'accurateSet',
  });
  expect(unregistered(store.read)).toBe(0);
  expect(reportBodies(store, 'cashExchange')).toMatchObject([
    { state: 'started', by: 'two staff', units: [] },
    {
      state: 'completed',
      by: 'two staff',
      units: [
        { place: cashbox, before: 70_000, after: 0 },
        { place: payout, before: 0, after: 40_000 },
      ],
    },
  ]);
}

it('books all units that were entered, against the cash centre, and begins their counters anew', () => {
  const store = open();
  exchange(store);
  expectExchanged(store);
  expect(store.read.cashBalance('suspense')).toBe(0);
  expect(store.read.cashBalance('vault')).toBe(-40_000);
});

it('leaves a unit alone that nobody entered', () => {
  const store = open();
  startExchange(store, newId(), 'staff');
  expect(completeExchange(store, 'staff')).toEqual([]);
  expect(state(store, cashbox)).toMatchObject({
    now: [{ value: 10_000, count: 7 }],
    accuracy: 'unknown',
  });
});

it('is none where none is open', () => {
  const store = open();
  expect(completeExchange(store, 'staff')).toEqual([]);
  expect(reportBodies(store, 'cashExchange')).toEqual([]);
});

describe('the power fails', () => {
  const plans: DeathPlan[] = [1, 2, 3, 4].flatMap((at) => [
    { at, when: 'before' as const },
    { at, when: 'after' as const },
  ]);
  it.each(plans)('$when commit $at: nothing is half done, and staff go on where it stopped', (plan) => {
    const mortal = mortalStore(open(), () => {});
    mortal.arm(plan);
    expect(() => {
      try {
        exchange(mortal);
      } catch (error) {
        if (!isDeath(error)) throw error;
        throw new Error('died');
      }
    }).toThrow('died');
    const store = open();
    const done = plan.at === 4 && plan.when === 'after';
    const begun = !(plan.at === 1 && plan.when === 'before');
    expect(store.read.openCashExchange() !== undefined).toBe(begun && !done);
    expect(store.read.cashBalance(cashbox)).toBe(done ? 0 : 70_000);
    expect(store.read.cashBalance(payout)).toBe(done ? 40_000 : 0);
    if (!done) exchange(store);
    expectExchanged(store);
  });
});
