import { describe, expect, it } from 'vitest';
import { HopperEmulator, type HopperMemory } from './hopper-emulator.ts';
import { ampleMs, cctalkBench, expectPaid } from './test-bench.ts';

/** A bench whose hopper writes down what it holds and knows, and what another program makes of that. */
async function keptBench() {
  const bench = await cctalkBench();
  const unit = bench.hopperUnit;
  let kept = JSON.stringify(unit.memory);
  unit.onChanged(() => {
    kept = JSON.stringify(unit.memory);
  });
  const memory = () => JSON.parse(kept) as HopperMemory;
  return {
    ...bench,
    unit,
    memory,
    reborn: () => new HopperEmulator({ clock: bench.clock, memory: memory(), coins: 7 }),
  };
}

describe('the program that plays the hopper ends', () => {
  it('at every single coin: none is in the file twice or not at all', async () => {
    const { clock, hopper, unit, reborn } = await keptBench();
    const seen = new Set<number>();
    void hopper.dispense('hopper', 6, { timeoutMs: ampleMs });
    for (let waited = 0; waited < 2_000; waited += 25) {
      await clock.advance(25);
      expect(reborn().coins).toEqual(unit.coins);
      seen.add(reborn().coins.tray);
    }
    expect([...seen]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('in the middle of a payout: what is still to be paid is unpaid, as after a loss of power', async () => {
    const { clock, hopper, unit, memory, reborn } = await keptBench();
    void hopper.dispense('hopper', 6, { timeoutMs: ampleMs });
    while (unit.coins.tray < 2) await clock.advance(25);
    expect(memory().payout).toEqual({ remaining: 4, paid: 2, unpaid: 0 });
    expect(reborn().memory).toMatchObject({
      payout: { remaining: 0, paid: 2, unpaid: 4 },
      cutInPayout: true,
    });
  });

  it('twice in a row: it still knows that it was cut off, until it pays again', async () => {
    const { clock, hopper, unit, reborn } = await keptBench();
    void hopper.dispense('hopper', 6, { timeoutMs: ampleMs });
    while (unit.coins.tray < 2) await clock.advance(25);
    const twice = new HopperEmulator({ clock, memory: reborn().memory });
    expect(twice.memory.cutInPayout).toBe(true);
  });

  it('when all was paid it knows that, and owes nothing', async () => {
    const { finish, hopper, memory } = await keptBench();
    const { value } = await finish(hopper.dispense('hopper', 3, { timeoutMs: ampleMs }));
    expectPaid(value, 3);
    expect(memory()).toEqual({
      coins: { hopper: 147, exit: 0, tray: 3, customer: 0, staff: 1_000 },
      payout: { remaining: 0, paid: 3, unpaid: 0 },
      cutInPayout: false,
    });
  });
});
