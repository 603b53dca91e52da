import type { Clock } from '../../../src-shared/clock.ts';
import type { Transport } from '../../transport/transport.ts';
import { CctalkBus } from './bus.ts';

/** The wires of a terminal: devices that name the same line share it. */
export class CctalkBuses {
  readonly #buses = new Map<string, CctalkBus>();

  on(transport: Transport, clock: Clock): CctalkBus {
    const known = this.#buses.get(transport.name);
    if (known !== undefined) return known;
    const made = new CctalkBus(transport, clock);
    this.#buses.set(transport.name, made);
    return made;
  }
}
