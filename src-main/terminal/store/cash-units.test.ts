import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeOnDisk } from '../transaction/test-ground.ts';
import { openDatabase } from './database.ts';
import { migrations } from './schema.ts';
import type { CashAccount, Store } from './store.ts';
import { TestStore } from './test-store.ts';

const cashbox: CashAccount = 'unit:r/cashbox';
const payout: CashAccount = 'unit:r/payout';
const id = '00000000-0000-4000-8000-0000000000e1';
const transactionId = '00000000-0000-4000-8000-0000000000c1';

let disk: ReturnType<typeof storeOnDisk>;
let store: Store;
beforeEach(() => {
  disk = storeOnDisk();
  store = disk.store;
  store.commit((write) => {
    write.openCashPlace(cashbox);
    write.openCashPlace(payout);
    write.openCashPlace('escrow:r');
  });
});
afterEach(() => disk.remove());

const commit = (work: Parameters<Store['commit']>[0]) => store.commit(work);
const start = (by: 'staff' | 'two staff' = 'staff') => commit((write) => write.startCashExchange({ id, by }));
const accuracyOf = (place: CashAccount) =>
  store.read.cashUnits().find((unit) => unit.place === place)?.accuracy;
const beginCashIn = () =>
  commit((write) => {
    write.beginTransaction({ id: transactionId, itemCode: 'TEST', configurationVersion: 'test' });
    write.beginCashIn({ transactionId, device: 'r', due: 100 });
  });

describe('accuracy', () => {
  it('of a unit that nobody counted is unknown; escrow is no unit', () => {
    expect(store.read.cashUnits()).toEqual([
      { place: cashbox, accuracy: 'unknown' },
      { place: payout, accuracy: 'unknown' },
    ]);
  });

  it('a case makes the units of its device doubted, and no others', () => {
    commit((write) => {
      write.openCashPlace('unit:r2/cashbox');
      for (const { place } of store.read.cashUnits()) write.setCashAccuracy(place, 'accurate');
      write.openCashCase({ id, transactionId: null, device: 'r', amount: 1, evidence: [] });
    });
    expect([cashbox, payout, 'unit:r2/cashbox' as const].map(accuracyOf)).toEqual([
      'inaccurate',
      'inaccurate',
      'accurate',
    ]);
  });

  it('of a place that is no unit cannot be said', () => {
    expect(() => commit((write) => write.setCashAccuracy('escrow:r', 'accurate'))).toThrow('escrow:r');
  });
});

describe('an exchange', () => {
  it('is one at a time, and outlives the process', () => {
    start('two staff');
    expect(() =>
      commit((write) => write.startCashExchange({ id: `${id.slice(0, -1)}2`, by: 'staff' })),
    ).toThrow('UNIQUE');
    commit((write) => write.enterCashExchange(id, cashbox, [{ value: 100, count: 3 }]));
    store = disk.reopen();
    expect(store.read.openCashExchange()).toMatchObject({
      id,
      startedBy: 'two staff',
      entered: [{ place: cashbox, items: [{ value: 100, count: 3 }] }],
    });
  });

  it('does not begin while somebody is paying', () => {
    beginCashIn();
    expect(() => start()).toThrow('cashInActive');
  });

  it('while it is open nobody begins to pay and no cash is moved', () => {
    start();
    expect(beginCashIn).toThrow('exchangeActive');
    expect(() =>
      commit((write) => {
        write.beginTransaction({ id: transactionId, itemCode: 'TEST', configurationVersion: 'test' });
        const effect = { kind: 'cash', device: 'r', command: 'payOut', amount: 100 } as const;
        write.intend({ id, transactionId, step: 'cash', effect });
      }),
    ).toThrow('exchangeActive');
    commit((write) => write.completeCashExchange(id, 'staff'));
    beginCashIn();
    expect(store.read.activeCashIn()?.transactionId).toBe(transactionId);
  });

  it('what is entered twice is what was said last', () => {
    start();
    commit((write) => write.enterCashExchange(id, cashbox, [{ value: 100, count: 3 }]));
    commit((write) => write.enterCashExchange(id, cashbox, []));
    expect(store.read.openCashExchange()?.entered).toEqual([{ place: cashbox, items: [] }]);
  });

  it('is completed once, and takes nothing more', () => {
    start();
    commit((write) => write.enterCashExchange(id, cashbox, []));
    commit((write) => write.completeCashExchange(id, 'two staff'));
    expect(store.read.openCashExchange()).toBeUndefined();
    expect(() => commit((write) => write.completeCashExchange(id, 'staff'))).toThrow('once');
    expect(() => commit((write) => write.enterCashExchange(id, payout, []))).toThrow('noExchangeActive');
    expect(() => commit((write) => write.enterCashExchange(id, cashbox, []))).toThrow('noExchangeActive');
  });

  it('counters begin anew by it alone, and for the units that it names', () => {
    const reset = (place: CashAccount) => commit((write) => write.resetCashCounters(place));
    const load = (count: number) =>
      commit((write) =>
        write.moveCash({
          transactionId: null,
          reason: 'foundTaken',
          debit: cashbox,
          credit: 'suspense',
          amount: { value: 100, count },
        }),
      );
    load(1);
    expect(() => reset(cashbox)).toThrow('by an exchange alone');
    start();
    commit((write) => write.enterCashExchange(id, cashbox, []));
    load(2);
    reset(cashbox);
    commit((write) => write.completeCashExchange(id, 'staff'));
    expect(() => reset(payout)).toThrow('by an exchange alone');
    load(5);
    expect(store.read.cashFlows(cashbox)).toMatchObject([{ direction: 'in', value: 100, count: 5 }]);
    expect(() => reset(cashbox)).toThrow('by an exchange alone');
  });
});

