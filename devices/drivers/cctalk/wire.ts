import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { checkSwitch, type SwitchDefinition, switchStates } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';

interface WireSwitches {
  noEcho: boolean;
  collision: boolean;
}

const definitions: Record<keyof WireSwitches, SwitchDefinition> = {
  noEcho: { label: 'The adapter keeps the echo', kind: 'toggle' },
  collision: { label: 'Spoil the next command on the wire', kind: 'toggle' },
};

/** The single wire: what anybody says everybody hears, the host its own bytes too. */
export class CctalkWire implements Emulator {
  readonly title = 'ccTalk wire';
  readonly #units: Listeners<Uint8Array>[] = [];
  readonly #changed = new Listeners<void>();
  #values: WireSwitches = { noEcho: false, collision: false };
  #host: UnitLine | undefined;

  attach(line: UnitLine): () => void {
    this.#host = line;
    const stop = line.onData((bytes) => this.#fromHost(bytes));
    return () => {
      stop();
      if (this.#host === line) this.#host = undefined;
    };
  }

  /** The end of one unit. */
  tap(): UnitLine {
    const mine = new Listeners<Uint8Array>();
    this.#units.push(mine);
    return {
      write: (bytes) => {
        this.#host?.write(bytes);
        for (const unit of this.#units) if (unit !== mine) unit.tell(bytes);
      },
      onData: (listener) => mine.add(listener),
    };
  }

  describe(): EmulatorState {
    return {
      holds: [`units on the wire: ${this.#units.length}`],
      switches: switchStates(definitions, { ...this.#values }),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch<WireSwitches>(definitions, switchId, value);
    this.#values = { ...this.#values, [switchId]: value };
    this.#changed.tell();
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  #fromHost(bytes: Uint8Array): void {
    let onWire = bytes;
    if (this.#values.collision) {
      this.set('collision', false);
      onWire = bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 0x40 : byte));
    }
    if (!this.#values.noEcho) this.#host?.write(onWire);
    for (const unit of this.#units) unit.tell(onWire);
  }
}
