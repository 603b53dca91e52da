import { Listeners } from '../../src-shared/listeners.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { Transport, UnitLine } from './transport.ts';

/** A line in memory: bytes arrive in order and soon (a microtask later), so that tests are deterministic. */
export interface MemoryLine {
  readonly host: Transport;
  readonly unit: UnitLine;
  /** Pulls the cable: an open host is told, and opening fails until `mend`. */
  cut(): void;
  mend(): void;
}

export function memoryLine(name = 'memory'): MemoryLine {
  const toHost = new Listeners<Uint8Array>();
  const toUnit = new Listeners<Uint8Array>();
  const lost = new Listeners<string>();
  let open = false;
  let whole = true;
  /** Grows with every opening: bytes on their way when the line closed must not arrive in the next one. */
  let opening = 0;

  function carry(bytes: Uint8Array, to: Listeners<Uint8Array>): void {
    const copy = Uint8Array.from(bytes);
    const sentIn = opening;
    void Promise.resolve().then(() => {
      if (open && whole && sentIn === opening) to.tell(copy);
    });
  }

  return {
    host: {
      name,
      get isOpen() {
        return open;
      },
      async open() {
        if (open) return err({ code: 'busy', description: `${name} is open already` });
        if (!whole) return err({ code: 'notFound', description: `${name} is not plugged in` });
        open = true;
        opening++;
        return ok();
      },
      async write(bytes) {
        if (!open) return err({ code: 'closed', description: `${name} is not open` });
        carry(bytes, toUnit);
        return ok();
      },
      onData: (listener) => toHost.add(listener),
      onLost: (listener) => lost.add(listener),
      async close() {
        open = false;
      },
    },
    unit: {
      write: (bytes) => carry(bytes, toHost),
      onData: (listener) => toUnit.add(listener),
    },
    cut() {
      whole = false;
      if (!open) return;
      open = false;
      lost.tell(`${name} was unplugged`);
    },
    mend() {
      whole = true;
    },
  };
}
