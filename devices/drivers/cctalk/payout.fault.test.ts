import { expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import { payoutResult, verdict } from './payout.ts';
import { ampleMs, cctalkBench, errorOf, expectPaid, oneYuan, yuan } from './test-bench.ts';

it('a hopper that runs empty: what left is exact', async () => {
  const { dispense, hopper, hopperUnit, expectCoinsKept } = await cctalkBench({ coins: 5 });
  expect(errorOf(await dispense(8))).toMatchObject({
    errorCode: 'noItems',
    outcome: 'notDone',
    moved: yuan(5),
    dispensed: { presented: yuan(5), rejected: 0 },
  });
  expect(hopper.status.units[0]?.replenishmentStatus).toBe('empty');
  hopperUnit.set('fill', true);
  expectPaid(await dispense(8), 8);
  expectCoinsKept();
});

it('a jam that the motor does not clear: what left is exact', async () => {
  const { dispense, hopperUnit } = await cctalkBench();
  hopperUnit.set('payoutFault', 'jam');
  expect(errorOf(await dispense(10))).toMatchObject({
    errorCode: 'transportJammed',
    outcome: 'notDone',
    moved: yuan(5),
  });
});

it('a coin that stands in the exit stops everything until it is cleared', async () => {
  const { dispense, hopper, hopperUnit, finish, payouts, expectCoinsKept } = await cctalkBench();
  hopperUnit.set('payoutFault', 'coinInExit');
  expect(errorOf(await dispense(10))).toMatchObject({ errorCode: 'transportJammed', moved: yuan(5) });
  expect(hopper.status).toMatchObject({ device: 'hardwareError', transport: 'inoperative' });
  expect(errorOf(await dispense(5))).toMatchObject({ errorCode: 'transportJammed', outcome: 'notDone' });
  expect(payouts()).toHaveLength(1);
  expect(errorOf((await finish(hopper.reset({ timeoutMs: ampleMs }))).value)).toMatchObject({
    errorCode: 'itemsLeft',
  });
  hopperUnit.set('takeCoinFromExit', true);
  expect((await finish(hopper.reset({ timeoutMs: ampleMs }))).value.ok).toBe(true);
  expectPaid(await dispense(5), 5);
  expectCoinsKept();
});

it('a cheat at the exit: the counts agree and are not believed', async () => {
  const { dispense, hopper, hopperUnit, expectCoinsKept } = await cctalkBench();
  hopperUnit.set('payoutFault', 'cheat');
  expect(errorOf(await dispense(4))).toMatchObject({ outcome: 'indeterminate', moved: yuan(4) });
  expect(hopperUnit.coins.tray).toBe(5);
  expect(hopper.status).toMatchObject({ device: 'potentialFraud', reasons: ['exitShortedInPayout'] });
  expectCoinsKept();
});

it('other security bytes: refused, surely nothing paid', async () => {
  const { dispense, hopperUnit, payouts } = await cctalkBench();
  hopperUnit.set('wrongSecurity', true);
  expect(errorOf(await dispense(4))).toMatchObject({ errorCode: 'notDispensable', outcome: 'notDone' });
  expect(hopperUnit.coins.tray).toBe(0);
  expect(payouts()).toHaveLength(1);
});

const before = { counter: 7, remaining: 0, paid: 3, unpaid: 0 };

it('another host on the wire is found out', () => {
  const now = { counter: 9, remaining: 0, paid: 5, unpaid: 0 };
  expect(verdict(before, now, ok(new Uint8Array()), false, null)).toMatchObject({ kind: 'lost' });
});

it('a hopper that says it pays and does not count is not believed', () => {
  expect(verdict(before, before, ok(new Uint8Array()), false, null)).toMatchObject({ kind: 'lost' });
});

it('counts that do not add up are indeterminate', () => {
  const over = { kind: 'over', paid: 3, unpaid: 1, stopped: null } as const;
  expect(errorOf(payoutResult(5, oneYuan, over, new Set()))).toMatchObject({ outcome: 'indeterminate' });
  expect(errorOf(payoutResult(4, oneYuan, over, new Set()))).toMatchObject({ outcome: 'notDone' });
});
