import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { CashUnitLimits } from '../../../devices/contract/cash.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { CashAccount, CashItems, Store } from '../store/store.ts';
import { bookCount } from './count.ts';
import { completeExchange, startExchange } from './exchange.ts';
import { memoryDisk } from './simulation/disk.ts';
import { cashUnitState } from './unit-counters.ts';

const cashbox: CashAccount = 'unit:r/cashbox';
const payout: CashAccount = 'unit:r/payout';
const reject: CashAccount = 'unit:r/reject';
const places = [cashbox, payout, reject];
const calm = { limits: undefined, missing: false, full: false };

const disks: ReturnType<typeof memoryDisk>[] = [];
let store: Store;
let ids = 0;
const newId = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`;
function newStore(): Store {
  const disk = memoryDisk();
  disks.push(disk);
  const opened = disk.open({ clock: new VirtualClock(), terminalNumber: '0001', newId });
  opened.commit((write) => {
    for (const place of places) write.openCashPlace(place);
  });
  return opened;
}
beforeEach(() => {
  store = newStore();
});
afterAll(() => {
  for (const disk of disks) disk.remove();
});

function move(debit: CashAccount, credit: CashAccount, amount: CashItems, reason = 'test'): void {
  store.commit((write) => write.moveCash({ transactionId: null, reason, debit, credit, amount }));
}
const state = (place = payout, condition: Parameters<typeof cashUnitState>[2] = calm) =>
  cashUnitState(store.read, place, condition);
function exchange(place: CashAccount, items: readonly CashItems[]): void {
  startExchange(store, newId(), 'staff');
  const open = store.read.openCashExchange();
  store.commit((write) => write.enterCashExchange(open?.id ?? '', place, items));
  completeExchange(store, 'two staff');
}
const ten = (count: number) => ({ value: 1_000, count });

describe('a counter of XFS4IoT', () => {
  it.each<[string, CashAccount, CashAccount, string, object]>([
    ['a note that was put in', payout, 'suspense', 'foundTaken', { in: { deposited: [ten(2)] } }],
    ['one that came back', payout, 'suspense', 'retracted', { in: { retracted: [ten(2)] } }],
    ['one that went out', 'suspense', payout, 'paidOut', { out: { presented: [ten(2)] } }],
    ['one that the unit moved', cashbox, payout, 'movedByUnit', { out: { distributed: [ten(2)] } }],
    ['one that was put aside', reject, payout, 'rejected', { out: { rejected: [ten(2)] } }],
    ['one too few by counting', 'suspense', payout, 'countedShort', { adjusted: [ten(-2)] }],
    ['one too many by counting', payout, 'suspense', 'countedLong', { adjusted: [ten(2)] }],
  ])('counts %s', (_name, debit, credit, reason, expected) => {
    exchange(payout, [ten(8)]);
    move(debit, credit, ten(2), reason);
    expect(state()).toMatchObject({ initial: [ten(8)], ...expected });
  });

  it('counts on the other side too', () => {
    move(payout, 'vault', ten(8), 'takenOver');
    move(cashbox, payout, ten(2), 'movedByUnit');
    move(reject, payout, ten(1), 'rejected');
    expect(state(cashbox).in).toMatchObject({ distributed: [ten(2)], deposited: [] });
    expect(state(reject).in).toMatchObject({ rejected: [ten(1)] });
  });

  it('taking over is where it began', () => {
    move(payout, 'vault', ten(8), 'takenOver');
    expect(state()).toMatchObject({ initial: [ten(8)], now: [ten(8)], in: { deposited: [] } });
  });

  it('begins anew with an exchange, in which what was meant holds, and not with a count', () => {
    exchange(payout, [ten(8)]);
    expect(state().accuracy).toBe('accurateSet');
    move(payout, 'suspense', ten(2), 'foundTaken');
    bookCount(store, { place: payout, items: [ten(9)], by: 'staff' });
    expect(state()).toMatchObject({ initial: [ten(8)], in: { deposited: [ten(2)] }, adjusted: [ten(-1)] });
    exchange(payout, [ten(9)]);
    expect(state()).toMatchObject({ initial: [ten(9)], in: { deposited: [] }, adjusted: [] });
  });
});

describe('status', () => {
  const limits: CashUnitLimits = { capacity: 10, high: 8, low: 2 };
  it.each([
    [0, 'empty'],
    [1, 'low'],
    [2, 'low'],
    [3, 'ok'],
    [7, 'ok'],
    [8, 'high'],
    [9, 'high'],
    [10, 'full'],
    [11, 'full'],
  ])('with %i items of 10: %s', (count, status) => {
    if (count > 0) move(payout, 'vault', ten(count), 'loaded');
    expect(state(payout, { ...calm, limits })).toMatchObject({ status, capacity: 10 });
  });

  it('nothing in a unit that only collects is well', () => {
    expect(state(cashbox, { ...calm, limits: { capacity: 10, high: 8 } }).status).toBe('ok');
    expect(state(cashbox).status).toBe('ok');
  });

  it('what the device says comes first', () => {
    expect(state(cashbox, { limits, missing: true, full: true }).status).toBe('missing');
    expect(state(cashbox, { limits, missing: false, full: true }).status).toBe('full');
  });
});

/** A step that may happen to the machine. */
const steps = fc.array(
  fc.record({
    what: fc.constantFrom('in', 'out', 'between', 'reject', 'count', 'exchange'),
    value: fc.constantFrom(500, 1_000, 5_000),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 30 },
);

it('initial + in - out + adjusted is what lies there, whatever happened', () => {
  fc.assert(
    fc.property(steps, (happened) => {
      store = newStore();
      for (const { what, value, count } of happened) {
        const held = store.read.cashHolding(payout).find((one) => one.value === value)?.count ?? 0;
        const some = { value, count: Math.min(count, held) };
        if (what === 'in') move(payout, 'suspense', { value, count }, 'foundTaken');
        else if (what === 'count')
          bookCount(store, { place: payout, items: [{ value, count }], by: 'staff' });
        else if (what === 'exchange') exchange(payout, [{ value, count }]);
        else if (some.count === 0) continue;
        else if (what === 'out') move('suspense', payout, some, 'paidOut');
        else if (what === 'between') move(cashbox, payout, some, 'movedByUnit');
        else if (what === 'reject') move(reject, payout, some, 'rejected');
      }
      for (const place of places) {
        const { initial, now, adjusted, in: incoming, out } = state(place);
        const counts = new Map<number, number>();
        const add = (items: readonly CashItems[], sign: number) => {
          for (const { value, count } of items) counts.set(value, (counts.get(value) ?? 0) + sign * count);
        };
        add(initial, 1);
        for (const items of Object.values(incoming)) add(items, 1);
        for (const items of Object.values(out)) add(items, -1);
        add(adjusted, 1);
        add(now, -1);
        expect([...counts.values()].every((count) => count === 0)).toBe(true);
        // Nothing that began is negative: a counter that loses a move would make it so.
        expect(initial.every(({ count }) => count > 0)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
