import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { SspEmulator } from './emulator.ts';
import type { UnitMemory } from './emulator-machine.ts';
import { replayableRandom } from './replayable-random.ts';
import { expectValue, sspBench, written } from './test-bench.ts';

/** A bench whose unit writes down what it holds, and what another program makes of that. */
async function keptBench() {
  let kept = '';
  const bench = await sspBench({
    unit: {
      filled: [10_000, 10_000, 5_000],
      keep: (memory) => {
        kept = JSON.stringify(memory);
      },
    },
    attempts: 3,
  });
  for (const value of [2_000, 5_000])
    expectValue(await bench.finish(bench.recycler.setRoute(value, 'payout', { timeoutMs: 10_000 })));
  return {
    ...bench,
    happened: () => (JSON.parse(kept) as UnitMemory).happened.map(({ name }) => name),
    /** The program is gone, and another one plays the unit from the file. */
    async reborn() {
      const clock = new VirtualClock(undefined, 0);
      const memory = JSON.parse(kept) as UnitMemory;
      const unit = new SspEmulator({ clock, random: replayableRandom(8), memory, filled: [100] });
      await clock.advance(20_000);
      return held(unit);
    },
    async powerCut() {
      bench.unit.set('power', false);
      bench.unit.set('power', true);
      await bench.clock.advance(20_000);
      return held(bench.unit);
    },
  };
}

function held(unit: SspEmulator) {
  const { path, bezel, payout, cashbox } = unit.inventory();
  return { path: written(path), bezel: written(bezel), payout: written(payout), cashbox: written(cashbox) };
}

describe('the program that plays the unit ends', () => {
  it.each([300, 1_500, 2_500, 3_300, 4_500, 9_000])(
    'with a note on its way in for %i ms: as with a power cut at that moment',
    async (after) => {
      const bench = await keptBench();
      await bench.enable();
      bench.unit.set('insert', '20 CNY');
      void bench.recycler.onEvent(({ type }) => {
        if (type === 'escrow') void bench.recycler.stack({ timeoutMs: 30_000 });
      });
      await bench.clock.advance(after);
      const reborn = await bench.reborn();
      expect(reborn).toEqual(await bench.powerCut());
      expect(reborn.path).toBe('');
    },
  );

  it.each([500, 2_000, 4_000, 6_000])(
    'in the middle of a payout, %i ms after it began: as with a power cut',
    async (after) => {
      const bench = await keptBench();
      void bench.recycler.payOut(25_000, { timeoutMs: 60_000 });
      await bench.clock.advance(after);
      expect(await bench.reborn()).toEqual(await bench.powerCut());
    },
  );

  it('a credit that was not acknowledged is in the file, and not when it was', async () => {
    const bench = await keptBench();
    await bench.enable();
    await bench.insert('20 CNY');
    const stacking = bench.recycler.stack({ timeoutMs: 60_000 });
    bench.unit.set('loseReply', 'always');
    await bench.clock.advance(2_000);
    expect(bench.happened()).toEqual(['credit']);
    bench.unit.set('loseReply', 'off');
    expectValue(await bench.finish(stacking));
    await bench.clock.advance(2_000);
    expect(bench.happened()).toEqual([]);
  });
});
