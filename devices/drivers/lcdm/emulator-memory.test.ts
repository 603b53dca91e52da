import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { LcdmEmulator } from './emulator.ts';
import type { NoteMemory } from './note-stock.ts';
import { ampleMs, lcdmBench } from './test-bench.ts';

/** A bench whose unit writes down where its notes are, and what another program makes of that. */
async function keptBench() {
  const bench = await lcdmBench();
  let kept = JSON.stringify(bench.unit.memory);
  bench.unit.onChanged(() => {
    kept = JSON.stringify(bench.unit.memory);
  });
  return {
    ...bench,
    reborn: () =>
      new LcdmEmulator({
        clock: new VirtualClock(),
        memory: JSON.parse(kept) as NoteMemory,
        notesInCassette: 7,
      }),
  };
}

describe('the program that plays the dispenser ends', () => {
  it.each([0, 900, 1_300, 2_500, 60_000])(
    'its notes lie where they were %i ms after a dispense began',
    async (after) => {
      const { clock, dispenser, unit, reborn } = await keptBench();
      void dispenser.dispense('cassette', 6, { timeoutMs: ampleMs });
      await clock.advance(after);
      expect(reborn().notes).toEqual(unit.notes);
    },
  );

  it('at every single note: none is in the file twice or not at all', async () => {
    const { clock, dispenser, unit, reborn } = await keptBench();
    const seen = new Set<number>();
    void dispenser.dispense('cassette', 6, { timeoutMs: ampleMs });
    for (let waited = 0; waited < 8_000; waited += 50) {
      await clock.advance(50);
      expect(reborn().notes).toEqual(unit.notes);
      seen.add(reborn().notes.exit);
    }
    expect([...seen]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('a note that hung in its path hangs there still, and a hand clears it', async () => {
    const { clock, dispenser, unit, reborn } = await keptBench();
    unit.set('dispenseFault', 'jamAtExit');
    void dispenser.dispense('cassette', 4, { timeoutMs: ampleMs });
    await clock.advance(10_000);
    const again = reborn();
    expect(again.notes).toMatchObject({ exit: 2, path: 1, cassette: 197 });
    again.set('clearPathByHand', true);
    expect(again.notes).toMatchObject({ path: 0, staff: 1_001 });
  });

  it('notes that were taken and filled in are remembered too', async () => {
    const { clock, dispenser, unit, reborn } = await keptBench();
    void dispenser.dispense('cassette', 2, { timeoutMs: ampleMs });
    await clock.advance(10_000);
    unit.set('takeNotes', true);
    unit.set('fillCassette', true);
    expect(reborn().notes).toEqual({ cassette: 298, path: 0, exit: 0, customer: 2, reject: 0, staff: 900 });
  });
});
