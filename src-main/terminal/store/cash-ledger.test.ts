import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CashAccount, CashMove, Store } from './store.ts';
import { TestStore } from './test-store.ts';

const id = '00000000-0000-4000-8000-0000000000aa';
const escrow = 'escrow:r' as const;
const box = 'unit:r/cashbox' as const;

let test: TestStore;
let store: Store;
beforeEach(() => {
  test = new TestStore();
  store = test.open();
  store.commit((write) => {
    write.beginTransaction({ id, itemCode: 'X', configurationVersion: '1' });
    write.openCashPlace(escrow);
    write.openCashPlace(box);
  });
});
afterEach(() => {
  store.close();
  test.remove();
});

const move = (over: Partial<CashMove>) =>
  store.commit((write) =>
    write.moveCash({
      transactionId: id,
      reason: 'test',
      debit: escrow,
      credit: 'citizen',
      amount: { value: 10_000, count: 1 },
      ...over,
    }),
  );

describe('the ledger', () => {
  it('moves a note from the citizen into escrow and on, and always adds up to nothing', () => {
    move({});
    expect(store.read.cashBalance(escrow)).toBe(10_000);
    expect(store.read.owedToCitizen(id)).toBe(10_000);
    move({ debit: box, credit: escrow });
    expect(store.read.cashHolding(escrow)).toEqual([]);
    expect(store.read.cashHolding(box)).toEqual([{ value: 10_000, count: 1 }]);
    move({ debit: 'citizen', credit: 'host', amount: 10_000 });
    expect(store.read.owedToCitizen(id)).toBe(0);
    expect(store.read.cashBalances().reduce((sum, { balance }) => sum + balance, 0)).toBe(0);
    expect(store.read.cashMoves(id).map(({ debit }) => debit)).toEqual([escrow, box, 'citizen']);
  });

  it.each<[string, Partial<CashMove>, RegExp]>([
    ['more than lies in a place', { debit: escrow, credit: box }, /CHECK/],
    [
      'a note of another value than lies there',
      { debit: 'citizen', credit: box, amount: { value: 500, count: 1 } },
      /CHECK/,
    ],
    ['an account that does not exist', { debit: 'unit:x/cashbox' as CashAccount }, /FOREIGN KEY/],
    ['from an account to itself', { debit: 'citizen', credit: 'citizen', amount: 1 }, /CHECK/],
    ['nothing', { debit: 'citizen', credit: 'host', amount: 0 }, /CHECK/],
    ['less than nothing', { debit: 'citizen', credit: 'host', amount: -5 }, /CHECK/],
    ['half a fen', { debit: 'citizen', credit: 'host', amount: 0.5 }, /INTEGER|datatype|CHECK/],
    ['value without items into a place', { amount: 10_000 }, /items of a face value/],
    ["a citizen's money without a transaction", { transactionId: null }, /CHECK/],
  ])('refuses %s, and nothing is changed', (_name, over, refusal) => {
    move({});
    const before = store.read.cashBalances();
    expect(() => move(over)).toThrow(refusal);
    expect(store.read.cashBalances()).toEqual(before);
  });

  it('cannot be rewritten, even by somebody with the key', () => {
    move({});
    store.close();
    const raw = test.rawConnection();
    for (const statement of [
      'UPDATE cash_moves SET amount = 1',
      'DELETE FROM cash_moves',
      'DELETE FROM cash_accounts',
      "UPDATE cash_accounts SET balance = -1 WHERE kind = 'place'",
    ])
      expect(() => raw.exec(statement), statement).toThrow();
    raw.close();
    store = test.open();
  });

  it('any moves at all: balances are what was moved, and add up to nothing', () => {
    const accounts = ['citizen', 'host', 'suspense', 'claims', escrow, box] as const;
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            debit: fc.constantFrom(...accounts),
            credit: fc.constantFrom(...accounts),
            value: fc.constantFrom(100, 500, 10_000),
            count: fc.integer({ min: 1, max: 3 }),
          }),
          { maxLength: 12 },
        ),
        (moves) => {
          const before = new Map(store.read.cashBalances().map(({ account, balance }) => [account, balance]));
          for (const { debit, credit, value, count } of moves) {
            try {
              move({ debit, credit, amount: { value, count } });
            } catch {
              continue;
            }
            before.set(debit, (before.get(debit) ?? 0) + value * count);
            before.set(credit, (before.get(credit) ?? 0) - value * count);
          }
          for (const { account, balance } of store.read.cashBalances())
            expect(balance).toBe(before.get(account));
          for (const place of [escrow, box] as const) {
            const held = store.read.cashHolding(place).reduce((sum, one) => sum + one.value * one.count, 0);
            expect(held).toBe(store.read.cashBalance(place));
          }
          expect([...before.values()].reduce((sum, balance) => sum + balance, 0)).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a cash-in', () => {
  const begin = (transactionId = id) =>
    store.commit((write) => write.beginCashIn({ transactionId, device: 'r', due: 400 }));

  it('does not end while something is owed to the citizen', () => {
    begin();
    move({});
    expect(() => store.commit((write) => write.endCashIn(id, 'ok'))).toThrow(/owed to the citizen/);
    move({ debit: 'citizen', credit: escrow });
    store.commit((write) => write.endCashIn(id, 'rollback'));
    expect(store.read.activeCashIn()).toBeUndefined();
    expect(() => store.commit((write) => write.endCashIn(id, 'ok'))).toThrow(/ends once/);
  });

  it('is the only one', () => {
    begin();
    const other = '00000000-0000-4000-8000-0000000000bb';
    store.commit((write) => write.beginTransaction({ id: other, itemCode: 'X', configurationVersion: '1' }));
    expect(() => begin(other)).toThrow(/UNIQUE/);
  });
});

describe('claims and cases', () => {
  it('a claim is settled once', () => {
    store.commit((write) => write.openCashClaim({ code: 'A1', transactionId: id, amount: 500 }));
    expect(store.read.openCashClaims()).toEqual([{ code: 'A1', transactionId: id, amount: 500 }]);
    store.commit((write) => write.settleCashClaim('A1', 'teller'));
    expect(store.read.openCashClaims()).toEqual([]);
    expect(() => store.commit((write) => write.settleCashClaim('A1', 'teller'))).toThrow(/settled once/);
    expect(() => store.commit((write) => write.settleCashClaim('B2', 'teller'))).toThrow('no claim B2');
  });

  it('a case keeps its evidence until it is closed, once', () => {
    const opened = {
      id: 'c',
      transactionId: null,
      device: 'r',
      amount: 100,
      evidence: ['asked', 'no answer'],
    };
    store.commit((write) => write.openCashCase(opened));
    expect(store.read.openCashCases()).toEqual([opened]);
    store.commit((write) => write.closeCashCase('c', 'found in the transport'));
    expect(store.read.openCashCases()).toEqual([]);
    expect(() => store.commit((write) => write.closeCashCase('c', 'again'))).toThrow(/stays closed/);
  });
});
