import { expect, it } from 'vitest';
import type { PowerUpFinding } from '../../../devices/contract/cash.ts';
import type { CashRecycler } from '../../../devices/contract/cash-acceptor.ts';
import { keepLedger } from './keep-ledger.ts';
import { openTill } from './test-till.ts';

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
  let powerUp: readonly PowerUpFinding[] = [{ kind: 'clear' }];
  return {
    recycler: {
      id: 'recycler-1',
      get powerUp() {
        return powerUp;
      },
      onEvent: () => () => {},
      onStatusChanged(listener: (status: { device: string }) => void) {
        const tell = () => listener({ device: 'online' });
        listeners.add(tell);
        return () => listeners.delete(tell);
      },
    } as unknown as CashRecycler,
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
