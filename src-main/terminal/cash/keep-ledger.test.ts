import { expect, it } from 'vitest';
import type { PowerUpFinding } from '../../../devices/contract/cash.ts';
import type { CashAcceptorEvent, CashRecycler } from '../../../devices/contract/cash-acceptor.ts';
import { ok } from '../../../src-shared/result.ts';
import { unregistered } from './differences.ts';
import { keepLedger, noteOwner } from './keep-ledger.ts';
import { keepPayoutEnd } from './pay-from-recycler.ts';
import { openTill, transactionId } from './test-till.ts';

const stored: PowerUpFinding = {
  kind: 'itemInPath',
  item: { currency: 'CNY', value: 500 },
  fate: 'stored',
};
const latePayout: PowerUpFinding = {
  kind: 'payoutIncomplete',
  dispensed: [],
  dispensedValue: 7_100,
  requestedValue: 7_100,
};

/** A recycler of which only what it found is asked. */
function finder() {
  const listeners = new Set<() => void>();
  let tell: (event: CashAcceptorEvent) => void = () => {};
  let powerUp: readonly PowerUpFinding[] = [{ kind: 'clear' }];
  return {
    recycler: {
      id: 'recycler-1',
      get powerUp() {
        return powerUp;
      },
      onEvent(listener: (event: CashAcceptorEvent) => void) {
        tell = listener;
        return () => {};
      },
      onStatusChanged(listener: (status: { device: string }) => void) {
        const tell = () => listener({ device: 'online' });
        listeners.add(tell);
        return () => listeners.delete(tell);
      },
    } as unknown as CashRecycler,
    tell: (event: CashAcceptorEvent) => tell(event),
    finds(findings: readonly PowerUpFinding[]) {
      powerUp = findings;
      for (const listener of listeners) listener();
    },
  };
}

it('a note found at power-up is written once, and not again when the end of an old payout is found later', async () => {
  const till = await openTill();
  const { recycler, finds } = finder();
  const stop = keepLedger({ ...till.ground, recycler });
  const before = till.balance('unit:recycler-1/payout');
  finds([stored]);
  expect(till.balance('unit:recycler-1/payout')).toBe(before + 5);
  finds([stored, latePayout]);
  expect(till.balance('unit:recycler-1/payout')).toBe(before + 5);
  expect(till.balance('suspense')).toBe(-5);
  stop();
  await till.close();
});

it('a second note of the same value, found at another power-up, is another note', async () => {
  const till = await openTill();
  const { recycler, finds } = finder();
  const stop = keepLedger({ ...till.ground, recycler });
  finds([stored]);
  finds([{ ...stored }]);
  expect(till.balance('suspense')).toBe(-10);
  stop();
  await till.close();
});

it('the sum of a payout is on disk before the recycler forgets it, for the payout that is under way', async () => {
  const till = await openTill();
  const kept = () => till.store.read.fact('payoutEnded:recycler-1');
  keepPayoutEnd(till.ground, 500);
  expect(kept()).toBeUndefined();
  till.pay(100);
  await till.insert('5');
  till.cancel();
  expect(await till.end()).toMatchObject({ kind: 'refunded', repaid: { paid: 500 } });
  const payOut = till.store.read.intentsOf(transactionId).at(-1);
  expect(kept()).toBe(`${payOut?.id} 500`);
  // One that is decided is not spoken of again.
  keepPayoutEnd(till.ground, 100);
  expect(kept()).toBe(`${payOut?.id} 500`);
  await till.close();
});

it('a note of which the recycler has another one now is given up, and the other one is counted once', async () => {
  const till = await openTill();
  till.pay(100);
  await till.insert('5', 100);
  const { recycler, tell, finds } = finder();
  const stop = keepLedger({ ...till.ground, recycler });
  const note = (value: number) => ({ currency: 'CNY', value });
  tell({ type: 'escrow', item: note(500) });
  tell({ type: 'stacked', item: note(2_000), place: 'payout' });
  expect(till.balance('escrow:recycler-1')).toBe(0);
  expect(till.store.read.openCashCases()).toMatchObject([{ amount: 500 }]);
  expect(till.balance('citizen')).toBe(-20);
  // The acknowledgement was lost: told again, as a finding of the next start.
  finds([{ kind: 'itemInPath', item: note(2_000), fate: 'stored' }]);
  expect(till.balance('citizen')).toBe(-20);
  tell({ type: 'escrow', item: note(1_000) });
  tell({ type: 'escrow', item: note(10_000) });
  expect(till.balance('escrow:recycler-1')).toBe(100);
  expect(till.store.read.openCashCases()).toHaveLength(2);
  stop();
  await till.close();
});

it('a note that is kept while nobody is paying is in the register, whichever way it was found', async () => {
  const till = await openTill();
  const { recycler, tell, finds } = finder();
  const stop = keepLedger({
    ...till.ground,
    recycler: Object.assign(recycler, { returnEscrow: async () => ok() }),
  });
  finds([stored]);
  tell({ type: 'escrow', item: { currency: 'CNY', value: 2_000 } });
  expect(unregistered(till.store.read)).toBe(0);
  tell({ type: 'stacked', item: { currency: 'CNY', value: 2_000 }, place: 'cashbox' });
  expect(till.store.read.openCashDifferences()).toMatchObject([
    { number: 1, place: 'unit:recycler-1/payout', amount: 500, foundBy: 'machine' },
    { number: 2, place: 'unit:recycler-1/cashbox', amount: 2_000, foundBy: 'machine' },
  ]);
  expect(unregistered(till.store.read)).toBe(0);
  stop();
  await till.close();
});

it('a stray note that is still in the mouth when somebody begins to pay goes back, and is nobody’s payment', async () => {
  const till = await openTill();
  const { recycler, tell } = finder();
  const stop = keepLedger({
    ...till.ground,
    recycler: Object.assign(recycler, { returnEscrow: async () => ok() }),
  });
  const item = { currency: 'CNY', value: 500 };
  tell({ type: 'escrow', item });
  till.store.commit((write) => {
    write.beginTransaction({ id: transactionId, itemCode: 'TEST', configurationVersion: 'test' });
    write.beginCashIn({ transactionId, device: 'recycler-1', due: 10_000 });
  });
  expect(noteOwner(till.store)).toBeNull();
  tell({ type: 'returned', item });
  expect([till.balance('citizen'), till.balance('suspense'), till.balance('escrow:recycler-1')]).toEqual([
    0, 0, 0,
  ]);
  till.store.commit((write) => write.endCashIn(transactionId, 'rollback'));
  stop();
  await till.close();
});
