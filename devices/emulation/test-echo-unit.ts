import { Listeners } from '../../src-shared/listeners.ts';
import type { UnitLine } from '../transport/transport.ts';
import type { Emulator } from './emulator.ts';

/** The smallest unit: sends back what it hears. For the tests of lines. */
export class EchoUnit implements Emulator {
  readonly title = 'echo';
  attached = 0;
  readonly #changed = new Listeners<void>();

  attach(line: UnitLine): () => void {
    this.attached++;
    const stop = line.onData((bytes) => line.write(bytes));
    return () => {
      this.attached--;
      stop();
    };
  }

  describe() {
    return { holds: [], switches: [] };
  }

  set(switchId: string): void {
    throw new Error(`no switch ${switchId}`);
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }
}