it('a file from before there were counters starts with what its ledger says', () => {
  const test = new TestStore();
  const old = openDatabase(test.file, test.key, migrations.slice(0, 2));
  if (!old.ok) throw new Error(old.error.message);
  old.value.exec(`
    INSERT INTO cash_accounts (name, kind) VALUES ('unit:r/payout', 'place'), ('unit:r/cashbox', 'place'),
      ('unit:jammed/cashbox', 'place');
    INSERT INTO cash_moves (at, reason, debit, credit, value, count, amount) VALUES
      ('2026-11-22T01:00:00Z', 'takenOver', 'unit:r/payout', 'vault', 100, 4, 400),
      ('2026-11-22T02:00:00Z', 'foundTaken', 'unit:r/payout', 'suspense', 100, 1, 100),
      ('2026-11-22T03:00:00Z', 'foundTaken', 'unit:r/cashbox', 'suspense', 500, 1, 500);
    INSERT INTO cash_cases (id, device, amount, evidence, opened_at)
      VALUES ('c', 'jammed', 0, '[]', '2026-11-22T01:00:00Z');`);
  old.value.close();
  const opened = openDatabase(test.file, test.key, migrations);
  if (!opened.ok) throw new Error(opened.error.message);
  expect(opened.value.prepare('SELECT * FROM cash_units ORDER BY place').all()).toEqual([
    { place: 'unit:jammed/cashbox', counted_from: 0, accuracy: 'inaccurate' },
    { place: 'unit:r/cashbox', counted_from: 0, accuracy: 'unknown' },
    { place: 'unit:r/payout', counted_from: 1, accuracy: 'accurateSet' },
  ]);
  opened.value.close();
  test.remove();
});

it('what lay in suspense before there was a register is its first number, but for what a case or the mouth holds', () => {
  const test = new TestStore();
  const old = openDatabase(test.file, test.key, migrations.slice(0, 3));
  if (!old.ok) throw new Error(old.error.message);
  old.value.exec(`
    INSERT INTO transactions (id, trace, item_code, configuration_version, started_at)
      VALUES ('t', '0001-000001', 'TEST', 'test', '2026-11-22T01:00:00Z');
    INSERT INTO cash_accounts (name, kind) VALUES ('unit:r/cashbox', 'place'), ('escrow:r', 'place');
    INSERT INTO cash_moves (at, transaction_id, reason, debit, credit, value, count, amount) VALUES
      ('2026-11-22T01:00:00Z', NULL, 'countedLong', 'unit:r/cashbox', 'suspense', 100, 7, 700),
      ('2026-11-22T01:00:00Z', NULL, 'escrow', 'escrow:r', 'suspense', 500, 1, 500),
      ('2026-11-22T01:00:00Z', 't', 'payoutUnknown', 'citizen', 'suspense', NULL, NULL, 3000);
    INSERT INTO cash_cases (id, transaction_id, device, amount, evidence, opened_at)
      VALUES ('c', 't', 'r', 3000, '[]', '2026-11-22T01:00:00Z');`);
  old.value.close();
  const opened = openDatabase(test.file, test.key, migrations);
  if (!opened.ok) throw new Error(opened.error.message);
  expect(opened.value.prepare('SELECT number, place, amount, state FROM cash_differences').all()).toEqual([
    { number: 1, place: 'suspense', amount: 700, state: 'open' },
  ]);
  opened.value.close();
  test.remove();
});
