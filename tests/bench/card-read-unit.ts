import { createInterface } from 'node:readline';
import { specimenCards } from '../../devices/drivers/sdt/cards.ts';
import { noTiming, SdtEmulator } from '../../devices/drivers/sdt/emulator.ts';
import { pacedLine } from '../../devices/emulation/paced-line.ts';
import { hostOnPty } from '../../devices/emulation/pty.ts';
import { systemClock } from '../../src-shared/clock.ts';

/**
 * The emulated reader of the card-read measurement, in a process of its own so that unit and driver do not
 * share an event loop. Says `ready`, then lifts and lays the card for every line that it gets.
 */
const [path = '', baudRate = ''] = process.argv.slice(2);
const unit = new SdtEmulator({ clock: systemClock, cards: specimenCards(), timing: noTiming });
const host = await hostOnPty({
  emulator: unit,
  path,
  wrap: (line) => pacedLine(line, systemClock, Number(baudRate)),
});
console.log('ready');
for await (const _ of createInterface({ input: process.stdin })) {
  unit.set('card', 'none');
  unit.set('card', 'specimen-a');
  console.log('laid');
}
await host.unplug();
