import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../store/store.ts';
import { storeOnDisk } from '../transaction/test-ground.ts';
import { bookCount } from './count.ts';

const place = 'unit:r/cashbox' as const;
let disk: ReturnType<typeof storeOnDisk>;
let store: Store;
beforeEach(() => {
  disk = storeOnDisk();
  store = disk.store;
  store.commit((write) => {
    write.openCashPlace(place);
    for (const [value, count] of [
      [10_000, 4],
      [5_000, 2],
    ] as const)
      write.moveCash({
        transactionId: null,
        reason: 'loaded',
        debit: place,
        credit: 'vault',
        amount: { value, count },
      });
  });
});
afterEach(() => disk.remove());

const held = [
  { value: 10_000, count: 4 },
  { value: 5_000, count: 2 },
];

it('a count that agrees changes nothing but the journal', () => {
  expect(bookCount(store, { place, items: held, by: 'staff' })).toBe(0);
  expect(store.read.cashBalance('suspense')).toBe(0);
  expect(store.read.journal(0, 100).at(-1)?.event).toEqual({
    type: 'cashCounted',
    place,
    difference: 0,
    by: 'staff',
  });
});

it.each([
  [
    'short',
    [
      { value: 10_000, count: 3 },
      { value: 5_000, count: 2 },
    ],
    -10_000,
  ],
  ['long', [...held, { value: 2_000, count: 1 }], 2_000],
  ['one note for two others', [{ value: 10_000, count: 5 }], 0],
  ['empty', [], -50_000],
])('%s: the ledger has what was counted, and suspense has the difference', (_name, items, difference) => {
  expect(bookCount(store, { place, items, by: 'staff' })).toBe(difference);
  expect(store.read.cashHolding(place)).toEqual(items);
  expect((store.read.cashBalance('suspense') ?? 0) + difference).toBe(0);
});
