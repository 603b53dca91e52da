import { randomBytes } from 'node:crypto';
import { SspEmulator } from '../../devices/drivers/ssp/emulator.ts';
import type { UnitMemory } from '../../devices/drivers/ssp/emulator-machine.ts';
import { hostOnPty } from '../../devices/emulation/pty.ts';
import { systemClock } from '../../src-shared/clock.ts';
import { keeper, readKept } from './kept-file.ts';

/**
 * The emulated recycler as a process that may be killed at any moment. What it holds stands in a file before anybody is told
 * of it, so that its end is a loss of power with the notes where they were. `recycler-process.ts FILE LINE`
 */
export type ToRecycler =
  /** Somebody pushes a note in, where the mouth is open. */
  | { readonly type: 'insert'; readonly note: string }
  | { readonly type: 'power'; readonly on: boolean }
  | { readonly type: 'line'; readonly plugged: boolean };

const [file = '', path = ''] = process.argv.slice(2);
/** Ten times as quick as a real one, so that a run has room for hundreds of kills. */
const timing = { initialise: 200, read: 120, accept: 70, stow: 80, reject: 90, payout: 150, take: 60 };
const filled = [500, 1_000, 2_000, 5_000].flatMap((value) => Array.from({ length: 15 }, () => value));

const unit = new SspEmulator({
  clock: systemClock,
  random: (count) => randomBytes(count),
  filled,
  capacity: 500,
  timing,
  memory: readKept<UnitMemory>(file),
  keep: keeper<UnitMemory>(file),
});
const line = await hostOnPty({ emulator: unit, path });
process.on('message', (message: ToRecycler) => void obey(message));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

async function obey(message: ToRecycler): Promise<void> {
  if (message.type === 'power') unit.set('power', message.on);
  else if (message.type === 'line') await (message.plugged ? line.plug() : line.unplug());
  else if (unit.describe().holds[0] === 'enabled') unit.set('insert', message.note);
}
