import { HopperEmulator, type HopperMemory } from '../../devices/drivers/cctalk/hopper-emulator.ts';
import { CctalkWire } from '../../devices/drivers/cctalk/wire.ts';
import { LcdmEmulator } from '../../devices/drivers/lcdm/emulator.ts';
import type { NoteMemory } from '../../devices/drivers/lcdm/note-stock.ts';
import type { Emulator } from '../../devices/emulation/emulator.ts';
import { hostOnPty } from '../../devices/emulation/pty.ts';
import { systemClock } from '../../src-shared/clock.ts';
import { keeper, readKept } from './kept-file.ts';

/**
 * The emulated note dispenser or coin hopper as a process that may be killed at any moment, with what it holds in a file, as
 * the recycler's. `second-unit-process.ts dispenser|hopper FILE LINE`
 */
export type ToSecondUnit =
  | { readonly type: 'line'; readonly plugged: boolean }
  /** Staff take out what hangs in its path, and switch it off and on. */
  | { readonly type: 'clear' }
  /** Staff put a hundred in. */
  | { readonly type: 'fill' };

export interface KeptSecondUnit<Memory> {
  readonly memory: Memory;
  /** Something is on its way out of it. */
  readonly paying: boolean;
}
export type KeptDispenser = KeptSecondUnit<NoteMemory>;
export type KeptHopper = KeptSecondUnit<HopperMemory>;

interface Hosted {
  /** What comes out on the line. */
  readonly onLine: Emulator;
  readonly unit: Emulator;
  readonly clear: string;
  readonly fill: string;
}

/** Four times as quick as a real one: a kill must be able to hit between two notes. */
const timing = { powerUp: 300, question: 10, start: 200, note: 120, pickRetries: 1_000, purge: 500 };
/** At the beginning. */
const [notes, coins] = [400, 300];

const [kind = '', file = '', path = ''] = process.argv.slice(2);
const { onLine, unit, clear, fill } = kind === 'dispenser' ? dispenser() : hopper();
const line = await hostOnPty({ emulator: onLine, path });
process.on('message', (message: ToSecondUnit) => void obey(message));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

function dispenser(): Hosted {
  const kept = readKept<KeptDispenser>(file)?.memory;
  const emulator = new LcdmEmulator({
    clock: systemClock,
    timing,
    notesInCassette: notes,
    notesWithStaff: 10_000,
    memory: kept,
  });
  keepUp<KeptDispenser>(emulator, () => ({
    memory: emulator.memory,
    paying: emulator.describe().holds.at(-1) === 'busy',
  }));
  return { onLine: emulator, unit: emulator, clear: 'clearPathByHand', fill: 'fillCassette' };
}

function hopper(): Hosted {
  const kept = readKept<KeptHopper>(file)?.memory;
  const emulator = new HopperEmulator({ clock: systemClock, coins, memory: kept });
  keepUp<KeptHopper>(emulator, () => ({
    memory: emulator.memory,
    paying: emulator.memory.payout.remaining > 0,
  }));
  const wire = new CctalkWire();
  emulator.attach(wire.tap());
  return { onLine: wire, unit: emulator, clear: 'takeCoinFromExit', fill: 'fill' };
}

function keepUp<Kept>(emulator: Emulator, kept: () => Kept): void {
  const keep = keeper<Kept>(file);
  keep(kept());
  emulator.onChanged(() => keep(kept()));
}

async function obey(message: ToSecondUnit): Promise<void> {
  if (message.type === 'line') await (message.plugged ? line.plug() : line.unplug());
  else if (message.type === 'fill') unit.set(fill, true);
  else {
    unit.set(clear, true);
    unit.set('powerCycle', true);
  }
}
