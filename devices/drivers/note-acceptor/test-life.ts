import fc from 'fast-check';
import { expect } from 'vitest';
import type { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { Emulator } from '../../emulation/emulator.ts';
import type { MemoryLine } from '../../transport/memory.ts';
import type { NoteAcceptor } from './driver.ts';
import type { PlacedItem } from './note-path.ts';
import { cashboxValue, places, toldValue } from './test-watch.ts';

interface Bench {
  readonly clock: VirtualClock;
  readonly line: MemoryLine;
  readonly unit: Emulator & { readonly items: readonly PlacedItem[] };
  readonly acceptor: NoteAcceptor;
  readonly events: string[];
  readonly findings: string[];
}

const options = { timeoutMs: 5_000 };
const everything = [100, 500, 1_000, 2_000, 5_000, 10_000];

type Deed = (bench: Bench) => unknown;
const set = (id: string, value: string | boolean): [string, Deed] => [
  `${id} ${value}`,
  ({ unit }) => unit.set(id, value),
];
const deeds: [string, Deed][] = [
  ['enable', ({ acceptor }) => acceptor.enable(everything, options)],
  ['disable', ({ acceptor }) => acceptor.disable(options)],
  ['stack', ({ acceptor }) => acceptor.stack(options)],
  ['return', ({ acceptor }) => acceptor.returnEscrow(options)],
  ['reset', ({ acceptor }) => acceptor.reset(options)],
  ['cut the line', ({ line }) => line.cut()],
  ['mend the line', ({ line }) => line.mend()],
  set('insert', '100'),
  set('insert', '5'),
  set('insert', 'counterfeit'),
  set('takeBack', true),
  set('power', false),
  set('power', true),
  set('powerCutIn', 'stack'),
  set('powerCutIn', 'accept'),
  set('jamIn', 'stack'),
  set('jamIn', 'giveBack'),
  set('cheatNext', true),
  set('cashboxOut', true),
  set('cashboxOut', false),
  set('badCrc', 'once'),
  set('lostByte', 'once'),
  set('lostReply', 'once'),
  set('deafToAck', 'once'),
  set('resetInReply', true),
];
/** The usual course more often than the unusual, or no note would ever get far. */
const course = ['enable', 'insert 100', 'insert 5', 'stack', 'stack', 'power true', 'mend the line'];
const anyDeed = fc.constantFrom(...deeds, ...deeds.filter(([name]) => course.includes(name)));
const anyLife = fc.array(fc.tuple(anyDeed, fc.integer({ min: 0, max: 3_000 })), {
  minLength: 5,
  maxLength: 25,
});

/**
 * Whatever happens to a unit and its line, in any order: what was told as stacked never exceeds what lies in the
 * cashbox, and equals it unless the driver itself said that it does not know.
 */
export function livesWithoutLosingMoney(makeBench: () => Promise<Bench>, runs: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(anyLife, async (life) => {
      const bench = await makeBench();
      const { clock, unit, line, acceptor, events, findings } = bench;
      for (const [[, deed], pause] of life) {
        void deed(bench);
        await clock.advance(pause);
        const told = toldValue(events, findings);
        expect(told).toBeLessThanOrEqual(cashboxValue(unit.items));
      }
      for (const [id, off] of [
        ['powerCutIn', 'off'],
        ['jamIn', 'off'],
        ['cashboxOut', false],
        ['takeBack', true],
        ['power', true],
      ] as const) {
        unit.set(id, off);
      }
      line.mend();
      await clock.advance(30_000);
      void acceptor.reset(options);
      await clock.advance(30_000);

      const course = `${events.join(', ')}; found ${findings.join(', ')}; ${places(unit.items)}`;
      expect(acceptor.status.device, course).toBe('online');
      const told = toldValue(events, findings);
      const held = cashboxValue(unit.items);
      const unsure = findings.some((found) => found.startsWith('unknown') || found === 'stacked null');
      expect(told, course).toBeLessThanOrEqual(held);
      if (!unsure) expect(told, course).toBe(held);
      await acceptor.close();
      await clock.advance(60_000);
      expect(clock.pending, 'timers that were left').toBe(0);
    }),
    { numRuns: runs },
  );
}
