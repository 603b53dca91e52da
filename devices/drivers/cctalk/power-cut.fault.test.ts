import { expect, it } from 'vitest';
import { cctalkBench, errorOf, expectPaid, yuan } from './test-bench.ts';

it.each(['powerCut', 'reset'])(
  '%s in a payout: nothing is paid again, and the hopper remembers',
  async (fault) => {
    const { dispense, hopper, hopperUnit, clock, last, payouts, expectCoinsKept } = await cctalkBench();
    hopperUnit.set('payoutFault', fault);
    const error = errorOf(await dispense(10));
    expect(error).toMatchObject({ outcome: 'indeterminate', dispensed: null });
    expect(hopperUnit.coins.tray).toBe(5);
    if (fault === 'powerCut') {
      await clock.advance(5_000);
      expect(hopper.status.device).toBe('offline');
      hopperUnit.set('powerCycle', true);
    }
    await clock.advance(15_000);
    expect(hopper.status.device).toBe('online');
    expect(await last()).toMatchObject({ ok: true, value: { presented: yuan(5) } });
    expect(payouts()).toHaveLength(1);
    expectPaid(await dispense(5), 5);
    expectCoinsKept();
  },
);
